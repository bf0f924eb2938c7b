import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { RateLimitError, TransportError } from '../../../src/core/errors.js';
import { FAILURES_IN_A_ROW, REST_MS } from '../../../src/sources/circuitBreaker.js';
import { UncountedError } from '../../../src/sources/refusals.js';
import {
  always,
  type Fault,
  type FaultScript,
  jsonBody,
  type LoopbackServer,
  limited,
  startFaultServer,
} from '../../support/faultServer.js';
import {
  createTestClient,
  failureOf,
  noDeadline,
  openFailingQuotas,
  openTestQuotas,
  type TestClientOptions,
} from '../../support/sourceBench.js';

/** Lets other work of this process go on. */
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

const MIDNIGHT = Date.UTC(2026, 0, 2);

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A client, a server that it asks for numbered things, and a clock that is set by hand. */
async function openBench(options: TestClientOptions & { readonly script?: FaultScript } = {}) {
  const { script = () => null, ...rest } = options;
  const server = await startFaultServer({
    script,
    answer: () => ({ status: 200, contentType: 'application/json', body: '{}' }),
  });
  servers.push(server);
  let nowMs = Date.UTC(2026, 0, 1, 23, 0, 0);
  const client = createTestClient({ now: () => nowMs, ...rest });
  let asked = 0;
  const ask = (signal = noDeadline(), host = 'host.test') => {
    asked += 1;
    const url = `${server.url}/${asked}`;
    return client.http.fetchJson({ host, route: 'things', url }, signal);
  };
  return {
    ...client,
    server,
    ask,
    setNow: (ms: number) => {
      nowMs = ms;
    },
    now: () => nowMs,
  };
}

describe('the requests of a day', () => {
  test('are sent up to the limit and not one more, whoever shares the file; the error says until when', async () => {
    const quotas = openTestQuotas();
    const requestsPerDay = { 'host.test': 7 };
    const benches = [
      await openBench({ quotas, requestsPerDay }),
      await openBench({ quotas, requestsPerDay }),
    ];
    const asked = Array.from({ length: 20 }, (_, at) => benches[at % 2]?.ask());
    const settled = await Promise.allSettled(asked);
    const failures = settled.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    expect(failures).toHaveLength(13);
    expect(benches.map(({ server }) => server.requests.length).reduce((a, b) => a + b)).toBe(7);
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(RateLimitError);
      expect(failure).toMatchObject({ window: 'day', retryAfterMs: 3_600_000 });
      expect(String(failure)).toContain(
        'The 7 requests that requestsPerDay allows at host.test are spent until 2026-01-02T00:00:00Z',
      );
    }
  });

  test('begin again at midnight in UTC, not a moment before, and what was claimed before is over', async () => {
    const bench = await openBench({ requestsPerDay: { 'host.test': 30 } });
    for (let at = 0; at < 2; at += 1) await bench.ask();
    bench.setNow(MIDNIGHT);
    for (let at = 0; at < 30; at += 1) await bench.ask();
    expect(await failureOf(bench.ask())).toMatchObject({ window: 'day' });
    bench.setNow(MIDNIGHT + 86_400_000 - 1);
    expect(await failureOf(bench.ask())).toMatchObject({ window: 'day', retryAfterMs: 1 });
    bench.setNow(MIDNIGHT + 86_400_000);
    await bench.ask();
    expect(bench.server.requests).toHaveLength(33);
  });

  test('count each try', async () => {
    const script = always(jsonBody('{}', 500));
    const bench = await openBench({ script, tries: 3, requestsPerDay: { 'host.test': 2 } });
    expect(await failureOf(bench.ask())).toMatchObject({ window: 'day' });
    expect(bench.server.requests).toHaveLength(2);
  });

  test('that one client did not use are given back when it closes', async () => {
    const quotas = openTestQuotas();
    const first = await openBench({ quotas, requestsPerDay: { 'host.test': 40 } });
    await first.ask();
    first.gates.close();
    const second = await openBench({ quotas, requestsPerDay: { 'host.test': 40 } });
    for (let at = 0; at < 39; at += 1) await second.ask();
    expect(await failureOf(second.ask())).toMatchObject({ window: 'day' });
    expect(second.server.requests).toHaveLength(39);
  });

  test('are claimed in blocks: a hundred requests are few writes', async () => {
    const quotas = openTestQuotas();
    let claims = 0;
    const counting = {
      ...quotas,
      claimRequests: (asked: Parameters<typeof quotas.claimRequests>[0]) => {
        claims += 1;
        return quotas.claimRequests(asked);
      },
    };
    const bench = await openBench({ quotas: counting, requestsPerDay: { 'host.test': 100_000 } });
    for (let at = 0; at < 100; at += 1) await bench.ask();
    expect(claims).toBe(5);
  });
});

