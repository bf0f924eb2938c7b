import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  ConfigError,
  DecodeError,
  RateLimitError,
  TransportError,
} from '../../../src/core/errors.js';
import { hostOfUrl } from '../../../src/sources/http.js';
import { createRateLimiter } from '../../../src/sources/rateLimiter.js';
import {
  createTestClient,
  everythingIn,
  failureOf,
  noDeadline,
  openTestQuotas,
} from '../../support/sourceBench.js';

interface Planned {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
});

/** A server that answers by path, and what it was asked. */
async function startServer(plan: (path: string) => Planned) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const { status = 200, headers = {}, body = '' } = plan(request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  return { url: await listen(server), asked };
}

async function listen(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

function request(url: string) {
  return { host: 'host.test', route: 'things', url };
}

describe('a question with something to send', () => {
  test('is a POST of it as JSON; others at the same time get their own answers', async () => {
    const bodies: string[] = [];
    const server = createServer((asked, response) => {
      const parts: Buffer[] = [];
      asked.on('data', (part: Buffer) => parts.push(part));
      asked.on('end', () => {
        const body = Buffer.concat(parts).toString('utf8');
        bodies.push(`${asked.method} ${asked.headers['content-type']} ${body}`);
        response.end(body);
      });
    });
    const url = await listen(server);
    const { http } = createTestClient();
    const ask = (json: string) => http.fetchJson({ ...request(url), json }, noDeadline());
    const replies = await Promise.all([ask('{"a":1}'), ask('{"a":2}'), ask('{"a":2}')]);
    expect(replies.map(({ body }) => body)).toEqual([{ a: 1 }, { a: 2 }, { a: 2 }]);
    expect(bodies.toSorted()).toEqual([
      'POST application/json {"a":1}',
      'POST application/json {"a":2}',
    ]);
  });
});

describe('an answer', () => {
  test('comes as text or as parsed JSON, with its status and headers', async () => {
    const { url } = await startServer(() => ({ headers: { 'X-Left': '3' }, body: '{"a":1}' }));
    const { http } = createTestClient();
    expect(await http.fetchText(request(url), noDeadline())).toMatchObject({
      status: 200,
      headers: { 'x-left': '3' },
      body: '{"a":1}',
    });
    expect((await http.fetchJson(request(url), noDeadline())).body).toEqual({ a: 1 });
  });

  test('with an error status that is no JSON stays text', async () => {
    const { url } = await startServer(() => ({ status: 404, body: 'Transaction not found' }));
    const { http } = createTestClient();
    expect(await http.fetchJson(request(url), noDeadline())).toMatchObject({
      status: 404,
      body: 'Transaction not found',
    });
  });

  test('that is small on the wire and large unpacked is refused', async () => {
    const body = gzipSync(`"${'0'.repeat(2_000_000)}"`);
    expect(body.length).toBeLessThan(10_000);
    const { url } = await startServer(() => ({ headers: { 'Content-Encoding': 'gzip' }, body }));
    const { http } = createTestClient({ maxBytes: 1_000_000 });
    const failure = await failureOf(http.fetchJson(request(url), noDeadline()));
    expect(failure).toBeInstanceOf(DecodeError);
    const roomy = createTestClient({ maxBytes: 3_000_000 });
    await roomy.http.fetchJson(request(url), noDeadline());
  });

  test('that is too large is not read to its end: of 500 MB hardly more than the cap is sent', async () => {
    const chunk = Buffer.alloc(1_000_000, '[');
    let sent = 0;
    let closed: () => void = () => undefined;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const server = createServer((_, response) => {
      const more = () => {
        while (sent < 500 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) return;
        }
        if (sent >= 500) response.end();
      };
      response.on('drain', more).on('close', closed);
      more();
    });
    const url = await listen(server);
    const { http } = createTestClient();
    const failure = await failureOf(http.fetchText(request(url), noDeadline()));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(String(failure)).toContain('larger than 20000000 bytes');
    await isClosed;
    // What lies in buffers on the way is sent too.
    expect(sent).toBeLessThan(100);
  });

  test('that drips, each part in time, is given up as a whole', async () => {
    const server = createServer((_, response) => {
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const url = await listen(server);
    const { http } = createTestClient({ timeoutMs: 200 });
    const failure = await failureOf(http.fetchText(request(url), noDeadline()));
    expect(failure).toBeInstanceOf(TransportError);
    expect(String(failure)).toContain('(timeout)');
  });

  test('that is a web page is refused as text too, and says what to check', async () => {
    const { url } = await startServer(() => ({ body: '\n<!doctype html><title>Hello</title>' }));
    const { http } = createTestClient();
    const failure = await failureOf(http.fetchText(request(url), noDeadline()));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(String(failure)).toContain('web page');
  });

  test('is asked for with the given parameters and headers', async () => {
    const { url, asked } = await startServer(() => ({ body: '{}' }));
    const { http } = createTestClient();
    const params = { q: 'a b&c' };
    const headers = { 'X-Api-Key': 'k' };
    await http.fetchJson({ ...request(`${url}/p?x=1`), params, headers }, noDeadline());
    expect(asked[0]?.url).toBe('/p?x=1&q=a+b%26c');
    expect(asked[0]?.headers['x-api-key']).toBe('k');
  });

  test('that the caller sees through is asked for again', async () => {
    let answers = 0;
    const { url } = await startServer(() => ({ body: `${answers++}` }));
    const { http } = createTestClient({ tries: 3 });
    const inspect = (reply: { readonly body: unknown }) => {
      if (reply.body !== 2) throw new TransportError('not yet');
    };
    expect((await http.fetchJson({ ...request(url), inspect }, noDeadline())).body).toBe(2);
  });
});

describe('a redirect', () => {
  test('is followed on the same host', async () => {
    const { url } = await startServer((path) =>
      path === '/old' ? { status: 301, headers: { Location: '/new' } } : { body: path },
    );
    const { http } = createTestClient();
    expect((await http.fetchText(request(`${url}/old`), noDeadline())).body).toBe('/new');
    expect(http.requestsByHost()).toEqual({ 'host.test': 2 });
  });

  test('of what was sent along is not followed, lest the question be lost or told to others', async () => {
    const { url, asked } = await startServer((path) =>
      path === '/old' ? { status: 307, headers: { Location: '/new' } } : { body: path },
    );
    const { http } = createTestClient();
    const failure = await failureOf(
      http.fetchText({ ...request(`${url}/old`), json: '{"a":1}' }, noDeadline()),
    );
    expect(failure).toBeInstanceOf(DecodeError);
    expect(asked).toHaveLength(1);
  });

  test('is followed three times and no more', async () => {
    const { url, asked } = await startServer((path) => ({
      status: 302,
      headers: { Location: `${path}x` },
    }));
    const { http } = createTestClient();
    expect(await failureOf(http.fetchText(request(`${url}/`), noDeadline()))).toBeInstanceOf(
      DecodeError,
    );
    expect(asked).toHaveLength(4);
  });

  test('to another host is not followed, unless the caller allows it; headers stay behind', async () => {
    const other = await startServer(() => ({ body: 'other' }));
    const { url } = await startServer(() => ({ status: 302, headers: { Location: other.url } }));
    const { http } = createTestClient();
    const asked = { ...request(url), headers: { 'X-Api-Key': 'k' } };
    expect(await failureOf(http.fetchText(asked, noDeadline()))).toBeInstanceOf(DecodeError);
    expect(other.asked).toHaveLength(0);
    const reply = await http.fetchText({ ...asked, redirects: 'any-host' }, noDeadline());
    expect(reply.body).toBe('other');
    expect(other.asked[0]?.headers['x-api-key']).toBeUndefined();
  });

  test.each(['ftp://127.0.0.1/x', 'https://127.0.0.1:1/x', 'http://[bad'])(
    'to %s is not followed',
    async (location) => {
      const { url } = await startServer(() => ({ status: 302, headers: { Location: location } }));
      const { http } = createTestClient();
      const allowed = { ...request(url), redirects: 'any-host' } as const;
      expect(await failureOf(http.fetchText(allowed, noDeadline()))).toBeInstanceOf(DecodeError);
    },
  );
});

describe('a limit', () => {
  test.each([
    { what: '503 with a wait', status: 503, after: '5', ms: 5000, window: 'second' },
    {
      what: '429 with a date',
      status: 429,
      after: 'Thu, 01 Jan 2026 00:00:09 GMT',
      ms: 9000,
      window: 'second',
    },
    { what: '429 with an unreadable wait', status: 429, after: 'soon', ms: 1000, window: 'second' },
    { what: '429 with a wait of hours', status: 429, after: '7200', ms: 7_200_000, window: 'day' },
    { what: '429 with less', status: 429, after: '3599', ms: 3_599_000, window: 'second' },
  ])('is read from $what', async ({ status, after, ms, window }) => {
    const { url } = await startServer(() => ({ status, headers: { 'Retry-After': after } }));
    const { http } = createTestClient();
    const failure = await failureOf(http.fetchJson(request(url), noDeadline()));
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ retryAfterMs: ms, window });
  });

  test.each([
    { what: 'in milliseconds, as Blockscout says it', reset: '2500', ms: 2500 },
    { what: 'unknown to Blockscout', reset: '-1', ms: 1000 },
    { what: 'at a moment in seconds', reset: `${Date.UTC(2026, 0, 1) / 1000 + 7}`, ms: 7000 },
    { what: 'at a moment in milliseconds', reset: `${Date.UTC(2026, 0, 1) + 8000}`, ms: 8000 },
    { what: 'at a moment that is over', reset: `${Date.UTC(2025, 0, 1) / 1000}`, ms: 0 },
    { what: 'in words', reset: 'soon', ms: 1000 },
  ])('is reset $what (x-ratelimit-reset)', async ({ reset, ms }) => {
    const headers = { 'X-RateLimit-Reset': reset };
    const { url } = await startServer(() => ({ status: 429, headers }));
    const { http } = createTestClient();
    const failure = await failureOf(http.fetchJson(request(url), noDeadline()));
    expect(failure).toMatchObject({ retryAfterMs: ms, window: 'second' });
  });

  test('prefers Retry-After; a reset alone makes no limit of a failure', async () => {
    const headers = { 'X-RateLimit-Reset': '2500' };
    const both = await startServer(() => ({
      status: 429,
      headers: { ...headers, 'Retry-After': '4' },
    }));
    const down = await startServer(() => ({ status: 503, headers }));
    const { http } = createTestClient();
    const limit = await failureOf(http.fetchJson(request(both.url), noDeadline()));
    expect(limit).toMatchObject({ retryAfterMs: 4000 });
    const failure = await failureOf(http.fetchJson(request(down.url), noDeadline()));
    expect(failure).toBeInstanceOf(TransportError);
  });

  test('is no limit when a failing server names no wait', async () => {
    const { url } = await startServer(() => ({ status: 503, body: 'down' }));
    const { http } = createTestClient();
    expect(await failureOf(http.fetchJson(request(url), noDeadline()))).toBeInstanceOf(
      TransportError,
    );
  });

  test('is counted by host, each try for itself', async () => {
    const { url } = await startServer(() => ({ status: 500 }));
    const { http } = createTestClient({ tries: 3 });
    await failureOf(http.fetchText(request(url), noDeadline()));
    await failureOf(http.fetchText({ ...request(url), host: 'other.test' }, noDeadline()));
    expect(http.requestsByHost()).toEqual({ 'host.test': 3, 'other.test': 3 });
  });
});

