import type { Attribution } from '../attribution.js';

/** The parts of a claim that a comparison looks at; the set is the name of the file, not a part of what it says. */
export const CLAIM_FIELDS = [
  'account',
  'entity',
  'category',
  'actor',
  'event',
  'authority',
  'confidence',
  'use',
  'source',
  'sourceDate',
  'entityListedOn',
  'listedOn',
  'delistedOn',
  'note',
] as const satisfies readonly (keyof Attribution)[];

/** A part of a claim that can be compared. */
export type ClaimField = (typeof CLAIM_FIELDS)[number];

/** One part of a claim, as it was and as it is. */
export interface FieldChange {
  readonly field: ClaimField;
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** A claim that two snapshots make differently. */
export interface ChangedClaim {
  readonly before: Attribution;
  readonly after: Attribution;
  /** Order: that of `CLAIM_FIELDS`. */
  readonly fields: readonly FieldChange[];
}

/** What one snapshot says and another does not. */
export interface ClaimsDiff {
  /** Order: the newer file's. */
  readonly added: readonly Attribution[];
  /** Order: the older file's. */
  readonly removed: readonly Attribution[];
  /** Order: the newer file's. */
  readonly changed: readonly ChangedClaim[];
  /** How many claims both make alike. */
  readonly unchanged: number;
}

/** Claims of two snapshots, each beside the one that it is in the other. */
export interface PairedClaims {
  /** Order: the newer file's. */
  readonly pairs: readonly { readonly before: Attribution; readonly after: Attribution }[];
  readonly added: readonly Attribution[];
  readonly removed: readonly Attribution[];
}

/**
 * How two claims are known to be the same one, surest first: word by word; the same account, name
 * and page of the source; the account and the page (the entity got another name); the account and
 * the name (the page moved).
 */
const SAMENESS: readonly ((claim: Attribution) => string)[] = [
  (claim) => JSON.stringify(CLAIM_FIELDS.map((field) => claim[field])),
  (claim) => JSON.stringify([claim.account, claim.entity, pageOf(claim)]),
  (claim) => JSON.stringify([claim.account, pageOf(claim)]),
  (claim) => JSON.stringify([claim.account, claim.entity]),
];

/** Finds each claim of a snapshot in another. Claims that are told apart by nothing go by their order. */
export function pairClaims(
  before: readonly Attribution[],
  after: readonly Attribution[],
): PairedClaims {
  const found = new Map<Attribution, Attribution>();
  let removed = before;
  let added = after;
  for (const key of SAMENESS) {
    const waiting = new Map<string, Attribution[]>();
    for (const claim of removed) {
      const name = key(claim);
      const queue = waiting.get(name);
      if (queue === undefined) waiting.set(name, [claim]);
      else queue.push(claim);
    }
    const gone = new Set(removed);
    const left: Attribution[] = [];
    for (const claim of added) {
      const same = waiting.get(key(claim))?.shift();
      if (same === undefined) left.push(claim);
      else {
        found.set(claim, same);
        gone.delete(same);
      }
    }
    removed = removed.filter((claim) => gone.has(claim));
    added = left;
  }
  const pairs = after.flatMap((claim) => {
    const same = found.get(claim);
    return same === undefined ? [] : [{ before: same, after: claim }];
  });
  return { pairs, added, removed };
}

/** Compares what two snapshots claim. */
export function diffClaims(
  before: readonly Attribution[],
  after: readonly Attribution[],
): ClaimsDiff {
  const { pairs, added, removed } = pairClaims(before, after);
  const changed = pairs
    .map((pair) => ({ ...pair, fields: changedFields(pair.before, pair.after) }))
    .filter(({ fields }) => fields.length > 0);
  return { added, removed, changed, unchanged: pairs.length - changed.length };
}

/** The parts in which two claims differ. Order: that of `CLAIM_FIELDS`. */
export function changedFields(before: Attribution, after: Attribution): readonly FieldChange[] {
  return CLAIM_FIELDS.filter((field) => before[field] !== after[field]).map((field) => ({
    field,
    from: before[field],
    to: after[field],
  }));
}

/** The page that a claim rests on: the first of its source; lists name a party by it. */
function pageOf({ source }: Attribution): string {
  const [page = ''] = source.split(' ', 1);
  return page;
}
