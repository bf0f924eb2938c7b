import type { Account } from './account.js';
import type { Channel } from './ledger.js';

/** A closed interval of block heights, both ends included. */
export interface HeightInterval {
  readonly from: number;
  readonly to: number;
}

/** What was looked at, apart from what was found: an empty answer and an unasked question differ. */
export interface Coverage {
  readonly account: Account;
  readonly channel: Channel;
  readonly source: string;
  readonly interval: HeightInterval;
}

/**
 * Intervals joined where they overlap or touch. Order: ascending.
 *
 * @example
 * uniteIntervals([{ from: 5, to: 9 }, { from: 0, to: 4 }]) // [{ from: 0, to: 9 }]
 */
export function uniteIntervals(intervals: readonly HeightInterval[]): HeightInterval[] {
  const sorted = intervals.filter(({ from, to }) => from <= to).sort((a, b) => a.from - b.from);
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    const last = united.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

/**
 * The parts of `asked` that `covered` does not hold. Order: ascending.
 *
 * What was covered and what is missing together are exactly what was asked.
 *
 * @example
 * missingIntervals({ from: 0, to: 9 }, [{ from: 3, to: 5 }]) // [{ from: 0, to: 2 }, { from: 6, to: 9 }]
 */
export function missingIntervals(
  asked: HeightInterval,
  covered: readonly HeightInterval[],
): HeightInterval[] {
  const missing: HeightInterval[] = [];
  let next = asked.from;
  for (const { from, to } of uniteIntervals(covered)) {
    if (to < next) continue;
    if (from > asked.to) break;
    if (from > next) missing.push({ from: next, to: from - 1 });
    next = Math.max(next, to + 1);
  }
  if (next <= asked.to) missing.push({ from: next, to: asked.to });
  return missing;
}