describe('turns to ask a host', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  const limiterOf = (requestsPerSecond: number) =>
    createRateLimiter({
      name: { host: 'host.test', keyDigest: '' },
      requestsPerSecond,
      store: openTestQuotas(),
      now: Date.now,
    });

  async function turnsAfter(requestsPerSecond: number, ms: number): Promise<number> {
    vi.useFakeTimers({ now: 0 });
    const limiter = limiterOf(requestsPerSecond);
    let turns = 0;
    const ending = new AbortController();
    const waits = Array.from({ length: 20 }, () =>
      limiter.waitForTurn('single', AbortSignal.any([ending.signal])).then(
        () => {
          turns += 1;
        },
        () => undefined,
      ),
    );
    await vi.advanceTimersByTimeAsync(ms);
    const given = turns;
    ending.abort();
    await Promise.all(waits);
    return given;
  }

  test.each([
    { rate: 3, ms: 0, turns: 3 },
    { rate: 3, ms: 990, turns: 3 },
    { rate: 3, ms: 1010, turns: 6 },
    { rate: 0.2, ms: 4990, turns: 1 },
    { rate: 0.2, ms: 5010, turns: 2 },
    { rate: 2.5, ms: 790, turns: 2 },
    { rate: 2.5, ms: 810, turns: 4 },
  ])('at $rate a second are $turns after $ms ms', async ({ rate, ms, turns }) => {
    expect(await turnsAfter(rate, ms)).toBe(turns);
  });

  test('are given up as soon as the deadline passes', async () => {
    const limiter = limiterOf(0.001);
    await limiter.waitForTurn('single', noDeadline());
    const deadline = new AbortController();
    const waiting = failureOf(limiter.waitForTurn('single', deadline.signal));
    deadline.abort();
    expect(await waiting).toBeDefined();
  });

  test('are taken for every request to the host', async () => {
    const { url } = await startServer(() => ({ body: '{}' }));
    const { http } = createTestClient({ requestsPerSecond: { 'host.test': 0.001 } });
    await http.fetchJson(request(url), noDeadline());
    await http.fetchJson({ ...request(url), host: 'free.test' }, noDeadline());
    const deadline = new AbortController();
    const waiting = failureOf(http.fetchJson(request(url), deadline.signal));
    deadline.abort();
    expect(await waiting).toMatchObject({ code: 'aborted' });
    expect(http.requestsByHost()).toEqual({ 'host.test': 1, 'free.test': 1 });
  });
});

