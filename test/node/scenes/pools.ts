import { z } from 'zod';
import { readPublishedContract } from './contracts.js';
import { DAI, DOLLAR, ETH, ETHER, NOBODY } from './places.js';
import type { Play } from './play.js';
import type { Net } from './scene.js';
import type { Stage, Standing } from './stage.js';

/** Names of the tokens that pools trade. */
export type Traded = 'weth' | 'usdc' | 'usdt' | 'dai';

/** A swap through the router. Units: `amount` in atomic units of what is given. */
export interface Swap {
  readonly from: string;
  readonly to: string;
  /** What is given, what it becomes on the way, and what is gotten; `weth` first means ether. */
  readonly route: readonly Traded[];
  readonly amount: bigint;
}

/** No call comes too late. */
export const NO_DEADLINE = 2n ** 40n;

/** What the exchange puts into a pool: ether at 2,000 dollars, and few dollars against dollars. */
const DEEP: Readonly<Record<Traded, bigint>> = {
  weth: 1_000n * ETHER,
  usdc: 2_000_000n * DOLLAR,
  usdt: 2_000_000n * DOLLAR,
  dai: 2_000_000n * DAI,
};
const DOLLARS_ONLY_DIVISOR = 20n;

/** The pool of two tokens; the exchange makes it when there is none yet. */
export async function poolOf(stage: Stage, one: Traded, other: Traded): Promise<Standing> {
  const known = await findPool(stage, one, other);
  if (known !== null) return known;
  await openPool(stage, one, other);
  const made = await findPool(stage, one, other);
  if (made === null) throw new Error('The factory made no pool.');
  return made;
}

/**
 * Swaps by the router, as the page of the exchange does. Gives what was gotten.
 *
 * Units: atomic units of the route's last token.
 */
export async function swap(play: Play, { from, to, route, amount }: Swap): Promise<bigint> {
  const { stage } = play;
  const { router, weth } = stage.contracts;
  const pools: Standing[] = [];
  for (const [at, token] of route.slice(1).entries()) {
    pools.push(await poolOf(stage, route[at] ?? token, token));
  }
  const path = route.map((token) => stage.contracts[token].at);
  const amounts = z
    .array(z.bigint())
    .parse(await stage.ask({ to: router, call: 'getAmountsOut', with: [amount, path] }));
  const gotten = amounts.at(-1) ?? 0n;
  const [given] = path;
  const nets: Net[] = pools.flatMap((pool, at) => [
    { who: pool.at, asset: path[at] ?? '', amount: amounts[at] ?? 0n },
    { who: pool.at, asset: path[at + 1] ?? '', amount: -(amounts[at + 1] ?? 0n) },
  ]);
  nets.push({ who: to, asset: path.at(-1) ?? '', amount: gotten });
  if (given === weth.at) {
    nets.push({ who: from, asset: ETH, amount: -amount }, { who: given, asset: ETH, amount });
    const words = [0n, path, to, NO_DEADLINE];
    const call = { from, to: router, call: 'swapExactETHForTokens', with: words, value: amount };
    await play.act(call, nets);
    return gotten;
  }
  const [first = 'usdc'] = route;
  nets.push({ who: from, asset: given ?? '', amount: -amount });
  await play.act(
    { from, to: stage.contracts[first], call: 'approve', with: [router.at, amount] },
    [],
  );
  const words = [amount, 0n, path, to, NO_DEADLINE];
  await play.act({ from, to: router, call: 'swapExactTokensForTokens', with: words }, nets);
  return gotten;
}

async function findPool(stage: Stage, one: Traded, other: Traded): Promise<Standing | null> {
  const tokens = [stage.contracts[one].at, stage.contracts[other].at];
  const at = await stage.ask({ to: stage.contracts.factory, call: 'getPair', with: tokens });
  if (at === NOBODY) return null;
  const contract = readPublishedContract('@uniswap/v2-core/build/UniswapV2Pair.json');
  return { at: String(at).toLowerCase(), contract };
}

async function openPool(stage: Stage, one: Traded, other: Traded): Promise<void> {
  const { exchange, contracts } = stage;
  const { router } = contracts;
  const withEther = one === 'weth' || other === 'weth';
  const amountOf = (token: Traded) => DEEP[token] / (withEther ? 1n : DOLLARS_ONLY_DIVISOR);
  const tokens = [one, other].filter((token) => token !== 'weth');
  for (const token of tokens) {
    const words = [router.at, amountOf(token)];
    await stage.act({ from: exchange, to: contracts[token], call: 'approve', with: words });
  }
  if (!withEther) {
    const places = [contracts[one].at, contracts[other].at];
    const amounts = [amountOf(one), amountOf(other)];
    const words = [...places, ...amounts, 0n, 0n, exchange, NO_DEADLINE];
    await stage.act({ from: exchange, to: router, call: 'addLiquidity', with: words });
    return;
  }
  const [token = 'usdc'] = tokens;
  const words = [contracts[token].at, amountOf(token), 0n, 0n, exchange, NO_DEADLINE];
  const value = amountOf('weth');
  await stage.act({ from: exchange, to: router, call: 'addLiquidityETH', with: words, value });
}
