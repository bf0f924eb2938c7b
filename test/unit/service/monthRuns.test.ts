import { describe, expect, it } from 'vitest';
import { answerTo } from '../../../src/app/service/monthAsks.js';
import { createMonthRuns } from '../../../src/app/service/monthRuns.js';
import type { MonthWork } from '../../../src/app/service/monthWork.js';
import { AbortedError } from '../../../src/core/errors.js';

const ADA = { kind: 'person', id: 'ada' } as const;
const BEN = { kind: 'person', id: 'ben' } as const;
const ASK = { kind: 'versions', month: '2026-10' } as const;
const NOW = AbortSignal.abort();
const LATER = new AbortController().signal;

/** Runs over work that ends when the test says so. */
function open() {
  let nowMs = 0;
  let asked = 0;
  const ends: (() => void)[] = [];
  const work: Pick<MonthWork, 'ask'> = {
    ask: (kind, _ask, { onProgress, signal }) => {
      asked += 1;
      onProgress(1, 4);
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AbortedError('It ended.')));
        ends.push(() => resolve(answerTo(kind, { kind: 'versions', versions: [] })));
      });
    },
  };
  return {
    runs: createMonthRuns(work, { nowMs: () => nowMs }),
    asked: () => asked,
    end: () => ends.shift()?.(),
    wait: (ms: number) => {
      nowMs += ms;
    },
  };
}

describe('what is asked about a month', () => {
  it('goes on when nobody waits, is joined by who asked, and taken once', async () => {
    const { runs, asked, end } = open();
    const first = await runs.run('versions', ASK, { by: ADA, until: NOW });
    expect(first).toEqual({ kind: 'running', done: 1, of: 4 });
    await runs.run('versions', ASK, { by: ADA, until: NOW });
    expect(asked()).toBe(1);
    await runs.run('versions', ASK, { by: BEN, until: NOW });
    expect(asked()).toBe(2);
    end();
    const taken = await runs.run('versions', ASK, { by: ADA, until: LATER });
    expect(taken).toEqual({ kind: 'done', answer: { kind: 'versions', versions: [] } });
    await runs.run('versions', ASK, { by: ADA, until: NOW });
    expect(asked()).toBe(3);
  });

  it('is not told to who comes back late, and ends with the service', async () => {
    const { runs, asked, end, wait } = open();
    await runs.run('versions', ASK, { by: ADA, until: NOW });
    end();
    await new Promise((resolve) => setImmediate(resolve));
    wait(5 * 60_000 + 1);
    const again = runs.run('versions', ASK, { by: ADA, until: LATER });
    expect(asked()).toBe(2);
    runs.close();
    await expect(again).rejects.toThrow(AbortedError);
  });
});
