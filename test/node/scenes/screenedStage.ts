import { afterAll, expect } from 'vitest';
import type { ScreeningDocument } from '../../../src/report/document.js';
import type { LoopbackServer } from '../../support/faultServer.js';
import {
  accountAt,
  expectToAddUp,
  importLabels,
  TEST_KEY,
  type TestLabel,
} from '../../support/liveSources.js';
import { openTestApp, type TestApp } from '../../support/openTestApp.js';
import { chainsOfNode, startExplorerOf } from '../explorerOfNode.js';
import { readBlock } from '../nodeAnswers.js';
import type { Stage } from './stage.js';

/** Who is listed in every scene. */
export const LISTED = 'Lazarus Group';

/** What the exchange is called that pays everybody. */
export const EXCHANGE = 'Exchange';

/** An application that screens a stage's chain through an explorer. */
export interface ScreenedStage {
  /** Screens an address; what was received and sent must add up to its origins and ends. */
  readonly screen: (address: string) => Promise<ScreeningDocument>;
}

/** Closes what was opened for a stage, and the stage, after the tests of a file. */
export function closeStageAfterwards() {
  const closings: (() => Promise<void> | void)[] = [];
  afterAll(async () => {
    for (const close of closings.reverse()) await close();
  });
  const explorers = new Map<Stage, Promise<LoopbackServer>>();
  const explorerOf = async (stage: Stage): Promise<LoopbackServer> => {
    const known = explorers.get(stage);
    if (known !== undefined) return known;
    const started = startExplorerOf(stage.node, TEST_KEY);
    explorers.set(stage, started);
    const explorer = await started;
    closings.push(() => explorer.close());
    return explorer;
  };
  return {
    stage: async (opening: Promise<Stage>): Promise<Stage> => {
      const stage = await opening;
      closings.push(() => stage.node.stop());
      return stage;
    },

    /** Knows the exchange and the listed, nothing else: routers, pools and entry points are contracts. */
    bare: async (stage: Stage): Promise<ScreenedStage> =>
      screenedBy(await openApp(stage, { explorer: await explorerOf(stage), labels: [] })),

    /** Knows besides what the built-in labels know, and the labels given. */
    labelled: async (stage: Stage, labels: readonly TestLabel[]): Promise<ScreenedStage> =>
      screenedBy(
        await openApp(stage, { explorer: await explorerOf(stage), labels, builtIn: true }),
      ),
  };

  async function openApp(
    stage: Stage,
    parts: {
      readonly explorer: LoopbackServer;
      readonly labels: readonly TestLabel[];
      readonly builtIn?: true;
    },
  ): Promise<TestApp> {
    const { explorer, labels, builtIn = false } = parts;
    const newest = readBlock(await stage.node.request('eth_getBlockByNumber', ['latest', true]));
    const app = openTestApp(
      { labels: { builtIn }, chains: await chainsOfNode(stage.node, explorer) },
      { nowMs: () => (newest.timestamp + 86_400) * 1000 },
    );
    closings.push(() => app.close());
    await importLabels(app, [
      {
        ...{ chain: 'ethereum', address: stage.listed, entity: LISTED },
        ...{ category: 'stolen-funds', actor: 'lazarus' },
      },
      serviceLabel(stage.exchange, EXCHANGE, 'exchange'),
      ...labels,
    ]);
    return app;
  }
}

/** The claim that an address is a service. */
export function serviceLabel(address: string, entity: string, category: string): TestLabel {
  return { chain: 'ethereum', address, entity, category, actor: '' };
}

function screenedBy(app: TestApp): ScreenedStage {
  return {
    screen: async (address) => {
      const document = await app.screen(address);
      expectToAddUp(document);
      return document;
    },
  };
}

/** Exposures to the listed that came in. */
export function taintOf({ exposures }: ScreeningDocument) {
  return exposures.filter(({ entity, direction }) => entity === LISTED && direction === 'incoming');
}

