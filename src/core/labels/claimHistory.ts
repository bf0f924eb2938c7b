import type { Attribution } from '../attribution.js';
import { changedFields, type FieldChange, pairClaims } from './diffClaims.js';

/** A snapshot of a set, by its name and the day for which it speaks. */
export interface SnapshotDay {
  readonly id: string;
  /** The day up to which the publisher had published; the day of the import where that is unknown. */
  readonly day: string;
}

/** A state of a set, and what of it is about the accounts in question. */
export interface SetState extends SnapshotDay {
  readonly claims: readonly Attribution[];
}

/**
 * What happened to a claim from one snapshot of its set to the next.
 *
 * `first-seen`: it is in `at`; `before` is the snapshot without it, null where there is none before.
 * `changed`: it reads otherwise. `gone`: `at` is the first without it. `back`: it had been gone.
 */
export interface ClaimEvent {
  readonly kind: 'first-seen' | 'changed' | 'gone' | 'back';
  readonly at: SnapshotDay;
  readonly before: SnapshotDay | null;
  /** What reads otherwise; empty unless `changed` or `back`. */
  readonly fields: readonly FieldChange[];
}

/** A claim over all snapshots of its set. */
export interface ClaimHistory {
  /** The claim as it was said last. */
  readonly claim: Attribution;
  /** Whether the newest snapshot still makes it. */
  readonly isCurrent: boolean;
  readonly firstSeen: SnapshotDay;
  readonly lastSeen: SnapshotDay;
  /** Order: as it happened. */
  readonly events: readonly ClaimEvent[];
}

/**
 * What became of each claim about some accounts over the snapshots of one set.
 *
 * Order: claims that still stand in the newest file's order, then those that are gone.
 * Edge: the day of a listing is never concluded: it lies between two snapshots, which are named.
 *
 * @param states - as imported, first to last
 */
export function historyOfClaims(states: readonly SetState[]): readonly ClaimHistory[] {
  let standing: Thread[] = [];
  const gone: Thread[] = [];
  let previous: SnapshotDay | null = null;
  for (const { claims, ...at } of states) {
    const before: SnapshotDay | null = previous;
    const { pairs, added, removed } = pairClaims(standing.map(lastClaim), claims);
    const threadOf = new Map(standing.map((thread) => [thread.claim, thread]));
    for (const claim of removed) {
      const thread = threadOf.get(claim);
      if (thread === undefined) continue;
      thread.events.push({ kind: 'gone', at, before, fields: [] });
      gone.push(thread);
    }
    const next = new Map<Attribution, Thread>();
    for (const pair of pairs) {
      const thread = threadOf.get(pair.before);
      if (thread === undefined) continue;
      const fields = changedFields(pair.before, pair.after);
      if (fields.length > 0) thread.events.push({ kind: 'changed', at, before, fields });
      thread.claim = pair.after;
      thread.lastSeen = at;
      next.set(pair.after, thread);
    }
    const returned = pairClaims(gone.map(lastClaim), added);
    for (const pair of returned.pairs) {
      const place = gone.findIndex((thread) => thread.claim === pair.before);
      const [thread] = gone.splice(place, 1);
      if (thread === undefined) continue;
      const fields = changedFields(pair.before, pair.after);
      thread.events.push({ kind: 'back', at, before, fields });
      thread.claim = pair.after;
      thread.lastSeen = at;
      next.set(pair.after, thread);
    }
    for (const claim of returned.added) {
      const first: ClaimEvent = { kind: 'first-seen', at, before, fields: [] };
      next.set(claim, { claim, firstSeen: at, lastSeen: at, events: [first] });
    }
    standing = claims.flatMap((claim) => next.get(claim) ?? []);
    previous = at;
  }
  return [
    ...standing.map((thread) => ({ ...thread, isCurrent: true })),
    ...gone.map((thread) => ({ ...thread, isCurrent: false })),
  ];
}

interface Thread {
  claim: Attribution;
  readonly firstSeen: SnapshotDay;
  lastSeen: SnapshotDay;
  readonly events: ClaimEvent[];
}

function lastClaim(thread: Thread): Attribution {
  return thread.claim;
}
