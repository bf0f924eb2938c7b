import { ScreenError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { monthSpan } from '../../desk/paid/monthSpan.js';
import { assertMay } from '../access/accessMeans.js';
import type { PaidMatching, PaidPayments } from './paidPayments.js';

/** A look at the chains for a month. */
export interface MatchRun {
  readonly month: string;
  readonly state: 'running' | 'done' | 'failed';
  /** Look-ups that are done, and all of them. */
  readonly done: number;
  readonly of: number;
  /** Null until it is done. */
  readonly matching: PaidMatching | null;
  /** Why it came to nothing; null where it did not. */
  readonly failure: string | null;
}

/** Looks at the chains that a service makes beside its requests, one a month at a time. */
export interface MatchRuns {
  /** Begins one, or tells of the one that is under way. @throws {InputError} as `PaidPayments.match` does. */
  readonly start: (month: string, by: Actor) => MatchRun;
  /** The newest of a month; null where none was made since the service began. */
  readonly read: (month: string) => MatchRun | null;
  /** Settles once it is over, or the signal ends the wait. */
  readonly settled: (month: string, signal: AbortSignal) => Promise<void>;
  /** Ends what is under way; what was fetched is kept. */
  readonly close: () => Promise<void>;
}

/** Looks at the chains, each over when it ends or the service closes. */
export function createMatchRuns(paid: Pick<PaidPayments, 'match'>): MatchRuns {
  const runs = new Map<string, MatchRun>();
  const ends = new Map<string, Promise<void>>();
  const closing = new AbortController();
  const write = (month: string, parts: Partial<MatchRun>) => {
    const run = runs.get(month);
    if (run !== undefined) runs.set(month, { ...run, ...parts });
  };
  const begin = (month: string, by: Actor): MatchRun => {
    const run: MatchRun = {
      month,
      state: 'running',
      done: 0,
      of: 0,
      matching: null,
      failure: null,
    };
    runs.set(month, run);
    const { signal } = closing;
    const onProgress = (done: number, of: number) => write(month, { done, of });
    const over = paid.match(month, by, { onProgress, signal }).then(
      (matching) => write(month, { state: 'done', matching }),
      (error: unknown) => {
        write(month, { state: 'failed', failure: wordsOf(error) });
      },
    );
    ends.set(month, over);
    return runs.get(month) ?? run;
  };
  return {
    start: (month, by) => {
      assertMay(by, 'pay');
      monthSpan(month, 0);
      const under = runs.get(month);
      return under?.state === 'running' ? under : begin(month, by);
    },
    read: (month) => runs.get(month) ?? null,
    settled: async (month, signal) => {
      const stopped = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await Promise.race([ends.get(month), stopped]);
    },
    close: async () => {
      closing.abort();
      await Promise.allSettled(ends.values());
    },
  };
}

function wordsOf(error: unknown): string {
  return error instanceof ScreenError
    ? error.message
    : 'A fault of the program ended it; please report it.';
}
