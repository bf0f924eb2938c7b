import type { Account } from '../account.js';
import { smallerAmount, splitProRata, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import type { End, GroupName, IsCut } from './connect.js';
import { connectPlaces } from './connect.js';
import { getterOf, giverOf } from './parties.js';
import type { NetLeg, NoAccount, StepLeg } from './step.js';

/** What each asset's moves left at a place on balance; negative where it gave. */
export type PlaceNets = readonly [Account | NoAccount, ReadonlyMap<AssetId, bigint>];

/** So much of one asset that some gave and others got. Both sides add up to the same. */
export interface MatchedAsset {
  readonly asset: AssetId;
  readonly debits: readonly NetLeg[];
  readonly credits: readonly NetLeg[];
}

/** Who gave and who got. */
export interface Sides {
  /** What was given and got alike. */
  readonly matched: readonly MatchedAsset[];
  /** What is left over on one side of an asset, for it became another asset. */
  readonly overDebits: readonly StepLeg[];
  readonly overCredits: readonly StepLeg[];
}

/** Who gave and who got of one asset. */
interface BothSides {
  readonly debits: readonly NetLeg[];
  readonly credits: readonly NetLeg[];
}

/**
 * Who gave and who got of each asset on balance, pro rata where the sides differ.
 *
 * What moved straight from or to an account that is cut is matched first: whatever else happens in
 * the transaction, nothing thins it out. Then those whom moves of the asset connect, so that what
 * somebody paid is not blurred by the trade of another one. Only what is left over then is matched
 * with the rest.
 *
 * Order: assets and groups as first met.
 */
export function matchSides(
  nets: readonly PlaceNets[],
  { moves, isCut }: { readonly moves: readonly Transfer[]; readonly isCut: IsCut },
): Sides {
  const matched: MatchedAsset[] = [];
  const overDebits: StepLeg[] = [];
  const overCredits: StepLeg[] = [];
  for (const [asset, whole] of byAsset(nets)) {
    const own = moves.filter((move) => move.asset === asset);
    const { straight, left } = matchStraight(whole, own, isCut);
    const parts = connectedSides(left, connectPlaces(own, isCut)).map(matchApart);
    const groups = parts.map(({ rest }) => matchOne(rest));
    const apart = parts.flatMap((part) => part.apart);
    const across = matchOne({
      debits: groups.flatMap(({ over }) => over.debits),
      credits: groups.flatMap(({ over }) => over.credits),
    });
    for (const both of [...straight, ...apart, ...[...groups, across].map((one) => one.both)]) {
      if (both.debits.length > 0) matched.push({ asset, ...both });
    }
    const asLeg = (leg: NetLeg): StepLeg => ({
      place: leg.place,
      asset,
      amount: leg.amount,
      weight: leg.amount,
    });
    overDebits.push(...across.over.debits.map(asLeg));
    overCredits.push(...across.over.credits.map(asLeg));
  }
  return { matched, overDebits, overCredits };
}

/** What moved straight from or to an account that is cut, and what is left on both sides. */
function matchStraight(
  { debits, credits }: BothSides,
  moves: readonly Transfer[],
  isCut: IsCut,
): { readonly straight: readonly BothSides[]; readonly left: BothSides } {
  const given = new Map(debits.map(({ place, amount }) => [place, amount]));
  const got = new Map(credits.map(({ place, amount }) => [place, amount]));
  const straight: BothSides[] = [];
  for (const move of moves) {
    const [giver, getter] = [giverOf(move), getterOf(move)];
    if (!isCut(giver) && !isCut(getter)) continue;
    const [toGive, toGet] = [given.get(giver) ?? 0n, got.get(getter) ?? 0n];
    const amount = smallerAmount(move.amount, smallerAmount(toGive, toGet));
    if (amount === 0n) continue;
    given.set(giver, toGive - amount);
    got.set(getter, toGet - amount);
    straight.push({ debits: [{ place: giver, amount }], credits: [{ place: getter, amount }] });
  }
  const legs = (left: ReadonlyMap<Account | NoAccount, bigint>): NetLeg[] =>
    [...left].flatMap(([place, amount]) => (amount > 0n ? [{ place, amount }] : []));
  return { straight, left: { debits: legs(given), credits: legs(got) } };
}

function byAsset(nets: readonly PlaceNets[]): ReadonlyMap<AssetId, BothSides> {
  const sides = new Map<AssetId, { debits: NetLeg[]; credits: NetLeg[] }>();
  for (const [place, ofPlace] of nets) {
    for (const [asset, net] of ofPlace) {
      const both = sides.get(asset) ?? { debits: [], credits: [] };
      sides.set(asset, both);
      if (net < 0n) both.debits.push({ place, amount: -net });
      else if (net > 0n) both.credits.push({ place, amount: net });
    }
  }
  return sides;
}

function connectedSides({ debits, credits }: BothSides, rootOf: GroupName): BothSides[] {
  const groups = new Map<string, { debits: NetLeg[]; credits: NetLeg[] }>();
  const groupOf = (leg: NetLeg, end: End) => {
    const root = rootOf(leg.place, end);
    const group = groups.get(root) ?? { debits: [], credits: [] };
    groups.set(root, group);
    return group;
  };
  for (const leg of debits) groupOf(leg, 'gives').debits.push(leg);
  for (const leg of credits) groupOf(leg, 'gets').credits.push(leg);
  return [...groups.values()];
}

/**
 * What those who stand on both sides, for they are cut, got from the others and gave to them: nobody
 * pays oneself, as long as somebody else gave and got.
 */
function matchApart(group: BothSides): {
  readonly apart: readonly BothSides[];
  readonly rest: BothSides;
} {
  const getters = new Set(group.credits.map(({ place }) => place));
  const both = new Set(group.debits.flatMap(({ place }) => (getters.has(place) ? [place] : [])));
  const apart: BothSides[] = [];
  let rest = group;
  for (const place of both) {
    const own = (legs: readonly NetLeg[]) => legs.filter((leg) => leg.place === place);
    const others = (legs: readonly NetLeg[]) => legs.filter((leg) => leg.place !== place);
    const got = matchOne({ debits: others(rest.debits), credits: own(rest.credits) });
    const gave = matchOne({ debits: own(rest.debits), credits: others(rest.credits) });
    apart.push(got.both, gave.both);
    rest = {
      debits: [...got.over.debits, ...gave.over.debits],
      credits: [...got.over.credits, ...gave.over.credits],
    };
  }
  return { apart, rest };
}

/** As much as both sides have in common, and what one of them has more. */
function matchOne({ debits, credits }: BothSides): {
  readonly both: BothSides;
  readonly over: BothSides;
} {
  const amount = smallerAmount(amountOf(debits), amountOf(credits));
  const [given, overGiven] = cut(debits, amount);
  const [got, overGot] = cut(credits, amount);
  return {
    both: { debits: given, credits: got },
    over: { debits: overGiven, credits: overGot },
  };
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
