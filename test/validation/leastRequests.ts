import { addressOfAccount } from '../../src/core/account.js';
import type { Channel, LedgerFact } from '../../src/core/ledger.js';
import { accountsOfFact } from '../../src/core/ledger.js';

/** Rows of one page of an explorer, as the product asks for them. */
const EXPLORER_PAGE = 1_000;
/** Transactions of one page of an Esplora server. Source: https://github.com/Blockstream/esplora/blob/master/API.md */
const ESPLORA_PAGE = 25;

const CHANNELS_OF_ACTION: Readonly<Record<string, readonly Channel[]>> = {
  txlist: ['native', 'fee'],
  txlistinternal: ['internal'],
  tokentx: ['token'],
};

/**
 * The fewest requests by which the things that were asked for can be read: for each account and
 * channel the pages that hold its facts and at least one, everything else once.
 *
 * Edge: what only counts rows needs no request of its own.
 */
export function leastRequests(requests: readonly string[], facts: readonly LedgerFact[]): number {
  const needed = new Map<string, number>();
  for (const request of requests) {
    const url = new URL(request, 'http://loopback');
    const action = url.searchParams.get('action');
    if (action === null) needEsplora(needed, url, facts);
    else needExplorer(needed, { url, action }, facts);
  }
  return [...needed.values()].reduce((sum, pages) => sum + pages, 0);
}

/**
 * The requests of a screening without the one by which a source shows its chain: it is made once for a
 * database, not for a screening, and would make both sides of a comparison look nearer than they are.
 */
export function withoutChainProof(
  requests: readonly string[],
  checkpoint: { readonly height: number } | null,
): readonly string[] {
  if (checkpoint === null) return requests;
  const { height } = checkpoint;
  const tag = `0x${height.toString(16)}`;
  return requests.filter((request) => {
    const url = new URL(request, 'http://loopback');
    return url.searchParams.get('tag') !== tag && url.pathname !== `/block-height/${height}`;
  });
}

function needExplorer(
  needed: Map<string, number>,
  asked: { readonly url: URL; readonly action: string },
  facts: readonly LedgerFact[],
): void {
  const { url, action } = asked;
  const channels = CHANNELS_OF_ACTION[action];
  if (channels === undefined) {
    needed.set(url.search, 1);
    return;
  }
  const address = url.searchParams.get('address') ?? '';
  const key = `${action}|${address}`;
  if (needed.has(key)) return;
  const rows = facts.filter(
    (fact) => fact.kind === 'transfer' && channels.includes(fact.channel) && touches(fact, address),
  );
  const transactions = new Set(rows.map((fact) => fact.txId));
  const count = action === 'txlist' ? transactions.size : rows.length;
  needed.set(key, Math.max(1, Math.ceil(count / EXPLORER_PAGE)));
}

function needEsplora(needed: Map<string, number>, url: URL, facts: readonly LedgerFact[]): void {
  const [root, id, what] = url.pathname.split('/').filter((part) => part !== '');
  const key = `${root}|${id}|${what === 'txs' ? what : url.pathname}`;
  if (needed.has(key)) return;
  if (root === 'address' && what === undefined) return;
  const count = root === 'address' ? facts.filter((fact) => touches(fact, id ?? '')).length : 0;
  needed.set(key, Math.max(1, Math.ceil(count / ESPLORA_PAGE)));
}

function touches(fact: LedgerFact, address: string): boolean {
  return accountsOfFact(fact).some((account) => addressOfAccount(account) === address);
}
