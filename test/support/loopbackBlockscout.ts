import { addressOfAccount } from '../../src/core/account.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import type { Transfer } from '../../src/core/ledger.js';
import {
  addressItem,
  internalItems,
  type ListedItem,
  tokenItems,
  txItems,
  withdrawalItems,
} from './blockscoutItems.js';
import { balanceOf } from './explorerTransactions.js';
import {
  type Answer,
  type AnswerRequest,
  type LoopbackServer,
  type ServerManners,
  startFaultServer,
} from './faultServer.js';
import { chainOf, type LoopbackExplorer, type PlacedTransfer } from './loopbackExplorer.js';
import { chainNamed } from './sourceBench.js';

/** What the Blockscout of a test knows and allows. */
export interface LoopbackBlockscoutOptions extends ServerManners {
  readonly facts: readonly Transfer[];
  /** Name of the chain; Ethereum when not given. */
  readonly chain?: string;
  /** The key that callers must show in a header; none is asked for when not given. */
  readonly apiKey?: string;
  /** Rows of a page where none is asked for; 50 when not given. */
  readonly pageSize?: number;
  /** Height of the newest block; 100 above the newest fact when not given. */
  readonly tipHeight?: number;
  /** Cursors of version 12 no longer repeat what was asked with. */
  readonly version?: 11 | 12;
  /** What the instance says to have taken in; all when not given. */
  readonly indexing?: { readonly blocks: boolean; readonly internals: string | null };
  /** Heights of the newest blocks that are to be read again. */
  readonly pendingHeights?: readonly number[];
}

/** A Blockscout's REST API on 127.0.0.1, under `/api/v2`. */
export interface LoopbackBlockscout extends LoopbackServer {
  /** Where the explorer put each fact, in the order in which the facts were given. */
  readonly placed: readonly PlacedTransfer[];
  readonly tip: LoopbackExplorer['tip'];
}

/** Starts a Blockscout that lists the given facts in the form of its documentation. */
export async function startLoopbackBlockscout(
  options: LoopbackBlockscoutOptions,
): Promise<LoopbackBlockscout> {
  const chain = chainOf(options.facts, options);
  const server = await startFaultServer({
    ...options,
    answer: answersOf({ ...options, ...chain }),
  });
  return { ...server, url: `${server.url}/api/v2`, ...chain };
}

type Known = LoopbackBlockscoutOptions & Pick<LoopbackBlockscout, 'placed' | 'tip'>;

const PAGING = [
  ...['block_number', 'index', 'transaction_index', 'items_count', 'inserted_at', 'hash'],
  ...['value', 'fee'],
];

/** Which words each route takes besides those of paging; any other is refused. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  transactions: ['filter', 'sort', 'order'],
  'internal-transactions': ['filter'],
  'token-transfers': ['filter', 'type', 'token'],
  withdrawals: [],
  blocks: ['type'],
};

function answersOf(known: Known): AnswerRequest {
  return (url, headers) => {
    if (known.apiKey !== undefined && headers.authorization !== `Bearer ${known.apiKey}`) {
      return json({ message: 'Unauthorized' }, 401);
    }
    const path = url.pathname.split('/').filter((part) => part !== '');
    const [api, version, ...route] = path;
    if (api !== 'api' || version !== 'v2') return webPage404();
    const words = [...PAGING, ...(WORDS[route.at(-1) ?? ''] ?? [])];
    const strange = [...url.searchParams.keys()].find((word) => !words.includes(word));
    if (strange !== undefined) return unexpected(strange);
    return routeAnswer(known, route, url.searchParams) ?? webPage404();
  };
}

function routeAnswer(
  known: Known,
  route: readonly string[],
  query: URLSearchParams,
): Answer | null {
  const [kind, id = '', list] = route;
  switch (kind) {
    case 'main-page':
      return id === 'indexing-status' ? indexingAnswer(known) : null;
    case 'blocks':
      return id === '' ? blocksAnswer(known) : blockAnswer(known, Number(id));
    case 'addresses':
      return addressAnswer(known, { address: id.toLowerCase(), list }, query);
    case 'transactions':
      return txAnswer(known, { txId: id, list }, query);
    default:
      return null;
  }
}

function indexingAnswer({ indexing }: Known): Answer {
  const { blocks, internals } = indexing ?? { blocks: true, internals: '1.00' };
  return json({
    finished_indexing: blocks && internals === '1.00',
    finished_indexing_blocks: blocks,
    indexed_blocks_ratio: blocks ? '1.00' : '0.57',
    indexed_internal_transactions_ratio: blocks ? internals : null,
  });
}

/** Newest blocks shown by the list. */
const SHOWN_BLOCKS = 4;

function blocksAnswer({ tip, pendingHeights = [] }: Known): Answer {
  const items = Array.from({ length: SHOWN_BLOCKS }, (_, at) => ({
    height: tip.height - at,
    hash: at === 0 ? tip.hash : `0x${(tip.height - at).toString(16).padStart(64, '0')}`,
    timestamp: timeText(tip.timeSeconds - at * 12),
    is_pending_update: pendingHeights.includes(tip.height - at),
  }));
  return json({ items, next_page_params: { block_number: tip.height - 3, items_count: 4 } });
}

