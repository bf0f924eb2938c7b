import { inspect } from 'node:util';
import Database from 'better-sqlite3';
import { type Account, createAccount } from '../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import { type Chain, findChainByName } from '../../src/core/chain.js';
import type { HeightInterval } from '../../src/core/coverage.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../../src/core/ledger.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import type { HistoryPage, HistorySource, QuotaStore } from '../../src/screening/ports.js';
import { createHostGates } from '../../src/sources/hostGates.js';
import { createHttpClient, type HttpClientOptions } from '../../src/sources/http.js';
import { migrate } from '../../src/store/migrate.js';
import { createQuotaStore } from '../../src/store/quotaStore.js';

/** A chain that tests name. */
export function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Error(`No chain is called ${name}.`);
  return chain;
}

/** Options of a test client; limits are by host. */
export interface TestClientOptions extends Partial<HttpClientOptions> {
  readonly requestsPerSecond?: Readonly<Record<string, number>>;
  readonly requestsPerDay?: Readonly<Record<string, number>>;
  readonly quotas?: QuotaStore;
}

/** A client that never waits: what it would have slept is written down instead. */
export function createTestClient(given: TestClientOptions = {}) {
  const { requestsPerSecond = {}, requestsPerDay = {}, quotas, ...options } = given;
  const slept: number[] = [];
  const now = options.now ?? (() => Date.UTC(2026, 0, 1));
  const hosts = [...Object.keys(requestsPerSecond), ...Object.keys(requestsPerDay)];
  const limits = hosts.map((host) => [
    host,
    {
      requestsPerSecond: requestsPerSecond[host] ?? null,
      requestsPerDay: requestsPerDay[host] ?? null,
      keyDigest: '',
    },
  ]);
  const gates = createHostGates({
    limits: Object.fromEntries(limits),
    quotas: quotas ?? openTestQuotas(),
    now,
  });
  const http = createHttpClient({
    gates,
    random: () => 0,
    now,
    sleep: async (ms) => {
      slept.push(ms);
    },
    tries: 1,
    ...options,
  });
  return { http, slept, gates };
}

/** Daily quotas in a database that is nowhere but in memory. */
export function openTestQuotas(): QuotaStore {
  return openFailingQuotas().quotas;
}

/** The same, and a way to make the database fail from then on. */
export function openFailingQuotas(): { readonly quotas: QuotaStore; readonly fail: () => void } {
  const db = new Database(':memory:');
  migrate(db, { migrationsFolder, now: () => 0 });
  return { quotas: createQuotaStore(db), fail: () => db.pragma('query_only = on') };
}

/** A signal that is never aborted. */
export function noDeadline(): AbortSignal {
  return new AbortController().signal;
}

const ethereum = chainNamed('ethereum');
const bitcoin = chainNamed('bitcoin');

/** An Ethereum account made from a number. */
export function evmAccount(number: number): Account {
  return createAccount(ethereum.id, `0x${number.toString(16).padStart(40, '0')}`);
}

/** A Bitcoin account made from a number; no real address, but of the shape of one. */
export function btcAccount(number: number): Account {
  return createAccount(bitcoin.id, `bc1q${number.toString().padStart(38, '0')}`);
}

/** A transfer of 1 wei, or what is said instead. */
export function transfer(parts: Partial<Transfer> = {}): Transfer {
  return {
    kind: 'transfer',
    chain: ethereum.id,
    channel: 'native',
    height: null,
    blockHash: null,
    txIndex: null,
    txId: null,
    timeSeconds: 1_600_000_000,
    from: evmAccount(1),
    to: evmAccount(2),
    asset: nativeAssetId(ethereum),
    amount: 1n,
    index: '#1',
    ...parts,
  };
}

/** The asset of a token contract made from a number. */
export function tokenAsset(number: number) {
  return erc20AssetId(ethereum.id, `0x${number.toString(16).padStart(40, '0')}`);
}

/** A Bitcoin transaction of one input and one output, or what is said instead. */
export function utxoTx(number: number, parts: Partial<UtxoTx> = {}): UtxoTx {
  return {
    kind: 'utxo',
    chain: bitcoin.id,
    height: null,
    blockHash: null,
    txIndex: null,
    txId: number.toString(16).padStart(64, '0'),
    timeSeconds: 1_600_000_000 + number,
    coinbase: false,
    inputs: [{ previous: null, account: btcAccount(1), amount: 1000n }],
    outputs: [{ account: btcAccount(2), amount: 900n }],
    fee: 100n,
    ...parts,
  };
}

/** Reads an account's history to its end. */
export async function walk(
  source: HistorySource,
  query: {
    readonly account: Account;
    readonly channel: Channel;
    readonly interval: HeightInterval;
  },
): Promise<{ readonly pages: readonly HistoryPage[]; readonly facts: readonly LedgerFact[] }> {
  const pages: HistoryPage[] = [];
  let cursor: string | null = null;
  do {
    const page: HistoryPage = await source.fetchHistoryPage({ ...query, cursor }, noDeadline());
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { pages, facts: pages.flatMap((page) => page.facts) };
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    (value) => {
      throw new Error(`A failure was expected, not ${inspect(value)}.`);
    },
    (error: unknown) => error,
  );
}

/** All that an error could show to anybody: names, message, details, stack and causes. */
export function everythingIn(error: unknown): string {
  return inspect(error, { depth: 20, showHidden: true, maxArrayLength: null });
}
