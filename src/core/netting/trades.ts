import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import type { AssetAmount } from './belief.js';
import { evennessOf, gainsOf, isLopsidedTrade, isMarket, worthOf } from './belief.js';
import type { PlaceNets } from './matchSides.js';
import type { Netting } from './netting.js';
import { getterOf, giverOf } from './parties.js';
import type { NoAccount, Step, StepLeg } from './step.js';
import { isAccount } from './step.js';

/** What each place gave and got, once those who traded are told apart. */
export interface Trades {
  readonly steps: readonly Step[];
  readonly converted: ReadonlySet<PlaceNets>;
  /** What some gained by a trade: another one may have given it to them. */
  readonly gained: readonly PlaceNets[];
  readonly rest: readonly PlaceNets[];
}

/** Tells apart who traded for themselves: who gave one asset and got another, believably. */
export function tradesOf(netting: Netting): Trades {
  const nets = netsOf(netting);
  const steps: Step[] = [];
  const gained: PlaceNets[] = [];
  const converted = new Set<PlaceNets>();
  for (const one of nets) {
    const [place, byAsset] = one;
    const gives = side(byAsset, -1n);
    const gets = side(byAsset, 1n);
    if (!isAccount(place) || gives.length === 0 || gets.length === 0) continue;
    const own = convert(netting, { place, gives, gets });
    if (own === null) continue;
    converted.add(one);
    steps.push(own.step);
    if (own.gains.length > 0) {
      gained.push([place, new Map(own.gains.map(({ asset, amount }) => [asset, amount]))]);
    }
  }
  return { steps, converted, gained, rest: nets.filter((one) => !converted.has(one)) };
}

/** What each place gave and got on balance; of one that is cut, each for itself. */
function netsOf({ moves, isCut }: Netting): PlaceNets[] {
  const nets = new Map<string, readonly [Account | NoAccount, Map<AssetId, bigint>]>();
  const add = (place: Account | NoAccount, asset: AssetId, amount: bigint) => {
    const key = isCut(place) ? `${amount < 0n ? 'gives' : 'gets'} ${place}` : place;
    const [, byAsset] = nets.get(key) ?? [place, new Map<AssetId, bigint>()];
    nets.set(key, [place, byAsset]);
    byAsset.set(asset, (byAsset.get(asset) ?? 0n) + amount);
  };
  for (const move of moves) {
    add(giverOf(move), move.asset, -move.amount);
    add(getterOf(move), move.asset, move.amount);
  }
  return [...nets.values()];
}

/** The positive amounts of one sign. */
function side(byAsset: ReadonlyMap<AssetId, bigint>, sign: bigint): AssetAmount[] {
  return [...byAsset].flatMap(([asset, net]) => {
    const amount = net * sign;
    return amount > 0n ? [{ asset, amount }] : [];
  });
}

interface Trade {
  readonly place: Account;
  readonly gives: readonly AssetAmount[];
  readonly gets: readonly AssetAmount[];
}

/** The conversion of an account that gave and got, and what it gained by it. */
interface Converted {
  readonly step: Step;
  readonly gains: readonly AssetAmount[];
}

/** Null where it is not believed. */
function convert(netting: Netting, trade: Trade): Converted | null {
  const { place, gives, gets } = trade;
  if (isTradeWithRisk(netting, trade)) return null;
  const { fact, scope } = netting;
  const valued = { gives, gets, timeSeconds: fact.timeSeconds };
  const atMarket = isMarketTrade(netting, trade);
  const isEven = evennessOf(valued, scope) === 'even';
  if (!isEven && (!atMarket || isLopsidedTrade(valued, scope))) return null;
  const gains = atMarket ? [] : gainsOf(valued, scope);
  const debits = weighed(netting, place, gives);
  const credits = weighed(netting, place, lessGains(gets, gains));
  if (debits === null || credits === null) return null;
  return { step: { kind: 'conversion', debits, credits, fact }, gains };
}

function lessGains(gets: readonly AssetAmount[], gains: readonly AssetAmount[]): AssetAmount[] {
  return gets.map(({ asset, amount }) => ({
    asset,
    amount: amount - (gains.find((gain) => gain.asset === asset)?.amount ?? 0n),
  }));
}

/**
 * Whether a trade was one with an account that has a risk claim: then each leg stays a payment to it
 * or by it, however even the trade.
 *
 * Edge: a market where somebody swaps and sends to such an account, or is paid by one, trades all the
 * same; whoever signs the transaction is no market.
 */
function isTradeWithRisk(
  { moves, isRisk, signer }: Netting,
  { place, gives, gets }: Trade,
): boolean {
  const isOf = (list: readonly AssetAmount[], { asset }: Transfer) =>
    list.some((one) => one.asset === asset);
  const gave = moves.some((move) => isRisk(giverOf(move)) && isOf(gets, move));
  const got = moves.some((move) => isRisk(getterOf(move)) && isOf(gives, move));
  return place === signer ? gave || got : gave && got;
}

/**
 * Whether an account is a labelled market, or everyone with whom it moved the traded assets, either
 * way, is one: what somebody else put in is no part of its own trade.
 */
function isMarketTrade({ moves, fact, scope }: Netting, { place, gives, gets }: Trade): boolean {
  if (isMarket(place, fact, scope)) return true;
  const traded = new Set([...gives, ...gets].map(({ asset }) => asset));
  return moves.every((move) => {
    if (!traded.has(move.asset)) return true;
    if (move.from !== place && move.to !== place) return true;
    const other = move.from === place ? move.to : move.from;
    return other !== null && isMarket(other, move, scope);
  });
}

/** Amounts as legs of one side; null where several assets cannot be compared. */
function weighed(
  { fact, scope }: Netting,
  place: Account | NoAccount,
  amounts: readonly AssetAmount[],
): StepLeg[] | null {
  const legs: StepLeg[] = [];
  for (const { asset, amount } of amounts) {
    const weight =
      amounts.length === 1 ? amount : worthOf([{ asset, amount }], fact.timeSeconds, scope.prices);
    if (weight === null) return null;
    legs.push({ place, asset, amount, weight });
  }
  return legs;
}
