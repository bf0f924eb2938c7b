import { formatCanonicalJson } from '../core/canonicalJson.js';
import { DecodeError, InputError } from '../core/errors.js';
import { OFAC_COPY_SET, OFAC_SET } from '../core/labels/listNow.js';
import { formatMoment } from '../core/moment.js';
import type { Actor } from '../core/role.js';
import type { FeedConfig } from '../feedConfig.js';
import { readPackageVersion } from '../packageInfo.js';
import type { FetchProgress, FileValidators } from '../screening/labelPorts.js';
import { type SyncedSets, type SyncOutcome, syncLabels } from '../screening/syncLabels.js';
import type { HttpClient } from '../sources/http.js';
import type { LabelFile } from '../sources/labels/importers/labelFormats.js';
import { createLabelFeed } from '../sources/labels/labelFeed.js';
import type { PublishedLabels } from '../sources/labels/publishedLabels.js';
import type { LabelCheckOutcome } from '../store/labelChecks.js';
import type { LabelStore } from '../store/labelStore.js';
import { digestOf } from './records.js';

/** Which sets to bring up to date, and how. */
export interface SyncRequest {
  /** Empty for every set that has a feed. */
  readonly sets: readonly string[];
  /** Whether a file with far fewer claims, or of an older day, is taken on a person's word. */
  readonly acceptsLess: boolean;
  /** Who asked for it, for the audit log; left out where the caller tells it. */
  readonly by?: Pick<Actor, 'kind' | 'id'>;
  readonly onProgress: (progress: FetchProgress) => void;
  readonly signal: AbortSignal;
}

/** What a sync works with. */
export interface SyncTools {
  readonly feeds: readonly FeedConfig[];
  readonly labels: LabelStore;
  /** Whether the built-in sets are used. */
  readonly withBuiltIn: boolean;
  readonly http: HttpClient;
  /** Folder for files that are being read. */
  readonly folder: string;
  readonly nowMs: () => number;
}

/**
 * Brings label sets to their publishers' newest states, one after the other. Order: the feeds'.
 *
 * @throws {InputError} for a set that no feed serves.
 * @throws {AbortedError} when the signal ends it; the sets before the one under way are done then.
 */
export async function syncFeeds(
  tools: SyncTools,
  { sets, acceptsLess, onProgress, signal }: SyncRequest,
): Promise<readonly SyncOutcome[]> {
  const chosen = chooseFeeds(tools.feeds, sets);
  const outcomes: SyncOutcome[] = [];
  for (const config of chosen) {
    const { set, format, url, fallbackUrls = [], chain = 'ethereum' } = config;
    const feed = createLabelFeed({
      set,
      urls: [url, ...fallbackUrls],
      readFile: (file, ending) =>
        readServed({ file, set, format, mapping: null, chainName: chain }, ending),
      http: tools.http,
      folder: tools.folder,
    });
    const options = { acceptsLess, onProgress };
    outcomes.push(await syncLabels(feed, syncedSets(tools, digestOfFeed(config)), options, signal));
  }
  return outcomes;
}

function chooseFeeds(feeds: readonly FeedConfig[], sets: readonly string[]): readonly FeedConfig[] {
  const unknown = sets.find((set) => !feeds.some((feed) => feed.set === set));
  if (unknown !== undefined) {
    const known = feeds.map(({ set }) => set).join(', ');
    throw new InputError(
      known === ''
        ? 'No label set has a feed; name one in labels.feeds of the configuration.'
        : `No feed serves the set "${unknown}"; those that have one are ${known}. Another can be named in labels.feeds of the configuration.`,
    );
  }
  return sets.length === 0 ? feeds : feeds.filter(({ set }) => sets.includes(set));
}

/** A table that a person could mend is, where a host serves it, an answer that cannot be used. */
async function readServed(asked: LabelFile, signal: AbortSignal): Promise<PublishedLabels> {
  try {
    const { readLabelFile } = await import('../sources/labels/importers/readLabelFile.js');
    return await readLabelFile(asked, signal);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new DecodeError(error.message, {}, { cause: error });
  }
}

/**
 * What tells a feed from every other, and what its file was read by from what reads it now: only the
 * very same may be told that nothing changed. A digest, since keys may stand in an address.
 */
function digestOfFeed({ url, format, chain = '' }: FeedConfig): string {
  return digestOf(formatCanonicalJson({ url, format, chain, version: readPackageVersion() }));
}

/** What the feed's host can be asked by, or null where it gave nothing, or another gave it. */
function validatorsIn(outcome: LabelCheckOutcome, feedDigest: string): FileValidators | null {
  if (outcome.kind === 'failed' || outcome.feedDigest !== feedDigest) return null;
  const { etag, lastModified } = outcome;
  return etag === null && lastModified === null ? null : { etag, lastModified };
}

function syncedSets({ labels, withBuiltIn, nowMs }: SyncTools, feedDigest: string): SyncedSets {
  const now = () => formatMoment(Math.floor(nowMs() / 1000));
  const current = (set: string) => labels.listCurrentSnapshots().find((one) => one.set === set);
  return {
    readInForce: (set) => {
      const snapshot = current(set);
      if (snapshot === undefined) return null;
      const confirmed = labels.listChecks().find((checks) => checks.set === set)?.confirmed;
      const outcome = confirmed?.outcome;
      const validators = outcome === undefined ? null : validatorsIn(outcome, feedDigest);
      return { snapshot, validators };
    },
    readStandIn: (set) =>
      withBuiltIn && set === OFAC_SET ? (current(OFAC_COPY_SET) ?? null) : null,
    acceptFetched: (set, { rows, asOf, fileDigest, validators }) => {
      const importedAt = now();
      const snapshot = labels.importSet({ set, rows, asOf, fileDigest, importedAt });
      // A kill between the two leaves a state in force that nobody confirmed: the next sync asks anew.
      labels.recordCheck({
        set,
        checkedAt: now(),
        outcome: { kind: 'imported', ...validators, feedDigest },
      });
      return snapshot;
    },
    confirmInForce: (set, validators) =>
      labels.recordCheck({
        set,
        checkedAt: now(),
        outcome: { kind: 'not-modified', ...validators, feedDigest },
      }),
    recordFailure: (set, problem) =>
      labels.recordCheck({ set, checkedAt: now(), outcome: { kind: 'failed', problem } }),
  };
}
