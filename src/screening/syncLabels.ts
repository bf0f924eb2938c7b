import { AbortedError, SourceError } from '../core/errors.js';
import { isFarLess } from '../core/labels/listNow.js';
import type { FetchedLabels, FetchProgress, FileValidators, LabelFeed } from './labelPorts.js';
import type { LabelSnapshot } from './ports.js';

/** The state of a set that is in force, and how its file is told again. */
export interface StateInForce {
  readonly snapshot: LabelSnapshot;
  /** Null where the state came from another feed or from none, such as from a file of the user's. */
  readonly validators: FileValidators | null;
}

/** Label sets, as a sync reads and writes them. */
export interface SyncedSets {
  readonly readInForce: (set: string) => StateInForce | null;
  /** What answers for a set that never came, and that its first file is measured by; null where nothing does. */
  readonly readStandIn: (set: string) => LabelSnapshot | null;
  /** Makes what was fetched the state in force, and records that its publisher was asked. */
  readonly acceptFetched: (set: string, fetched: FetchedLabels) => LabelSnapshot;
  /** Records that the state in force is still the publisher's newest. */
  readonly confirmInForce: (set: string, known: FileValidators) => void;
  /** Records that the publisher was asked in vain; the state in force stays. */
  readonly recordFailure: (set: string, problem: string) => void;
}

/** What came of syncing one set. */
export type SyncOutcome =
  | {
      readonly kind: 'imported';
      readonly set: string;
      readonly snapshot: LabelSnapshot;
      /** Null where there was none. */
      readonly before: LabelSnapshot | null;
      readonly host: string;
      readonly leftOut: ReadonlyMap<string, number>;
    }
  | { readonly kind: 'unchanged'; readonly set: string; readonly snapshot: LabelSnapshot }
  | {
      /** The state in force stays, and why. */
      readonly kind: 'refused' | 'failed';
      readonly set: string;
      readonly problem: string;
      readonly inForce: LabelSnapshot | null;
    };

/** How a set is synced. */
export interface SyncOptions {
  /** Whether a file with far fewer claims, or of an older day, is taken on a person's word. */
  readonly acceptsLess: boolean;
  readonly onProgress: (progress: FetchProgress) => void;
}

/**
 * Brings a label set to its publisher's newest state, or leaves the one in force and says why.
 *
 * A file that cannot be read whole, that holds nothing, far less than before or an older day is
 * refused: a list that was cut off would let through whom it no longer names.
 *
 * @throws {AbortedError} when the signal ends it; nothing was changed then.
 */
export async function syncLabels(
  feed: LabelFeed,
  sets: SyncedSets,
  options: SyncOptions,
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const { set } = feed;
  const inForce = sets.readInForce(set);
  const before = inForce?.snapshot ?? null;
  let fetched: Awaited<ReturnType<LabelFeed['fetchLabels']>>;
  try {
    fetched = await feed.fetchLabels(inForce?.validators ?? null, options.onProgress, signal);
  } catch (error) {
    if (!(error instanceof SourceError) || error instanceof AbortedError) throw error;
    sets.recordFailure(set, error.message);
    return { kind: 'failed', set, problem: error.message, inForce: before };
  }
  if (fetched.kind === 'not-modified') {
    if (inForce?.validators == null) {
      const problem = 'The host says that nothing changed, though it was not asked that.';
      sets.recordFailure(set, problem);
      return { kind: 'failed', set, problem, inForce: before };
    }
    sets.confirmInForce(set, inForce.validators);
    return { kind: 'unchanged', set, snapshot: inForce.snapshot };
  }
  if (signal.aborted) throw new AbortedError('The sync was stopped before a new state was taken.');
  const problem = refusalOf(fetched, before ?? sets.readStandIn(set), options);
  if (problem !== null) {
    sets.recordFailure(set, problem);
    return { kind: 'refused', set, problem, inForce: before };
  }
  const snapshot = sets.acceptFetched(set, fetched);
  const isSame = before !== null && snapshot.digest === before.digest;
  if (isSame) return { kind: 'unchanged', set, snapshot };
  const { host, leftOut } = fetched;
  return { kind: 'imported', set, snapshot, before, host, leftOut };
}

function refusalOf(
  { rows, asOf, host }: FetchedLabels,
  before: LabelSnapshot | null,
  { acceptsLess }: SyncOptions,
): string | null {
  if (rows.length === 0) {
    return `The file of ${host} holds no claim; the state in force stays. See whether its format changed.`;
  }
  if (before === null || acceptsLess) return null;
  const inForce = `the state in force (${before.rows} claims${before.asOf === null ? '' : `, of ${before.asOf}`}) stays`;
  if (isFarLess(rows.length, before.rows)) {
    return `The file of ${host} holds only ${rows.length} claims; ${inForce}. See what happened to the list; if it is right, sync again with --accept-less.`;
  }
  if (asOf !== null && before.asOf !== null && asOf < before.asOf) {
    return `The file of ${host} is of ${asOf}, an older day; ${inForce}. If it is right, sync again with --accept-less.`;
  }
  return null;
}
