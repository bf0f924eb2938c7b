import type { Account } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { Transfer } from '../ledger.js';
import type { PriceBook } from '../price.js';
import { isWrapper } from './wrapped.js';

/** What is known when transactions are netted. */
export interface NettingScope {
  readonly knowledge: Knowledge;
  readonly assets: AssetList;
  readonly prices: PriceBook;
  /** The account that is screened; null where there is none. */
  readonly subject: Account | null;
}

/** So much of an asset. */
export interface AssetAmount {
  readonly asset: AssetId;
  readonly amount: bigint;
}

/** Both sides of a trade may differ by this much. Units: one part in so many (5 %). */
const TOLERANCE = 20n;

/** Fixed-point one of a worth, so that even the smallest amount has some. */
const WORTH_SCALE = 10n ** 18n;

/**
 * What amounts were worth together. Units: comparable with other worths only.
 *
 * Edge: null where one of them has no price.
 */
export function worthOf(
  amounts: readonly AssetAmount[],
  timeSeconds: number,
  prices: PriceBook,
): bigint | null {
  let worth = 0n;
  for (const { asset, amount } of amounts) {
    const price = prices.priceOf(asset, timeSeconds);
    if (price === null) return null;
    worth += (amount * price.numerator * WORTH_SCALE) / price.denominator;
  }
  return worth;
}

/** Whether both sides of a trade are worth the same; `unknown` where a price is missing. */
export type Evenness = 'even' | 'uneven' | 'unknown';

/**
 * Whether what was given and what was got are worth the same, within 5 %.
 *
 * A coin and the token that wraps it are the same, one to one, whatever the price.
 * Source: the limit is a policy choice, above the fees and slippage of common exchanges
 * (https://docs.uniswap.org/contracts/v2/concepts/advanced-topics/fees) and far below what a made-up
 * trade would have to hide.
 */
export function evennessOf(
  trade: {
    readonly gives: readonly AssetAmount[];
    readonly gets: readonly AssetAmount[];
    readonly timeSeconds: number;
  },
  { assets, prices }: NettingScope,
): Evenness {
  const { gives, gets, timeSeconds } = trade;
  const bases = new Set([...gives, ...gets].map(({ asset }) => assets.get(asset)?.wraps ?? asset));
  if (bases.size === 1) return sumOf(gives) === sumOf(gets) ? 'even' : 'uneven';
  const [given, got] = [worthOf(gives, timeSeconds, prices), worthOf(gets, timeSeconds, prices)];
  if (given === null || got === null) return 'unknown';
  const [less, more] = given < got ? [given, got] : [got, given];
  return more > 0n && (more - less) * TOLERANCE <= more ? 'even' : 'uneven';
}

/**
 * What was got of each asset above the worth of all that was given; nothing where less was got, or no
 * price is known.
 *
 * In a believed trade with one's own contract each may give up to 5 % more than it gets: twenty of
 * them hand over two thirds, and that must not look as if it had come of what the other one gave.
 * Rounding: up. Edge: a gain that is dust is left in the trade, for a day's price is not a moment's.
 * Blind spot: what the loser of a trade lost is not told; all that it got comes of all that it gave.
 */
export function gainsOf(
  trade: {
    readonly gives: readonly AssetAmount[];
    readonly gets: readonly AssetAmount[];
    readonly timeSeconds: number;
  },
  { assets, prices }: NettingScope,
): readonly AssetAmount[] {
  const given = worthOf(trade.gives, trade.timeSeconds, prices);
  const got = worthOf(trade.gets, trade.timeSeconds, prices);
  if (given === null || got === null || got <= given) return [];
  return trade.gets.flatMap(({ asset, amount }) => {
    const gain = amount - (amount * given) / got;
    return gain < (assets.get(asset)?.dustAmount ?? 1n) ? [] : [{ asset, amount: gain }];
  });
}

/** How much more one side of a trade at a labelled market may be worth. Units: times. */
const MARKET_TIMES = 2n;

/**
 * Whether one side of a trade is known to be worth more than twice the other.
 *
 * At a labelled market a day's price may be far from the moment's, and a thin pool gives little; but
 * anyone can open a pool that such a market trades with, give next to nothing for a fortune, and so
 * leave its origins behind.
 * Edge: false where a price is missing.
 * Source: the limit is a policy choice.
 */
export function isLopsidedTrade(
  trade: {
    readonly gives: readonly AssetAmount[];
    readonly gets: readonly AssetAmount[];
    readonly timeSeconds: number;
  },
  { prices }: NettingScope,
): boolean {
  const given = worthOf(trade.gives, trade.timeSeconds, prices);
  const got = worthOf(trade.gets, trade.timeSeconds, prices);
  if (given === null || got === null) return false;
  return given > got * MARKET_TIMES || got > given * MARKET_TIMES;
}

function sumOf(amounts: readonly AssetAmount[]): bigint {
  return amounts.reduce((sum, { amount }) => sum + amount, 0n);
}

/**
 * Whether an account is a market by its label: a decentralised exchange, a bridge, or the contract
 * of a listed wrapper.
 */
export function isMarket(account: Account, transfer: Transfer, scope: NettingScope): boolean {
  if (isWrapper(account, transfer, scope.assets)) return true;
  const boundary = boundaryOf(account, scope.knowledge);
  if (boundary?.kind !== 'service') return false;
  const { category } = boundary.attribution;
  return category === 'dex' || category === 'bridge';
}

/** Whether an account is a bridge by its label. */
export function isBridge(account: Account, { knowledge }: NettingScope): boolean {
  const boundary = boundaryOf(account, knowledge);
  return boundary?.kind === 'service' && boundary.attribution.category === 'bridge';
}
