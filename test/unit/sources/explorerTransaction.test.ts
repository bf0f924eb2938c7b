import { afterEach, describe, expect, test } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { CapabilityError, DecodeError, IntegrityError } from '../../../src/core/errors.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { BlockTime } from '../../../src/core/lookup.js';
import type { AccountSource } from '../../../src/screening/ports.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import { type Answer, type LoopbackServer, startFaultServer } from '../../support/faultServer.js';
import { chainNamed, createTestClient, failureOf, noDeadline } from '../../support/sourceBench.js';

const ethereum = chainNamed('ethereum');
const SENDER = '0x52908400098527886e0f7030069857d2e4169ee7';
const ROUTER = '0x8617e340b3d01fa5f11f306f4090fd50e238070d';
const TOKEN = '0xde709f2102306220921060314715629080e2fb77';
const PAYEE = '0x27b1fdb04752bbc536007a920d24acb045561c26';
const TX = `0x${'ab'.repeat(32)}`;
const BLOCK = `0x${'cd'.repeat(32)}`;
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

const account = (address: string) => createAccount(ethereum.id, address);
const word = (digits: string) => `0x${digits.padStart(64, '0')}`;
const topic = (address: string) => word(address.slice(2));

type Fields = Readonly<Record<string, unknown>>;

const tx: Fields = {
  hash: TX,
  blockNumber: '0x3e8',
  blockHash: BLOCK,
  transactionIndex: '0x7',
  from: SENDER,
  to: ROUTER,
  value: '0x5',
  gas: '0x30d40',
  gasPrice: '0x14',
  input: '0x',
  nonce: '0x8',
  chainId: '0x1',
};

const log: Fields = {
  address: TOKEN,
  topics: [TRANSFER, topic(SENDER), topic(PAYEE)],
  data: word('1e'),
  blockNumber: '0x3e8',
  transactionHash: TX,
  transactionIndex: '0x7',
  blockHash: BLOCK,
  logIndex: '0x2',
  removed: false,
};

const receipt: Fields = {
  transactionHash: TX,
  blockNumber: '0x3e8',
  blockHash: BLOCK,
  transactionIndex: '0x7',
  contractAddress: null,
  gasUsed: '0xa',
  effectiveGasPrice: '0x14',
  status: '0x1',
  logs: [log],
};

/** A row as Etherscan lists it by transaction: without the transaction, and without its place. */
const call: Fields = {
  blockNumber: '1000',
  timeStamp: '1600000000',
  from: ROUTER,
  to: PAYEE,
  value: '4',
  contractAddress: '',
  input: '',
  type: 'call',
  gas: '2300',
  gasUsed: '0',
  isError: '0',
  errCode: '',
};

const block: Fields = { number: '0x3e8', hash: BLOCK, timestamp: '0x5f5e1000' };

/** What the explorer answers, by action; what is not given is as above. */
interface Told {
  readonly tx?: Fields | null;
  readonly receipt?: Fields | null;
  readonly calls?: readonly Fields[];
  readonly block?: Fields | null;
  readonly failed?: '0' | '1';
}

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