test('many requests under one deadline bring no warning, and it ends them all', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const { url } = await startServer(() => ({ body: '{}' }));
  const { http } = createTestClient({ requestsPerSecond: { 'host.test': 0.001 } });
  const deadline = new AbortController();
  const failures = Array.from({ length: 30 }, (_, at) =>
    http.fetchJson(request(`${url}/${at}`), deadline.signal).then(
      () => null,
      (error: unknown) => error,
    ),
  );
  await Promise.race(failures);
  deadline.abort();
  const ended = await Promise.all(failures);
  process.off('warning', note);
  expect(ended.filter((failure) => failure === null)).toHaveLength(1);
  expect(ended.filter((failure) => failure !== null)).toHaveLength(29);
  expect(warnings).toEqual([]);
});

describe('the host of a url', () => {
  test('has no credentials, path or query', () => {
    expect(hostOfUrl('https://user:secret@api.test:8443/v2/KEY?apikey=KEY')).toBe('api.test:8443');
  });

  test.each(['', 'api.test', 'file:///etc/KEY', 'ftp://api.test/KEY'])(
    'is refused for "%s", without repeating it',
    async (url) => {
      const failure = await failureOf(Promise.resolve().then(() => hostOfUrl(url)));
      expect(failure).toBeInstanceOf(ConfigError);
      expect(everythingIn(failure)).not.toContain('KEY');
    },
  );
});