function blockAnswer({ chain }: Known, height: number): Answer {
  const checkpoint = checkpointOf(chainNamed(chain ?? 'ethereum').id);
  if (checkpoint?.height !== height) return notFound();
  return json({ height, hash: checkpoint.hash, timestamp: timeText(0), is_pending_update: false });
}

function addressAnswer(
  known: Known,
  asked: { readonly address: string; readonly list: string | undefined },
  query: URLSearchParams,
): Answer | null {
  const { placed } = known;
  const { address, list } = asked;
  if (!/^0x[0-9a-f]{40}$/.test(address)) return json({ message: 'Invalid address hash' }, 422);
  const own = (items: readonly ListedItem[]) =>
    listAnswer(items.filter(({ parties }) => parties.includes(address)).toReversed(), known, query);
  switch (list) {
    case undefined:
      return json(addressItem(address, balanceOf(placed, { address, contract: null })));
    case 'transactions':
      return own(txItems(placed));
    case 'internal-transactions':
      return own(internalItems(placed));
    case 'token-transfers':
      return own(tokenItems(placed));
    case 'withdrawals':
      return own(withdrawalItems(placed));
    case 'counters': {
      const sent = placed.filter(({ from }) => from !== null && addressOfAccount(from) === address);
      const tokens = tokenItems(placed).filter(({ parties }) => parties.includes(address));
      return json({
        transactions_count: `${sent.filter(({ channel }) => channel === 'native').length}`,
        token_transfers_count: `${tokens.length}`,
        gas_usage_count: '0',
        validations_count: '0',
      });
    }
    case 'token-balances':
      return json(tokenBalances(placed, address));
    default:
      return null;
  }
}

function tokenBalances(placed: readonly PlacedTransfer[], address: string): readonly object[] {
  const contracts = placed.flatMap(({ asset }) => asset.split('erc20:')[1] ?? []);
  return [...new Set(contracts)].flatMap((contract) => {
    const value = balanceOf(placed, { address, contract });
    if (value === 0n) return [];
    return [{ token: { address_hash: contract }, token_id: null, value: `${value}` }];
  });
}

function txAnswer(
  known: Known,
  asked: { readonly txId: string; readonly list: string | undefined },
  query: URLSearchParams,
): Answer | null {
  const { placed } = known;
  const { txId, list } = asked;
  const whole = placed.filter((fact) => fact.txId === txId);
  if (whole.length === 0) return notFound();
  switch (list) {
    case undefined:
      return json(txItems(placed).find(({ txId: own }) => own === txId)?.item ?? null);
    case 'internal-transactions':
      return listAnswer(
        internalItems(placed).filter((item) => item.txId === txId),
        known,
        query,
      );
    case 'token-transfers':
      return listAnswer(
        tokenItems(placed)
          .filter((item) => item.txId === txId)
          .toReversed(),
        known,
        query,
      );
    default:
      return null;
  }
}

/** One page of a list that is in the order in which it is shown. */
function listAnswer(
  listed: readonly ListedItem[],
  { pageSize = 50, version = 12 }: Known,
  query: URLSearchParams,
): Answer {
  const isAscending = compare(listed[0]?.key ?? [], listed.at(-1)?.key ?? []) < 0;
  const key = keyOf(listed[0]?.cursor ?? {}, query);
  const rest = listed.filter((item) => {
    if (key === null) return true;
    const order = compare(Object.values(item.cursor), key);
    return isAscending ? order > 0 : order < 0;
  });
  const shown = rest.slice(0, pageSize);
  const last = shown.at(-1);
  const goesOn = rest.length > shown.length && last !== undefined;
  const asked = version === 12 ? {} : { ...Object.fromEntries(query), items_count: shown.length };
  return json({
    items: shown.map(({ item }) => item),
    next_page_params: goesOn
      ? { ...asked, ...last.cursor, ...last.besides, batch_log_index: null }
      : null,
  });
}

function keyOf(cursor: Readonly<Record<string, number>>, query: URLSearchParams): number[] | null {
  const words = Object.keys(cursor);
  if (words.length === 0 || words.some((word) => !query.has(word))) return null;
  return words.map((word) => Number(query.get(word)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, place) => value !== b[place]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', '.000000Z');
}

function json(body: unknown, status = 200): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function notFound(): Answer {
  return json({ message: 'Not found' }, 404);
}

function unexpected(word: string): Answer {
  const error = {
    title: 'Invalid value',
    source: { pointer: `/${word}` },
    detail: `Unexpected field: ${word}`,
  };
  return json({ errors: [error] }, 422);
}

function webPage404(): Answer {
  const body = '<!DOCTYPE html><html><body>The page was not found.</body></html>';
  return { status: 404, contentType: 'text/html', body };
}
