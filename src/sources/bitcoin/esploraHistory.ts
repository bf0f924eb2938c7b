import { addressOfAccount, chainOfAccount } from '../../core/account.js';
import { nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { HeightInterval } from '../../core/coverage.js';
import { Bug, CapabilityError, IntegrityError } from '../../core/errors.js';
import { accountsOfFact, type UtxoTx } from '../../core/ledger.js';
import type { HistoryPage, HistoryQuery, UtxoSource } from '../../screening/ports.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import { type HttpClient, type HttpReply, hostOfUrl } from '../http.js';
import {
  type AddressStats,
  decodeBlocks,
  decodeSpends,
  decodeStats,
  decodeTx,
  decodeTxs,
  hash256Schema,
} from './esploraTx.js';

/** What an Esplora source is made with. */
export interface EsploraSourceOptions {
  readonly name: string;
  readonly chain: Chain;
  /** Address of the API, for example `https://blockstream.info/api`. */
  readonly baseUrl: string;
  readonly http: HttpClient;
}

/** The smallest full page of the servers in use; some send 50. */
const PAGE_SIZE = 25;

/**
 * Transactions from a server with Esplora's API (blockstream.info, mempool.space, one's own).
 *
 * Order: newest first, and so is what a page covers. Transactions that no block holds yet are left out.
 * Edge: servers differ in page size and answer a cursor that they do not know with the first page,
 * so a walk ends on an empty page or on the server's own count, and a repeated page is an error.
 * Blind spot: outputs to a bare public key have no address and are in no address's history.
 * Source: https://github.com/Blockstream/esplora/blob/master/API.md
 *
 * @throws {ConfigError} for a bad URL.
 */
export function createEsploraSource(options: EsploraSourceOptions): UtxoSource {
  const { chain, http } = options;
  const host = hostOfUrl(options.baseUrl);
  const base = options.baseUrl.replace(/\/+$/, '');

  async function fetchReply(
    route: string,
    path: readonly string[],
    signal: AbortSignal,
  ): Promise<HttpReply<unknown>> {
    const url = [base, ...path.map(encodeURIComponent)].join('/');
    return await http.fetchJson({ host, route, url }, signal);
  }

  async function fetchBody(
    route: string,
    path: readonly string[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const reply = await fetchReply(route, path, signal);
    if (reply.status >= 400) throw refusalOf(reply, { host, route });
    return reply.body;
  }

  /** What was counted at the end of a walk, until the balance that it tells is asked for. */
  const counted = new Map<string, AddressStats>();

  async function fetchStats(address: string, signal: AbortSignal): Promise<AddressStats> {
    const asked = { host, route: 'address' };
    const stats = decodeStats(await fetchBody(asked.route, ['address', address], signal), asked);
    if (stats.address !== address) throw lie('answers about another address', asked);
    return stats;
  }

  return {
    name: options.name,
    chain: chain.id,
    channels: ['utxo'],
    pageSize: PAGE_SIZE,

    fetchTip: async (signal) => {
      const asked = { host, route: 'blocks' };
      const blocks = decodeBlocks(await fetchBody(asked.route, ['blocks'], signal), asked);
      blocks.forEach(({ height }, at) => {
        const before = blocks[at - 1];
        if (before !== undefined && before.height !== height + 1) {
          throw lie('lists blocks that do not follow each other', asked);
        }
      });
      const [tip] = blocks;
      if (tip === undefined) throw createDecodeError(asked, '(whole answer)');
      return tip;
    },

    fetchBlockHash: async (height, signal) => {
      const asked = { host, route: 'block-height' };
      const reply = await http.fetchText(
        { ...asked, url: `${base}/block-height/${height}` },
        signal,
      );
      if (reply.status === 404 && /block not found/i.test(reply.body)) return null;
      if (reply.status >= 400) throw refusalOf(reply, asked);
      return decodeBody(hash256Schema, reply.body.trim(), asked);
    },

    fetchHistoryPage: async (query, signal) => {
      const address = readAddress(query, chain);
      const place = readPlace(query);
      const asked = { host, route: 'address/txs/chain' };
      const path = [
        'address',
        address,
        'txs',
        'chain',
        ...(place === null ? [] : [place.lastTxId]),
      ];
      const body = await fetchBody(asked.route, path, signal);
      const txs = withoutRepeats(decodeTxs(body, { chain, asked }));
      assertPageFollows(txs, { query, place, asked });
      const page = pageOf(txs, { query, place });
      const endedByHeight = txs.length > 0 && page.nextCursor === null;
      if (endedByHeight || txs.length >= PAGE_SIZE) return page;
      // The walk may be over. The server's count says so for the price of the empty page, and tells
      // a list that was cut from one that is whole.
      const seen = (place?.seen ?? 0) + txs.length;
      const stats = await fetchStats(address, signal);
      counted.set(address, stats);
      if (seen < stats.txCount && txs.length > 0) return page;
      if (seen < stats.txCount) throw lie('lists fewer transactions than it counts', asked);
      return { facts: page.facts, covered: query.interval, nextCursor: null };
    },

    fetchHasRows: async (account, channel, atLeast, signal) => {
      const address = readAddress({ account, channel }, chain);
      return (await fetchStats(address, signal)).txCount >= atLeast;
    },

    fetchBalance: async (account, asset, signal) => {
      if (asset !== nativeAssetId(chain)) {
        throw new Bug('An Esplora server was asked for the balance of an asset of another chain.', {
          asset,
        });
      }
      const address = readAddress({ account, channel: 'utxo' }, chain);
      const known = counted.get(address);
      counted.delete(address);
      return (known ?? (await fetchStats(address, signal))).balance;
    },

    // A transaction that no block holds yet is one that the source does not have.
    fetchTransaction: async (txId, signal) => {
      const asked = { host, route: 'tx' };
      const reply = await fetchReply(asked.route, ['tx', txId], signal);
      if (reply.status === 404 && saysUnknownTx(reply.body)) return null;
      if (reply.status >= 400) throw refusalOf(reply, asked);
      const tx = decodeTx(reply.body, { chain, asked });
      if (tx !== null && tx.txId !== txId) throw lie('answers with another transaction', asked);
      return tx;
    },

    fetchSpends: async (txId, signal) => {
      const asked = { host, route: 'tx/outspends' };
      return decodeSpends(await fetchBody(asked.route, ['tx', txId, 'outspends'], signal), asked);
    },
  };
}

/** Where the page before ended. */
interface Place {
  readonly lastTxId: string;
  readonly lastHeight: number;
  /** Transactions on all pages before. */
  readonly seen: number;
  /** The walk's very first transaction: it shows on a page only if the server began anew. */
  readonly firstTxId: string;
}

function readAddress(query: Pick<HistoryQuery, 'account' | 'channel'>, chain: Chain): string {
  if (query.channel !== 'utxo' || chainOfAccount(query.account) !== chain.id) {
    throw new Bug('An Esplora server was asked for what it does not list.', {
      channel: query.channel,
    });
  }
  return addressOfAccount(query.account);
}

function readPlace({ cursor, interval }: HistoryQuery): Place | null {
  if (interval.from > interval.to) throw new Bug('A history was asked for no heights.');
  if (cursor === null) return null;
  const match = /^([0-9a-f]{64})\/(\d+)\/(\d+)\/([0-9a-f]{64})$/.exec(cursor);
  if (match === null) throw new Bug('An Esplora server was given a cursor of another source.');
  const [, lastTxId = '', lastHeight, seen, firstTxId = ''] = match;
  return { lastTxId, lastHeight: Number(lastHeight), seen: Number(seen), firstTxId };
}

function withoutRepeats(txs: readonly UtxoTx[]): readonly UtxoTx[] {
  return [...new Map(txs.map((tx) => [tx.txId, tx])).values()];
}

function pageOf(
  txs: readonly UtxoTx[],
  walk: { readonly query: HistoryQuery; readonly place: Place | null },
): HistoryPage {
  const { query, place } = walk;
  const { interval } = query;
  const last = txs.at(-1);
  const facts = txs.filter((tx) => isWithin(heightOf(tx), interval));
  if (last === undefined) return { facts, covered: null, nextCursor: null };
  const lastHeight = heightOf(last);
  if (lastHeight < interval.from) return { facts, covered: interval, nextCursor: null };
  const cursor = [
    last.txId,
    lastHeight,
    (place?.seen ?? 0) + txs.length,
    place?.firstTxId ?? txs[0]?.txId,
  ];
  const covered = lastHeight < interval.to ? { from: lastHeight + 1, to: interval.to } : null;
  return { facts, covered, nextCursor: cursor.join('/') };
}

function isWithin(height: number, interval: HeightInterval): boolean {
  return height >= interval.from && height <= interval.to;
}

function heightOf(tx: UtxoTx): number {
  if (tx.height === null) throw new Bug('A confirmed transaction without a height was met.');
  return tx.height;
}

function assertPageFollows(
  txs: readonly UtxoTx[],
  walk: {
    readonly query: HistoryQuery;
    readonly place: Place | null;
    readonly asked: AskedRoute;
  },
): void {
  const { query, place, asked } = walk;
  let height = place?.lastHeight ?? Number.MAX_SAFE_INTEGER;
  for (const tx of txs) {
    if (tx.txId === place?.lastTxId || tx.txId === place?.firstTxId) {
      throw lie('answers with the same page again', asked);
    }
    if (heightOf(tx) > height) throw lie('lists transactions that are not newest first', asked);
    if (!accountsOfFact(tx).includes(query.account)) {
      throw lie('lists transactions of another address', asked);
    }
    height = heightOf(tx);
  }
}

function saysUnknownTx(body: unknown): boolean {
  return /transaction not found|no such mempool or blockchain transaction/i.test(
    JSON.stringify(body ?? ''),
  );
}

function refusalOf(reply: HttpReply<unknown>, asked: AskedRoute) {
  const text = JSON.stringify(reply.body ?? '');
  if (reply.status === 400 && /too many|too big/i.test(text)) {
    return new CapabilityError(
      `${asked.host} does not list an address with this much history (${asked.route}); configure another source.`,
      { host: asked.host, route: asked.route },
    );
  }
  if (reply.status === 401 || reply.status === 403) {
    return new CapabilityError(
      `${asked.host} refuses access (${asked.route}); configure another source.`,
      { host: asked.host, route: asked.route },
    );
  }
  if (reply.status === 404) {
    return new CapabilityError(
      `${asked.host} does not know what was asked (${asked.route}); check the configured url or use another source.`,
      { host: asked.host, route: asked.route },
    );
  }
  return createDecodeError(asked, `(status ${reply.status})`);
}

function lie(what: string, asked: AskedRoute): IntegrityError {
  return new IntegrityError(`${asked.host} ${what} (${asked.route}); use another source.`, {
    host: asked.host,
    route: asked.route,
  });
}