function json(body: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

async function start(told: Told, answer?: (action: string) => Answer | null) {
  const passedOn: Fields = {
    eth_getTransactionByHash: told.tx === undefined ? tx : told.tx,
    eth_getTransactionReceipt: told.receipt === undefined ? receipt : told.receipt,
    eth_getBlockByNumber: told.block === undefined ? block : told.block,
  };
  const server = await startFaultServer({
    answer: (url) => {
      const action = url.searchParams.get('action') ?? '';
      const special = answer?.(action) ?? null;
      if (special !== null) return special;
      if (action === 'txlistinternal') {
        const result = told.calls ?? [call];
        if (result.length > 0) return json({ status: '1', message: 'OK', result });
        return json({ status: '0', message: 'No internal transactions found', result });
      }
      if (action === 'getstatus') {
        const result = { isError: told.failed ?? '0', errDescription: '' };
        return json({ status: '1', message: 'OK', result });
      }
      return json({ jsonrpc: '2.0', id: 1, result: passedOn[action] });
    },
  });
  servers.push(server);
  const source = createExplorerSource({
    name: 'explorer',
    chain: ethereum,
    baseUrl: server.url,
    apiKey: null,
    http: createTestClient().http,
  });
  return { source, server };
}

async function fetchFrom(source: AccountSource, known: BlockTime | null = null) {
  let counted = 0;
  const onRequest = () => {
    counted += 1;
  };
  const query = { txId: TX, block: known, onRequest };
  return { legs: await source.fetchTransaction(query, noDeadline()), counted };
}

async function legsOf(told: Told): Promise<readonly Transfer[]> {
  const { source } = await start(told);
  const { legs } = await fetchFrom(source);
  if (legs === null) throw new Error('The explorer did not have the transaction.');
  return legs;
}

const actionsOf = (server: LoopbackServer) =>
  server.requests.map((one) => new URL(one, server.url).searchParams.get('action'));

const position = {
  kind: 'transfer',
  chain: ethereum.id,
  height: 1000,
  blockHash: BLOCK,
  txIndex: 7,
  txId: TX,
  timeSeconds: 1_600_000_000,
  asset: nativeAssetId(ethereum),
  index: '#1',
} as const;

const FEE = { ...position, channel: 'fee', from: account(SENDER), to: null, amount: 200n };
const NATIVE = {
  ...position,
  channel: 'native',
  from: account(SENDER),
  to: account(ROUTER),
  amount: 5n,
};
const INTERNAL = {
  ...position,
  channel: 'internal',
  from: account(ROUTER),
  to: account(PAYEE),
  amount: 4n,
};
const PAID = {
  ...position,
  channel: 'token',
  asset: erc20AssetId(ethereum.id, TOKEN),
  from: account(SENDER),
  to: account(PAYEE),
  amount: 30n,
};

describe('a transaction by its id', () => {
  test('is all that it moved: fee, value, calls and tokens', async () => {
    expect(await legsOf({})).toEqual([FEE, NATIVE, INTERNAL, PAID]);
  });

  test('is asked for by its id alone, without heights', async () => {
    const { source, server } = await start({});
    expect((await fetchFrom(source)).counted).toBe(3);
    const asked = server.requests.map((one) =>
      Object.fromEntries(new URL(one, server.url).searchParams),
    );
    const node = { chainid: '1', module: 'proxy', txhash: TX };
    expect(asked).toEqual([
      { ...node, action: 'eth_getTransactionByHash' },
      { ...node, action: 'eth_getTransactionReceipt' },
      { chainid: '1', module: 'account', action: 'txlistinternal', txhash: TX },
    ]);
  });

  test('of no value is contact all the same', async () => {
    const legs = await legsOf({ tx: { ...tx, value: '0x0' } });
    expect(legs[1]).toMatchObject({ channel: 'native', amount: 0n });
  });

  test('on a rollup tells what it paid to the parent chain, beside its gas, also where it failed', async () => {
    const toParent = { ...FEE, amount: 33n };
    expect((await legsOf({ receipt: { ...receipt, l1Fee: '0x21' } })).slice(0, 3)).toEqual([
      FEE,
      toParent,
      NATIVE,
    ]);
    const failed = { ...receipt, l1Fee: '0x21', status: '0x0' };
    expect(await legsOf({ receipt: failed })).toEqual([FEE, toParent]);
    // As much as the gas cost: both count.
    const same = await legsOf({ receipt: { ...receipt, l1Fee: '0xc8' } });
    expect(same.slice(0, 2)).toEqual([FEE, { ...FEE, index: '#2' }]);
  });

  test('told without a fee to the parent chain paid none that is known', async () => {
    for (const l1Fee of [null, '0x0']) {
      expect(await legsOf({ receipt: { ...receipt, l1Fee } })).toEqual([
        FEE,
        NATIVE,
        INTERNAL,
        PAID,
      ]);
    }
    await expect(legsOf({ receipt: { ...receipt, l1Fee: '33' } })).rejects.toThrow(DecodeError);
  });

  test('that nobody paid for has no fee', async () => {
    const legs = await legsOf({ receipt: { ...receipt, effectiveGasPrice: '0x0' } });
    expect(legs.map(({ channel }) => channel)).toEqual(['native', 'internal', 'token']);
  });

  test('costs what its sender offered where the receipt names no price', async () => {
    const { effectiveGasPrice: _, ...old } = receipt;
    expect((await legsOf({ receipt: old }))[0]).toEqual(FEE);
    const { gasPrice: __, ...priceless } = tx;
    const { source } = await start({ receipt: old, tx: priceless });
    expect(await failureOf(fetchFrom(source))).toBeInstanceOf(DecodeError);
  });

  test('that creates a contract pays the contract', async () => {
    const created = { ...receipt, contractAddress: TOKEN };
    const legs = await legsOf({ tx: { ...tx, to: null }, receipt: created });
    expect(legs[1]).toMatchObject({ channel: 'native', to: account(TOKEN) });
    const { source } = await start({ tx: { ...tx, to: null } });
    expect(await failureOf(fetchFrom(source))).toMatchObject({
      details: { field: 'contractAddress' },
    });
  });

  test('that failed moves nothing but its fee, and its calls are not asked for', async () => {
    const { source, server } = await start({ receipt: { ...receipt, status: '0x0' } });
    expect((await fetchFrom(source)).legs).toEqual([FEE]);
    expect(actionsOf(server)).not.toContain('txlistinternal');
  });

  test.each([
    ['0', [FEE, NATIVE, INTERNAL, PAID]],
    ['1', [FEE]],
  ] as const)('of before receipts had a status is asked for it: %s', async (failed, expected) => {
    const { status: _, ...old } = receipt;
    const { source, server } = await start({ receipt: old, failed });
    expect((await fetchFrom(source)).legs).toEqual(expected);
    expect(actionsOf(server)).toContain('getstatus');
  });

  test.each<[string, Told]>([
    ['that nobody knows', { tx: null }],
    ['that no block holds', { tx: { ...tx, blockNumber: null, blockHash: null } }],
    ['that has no receipt yet', { receipt: null }],
  ])('%s is not there', async (_, told) => {
    const { source } = await start(told);
    expect((await fetchFrom(source)).legs).toBeNull();
  });
});

describe('the token movements of a transaction', () => {
  const logsOf = async (...logs: readonly Fields[]) => {
    const legs = await legsOf({ receipt: { ...receipt, logs } });
    return legs.filter(({ channel }) => channel === 'token');
  };

  test('that are equal are numbered as those of an account are', async () => {
    const other = { ...log, data: word('1f') };
    expect(
      (await logsOf(log, other, log)).map(({ amount, index }) => `${amount} ${index}`),
    ).toEqual(['30 #1', '31 #1', '30 #2']);
  });

  test.each<[string, Fields]>([
    ['of a collectible', { topics: [TRANSFER, topic(SENDER), topic(PAYEE), word('5')] }],
    ['without a receiver', { topics: [TRANSFER, topic(SENDER)] }],
    ['of another event', { topics: [word('1'), topic(SENDER), topic(PAYEE)] }],
    ['without a topic', { topics: [] }],
    ['without an amount', { data: '0x' }],
    ['with more than an amount', { data: `${word('1e')}00` }],
    ['between what is no address', { topics: [TRANSFER, topic(SENDER), `0x${'1'.repeat(64)}`] }],
    ['that were taken back', { removed: true }],
  ])('%s are left out', async (_, changed) => {
    expect(await logsOf({ ...log, ...changed })).toEqual([]);
    expect(await logsOf(log)).toEqual([PAID]);
  });

  test('are told from the deposit of a wrapper, which is another event', async () => {
    const deposit = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
    expect(await logsOf({ ...log, topics: [deposit, topic(SENDER)] })).toEqual([]);
  });

  test('hold an amount of any size', async () => {
    const most = 2n ** 256n - 1n;
    expect((await logsOf({ ...log, data: `0x${'f'.repeat(64)}` }))[0]?.amount).toBe(most);
  });
});

describe('the calls of a transaction', () => {
  const callsOf = async (...calls: readonly Fields[]) => {
    const legs = await legsOf({ calls });
    return legs.filter(({ channel }) => channel === 'internal');
  };

  test('keep the place that the explorer names, and are numbered where it names none', async () => {
    const calls = await callsOf(call, { ...call, traceId: '0_1' }, call, { ...call, index: '4' });
    expect(calls.map(({ index }) => index)).toEqual(['#1', '0_1', '#2', '4']);
  });

  test.each([{ isError: '1' }, { value: '0' }, { type: 'delegatecall' }])(
    'that moved nothing are left out: %j',
    async (changed) => {
      expect(await callsOf({ ...call, ...changed })).toEqual([]);
    },
  );

  test('stand in the block and at the place of their transaction', async () => {
    expect(await callsOf({ ...call, transactionHash: TX })).toEqual([INTERNAL]);
  });

  test.each([
    [999, 999],
    [1000, CapabilityError],
    [1001, 1001],
    [5000, CapabilityError],
  ])('%i of them may be all, or where the explorer ended', async (count, expected) => {
    const calls = Array.from({ length: count }, () => call);
    const { source } = await start({ calls });
    if (typeof expected === 'number') {
      expect((await fetchFrom(source)).legs).toHaveLength(expected + 3);
    } else expect(await failureOf(fetchFrom(source))).toBeInstanceOf(expected);
  });

  test('that are not all known yet are no answer', async () => {
    const unfinished = json({
      status: '2',
      message: 'Internal transactions for this transaction have not been processed yet',
      result: [],
    });
    const { source } = await start({}, (action) =>
      action === 'txlistinternal' ? unfinished : null,
    );
    expect(await failureOf(fetchFrom(source))).toBeInstanceOf(CapabilityError);
  });
});

describe('the time of a transaction', () => {
  const known = { height: 1000, timeSeconds: 1_600_000_000 };

  test('is asked of its block where nobody tells it', async () => {
    const { source, server } = await start({ calls: [] });
    const { legs, counted } = await fetchFrom(source);
    expect(legs).toEqual([FEE, NATIVE, PAID]);
    expect(counted).toBe(4);
    const last = new URL(server.requests.at(-1) ?? '', server.url).searchParams;
    expect(last.get('tag')).toBe('0x3e8');
  });

  test('is not asked for where the caller knows the block', async () => {
    const { source } = await start({ calls: [], block: null });
    const { legs, counted } = await fetchFrom(source, known);
    expect(legs).toEqual([FEE, NATIVE, PAID]);
    expect(counted).toBe(source.requestsPerTransaction);
  });

  test('is asked for where the caller knows another block', async () => {
    const { source } = await start({ calls: [] });
    const moved = { height: 999, timeSeconds: 1_500_000_000 };
    expect((await fetchFrom(source, moved)).legs).toEqual([FEE, NATIVE, PAID]);
  });

  test('is believed only when all say the same', async () => {
    const { source } = await start({});
    const other = { ...known, timeSeconds: known.timeSeconds + 1 };
    expect(await failureOf(fetchFrom(source, other))).toBeInstanceOf(IntegrityError);
    expect((await fetchFrom(source, known)).legs).toHaveLength(4);
    const late = { ...call, timeStamp: '1600000001' };
    const torn = (await start({ calls: [call, late] })).source;
    expect(await failureOf(fetchFrom(torn))).toBeInstanceOf(IntegrityError);
  });
});

describe('an answer about a transaction is not believed', () => {
  const other = `0x${'ba'.repeat(32)}`;
  test.each<[string, Told]>([
    ['with another id', { tx: { ...tx, hash: other } }],
    ['of another chain', { tx: { ...tx, chainId: '0x89' } }],
    ['with the receipt of another', { receipt: { ...receipt, transactionHash: other } }],
    [
      'with logs of another',
      { receipt: { ...receipt, logs: [{ ...log, transactionHash: other }] } },
    ],
    [
      'with a receipt of another height',
      { calls: [], receipt: { ...receipt, blockNumber: '0x3e9' } },
    ],
    ['with a receipt of another block', { receipt: { ...receipt, blockHash: other } }],
    ['with calls of another', { calls: [{ ...call, transactionHash: other }] }],
    ['with calls of another block', { calls: [{ ...call, blockNumber: '1001' }] }],
    ['with another block', { calls: [], block: { ...block, hash: other } }],
  ])('%s', async (_, told) => {
    const { source } = await start(told);
    expect(await failureOf(fetchFrom(source))).toBeInstanceOf(IntegrityError);
  });

  test('for naming no chain, unless it names another', async () => {
    expect(await legsOf({ tx: { ...tx, chainId: null } })).toHaveLength(4);
    expect(await legsOf({ tx: { ...tx, chainId: '0x0' } })).toHaveLength(4);
  });

  test.each<[string, Told, string]>([
    ['a value', { tx: { ...tx, value: '5' } }, 'result.value'],
    [
      'a value of more than 32 bytes',
      { tx: { ...tx, value: `0x1${'0'.repeat(64)}` } },
      'result.value',
    ],
    ['a sender', { tx: { ...tx, from: null } }, 'result.from'],
    ['a status', { receipt: { ...receipt, status: '0x2' } }, 'result.status'],
    ['gas', { receipt: { ...receipt, gasUsed: null } }, 'result.gasUsed'],
    ['logs', { receipt: { ...receipt, logs: null } }, 'result.logs'],
    ['data', { receipt: { ...receipt, logs: [{ ...log, data: '0x123' }] } }, 'result.logs.0.data'],
    [
      'five topics',
      { receipt: { ...receipt, logs: [{ ...log, topics: Array(5).fill(word('1')) }] } },
      'result.logs.0.topics',
    ],
    ['a kind of call', { calls: [{ ...call, type: 'teleport' }] }, 'result.0.type'],
    ['a block', { calls: [], block: null }, 'result'],
  ])('with %s that is not as documented', async (_, told, field) => {
    const { source } = await start(told);
    const failure = await failureOf(fetchFrom(source));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(failure).toMatchObject({ details: { field } });
  });
});
