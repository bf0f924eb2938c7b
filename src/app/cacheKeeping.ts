import type { Config, Environment } from '../config.js';
import type { QuotaStore } from '../screening/ports.js';
import { endOfDayMs } from '../sources/dailyQuota.js';
import type { CacheStore, Kept, Pruned } from '../store/cacheStore.js';
import { limitsOf } from './network.js';

/** What one host still gives today. */
export interface QuotaLeft {
  readonly host: string;
  /** Null where no limit is configured. */
  readonly perDay: number | null;
  /** Null where nothing is counted. Edge: what another process has claimed and not used is not left. */
  readonly left: number | null;
  /** When the count begins again; null where nothing is counted. Units: Unix seconds. */
  readonly renewedAtSeconds: number | null;
  /** Until when the host gives no more by its own word; null where it gives. Units: Unix seconds. */
  readonly spentUntilSeconds: number | null;
}

/** What a database keeps, and what its hosts still give. */
export interface CacheStatus extends Kept {
  /** Order: as configured. */
  readonly quotas: readonly QuotaLeft[];
}

/** What a pruning did. */
export interface CachePruning {
  readonly mode: 'try' | 'drop';
  /** What was last read before this was dropped. Units: Unix seconds. */
  readonly beforeSeconds: number;
  readonly dropped: Pruned;
  readonly fileBytesBefore: number;
  readonly fileBytesAfter: number;
  /** Null where it was not tried; false where another process was using the file. */
  readonly isCompacted: boolean | null;
}

/** What `hopsight cache status` tells. @throws {ConfigError} for a key file that cannot be read. */
export function readCacheStatus(
  cache: CacheStore,
  by: {
    readonly config: Config;
    readonly env: Environment;
    readonly quotas: QuotaStore;
    readonly nowMs: number;
  },
): CacheStatus {
  const { quotas, nowMs } = by;
  const renewedAtSeconds = endOfDayMs(nowMs) / 1000;
  const left = Object.entries(limitsOf(by.config, by.env)).map(([host, limits]): QuotaLeft => {
    const { requestsPerDay: perDay, keyDigest } = limits;
    const spent = quotas.readSpentUntil({ host, keyDigest });
    const claimed = quotas.readClaimed({ host, keyDigest, resetsAtSeconds: renewedAtSeconds });
    return {
      host,
      perDay,
      left: perDay === null ? null : Math.max(0, perDay - claimed),
      renewedAtSeconds: perDay === null ? null : renewedAtSeconds,
      spentUntilSeconds: spent !== null && spent * 1000 > nowMs ? spent : null,
    };
  });
  return { ...cache.readKept(), quotas: left };
}

/** Drops what is old, and gives its space back. `onCompacting` is called before that, with the size of the file. */
export function pruneCache(
  cache: CacheStore,
  asked: {
    readonly beforeSeconds: number;
    readonly mode: 'try' | 'drop';
    readonly onCompacting: (fileBytes: number) => void;
  },
): CachePruning {
  const { beforeSeconds, mode, onCompacting } = asked;
  const fileBytesBefore = cache.readKept().fileBytes;
  const dropped = cache.prune(beforeSeconds, mode);
  const isAny = Object.values(dropped).some((count) => count > 0);
  if (mode === 'drop' && isAny) onCompacting(fileBytesBefore);
  const isCompacted = mode === 'drop' && isAny ? cache.compact() : null;
  const fileBytesAfter = cache.readKept().fileBytes;
  return { mode, beforeSeconds, dropped, fileBytesBefore, fileBytesAfter, isCompacted };
}