/** The one exposure to the listed that came in. */
export function onlyTaintOf(document: ScreeningDocument) {
  const [taint, ...others] = taintOf(document);
  if (taint === undefined) throw new Error('Nothing was told of the listed.');
  expect(others).toEqual([]);
  return taint;
}

/** What an exposure tells by haircut, by symbol. Units: atomic units. */
export function haircutsOf(
  taint: ReturnType<typeof onlyTaintOf>,
): Readonly<Record<string, bigint>> {
  return Object.fromEntries(taint.amounts.map((told) => [told.symbol, BigInt(told.haircut)]));
}

/** Asserts an estimate within the few units that rounding may take, and its bounds around it. */
export function expectAmount(
  taint: ReturnType<typeof onlyTaintOf>,
  symbol: string,
  told: { readonly haircut: bigint; readonly fifo: bigint },
): void {
  const amount = taint.amounts.find((one) => one.symbol === symbol);
  if (amount === undefined) throw new Error(`No ${symbol} was told.`);
  const [haircut, fifo] = [BigInt(amount.haircut), BigInt(amount.fifo)];
  expectNear(haircut, told.haircut);
  expectNear(fifo, told.fifo);
  for (const estimate of [haircut, fifo]) {
    expect(BigInt(amount.lower ?? 0n)).toBeLessThanOrEqual(estimate);
    expect(BigInt(amount.upper ?? estimate)).toBeGreaterThanOrEqual(estimate);
  }
}

/** Asserts that two amounts are the same but for rounding. */
export function expectNear(amount: bigint, expected: bigint): void {
  const off = amount > expected ? amount - expected : expected - amount;
  expect(off, `${amount} instead of ${expected}`).toBeLessThanOrEqual(2n);
}

/** The accounts of each evidence path, from the listed to the subject. */
export function waysOf(taint: ReturnType<typeof onlyTaintOf>): readonly (readonly string[])[] {
  return taint.paths.map(({ hops }) => [
    ...hops.slice(0, 1).map(({ from }) => from),
    ...hops.map(({ to }) => to),
  ]);
}

/** A way by its addresses. */
export function way(...addresses: readonly string[]): readonly string[] {
  return addresses.map((address) => accountAt(address));
}

/** What was received from outside, by symbol. Units: atomic units. */
export function receivedOf({
  totals,
  assets,
}: ScreeningDocument): Readonly<Record<string, bigint>> {
  return bySymbol(totals.incoming.received, assets);
}

/** What was sent away, by symbol. Units: atomic units. */
export function sentOf({ totals, assets }: ScreeningDocument): Readonly<Record<string, bigint>> {
  return bySymbol(totals.outgoing.sent, assets);
}

/** Where what was received came from, in one asset. Order: as told. */
export function originsOf({ composition, assets }: ScreeningDocument, symbol: string) {
  const ids = new Set(assets.filter((one) => one.symbol === symbol).map(({ asset }) => asset));
  return composition.incoming
    .filter(({ asset }) => asset !== 'usd' && ids.has(asset))
    .map(({ origin, entity, reason, amount }) => ({
      origin,
      entity,
      reason,
      amount: BigInt(amount),
    }));
}

/** Asserts that nothing which should have been seen was not. */
export function expectSeenWhole(document: ScreeningDocument): void {
  expect(document.gaps.filter(({ matters }) => matters)).toEqual([]);
  expect(document.complete).toBe(true);
}

/** Asserts that nothing leads to the listed, and that nothing speaks against paying. */
export function expectHonest(document: ScreeningDocument): void {
  expect(document.exposures).toEqual([]);
  expectSeenWhole(document);
  expect(document.decision).toBe('proceed');
}

function bySymbol(
  rows: ScreeningDocument['totals']['incoming']['received'],
  assets: ScreeningDocument['assets'],
): Readonly<Record<string, bigint>> {
  return Object.fromEntries(
    rows.map(({ asset, amount }) => [
      assets.find((one) => one.asset === asset)?.symbol ?? asset,
      BigInt(amount),
    ]),
  );
}
