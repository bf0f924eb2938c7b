import {
  AbortedError,
  DecodeError,
  RateLimitError,
  type StoreError,
  TransportError,
} from '../core/errors.js';
import { formatMoment } from '../core/moment.js';
import type { AskedRoute } from './decodeBody.js';

const DEFAULT_RETRY_AFTER_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A host says that its daily quota is spent. */
export class DayLimitError extends RateLimitError {
  /** How long the host asks to wait, or null when it does not say. Units: milliseconds. */
  readonly saidWaitMs: number | null;

  constructor(asked: AskedRoute, saidWaitMs: number | null) {
    super(
      `The daily quota at ${asked.host} is spent; go on tomorrow, or use a key with a larger quota.`,
      { retryAfterMs: saidWaitMs ?? DAY_MS, window: 'day' },
      namedRoute(asked),
    );
    this.saidWaitMs = saidWaitMs;
  }
}

/** A host was not asked, because it failed too often in a row. */
export class LeftAloneError extends TransportError {}

/** A host was not asked, because nobody could tell whether its limits allow another request. */
export class UncountedError extends TransportError {}

/**
 * Throws where the status or the look of an answer says that the host did not do what it was asked.
 *
 * Edge: an error status such as 404 that no limit explains is left to the caller.
 *
 * @throws {RateLimitError} for 429, for 403 that speaks of a limit, for 503 that names a wait.
 * @throws {TransportError} for other server failures.
 * @throws {DecodeError} for a web page in place of an answer.
 */
export function assertAnswered(
  reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  },
  request: AskedRoute,
  nowMs: number,
): void {
  const { status, headers, body } = reply;
  const retryAfterMs = parseRetryAfter(headers['retry-after'], nowMs);
  const hasNoCredits = status >= 400 && headers['x-credits-remaining']?.trim() === '0';
  if (hasNoCredits) throw new DayLimitError(request, retryAfterMs);
  if (
    status === 429 ||
    (status === 403 && /rate.?limit|too many requests|quota/i.test(body)) ||
    (status === 503 && retryAfterMs !== null)
  ) {
    const resetMs = parseReset(headers['x-ratelimit-reset'], nowMs);
    throw rateLimitError(request, { body, retryAfterMs: retryAfterMs ?? resetMs });
  }
  if (status >= 500 || status === 408) throw transportError(request, `status ${status}`);
  if (status >= 200 && status < 300 && /^\s*<(!doctype html|html)\b/i.test(body)) {
    throw new DecodeError(
      `${request.host} answered ${request.route} with a web page; check that the configured url is the address of its API.`,
      { ...namedRoute(request), field: '(whole answer)' },
    );
  }
}

