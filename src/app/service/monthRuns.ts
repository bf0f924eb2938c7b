import type { Actor } from '../../core/role.js';
import { type AnswerTo, type AskOf, answerTo, type MonthAnswer } from './monthAsks.js';
import type { MonthWork } from './monthWork.js';

/** Something about a month that somebody waits for. */
export type MonthRun<Answer> =
  | { readonly kind: 'running'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly answer: Answer };

/** What is asked without anything being changed by it. */
type ReadingKind = 'view' | 'file' | 'rows' | 'versions';

/**
 * Asks about months that go on when nobody waits: who asks the same again joins what is under way, and
 * takes what is done.
 */
export interface MonthRuns {
  /**
   * Asks, or asks again, and waits until the signal ends.
   *
   * @throws whatever the ask comes to, once; then it is asked anew.
   */
  readonly run: <Kind extends ReadingKind>(
    kind: Kind,
    ask: AskOf<Kind>,
    waiting: { readonly by: Pick<Actor, 'kind' | 'id'>; readonly until: AbortSignal },
  ) => Promise<MonthRun<AnswerTo<Kind>>>;
  readonly close: () => void;
}

interface Kept {
  readonly over: Promise<Result>;
  readonly counts: { readonly done: number; readonly of: number };
  /** Null while it goes on. Units: Unix milliseconds. */
  overAtMs: number | null;
}

type Result =
  | { readonly kind: 'answer'; readonly answer: MonthAnswer }
  | { readonly kind: 'error'; readonly error: unknown };

/** How long a result waits for who asked. Units: milliseconds. */
const KEPT_MS = 5 * 60_000;

/** Runs over a worker. Units: `nowMs` gives milliseconds. */
export function createMonthRuns(
  work: Pick<MonthWork, 'ask'>,
  { nowMs }: { readonly nowMs: () => number },
): MonthRuns {
  const kept = new Map<string, Kept>();
  const closing = new AbortController();
  const forgetOld = (): void => {
    for (const [key, { overAtMs }] of kept) {
      if (overAtMs !== null && overAtMs < nowMs() - KEPT_MS) kept.delete(key);
    }
  };
  const begin = <Kind extends ReadingKind>(kind: Kind, ask: AskOf<Kind>): Kept => {
    const counts = { done: 0, of: 0 };
    const onProgress = (done: number, of: number) => Object.assign(counts, { done, of });
    // A signal of its own: more than ten listeners to one are a leak to Node.
    const signal = AbortSignal.any([closing.signal]);
    const over = work.ask(kind, ask, { onProgress, signal }).then(
      (answer): Result => ({ kind: 'answer', answer }),
      (error: unknown): Result => ({ kind: 'error', error }),
    );
    const begun: Kept = { over, counts, overAtMs: null };
    over.then(() => {
      begun.overAtMs = nowMs();
    });
    return begun;
  };
  return {
    run: async (kind, ask, { by, until }) => {
      forgetOld();
      // Of one person alone: another one may ask at a time at which more is known.
      const key = JSON.stringify([by.kind, by.id, ask]);
      const begun = kept.get(key) ?? begin(kind, ask);
      kept.set(key, begun);

      const result = await Promise.race([begun.over, ended(until)]);
      if (result === null) return { kind: 'running', ...begun.counts };
      if (kept.get(key) === begun) kept.delete(key);
      if (result.kind === 'error') throw result.error;
      return { kind: 'done', answer: answerTo(kind, result.answer) };
    },
    close: () => closing.abort(),
  };
}

/** Null once the signal ends. */
function ended(until: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (until.aborted) resolve(null);
    until.addEventListener('abort', () => resolve(null), { once: true });
  });
}
