import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { type ClaimsDiff, diffClaims, type FieldChange } from './diffClaims.js';

/** A claim that one state of a set makes and another does not make, or makes differently. */
export interface ClaimChange {
  readonly kind: 'added' | 'changed' | 'removed';
  /** As it is now; of a removed one, as it was. */
  readonly claim: Attribution;
  /** What reads otherwise; empty unless `changed`. */
  readonly fields: readonly FieldChange[];
}

/** Every change from one state of a set to another. Order: added, changed, removed. */
export function changesBetween(
  before: readonly Attribution[],
  after: readonly Attribution[],
): readonly ClaimChange[] {
  const { added, removed, changed }: ClaimsDiff = diffClaims(before, after);
  return [
    ...added.map((claim) => ({ kind: 'added' as const, claim, fields: [] })),
    ...changed.map(({ after: claim, fields }) => ({ kind: 'changed' as const, claim, fields })),
    ...removed.map((claim) => ({ kind: 'removed' as const, claim, fields: [] })),
  ];
}

/** When a claim was published, as seen from a screening's day. */
export type PublishedWhen = 'before' | 'same-day' | 'after' | 'unknown';

/**
 * Whether a claim had been published when something was screened. One that had been was not known
 * here yet; one that came after could not be.
 *
 * @param day - the day of the screening
 */
export function publishedWhen({ listedOn, sourceDate }: Attribution, day: string): PublishedWhen {
  const published = listedOn ?? sourceDate;
  if (published === null) return 'unknown';
  if (published === day) return 'same-day';
  return published < day ? 'before' : 'after';
}

/** A change that speaks about accounts of a screening. */
export interface Touch {
  readonly change: ClaimChange;
  /** The accounts of the screening that the claim speaks about. */
  readonly accounts: readonly Account[];
}

/** What is known of a screening before its facts are read. */
export interface ScreenedAccounts {
  /** The bundle that holds its facts. */
  readonly factsDigest: string;
  readonly subjects: readonly Account[];
}

/** A screening that changes speak about. */
export interface Touched<Screening> {
  readonly screening: Screening;
  /** Order: as the changes. */
  readonly touches: readonly Touch[];
}

/**
 * The screenings that name an account which a change speaks about: as their subject, on a path, or
 * among all that stood unlabelled. Order: as the screenings.
 *
 * `spokenAbout` gives the accounts that a claim speaks about, `bundlesWith` the bundles that name one.
 */
export function findTouched<Screening extends ScreenedAccounts>(
  screenings: readonly Screening[],
  changes: readonly ClaimChange[],
  known: {
    readonly spokenAbout: (claim: Attribution) => readonly Account[];
    readonly bundlesWith: (account: Account) => readonly string[];
  },
): readonly Touched<Screening>[] {
  // From changes to screenings: most screenings are touched by none, and are not looked at.
  const byBundle = new Map<string, Touches>();
  const bySubject = new Map<Account, Touches>();
  for (const change of changes) {
    for (const account of known.spokenAbout(change.claim)) {
      addTouch(bySubject, account, { change, account });
      for (const digest of known.bundlesWith(account)) {
        addTouch(byBundle, digest, { change, account });
      }
    }
  }
  const places = new Map(changes.map((change, at) => [change, at]));
  return screenings.flatMap((screening) => {
    const found: Touches = new Map();
    const parts = [
      byBundle.get(screening.factsDigest),
      ...screening.subjects.map((subject) => bySubject.get(subject)),
    ];
    for (const part of parts) {
      for (const [change, accounts] of part ?? []) {
        found.set(change, new Set([...(found.get(change) ?? []), ...accounts]));
      }
    }
    if (found.size === 0) return [];
    const touches = [...found]
      .map(([change, accounts]) => ({ change, accounts: [...accounts] }))
      .sort((a, b) => (places.get(a.change) ?? 0) - (places.get(b.change) ?? 0));
    return [{ screening, touches }];
  });
}

type Touches = Map<ClaimChange, Set<Account>>;

function addTouch<Key>(
  index: Map<Key, Touches>,
  key: Key,
  { change, account }: { readonly change: ClaimChange; readonly account: Account },
): void {
  const touches: Touches = index.get(key) ?? new Map();
  index.set(key, touches);
  const accounts = touches.get(change) ?? new Set();
  touches.set(change, accounts.add(account));
}
