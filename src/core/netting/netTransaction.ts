import type { Account } from '../account.js';
import { smallerAmount, splitProRata, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import { boundaryOf } from '../boundary.js';
import type { Transfer } from '../ledger.js';
import type { AssetAmount, NettingScope } from './belief.js';
import { evennessOf, isBridge, isLopsidedTrade, isMarket, worthOf } from './belief.js';
import { getterOf, giverOf } from './parties.js';
import { payAlong } from './payments.js';
import type { NetLeg, NoAccount, Step, StepLeg } from './step.js';
import { isAccount } from './step.js';
import { isZeroAddress, withWrappedSide } from './wrapped.js';

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
 * Fees come first. An account that gives and gets the same (a router, a batch payer, an entry point)
 * is not there any more. An account that gives one asset and gets another has converted, if the
 * conversion can be believed: both sides are worth the same within 5 %, or all whom it traded with
 * are labelled markets and neither side is known to be worth more than twice the other; else each leg is a plain payment, or value could be made to disappear by a
 * contract of one's own. Where some accounts only give and others only get, value passes from the
 * first to the second, also by way of a market (swap and send). What cannot be told apart comes from
 * or goes to `ambiguous-conversion`.
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
  const whole = withBridges(withWrappedSide(moves, scope.assets), seen, scope);
  const [first] = whole;
  if (first === undefined) return steps;
  if (whole.length === 1 && seen.unlisted.length === 0) return [...steps, plainPayment(first)];
  // What an account with a risk claim hands on, it got and it paid: it is no router.
  if (passesRisk(whole, scope)) return [...steps, ...whole.map(plainPayment)];
  const { unlisted } = seen;
  const netting = { moves: whole, unlisted, fact: first, signer: signerOf(seen), scope };
  return [...steps, ...netMoves(netting)];
}

