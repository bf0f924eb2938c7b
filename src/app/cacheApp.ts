import type { Config, Environment } from '../config.js';
import { SECONDS_PER_DAY } from '../core/moment.js';
import type { QuotaStore } from '../screening/ports.js';
import { createCacheStore } from '../store/cacheStore.js';
import type { DatabaseHandle } from '../store/open.js';
import {
  type CachePruning,
  type CacheStatus,
  pruneCache,
  readCacheStatus,
} from './cacheKeeping.js';

/** What the application does with what it read from sources. */
export interface CacheApp {
  cacheStatus(): CacheStatus;
  /** Drops what was read from sources longer ago; `try` only counts. */
  pruneCache(request: {
    readonly olderThanDays: number;
    readonly mode: 'try' | 'drop';
    readonly onCompacting: (fileBytes: number) => void;
  }): CachePruning;
}

/** What was read from sources, of an application. Units: `nowMs` gives Unix time in milliseconds. */
export function createCacheApp(
  db: DatabaseHandle,
  parts: {
    readonly config: Config;
    readonly env: Environment;
    readonly quotas: QuotaStore;
    readonly nowMs: () => number;
  },
): CacheApp {
  const store = createCacheStore(db);
  const { nowMs } = parts;
  return {
    cacheStatus: () => readCacheStatus(store, { ...parts, nowMs: nowMs() }),
    pruneCache: ({ olderThanDays, ...asked }) => {
      const beforeSeconds = Math.floor(nowMs() / 1000) - olderThanDays * SECONDS_PER_DAY;
      return pruneCache(store, { ...asked, beforeSeconds });
    },
  };
}
