import { addressOfAccount, chainOfAccount } from '../../core/account.js';
import type { Chain } from '../../core/chain.js';
import type { HeightInterval } from '../../core/coverage.js';
import { Bug, CapabilityError, ConfigError } from '../../core/errors.js';
import type { Channel } from '../../core/ledger.js';
import type { AccountSource, HistoryPage, HistoryQuery } from '../../screening/ports.js';
import { decodeBlock } from './explorerAnswers.js';
import {
  createExplorerApi,
  type ExplorerSourceOptions,
  explorerLie,
  namesOneChain,
} from './explorerApi.js';
import { fetchBalance } from './explorerBalance.js';
import {
  decodeRows,
  EXPLORER_CHANNELS,
  type ExplorerChannel,
  type ExplorerRow,
} from './explorerRows.js';
import { fetchTransaction, REQUESTS_PER_TRANSACTION } from './explorerTransaction.js';
import { numberFacts } from './numberFacts.js';

const ACTIONS: Readonly<Record<ExplorerChannel, string>> = {
  native: 'txlist',
  internal: 'txlistinternal',
  token: 'tokentx',
  withdrawal: 'txsBeaconWithdrawal',
};

/** No explorer pages deeper than this many rows into one window of heights. */
const MAX_WINDOW_ROWS = 10_000;

/** Explorers cap the rows of an answer at round numbers, which need not be the number asked for. */
const CAP_STEP = 50;

/**
 * Histories of accounts from an explorer with Etherscan's API (Etherscan V2, Blockscout, Routescan),
 * whole transactions, and balances.
 *
 * Order: ascending by height. The native channel also brings the fees that the account paid, as
 * facts of the channel `fee`.
 * Edge: each page begins a window of heights; a full page's last block may go on, so the next
 * window begins with that block and repeats its rows.
 * Blind spot: rewards, and on rollups the part of a fee that is paid for the parent chain.
 * Source: https://docs.etherscan.io/api-reference/endpoint/txlist
 *
 * @throws {ConfigError} for a page size that explorers would cut short unseen, or a bad URL.
 */
export function createExplorerSource(options: ExplorerSourceOptions): AccountSource {
  const pageSize = options.pageSize ?? 1000;
  const api = createExplorerApi(options);
  const { chain, host } = api;
  const channels = channelsOf(chain, options.baseUrl);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1000) {
    throw new ConfigError(
      'The page size of an explorer must be a whole number from 1 to 1000; correct it in the configuration.',
      { pageSize },
    );
  }

  async function fetchRows(
    asked: Asked & { readonly page: number; readonly heights: HeightInterval | null },
    signal: AbortSignal,
  ): Promise<readonly ExplorerRow[]> {
    const { address, channel, page, heights } = asked;
    const route = ACTIONS[channel];
    const window =
      heights === null ? {} : { startblock: `${heights.from}`, endblock: `${heights.to}` };
    const result = await api.fetchResult(
      route,
      {
        module: 'account',
        action: route,
        address,
        ...window,
        page: `${page}`,
        offset: `${pageSize}`,
        sort: 'asc',
      },
      signal,
    );
    const rows = decodeRows(result, { chain, channel, address, asked: { host, route } });
    assertRowsAsAsked(rows, { ...asked, host, route, pageSize });
    return rows;
  }

  return {
    name: options.name,
    chain: chain.id,
    channels,
    pageSize,

    fetchTip: async (signal) => {
      const route = 'eth_getBlockByNumber';
      const params = { module: 'proxy', action: route, tag: 'latest', boolean: 'false' };
      return decodeBlock(await api.fetchResult(route, params, signal), { host, route });
    },

    fetchBlockHash: async (height, signal) => {
      const route = 'eth_getBlockByNumber';
      const tag = `0x${height.toString(16)}`;
      const params = { module: 'proxy', action: route, tag, boolean: 'false' };
      const asked = { host, route };
      const result = await api.fetchResult(route, params, signal);
      if (result === null) return null;
      const block = decodeBlock(result, asked);
      if (block.height !== height) throw explorerLie('answers with another block', asked);
      return block.hash;
    },

    fetchHistoryPage: async (query, signal) => {
      const asked = readAsked(query, { chain, channels });
      const place = readPlace(query);
      if (place.page * pageSize > MAX_WINDOW_ROWS) {
        throw new CapabilityError(
          `The explorer at ${host} lists no more than ${MAX_WINDOW_ROWS} rows of one block; add another source for ${chain.title}.`,
          { host, route: ACTIONS[asked.channel], height: place.from },
        );
      }
      const heights = { from: place.from, to: query.interval.to };
      const rows = await fetchRows({ ...asked, page: place.page, heights }, signal);
      assertWalkGoesOn(rows, place, { host, route: ACTIONS[asked.channel] });
      return pageOf(rows, { query, place, pageSize });
    },

    fetchHasRows: async (account, channel, atLeast, signal) => {
      const asked = readAsked({ account, channel }, { chain, channels });
      const page = Math.max(1, Math.ceil(atLeast / pageSize));
      if (page * pageSize > MAX_WINDOW_ROWS) return null;
      const rows = await fetchRows({ ...asked, page, heights: null }, signal);
      return rows.length > 0 && (page - 1) * pageSize + rows.length >= atLeast;
    },

    requestsPerTransaction: REQUESTS_PER_TRANSACTION,
    fetchTransaction: (query, signal) => fetchTransaction(api, query, signal),
    fetchBalance: (account, asset, signal) => fetchBalance(api, { account, asset }, signal),
  };
}

