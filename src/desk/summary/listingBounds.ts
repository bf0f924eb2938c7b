import type { Account } from '../../core/account.js';
import { addressOfAccount } from '../../core/account.js';
import type { Category } from '../../core/attribution.js';
import type { Designation } from '../../core/exposure.js';
import { formatMoment, parseMoment } from '../../core/moment.js';
import type { ListedBetween } from '../../core/monthlySummary.js';
import type { SetConfirmation } from './labelSets.js';

/** A claim about an account in one state of a set. */
export interface ListedClaim {
  readonly set: string;
  /** Names the state in its set. */
  readonly digest: string;
  readonly account: Account;
  readonly entity: string;
  readonly category: Category;
  /** ISO day; null where the list does not tell it. */
  readonly listedOn: string | null;
}

/** What is known of when accounts were listed. */
export interface ListingGrounds {
  /** Risk claims about all accounts in question, in every state of every set. */
  readonly claims: readonly ListedClaim[];
  /** Order: oldest first. */
  readonly confirmations: readonly SetConfirmation[];
}

/** What a screening met of one entity, and when. Times are ISO 8601 in UTC; null where nothing moved. */
export interface SeenExposure {
  readonly entity: string;
  readonly category: Category;
  readonly designation: Designation;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/** Whether money moved before or after a listing, and what bounds that where no list tells the day. */
export interface ToldListing {
  readonly designation: Designation;
  readonly listedBetween: ListedBetween | null;
}

/**
 * Tells whether money moved before or after a listing of which no list tells the day, by the states that
 * publishers confirmed to us: it was listed after the last one without it, and at the latest in the first
 * with it.
 *
 * All accounts of the entity are held against it, since a record does not name each that was met; so it
 * is told only where it holds for any of them. Edge: what moved between those states, or touched an entity
 * of which no sync tells, stays unknown.
 */
export function createListingTeller(
  grounds: ListingGrounds,
): (exposure: SeenExposure) => ToldListing {
  const known = new Map<string, Bounds | null>();
  const statesOf = groupBy(grounds.confirmations, ({ set }) => set);
  const claimsOf = groupBy(grounds.claims, entityKey);
  const standing = new Set(grounds.claims.map(standingKey));
  return (exposure) => {
    const { designation, firstSeen, lastSeen } = exposure;
    const asTold = { designation, listedBetween: null };
    if (designation !== 'unknown' || firstSeen === null || lastSeen === null) return asTold;
    const key = entityKey(exposure);
    const bounds =
      known.get(key) ??
      mergeBounds((claimsOf.get(key) ?? []).map((claim) => boundsOf(claim, statesOf, standing)));
    known.set(key, bounds);
    if (bounds === null) return asTold;
    const [first, last] = [parseMoment(firstSeen), parseMoment(lastSeen)];
    if (first === null || last === null) return asTold;
    return { designation: designate({ first, last }, bounds), listedBetween: bounds.between };
  };
}

/**
 * Units: Unix seconds. What moved before `from` moved before the listing, what moved from `by` on after it;
 * null where that is not known.
 */
interface Bounds {
  readonly from: number | null;
  readonly by: number;
  /** Null where lists tell the days. */
  readonly between: ListedBetween | null;
}

function designate(
  { first, last }: { readonly first: number; readonly last: number },
  { from, by }: Bounds,
): Designation {
  if (first >= by) return 'after';
  if (from === null || first >= from) return 'unknown';
  if (last < from) return 'before';
  return last >= by ? 'both' : 'unknown';
}

/** Null where no sync saw the account in the set. */
function boundsOf(
  claim: ListedClaim,
  statesOf: ReadonlyMap<string, readonly SetConfirmation[]>,
  standing: ReadonlySet<string>,
): Bounds | null {
  const listed = claim.listedOn === null ? null : parseMoment(claim.listedOn);
  if (listed !== null) return { from: listed, by: listed, between: null };
  const states = statesOf.get(claim.set) ?? [];
  const at = states.findIndex(({ digest }) => standing.has(standingKey({ ...claim, digest })));
  const by = parseMoment(states[at]?.checkedAt ?? '');
  if (by === null) return null;
  const without = parseMoment(states[at - 1]?.checkedAt ?? '');
  return {
    from: without === null ? null : without + 1,
    by,
    between: {
      after: without === null ? null : formatMoment(without),
      by: formatMoment(by),
    },
  };
}

/** What holds for each of several accounts. Edge: null where nothing is known of one of them. */
function mergeBounds(all: readonly (Bounds | null)[]): Bounds | null {
  let merged: Bounds | null = null;
  for (const bounds of all) {
    if (bounds === null) return null;
    merged = merged === null ? bounds : mergeTwo(merged, bounds);
  }
  return merged;
}

function mergeTwo(a: Bounds, b: Bounds): Bounds {
  const from = a.from === null || b.from === null ? null : Math.min(a.from, b.from);
  const by = Math.max(a.by, b.by);
  const isSeen = a.between !== null || b.between !== null;
  return {
    ...{ from, by },
    between: isSeen
      ? { after: from === null ? null : formatMoment(from - 1), by: formatMoment(by) }
      : null,
  };
}

function entityKey({ entity, category }: Pick<ListedClaim, 'entity' | 'category'>): string {
  return JSON.stringify([entity, category]);
}

/** By the address, whatever name the list gave its holder in that state. */
function standingKey({
  set,
  digest,
  account,
}: Pick<ListedClaim, 'set' | 'digest' | 'account'>): string {
  return JSON.stringify([set, digest, addressOfAccount(account)]);
}

function groupBy<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
