import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { nativeAssetId } from '../core/asset.js';
import type { Chain } from '../core/chain.js';
import { SourceError } from '../core/errors.js';
import type { Channel, LedgerFact } from '../core/ledger.js';
import type { BalanceSource } from './ports.js';

/**
 * Times that the chain is looked at for what came after a balance was read. A policy choice: who
 * moves money in each of so many looks is told that the sums differ, and to screen again.
 */
const MOST_LOOKS = 3;

/** Amounts by asset. */
export type Holdings = ReadonlyMap<AssetId, bigint>;

/** Balances that were just read from a source, and how to read them again. */
export interface FreshBalances {
  readonly account: Account;
  readonly chain: Chain;
  readonly channels: readonly Channel[];
  readonly source: BalanceSource;
  /** Height up to which the account's history was read. */
  readonly height: number;
  /** That history. */
  readonly facts: readonly LedgerFact[];
  readonly held: Holdings;
  /** Reads the same balances once more; may leave out what the source fails to tell. */
  readonly readAgain: () => Promise<Holdings>;
  /** Called for each request for a newest block or a page. */
  readonly onRequest: () => void;
}

/**
 * Balances as they were at the height to which the history was read.
 *
 * A source tells what an account holds now; a payment that was made since that height would look like
 * money that nobody saw. So where balances are not the plain sum of the history, what was moved since
 * is read and taken off, until nothing more comes.
 *
 * Edge: where the source fails, or moves never end, the balances stay as they were told: a difference
 * is then a gap, never a match. Blind spot: tokens made by a wrapper since that height are in no list.
 */
export async function settleBalances(fresh: FreshBalances, signal: AbortSignal): Promise<Holdings> {
  const { account, held } = fresh;
  const expected = netOf(fresh.facts, fresh);
  if ([...held].every(([asset, amount]) => amount === (expected.get(asset) ?? 0n))) return held;
  try {
    let told = held;
    let upTo = fresh.height;
    const since: LedgerFact[] = [];
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      fresh.onRequest();
      const tip = await fresh.source.fetchTip(signal);
      const later = await readLater(fresh, { account, from: upTo + 1, to: tip.height }, signal);
      if (later === null) return held;
      if (later.length === 0) return without(told, netOf(since, fresh));
      since.push(...later);
      upTo = tip.height;
      // What was just listed may have come before the balance was read or after it.
      told = await fresh.readAgain();
    }
    return held;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return held;
  }
}

/** What an account moved in some heights; null where it does not fit on one page of each channel. */
async function readLater(
  { channels, source, onRequest }: FreshBalances,
  asked: { readonly account: Account; readonly from: number; readonly to: number },
  signal: AbortSignal,
): Promise<readonly LedgerFact[] | null> {
  const { account, from, to } = asked;
  if (from > to) return [];
  const facts: LedgerFact[] = [];
  for (const channel of channels) {
    onRequest();
    const query = { account, channel, interval: { from, to }, cursor: null };
    const page = await source.fetchHistoryPage(query, signal);
    if (page.nextCursor !== null) return null;
    facts.push(...page.facts);
  }
  return facts;
}

/** What an account got of each asset less what it gave. */
function netOf(
  facts: readonly LedgerFact[],
  { account, chain }: Pick<FreshBalances, 'account' | 'chain'>,
): Holdings {
  const net = new Map<AssetId, bigint>();
  const add = (asset: AssetId, amount: bigint) => net.set(asset, (net.get(asset) ?? 0n) + amount);
  const native = nativeAssetId(chain);
  for (const fact of facts) {
    if (fact.kind === 'transfer') {
      if (fact.to === account) add(fact.asset, fact.amount);
      if (fact.from === account) add(fact.asset, -fact.amount);
      continue;
    }
    for (const output of fact.outputs) if (output.account === account) add(native, output.amount);
    for (const input of fact.inputs) if (input.account === account) add(native, -input.amount);
  }
  return net;
}

function without(held: Holdings, net: Holdings): Holdings {
  return new Map([...held].map(([asset, amount]) => [asset, amount - (net.get(asset) ?? 0n)]));
}
