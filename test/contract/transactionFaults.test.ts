import { afterEach, describe, expect, test } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import { nativeAssetId } from '../../src/core/asset.js';
import {
  AbortedError,
  CapabilityError,
  DecodeError,
  IntegrityError,
  RateLimitError,
  SourceError,
  TransportError,
} from '../../src/core/errors.js';
import type { Transfer } from '../../src/core/ledger.js';
import { factKey } from '../../src/core/ledger.js';
import type { AccountSource, BalanceSource } from '../../src/screening/ports.js';
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
  noDeadline,
  tokenAsset,
  transfer,
  utxoTx,
  walk,
} from '../support/sourceBench.js';

const KEY = 'K3YTHATMUSTNOTLEAK';
const TX = `0x${'ab'.repeat(32)}`;
const [SENDER, ROUTER, PAYEE] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const ACTIONS = ['eth_getTransactionByHash', 'eth_getTransactionReceipt', 'txlistinternal'];

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const leg = (parts: Partial<Transfer>) => transfer({ txId: TX, ...parts });
const LEGS: readonly Transfer[] = [
  leg({ channel: 'fee', from: SENDER, to: null, amount: 21_000n }),
  leg({ channel: 'native', from: SENDER, to: ROUTER, amount: 5n }),
  leg({ channel: 'internal', from: ROUTER, to: PAYEE, amount: 4n, index: '0_1' }),
  leg({ channel: 'internal', from: ROUTER, to: PAYEE, amount: 4n, index: '0_2' }),
  leg({ channel: 'token', from: SENDER, to: PAYEE, amount: 30n, asset: tokenAsset(9) }),
  leg({
    channel: 'token',
    from: SENDER,
    to: PAYEE,
    amount: 30n,
    asset: tokenAsset(9),
    index: '#2',
  }),
];
/** Another chain's transaction of the same kind, and one of somebody else in the same block. */
const OTHER = transfer({ txId: `0x${'ba'.repeat(32)}`, from: SENDER, to: PAYEE });

/** How long a server may take that does answer. */
const PATIENCE_MS = 20_000;

/** Only a server that stalls may be given up soon: a busy machine must not look like one. */
function patienceWith(fault: Fault): number {
  return fault.kind === 'stall' ? 150 : PATIENCE_MS;
}

interface Bench {
  readonly source: AccountSource;
  readonly server: LoopbackServer;
  readonly slept: readonly number[];
  read(signal?: AbortSignal): Promise<readonly Transfer[] | null>;
}

async function start(
  script: FaultScript = () => null,
  parts: {
    readonly tries?: number;
    readonly timeoutMs?: number;
    readonly blockscout?: boolean;
  } = {},
): Promise<Bench> {
  const server = await startLoopbackExplorer({
    facts: [...LEGS, OTHER],
    apiKey: KEY,
    script,
    dialect: parts.blockscout === true ? 'blockscout' : 'etherscan',
  });
  servers.push(server);
  const { http, slept } = createTestClient({
    timeoutMs: parts.timeoutMs ?? PATIENCE_MS,
    maxBytes: 100_000,
    tries: parts.tries ?? 1,
  });
  const source = createExplorerSource({
    name: 'explorer',
    chain: chainNamed('ethereum'),
    baseUrl: `${server.url}/v2/api`,
    apiKey: KEY,
    http,
  });
  const query = { txId: TX, block: null, onRequest: () => undefined };
  return {
    source,
    server,
    slept,
    read: (signal = noDeadline()) => source.fetchTransaction(query, signal),
  };
}

const at =
  (action: string, fault: Fault): FaultScript =>
  ({ url }) =>
    url.searchParams.get('action') === action ? fault : null;

const COMMON: readonly { what: string; fault: Fault; error: typeof SourceError }[] = [
  { what: 'closes the connection', fault: { kind: 'refuse' }, error: TransportError },
  { what: 'never answers', fault: { kind: 'stall' }, error: TransportError },
  { what: 'cuts the answer short', fault: { kind: 'truncate' }, error: DecodeError },
  { what: 'sends without end', fault: { kind: 'flood' }, error: DecodeError },
  { what: 'limits with Retry-After', fault: limited('7'), error: RateLimitError },
  { what: 'fails', fault: jsonBody('{}', 500), error: TransportError },
  { what: 'answers with a web page', fault: webPage(200), error: DecodeError },
  { what: 'answers another shape', fault: jsonBody('{"items":[]}'), error: DecodeError },
  { what: 'refuses the key', fault: refusal(`Invalid API Key ${KEY}`), error: CapabilityError },
  {
    what: 'does not offer it',
    fault: refusal('Error! Invalid Action name'),
    error: CapabilityError,
  },
  { what: 'forbids', fault: jsonBody('{"message":"no"}', 403), error: CapabilityError },
  {
    what: 'has not come so far',
    fault: jsonBody('{"status":"2","message":"not yet been processed","result":[]}'),
    error: CapabilityError,
  },
];

