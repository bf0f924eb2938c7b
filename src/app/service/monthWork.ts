import { AbortedError, type ScreenError } from '../../core/errors.js';
import type { MonthProgress } from '../summary/monthDesk.js';
import {
  type AnswerTo,
  type AskOf,
  answerTo,
  type MonthAnswer,
  type MonthAsk,
  type MonthKind,
} from './monthAsks.js';
import { startWorker, type WorkerHandle } from './workerHandle.js';
import type { WorkerData, WorkerReply } from './workerMessages.js';
import { errorOfFailure } from './workFailure.js';

/** Months, summed up and printed in a thread of their own. */
export interface MonthWork {
  /**
   * Asks, and gives what comes of it; another one waits for what was asked before.
   *
   * @throws {AbortedError} where the signal ends it, the service stops, the thread ends or too much waits;
   * else whatever the ask came to.
   */
  readonly ask: <Kind extends MonthKind>(
    kind: Kind,
    ask: AskOf<Kind>,
    progress: MonthProgress,
  ) => Promise<AnswerTo<Kind>>;
  readonly close: (graceMs: number) => Promise<void>;
}

/** What the thread is started with. */
export interface MonthWorkOptions {
  /** The built file of the worker. */
  readonly file: URL;
  /** Read at each start. */
  readonly data: () => WorkerData;
}

/** Asks that may wait: each takes seconds of a month that is large. */
const MOST_WAITING = 50;

interface Waiting {
  readonly ask: MonthAsk;
  readonly onProgress: MonthProgress['onProgress'];
  readonly resolve: (answer: MonthAnswer) => void;
  readonly reject: (error: ScreenError) => void;
}

/**
 * Months by a worker of its own, which the first ask starts: a document of a large month is drawn for many
 * seconds without a pause, and requests of a screening beside it would seem unanswered.
 */
export function createMonthWork({ file, data }: MonthWorkOptions): MonthWork {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let worker: WorkerHandle | null = null;
  let isClosed = false;

  const end = (taskId: number): Waiting | undefined => {
    const one = waiting.get(taskId);
    waiting.delete(taskId);
    return one;
  };
  const noteReply = (reply: WorkerReply): void => {
    if (reply.kind === 'month-progress') {
      waiting.get(reply.taskId)?.onProgress(reply.done, reply.of);
    } else if (reply.kind === 'month-done') end(reply.taskId)?.resolve(reply.answer);
    else if (reply.kind === 'month-failed') {
      end(reply.taskId)?.reject(errorOfFailure(reply.failure));
    }
  };
  const noteEnd = (): void => {
    for (const taskId of [...waiting.keys()]) {
      end(taskId)?.reject(
        new AbortedError('The month was not done before its thread ended; ask again.'),
      );
    }
  };
  const start = (): WorkerHandle => {
    const started = startWorker({
      ...{ file, data },
      onReady: () => {
        for (const [taskId, { ask }] of waiting) started.post({ kind: 'month', taskId, ask });
      },
      onReply: noteReply,
      onCrash: noteEnd,
    });
    return started;
  };
  const send = (ask: MonthAsk, { onProgress, signal }: MonthProgress): Promise<MonthAnswer> => {
    if (isClosed || signal.aborted) {
      return Promise.reject(new AbortedError('The service is stopping; ask again in a moment.'));
    }
    if (waiting.size >= MOST_WAITING) {
      return Promise.reject(new AbortedError('Too many months are asked for; ask again later.'));
    }
    worker ??= start();
    const used = worker;
    lastId += 1;
    const taskId = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(taskId, { ask, onProgress, resolve, reject });
      if (used.state() === 'ready') used.post({ kind: 'month', taskId, ask });
      const stop = () => {
        if (used.state() === 'ready') used.post({ kind: 'cancel-month', taskId });
        end(taskId)?.reject(new AbortedError('The month was ended early; ask again.'));
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  };

  return {
    ask: async (kind, ask, progress) => answerTo(kind, await send(ask, progress)),
    close: async (graceMs) => {
      isClosed = true;
      noteEnd();
      await worker?.stop(graceMs);
    },
  };
}
