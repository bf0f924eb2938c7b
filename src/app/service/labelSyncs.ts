import { AbortedError, type ScreenError } from '../../core/errors.js';
import type { SyncedSet } from '../../report/labelDocument.js';
import type { WorkerHandle } from './workerHandle.js';
import type { WorkerReply } from './workerMessages.js';
import { errorOfFailure } from './workFailure.js';

/** Syncs of label sets, which the worker does. */
export interface LabelSyncs {
  /** Whoever asks while one goes on joins it: two at once would fetch the same files. Order: of the configured feeds. */
  readonly start: () => Promise<readonly SyncedSet[]>;
  /** Asks a worker that has become ready for what waits. */
  readonly resend: () => void;
  readonly note: (reply: Extract<WorkerReply, { readonly syncId: number }>) => void;
  /** The worker ended: whoever waited for it is told so. */
  readonly noteEnd: () => void;
}

interface Waiting {
  readonly resolve: (sets: readonly SyncedSet[]) => void;
  readonly reject: (error: ScreenError) => void;
}

/** No sync is under way yet. */
export function createLabelSyncs(worker: () => Pick<WorkerHandle, 'state' | 'post'>): LabelSyncs {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let running: Promise<readonly SyncedSet[]> | null = null;
  const ask = (syncId: number) => worker().post({ kind: 'sync-labels', syncId });
  const begin = (): Promise<readonly SyncedSet[]> => {
    lastId += 1;
    const syncId = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(syncId, { resolve, reject });
      if (worker().state() === 'ready') ask(syncId);
    });
  };
  return {
    start: () => {
      running ??= begin().finally(() => {
        running = null;
      });
      return running;
    },
    resend: () => {
      for (const syncId of waiting.keys()) ask(syncId);
    },
    note: (reply) => {
      const who = waiting.get(reply.syncId);
      waiting.delete(reply.syncId);
      if (reply.kind === 'labels-synced') who?.resolve(reply.sets);
      else who?.reject(errorOfFailure(reply.failure));
    },
    noteEnd: () => {
      const ended = [...waiting.values()];
      waiting.clear();
      for (const { reject } of ended) {
        reject(new AbortedError('The label sync ended before it was done; sync again.'));
      }
    },
  };
}
