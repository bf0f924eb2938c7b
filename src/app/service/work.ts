import type { Actor } from '../../core/role.js';
import type { Decision } from '../../core/verdict.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { SyncedSet } from '../../report/labelDocument.js';
import type { ScreenProgress } from '../screenRequest.js';

/** A wallet that somebody wants screened. */
export interface WorkItem {
  readonly text: string;
  readonly payeeReference: string | null;
  /** Short names of the chains on which alone an EVM address is looked at; null for all. */
  readonly onlyOn: readonly string[] | null;
  /** An ISO day or moment; null for now. */
  readonly asOf: string | null;
  /** Whether a verdict that is still valid may answer, or it is to be screened anew. */
  readonly reuse: 'valid-verdict' | 'never';
}

/** Wallets that are asked for together. */
export interface Submission {
  readonly items: readonly WorkItem[];
  /** Who waits for one wallet overtakes who had many screened. */
  readonly urgency: 'single' | 'batch';
  /** The same key with the same items is the same submission; null for none. */
  readonly idempotencyKey: string | null;
}

/** Why a screening came to nothing; the sentence says what to do. */
export interface WorkFailure {
  readonly code: string;
  readonly sentence: string;
}

/** Where a screening stands. Its id is that of the record which it becomes. */
export type WorkState =
  | { readonly kind: 'queued'; readonly screeningId: string; readonly ahead: number }
  | {
      readonly kind: 'running';
      readonly screeningId: string;
      readonly progress: ScreenProgress | null;
    }
  | { readonly kind: 'done'; readonly screeningId: string; readonly isReused: boolean }
  | { readonly kind: 'failed'; readonly screeningId: string; readonly failure: WorkFailure };

/** What of past screenings is looked for. */
export interface HistoryQuery {
  /** Part of what was typed, of an address or of a payee reference; null for all. */
  readonly text: string | null;
  readonly decision: Decision | null;
  /** ISO 8601 times in UTC: from the first on, before the second; null for open ends. */
  readonly fromIso: string | null;
  readonly toIso: string | null;
  /** From the page before; null for the newest. */
  readonly cursor: string | null;
  readonly limit: number;
}

/** One line of the history. */
export interface HistoryRow {
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly validUntil: string;
  readonly decision: Decision;
  readonly complete: boolean;
  readonly summary: string;
  readonly address: string;
  readonly payeeReference: string | null;
}

/** Some of the history. Order: newest first. */
export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** How the work stands, for `/v1/health` and `/v1/metrics`. */
export interface WorkHealth {
  readonly worker: 'ready' | 'starting' | 'failed';
  /** Why the last worker ended by itself, or could not start; null once one is ready. */
  readonly workerProblem: string | null;
  readonly queued: { readonly single: number; readonly batch: number };
  readonly running: number;
  /** Since the start, by outcome. */
  readonly finished: Readonly<Record<Decision | 'failed', number>>;
  /** Since the start, by host. */
  readonly sourceFailures: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<string, number>>;
}

/** Screenings that are asked for, under way and recorded. */
export interface Work {
  /**
   * Takes wallets to screen; each answers at once with its id, done where a valid verdict exists.
   *
   * Order: as asked for.
   * @throws {InputError} when a text is no address (nothing of the submission is taken then), or the
   * idempotency key was used for other items.
   * @throws {AbortedError} while the service stops, or more wait than may; nothing is taken then.
   */
  readonly submit: (submission: Submission, by: Actor) => readonly WorkState[];
  /** Null where there is none of that id. */
  readonly readState: (screeningId: string) => WorkState | null;
  /** Calls back at every change until it is done or failed, or the returned function is called. */
  readonly watch: (screeningId: string, onChange: (state: WorkState) => void) => () => void;
  /** Settles once it is done or failed, or the signal ends the wait. */
  readonly settled: (screeningId: string, signal: AbortSignal) => Promise<WorkState | null>;
  /** Takes a screening out of the queue, or ends it early: it answers with what it has. */
  readonly cancel: (screeningId: string, by: Actor) => void;
  readonly readDocument: (screeningId: string) => ScreeningDocument | null;
  readonly listHistory: (query: HistoryQuery) => HistoryPage;
  /** Fetches the label sets anew. Order: of the configured feeds. */
  readonly syncLabels: (by: Actor) => Promise<readonly SyncedSet[]>;
  readonly health: () => WorkHealth;
  /** Takes nothing new, ends or parks what runs within a time, and stops the worker. */
  readonly close: (graceMs: number) => Promise<void>;
}
