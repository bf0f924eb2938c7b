import { describe, expect, it } from 'vitest';
import { createJobQueue } from '../../../src/app/service/jobQueue.js';
import type { Job } from '../../../src/store/jobStore.js';

function job(sequence: number, urgency: Job['urgency'], crashes = 0): Job {
  return { sequence, screeningId: `${sequence}`, urgency, crashes };
}

/** What may begin, one after the other, beside those that run. Nothing ends meanwhile. */
function begun(waiting: readonly Job[], before: readonly Job[] = []): readonly number[] {
  const queue = createJobQueue();
  for (const one of waiting) queue.add(one);
  const running = [...before];
  for (let next = queue.take(running); next !== null; next = queue.take(running)) {
    running.push(next);
  }
  return running.slice(before.length).map(({ sequence }) => sequence);
}

describe('the queue of screenings', () => {
  it('lets single ones go first, in the order in which they were asked for', () => {
    const waiting = [job(1, 'batch'), job(4, 'single'), job(2, 'single')];
    expect(begun(waiting)).toEqual([2, 4, 1]);
  });

  it('lets four run at once, of which two of batches', () => {
    expect(begun([1, 2, 3, 4, 5].map((at) => job(at, 'single')))).toEqual([1, 2, 3, 4]);
    expect(begun([1, 2, 3].map((at) => job(at, 'batch')))).toEqual([1, 2]);
    expect(begun([job(3, 'batch'), job(4, 'single')], [job(1, 'batch'), job(2, 'batch')])).toEqual([
      4,
    ]);
  });

  it('lets one during which the worker ended run alone', () => {
    expect(begun([job(1, 'single', 1), job(2, 'single')])).toEqual([1]);
    expect(begun([job(2, 'single', 1)], [job(1, 'single')])).toEqual([]);
    expect(begun([job(2, 'single')], [job(1, 'single', 1)])).toEqual([]);
  });
});
