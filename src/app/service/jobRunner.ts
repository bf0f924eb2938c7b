import type { Decision } from '../../core/verdict.js';
import type { FailedJob, Job, JobStore } from '../../store/jobStore.js';
import type { ScreenProgress } from '../screenRequest.js';
import { createJobQueue } from './jobQueue.js';
import { createWatchers, isOver, type Watchers } from './watchers.js';
import type { WorkFailure, WorkHealth, WorkState } from './work.js';
import type { WorkerHandle } from './workerHandle.js';
import type { WorkerReply } from './workerMessages.js';

/** Brings queued jobs to the worker, and tells how each of them stands. */
export interface JobRunner {
  readonly add: (job: Job) => void;
  /**
   * Says that this service is there, takes over what services that have ended left, and tells of watched
   * jobs that others have ended.
   */
  readonly renew: () => void;
  /** Lets jobs run as far as there is room. */
  readonly start: () => void;
  /** Null where there is no such job or record. */
  readonly readState: (screeningId: string) => WorkState | null;
  /** Calls `note` where there is something to end, in one transaction with what that writes. */
  readonly cancel: (screeningId: string, note: () => void) => void;
  readonly watch: Watchers['add'];
  /** What the worker said of a job. */
  readonly note: (reply: Extract<WorkerReply, { readonly screeningId: string }>) => void;
  /** The worker ended by itself: what ran is queued again, or fails where it ended it before. */
  readonly noteCrash: () => void;
  /** Starts nothing more, and resolves when nothing runs or the time is over; what then runs is queued again. */
  readonly drain: (graceMs: number) => Promise<'all-ended' | 'some-parked'>;
  readonly counts: () => Pick<WorkHealth, 'queued' | 'running' | 'finished'>;
}

/** How often the worker may end while a job runs before that job fails. */
const MOST_CRASHES = 2;

const CRASHED: WorkFailure = {
  code: 'bug',
  sentence:
    'Hopsight ended twice while it screened this wallet; the others go on. Please report it, with the address if you may.',
};

const CANCELLED: WorkFailure = {
  code: 'aborted',
  sentence: 'The screening was taken out of the queue before it began; ask again if it is wanted.',
};

interface Running extends Job {
  progress: ScreenProgress | null;
}

/** The jobs of a database, those that were left there included. */
export function createJobRunner(
  jobs: JobStore,
  worker: () => Pick<WorkerHandle, 'state' | 'post'>,
): JobRunner {
  const queue = createJobQueue();
  const running = new Map<string, Running>();
  const watchers = createWatchers();
  const finished: Record<Decision | 'failed', number> = {
    ...{ proceed: 0, review: 0, hold: 0, incomplete: 0, failed: 0 },
  };
  let onIdle: (() => void) | null = null;
  let isDraining = false;
  for (const job of jobs.reopen()) queue.add(job);

  const readState = (screeningId: string): WorkState | null => {
    const runs = running.get(screeningId);
    if (runs !== undefined) return { kind: 'running', screeningId, progress: runs.progress };
    const ahead = queue.ahead(screeningId);
    if (ahead !== null) return { kind: 'queued', screeningId, ahead };
    if (jobs.isRecorded(screeningId)) return { kind: 'done', screeningId, isReused: false };
    const failure = jobs.readFailure(screeningId);
    if (failure !== null) return { kind: 'failed', screeningId, failure };
    // Another service has it, which alone knows how it comes on.
    const open = jobs.readOpen(screeningId);
    if (open === null) return null;
    return open.state === 'running'
      ? { kind: 'running', screeningId, progress: null }
      : { kind: 'queued', screeningId, ahead: open.ahead };
  };

  const tellQueued = () => {
    for (const screeningId of watchers.watched()) {
      const ahead = queue.ahead(screeningId);
      if (ahead !== null) watchers.tell({ kind: 'queued', screeningId, ahead });
    }
  };

  const start = () => {
    let isChanged = false;
    while (!isDraining && worker().state() === 'ready') {
      const job = queue.take([...running.values()]);
      if (job === null) break;
      const { screeningId, urgency } = job;
      const item = jobs.readItem(screeningId);
      // Whoever was silent for too long has lost it to another service.
      if (item === null || !jobs.claim(screeningId)) continue;
      running.set(screeningId, { ...job, progress: null });
      worker().post({ kind: 'screen', screeningId, urgency, item });
      watchers.tell({ kind: 'running', screeningId, progress: null });
      isChanged = true;
    }
    if (isChanged) tellQueued();
  };

  /** The job is over; what waits for its place begins. */
  const end = (state: WorkState) => {
    running.delete(state.screeningId);
    watchers.tell(state);
    if (running.size === 0) onIdle?.();
    start();
  };

  const fail = (screeningId: string, ended: FailedJob) => {
    if (jobs.fail(screeningId, ended)) finished.failed += 1;
    queue.remove(screeningId);
    running.delete(screeningId);
    end(readState(screeningId) ?? { kind: 'failed', screeningId, failure: ended.failure });
  };

  const finish = (screeningId: string) => {
    jobs.finish(screeningId);
    end({ kind: 'done', screeningId, isReused: false });
  };

  const requeue = (job: Job) => {
    running.delete(job.screeningId);
    jobs.park(job.screeningId);
    queue.add(job);
  };

  return {
    add: queue.add,
    renew: () => {
      for (const job of jobs.renew()) {
        // One that was lost and is taken back may still stand here.
        queue.remove(job.screeningId);
        if (!running.has(job.screeningId)) queue.add(job);
      }
      for (const screeningId of watchers.watched()) {
        if (running.has(screeningId) || queue.ahead(screeningId) !== null) continue;
        const state = readState(screeningId);
        if (state !== null && isOver(state)) watchers.tell(state);
      }
      start();
    },
    start,
    readState,
    cancel: (screeningId, note) => {
      if (running.has(screeningId)) {
        note();
        worker().post({ kind: 'cancel', screeningId });
      } else if (queue.ahead(screeningId) !== null) {
        fail(screeningId, { failure: CANCELLED, note });
        tellQueued();
      }
    },
    watch: watchers.add,
    note: (reply) => {
      const runs = running.get(reply.screeningId);
      if (runs === undefined) return;
      switch (reply.kind) {
        case 'progress': {
          const { screeningId, progress } = reply;
          runs.progress = progress;
          watchers.tell({ kind: 'running', screeningId, progress });
          return;
        }
        case 'recorded':
          finished[reply.decision] += 1;
          finish(reply.screeningId);
          return;
        case 'failed':
          // Another process may have recorded it meanwhile: then it is done, whatever stopped this one.
          if (jobs.isRecorded(reply.screeningId)) finish(reply.screeningId);
          else fail(reply.screeningId, { failure: reply.failure });
      }
    },
    noteCrash: () => {
      for (const { progress: _, ...job } of [...running.values()]) {
        const { screeningId } = job;
        if (jobs.isRecorded(screeningId)) {
          finish(screeningId);
          continue;
        }
        const crashes = jobs.noteCrash(screeningId);
        if (crashes >= MOST_CRASHES) fail(screeningId, { failure: CRASHED });
        else requeue({ ...job, crashes });
      }
      if (running.size === 0) onIdle?.();
      tellQueued();
    },
    drain: async (graceMs) => {
      isDraining = true;
      if (running.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs);
          onIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const parked = [...running.values()];
      for (const { progress: _, ...job } of parked) requeue(job);
      tellQueued();
      return parked.length === 0 ? 'all-ended' : 'some-parked';
    },
    counts: () => ({ queued: queue.counts(), running: running.size, finished: { ...finished } }),
  };
}
