import type { AnswerMonth } from './monthAsks.js';
import type { WorkerReply, WorkerRequest } from './workerMessages.js';
import { failureOf } from './workFailure.js';

/** How often the progress of one task is told at most. Units: milliseconds. */
const PROGRESS_EVERY_MS = 200;

/** What is asked about months, worked on one after the other. */
export interface MonthTasks {
  readonly take: (request: Extract<WorkerRequest, { readonly kind: 'month' }>) => void;
  readonly cancel: (taskId: number) => void;
}

/** Works on what is asked about months. Units: `nowMs` gives milliseconds. */
export function createMonthTasks(by: {
  readonly answer: AnswerMonth;
  readonly post: (reply: WorkerReply) => void;
  readonly nowMs: () => number;
}): MonthTasks {
  const { answer, post, nowMs } = by;
  const ends = new Map<number, AbortController>();
  let last: Promise<void> = Promise.resolve();
  const work = async (
    { taskId, ask }: Parameters<MonthTasks['take']>[0],
    { signal }: AbortController,
  ): Promise<void> => {
    let toldAtMs = Number.NEGATIVE_INFINITY;
    const onProgress = (done: number, of: number) => {
      if (nowMs() - toldAtMs < PROGRESS_EVERY_MS) return;
      toldAtMs = nowMs();
      post({ kind: 'month-progress', taskId, done, of });
    };
    try {
      signal.throwIfAborted();
      post({ kind: 'month-done', taskId, answer: await answer(ask, { onProgress, signal }) });
    } catch (error) {
      post({ kind: 'month-failed', taskId, failure: failureOf(error) });
    } finally {
      ends.delete(taskId);
    }
  };
  return {
    // One at a time: two large months together take the memory of both.
    take: (request) => {
      const end = new AbortController();
      ends.set(request.taskId, end);
      last = last.then(() => work(request, end));
    },
    cancel: (taskId) => ends.get(taskId)?.abort(),
  };
}
