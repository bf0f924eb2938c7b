import { DAI, DOLLAR, ETHER } from './places.js';
import { type Play, startPlay } from './play.js';
import { poolOf, swap } from './pools.js';
import type { Scene } from './scene.js';
import type { Stage } from './stage.js';

/** A scene with one who trades and one who is paid with what the trade gave. */
export type TradeScene = Scene<'trader' | 'payee' | 'pool' | 'router' | 'weth'> & {
  /** What the trade gave. Units: atomic units. */
  readonly gotten: bigint;
  /** What the payee got. Units: atomic units. */
  readonly paid: bigint;
};

/** One ether of the exchange and three of the listed; two become USDC, of which 1,000 are paid. */
export async function playSwap(stage: Stage): Promise<TradeScene> {
  const [trader, payee] = [stage.person('swap, trader'), stage.person('swap, payee')];
  const play = startPlay(stage);
  await payMixedEther(play, trader);
  const amount = 2n * ETHER;
  const gotten = await swap(play, { from: trader, to: trader, route: ['weth', 'usdc'], amount });
  const paid = 1_000n * DOLLAR;
  await play.payToken(stage.contracts.usdc, { from: trader, to: payee, amount: paid });
  const pool = await poolOf(stage, 'weth', 'usdc');
  return { ...tradeScene(play, { trader, payee, pool: pool.at }), gotten, paid };
}

/** Two of four ethers become USDC that the pool pays to another account at once. */
export async function playSwapAndSend(stage: Stage): Promise<TradeScene> {
  const [trader, payee] = [stage.person('send, trader'), stage.person('send, payee')];
  const play = startPlay(stage);
  await payMixedEther(play, trader);
  const amount = 2n * ETHER;
  const gotten = await swap(play, { from: trader, to: payee, route: ['weth', 'usdc'], amount });
  const pool = await poolOf(stage, 'weth', 'usdc');
  return { ...tradeScene(play, { trader, payee, pool: pool.at }), gotten, paid: gotten };
}

/** 3,000 USDC, three quarters of them from the listed, become DAI by way of wrapped ether. */
export async function playMultiHop(stage: Stage): Promise<TradeScene> {
  const [trader, payee] = [stage.person('route, trader'), stage.person('route, payee')];
  const play = startPlay(stage);
  await payMixedDollars(play, trader, 3_000n * DOLLAR);
  const route = ['usdc', 'weth', 'dai'] as const;
  const gotten = await swap(play, { from: trader, to: trader, route, amount: 3_000n * DOLLAR });
  const paid = 1_000n * DAI;
  await play.payToken(stage.contracts.dai, { from: trader, to: payee, amount: paid });
  const pool = await poolOf(stage, 'weth', 'dai');
  return { ...tradeScene(play, { trader, payee, pool: pool.at }), gotten, paid };
}

/** 4,000 USDC become 4.1 % fewer DAI in a shallow pool: the price of a bad trade, but of a trade. */
export async function playFairTrade(stage: Stage): Promise<TradeScene> {
  return playDollarTrade(stage, { into: 'dai', amount: 4_000n * DOLLAR, paid: 2_000n * DAI });
}

/** 6,000 USDC become 5.9 % fewer USDT in a shallow pool. */
export async function playUnfairTrade(stage: Stage): Promise<TradeScene> {
  return playDollarTrade(stage, { into: 'usdt', amount: 6_000n * DOLLAR, paid: 2_000n * DOLLAR });
}

async function playDollarTrade(
  stage: Stage,
  trade: { readonly into: 'dai' | 'usdt'; readonly amount: bigint; readonly paid: bigint },
): Promise<TradeScene> {
  const { into, amount, paid } = trade;
  const [trader, payee] = [stage.person(`${into}, trader`), stage.person(`${into}, payee`)];
  const play = startPlay(stage);
  await payMixedDollars(play, trader, amount);
  const gotten = await swap(play, { from: trader, to: trader, route: ['usdc', into], amount });
  await play.payToken(stage.contracts[into], { from: trader, to: payee, amount: paid });
  const pool = await poolOf(stage, 'usdc', into);
  return { ...tradeScene(play, { trader, payee, pool: pool.at }), gotten, paid };
}

async function payMixedEther(play: Play, to: string): Promise<void> {
  await play.payEther({ from: play.stage.exchange, to, amount: ETHER });
  await play.payEther({ from: play.stage.listed, to, amount: 3n * ETHER });
}

/** A quarter from the exchange and the rest from the listed, and ether for the fees. */
async function payMixedDollars(play: Play, to: string, amount: bigint): Promise<void> {
  const { contracts, exchange, listed } = play.stage;
  await play.payEther({ from: exchange, to, amount: ETHER });
  await play.payToken(contracts.usdc, { from: exchange, to, amount: amount / 4n });
  await play.payToken(contracts.usdc, { from: listed, to, amount: amount - amount / 4n });
}

function tradeScene(
  play: Play,
  who: { readonly trader: string; readonly payee: string; readonly pool: string },
) {
  const { router, weth } = play.stage.contracts;
  return play.scene({ ...who, router: router.at, weth: weth.at });
}