/** Whether an account with a risk claim both gives and gets an asset in these moves. */
function passesRisk(moves: readonly Transfer[], { knowledge }: NettingScope): boolean {
  const given = new Set(moves.map(({ from, asset }) => `${from} ${asset}`));
  return moves.some(({ to, asset }) => {
    if (to === null || !given.has(`${to} ${asset}`)) return false;
    const kind = boundaryOf(to, knowledge)?.kind;
    return kind === 'labelled' || kind === 'mixer';
  });
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

/** Tokens made or destroyed by a bridge move by way of it, not of the zero address. */
function withBridges(
  moves: readonly Transfer[],
  { transfers }: SeenTransaction,
  scope: NettingScope,
): readonly Transfer[] {
  const touchesZero = ({ from, to }: Transfer) =>
    (from !== null && isZeroAddress(from)) || (to !== null && isZeroAddress(to));
  if (!moves.some(touchesZero)) return moves;
  const parties = transfers.flatMap(({ from, to }) => [from, to].flatMap((one) => one ?? []));
  const bridge = parties.find((party) => isBridge(party, scope));
  if (bridge === undefined) return moves;
  const swap = (party: Account | null) => (party !== null && isZeroAddress(party) ? bridge : party);
  return moves
    .map((move) => ({ ...move, from: swap(move.from), to: swap(move.to) }))
    .filter(({ from, to }) => from !== to);
}

/** A transaction under way. */
interface Netting {
  readonly moves: readonly Transfer[];
  readonly unlisted: readonly Transfer[];
  readonly fact: Transfer;
  /** Null where none of its rows tells. */
  readonly signer: Account | null;
  readonly scope: NettingScope;
}

/** What each place gave and got on balance. */
type Nets = Map<Account | NoAccount, Map<AssetId, bigint>>;
type PlaceNets = readonly [Account | NoAccount, ReadonlyMap<AssetId, bigint>];

function netMoves(netting: Netting): Step[] {
  const nets = netsOf(netting.moves);
  const steps: Step[] = [];
  const converted = new Set<Account | NoAccount>();
  for (const [place, byAsset] of nets) {
    const gives = side(byAsset, -1n);
    const gets = side(byAsset, 1n);
    if (!isAccount(place) || gives.length === 0 || gets.length === 0) continue;
    const step = convert(netting, { place, gives, gets });
    if (step === null) continue;
    converted.add(place);
    steps.push(step);
  }
  const rest = [...nets].filter(([place]) => !converted.has(place));
  const sides = withoutMakers(netting, rest) ?? matchSides(rest);
  const payments = sides.matched.flatMap(({ asset, debits, credits }) =>
    payAlong({ asset, debits, credits, moves: netting.moves, fact: netting.fact }),
  );
  return [
    ...steps,
    ...[...payments, ...closeRest(netting, sides, converted)].map((step) =>
      withUnlisted(step, netting),
    ),
  ];
}

/**
 * The sides of a swap that was sent to somebody else, where nobody can value it: without those who
 * made the trade, one asset is given by some and another is got by others.
 *
 * What nobody can value is not believed of an account's own conversion, for it would shed its
 * origins. Here the one who got paid must not look as if the maker of the trade had paid; and a
 * maker that keeps what it was given lacks it when it pays on, which shows as a mismatch.
 * Null where it is no such swap, its worth is known, or its signer is not among those who gave: an
 * account's own rows show it as if it were the maker of its trade.
 */
function withoutMakers(netting: Netting, rest: readonly PlaceNets[]): Sides | null {
  const isMaker = ([place, nets]: PlaceNets) =>
    isAccount(place) && side(nets, -1n).length > 0 && side(nets, 1n).length > 0;
  const makers = rest.filter(isMaker);
  if (makers.length === 0) return null;
  const sides = matchSides(rest.filter((one) => !isMaker(one)));
  const { overDebits: gives, overCredits: gets } = sides;
  if (assetsOf(gives).size !== 1 || assetsOf(gets).size !== 1) return null;
  if (!gives.some(({ place }) => place === netting.signer)) return null;
  const trade = { gives, gets, timeSeconds: netting.fact.timeSeconds };
  return evennessOf(trade, netting.scope) === 'unknown' ? sides : null;
}

function assetsOf(legs: readonly StepLeg[]): ReadonlySet<AssetId> {
  return new Set(legs.map(({ asset }) => asset));
}

function netsOf(moves: readonly Transfer[]): Nets {
  const nets: Nets = new Map();
  const add = (place: Account | NoAccount, asset: AssetId, amount: bigint) => {
    const byAsset = nets.get(place) ?? new Map<AssetId, bigint>();
    nets.set(place, byAsset);
    byAsset.set(asset, (byAsset.get(asset) ?? 0n) + amount);
  };
  for (const move of moves) {
    add(giverOf(move), move.asset, -move.amount);
    add(getterOf(move), move.asset, move.amount);
  }
  return nets;
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

/** The conversion of an account that gave and got, or null where it is not believed. */
function convert(netting: Netting, trade: Trade): Step | null {
  const { place, gives, gets } = trade;
  const valued = { gives, gets, timeSeconds: netting.fact.timeSeconds };
  const believed =
    evennessOf(valued, netting.scope) === 'even' ||
    (isMarketTrade(netting, trade) && !isLopsidedTrade(valued, netting.scope));
  if (!believed) return null;
  const debits = weighed(netting, place, gives);
  const credits = weighed(netting, place, gets);
  if (debits === null || credits === null) return null;
  return { kind: 'conversion', debits, credits, fact: netting.fact };
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

interface MatchedAsset {
  readonly asset: AssetId;
  readonly debits: readonly NetLeg[];
  readonly credits: readonly NetLeg[];
}

interface Sides {
  /** Per asset, what was given and got alike. */
  readonly matched: readonly MatchedAsset[];
  /** What is left over on one side of an asset, for it became another asset. */
  readonly overDebits: readonly StepLeg[];
  readonly overCredits: readonly StepLeg[];
}

function matchSides(rest: readonly PlaceNets[]) {
  const byAsset = new Map<AssetId, { debits: NetLeg[]; credits: NetLeg[] }>();
  for (const [place, nets] of rest) {
    for (const [asset, net] of nets) {
      const sides = byAsset.get(asset) ?? { debits: [], credits: [] };
      byAsset.set(asset, sides);
      if (net < 0n) sides.debits.push({ place, amount: -net });
      else if (net > 0n) sides.credits.push({ place, amount: net });
    }
  }
  const matched: MatchedAsset[] = [];
  const overDebits: StepLeg[] = [];
  const overCredits: StepLeg[] = [];
  for (const [asset, { debits, credits }] of byAsset) {
    const both = smallerAmount(amountOf(debits), amountOf(credits));
    const [given, overGiven] = cut(debits, both);
    const [got, overGot] = cut(credits, both);
    if (both > 0n) matched.push({ asset, debits: given, credits: got });
    overDebits.push(...overGiven.map((leg) => ({ ...leg, asset, weight: leg.amount })));
    overCredits.push(...overGot.map((leg) => ({ ...leg, asset, weight: leg.amount })));
  }
  return { matched, overDebits, overCredits } satisfies Sides;
}

function amountOf(legs: readonly NetLeg[]): bigint {
  return sumAmounts(legs.map(({ amount }) => amount));
}

/** Legs cut down to an amount in proportion, and what is left of them. */
function cut(legs: readonly NetLeg[], amount: bigint): readonly [NetLeg[], NetLeg[]] {
  const parts = splitProRata(
    amount,
    legs.map((leg) => leg.amount),
  );
  const kept: NetLeg[] = [];
  const over: NetLeg[] = [];
  legs.forEach(({ place, amount: whole }, at) => {
    const part = parts[at] ?? 0n;
    if (part > 0n) kept.push({ place, amount: part });
    if (whole > part) over.push({ place, amount: whole - part });
  });
  return [kept, over];
}

/** What is left over on both sides became one another where that can be believed. */
function closeRest(
  netting: Netting,
  { overDebits: debits, overCredits: credits }: Sides,
  converted: ReadonlySet<Account | NoAccount>,
): Step[] {
  if (debits.length === 0 && credits.length === 0) return [];
  const { fact, scope } = netting;
  const trade = { gives: debits, gets: credits, timeSeconds: fact.timeSeconds };
  const isAtMarket = [...converted].some(
    (place) => isAccount(place) && isMarket(place, fact, scope),
  );
  const isBelieved =
    evennessOf(trade, scope) !== 'uneven' || (isAtMarket && !isLopsidedTrade(trade, scope));
  if (debits.length > 0 && credits.length > 0 && isBelieved) {
    const [given, got] = [valued(netting, debits), valued(netting, credits)];
    if (given !== null && got !== null) {
      return [{ kind: 'conversion', debits: given, credits: got, fact }];
    }
  }
  const ambiguous = (leg: StepLeg): StepLeg => ({ ...leg, place: 'ambiguous-conversion' });
  return [
    ...debits.map((leg) => ({
      kind: 'payment' as const,
      debits: [leg],
      credits: [ambiguous(leg)],
      fact,
    })),
    ...credits.map((leg) => ({
      kind: 'payment' as const,
      debits: [ambiguous(leg)],
      credits: [leg],
      fact,
    })),
  ];
}

function valued({ fact, scope }: Netting, legs: readonly StepLeg[]): StepLeg[] | null {
  if (assetsOf(legs).size === 1) return [...legs];
  const valuedLegs: StepLeg[] = [];
  for (const leg of legs) {
    const weight = worthOf([leg], fact.timeSeconds, scope.prices);
    if (weight === null) return null;
    valuedLegs.push({ ...leg, weight });
  }
  return valuedLegs;
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
