/** Lets callers that ask for the same thing at the same time share one answer. */
export interface InFlight<Answer> {
  /**
   * The answer to what `key` names: that of the task under way, else of one that is started.
   *
   * The task's own signal is aborted when no caller waits any more.
   * Edge: an answer is shared by those that came before it, never kept for later.
   *
   * @throws what `onAbort` gives, when the caller's own signal ends its wait; else what the task throws.
   */
  share(
    wanted: {
      readonly key: string;
      readonly start: (signal: AbortSignal) => Promise<Answer>;
      readonly onAbort: () => Error;
    },
    signal: AbortSignal,
  ): Promise<Answer>;
}

interface Shared<Answer> {
  readonly answer: Promise<Answer>;
  readonly ending: AbortController;
  callers: number;
}

/** Nothing is under way at first. */
export function createInFlight<Answer>(): InFlight<Answer> {
  const running = new Map<string, Shared<Answer>>();

  function begin(key: string, start: (signal: AbortSignal) => Promise<Answer>): Shared<Answer> {
    const ending = new AbortController();
    const shared = { answer: start(ending.signal), ending, callers: 0 };
    running.set(key, shared);
    return shared;
  }

  return {
    share: async ({ key, start, onAbort }, signal) => {
      if (signal.aborted) throw onAbort();
      const shared = running.get(key) ?? begin(key, start);
      shared.callers += 1;
      try {
        return await beforeAbort(shared.answer, onAbort, signal);
      } finally {
        shared.callers -= 1;
        if (shared.callers === 0) {
          shared.ending.abort();
          // Whoever comes now must not get an earlier answer, nor that of a task that was ended.
          if (running.get(key) === shared) running.delete(key);
        }
      }
    },
  };
}

function beforeAbort<Answer>(
  answer: Promise<Answer>,
  onAbort: () => Error,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = () => reject(onAbort());
    signal.addEventListener('abort', end, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}
