import { randomBytes } from 'node:crypto';
import { type App, type AppOptions, openApp } from '../../app.js';
import { createMonthAnswers } from './monthAsks.js';
import { createMonthTasks } from './monthTasks.js';
import type { WorkerData, WorkerReply, WorkerRequest } from './workerMessages.js';
import { failureOf } from './workFailure.js';

/** The way to the thread that asks. */
export interface WorkerPort {
  readonly post: (reply: WorkerReply) => void;
  /** Stops listening, so that the worker ends. */
  readonly close: () => void;
}

/** How often the progress of one screening is told at most. Units: milliseconds. */
const PROGRESS_EVERY_MS = 200;

/**
 * Opens an application with a database handle of its own, and gives what does the work that is asked
 * for; null where it cannot be opened, after it has said why.
 */
export function openTasks(
  data: WorkerData,
  port: WorkerPort,
): ((request: WorkerRequest) => void) | null {
  const { config, rulesFile, env, clockAheadMs } = data;
  const nowMs = () => Date.now() + clockAheadMs;
  const app = openOrTell(
    { config, rulesFile, env, prices: null, nowMs, random: randomBytes },
    port,
  );
  if (app === null) return null;
  const running = new Map<string, AbortController>();
  const { post } = port;
  const tellTraffic = () => post({ kind: 'traffic', byHost: app.hostTraffic() });
  const tasks = { app, post, running, nowMs, tellTraffic };
  const months = createMonthTasks({ answer: createMonthAnswers(app), post, nowMs });
  post({ kind: 'ready' });
  return (request) => {
    switch (request.kind) {
      case 'screen':
        screen(request, tasks);
        return;
      case 'cancel':
        running.get(request.screeningId)?.abort();
        return;
      case 'sync-labels':
        syncLabels(request.syncId, tasks);
        return;
      case 'month':
        months.take(request);
        return;
      case 'cancel-month':
        months.cancel(request.taskId);
        return;
      case 'close':
        app.close();
        port.close();
    }
  };
}

/** What cannot be opened ends the worker; only its words cross to the thread that tells them. */
function openOrTell(options: AppOptions, { post }: WorkerPort): App | null {
  try {
    return openApp(options);
  } catch (error) {
    post({ kind: 'not-started', failure: failureOf(error) });
    return null;
  }
}

interface Tasks {
  readonly app: App;
  readonly post: WorkerPort['post'];
  readonly running: Map<string, AbortController>;
  readonly nowMs: () => number;
  readonly tellTraffic: () => void;
}

async function screen(
  { screeningId, urgency, item }: Extract<WorkerRequest, { kind: 'screen' }>,
  { app, post, running, nowMs, tellTraffic }: Tasks,
): Promise<void> {
  const ending = new AbortController();
  running.set(screeningId, ending);
  let toldAtMs = Number.NEGATIVE_INFINITY;
  const { onlyOn, ...asked } = item;
  try {
    const { decision } = await app.screen({
      ...{ ...asked, screeningId, urgency },
      ...(onlyOn === null ? {} : { onlyOn }),
      offline: false,
      onProgress: (progress) => {
        if (nowMs() - toldAtMs < PROGRESS_EVERY_MS) return;
        toldAtMs = nowMs();
        post({ kind: 'progress', screeningId, progress });
        tellTraffic();
      },
      signal: ending.signal,
    });
    post({ kind: 'recorded', screeningId, decision });
  } catch (error) {
    post({ kind: 'failed', screeningId, failure: failureOf(error) });
  } finally {
    running.delete(screeningId);
    tellTraffic();
  }
}

async function syncLabels(syncId: number, { app, post, tellTraffic }: Tasks): Promise<void> {
  try {
    const { signal } = new AbortController();
    const sets = await app.syncLabels({
      ...{ sets: [], acceptsLess: false, signal },
      onProgress: () => undefined,
    });
    post({ kind: 'labels-synced', syncId, sets });
  } catch (error) {
    post({ kind: 'sync-failed', syncId, failure: failureOf(error) });
  } finally {
    tellTraffic();
  }
}
