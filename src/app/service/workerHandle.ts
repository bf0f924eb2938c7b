import { Worker } from 'node:worker_threads';
import type { HostTraffic } from '../../sources/hostGates.js';
import type { WorkHealth } from './work.js';
import type { WorkerData, WorkerReply, WorkerRequest } from './workerMessages.js';
import { failureOf } from './workFailure.js';

/** The worker's thread, started again whenever it ends by itself. */
export interface WorkerHandle {
  /** `failed`: the last one ended by itself, and the next is not started yet. */
  readonly state: () => WorkHealth['worker'];
  readonly problem: () => WorkHealth['workerProblem'];
  /** Asks a worker that is ready; what is asked of another is lost. */
  readonly post: (request: WorkerRequest) => void;
  /** What all workers sent since the start, by host. */
  readonly traffic: () => Readonly<Record<string, HostTraffic>>;
  /** Ends the worker, at once where it does not end by itself within a time, and starts no other. */
  readonly stop: (withinMs: number) => Promise<void>;
}

/** What a worker is kept with. */
export interface WorkerHandleOptions {
  /** The built file of the worker. */
  readonly file: URL;
  /** Read at each start. */
  readonly data: () => WorkerData;
  readonly onReady: () => void;
  readonly onReply: (reply: WorkerReply) => void;
  /** The worker ended by itself; what it was asked is lost. */
  readonly onCrash: () => void;
}

/** The wait before the next start: it doubles with each crash in a row. Units: milliseconds. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 30_000;

/** Starts the worker. */
export function startWorker(options: WorkerHandleOptions): WorkerHandle {
  const { onReady, onReply, onCrash } = options;
  let state: WorkHealth['worker'] = 'starting';
  let problem: WorkHealth['workerProblem'] = null;
  let crashes = 0;
  let isStopping = false;
  let restart: NodeJS.Timeout | null = null;
  let sentBefore: Readonly<Record<string, HostTraffic>> = {};
  let sentNow: Readonly<Record<string, HostTraffic>> = {};
  let current = start();

  function start(): { readonly worker: Worker; readonly ended: Promise<void> } {
    state = 'starting';
    const worker = new Worker(options.file, { workerData: options.data() });
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'ready') {
        state = 'ready';
        problem = null;
        onReady();
      } else if (reply.kind === 'not-started') problem = reply.failure.sentence;
      else if (reply.kind === 'traffic') sentNow = reply.byHost;
      else {
        if (reply.kind === 'recorded') crashes = 0;
        onReply(reply);
      }
    });
    // An error ends the worker, and what else is to be done about that is done when it has ended.
    worker.on('error', (error) => {
      problem = failureOf(error).sentence;
    });
    const ended = new Promise<void>((resolve) => {
      worker.on('exit', () => {
        resolve();
        noteEnd();
      });
    });
    return { worker, ended };
  }

  function noteEnd(): void {
    sentBefore = addTraffic(sentBefore, sentNow);
    sentNow = {};
    state = 'failed';
    if (isStopping) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** crashes);
    crashes += 1;
    restart = setTimeout(() => {
      current = start();
    }, waitMs);
    onCrash();
  }

  return {
    state: () => state,
    problem: () => problem,
    post: (request) => current.worker.postMessage(request),
    traffic: () => addTraffic(sentBefore, sentNow),
    stop: async (withinMs) => {
      isStopping = true;
      if (restart !== null) clearTimeout(restart);
      const { worker, ended } = current;
      const timer = setTimeout(() => worker.terminate(), withinMs);
      worker.postMessage({ kind: 'close' });
      await ended;
      clearTimeout(timer);
    },
  };
}

function addTraffic(
  a: Readonly<Record<string, HostTraffic>>,
  b: Readonly<Record<string, HostTraffic>>,
): Readonly<Record<string, HostTraffic>> {
  const sum: Record<string, HostTraffic> = { ...a };
  for (const [host, { requests, failures }] of Object.entries(b)) {
    const before = sum[host] ?? { requests: 0, failures: 0 };
    sum[host] = { requests: before.requests + requests, failures: before.failures + failures };
  }
  return sum;
}
