import axios from 'axios';
import { ConfigError, DecodeError, SourceError } from '../core/errors.js';
import { type AskedRoute, createDecodeError } from './decodeBody.js';
import { createRateLimiter, type RateLimiter } from './rateLimiter.js';
import {
  abortedError,
  assertAnswered,
  namedRoute,
  redirectError,
  transportError,
} from './refusals.js';
import { type RetryPolicy, retryLater, type Sleep, sleepOnTimer } from './retry.js';

/** One GET request. Only `host` and `route` may appear in an error; the rest can hold a key. */
export interface HttpRequest extends AskedRoute {
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where a redirect may lead; the same host unless said otherwise, so that no other host learns what is asked. */
  readonly redirects?: 'same-host' | 'any-host';
  /**
   * Looks at each answer before it is returned and throws where it is a refusal in disguise; what it
   * throws is retried like a failure of the request itself.
   */
  readonly inspect?: (reply: HttpReply<unknown>) => void;
}

/** An answer. `headers` have lower-case names. */
export interface HttpReply<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** Asks hosts: limited, retried, capped in time and size, and silent about URLs and keys. */
export interface HttpClient {
  /**
   * The answer as text, whatever its status below 500.
   *
   * @throws {SourceError}
   */
  fetchText(request: HttpRequest, signal: AbortSignal): Promise<HttpReply<string>>;
  /**
   * The answer parsed as JSON. Edge: an answer with an error status that is no JSON stays text.
   *
   * @throws {SourceError}
   */
  fetchJson(request: HttpRequest, signal: AbortSignal): Promise<HttpReply<unknown>>;
  /** Requests sent so far to each host, repeated tries included. */
  requestsByHost(): Readonly<Record<string, number>>;
}

/** What a client is made with. */
export interface HttpClientOptions {
  /** Allowed rate by host, as `HttpRequest.host` writes it; a host not named here is not limited. */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  /** A number from 0 up to, not including, 1. */
  readonly random: () => number;
  /** The present time. Units: milliseconds since 1970. */
  readonly now: () => number;
  readonly sleep?: Sleep;
  /** Largest answer after decompression. Units: bytes; 20 MB when not given. */
  readonly maxBytes?: number;
  /** Longest time for one try. Units: milliseconds; 20 s when not given. */
  readonly timeoutMs?: number;
  /** Tries for one request; 3 when not given. */
  readonly tries?: number;
}

const MAX_REDIRECTS = 3;

/** A client whose limits and counts are shared by all its callers. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const limiters = new Map<string, RateLimiter>();
  const counts = new Map<string, number>();
  const caps = {
    maxBytes: options.maxBytes ?? 20_000_000,
    timeoutMs: options.timeoutMs ?? 20_000,
    now: options.now,
  };
  const retryPolicy: RetryPolicy = {
    tries: options.tries ?? 3,
    baseDelayMs: 1000,
    maxDelayMs: 30_000,
    random: options.random,
    sleep: options.sleep ?? sleepOnTimer,
  };

  async function takeTurn(request: HttpRequest, signal: AbortSignal): Promise<void> {
    const rate = options.requestsPerSecond[request.host] ?? null;
    const limiter = limiters.get(request.host) ?? createRateLimiter(rate);
    limiters.set(request.host, limiter);
    await limiter.waitForTurn(signal).catch(() => {
      throw abortedError(request);
    });
    counts.set(request.host, (counts.get(request.host) ?? 0) + 1);
  }

  async function ask<Body>(
    request: HttpRequest,
    readBody: (text: string, status: number) => Body,
    deadline: AbortSignal,
  ): Promise<HttpReply<Body>> {
    // All requests of a screening share its one deadline, and Node warns of a leak when more than
    // ten listen to one signal: each request listens to its own.
    const signal = AbortSignal.any([deadline]);
    return await retryLater(
      async () => {
        const answer = await askOnce({ request, caps, takeTurn }, signal);
        const reply = { ...answer, body: readBody(answer.body, answer.status) };
        request.inspect?.(reply);
        return reply;
      },
      retryPolicy,
      signal,
    );
  }

  return {
    fetchText: (request, signal) => ask(request, (text) => text, signal),
    fetchJson: (request, signal) =>
      ask(request, (text, status) => parseJson(request, text, status), signal),
    requestsByHost: () => Object.fromEntries(counts),
  };
}

/**
 * The host of a configured URL, with its port where one is written: what errors and counts name.
 *
 * @throws {ConfigError} when the text is no http or https URL.
 */
