import axios from 'axios';
import { ConfigError, ScreenError } from '../core/errors.js';
import { type Agents, createAgents } from './agents.js';
import { type AskedRoute, createDecodeError } from './decodeBody.js';
import type { HostGates } from './hostGates.js';
import {
  type DownloadTarget,
  type Take,
  takeFile,
  takeText,
  type WrittenBody,
} from './httpBody.js';
import { createInFlight, type InFlight } from './inFlight.js';
import type { Urgency } from './rateLimiter.js';
import { MAX_REDIRECTS, redirectOf } from './redirects.js';
import {
  abortedError,
  assertAnswered,
  DayLimitError,
  redirectError,
  transportError,
} from './refusals.js';
import { type RetryPolicy, retryLater, type Sleep, sleepOnTimer } from './retry.js';

/** One question. Only `host` and `route` may appear in an error; the rest can hold a key. */
export interface HttpRequest extends AskedRoute {
  readonly url: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON that is sent along, for the servers that are asked by POST; a redirect is not followed then. */
  readonly json?: string;
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

/**
 * Asks hosts: limited, retried, capped in time and size, and silent about URLs and keys.
 *
 * Requests that are equal and overlap in time are sent once and share their answer.
 */
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
  /**
   * Writes the answer to a file as it comes, however large up to the cap; a wait between two parts
   * of it may last as long as one try of another request.
   *
   * Edge: an answer with another status than 200 writes nothing; of one that failed half-way the
   * file holds a part.
   *
   * @throws {SourceError}
   */
  download(
    request: HttpRequest,
    to: DownloadTarget,
    signal: AbortSignal,
  ): Promise<HttpReply<WrittenBody | null>>;
  /** Requests sent so far to each host, repeated tries included. */
  requestsByHost(): Readonly<Record<string, number>>;
}

