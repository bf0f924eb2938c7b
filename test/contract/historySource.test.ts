import { afterEach, describe, expect, test } from 'vitest';
import type { Account } from '../../src/core/account.js';
import type { HeightInterval } from '../../src/core/coverage.js';
import { type Channel, factKey, type LedgerFact } from '../../src/core/ledger.js';
import type { HistoryPage, HistorySource } from '../../src/screening/ports.js';
import { createEsploraSource } from '../../src/sources/bitcoin/esploraHistory.js';
import { createExplorerSource } from '../../src/sources/ethereum/explorerHistory.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import {
  btcAccount,
  chainNamed,
  createTestClient,
  evmAccount,
  noDeadline,
  tokenAsset,
  transfer,
  utxoTx,
  walk,
} from '../support/sourceBench.js';

interface Bench {
  readonly source: HistorySource;
  readonly server: LoopbackServer;
  /** What the server holds, with its heights. */
  readonly placed: readonly LedgerFact[];
  readonly tip: { readonly height: number; readonly hash: string; readonly timeSeconds: number };
}

interface SourceUnderTest {
  readonly title: string;
  readonly channel: Channel;
  readonly account: Account;
  readonly stranger: Account;
  /** A source over `rows` rows of the account, `perBlock` in each block, and some of others. */
  start(history: { rows: number; perBlock: number; pageSize: number }): Promise<Bench>;
}

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function explorer(channel: 'native' | 'internal' | 'token'): SourceUnderTest {
  return {
    title: `an explorer's ${channel} rows`,
    channel,
    account: evmAccount(1),
    stranger: evmAccount(99),
    start: async ({ rows, perBlock, pageSize }) => {
      const own = Array.from({ length: rows }, (_, at) =>
        transfer({
          channel,
          timeSeconds: 1_600_000_000 + Math.floor(at / perBlock),
          from: evmAccount(at % 2 === 0 ? 1 : 3),
          to: evmAccount(at % 2 === 0 ? 3 : 1),
          amount: BigInt(at + 1),
          ...(channel === 'token' ? { asset: tokenAsset(77) } : {}),
        }),
      );
      const others = [transfer({ channel, from: evmAccount(5), to: evmAccount(6) })];
      const server = await startLoopbackExplorer({ facts: [...own, ...others], apiKey: 'k' });
      servers.push(server);
      const { http } = createTestClient();
      const source = createExplorerSource({
        name: 'explorer',
        chain: chainNamed('ethereum'),
        baseUrl: `${server.url}/v2/api`,
        apiKey: 'k',
        pageSize,
        http,
      });
      return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
    },
  };
}

const esplora: SourceUnderTest = {
  title: "an Esplora server's transactions",
  channel: 'utxo',
  account: btcAccount(1),
  stranger: btcAccount(99),
  start: async ({ rows, perBlock, pageSize }) => {
    const own = Array.from({ length: rows }, (_, at) =>
      utxoTx(at + 1, { timeSeconds: 1_600_000_000 + Math.floor(at / perBlock) }),
    );
    const input = { previous: null, account: btcAccount(8), amount: 1000n };
    const others = [utxoTx(100_000, { inputs: [input] })];
    const server = await startLoopbackEsplora({ facts: [...own, ...others], pageSize });
    servers.push(server);
    const { http } = createTestClient();
    const source = createEsploraSource({
      name: 'esplora',
      chain: chainNamed('bitcoin'),
      baseUrl: server.url,
      http,
    });
    return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
  },
};

const SOURCES = [explorer('native'), explorer('internal'), explorer('token'), esplora];

