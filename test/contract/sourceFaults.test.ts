import { afterEach, describe, expect, test } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import {
  AbortedError,
  CapabilityError,
  DecodeError,
  IntegrityError,
  RateLimitError,
  SourceError,
  TransportError,
} from '../../src/core/errors.js';
import type { HistorySource } from '../../src/screening/ports.js';
import { createEsploraSource } from '../../src/sources/bitcoin/esploraHistory.js';
import { createExplorerSource } from '../../src/sources/ethereum/explorerHistory.js';
import {
  always,
  type Fault,
  type FaultScript,
  inTurn,
  jsonBody,
  type LoopbackServer,
  limited,
  refusal,
  webPage,
} from '../support/faultServer.js';
import { startLoopbackEsplora } from '../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import {
  btcAccount,
  chainNamed,
  createTestClient,
  everythingIn,
  evmAccount,
  failureOf,
  transfer,
  utxoTx,
  walk,
} from '../support/sourceBench.js';

const KEY = 'K3YTHATMUSTNOTLEAK';
const ROWS = 75;

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

interface FaultyBench {
  readonly source: HistorySource;
  readonly server: LoopbackServer;
  readonly slept: readonly number[];
  read(signal?: AbortSignal): Promise<unknown>;
}

/** How long a server may take that does answer. */
const PATIENCE_MS = 20_000;

async function startExplorer(
  script: FaultScript,
  tries = 1,
  timeoutMs = PATIENCE_MS,
): Promise<FaultyBench> {
  const facts = Array.from({ length: ROWS }, (_, at) =>
    transfer({ timeSeconds: 1_600_000_000 + at, amount: BigInt(at) }),
  );
  const server = await startLoopbackExplorer({ facts, apiKey: KEY, script });
  servers.push(server);
  const { http, slept } = createTestClient({ timeoutMs, maxBytes: 100_000, tries });
  const source = createExplorerSource({
    name: 'explorer',
    chain: chainNamed('ethereum'),
    baseUrl: `${server.url}/v2/api`,
    apiKey: KEY,
    pageSize: 10,
    http,
  });
  const query = { account: evmAccount(1), channel: 'native', interval } as const;
  return { source, server, slept, read: (signal) => readAll(source, query, signal) };
}

async function startEsplora(
  script: FaultScript,
  tries = 1,
  timeoutMs = PATIENCE_MS,
): Promise<FaultyBench> {
  const facts = Array.from({ length: ROWS }, (_, at) => utxoTx(at + 1));
  const server = await startLoopbackEsplora({ facts, script });
  servers.push(server);
  const { http, slept } = createTestClient({ timeoutMs, maxBytes: 100_000, tries });
  const source = createEsploraSource({
    name: 'esplora',
    chain: chainNamed('bitcoin'),
    baseUrl: server.url.replace('//', `//user:${KEY}@`),
    http,
  });
  const query = { account: btcAccount(1), channel: 'utxo', interval } as const;
  return { source, server, slept, read: (signal) => readAll(source, query, signal) };
}

const interval = { from: 0, to: 2_000_000 };

async function readAll(
  source: HistorySource,
  query: Parameters<typeof walk>[1],
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (signal === undefined) return await walk(source, query);
  return await source.fetchHistoryPage({ ...query, cursor: null }, signal);
}

const BENCHES = [
  { title: 'explorer', start: startExplorer, account: evmAccount(1) },
  { title: 'esplora', start: startEsplora, account: btcAccount(1) },
];

const COMMON: readonly { what: string; fault: Fault; error: typeof SourceError }[] = [
  { what: 'closes the connection', fault: { kind: 'refuse' }, error: TransportError },
  { what: 'never answers', fault: { kind: 'stall' }, error: TransportError },
  { what: 'stops in mid-answer', fault: { kind: 'stall-in-body' }, error: TransportError },
  { what: 'resets in mid-answer', fault: { kind: 'reset-in-body' }, error: TransportError },
  { what: 'cuts the answer short', fault: { kind: 'truncate' }, error: DecodeError },
  { what: 'sends without end', fault: { kind: 'flood' }, error: DecodeError },
  { what: 'limits with Retry-After', fault: limited('7'), error: RateLimitError },
  { what: 'limits without Retry-After', fault: limited(null), error: RateLimitError },
  { what: 'limits with a web page', fault: webPage(429), error: RateLimitError },
  { what: 'answers 200 with a web page', fault: webPage(200), error: DecodeError },
  { what: 'fails with 500', fault: jsonBody('{"error":"x"}', 500), error: TransportError },
  { what: 'fails with 502 and a web page', fault: webPage(502), error: TransportError },
  { what: 'answers null', fault: jsonBody('null'), error: DecodeError },
  { what: 'answers another shape', fault: jsonBody('{"items":[]}'), error: DecodeError },
  { what: 'answers 400', fault: jsonBody('"bad"', 400), error: DecodeError },
  { what: 'forbids', fault: jsonBody('{"message":"no"}', 403), error: CapabilityError },
  {
    what: 'forbids for its limit',
    fault: jsonBody('{"message":"rate limit exceeded"}', 403),
    error: RateLimitError,
  },
];

