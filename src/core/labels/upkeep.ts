import { parseMoment, SECONDS_PER_DAY } from '../moment.js';

/** Days after which a set that can be kept up to date is told to be getting old. */
const WARN_AFTER_DAYS = 3;

/** Days after which what such a set does not say yet is a gap that matters. */
export const STALE_AFTER_DAYS = 7;

/** A copy that came with Hopsight of a list that was not fetched yet. */
export interface StandIn {
  readonly set: string;
  /** Day up to which the copy is complete; null when unknown. */
  readonly asOf: string | null;
}

/** How a set came and how new it is. */
export interface SetUpkeep {
  readonly set: string;
  /**
   * `synced`: its publisher was asked for its newest state and answered; nothing else can be kept up to
   * date. `awaited`: a feed names it, or was asked for it, and it never came.
   */
  readonly origin: 'built-in' | 'imported' | 'synced' | 'awaited';
  /** Whether a feed of the configuration serves it now. */
  readonly isServed: boolean;
  /**
   * Whether screenings go by how old it is also before its publisher was first asked. Edge: not by
   * that of OFAC's own list where all that is read is recorded, since no request is to be made there.
   */
  readonly isDue: boolean;
  /** The set that answers for it until it first comes; null where none does, or it is here. */
  readonly standIn: StandIn | null;
  /** Day up to which the publisher had published; null when unknown or nothing is there. */
  readonly asOf: string | null;
  /** ISO 8601 time of the last import; null where the set was never fetched. */
  readonly importedAt: string | null;
  /** ISO 8601 time at which the snapshot was last known to be the publisher's newest; null when never. */
  readonly confirmedAt: string | null;
  /** What the last check said where it failed; null where it did not. */
  readonly problem: string | null;
}

/**
 * How a set stands: `absent` never came; `static` cannot be kept up to date and only has an age;
 * `fresh`, `ageing` and `stale` go by when it was last confirmed, and before that by the day of what
 * answers for it; of one that is `unconfirmed` nobody knows whether it is the publisher's newest state.
 */
export type SetStanding = 'absent' | 'static' | 'fresh' | 'ageing' | 'stale' | 'unconfirmed';

/**
 * How old what a set says is: since its publisher last confirmed it, else since the day up to which
 * it was published (it, or the copy that answers for it), else since its import. Null where nothing is
 * there.
 *
 * Units: whole days, rounded down.
 */
export function ageInDays(upkeep: SetUpkeep, nowSeconds: number): number | null {
  const { origin, asOf, importedAt, confirmedAt, standIn } = upkeep;
  if (origin === 'synced') return daysSince(confirmedAt, nowSeconds);
  return daysSince(asOf ?? importedAt ?? standIn?.asOf ?? null, nowSeconds);
}

function daysSince(moment: string | null, nowSeconds: number): number | null {
  const seconds = moment === null ? null : parseMoment(moment);
  if (seconds === null) return null;
  return Math.max(0, Math.floor((nowSeconds - seconds) / SECONDS_PER_DAY));
}

/** What brings a set up to date: a sentence. */
export function cureOf({ set, isServed }: SetUpkeep): string {
  return isServed
    ? `Run hopsight labels sync ${set}.`
    : `No feed serves it any more: name one in labels.feeds, or take in its file: hopsight labels import FILE --set ${set}.`;
}

/**
 * How a set stands at a moment. Edge: the day of an import by hand says nothing of how new the file
 * was, so that a set without a day of its own is `unconfirmed` until it is first synced.
 */
export function standingOf(upkeep: SetUpkeep, nowSeconds: number): SetStanding {
  const { origin, isDue, standIn, asOf, confirmedAt } = upkeep;
  if (origin === 'awaited' && (!isDue || standIn === null)) return 'absent';
  if (origin !== 'synced' && !isDue) return 'static';
  const since = origin === 'synced' ? confirmedAt : (asOf ?? standIn?.asOf ?? null);
  const days = daysSince(since, nowSeconds);
  if (days === null) return 'unconfirmed';
  if (days >= STALE_AFTER_DAYS) return 'stale';
  return days >= WARN_AFTER_DAYS ? 'ageing' : 'fresh';
}
