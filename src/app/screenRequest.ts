import type { Actor } from '../core/role.js';
import type { Urgency } from '../sources/rateLimiter.js';
import { parseAsOf } from './asOf.js';

export type { Urgency } from '../sources/rateLimiter.js';

/** One wallet to screen, as a person gave it. */
export interface ScreenRequest {
  readonly text: string;
  /** An ISO day (its end counts) or moment; null for now. */
  readonly asOf: string | null;
  readonly payeeReference: string | null;
  readonly offline: boolean;
  /** The id that its record gets; a new one where left out. */
  readonly screeningId?: string;
  /** Requests for one wallet go before those for many that wait; `single` where left out. */
  readonly urgency?: Urgency;
  /** Short names of the chains on which alone an EVM address is looked at; all configured ones where left out. */
  readonly onlyOn?: readonly string[];
  /** Who asked for it, for the audit log; left out where another row of it tells that. */
  readonly by?: Pick<Actor, 'kind' | 'id'>;
  readonly onProgress: (progress: ScreenProgress) => void;
  /** Ends the screening early; it answers with what it has. */
  readonly signal: AbortSignal;
}

/** How far a screening has come. */
export interface ScreenProgress {
  readonly requests: number;
  readonly accountsSeen: number;
  /** Six places. */
  readonly shareExplained: string;
  readonly msLeft: number;
  readonly activity: string;
  /** Hosts that do not answer and are left alone for a while. */
  readonly leftAlone: readonly { readonly host: string; readonly msLeft: number }[];
}

/** When a screening began, and as of when it screens. Units: Unix seconds where not named otherwise. */
export interface ScreeningTimes {
  readonly startedMs: number;
  readonly nowSeconds: number;
  /** Null for the present. */
  readonly asOfSeconds: number | null;
  readonly untilSeconds: number;
}

/**
 * The times of a screening that begins now.
 *
 * @throws {InputError} when `--as-of` is no time, or one that has not come yet.
 */
export function timesOf({ asOf }: Pick<ScreenRequest, 'asOf'>, startedMs: number): ScreeningTimes {
  const nowSeconds = Math.floor(startedMs / 1000);
  const asOfSeconds = asOf === null ? null : parseAsOf(asOf, nowSeconds);
  return { startedMs, nowSeconds, asOfSeconds, untilSeconds: asOfSeconds ?? nowSeconds };
}