describe.each(SOURCES)('$title', ({ start, account, stranger, channel }) => {
  test.each([
    { rows: 0, perBlock: 1, pageSize: 10 },
    { rows: 3, perBlock: 1, pageSize: 10 },
    { rows: 10, perBlock: 1, pageSize: 10 },
    { rows: 37, perBlock: 1, pageSize: 10 },
    { rows: 40, perBlock: 4, pageSize: 10 },
    { rows: 37, perBlock: 25, pageSize: 10 },
    { rows: 60, perBlock: 7, pageSize: 50 },
    { rows: 60, perBlock: 7, pageSize: 25 },
    { rows: 120, perBlock: 9, pageSize: 1000 },
  ])('gives every row once: $rows rows, $perBlock a block, pages of $pageSize', async (history) => {
    const { source, placed, tip } = await start(history);
    const interval = { from: 0, to: tip.height };
    const { pages, facts } = await walk(source, { account, channel, interval });
    expect(keysOf(facts)).toEqual(keysOf(placed));
    expect(pages.at(-1)?.covered).toEqual(interval);
    assertCoverageIsTrue(pages, placed, interval);
  });

  test.each([
    { pageSize: 10, perBlock: 1 },
    { pageSize: 10, perBlock: 12 },
    { pageSize: 50, perBlock: 3 },
  ])(
    'gives the rows of a part of the chain ($perBlock a block, pages of $pageSize)',
    async (parts) => {
      const { source, placed } = await start({ rows: 44, ...parts });
      const heights = placed.map((fact) => fact.height ?? 0);
      const interval = { from: Math.min(...heights) + 1, to: Math.max(...heights) - 1 };
      const within = placed.filter((fact) => isWithin(fact, interval));
      const { pages, facts } = await walk(source, { account, channel, interval });
      expect(keysOf(facts)).toEqual(keysOf(within));
      assertCoverageIsTrue(pages, within, interval);
    },
  );

  test('gives nothing, and covers all, for an account that nothing touched', async () => {
    const { source, tip } = await start({ rows: 5, perBlock: 1, pageSize: 10 });
    const interval = { from: 0, to: tip.height };
    const { pages } = await walk(source, { account: stranger, channel, interval });
    expect(pages).toEqual([{ facts: [], covered: interval, nextCursor: null }]);
  });

  test('tells by one request whether an account has many rows', async () => {
    const { source, server } = await start({ rows: 23, perBlock: 1, pageSize: 10 });
    const signal = noDeadline();
    expect(await source.fetchHasRows(account, channel, 20, signal)).toBe(true);
    expect(await source.fetchHasRows(account, channel, 23, signal)).toBe(true);
    expect(await source.fetchHasRows(account, channel, 24, signal)).toBe(false);
    expect(await source.fetchHasRows(account, channel, 500, signal)).toBe(false);
    expect(await source.fetchHasRows(stranger, channel, 1, signal)).toBe(false);
    expect(server.requests).toHaveLength(5);
  });

  test('knows the newest block', async () => {
    const { source, tip } = await start({ rows: 1, perBlock: 1, pageSize: 10 });
    expect(await source.fetchTip(noDeadline())).toEqual(tip);
  });
});

function keysOf(facts: readonly LedgerFact[]): readonly string[] {
  return [...new Set(facts.map(identity))].sort();
}

/** Trace paths and counts are the source's own; a row is told by the rest. */
function identity(fact: LedgerFact): string {
  return fact.kind === 'transfer' ? factKey({ ...fact, index: '' }) : factKey(fact);
}

function isWithin(fact: LedgerFact, interval: HeightInterval): boolean {
  return fact.height !== null && fact.height >= interval.from && fact.height <= interval.to;
}

/** At every point of the walk, the covered heights hold no row that was not given yet. */
function assertCoverageIsTrue(
  pages: readonly HistoryPage[],
  held: readonly LedgerFact[],
  asked: HeightInterval,
): void {
  const given = new Set<string>();
  for (const { facts, covered } of pages) {
    for (const fact of facts) given.add(identity(fact));
    if (covered === null) continue;
    expect(covered.from).toBeGreaterThanOrEqual(asked.from);
    expect(covered.to).toBeLessThanOrEqual(asked.to);
    const missed = held.filter((fact) => isWithin(fact, covered) && !given.has(identity(fact)));
    expect(missed).toEqual([]);
  }
}
