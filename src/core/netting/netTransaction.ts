import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import { boundaryOf } from '../boundary.js';
import type { Transfer } from '../ledger.js';
import type { AssetAmount, NettingScope } from './belief.js';
import { evennessOf, gainsOf, isLopsidedTrade, isMarket, worthOf } from './belief.js';
import { withBridges } from './bridges.js';
import { closeRest } from './closeRest.js';
import type { IsCut } from './connect.js';
import { splitStrangers } from './connect.js';
import { givenAndTaken } from './givenAndTaken.js';
import type { PlaceNets, Sides } from './matchSides.js';
import { matchSides } from './matchSides.js';
import { getterOf, giverOf } from './parties.js';
import { paymentOf } from './payments.js';
import type { NoAccount, Step, StepLeg } from './step.js';
import { isAccount } from './step.js';
import { withWrappedSide } from './wrapped.js';

/** Transfers of one transaction, as far as they were seen. */
export interface SeenTransaction {
  /** Of listed assets. Order: the chain's. */
  readonly transfers: readonly Transfer[];
  /** Of assets that are not listed. */
  readonly unlisted: readonly Transfer[];
}

/**
 * What a transaction did, per account and asset, once all that only passed through is left out.
 *
 * Fees come first. Strangers in one bundle, whom no move connects, are netted each for themselves.
 * An account that gives and gets the same (a router, a batch payer, an entry point) is not there any
 * more. An account that gives one asset and gets another has converted, if the conversion can be
 * believed: both sides are worth the same within 5 %, or all whom it traded with are labelled
 * markets and neither side is known to be worth more than twice the other; else each leg is a plain
 * payment, or value could be made to disappear by a contract of one's own. What it gained by a trade
 * that is no labelled market's is no part of it: many small gains are much together. Where some
 * accounts only give and others only get or gain, value passes from the first to the second, also by
 * way of a market (swap and send). What cannot be told apart, and what one side is worth more than the
 * other, comes from or goes to `ambiguous-conversion`.
 *
 * Edge: the zero address stands for a bridge where the transaction has a labelled one.
 * Blind spot: it nets what it is given. With the rows of one account only, a market's other trades
 * are missing; the account's own conversion is seen all the same.
 */
export function netTransaction(seen: SeenTransaction, scope: NettingScope): Step[] {
  const steps: Step[] = [];
  const moves: Transfer[] = [];
  for (const transfer of seen.transfers) {
    if (transfer.amount === 0n || transfer.from === transfer.to) continue;
    if (transfer.channel === 'fee') steps.push(plainPayment(transfer));
    else moves.push(transfer);
  }
  const whole = withBridges(withWrappedSide(moves, scope.assets), seen.transfers, scope);
  const { unlisted } = seen;
  const signer = signerOf(seen);
  const isRisk = riskIn(scope);
  for (const group of splitStrangers(whole, isRisk)) {
    const [first] = group;
    if (first === undefined) continue;
    if (group.length === 1 && unlisted.length === 0) steps.push(plainPayment(first));
    else {
      const netting = { moves: group, unlisted, fact: first, signer, isRisk, isCut: isRisk, scope };
      steps.push(...withSubjectCut(netting).flatMap(netMoves));
    }
  }
  return steps;
}

/**
 * Whether an account has a risk claim: then it is somebody whom one deals with, never a router or a
 * maker that is left out. Else a listed account could pay anybody unseen, as long as somebody else
 * hands it the money in the same transaction.
 */
function riskIn({ knowledge }: NettingScope): IsCut {
  const known = new Map<Account | NoAccount, boolean>();
  return (place) => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const kind = isAccount(place) ? boundaryOf(place, knowledge)?.kind : undefined;
    const isRisk = kind === 'labelled' || kind === 'mixer';
    known.set(place, isRisk);
    return isRisk;
  };
}

/**
 * The subject is no router either: what it was paid it got, though it handed it on in the same
 * transaction, as it would have in two. So it is where an account with a risk claim has a part, and
 * where its own moves show that it handed on what somebody paid it.
 */
function withSubjectCut(netting: Netting): readonly Netting[] {
  const { moves, isRisk, scope } = netting;
  const isCut: IsCut = (place) => place === scope.subject || isRisk(place);
  if (handsOn(netting) || handsOnThrough(netting)) {
    return splitStrangers(moves, isCut).map((part) => ({
      ...netting,
      moves: part,
      fact: part[0] ?? netting.fact,
      isCut,
    }));
  }
  const hasRisk = moves.some((move) => isRisk(giverOf(move)) || isRisk(getterOf(move)));
  return [hasRisk ? { ...netting, isCut } : netting];
}

/**
 * Whether of one asset some only gave to the subject and others only got from it. Who made an even
 * trade with it in that asset did not; nor did a router that gave back what was too much.
 *
 * It looks at the subject's own moves alone: they are always seen, so that no history that is or is
 * not looked up changes the answer, and no trade of others in the transaction hides who paid.
 * Blind spot: where payer and paid trade evenly with others and a move connects them besides, what passed
 * the subject is left out like a loan that went round.
 */
