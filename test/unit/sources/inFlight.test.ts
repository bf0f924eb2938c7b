import { describe, expect, test } from 'vitest';
import { createInFlight } from '../../../src/sources/inFlight.js';
import { failureOf, noDeadline } from '../../support/sourceBench.js';

/** A task that ends when it is told to, and what became of it. */
function openTask() {
  const started: AbortSignal[] = [];
  const answers: { give: (answer: string) => void; fail: (error: Error) => void }[] = [];
  const start = (signal: AbortSignal) => {
    started.push(signal);
    return new Promise<string>((give, fail) => answers.push({ give, fail }));
  };
  const wanted = (key: string) => ({ key, start, onAbort: () => new Error('left') });
  return { started, answers, wanted };
}

describe('requests that overlap', () => {
  test('are one when they are equal, and two when they are not', async () => {
    const { started, answers, wanted } = openTask();
    const inFlight = createInFlight<string>();
    const both = [
      inFlight.share(wanted('a'), noDeadline()),
      inFlight.share(wanted('a'), noDeadline()),
    ];
    const other = inFlight.share(wanted('b'), noDeadline());
    expect(started).toHaveLength(2);
    answers[0]?.give('A');
    answers[1]?.give('B');
    expect(await Promise.all([...both, other])).toEqual(['A', 'A', 'B']);
  });

  test('share a failure too', async () => {
    const { answers, wanted } = openTask();
    const inFlight = createInFlight<string>();
    const failures = [1, 2].map(() => failureOf(inFlight.share(wanted('a'), noDeadline())));
    const down = new Error('down');
    answers[0]?.fail(down);
    expect(await Promise.all(failures)).toEqual([down, down]);
  });

  test('share nothing with one that comes after the answer', async () => {
    const { started, answers, wanted } = openTask();
    const inFlight = createInFlight<string>();
    const first = inFlight.share(wanted('a'), noDeadline());
    answers[0]?.give('1');
    await first;
    const second = inFlight.share(wanted('a'), noDeadline());
    answers[1]?.give('2');
    expect(await second).toBe('2');
    expect(started).toHaveLength(2);
  });
});

describe('a caller that is aborted', () => {
  test('leaves at once, and the answer still comes to the others', async () => {
    const { started, answers, wanted } = openTask();
    const inFlight = createInFlight<string>();
    const leaving = new AbortController();
    const left = failureOf(inFlight.share(wanted('a'), leaving.signal));
    const stays = inFlight.share(wanted('a'), noDeadline());
    leaving.abort();
    expect(await left).toEqual(new Error('left'));
    expect(started[0]?.aborted).toBe(false);
    answers[0]?.give('A');
    expect(await stays).toBe('A');
  });

  test('ends the task when it was the last, and whoever comes then begins another', async () => {
    const { started, answers, wanted } = openTask();
    const inFlight = createInFlight<string>();
    const leaving = [new AbortController(), new AbortController()];
    const left = leaving.map(({ signal }) => failureOf(inFlight.share(wanted('a'), signal)));
    for (const each of leaving) each.abort();
    await Promise.all(left);
    expect(started[0]?.aborted).toBe(true);
    const later = inFlight.share(wanted('a'), noDeadline());
    // The ended task may fail as late as it likes; nobody hears of it.
    answers[0]?.fail(new Error('ended'));
    answers[1]?.give('B');
    expect(await later).toBe('B');
  });

  test('before it asks begins nothing', async () => {
    const { started, wanted } = openTask();
    const inFlight = createInFlight<string>();
    await failureOf(inFlight.share(wanted('a'), AbortSignal.abort()));
    expect(started).toEqual([]);
  });
});