function parseRetryAfter(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number.parseInt(text, 10) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

/** Larger numbers are moments, not waits: in milliseconds, 11 days. */
const LONGEST_RESET_MS = 1_000_000_000;

/**
 * The wait that `x-ratelimit-reset` tells, or null.
 *
 * Units: milliseconds until the limit is reset, as Blockscout writes it; -1 says that it does not
 * know. Others write the moment, in Unix seconds.
 * Source: https://docs.blockscout.com/devs/blockscout-api-responses-and-routes,
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function parseReset(text: string | undefined, nowMs: number): number | null {
  if (text === undefined || !/^\d{1,15}$/.test(text.trim())) return null;
  const number = Number.parseInt(text, 10);
  if (number < LONGEST_RESET_MS) return number;
  const atMs = number < LONGEST_RESET_MS * 100 ? number * 1000 : number;
  return Math.max(0, atMs - nowMs);
}

/** The error for a source that refuses for now; a daily quota is told from a moment's limit by its words or by the wait it asks for. */
export function rateLimitError(
  asked: AskedRoute,
  said: { readonly body: string; readonly retryAfterMs: number | null },
): RateLimitError {
  const daily = /\bdaily\b|per day|\/day\b|day limit/i.test(said.body);
  if (daily || (said.retryAfterMs ?? 0) >= HOUR_MS) {
    return new DayLimitError(asked, said.retryAfterMs);
  }
  return new RateLimitError(
    `${asked.host} limits the rate of requests; try again later, or set a lower requestsPerSecond.`,
    { retryAfterMs: said.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS, window: 'second' },
    namedRoute(asked),
  );
}

/** Reasons for which Node does not trust a certificate. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_/;

/** The error for a source that could not be reached or failed; `code` is a short reason such as ECONNRESET. */
export function transportError(asked: AskedRoute, code: string): TransportError {
  const details = { ...namedRoute(asked), reason: code };
  if (UNTRUSTED.test(code)) {
    return new TransportError(
      `The certificate of ${asked.host} is not trusted (${code}); if a proxy of your company stands in between, name its certificate in caFile.`,
      details,
    );
  }
  return new TransportError(
    `${asked.host} did not answer ${asked.route} (${code}); try again later.`,
    details,
  );
}

/** The error for a host that said that its daily quota is spent, until a moment. Units: milliseconds since 1970. */
export function spentDayError(
  asked: AskedRoute,
  at: { readonly untilMs: number; readonly nowMs: number },
): RateLimitError {
  return new RateLimitError(
    `The daily quota at ${asked.host} is spent until ${momentOf(at.untilMs)}; go on then, or use a key with a larger quota.`,
    { retryAfterMs: at.untilMs - at.nowMs, window: 'day' },
    { ...namedRoute(asked), until: momentOf(at.untilMs) },
  );
}

/** The error for a host that was asked as often today as the configuration allows. Units: milliseconds since 1970. */
export function usedDayError(
  asked: AskedRoute,
  at: { readonly untilMs: number; readonly nowMs: number; readonly requestsPerDay: number },
): RateLimitError {
  return new RateLimitError(
    `The ${at.requestsPerDay} requests that requestsPerDay allows at ${asked.host} are spent until ${momentOf(at.untilMs)}; go on then, or allow more.`,
    { retryAfterMs: at.untilMs - at.nowMs, window: 'day' },
    { ...namedRoute(asked), until: momentOf(at.untilMs) },
  );
}

function momentOf(ms: number): string {
  return formatMoment(Math.ceil(ms / 1000));
}

/** The error for a host that is left alone for a while. Units: milliseconds. */
export function leftAloneError(asked: AskedRoute, msLeft: number): LeftAloneError {
  const seconds = Math.ceil(msLeft / 1000);
  return new LeftAloneError(
    `${asked.host} did not answer several times in a row and is left alone for ${seconds} s; try again then.`,
    { ...namedRoute(asked), reason: 'left alone' },
  );
}

/**
 * The error for a request that could not be counted: the database failed that all processes count in.
 *
 * Edge: what the database said stays in `cause`, for it names a file of the user's.
 */
export function uncountedError(asked: AskedRoute, cause: StoreError): UncountedError {
  return new UncountedError(
    `${asked.host} was not asked for ${asked.route}: the database could not tell whether its limits allow another request; end what else uses the database, and try again.`,
    { ...namedRoute(asked), reason: 'not counted' },
    { cause },
  );
}

/** The error for a request that its caller's signal ended. */
export function abortedError(asked: AskedRoute): AbortedError {
  return new AbortedError(
    `The request ${asked.route} to ${asked.host} was ended before its answer; allow a longer deadline.`,
    namedRoute(asked),
  );
}

/** The error for a redirect that is not followed; `what` is the verb of the sentence. */
export function redirectError(asked: AskedRoute, what: string): DecodeError {
  return new DecodeError(`${asked.host} ${what}; write the final address into the configuration.`, {
    ...namedRoute(asked),
    field: '(redirect)',
  });
}

/** Host and route alone, as error details. */
export function namedRoute(asked: AskedRoute): { readonly host: string; readonly route: string } {
  return { host: asked.host, route: asked.route };
}