function handsOn(netting: Netting): boolean {
  const { subject } = netting.scope;
  if (subject === null) return false;
  const got = netting.moves.filter((move) => getterOf(move) === subject);
  const gave = netting.moves.filter((move) => giverOf(move) === subject);
  const passed = new Set(got.map(({ asset }) => asset));
  if (!gave.some(({ asset }) => passed.has(asset))) return false;
  const { rest } = tradesOf({ ...netting, moves: [...got, ...gave] });
  const others = rest.filter(([place]) => place !== subject);
  const some = (asset: AssetId, sign: bigint) =>
    others.some(([, byAsset]) => sign * (byAsset.get(asset) ?? 0n) > 0n);
  return [...passed].some((asset) => some(asset, 1n) && some(asset, -1n));
}

/**
 * Whether an account without a label gave the subject an asset and took it back, while others in the
 * transaction only gave of it and others only got: it may be no router that gave back what was too
 * much, but the way by which one paid the subject and the subject paid another.
 *
 * Edge: that takes the whole transaction; where only the subject's own rows are known, nobody is seen
 * on one of both sides.
 */
function handsOnThrough(netting: Netting): boolean {
  const { moves, isRisk, scope } = netting;
  const { subject } = scope;
  const passed = new Set(givenAndTaken(moves, scope).map(({ asset }) => asset));
  if (subject === null || passed.size === 0) return false;
  const isCut: IsCut = (place) => place === subject || isRisk(place);
  const { rest } = tradesOf({ ...netting, isCut });
  const some = (asset: AssetId, sign: bigint) =>
    rest.some(([place, byAsset]) => place !== subject && sign * (byAsset.get(asset) ?? 0n) > 0n);
  return [...passed].some((asset) => some(asset, 1n) && some(asset, -1n));
}

/** Who signed: the payer of its fee, or the sender of its own call. */
function signerOf({ transfers }: SeenTransaction): Account | null {
  const own = transfers.find(({ channel }) => channel === 'fee' || channel === 'native');
  return own?.from ?? null;
}

function plainPayment(transfer: Transfer): Step {
  const { asset, amount } = transfer;
  const leg = { asset, amount, weight: amount };
  return {
    kind: 'payment',
    debits: [{ ...leg, place: giverOf(transfer) }],
    credits: [{ ...leg, place: getterOf(transfer) }],
    fact: transfer,
  };
}

/** A transaction under way. */
interface Netting {
  readonly moves: readonly Transfer[];
  readonly unlisted: readonly Transfer[];
  readonly fact: Transfer;
  /** Null where none of its rows tells. */
  readonly signer: Account | null;
  /** Accounts with a risk claim. */
  readonly isRisk: IsCut;
  /** These, and the subject where one of them has a part. */
  readonly isCut: IsCut;
  readonly scope: NettingScope;
}

/** What each place gave and got, once those who traded are told apart. */
interface Trades {
  readonly steps: readonly Step[];
  readonly converted: ReadonlySet<PlaceNets>;
  /** What some gained by a trade: another one may have given it to them. */
  readonly gained: readonly PlaceNets[];
  readonly rest: readonly PlaceNets[];
}

function tradesOf(netting: Netting): Trades {
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

function netMoves(netting: Netting): Step[] {
  const { steps, converted, gained, rest } = tradesOf(netting);
  const sides = withGains(netting, matchSides(rest, netting), gained);
  const payments = sides.matched.map((matched) => paymentOf(matched, netting));
  const isAtMarket = [...converted].some(
    ([place]) => isAccount(place) && isMarket(place, netting.fact, netting.scope),
  );
  return [
    ...steps,
    ...[...payments, ...closeRest(sides, { ...netting, isAtMarket })].map((step) =>
      withUnlisted(step, netting),
    ),
  ];
}

/**
 * Gains come last, out of what is left over, pro rata to who gave of the asset; what nobody gave of
 * it stands beside what others got.
 */
function withGains(netting: Netting, sides: Sides, gained: readonly PlaceNets[]): Sides {
  if (gained.length === 0) return sides;
  const left = sides.overDebits.map(
    ({ place, asset, amount }): PlaceNets => [place, new Map([[asset, -amount]])],
  );
  const last = matchSides([...left, ...gained], { ...netting, isCut: () => false });
  return {
    matched: [...sides.matched, ...last.matched],
    overDebits: last.overDebits,
    overCredits: [...sides.overCredits, ...last.overCredits],
  };
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

/**
 * A payment by a labelled market to who gave it an unlisted token is a sale of that token, and one
 * to a market by who got such a token is its purchase.
 */
function withUnlisted(step: Step, { unlisted, scope, fact }: Netting): Step {
  if (unlisted.length === 0) return step;
  const [debit, credit] = [step.debits[0], step.credits[0]];
  if (debit === undefined || credit === undefined) return step;
  const areMarkets = (legs: readonly StepLeg[]) =>
    legs.every(({ place }) => isAccount(place) && isMarket(place, fact, scope));
  const moved = (end: 'from' | 'to', place: Account | NoAccount) =>
    unlisted.some((transfer) => transfer[end] === place && transfer.amount > 0n);
  const changed = (legs: readonly StepLeg[]) =>
    legs.map((leg) => ({ ...leg, place: 'unlisted-asset' as const }));
  if (step.credits.length === 1 && areMarkets(step.debits) && moved('from', credit.place)) {
    return { ...step, debits: changed(step.debits) };
  }
  if (step.debits.length === 1 && areMarkets(step.credits) && moved('to', debit.place)) {
    return { ...step, credits: changed(step.credits) };
  }
  return step;
}
