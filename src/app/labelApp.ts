import { tmpdir } from 'node:os';
import type { FeedConfig } from '../feedConfig.js';
import type {
  LabelStatus,
  LabelsDiff,
  ListedSnapshot,
  ShownLabels,
  SyncedSet,
} from '../report/labelDocument.js';
import type { RuleSet } from '../rules/schema.js';
import type { LabelBook } from '../screening/ports.js';
import type { SyncOutcome } from '../screening/syncLabels.js';
import type { HttpClient } from '../sources/http.js';
import type { LabelStore } from '../store/labelStore.js';
import { compareSnapshots, listSnapshots } from './compareLabels.js';
import { type SyncRequest, syncFeeds } from './labelFeeds.js';
import { type ImportRequest, importLabelFile, type LabelImport } from './labelImports.js';
import { tellStatus, type UpkeepMeans } from './labelUpkeep.js';
import type { AuditLog } from './service/audit.js';
import { showLabels } from './showLabels.js';

/** What the application does with label sets. */
export interface LabelApp {
  /** @throws {InputError} naming every bad line; then nothing is imported. @throws {DecodeError} */
  importLabels(request: ImportRequest): Promise<LabelImport>;
  /**
   * Brings label sets to their publishers' newest states. Order: the feeds'.
   *
   * @throws {InputError} for a set that no feed serves. @throws {AbortedError}
   */
  syncLabels(request: SyncRequest): Promise<readonly SyncedSet[]>;
  /** @throws {InputError} when the text is no address. */
  showLabels(text: string): ShownLabels;
  /** How the label sets stand now. */
  labelStatus(): LabelStatus;
  /**
   * Snapshots as imported, of one set or of all (null).
   *
   * @throws {InputError} when no set has the name.
   */
  listLabels(set: string | null): readonly ListedSnapshot[];
  /** @throws {InputError} when a text names no snapshot. */
  diffLabels(from: string, to: string): LabelsDiff;
}

/** What label sets are kept and asked with. */
export interface LabelParts {
  readonly labels: LabelStore;
  /** The same, for what somebody takes in on the command line. */
  readonly ownImports: LabelStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly feeds: readonly FeedConfig[];
  readonly upkeep: UpkeepMeans;
  readonly ruleSet: RuleSet;
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  /** A client that waits as long as a list's host may think. Opened by the first sync. */
  readonly openClient: () => HttpClient;
  readonly nowMs: () => number;
}

/** The label sets of an application. */
export function createLabelApp(parts: LabelParts): LabelApp {
  const { labels, ownImports, audit, feeds, upkeep, ruleSet, openBook, openClient, nowMs } = parts;
  const nowSeconds = () => Math.floor(nowMs() / 1000);
  return {
    importLabels: (request) => importLabelFile(ownImports, request, nowMs),
    syncLabels: async (request) => {
      const { withBuiltIn } = upkeep;
      const tools = { feeds, labels, withBuiltIn, http: openClient(), folder: tmpdir(), nowMs };
      const outcomes = await syncFeeds(tools, request);
      if (request.by !== undefined) {
        audit.append({ actor: request.by, action: 'labels-synced', subjectId: null });
      }
      return outcomes.map((outcome) => tellSync(labels, outcome));
    },
    showLabels: (text) =>
      showLabels(labels, { text, book: openBook(nowSeconds()), upkeep, ruleSet }),
    labelStatus: () => tellStatus(labels, { means: upkeep, nowSeconds: nowSeconds() }),
    listLabels: (set) => listSnapshots(labels, set),
    diffLabels: (from, to) => compareSnapshots(labels, from, to),
  };
}

function tellSync(labels: LabelStore, outcome: SyncOutcome): SyncedSet {
  const { set } = outcome;
  const plain = { set, host: null, changes: null, leftOut: [], problem: null };
  switch (outcome.kind) {
    case 'unchanged':
      return { ...plain, result: 'unchanged', snapshot: outcome.snapshot };
    case 'refused':
    case 'failed':
      return {
        ...plain,
        result: outcome.kind,
        snapshot: outcome.inForce,
        problem: outcome.problem,
      };
    case 'imported': {
      const { before, snapshot, host } = outcome;
      return {
        ...plain,
        result: 'imported',
        snapshot,
        host,
        changes: before === null ? null : compareSnapshots(labels, before.id, snapshot.id).counts,
        leftOut: [...outcome.leftOut].map(([problem, rows]) => ({ problem, rows })),
      };
    }
  }
}