/**
 * Withdrawals are listed for Ethereum only: those of Gnosis are of a token. Routescan lists none.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/txsbeaconwithdrawal
 */
function channelsOf(chain: Chain, baseUrl: string): readonly ExplorerChannel[] {
  if (chain.name === 'ethereum' && !namesOneChain(baseUrl)) return EXPLORER_CHANNELS;
  return EXPLORER_CHANNELS.filter((channel) => channel !== 'withdrawal');
}

interface Asked {
  readonly address: string;
  readonly channel: ExplorerChannel;
}

/** Where a page stands in its walk. */
interface Place {
  /** First height of the window. */
  readonly from: number;
  readonly page: number;
  /** Signature of the page before; null where this window is the walk's first. */
  readonly before: string | null;
}

function readAsked(
  query: { readonly account: HistoryQuery['account']; readonly channel: Channel },
  { chain, channels }: { readonly chain: Chain; readonly channels: readonly ExplorerChannel[] },
): Asked {
  const channel = channels.find((known) => known === query.channel);
  if (channel === undefined || chainOfAccount(query.account) !== chain.id) {
    throw new Bug('An explorer was asked for what it does not list.', { channel: query.channel });
  }
  return { address: addressOfAccount(query.account), channel };
}

function readPlace({ cursor, interval }: HistoryQuery): Place {
  if (interval.from > interval.to) throw new Bug('A history was asked for no heights.');
  if (cursor === null) return { from: interval.from, page: 1, before: null };
  const match = /^(\d+)\/(\d+)\/(.*)$/.exec(cursor);
  if (match === null) throw new Bug('An explorer was given a cursor of another source.');
  const [from, page] = match.slice(1, 3).map(Number);
  return { from: from ?? 0, page: page ?? 1, before: match[3] ?? '' };
}

function writeCursor(place: Place): string {
  return `${place.from}/${place.page}/${place.before ?? ''}`;
}

function pageOf(
  rows: readonly ExplorerRow[],
  walk: { readonly query: HistoryQuery; readonly place: Place; readonly pageSize: number },
): HistoryPage {
  const { query, place, pageSize } = walk;
  const { interval } = query;
  const movements = rows.flatMap((row) => row.movements);
  const facts = numberFacts(movements, (place.page - 1) * pageSize);
  const last = rows.at(-1)?.height;
  // A short page of a round number of rows may have been cut by a cap of the explorer's own.
  const mayGoOn = rows.length === pageSize || rows.length % CAP_STEP === 0;
  if (last === undefined || !mayGoOn) return { facts, covered: interval, nextCursor: null };
  const before = signatureOf(rows);
  const next =
    last > place.from
      ? { from: last, page: 1, before }
      : { from: last, page: place.page + 1, before };
  const covered = last > interval.from ? { from: interval.from, to: last - 1 } : null;
  return { facts, covered, nextCursor: writeCursor(next) };
}

function signatureOf(rows: readonly ExplorerRow[]): string {
  return [rows.length, rows[0]?.signature, rows.at(-1)?.signature].join(';');
}

interface RowsAsked extends Asked {
  readonly heights: HeightInterval | null;
  readonly pageSize: number;
  readonly host: string;
  readonly route: string;
}

function assertRowsAsAsked(rows: readonly ExplorerRow[], asked: RowsAsked): void {
  const { heights } = asked;
  if (rows.length > asked.pageSize)
    throw explorerLie('answers with more rows than were asked for', asked);
  let height = 0;
  const named = new Set<string>();
  for (const row of rows) {
    if (row.once !== null && named.has(row.once)) {
      throw explorerLie('lists the same transaction twice', asked);
    }
    if (row.once !== null) named.add(row.once);
    if (heights !== null && (row.height < heights.from || row.height > heights.to)) {
      throw explorerLie('answers with rows outside the heights asked for', asked);
    }
    if (row.height < height)
      throw explorerLie('answers with rows that are not in order of height', asked);
    if (!row.parties.includes(asked.address)) {
      throw explorerLie('answers with rows of another account', asked);
    }
    height = row.height;
  }
}

/** A window that begins with a block whose rows were seen must list that block again. */
function assertWalkGoesOn(
  rows: readonly ExplorerRow[],
  place: Place,
  asked: { readonly host: string; readonly route: string },
): void {
  if (place.before === null) return;
  if (place.page === 1 && rows[0]?.height !== place.from) {
    throw explorerLie('no longer lists rows that it listed a moment ago', asked);
  }
  if (place.page > 1 && rows.length > 0 && signatureOf(rows) === place.before) {
    throw explorerLie('answers with the same page again', asked);
  }
}
