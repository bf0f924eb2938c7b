import { SECONDS_PER_DAY } from '../core/moment.js';
import type { QuotaName, QuotaStore } from '../screening/ports.js';

/** What one host still gives today. */
export interface DailyQuota {
  /** Until when the host gives no more by its own word, or null. Units: milliseconds since 1970. */
  spentUntilMs(): number | null;
  noteSpent(untilMs: number): void;
  /** Null while a request of the day is left, else when the next day begins. Units: milliseconds since 1970. */
  usedUntilMs(): number | null;
  /** Takes one request of the day, which must have one left. */
  take(): void;
  /** Gives back all that other processes may use. */
  close(): void;
}

/** Requests that a process claims at once, so that a request costs no write of its own. */
const BLOCK = 20;

const MS_PER_DAY = SECONDS_PER_DAY * 1000;

/**
 * The end of the day in UTC, when the explorers that count by day begin again.
 *
 * Units: milliseconds since 1970.
 * Source: https://docs.etherscan.io/etherscan-v2/support/rate-limits,
 * https://docs.blockscout.com/rate-limits
 */
export function endOfDayMs(nowMs: number): number {
  return (Math.floor(nowMs / MS_PER_DAY) + 1) * MS_PER_DAY;
}

/** The quota of one host; `perDay` null counts nothing and believes the host alone. */
export function createDailyQuota(options: {
  readonly name: QuotaName;
  readonly perDay: number | null;
  readonly store: QuotaStore;
  readonly now: () => number;
}): DailyQuota {
  const { name, perDay, store, now } = options;
  let block = { left: 0, resetsAtMs: 0 };

  function usedUntilMs(): number | null {
    if (perDay === null) return null;
    const resetsAtMs = endOfDayMs(now());
    // What was claimed for a day that is over counts for that day alone.
    if (block.resetsAtMs !== resetsAtMs) block = { left: 0, resetsAtMs };
    if (block.left === 0) {
      const resetsAtSeconds = resetsAtMs / 1000;
      const asked = { ...name, limit: perDay, atMost: BLOCK, resetsAtSeconds };
      block.left = store.claimRequests(asked);
    }
    return block.left > 0 ? null : resetsAtMs;
  }

  return {
    spentUntilMs: () => {
      const untilSeconds = store.readSpentUntil(name);
      return untilSeconds !== null && untilSeconds * 1000 > now() ? untilSeconds * 1000 : null;
    },
    noteSpent: (untilMs) => {
      store.writeSpentUntil(name, Math.ceil(untilMs / 1000));
    },
    usedUntilMs,
    take: () => {
      if (perDay !== null) block.left -= 1;
    },
    close: () => {
      if (block.left === 0) return;
      const resetsAtSeconds = block.resetsAtMs / 1000;
      store.returnRequests({ ...name, count: block.left, resetsAtSeconds });
      block = { left: 0, resetsAtMs: 0 };
    },
  };
}
