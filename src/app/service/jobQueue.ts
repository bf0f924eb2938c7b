import type { Job } from '../../store/jobStore.js';

/** Which of those that wait is next. */
export interface JobQueue {
  /** Order: by sequence, so that a job that was parked comes where it was. */
  readonly add: (job: Job) => void;
  /** Takes out whom may run now beside those that run; null where nobody may. */
  readonly take: (running: readonly Job[]) => Job | null;
  /** Tells whether it was there. */
  readonly remove: (screeningId: string) => boolean;
  /** How many go before it; null where it does not wait. */
  readonly ahead: (screeningId: string) => number | null;
  readonly counts: () => { readonly single: number; readonly batch: number };
}

/** Screenings that run at once: they wait for hosts most of the time. */
export const MOST_RUNNING = 4;

/** Of these, how many of a batch, so that a single one finds a place at once. */
export const MOST_OF_BATCH = 2;

/**
 * An empty queue: single ones before those of batches, else as asked for.
 *
 * Edge: a job that was running when the worker ended runs alone from then on, so that the one that ended
 * it is found and no other is blamed.
 */
export function createJobQueue(): JobQueue {
  const waiting: Readonly<Record<Job['urgency'], Job[]>> = { single: [], batch: [] };

  const nextOf = (running: readonly Job[]): Job | undefined => {
    const [single] = waiting.single;
    if (single !== undefined) return single;
    const ofBatch = running.filter(({ urgency }) => urgency === 'batch').length;
    return ofBatch < MOST_OF_BATCH ? waiting.batch[0] : undefined;
  };

  return {
    add: (job) => {
      const list = waiting[job.urgency];
      const at = list.findLastIndex(({ sequence }) => sequence < job.sequence);
      list.splice(at + 1, 0, job);
    },
    take: (running) => {
      if (running.length >= MOST_RUNNING || running.some(isSuspect)) return null;
      const next = nextOf(running);
      if (next === undefined || (isSuspect(next) && running.length > 0)) return null;
      waiting[next.urgency].shift();
      return next;
    },
    remove: (screeningId) => {
      for (const list of Object.values(waiting)) {
        const at = list.findIndex((job) => job.screeningId === screeningId);
        if (at < 0) continue;
        list.splice(at, 1);
        return true;
      }
      return false;
    },
    ahead: (screeningId) => {
      const isIt = (job: Job) => job.screeningId === screeningId;
      const single = waiting.single.findIndex(isIt);
      if (single >= 0) return single;
      const batch = waiting.batch.findIndex(isIt);
      return batch < 0 ? null : waiting.single.length + batch;
    },
    counts: () => ({ single: waiting.single.length, batch: waiting.batch.length }),
  };
}

function isSuspect({ crashes }: Job): boolean {
  return crashes > 0;
}