export function hostOfUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new ConfigError(
      'A source has a url that is no http or https address; correct it in the configuration.',
    );
  }
  return parsed.host;
}

interface Caps {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly now: () => number;
}

interface Try {
  readonly request: HttpRequest;
  readonly caps: Caps;
  readonly takeTurn: (request: HttpRequest, signal: AbortSignal) => Promise<void>;
}

async function askOnce(attempt: Try, signal: AbortSignal): Promise<HttpReply<string>> {
  const { request } = attempt;
  let target = targetOf(request);
  let headers = { 'User-Agent': 'hopsight', ...request.headers };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    await attempt.takeTurn(request, signal);
    const reply = await send({ ...attempt, target, headers }, signal);
    const location = /^30[12378]$/.test(String(reply.status)) ? reply.headers.location : undefined;
    if (location === undefined) {
      assertAnswered(reply, request, attempt.caps.now());
      return reply;
    }
    const next = followRedirect(target, location, request);
    if (next.host !== target.host) headers = { 'User-Agent': 'hopsight' };
    target = next;
  }
  throw redirectError(request, 'redirects too often');
}

function targetOf(request: HttpRequest): URL {
  const target = new URL(request.url);
  for (const [name, value] of Object.entries(request.params ?? {})) {
    target.searchParams.set(name, value);
  }
  return target;
}

function followRedirect(from: URL, location: string, request: HttpRequest): URL {
  if (!URL.canParse(location, from.href)) throw redirectError(request, 'redirects to no address');
  const next = new URL(location, from.href);
  if (next.protocol !== from.protocol) throw redirectError(request, 'redirects off its protocol');
  if (next.host !== from.host && request.redirects !== 'any-host') {
    throw redirectError(request, 'redirects to another host');
  }
  return next;
}

/** One exchange: the whole body or an error, within the caps. */
async function send(
  attempt: Try & { readonly target: URL; readonly headers: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<HttpReply<string>> {
  const { request, caps } = attempt;
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, caps.timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    const response = await axios.request<unknown>({
      url: attempt.target.href,
      headers: attempt.headers,
      // The body is read here, not by axios: it would parse before the status is known, and its
      // own size and reset errors cannot be told apart.
      responseType: 'stream',
      maxRedirects: 0,
      validateStatus: () => true,
      signal: ending.signal,
    });
    const body = await readAll(response.data, { request, maxBytes: caps.maxBytes });
    return { status: response.status, headers: plainHeaders(response.headers), body };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    if (signal.aborted) throw abortedError(request);
    // The cause is left behind on purpose: an axios error holds the URL and with it the key.
    throw transportError(request, ending.signal.aborted ? 'timeout' : codeOf(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

async function readAll(
  data: unknown,
  limit: { readonly request: HttpRequest; readonly maxBytes: number },
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (!isByteStream(data)) return '';
  for await (const chunk of data) {
    size += chunk.byteLength;
    if (size > limit.maxBytes) {
      throw new DecodeError(
        `The answer of ${limit.request.host} to ${limit.request.route} is larger than ${limit.maxBytes} bytes; use another source.`,
        { ...namedRoute(limit.request), maxBytes: limit.maxBytes },
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isByteStream(data: unknown): data is AsyncIterable<Uint8Array> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name.toLowerCase()] = String(value);
  return plain;
}

function parseJson(request: HttpRequest, text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (status >= 400 && error instanceof SyntaxError) return text;
    throw createDecodeError(request, '(whole answer)');
  }
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    if (typeof error.code === 'string') return error.code;
  }
  return 'connection failed';
}
