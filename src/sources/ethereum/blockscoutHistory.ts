import { z } from 'zod';
import { type Account, addressOfAccount, chainOfAccount } from '../../core/account.js';
import type { Chain } from '../../core/chain.js';
import { Bug } from '../../core/errors.js';
import type { Channel } from '../../core/ledger.js';
import type { AccountSource } from '../../screening/ports.js';
import { decodeBody } from '../decodeBody.js';
import { unfinishedError } from './blockscoutAnswers.js';
import {
  type BlockscoutApi,
  type BlockscoutSourceOptions,
  createBlockscoutApi,
} from './blockscoutApi.js';
import { fetchBalance } from './blockscoutBalance.js';
import { decodePage } from './blockscoutFields.js';
import { assertPageFollows, readPage, readPlace } from './blockscoutPaging.js';
import { type BlockscoutChannel, decodeRows } from './blockscoutRows.js';
import {
  fetchBlockHash,
  fetchIndexingStatus,
  fetchTip,
  type IndexingStatus,
} from './blockscoutTip.js';
import { fetchTransaction, REQUESTS_PER_TRANSACTION } from './blockscoutTransaction.js';
import { numberSchema } from './explorerFields.js';

/** Rows of a page where no other number was asked for. Source: https://docs.blockscout.com/devs/apis/rest */
const PAGE_SIZE = 50;

const LISTS: Readonly<Record<BlockscoutChannel, string>> = {
  native: 'transactions',
  internal: 'internal-transactions',
  token: 'token-transfers',
  withdrawal: 'withdrawals',
};

/**
 * What to ask with besides a page's own cursor, on every page: newer instances do not repeat it in the
 * cursor. Tokens without an amount are left out by the instance itself.
 */
const FILTERS: Readonly<Record<BlockscoutChannel, Readonly<Record<string, string>>>> = {
  native: {},
  internal: {},
  token: { type: 'ERC-20' },
  withdrawal: {},
};

/**
 * Histories of accounts, whole transactions and balances from a Blockscout's REST API.
 *
 * Order: newest first, and so is what a page covers. The native channel also brings the fees that the
 * account paid. Indexes are the places of logs and calls in their transactions and blocks.
 * Edge: before the first answer the instance has to show that it has taken in all blocks (for
 * `internal` also all calls): what it has not, its lists leave out without a word.
 * Blind spot: a call inside one that failed is listed as if it had moved what it was to move. Calls of
 * the newest blocks may be missing until the instance has traced them.
 * Source: https://docs.blockscout.com/devs/apis/rest
 *
 * @throws {ConfigError} for a bad URL.
 */
export function createBlockscoutSource(options: BlockscoutSourceOptions): AccountSource {
  const api = createBlockscoutApi(options);
  const { chain, host } = api;
  const channels = channelsOf(chain);
  /** What the instance had taken in when it was last asked; it loses nothing of it. */
  let indexed: IndexingStatus | null = null;
  let newest: number | null = null;

  async function assertIndexed(channel: BlockscoutChannel, signal: AbortSignal): Promise<void> {
    indexed ??= await fetchIndexingStatus(api, signal);
    const { blocks, internals } = indexed;
    if (blocks && (internals || channel !== 'internal')) return;
    const what = blocks ? 'the calls inside all transactions' : 'all blocks';
    throw unfinishedError(api, what, LISTS[channel]);
  }

  return {
    name: options.name,
    chain: chain.id,
    channels,
    pageSize: PAGE_SIZE,

    fetchTip: async (signal) => {
      const tip = await fetchTip(api, signal);
      newest = tip.height;
      // What was not taken in a while ago may be now.
      if (indexed?.internals === false) indexed = null;
      return tip;
    },

    fetchBlockHash: (height, signal) => fetchBlockHash(api, height, signal),

    fetchHistoryPage: async (query, signal) => {
      const { address, channel } = readAsked(query, { chain, channels });
      const place = readPlace(query);
      await assertIndexed(channel, signal);
      const route = LISTS[channel];
      const { to } = query.interval;
      // A walk that goes on below what is known begins there and not at the top.
      const start = newest !== null && to < newest ? startBelow(to + 1, channel) : {};
      const params = { ...FILTERS[channel], ...(place === null ? start : place.params) };
      const body = await api.fetchBody(
        { route, path: ['addresses', address, route], params },
        signal,
      );
      const asked = { host, route };
      const { items, next } = decodePage(body, asked);
      const rows = decodeRows(items, channel, { chain, asked, payer: address });
      const page = { rows, next, place };
      assertPageFollows(page, address, asked);
      return readPage(page, query.interval);
    },

    fetchHasRows: async (account, channel, atLeast, signal) => {
      const asked = readAsked({ account, channel }, { chain, channels });
      return await hasRows(api, { ...asked, atLeast }, signal);
    },

    requestsPerTransaction: REQUESTS_PER_TRANSACTION,
    fetchTransaction: (query, signal) => fetchTransaction(api, query, signal),
    fetchBalance: (account, asset, signal) => fetchBalance(api, { account, asset }, signal),
  };
}

/** Only Ethereum pays withdrawals in its own coin: those of Gnosis are of a token. */
function channelsOf(chain: Chain): readonly BlockscoutChannel[] {
  const all = ['native', 'internal', 'token'] as const;
  return chain.name === 'ethereum' ? [...all, 'withdrawal'] : all;
}

function readAsked(
  query: { readonly account: Account; readonly channel: Channel },
  { chain, channels }: { readonly chain: Chain; readonly channels: readonly BlockscoutChannel[] },
): { readonly address: string; readonly channel: BlockscoutChannel } {
  const channel = channels.find((known) => known === query.channel);
  if (channel === undefined || chainOfAccount(query.account) !== chain.id) {
    throw new Bug('A Blockscout was asked for what it does not list.', { channel: query.channel });
  }
  return { address: addressOfAccount(query.account), channel };
}

/** The cursor of a page whose first row is the newest one below a height. */
function startBelow(height: number, channel: BlockscoutChannel): Readonly<Record<string, string>> {
  switch (channel) {
    case 'native':
    case 'token':
      return { block_number: `${height}`, index: '0' };
    case 'internal':
      return { block_number: `${height}`, transaction_index: '0', index: '0' };
    case 'withdrawal':
      return {};
  }
}

const countersSchema = z.object({
  transactions_count: numberSchema,
  token_transfers_count: numberSchema,
});

/**
 * Whether an account has so many rows; null where the counters do not tell. They are counted now and
 * then, and for a person's account only what it sent, so that a small number says nothing.
 */
async function hasRows(
  api: BlockscoutApi,
  asked: {
    readonly address: string;
    readonly channel: BlockscoutChannel;
    readonly atLeast: number;
  },
  signal: AbortSignal,
): Promise<boolean | null> {
  const { address, channel, atLeast } = asked;
  if (channel === 'internal' || channel === 'withdrawal') return null;
  const route = 'counters';
  const body = await api.fetchBody({ route, path: ['addresses', address, route] }, signal);
  const counters = decodeBody(countersSchema, body, { host: api.host, route });
  const count = channel === 'native' ? counters.transactions_count : counters.token_transfers_count;
  return count >= atLeast ? true : null;
}