describe('a transaction by its id and in the list of an account', () => {
  test.each([false, true])(
    'is the same, movement for movement (Blockscout: %s)',
    async (blockscout) => {
      const { source, read, server } = await start(undefined, { blockscout });
      const interval = { from: 0, to: 2_000_000 };
      const listed = new Map<string, string>();
      for (const account of [SENDER, PAYEE]) {
        for (const channel of ['native', 'internal', 'token'] as const) {
          const { facts } = await walk(source, { account, channel, interval });
          for (const fact of facts) {
            expect.assert(fact.kind === 'transfer');
            if (fact.txId === TX) listed.set(factKey(fact), factKey({ ...fact, index: '' }));
          }
        }
      }
      const before = server.requests.length;
      const legs = (await read()) ?? [];
      expect(server.requests).toHaveLength(before + 3);
      expect(legs.map((fact) => factKey({ ...fact, index: '' })).sort()).toEqual(
        [...listed.values()].sort(),
      );
      // Etherscan leaves out of this list at which place of the transaction a call was made.
      const named = legs.filter(({ channel }) => blockscout || channel !== 'internal');
      expect(named.filter((fact) => !listed.has(factKey(fact)))).toEqual([]);
      expect(new Set(legs.map(factKey)).size).toBe(LEGS.length);
    },
  );

  test('is none where the explorer does not have it', async () => {
    const { source } = await start();
    const query = { txId: `0x${'cc'.repeat(32)}`, block: null, onRequest: () => undefined };
    expect(await source.fetchTransaction(query, noDeadline())).toBeNull();
  });
});

describe.each(ACTIONS)('an explorer that fails at %s', (action) => {
  test.each(COMMON)('and $what', async ({ fault, error }) => {
    const { read, server } = await start(at(action, fault), { timeoutMs: patienceWith(fault) });
    const failure = await failureOf(read());
    expect(failure).toBeInstanceOf(error);
    expect(everythingIn(failure)).not.toContain(KEY);
    expect(everythingIn(failure)).not.toContain(TX);
    expect(everythingIn(failure)).not.toContain(server.url);
  });

  test('and answers about another transaction is caught', async () => {
    const edit = (body: string) => body.replaceAll(TX, OTHER.txId ?? '');
    const { read } = await start(at(action, { kind: 'edit', edit }), { blockscout: true });
    expect(await failureOf(read())).toBeInstanceOf(IntegrityError);
  });

  test('and recovers is asked again', async () => {
    let failed = false;
    const script: FaultScript = ({ url }) => {
      if (failed || url.searchParams.get('action') !== action) return null;
      failed = true;
      return { kind: 'refuse' };
    };
    const { read, slept } = await start(script, { tries: 3 });
    expect(await read()).toHaveLength(LEGS.length);
    expect(slept).toHaveLength(1);
  });

  test('is left as soon as the deadline passes', async () => {
    const deadline = new AbortController();
    const { read } = await start(({ url }) => {
      if (url.searchParams.get('action') !== action) return null;
      queueMicrotask(() => deadline.abort());
      return { kind: 'stall' };
    });
    expect(await failureOf(read(deadline.signal))).toBeInstanceOf(AbortedError);
  });
});

test('an explorer that answers about another chain is caught', async () => {
  const edit = (body: string) => body.replaceAll('"chainId":"0x1"', '"chainId":"0x89"');
  const { read } = await start(at(ACTIONS[0] ?? '', { kind: 'edit', edit }));
  expect(await failureOf(read())).toBeInstanceOf(IntegrityError);
});

test('an explorer that does not know the calls yet is never read as one without calls', async () => {
  for (const body of [
    { status: '2', message: 'Internal transactions have not been processed yet', result: [] },
    { status: '0', message: 'NOTOK', result: [] },
    { status: '0', message: 'No internal transactions found', result: null },
    { result: [] },
  ]) {
    const { read } = await start(at('txlistinternal', jsonBody(JSON.stringify(body))));
    expect(await failureOf(read())).toBeInstanceOf(SourceError);
  }
});

interface BalanceBench {
  readonly title: string;
  start(
    script: FaultScript,
    timeoutMs: number,
  ): Promise<() => ReturnType<BalanceSource['fetchBalance']>>;
}

const BALANCES: readonly BalanceBench[] = [
  {
    title: 'explorer',
    start: async (script, timeoutMs) => {
      const { source } = await start(script, { timeoutMs });
      const ether = nativeAssetId(chainNamed('ethereum'));
      return () => source.fetchBalance(PAYEE, ether, noDeadline());
    },
  },
  {
    title: 'explorer, of a token',
    start: async (script, timeoutMs) => {
      const { source } = await start(script, { timeoutMs });
      return () => source.fetchBalance(PAYEE, tokenAsset(9), noDeadline());
    },
  },
  {
    title: 'Esplora server',
    start: async (script, timeoutMs) => {
      const server = await startLoopbackEsplora({ facts: [utxoTx(1)], script });
      servers.push(server);
      const { http } = createTestClient({ timeoutMs, maxBytes: 100_000 });
      const chain = chainNamed('bitcoin');
      const source = createEsploraSource({ name: 'esplora', chain, baseUrl: server.url, http });
      return () => source.fetchBalance(btcAccount(2), nativeAssetId(chain), noDeadline());
    },
  },
];

describe.each(BALANCES)('the balance of an account at an $title', (bench) => {
  test('is what its facts leave it', async () => {
    const read = await bench.start(inTurn(), PATIENCE_MS);
    expect(await read()).toBe({ explorer: 9n, 'Esplora server': 900n }[bench.title] ?? 60n);
  });

  const faults = COMMON.filter(
    ({ what }) => bench.title !== 'Esplora server' || !/key|offer|so far/.test(what),
  );
  test.each(faults)('is an error, never zero, when it $what', async ({ fault, error }) => {
    const read = await bench.start(always(fault), patienceWith(fault));
    const failure = await failureOf(read());
    expect(failure).toBeInstanceOf(error);
    expect(everythingIn(failure)).not.toContain(addressOfAccount(PAYEE));
  });
});
