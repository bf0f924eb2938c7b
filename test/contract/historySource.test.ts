import { afterEach, describe, expect, it, test } from 'vitest';
import type { HeightInterval } from '../../src/core/coverage.js';
import { CapabilityError, RateLimitError } from '../../src/core/errors.js';
import { factKey, type LedgerFact } from '../../src/core/ledger.js';
import type { HistoryPage } from '../../src/screening/ports.js';
import {
  type Bench,
  CONTRACT,
  type ContractRow,
  formatContract,
  type Situation,
} from '../support/contractMatrix.js';
import type { LoopbackServer } from '../support/faultServer.js';
import { noDeadline, walk } from '../support/sourceBench.js';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(
  row: ContractRow,
  history: Parameters<ContractRow['start']>[0],
): Promise<Bench> {
  const bench = await row.start(history);
  servers.push(bench.server);
  return bench;
}

/** What each situation asks of a source. */
const CELLS: Readonly<Record<Situation, (row: ContractRow) => Promise<void>>> = {
  full: async (row) => {
    const { pageSize } = row;
    const bench = await start(row, { rows: pageSize, perBlock: 7 });
    await expectWhole(row, bench, { from: 0, to: bench.tip.height });
  },

  empty: async (row) => {
    const { source, tip } = await start(row, { rows: 5, perBlock: 1 });
    const interval = { from: 0, to: tip.height };
    const { channel, stranger } = row;
    const { pages } = await walk(source, { account: stranger, channel, interval });
    expect(pages).toEqual([{ facts: [], covered: interval, nextCursor: null }]);
  },

  partial: async (row) => {
    const bench = await start(row, { rows: row.pageSize + 14, perBlock: 3 });
    const heights = bench.placed.map((fact) => fact.height ?? 0);
    const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
    await expectWhole(row, bench, { from: lowest + 1, to: highest - 1 });
    // Once the source has named its newest block it may begin the walk further down.
    await bench.source.fetchTip(noDeadline());
    await expectWhole(row, bench, { from: lowest + 2, to: highest - 3 });
  },

  paged: async (row) => {
    const bench = await start(row, { rows: 2 * row.pageSize + 7, perBlock: 3 });
    const pages = await expectWhole(row, bench, { from: 0, to: bench.tip.height });
    expect(pages.length).toBeGreaterThan(2);
  },

  'over-window': async (row) => {
    const { overWindow } = row;
    const bench = await start(row, { rows: overWindow.rows, perBlock: overWindow.rows });
    const interval = { from: 0, to: bench.tip.height };
    if (overWindow.outcome === 'all') {
      await expectWhole(row, bench, interval);
      return;
    }
    const { pages, failure } = await walkUntilFailure(row, bench, interval);
    expect(failure).toBeInstanceOf(CapabilityError);
    expect(pages.length).toBeGreaterThan(1);
    assertCoverageIsTrue(pages, bench.placed, interval);
  },

  'rate-limited': async (row) => {
    let isLimited = true;
    const bench = await start(row, {
      rows: 2 * row.pageSize + 7,
      perBlock: 3,
      script: ({ index }) => (isLimited && index === row.before + 1 ? row.limit : null),
    });
    const interval = { from: 0, to: bench.tip.height };
    const { pages, failure } = await walkUntilFailure(row, bench, interval);
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(pages).toHaveLength(1);
    assertCoverageIsTrue(pages, bench.placed, interval);
    isLimited = false;
    await expectWhole(row, bench, interval);
  },
};

const TESTS = CONTRACT.flatMap((row) => row.tested.map((situation) => ({ row, situation })));

test.each(
  TESTS.map(({ row, situation }) => ({
    ...{ row, situation },
    title: `${row.source}, ${row.channel}: ${situation}`,
  })),
)('$title', async ({ row, situation }) => {
  await CELLS[situation](row);
});

describe.each(CONTRACT)('$source, $channel', (row) => {
  it.each([
    { rows: 3, perBlock: 1 },
    { rows: 2 * row.pageSize, perBlock: 4 },
    { rows: 2 * row.pageSize + 11, perBlock: row.pageSize - 2 },
    { rows: 60, perBlock: 60 },
  ])('gives every row once: $rows rows, $perBlock a block', async (history) => {
    const bench = await start(row, history);
    await expectWhole(row, bench, { from: 0, to: bench.tip.height });
  });

  it('tells by one request whether an account has many rows, or that it cannot tell', async () => {
    const { source, server } = await start(row, { rows: 46, perBlock: 1 });
    const { account, stranger, channel, counts } = row;
    const ask = (of: typeof account, atLeast: number) =>
      source.fetchHasRows(of, channel, atLeast, noDeadline());
    if (counts === 'never') {
      expect(await ask(account, 1)).toBeNull();
      expect(server.requests).toEqual([]);
      return;
    }
    const no = counts === 'exactly' ? false : null;
    // What an account sent is the least that every source counts.
    expect(await ask(account, 20)).toBe(true);
    const before = server.requests.length;
    expect(await ask(account, 23)).toBe(true);
    expect(await ask(account, 47)).toBe(no);
    expect(await ask(account, 500)).toBe(no);
    expect(await ask(stranger, 1)).toBe(no);
    expect(server.requests.length - before).toBe(4);
  });

  it('knows the newest block', async () => {
    const { source, tip } = await start(row, { rows: 1, perBlock: 1 });
    expect(await source.fetchTip(noDeadline())).toEqual(tip);
  });
});

describe('the table of the contract', () => {
  it('has a line for each source and channel, and calls what has no test untested', () => {
    const table = formatContract(CONTRACT);
    expect(table.split('\n')).toHaveLength(CONTRACT.length + 2);
    expect(table).not.toContain('untested');
    const [row] = CONTRACT;
    const fewer = formatContract(row === undefined ? [] : [{ ...row, tested: ['full', 'paged'] }]);
    expect(fewer.split('\n').at(-1)).toBe(
      '| Etherscan V2 | native | tested | untested | untested | tested | untested | untested |',
    );
  });
});

/** Reads an interval whole and expects every row of it, once, with coverage that is true all along. */
async function expectWhole(
  { account, channel }: ContractRow,
  { source, placed }: Bench,
  interval: HeightInterval,
): Promise<readonly HistoryPage[]> {
  const { pages, facts } = await walk(source, { account, channel, interval });
  const within = placed.filter((fact) => isWithin(fact, interval));
  expect(keysOf(facts)).toEqual(keysOf(within));
  expect(pages.at(-1)?.covered).toEqual(interval);
  assertCoverageIsTrue(pages, within, interval);
  return pages;
}

async function walkUntilFailure(
  { account, channel }: ContractRow,
  { source }: Bench,
  interval: HeightInterval,
): Promise<{ readonly pages: readonly HistoryPage[]; readonly failure: unknown }> {
  const pages: HistoryPage[] = [];
  let cursor: string | null = null;
  do {
    const page: HistoryPage | Error = await source
      .fetchHistoryPage({ account, channel, interval, cursor }, noDeadline())
      .catch((error: unknown) => (error instanceof Error ? error : new Error('no error')));
    if (page instanceof Error) return { pages, failure: page };
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { pages, failure: null };
}

function keysOf(facts: readonly LedgerFact[]): readonly string[] {
  return [...new Set(facts.map(identity))].sort();
}

/** Trace paths and counts are the source's own, and a withdrawal has no transaction; a row is told by the rest. */
function identity(fact: LedgerFact): string {
  if (fact.kind === 'utxo') return factKey(fact);
  return factKey({ ...fact, index: '', txId: fact.channel === 'withdrawal' ? null : fact.txId });
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