describe('a host that says that its day is spent', () => {
  const spent = (headers: Readonly<Record<string, string>> = {}): Fault => ({
    kind: 'answer',
    answer: { status: 429, contentType: 'text/plain', body: 'daily quota exceeded', headers },
  });
  const noCredits: Fault = {
    kind: 'answer',
    answer: {
      status: 402,
      contentType: 'application/json',
      body: '{}',
      headers: { 'x-credits-remaining': '0' },
    },
  };

  test.each([
    { what: 'in words', fault: spent(), until: MIDNIGHT },
    { what: 'with a wait', fault: spent({ 'Retry-After': '7200' }), until: MIDNIGHT + 3_600_000 },
    { what: 'by a wait of hours', fault: limited('5400'), until: MIDNIGHT + 1_800_000 },
    { what: 'by its credits', fault: noCredits, until: MIDNIGHT },
  ])('$what is not asked again until then, by nobody', async ({ fault, until }) => {
    const quotas = openTestQuotas();
    const first = await openBench({ quotas, script: always(fault), tries: 3 });
    const failure = await failureOf(first.ask());
    const moment = new Date(until).toISOString().replace('.000', '');
    expect(String(failure)).toContain(`The daily quota at host.test is spent until ${moment}`);
    expect(first.server.requests).toHaveLength(1);

    const second = await openBench({ quotas });
    second.setNow(until - 1);
    expect(String(await failureOf(second.ask()))).toContain(`is spent until ${moment}`);
    expect(second.server.requests).toHaveLength(0);
    await second.ask(noDeadline(), 'other.test');
    second.setNow(until);
    await second.ask();
    expect(second.server.requests).toHaveLength(2);
  });

  test('is not one that still has credits', async () => {
    const answer = { status: 429, contentType: 'application/json', body: '{}' };
    const headers = { 'x-credits-remaining': '10' };
    const script = always({ kind: 'answer', answer: { ...answer, headers } });
    const bench = await openBench({ script });
    expect(await failureOf(bench.ask())).toMatchObject({ window: 'second' });
  });
});

