import type { KeptMonthStore } from '../../store/keptMonthStore.js';
import type { SummarySchedule } from '../../summaryConfig.js';
import { dueMonths } from '../summary/monthSchedule.js';
import type { AuditLog } from './audit.js';
import type { MonthWork } from './monthWork.js';
import type { WorkFailure } from './work.js';
import { failureOf } from './workFailure.js';

/** How the keeping of months stands. */
export interface KeeperState {
  /** The day and hour on which months are kept; null for never. */
  readonly schedule: SummarySchedule | null;
  /** Why the newest attempt came to nothing; null where it did not. */
  readonly problem: { readonly month: string; readonly sentence: string } | null;
  /** Attempts that came to nothing since the service started. */
  readonly failures: number;
}

/** An attempt that came to nothing, without a word that anybody typed. */
export interface KeepFailure {
  /** Null where it could not even be told which are due. */
  readonly month: string | null;
  readonly code: WorkFailure['code'];
}

/** Keeps the summary of each month once its day has come. */
export interface MonthKeeper {
  /** Looks what is due, and has it made. Who calls while that goes on joins it. */
  readonly check: () => Promise<void>;
  readonly state: () => KeeperState;
  /** Months whose day has come and that are not kept; by now, whoever works on them. Order: in time. */
  readonly listDue: () => readonly string[];
  /** Looks every minute, until it is closed. Each attempt that comes to nothing is told. */
  readonly start: (onFailure: (failure: KeepFailure) => void) => void;
  readonly close: () => void;
}

/** What months are kept with. Units: `nowMs` gives Unix time in milliseconds. */
export interface MonthKeeperMeans {
  readonly schedule: SummarySchedule | null;
  readonly zone: string;
  readonly kept: Pick<KeptMonthStore, 'list'>;
  readonly audit: Pick<AuditLog, 'list'>;
  readonly work: Pick<MonthWork, 'ask'>;
  readonly nowMs: () => number;
}

const LOOK_EVERY_MS = 60_000;
/** After a failure; what failed once, such as a disk that is full, seldom mends within a minute. */
const AGAIN_AFTER_MS = 30 * 60_000;

/**
 * A keeper of months. Of several services over one database each may look: the database keeps one summary
 * of a month, and what came second is dropped.
 */
export function createMonthKeeper(means: MonthKeeperMeans): MonthKeeper {
  const { schedule, zone, kept, audit, work, nowMs } = means;
  const closing = new AbortController();
  let problem: KeeperState['problem'] = null;
  let failures = 0;
  let tellFailure: (failure: KeepFailure) => void = () => undefined;
  let notBeforeMs = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const fail = (error: unknown, month: string | null): void => {
    // Who ends the service ends what it was about to keep; the next one keeps it.
    if (closing.signal.aborted) return;
    const { code, sentence } = failureOf(error);
    problem = { month: month ?? '', sentence };
    failures += 1;
    tellFailure({ month, code });
  };
  const keep = async (month: string): Promise<void> => {
    const progress = { onProgress: () => undefined, signal: AbortSignal.any([closing.signal]) };
    try {
      await work.ask('keep', { kind: 'keep', month }, progress);
      problem = null;
    } catch (error) {
      fail(error, month);
      notBeforeMs = nowMs() + AGAIN_AFTER_MS;
    }
  };
  const listDue = (): readonly string[] => {
    if (schedule === null) return [];
    // Nothing is done here before the log tells of something.
    const [first] = audit.list({ before: 2, limit: 1 });
    if (first === undefined) return [];
    const isKept = kept.list().map(({ month }) => month);
    return dueMonths(nowMs(), { schedule, zone, kept: isKept, sinceIso: first.at });
  };
  const look = async (): Promise<void> => {
    const due = listDue();
    // The database answers again, or another service kept it.
    if (problem !== null && !due.includes(problem.month)) problem = null;
    if (nowMs() < notBeforeMs) return;
    for (const month of due) {
      if (closing.signal.aborted || nowMs() < notBeforeMs) return;
      await keep(month);
    }
  };
  const check = (): Promise<void> => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    check,
    listDue,
    state: () => ({ schedule, problem, failures }),
    start: (onFailure) => {
      tellFailure = onFailure;
      const tick = () => {
        check().catch((error: unknown) => {
          // The database could not be read just now; the next look asks it again.
          fail(error, null);
        });
      };
      tick();
      timer = setInterval(tick, LOOK_EVERY_MS);
      timer.unref();
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      closing.abort();
    },
  };
}
