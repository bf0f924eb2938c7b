import { describe, expect, it } from 'vitest';
import { createLabelSyncs } from '../../../src/app/service/labelSyncs.js';
import type { WorkerRequest } from '../../../src/app/service/workerMessages.js';
import { AbortedError } from '../../../src/core/errors.js';

function open() {
  const posted: WorkerRequest[] = [];
  const syncs = createLabelSyncs(() => ({
    state: () => 'ready',
    post: (request) => {
      posted.push(request);
    },
  }));
  return { syncs, posted };
}

describe('label syncs', () => {
  it('are joined while one goes on, and begun anew after it', async () => {
    const { syncs, posted } = open();
    const both = [syncs.start(), syncs.start()];
    expect(posted).toEqual([{ kind: 'sync-labels', syncId: 1 }]);
    syncs.note({ kind: 'labels-synced', syncId: 1, sets: [] });
    expect(await Promise.all(both)).toEqual([[], []]);
    const third = syncs.start();
    expect(posted).toHaveLength(2);
    syncs.noteEnd();
    await expect(third).rejects.toThrow(AbortedError);
    void syncs.start().catch(() => undefined);
    expect(posted).toHaveLength(3);
  });
});