describe('a host that does not answer', () => {
  const fail = async (bench: Awaited<ReturnType<typeof openBench>>, times: number) => {
    for (let at = 0; at < times; at += 1) await failureOf(bench.ask());
  };

  test.each([
    { what: 'closes connections', fault: { kind: 'refuse' } as const },
    { what: 'fails', fault: jsonBody('{}', 503) },
  ])('because it $what is left alone, and asked once after a while', async ({ fault }) => {
    let broken = true;
    const bench = await openBench({ script: () => (broken ? fault : null), tries: 3 });
    await fail(bench, 2);
    expect(bench.server.requests).toHaveLength(FAILURES_IN_A_ROW);
    const failure = await failureOf(bench.ask());
    expect(failure).toBeInstanceOf(TransportError);
    expect(String(failure)).toContain('host.test did not answer several times in a row');
    expect(String(failure)).toContain('left alone for 30 s');
    expect(bench.gates.restingHosts()).toEqual([{ host: 'host.test', msLeft: REST_MS }]);
    expect(bench.server.requests).toHaveLength(FAILURES_IN_A_ROW);
    await failureOf(bench.ask(noDeadline(), 'other.test'));
    expect(bench.server.requests.length).toBeGreaterThan(FAILURES_IN_A_ROW);

    const before = bench.server.requests.length;
    bench.setNow(bench.now() + REST_MS);
    expect(bench.gates.restingHosts()).toEqual([]);
    const severalAsks = async () => {
      const all = await Promise.allSettled([bench.ask(), bench.ask(), bench.ask()]);
      return all.map(({ status }) => status);
    };
    // One tries, and the others wait for what comes of it.
    expect(await severalAsks()).toEqual(['rejected', 'rejected', 'rejected']);
    expect(bench.server.requests).toHaveLength(before + 1);
    bench.setNow(bench.now() + REST_MS);
    broken = false;
    expect(await severalAsks()).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    await bench.ask();
  });

  test('is tried by another caller when the one that tried left', async () => {
    let fault: Fault | null = { kind: 'refuse' };
    const bench = await openBench({ script: () => fault });
    await fail(bench, FAILURES_IN_A_ROW);
    bench.setNow(bench.now() + REST_MS);
    fault = { kind: 'stall' };
    const leaving = new AbortController();
    const [tried, waited] = [failureOf(bench.ask(leaving.signal)), bench.ask()];
    while (bench.server.requests.length <= FAILURES_IN_A_ROW) await nextTurn();
    fault = null;
    leaving.abort();
    expect(await tried).toMatchObject({ code: 'aborted' });
    await waited;
    expect(bench.gates.restingHosts()).toEqual([]);
  });

  test.each([
    { what: 'answers 404', fault: jsonBody('{}', 404) },
    { what: 'limits', fault: limited('1') },
    { what: 'answers nonsense', fault: jsonBody('nonsense') },
  ])('is not one that $what', async ({ fault }) => {
    const bench = await openBench({ script: always(fault) });
    for (let at = 0; at < 2 * FAILURES_IN_A_ROW; at += 1) await bench.ask().catch(() => undefined);
    expect(bench.server.requests).toHaveLength(2 * FAILURES_IN_A_ROW);
    expect(bench.gates.restingHosts()).toEqual([]);
  });

  test('is not one whose callers left', async () => {
    const bench = await openBench({ script: always({ kind: 'stall' }) });
    for (let at = 0; at < 2 * FAILURES_IN_A_ROW; at += 1) {
      const leaving = new AbortController();
      const asked = failureOf(bench.ask(leaving.signal));
      while (bench.server.requests.length <= at) await nextTurn();
      leaving.abort();
      expect(await asked).toMatchObject({ code: 'aborted' });
    }
    expect(bench.gates.restingHosts()).toEqual([]);
  });
});

describe('the deadline of a client', () => {
  const retried = async (retryAfter: string, msLeft: number) => {
    const nowMs = Date.UTC(2026, 0, 1);
    const bench = await openBench({
      script: always(limited(retryAfter)),
      now: () => nowMs,
      endsAtMs: nowMs + msLeft,
      tries: 2,
    });
    const failure = await failureOf(bench.ask());
    expect(failure).toMatchObject({ code: 'rate-limit', retryAfterMs: Number(retryAfter) * 1000 });
    return bench.server.requests.length;
  };

  test('ends what would have to wait past it, with the limit as the reason', async () => {
    expect(await retried('10', 10_000)).toBe(1);
    expect(await retried('10', 10_001)).toBe(2);
  });
});

