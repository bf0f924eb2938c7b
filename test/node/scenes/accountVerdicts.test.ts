import { beforeAll, describe, expect, it } from 'vitest';
import { playDisperse } from './batches.js';
import { playGasless } from './gasless.js';
import { DOLLAR, ETHER, FINNEY } from './places.js';
import { playSafe } from './safes.js';
import {
  closeStageAfterwards,
  EXCHANGE,
  expectAmount,
  expectHonest,
  expectSeenWhole,
  haircutsOf,
  onlyTaintOf,
  originsOf,
  receivedOf,
  type ScreenedStage,
  taintOf,
  way,
  waysOf,
} from './screenedStage.js';
import { playSmartAccounts } from './smartAccounts.js';
import { feeOf, openStage, type Stage } from './stage.js';

const opened = closeStageAfterwards();

let stage: Stage;
let scenes: Awaited<ReturnType<typeof playAll>>;
const apps = new Map<string, ScreenedStage>();

beforeAll(async () => {
  stage = await opened.stage(openStage());
  scenes = await playAll(stage);
  apps.set('bare', await opened.bare(stage));
  apps.set('labelled', await opened.labelled(stage, []));
});

async function playAll(on: Stage) {
  return {
    batch: await playDisperse(on),
    safe: await playSafe(on),
    smart: await playSmartAccounts(on),
    gasless: await playGasless(on),
  };
}

/** What is told must not depend on whether anybody labelled the contracts that only pass value on. */
describe.each(['bare', 'labelled'])('with %s contracts', (labels) => {
  const screen = (address: string) => {
    const app = apps.get(labels);
    if (app === undefined) throw new Error('Nothing was opened.');
    return app.screen(address);
  };

  describe('a payment to many at once', () => {
    it.each([
      ['first', 500n, 700n],
      ['second', 600n, 800n],
      ['third', 700n, 900n],
    ] as const)(
      'reaches the %s from who paid, without a step at the batch',
      async (role, finneys, coins) => {
        const { who, steps } = scenes.batch;
        const [ether, dollars] = [finneys * FINNEY, coins * DOLLAR];
        const document = await screen(who[role]);
        const taint = onlyTaintOf(document);
        expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
        expect(receivedOf(document)).toEqual({ ETH: ether, USDC: dollars });
        const batch = steps.find(({ nets }) => nets.some((net) => net.who === who[role]));
        const fifo = await fifoOfBatch(role, batch?.txId ?? '');
        expectAmount(taint, 'ETH', { haircut: ether / 2n, fifo });
        expectAmount(taint, 'USDC', { haircut: dollars, fifo: dollars });
        expect(waysOf(taint)).toContainEqual(way(stage.listed, who.payer, who[role]));
        expectSeenWhole(document);
        expect(document.decision).toBe('hold');
      },
    );
  });

  describe('a Safe', () => {
    it('pays from what it got, whoever signed and whoever sent', async () => {
      const { who } = scenes.safe;
      const document = await screen(who.payee);
      const taint = onlyTaintOf(document);
      expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
      // The listed paid ether first; of USDC, the exchange was second.
      expectAmount(taint, 'ETH', { haircut: ETHER / 2n, fifo: ETHER });
      expectAmount(taint, 'USDC', { haircut: 500n * DOLLAR, fifo: 1_000n * DOLLAR });
      expect(waysOf(taint)).toContainEqual(way(stage.listed, who.safe, who.payee));
      expectSeenWhole(document);
      expect(document.decision).toBe('hold');
    });

    it('pays several at once in its own name', async () => {
      const { who } = scenes.safe;
      const first = await screen(who.first);
      const taint = onlyTaintOf(first);
      expectAmount(taint, 'ETH', { haircut: 150n * FINNEY, fifo: 300n * FINNEY });
      expectAmount(taint, 'USDC', { haircut: 125n * DOLLAR, fifo: 0n });
      expect(waysOf(taint)).toContainEqual(way(stage.listed, who.safe, who.first));
      const second = onlyTaintOf(await screen(who.second));
      expect(second).toMatchObject({ kind: 'indirect', minHops: 2 });
      expect(haircutsOf(second)).toEqual({ ETH: 150n * FINNEY });
    });

    it('links neither who signed for it nor who sent it', async () => {
      const { who } = scenes.safe;
      expectHonest(await screen(who.relayer));
      const { exposures } = await screen(who.owner);
      expect(exposures).toEqual([]);
    });
  });

  describe('smart accounts', () => {
    it('pay from what they got, whoever carried their wish', async () => {
      const { who } = scenes.smart;
      const document = await screen(who.taintedPayee);
      const taint = onlyTaintOf(document);
      expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
      expectAmount(taint, 'ETH', { haircut: ETHER, fifo: ETHER });
      expect(waysOf(taint)).toContainEqual(way(stage.listed, who.tainted, who.taintedPayee));
      expectSeenWhole(document);
      expect(document.decision).toBe('hold');
    });

    it('have nothing to do with others in the same transaction', async () => {
      const { who } = scenes.smart;
      const document = await screen(who.honestPayee);
      expectHonest(document);
      expect(originsOf(document, 'ETH')).toEqual([
        { origin: 'service', entity: EXCHANGE, reason: null, amount: ETHER },
      ]);
      expect(taintOf(await screen(who.honest))).toEqual([]);
    });

    it('pay tokens so too', async () => {
      const { who } = scenes.smart;
      const document = await screen(who.tokenPayee);
      const taint = onlyTaintOf(document);
      expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
      expectAmount(taint, 'USDC', { haircut: 600n * DOLLAR, fifo: 600n * DOLLAR });
      expect(waysOf(taint)).toContainEqual(way(stage.listed, who.tainted, who.tokenPayee));
    });

    it('do not make their bundler anybody’s payee', async () => {
      const document = await screen(scenes.smart.who.bundler);
      expect(document.decision).not.toBe('hold');
      expect(document.gaps.filter(({ kind }) => kind === 'ledger-mismatch')).toEqual([]);
    });
  });

  describe('a payment that somebody else sends', () => {
    it.each([
      ['an authorization', 'payee', 1_500n, 1_000n, 2_000n],
      ['a permit', 'permitPayee', 750n, 1_000n, 1_000n],
    ] as const)('comes from who signed it, by %s', async (_, role, haircut, fifo, paid) => {
      const { who } = scenes.gasless;
      const document = await screen(who[role]);
      const taint = onlyTaintOf(document);
      expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
      expectAmount(taint, 'USDC', { haircut: haircut * DOLLAR, fifo: fifo * DOLLAR });
      expect(receivedOf(document)).toEqual({ USDC: paid * DOLLAR });
      expect(waysOf(taint)).toContainEqual(way(stage.listed, who.payer, who[role]));
      expectSeenWhole(document);
      expect(document.decision).toBe('hold');
    });

    it('does not link who sent it', async () => {
      expectHonest(await screen(scenes.gasless.who.relayer));
    });
  });
});

/**
 * What first in, first out tells of the listed's part of what one of the batch got in ether: the
 * exchange's two ethers came first, and more than the batch paid; only the fee was taken before.
 */
async function fifoOfBatch(role: 'first' | 'second' | 'third', txId: string): Promise<bigint> {
  const paidBefore = { first: 0n, second: 500n, third: 1_100n }[role] * FINNEY;
  const paid = { first: 500n, second: 600n, third: 700n }[role] * FINNEY;
  const clean = 2n * ETHER - (await feeOf(stage.node, txId));
  const cleanLeft = clean > paidBefore ? clean - paidBefore : 0n;
  return paid > cleanLeft ? paid - cleanLeft : 0n;
}
