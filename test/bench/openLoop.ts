import { setTimeout as sleep } from 'node:timers/promises';

/** How long answers took, and how late they were asked for. Units: milliseconds. */
export interface ScheduledTimes {
  /** Each from the moment at which it was to be asked. Order: as answered. */
  readonly times: readonly number[];
  /** Part of it that the asking process itself was late by. Order: as asked. */
  readonly late: readonly number[];
}

/**
 * Asks at a steady rate, whether the last answers came or not, and gives how long each took.
 *
 * A time counts from the moment at which it was to be asked, so that whoever would have waited behind a
 * server that stalls is counted too.
 */
export async function askOnSchedule(plan: {
  readonly count: number;
  readonly perSecond: number;
  readonly ask: (at: number) => Promise<void>;
  /** Ends the asking early; what was asked is waited for. */
  readonly signal?: AbortSignal;
}): Promise<ScheduledTimes> {
  const { count, perSecond, ask, signal } = plan;
  const started = performance.now();
  const times: number[] = [];
  const late: number[] = [];
  const asked: Promise<void>[] = [];
  const askOne = async (at: number, dueMs: number) => {
    await ask(at);
    times.push(performance.now() - dueMs);
  };
  for (let at = 0; at < count && signal?.aborted !== true; at += 1) {
    const dueMs = started + (at * 1000) / perSecond;
    const early = dueMs - performance.now();
    if (early > 0) await sleep(early);
    late.push(performance.now() - dueMs);
    asked.push(askOne(at, dueMs));
  }
  await Promise.all(asked);
  return { times, late };
}

/** The value below which so many percent of numbers lie; 0 of none. */
export function percentileOf(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1);
  return sorted[at] ?? 0;
}