describe('requests that are equal and overlap', () => {
  const parts = { host: 'host.test', route: 'things' };

  /** A server whose answers wait until they are let go. */
  async function startSlowServer() {
    const waiting: (() => void)[] = [];
    let closed = 0;
    const server = createServer((_, response) => {
      response.on('close', () => {
        closed += 1;
      });
      waiting.push(() => response.end('{"a":1}'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const host = `127.0.0.1:${port}`;
    servers.push({
      url: `http://${host}`,
      host,
      requests: [],
      requestTimesMs: [],
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    });
    const until = async (condition: () => boolean) => {
      while (!condition()) await nextTurn();
    };
    return {
      url: `http://${host}/x`,
      waiting,
      arrived: (count: number) => until(() => waiting.length >= count),
      dropped: (count: number) => until(() => closed >= count),
    };
  }

  test('are sent once, counted once, and all have the answer', async () => {
    const { url, waiting, arrived } = await startSlowServer();
    const { http } = createTestClient();
    const equal = { ...parts, url, params: { a: '1' }, headers: { b: '2', c: '3' } };
    const turned = { ...equal, headers: { c: '3', b: '2' } };
    const asked = [equal, turned, equal].map((each) => http.fetchJson(each, noDeadline()));
    const others = [
      http.fetchJson({ ...equal, params: { a: '2' } }, noDeadline()),
      http.fetchJson({ ...equal, headers: { b: '2' } }, noDeadline()),
      http.fetchText(equal, noDeadline()),
    ];
    await arrived(4);
    for (const answer of waiting) answer();
    expect((await Promise.all(asked)).map(({ body }) => body)).toEqual([
      { a: 1 },
      { a: 1 },
      { a: 1 },
    ]);
    await Promise.all(others);
    expect(waiting).toHaveLength(4);
    expect(http.requestsByHost()).toEqual({ 'host.test': 4 });
  });

  test('are judged by each caller', async () => {
    const { url, waiting, arrived } = await startSlowServer();
    const { http } = createTestClient();
    const first = http.fetchJson({ ...parts, url }, noDeadline());
    const strict = failureOf(
      http.fetchJson(
        {
          ...parts,
          url,
          inspect: () => {
            throw new TransportError('not good enough');
          },
        },
        noDeadline(),
      ),
    );
    await arrived(1);
    waiting[0]?.();
    expect((await first).body).toEqual({ a: 1 });
    expect(String(await strict)).toContain('not good enough');
    expect(waiting).toHaveLength(1);
  });

  test('one caller leaves alone; the last to leave closes the connection', async () => {
    const { url, waiting, arrived, dropped } = await startSlowServer();
    const { http } = createTestClient();
    const [first, second, third] = [1, 2, 3].map(() => new AbortController());
    const left = failureOf(http.fetchJson({ ...parts, url }, first?.signal ?? noDeadline()));
    const stays = http.fetchJson({ ...parts, url }, second?.signal ?? noDeadline());
    await arrived(1);
    first?.abort();
    expect(await left).toMatchObject({ code: 'aborted' });
    waiting[0]?.();
    expect((await stays).body).toEqual({ a: 1 });

    const last = failureOf(http.fetchJson({ ...parts, url }, third?.signal ?? noDeadline()));
    await arrived(2);
    third?.abort();
    expect(await last).toMatchObject({ code: 'aborted' });
    await dropped(2);
  });
});

describe('a request that the database cannot count', () => {
  test.each([
    { what: 'its turn', limits: { requestsPerSecond: { 'host.test': 1000 } }, sent: 1 },
    // Two of a day are claimed at once, so that one more is sent.
    { what: 'the day', limits: { requestsPerDay: { 'host.test': 20 } }, sent: 2 },
  ])(
    'because it fails at $what is not sent, at once, and is a failure of the source',
    async ({ limits, sent }) => {
      const { quotas, fail } = openFailingQuotas();
      const { ask, server, slept } = await openBench({ ...limits, quotas, tries: 3 });
      await ask();
      fail();
      const failure = await failureOf(ask().then(() => ask()));
      expect(failure).toBeInstanceOf(UncountedError);
      expect(String(failure)).toContain('host.test was not asked for things');
      expect(String(failure)).not.toContain('memory');
      expect(slept).toEqual([]);
      expect(server.requests).toHaveLength(sent);
    },
  );

  test('because it fails where a host gives no more is a failure of the source too', async () => {
    const { quotas, fail } = openFailingQuotas();
    const { ask } = await openBench({
      quotas,
      script: always(limited('5400')),
    });
    fail();
    expect(await failureOf(ask())).toBeInstanceOf(UncountedError);
  });
});
