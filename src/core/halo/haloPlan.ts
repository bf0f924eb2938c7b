import type { Account } from '../account.js';
import { compareAmounts } from '../amount.js';
import { SECONDS_PER_DAY } from '../moment.js';
import { HALO_HOPS } from './haloEntry.js';

/**
 * How long what was read of a seed counts as new: then a screening asks for its newest blocks at
 * most, and a seed is not read anew. Units: seconds.
 * Source: a policy choice, the pace at which label lists change.
 */
export const HALO_FRESH_SECONDS = 7 * SECONDS_PER_DAY;

/** `open`: not yet followed to the end. `failed`: something of it was not seen. */
export const SEED_STATES = ['open', 'done', 'failed'] as const;

/** How far a seed was followed. */
export interface SeedStanding {
  readonly seed: Account;
  readonly state: (typeof SEED_STATES)[number];
  /** Hops that are known as far as they can be seen: 0 when nothing is. */
  readonly hops: number;
  /** What the seed paid out, by expansion floors; nothing while it is not known. */
  readonly sentFloors: bigint;
  /** The newest block as of which it was read; null when it never was. Units: Unix seconds. */
  readonly readToSeconds: number | null;
}

/**
 * Seeds whose own history is to be read, so that it is known where the most value went before any
 * request is spent further out. Order: as given, those that failed before last.
 */
export function seedsToRead(seeds: readonly SeedStanding[]): readonly SeedStanding[] {
  const unread = seeds.filter(({ hops }) => hops === 0);
  return [...unread.filter(wasNotFailed), ...unread.filter((seed) => !wasNotFailed(seed))];
}

/**
 * Seeds to follow to the end, or to follow anew. Order: what was never followed, the most value
 * first; then what failed; then what is older than `HALO_FRESH_SECONDS`, the oldest first.
 */
export function seedsToFollow(
  seeds: readonly SeedStanding[],
  nowSeconds: number,
): readonly SeedStanding[] {
  const read = seeds.filter(({ hops }) => hops > 0);
  const unfinished = read.filter(({ state, hops }) => state === 'open' && hops < HALO_HOPS);
  const failed = read.filter(({ state }) => state === 'failed');
  const isOld = ({ state, readToSeconds }: SeedStanding) =>
    state === 'done' && nowSeconds - (readToSeconds ?? 0) > HALO_FRESH_SECONDS;
  return [
    ...[...unfinished].sort((a, b) => compareAmounts(b.sentFloors, a.sentFloors)),
    ...failed,
    ...read.filter(isOld).sort((a, b) => (a.readToSeconds ?? 0) - (b.readToSeconds ?? 0)),
  ];
}

function wasNotFailed({ state }: SeedStanding): boolean {
  return state !== 'failed';
}