/** What a client is made with. */
export interface HttpClientOptions {
  readonly gates: HostGates;
  /** The way to hosts; straight when not given. */
  readonly agents?: Agents;
  /** Whether its requests go before those of others that wait for a host; not when not given. */
  readonly urgency?: Urgency;
  /** When its callers stop waiting, on the clock of `now`; never when not given. Units: milliseconds since 1970. */
  readonly endsAtMs?: number;
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

/** Straight to every host, trusting what Node trusts. */
const STRAIGHT: Agents = createAgents({ proxyOf: () => null, trusted: [] });

/** A client whose counts are shared by all its callers; its limits are those of its gates. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { gates, now } = options;
  const endsAtMs = options.endsAtMs ?? Number.POSITIVE_INFINITY;
  const counts = new Map<string, number>();
  const line: Line = {
    maxBytes: options.maxBytes ?? 20_000_000,
    timeoutMs: options.timeoutMs ?? 20_000,
    now,
    gates,
    urgency: options.urgency ?? 'batch',
    agents: options.agents ?? STRAIGHT,
    onSent: ({ host }) => counts.set(host, (counts.get(host) ?? 0) + 1),
  };
  const retryPolicy: RetryPolicy = {
    tries: options.tries ?? 3,
    baseDelayMs: 1000,
    maxDelayMs: 30_000,
    random: options.random,
    sleep: options.sleep ?? sleepOnTimer,
    msLeft: () => endsAtMs - now(),
  };

  function createAsker<Body>(parseBody: ParseBody<Body>) {
    const inFlight: InFlight<HttpReply<Body>> = createInFlight();

    async function tryOnce(request: HttpRequest, signal: AbortSignal): Promise<HttpReply<Body>> {
      try {
        const answer = await askOnce(request, { line, take: takeText(line.maxBytes) }, signal);
        const reply = { ...answer, body: parseBody(request, answer) };
        request.inspect?.(reply);
        return reply;
      } catch (error) {
        throw error instanceof DayLimitError ? gates.noteSpentDay(request, error) : error;
      }
    }

    return async (request: HttpRequest, deadline: AbortSignal): Promise<HttpReply<Body>> => {
      // All requests of a screening share its one deadline, and Node warns of a leak when more than
      // ten listen to one signal: each request listens to its own.
      const own = AbortSignal.any([deadline]);
      let isMine = false;
      const start = (signal: AbortSignal) => {
        isMine = true;
        return retryLater(() => tryOnce(request, signal), retryPolicy, signal);
      };
      const onAbort = () => abortedError(request);
      const reply = await inFlight.share({ key: keyOf(request), start, onAbort }, own);
      // Whoever shares an answer judges it by its own measure too.
      if (!isMine) request.inspect?.(reply);
      return reply;
    };
  }

  async function download(
    request: HttpRequest,
    to: DownloadTarget,
    deadline: AbortSignal,
  ): Promise<HttpReply<WrittenBody | null>> {
    const signal = AbortSignal.any([deadline]);
    const ask = { line, take: takeFile(to) };
    return await retryLater(() => askOnce(request, ask, signal), retryPolicy, signal);
  }

  return {
    fetchText: createAsker((_, { body }) => body),
    fetchJson: createAsker(parseJson),
    download,
    requestsByHost: () => Object.fromEntries(counts),
  };
}

type ParseBody<Body> = (request: HttpRequest, answer: HttpReply<string>) => Body;

/** What makes two requests the same. */
function keyOf(request: HttpRequest): string {
  const headers = Object.entries(request.headers ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const { host, route, json = null, redirects = null } = request;
  return JSON.stringify([host, route, targetOf(request).href, headers, json, redirects]);
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

/** What every exchange of a client shares. */
interface Line {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly gates: HostGates;
  readonly urgency: Urgency;
  readonly agents: Agents;
  readonly onSent: (request: HttpRequest) => void;
}

interface Asking<Body> {
  readonly line: Line;
  readonly take: Take<Body>;
}

async function askOnce<Body>(
  request: HttpRequest,
  { line, take }: Asking<Body>,
  signal: AbortSignal,
): Promise<HttpReply<Body>> {
  let target = targetOf(request);
  let headers = { 'User-Agent': 'hopsight', ...request.headers };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const { reply, next } = await line.gates.pass(
      { ...request, urgency: line.urgency },
      async () => {
        line.onSent(request);
        const answer = await send({ request, line, target, headers, take }, signal);
        const redirect = redirectOf(answer, { ...request, target });
        if (redirect === null) {
          assertAnswered({ ...answer, body: answer.said }, request, line.now());
        }
        const { said: _, ...plain } = answer;
        return { reply: plain, next: redirect };
      },
      signal,
    );
    if (next === null) return reply;
    // Browsers turn such a redirect into a GET, and what was asked would be lost on the way.
    if (request.json !== undefined) throw redirectError(request, 'redirects what is sent to it');
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

interface Exchange<Body> extends Asking<Body> {
  readonly request: HttpRequest;
  readonly target: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** One exchange: the whole body or an error, within the caps. */
async function send<Body>(
  { request, line, target, headers, take }: Exchange<Body>,
  signal: AbortSignal,
): Promise<HttpReply<Body> & { readonly said: string }> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, line.timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    const response = await axios.request<unknown>({
      url: target.href,
      ...(request.json === undefined
        ? { headers }
        : {
            method: 'POST',
            data: request.json,
            headers: { 'Content-Type': 'application/json', ...headers },
          }),
      // The environment's proxies are used by the agents, which also trust the user's certificates;
      // axios would read the process's environment and not ours.
      proxy: false,
      ...line.agents.agentsFor(target),
      // The body is read here, not by axios: it would parse before the status is known, and its
      // own size and reset errors cannot be told apart.
      responseType: 'stream',
      maxRedirects: 0,
      validateStatus: () => true,
      signal: ending.signal,
    });
    if (response.status === 407) throw transportError(request, 'the proxy wants a password');
    const answer = { status: response.status, headers: plainHeaders(response.headers) };
    const onAlive = () => timer.refresh();
    const taken = await take({ ...answer, request, data: response.data, onAlive });
    return { ...answer, ...taken };
  } catch (error) {
    if (error instanceof ScreenError) throw error;
    if (signal.aborted) throw abortedError(request);
    // The cause is left behind on purpose: an axios error holds the URL and with it the key.
    const code = ending.signal.aborted ? 'timeout' : codeOf(error);
    throw transportError(request, line.agents.isProxied(target) ? `proxy: ${code}` : code);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

function plainHeaders(headers: object): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) plain[name.toLowerCase()] = String(value);
  return plain;
}

function parseJson(request: HttpRequest, answer: HttpReply<string>): unknown {
  try {
    return JSON.parse(answer.body);
  } catch (error) {
    if (answer.status >= 400 && error instanceof SyntaxError) return answer.body;
    throw createDecodeError(request, '(whole answer)');
  }
}

function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) {
    if (typeof error.code === 'string') return error.code;
  }
  return 'connection failed';
}