describe.each(BENCHES)('a failing $title', ({ start, account }) => {
  test.each(COMMON)('$what', async ({ fault, error }) => {
    // Only a server that stalls may be given up soon: a busy machine must not look like one.
    const stalls = fault.kind === 'stall' || fault.kind === 'stall-in-body';
    const { read, server } = await start(always(fault), 1, stalls ? 150 : PATIENCE_MS);
    const failure = await failureOf(read());
    expect(failure).toBeInstanceOf(error);
    expectNothingLeaks(failure, server);
  });

  function expectNothingLeaks(failure: unknown, server: LoopbackServer): void {
    const shown = everythingIn(failure);
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain(addressOfAccount(account));
    expect(shown).not.toContain(server.url);
    expect(shown).not.toMatch(/apikey=/i);
  }

  test('that repeats a page is caught', async () => {
    const { read, server } = await start(({ index }) =>
      index === 0 ? null : { kind: 'repeat', request: 0 },
    );
    const failure = await failureOf(read());
    expect(failure).toBeInstanceOf(IntegrityError);
    expectNothingLeaks(failure, server);
    expect(server.requests).toHaveLength(2);
  });

  test('that repeats a later page is caught', async () => {
    const { read } = await start(({ index }) =>
      index < 2 ? null : { kind: 'repeat', request: 1 },
    );
    expect(await failureOf(read())).toBeInstanceOf(IntegrityError);
  });

  test('that lists rows of somebody else is caught', async () => {
    const own = addressOfAccount(account);
    const other = own.replace(/1$/, '7');
    const { read } = await start(
      always({ kind: 'edit', edit: (body) => body.replaceAll(own, other) }),
    );
    expect(await failureOf(read())).toBeInstanceOf(IntegrityError);
  });

  test('that recovers is asked again, and everything is read', async () => {
    const script = inTurn({ kind: 'refuse' }, jsonBody('{}', 503));
    const { read, slept, server } = await start(script, 3);
    await read();
    expect(slept).toHaveLength(2);
    expect(server.requests.length).toBeGreaterThan(3);
  });

  test('that limits is asked again after the time that it names', async () => {
    const { read, slept } = await start(inTurn(limited('7')), 3);
    await read();
    expect(slept).toEqual([7000]);
  });

  test('that limits for the day is not asked again', async () => {
    const { read, server } = await start(always(limited(null, 'daily quota exceeded')), 3);
    expect(await failureOf(read())).toMatchObject({ code: 'rate-limit', window: 'day' });
    expect(server.requests).toHaveLength(1);
  });

  test('that stalls is left as soon as the deadline passes', async () => {
    const deadline = new AbortController();
    const stall: FaultScript = () => {
      queueMicrotask(() => deadline.abort());
      return { kind: 'stall' };
    };
    const { read, server } = await start(stall, 3, 60_000);
    const failure = await failureOf(read(deadline.signal));
    expect(failure).toBeInstanceOf(AbortedError);
    expectNothingLeaks(failure, server);
    expect(server.requests).toHaveLength(1);
  });

  test('is not asked at all after the deadline', async () => {
    const { read, server } = await start(always({ kind: 'stall' }));
    expect(await failureOf(read(AbortSignal.abort()))).toBeInstanceOf(AbortedError);
    expect(server.requests).toHaveLength(0);
  });

  test('that nobody listens behind is a connection failure', async () => {
    const { read, server } = await start(always({ kind: 'stall' }));
    await server.close();
    const failure = await failureOf(read());
    expect(failure).toMatchObject({ code: 'transport', details: { reason: 'ECONNREFUSED' } });
    expectNothingLeaks(failure, server);
  });
});

describe('an explorer that refuses with status 200', () => {
  test.each([
    { text: 'Max calls per sec rate limit reached (3/sec)', error: RateLimitError },
    {
      text: 'Max rate limit reached, please use API Key for higher rate limit',
      error: RateLimitError,
    },
    { text: `Invalid API Key ${KEY}`, error: CapabilityError },
    { text: 'Missing/Invalid API Key', error: CapabilityError },
    {
      text: 'Too many invalid api key attempts, please try again later',
      error: CapabilityError,
    },
    { text: 'Free API access is not supported for this chain.', error: CapabilityError },
    { text: 'Missing or unsupported chainid parameter', error: CapabilityError },
    { text: 'Error! Missing Or invalid Action name', error: CapabilityError },
    { text: 'Result window is too large, PageNo x Offset size', error: CapabilityError },
    { text: 'Query Timeout occured. Please select a smaller result', error: TransportError },
    { text: `Something nobody foresaw about ${KEY}`, error: DecodeError },
    { text: '', error: DecodeError },
  ])('"$text"', async ({ text, error }) => {
    const inResult = await startExplorer(always(refusal(text)));
    const inMessage = await startExplorer(
      always(jsonBody(JSON.stringify({ status: '0', message: text, result: null }))),
    );
    for (const { read } of [inResult, inMessage]) {
      const failure = await failureOf(read());
      expect(failure).toBeInstanceOf(error);
      expect(everythingIn(failure)).not.toContain(KEY);
    }
  });

  test('for the day is told from one that refuses for a second', async () => {
    const forDay = await startExplorer(
      always(refusal('Max daily rate limit reached. 100000 (100%) of 100000 day/limit')),
      3,
    );
    expect(await failureOf(forDay.read())).toMatchObject({ window: 'day' });
    expect(forDay.server.requests).toHaveLength(1);
    const forSecond = await startExplorer(
      inTurn(refusal('Max calls per sec rate limit reached (3/sec)')),
      3,
    );
    await forSecond.read();
    expect(forSecond.slept).toEqual([1000]);
  });

  test('names the setting to correct when it refuses the key', async () => {
    const { read } = await startExplorer(always(refusal('Invalid API Key')));
    expect(String(await failureOf(read()))).toContain('apiKeyEnv');
  });

  test.each([
    { status: '0', message: 'NOTOK', result: [] },
    { status: '2', message: 'Some internal transactions have not yet been processed', result: [] },
    { message: 'OK', result: [] },
    { result: [] },
    { status: '0', message: 'No transactions found', result: null },
  ])('never reads as an empty history: %j', async (body) => {
    const { read } = await startExplorer(always(jsonBody(JSON.stringify(body))));
    expect(await failureOf(read())).toBeInstanceOf(SourceError);
  });
});
