import { beforeAll, describe, expect, it } from 'vitest';
import { playLiquidity } from './liquidity.js';
import { DAI, DOLLAR, ETHER, FINNEY } from './places.js';
import {
  closeStageAfterwards,
  EXCHANGE,
  expectAmount,
  expectNear,
  expectSeenWhole,
  LISTED,
  onlyTaintOf,
  originsOf,
  receivedOf,
  type ScreenedStage,
  sentOf,
  serviceLabel,
  taintOf,
  way,
  waysOf,
} from './screenedStage.js';
import { feeOf, findTx, openStage, type Stage } from './stage.js';
import {
  playFairTrade,
  playMultiHop,
  playSwap,
  playSwapAndSend,
  playUnfairTrade,
  type TradeScene,
} from './swaps.js';
import { playWrapping } from './wrapping.js';

const opened = closeStageAfterwards();

let stage: Stage;
let bare: ScreenedStage;
let labelled: ScreenedStage;
let scenes: Awaited<ReturnType<typeof playAll>>;

beforeAll(async () => {
  stage = await opened.stage(openStage());
  scenes = await playAll(stage);
  const pools = new Set([...Object.values(scenes.trades), scenes.liquidity].map((s) => s.who.pool));
  bare = await opened.bare(stage);
  labelled = await opened.labelled(
    stage,
    [...pools].map((pool) => serviceLabel(pool, 'Uniswap V2 pool', 'dex')),
  );
});

async function playAll(on: Stage) {
  return {
    trades: {
      swap: await playSwap(on),
      send: await playSwapAndSend(on),
      route: await playMultiHop(on),
      fair: await playFairTrade(on),
      unfair: await playUnfairTrade(on),
    },
    liquidity: await playLiquidity(on),
    wrapping: await playWrapping(on),
  };
}

/** The fee of the transaction in which a scene's trader traded. Units: wei. */
async function feeOfTrade({ steps, who }: TradeScene): Promise<bigint> {
  const trade = steps.find(({ nets }) => nets.some((net) => net.who === who.pool));
  return feeOf(stage.node, trade?.txId ?? '');
}

/** Asserts that what the payee got of a symbol came, three quarters of it, from the listed. */
async function expectThreeQuarters(
  on: ScreenedStage,
  trade: TradeScene,
  told: { readonly symbol: string; readonly fifo: bigint },
): Promise<void> {
  const document = await on.screen(trade.who.payee);
  const taint = onlyTaintOf(document);
  expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
  expectAmount(taint, told.symbol, { haircut: (trade.paid * 3n) / 4n, fifo: told.fifo });
  expect(waysOf(taint)).toContainEqual(way(stage.listed, trade.who.trader, trade.who.payee));
  expect(receivedOf(document)).toEqual({ [told.symbol]: trade.paid });
  expectSeenWhole(document);
  expect(document.decision).toBe('hold');
}

/** Asserts that what the payee got is told to come from whoever filled the pool. */
async function expectFromPool(on: ScreenedStage, trade: TradeScene, symbol: string): Promise<void> {
  const document = await on.screen(trade.who.payee);
  expect(taintOf(document)).toEqual([]);
  expect(receivedOf(document)).toEqual({ [symbol]: trade.paid });
  expect(originsOf(document, symbol)).toEqual([
    { origin: 'service', entity: EXCHANGE, reason: null, amount: trade.paid },
  ]);
  expect(document.decision).not.toBe('hold');
}

describe('a swap by a labelled exchange’s pool', () => {
  it('hands the origins of what was given to what was gotten', async () => {
    // The exchange's ether came first, and of what it became more was left than was paid.
    await expectThreeQuarters(labelled, scenes.trades.swap, { symbol: 'USDC', fifo: 0n });
  });

  it('is neither income nor spending of the trader', async () => {
    const { who, paid } = scenes.trades.swap;
    const document = await labelled.screen(who.trader);
    expect(receivedOf(document)).toEqual({ ETH: 4n * ETHER });
    const sent = sentOf(document);
    expect(sent.USDC).toBe(paid);
    expect(sent.ETH ?? 0n).toBeLessThan(10n * FINNEY);
    expect(onlyTaintOf(document)).toMatchObject({ kind: 'direct', minHops: 1 });
  });

  it('hands them to somebody else when its output goes there', async () => {
    const { send } = scenes.trades;
    // First out is the exchange's ether, from which the fee was taken before.
    const fifo = (send.gotten * (ETHER + (await feeOfTrade(send)))) / (2n * ETHER);
    await expectThreeQuarters(labelled, send, { symbol: 'USDC', fifo });
  });

  it('hands them on over several pools', async () => {
    const { route } = scenes.trades;
    const fifo = lastOf(route.paid, { whole: route.gotten, clean: 750n, of: 3_000n });
    await expectThreeQuarters(labelled, route, { symbol: 'DAI', fifo });
  });

  it('is believed at whatever price', async () => {
    const { unfair } = scenes.trades;
    const fifo = lastOf(unfair.paid, { whole: unfair.gotten, clean: 1_500n, of: 6_000n });
    await expectThreeQuarters(labelled, unfair, { symbol: 'USDT', fifo });
  });
});

