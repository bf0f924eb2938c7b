import type { Config } from '../../config.js';
import type { Decision } from '../../core/verdict.js';
import type { SyncedSet } from '../../report/labelDocument.js';
import type { HostTraffic } from '../../sources/hostGates.js';
import type { JobItem } from '../../store/jobStore.js';
import type { ScreenProgress, Urgency } from '../screenRequest.js';
import type { MonthAnswer, MonthAsk } from './monthAsks.js';
import type { WorkFailure } from './work.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly config: Config;
  /** A rule set of the user's; null for the default policy. */
  readonly rulesFile: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How far the service's clock is ahead of the machine's. Units: milliseconds. */
  readonly clockAheadMs: number;
}

/** What the worker is asked to do. */
export type WorkerRequest =
  | {
      readonly kind: 'screen';
      readonly screeningId: string;
      readonly urgency: Urgency;
      readonly item: JobItem;
    }
  | { readonly kind: 'cancel'; readonly screeningId: string }
  | { readonly kind: 'sync-labels'; readonly syncId: number }
  | { readonly kind: 'month'; readonly taskId: number; readonly ask: MonthAsk }
  | { readonly kind: 'cancel-month'; readonly taskId: number }
  /** Closes the database and ends; asked when nothing runs. */
  | { readonly kind: 'close' };

/** What the worker says. Facts stay in the database. */
export type WorkerReply =
  | { readonly kind: 'ready' }
  /** It could not start, and ends. */
  | { readonly kind: 'not-started'; readonly failure: WorkFailure }
  | {
      readonly kind: 'progress';
      readonly screeningId: string;
      readonly progress: ScreenProgress;
    }
  | { readonly kind: 'recorded'; readonly screeningId: string; readonly decision: Decision }
  | { readonly kind: 'failed'; readonly screeningId: string; readonly failure: WorkFailure }
  | { readonly kind: 'labels-synced'; readonly syncId: number; readonly sets: readonly SyncedSet[] }
  | { readonly kind: 'sync-failed'; readonly syncId: number; readonly failure: WorkFailure }
  | {
      readonly kind: 'month-progress';
      readonly taskId: number;
      readonly done: number;
      readonly of: number;
    }
  /** A finished document, or what a page shows: it stands in no table. */
  | { readonly kind: 'month-done'; readonly taskId: number; readonly answer: MonthAnswer }
  | { readonly kind: 'month-failed'; readonly taskId: number; readonly failure: WorkFailure }
  /** Since the worker's start. */
  | { readonly kind: 'traffic'; readonly byHost: Readonly<Record<string, HostTraffic>> };
