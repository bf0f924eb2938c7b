import { AbortedError, DecodeError, RateLimitError, TransportError } from '../core/errors.js';
import type { AskedRoute } from './decodeBody.js';

const DEFAULT_RETRY_AFTER_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

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
  if (
    status === 429 ||
    (status === 403 && /rate.?limit|too many requests|quota/i.test(body)) ||
    (status === 503 && retryAfterMs !== null)
  ) {
    throw rateLimitError(request, { body, retryAfterMs });
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

/** The error for a source that refuses for now; a daily quota is told from a moment's limit by its words or by the wait it asks for. */
export function rateLimitError(
  asked: AskedRoute,
  said: { readonly body: string; readonly retryAfterMs: number | null },
): RateLimitError {
  const daily = /\bdaily\b|per day|\/day\b|day limit/i.test(said.body);
  if (daily || (said.retryAfterMs ?? 0) >= HOUR_MS) {
    return new RateLimitError(
      `The daily quota at ${asked.host} is spent; go on tomorrow, or use a key with a larger quota.`,
      { retryAfterMs: said.retryAfterMs ?? DAY_MS, window: 'day' },
      namedRoute(asked),
    );
  }
  return new RateLimitError(
    `${asked.host} limits the rate of requests; try again later, or set a lower requestsPerSecond.`,
    { retryAfterMs: said.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS, window: 'second' },
    namedRoute(asked),
  );
}

/** The error for a source that could not be reached or failed; `code` is a short reason such as ECONNRESET. */
export function transportError(asked: AskedRoute, code: string): TransportError {
  return new TransportError(
    `${asked.host} did not answer ${asked.route} (${code}); try again later.`,
    { ...namedRoute(asked), reason: code },
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