describe('a swap with contracts that nobody labels', () => {
  it('is believed where both sides were worth the same within five per cent', async () => {
    const { fair } = scenes.trades;
    const off = 4_000n * DAI - fair.gotten;
    expect(off * 20n).toBeLessThan(4_000n * DAI);
    const fifo = lastOf(fair.paid, { whole: fair.gotten, clean: 1_000n, of: 4_000n });
    await expectThreeQuarters(bare, fair, { symbol: 'DAI', fifo });
  });

  it('is believed over several pools', async () => {
    const { route } = scenes.trades;
    const fifo = lastOf(route.paid, { whole: route.gotten, clean: 750n, of: 3_000n });
    await expectThreeQuarters(bare, route, { symbol: 'DAI', fifo });
  });

  it('is two payments where they were not', async () => {
    const { unfair } = scenes.trades;
    const off = 6_000n * DOLLAR - unfair.gotten;
    expect(off * 20n).toBeGreaterThan(6_000n * DOLLAR);
    await expectFromPool(bare, unfair, 'USDT');
    const trader = await bare.screen(unfair.who.trader);
    expect(receivedOf(trader)).toMatchObject({ USDT: unfair.gotten });
    expect(sentOf(trader)).toMatchObject({ USDC: 6_000n * DOLLAR });
  });

  it('is two payments where nobody knows the price', async () => {
    await expectFromPool(bare, scenes.trades.swap, 'USDC');
    await expectFromPool(bare, scenes.trades.send, 'USDC');
  });
});

describe('money that was in a pool', () => {
  it('comes out as what an unlisted token was changed into, of no other origin', async () => {
    const { who, steps } = scenes.liquidity;
    const document = await labelled.screen(who.payee);
    expect(receivedOf(document)).toEqual({ ETH: ETHER / 2n, USDC: 500n * DOLLAR });
    const origins = originsOf(document, 'ETH').map(({ origin, reason }) => [origin, reason]);
    expect(origins).toContainEqual(['unseen', 'unlisted-asset']);

    // What the provider did not put in is half the listed's; what came out is nobody's.
    const out = steps.findIndex(({ nets }) =>
      nets.some((net) => net.who === who.pool && net.amount < 0n),
    );
    const back = steps[out]?.nets.find((net) => net.who === who.provider)?.amount ?? 0n;
    const held = await heldAfter(who.provider, steps[out]?.txId ?? '');
    const taint = onlyTaintOf(document);
    const ether = taint.amounts.find(({ symbol }) => symbol === 'ETH');
    expectNear(BigInt(ether?.haircut ?? 0), ((ETHER / 2n) * (held - back)) / (2n * held));
  });

  it('is no income of who put it in', async () => {
    const { who } = scenes.liquidity;
    const document = await labelled.screen(who.provider);
    expect(document.gaps.filter(({ kind }) => kind === 'ledger-mismatch')).toEqual([]);
    expect(onlyTaintOf(document)).toMatchObject({ kind: 'direct', entity: LISTED });
  });
});

describe.each([['bare'], ['labelled']] as const)('wrapped ether, with labels %s', (labels) => {
  const app = () => (labels === 'bare' ? bare : labelled);

  it('is the ether that was wrapped, one to one', async () => {
    const { who } = scenes.wrapping;
    const document = await app().screen(who.payee);
    const taint = onlyTaintOf(document);
    expect(taint).toMatchObject({ kind: 'indirect', minHops: 2 });
    const amounts = taint.amounts.map(({ symbol, haircut }) => [symbol, haircut]);
    expect(amounts).toEqual([['WETH', `${300n * FINNEY}`]]);
    expect(waysOf(taint)).toContainEqual(way(stage.listed, who.holder, who.payee));
    // What the payee unwrapped is no income.
    expect(receivedOf(document)).toEqual({ ETH: 10n * FINNEY, WETH: 600n * FINNEY });
    expectSeenWhole(document);
  });

  it('is ether again when it is unwrapped', async () => {
    const { who, steps } = scenes.wrapping;
    const unwrapping = steps.find(({ nets }) =>
      nets.some(({ asset, amount }) => asset === who.weth && amount === -200n * FINNEY),
    );
    const held = await heldAfter(who.payee, unwrapping?.txId ?? '');
    const taint = onlyTaintOf(await app().screen(who.last));
    expect(taint).toMatchObject({ kind: 'indirect', minHops: 3 });
    const [amount] = taint.amounts;
    expectNear(BigInt(amount?.haircut ?? 0), (100n * FINNEY * 100n * FINNEY) / held);
    expect(waysOf(taint)).toContainEqual(way(stage.listed, who.holder, who.payee, who.last));
  });
});

/** What somebody had of ether after a transaction, by the node's word. Units: wei. */
async function heldAfter(who: string, txId: string): Promise<bigint> {
  const { blockNumber } = await findTx(stage.node, txId);
  return stage.node.balanceOf(who, blockNumber);
}

/**
 * What first in, first out tells of a payment from a converted whole, whose clean part came first.
 *
 * Units: `whole` and the result in atomic units of what was gotten.
 */
function lastOf(
  paid: bigint,
  from: { readonly whole: bigint; readonly clean: bigint; readonly of: bigint },
): bigint {
  const clean = (from.whole * from.clean) / from.of;
  return paid > clean ? paid - clean : 0n;
}
