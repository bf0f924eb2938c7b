import PQueue from 'p-queue';
import { AbortedError, SourceError, StoreError, TransportError } from '../core/errors.js';
import type { QuotaStore } from '../screening/ports.js';
import { type CircuitBreaker, createCircuitBreaker } from './circuitBreaker.js';
import { createDailyQuota, type DailyQuota, endOfDayMs } from './dailyQuota.js';
import type { AskedRoute } from './decodeBody.js';
import {
  createRateLimiter,
  priorityOf,
  type RateLimiter,
  UNLIMITED_TURNS,
  type Urgency,
} from './rateLimiter.js';
import {
  abortedError,
  type DayLimitError,
  leftAloneError,
  spentDayError,
  uncountedError,
  usedDayError,
} from './refusals.js';

/** How often one host may be asked; null where nothing limits it. */
export interface HostLimits {
  readonly requestsPerSecond: number | null;
  readonly requestsPerDay: number | null;
  /** Digest of the keys that the host is shown, never a key; empty without one. */
  readonly keyDigest: string;
}

/** A host that is left alone because it does not answer. */
export interface RestingHost {
  readonly host: string;
  /** How long it is still left alone. Units: milliseconds. */
  readonly msLeft: number;
}

/** A request that wants to pass. */
export interface GatedRequest extends AskedRoute {
  readonly urgency: Urgency;
}

/** What was sent to a host, and how often it failed. */
export interface HostTraffic {
  readonly requests: number;
  readonly failures: number;
}

/** Lets requests through to hosts as their limits and their state allow; one for all clients of a process. */
export interface HostGates {
  /**
   * What `send` gives, as soon as the host may be asked.
   *
   * @throws {LeftAloneError} at once, while the host is left alone.
   * @throws {SpentDayError} at once, while its daily quota is spent.
   * @throws {UncountedError} when the database fails in which requests are counted: then none is sent.
   * @throws {AbortedError} when the signal ends the wait; else what `send` throws.
   */
  pass<Result>(
    asked: GatedRequest,
    send: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  /** Remembers that a host gives no more today, and gives the error that says until when. */
  noteSpentDay(asked: AskedRoute, error: DayLimitError): Error;
  /** Order: as first asked. */
  restingHosts(): readonly RestingHost[];
  /** By host, since the gates were made. Edge: a request that was ended from this side did not fail. */
  traffic(): Readonly<Record<string, HostTraffic>>;
  /** Gives back what was claimed of daily quotas; call it when no request is under way. */
  close(): void;
}

/** What the gates are made with. */
export interface HostGatesOptions {
  /** By host, as requests name it; a host not named here is not limited. */
  readonly limits: Readonly<Record<string, HostLimits>>;
  readonly quotas: QuotaStore;
  /** The present time. Units: milliseconds since 1970. */
  readonly now: () => number;
}

interface Gate {
  readonly limits: HostLimits;
  readonly limiter: RateLimiter;
  readonly quota: DailyQuota;
  readonly breaker: CircuitBreaker;
  /** Requests to a host that failed: one tries it, the others wait for what comes of that. */
  readonly trials: PQueue;
  requests: number;
  failures: number;
}

const UNLIMITED: HostLimits = { requestsPerSecond: null, requestsPerDay: null, keyDigest: '' };

/** Gates for the hosts of one configuration. */
export function createHostGates({ limits, quotas, now }: HostGatesOptions): HostGates {
  const gates = new Map<string, Gate>();

  function gateOf(host: string): Gate {
    const known = gates.get(host);
    if (known !== undefined) return known;
    const own = limits[host] ?? UNLIMITED;
    const name = { host, keyDigest: own.keyDigest };
    const { requestsPerSecond } = own;
    const gate: Gate = {
      limits: own,
      limiter:
        requestsPerSecond === null
          ? UNLIMITED_TURNS
          : createRateLimiter({ name, requestsPerSecond, store: quotas, now }),
      quota: createDailyQuota({
        name,
        perDay: own.requestsPerDay,
        store: quotas,
        now,
      }),
      breaker: createCircuitBreaker(now),
      trials: new PQueue({ concurrency: 1 }),
      requests: 0,
      failures: 0,
    };
    gates.set(host, gate);
    return gate;
  }

  function assertOpen(asked: AskedRoute, { breaker, quota, limits: own }: Gate): void {
    const msLeft = breaker.msLeft();
    if (msLeft > 0) throw leftAloneError(asked, msLeft);
    const spentUntilMs = quota.spentUntilMs();
    if (spentUntilMs !== null) throw spentDayError(asked, { untilMs: spentUntilMs, nowMs: now() });
    const untilMs = quota.usedUntilMs();
    if (untilMs === null) return;
    throw usedDayError(asked, { untilMs, nowMs: now(), requestsPerDay: own.requestsPerDay ?? 0 });
  }

  async function attemptAt<Result>(
    gate: Gate,
    asked: AskedRoute,
    send: () => Promise<Result>,
  ): Promise<Result> {
    // Others may have learned something during the wait.
    counted(asked, () => assertOpen(asked, gate));
    gate.quota.take();
    gate.requests += 1;
    try {
      const result = await send();
      gate.breaker.noteAnswer();
      return result;
    } catch (error) {
      if (!(error instanceof AbortedError)) gate.failures += 1;
      if (error instanceof TransportError) gate.breaker.noteFailure();
      // A request that was ended from this side tells nothing about the host.
      else if (!(error instanceof AbortedError)) gate.breaker.noteAnswer();
      throw error;
    }
  }

  return {
    pass: async (asked, send, signal) => {
      const gate = gateOf(asked.host);
      counted(asked, () => assertOpen(asked, gate));
      await gate.limiter.waitForTurn(asked.urgency, signal).catch((error: unknown) => {
        if (signal.aborted) throw abortedError(asked);
        throw error instanceof StoreError ? uncountedError(asked, error) : error;
      });
      const attempt = () => attemptAt(gate, asked, send);
      if (!gate.breaker.isTripped()) return await attempt();
      try {
        return await gate.trials.add(attempt, { signal, priority: priorityOf(asked.urgency) });
      } catch (error) {
        if (signal.aborted && !(error instanceof SourceError)) throw abortedError(asked);
        throw error;
      }
    },
    noteSpentDay: (asked, error) => {
      const nowMs = now();
      const untilMs = error.saidWaitMs === null ? endOfDayMs(nowMs) : nowMs + error.saidWaitMs;
      counted(asked, () => gateOf(asked.host).quota.noteSpent(untilMs));
      return spentDayError(asked, { untilMs, nowMs });
    },
    restingHosts: () =>
      [...gates]
        .map(([host, { breaker }]) => ({ host, msLeft: breaker.msLeft() }))
        .filter(({ msLeft }) => msLeft > 0),
    traffic: () =>
      Object.fromEntries(
        [...gates].map(([host, { requests, failures }]) => [host, { requests, failures }]),
      ),
    close: () => {
      for (const { quota } of gates.values()) quota.close();
    },
  };
}

/** What cannot be counted is one request that is not sent, and not the end of a screening. */
function counted<Result>(asked: AskedRoute, count: () => Result): Result {
  try {
    return count();
  } catch (error) {
    throw error instanceof StoreError ? uncountedError(asked, error) : error;
  }
}
