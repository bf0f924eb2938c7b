import { afterEach, describe, expect, test } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import {
  CapabilityError,
  ConfigError,
  DecodeError,
  IntegrityError,
} from '../../../src/core/errors.js';
import { factKey, type Transfer } from '../../../src/core/ledger.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import {
  type AnswerRequest,
  type LoopbackServer,
  startFaultServer,
} from '../../support/faultServer.js';
import { startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import {
  chainNamed,
  createTestClient,
  failureOf,
  noDeadline,
  tokenAsset,
  transfer,
  walk,
} from '../../support/sourceBench.js';

const ethereum = chainNamed('ethereum');
const ME = '0x52908400098527886e0f7030069857d2e4169ee7';
const YOU = '0x8617e340b3d01fa5f11f306f4090fd50e238070d';
const CONTRACT = '0xde709f2102306220921060314715629080e2fb77';
const me = createAccount(ethereum.id, ME);
const you = createAccount(ethereum.id, YOU);
const contract = createAccount(ethereum.id, CONTRACT);
const TX = `0x${'ab'.repeat(32)}`;
const BLOCK = `0x${'cd'.repeat(32)}`;
const interval = { from: 0, to: 1_000_000 };

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Channel = 'native' | 'internal' | 'token';
type Fields = Readonly<Record<string, unknown>>;

/** A row of `txlist` as the public documentation shows it. */
const txRow: Fields = {
  blockNumber: '1000',
  blockHash: BLOCK,
  timeStamp: '1600000000',
  hash: TX,
  nonce: '8',
  transactionIndex: '7',
  from: ME,
  to: YOU,
  value: '5000000000000000000',
  gas: '73271',
  gasPrice: '20',
  input: '0x',
  contractAddress: '',
  cumulativeGasUsed: '22498564',
  txreceipt_status: '1',
  gasUsed: '21000',
  confirmations: '589',
  isError: '0',
};

const internalRow: Fields = {
  blockNumber: '1000',
  timeStamp: '1600000000',
  hash: TX,
  from: CONTRACT,
  to: ME,
  value: '7',
  contractAddress: '',
  input: '',
  type: 'call',
  gas: '2300',
  gasUsed: '0',
  traceId: '0_1',
  isError: '0',
  errCode: '',
};

const tokenRow: Fields = {
  blockNumber: '1000',
  timeStamp: '1600000000',
  hash: TX,
  blockHash: BLOCK,
  from: YOU,
  contractAddress: CONTRACT,
  to: ME,
  value: '30',
  tokenName: 'Any Coin',
  tokenSymbol: 'ANY',
  tokenDecimal: '6',
  transactionIndex: '7',
  gasPrice: '20',
  gasUsed: '60000',
};

const ROWS = { native: txRow, internal: internalRow, token: tokenRow };

async function startSource(answer: AnswerRequest, pageSize = 10) {
  const server = await startFaultServer({ answer });
  servers.push(server);
  const source = createExplorerSource({
    name: 'explorer',
    chain: ethereum,
    baseUrl: server.url,
    apiKey: null,
    pageSize,
    http: createTestClient().http,
  });
  return { source, server };
}

function listed(rows: readonly Fields[]) {
  const body = JSON.stringify({ status: '1', message: 'OK', result: rows });
  return { status: 200, contentType: 'application/json', body };
}

async function read(channel: Channel, ...rows: readonly Fields[]) {
  const { source } = await startSource(() => listed(rows));
  const query = { account: me, channel, interval, cursor: null };
  return await source.fetchHistoryPage(query, noDeadline());
}

async function factsOf(channel: Channel, ...rows: readonly Fields[]): Promise<readonly Transfer[]> {
  const { facts } = await read(channel, ...rows);
  return facts.filter((fact) => fact.kind === 'transfer');
}

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
};

describe('a listed transaction', () => {
  test('is a movement, and a fee of its sender', async () => {
    expect(await factsOf('native', txRow)).toEqual([
      { ...position, channel: 'fee', from: me, to: null, amount: 420_000n },
      { ...position, channel: 'native', from: me, to: you, amount: 5_000_000_000_000_000_000n },
    ]);
  });

  test('of another sender brings no fee', async () => {
    const facts = await factsOf('native', { ...txRow, from: YOU, to: ME });
    expect(facts.map((fact) => fact.channel)).toEqual(['native']);
  });

  test.each([{ isError: '1' }, { txreceipt_status: '0' }])(
    'that failed (%j) moves nothing but its fee',
    async (failed) => {
      const facts = await factsOf('native', { ...txRow, ...failed });
      expect(facts.map((fact) => fact.channel)).toEqual(['fee']);
    },
  );

  test('from before receipts had a status is not taken as failed', async () => {
    const facts = await factsOf('native', { ...txRow, txreceipt_status: '' });
    expect(facts.map((fact) => fact.channel)).toEqual(['fee', 'native']);
  });

  test('of no value is kept as contact', async () => {
    const facts = await factsOf('native', { ...txRow, value: '0', gasUsed: '0' });
    expect(facts).toMatchObject([{ channel: 'native', amount: 0n }]);
  });

  test('that creates a contract pays the contract', async () => {
    const creation = { ...txRow, to: '', contractAddress: CONTRACT };
    expect((await factsOf('native', creation)).at(-1)?.to).toBe(contract);
  });

  test('to oneself is kept', async () => {
    const facts = await factsOf('native', { ...txRow, to: ME, gasUsed: '0' });
    expect(facts).toMatchObject([{ from: me, to: me }]);
  });

  test('of the first block has no sender and no transaction', async () => {
    const genesis = { ...txRow, hash: `GENESIS_${ME}`, from: 'GENESIS', to: ME, blockHash: '' };
    expect(await factsOf('native', genesis)).toMatchObject([{ from: null, to: me, txId: null }]);
  });

  test('in mixed case is the same account', async () => {
    const shouting = { ...txRow, from: `0x${ME.slice(2).toUpperCase()}`, gasUsed: '0' };
    expect((await factsOf('native', shouting))[0]?.from).toBe(me);
  });

  test('holds an amount of any size exactly', async () => {
    const value = (2n ** 256n - 1n).toString();
    expect((await factsOf('native', { ...txRow, value })).at(-1)?.amount).toBe(2n ** 256n - 1n);
  });
});

describe('a listed internal movement', () => {
  test('is named by its trace', async () => {
    expect(await factsOf('internal', internalRow)).toEqual([
      {
        ...position,
        channel: 'internal',
        blockHash: null,
        txIndex: null,
        from: contract,
        to: me,
        amount: 7n,
        index: '0_1',
      },
    ]);
  });

  test('is read from Blockscout, which calls its fields otherwise', async () => {
    const { hash: transactionHash, traceId: _, ...rest } = internalRow;
    const row = { ...rest, transactionHash, index: '4', callType: 'call' };
    expect(await factsOf('internal', row)).toMatchObject([{ txId: TX, index: '4', amount: 7n }]);
  });

  test.each([
    { isError: '1' },
    { value: '0' },
    { type: 'delegatecall' },
    { type: 'staticcall' },
    { type: 'callcode' },
    { callType: 'delegatecall' },
    { type: 'reserved-for-later', value: '0' },
  ])('that moved nothing is left out: %j', async (change) => {
    expect(await factsOf('internal', { ...internalRow, ...change })).toEqual([]);
  });

  test.each(['selfdestruct', 'suicide'])('by %s counts', async (type) => {
    expect(await factsOf('internal', { ...internalRow, type })).toHaveLength(1);
  });

  test.each(['create', 'create2'])('by %s pays the new contract', async (type) => {
    const row = { ...internalRow, type, from: ME, to: '', contractAddress: CONTRACT };
    expect(await factsOf('internal', row)).toMatchObject([{ from: me, to: contract }]);
  });

  test('of a kind that is not known is no answer to build on', async () => {
    const failure = await failureOf(read('internal', { ...internalRow, type: 'teleport' }));
    expect(failure).toMatchObject({ code: 'decode', details: { field: 'result.0.type' } });
  });
});

describe('a listed token movement', () => {
  test('is of the token that its contract names', async () => {
    expect(await factsOf('token', tokenRow)).toEqual([
      {
        ...position,
        channel: 'token',
        from: you,
        to: me,
        amount: 30n,
        asset: erc20AssetId(ethereum.id, CONTRACT),
      },
    ]);
  });

  test('is told from its equals in the same transaction', async () => {
    const other = { ...tokenRow, value: '31' };
    const facts = await factsOf('token', tokenRow, other, tokenRow);
    expect(facts.map((fact) => `${fact.amount} ${fact.index}`)).toEqual([
      '30 #1',
      '31 #1',
      '30 #2',
    ]);
  });

  test('of a collectible is left out, whether it has a value or not', async () => {
    const { value: _, ...rest } = tokenRow;
    expect(await factsOf('token', { ...rest, tokenID: '5' })).toEqual([]);
    expect(await factsOf('token', { ...tokenRow, tokenID: '5' })).toEqual([]);
    expect(await failureOf(read('token', rest))).toMatchObject({
      details: { field: 'result.0.value' },
    });
  });

  test('keeps its number where a page ends inside its transaction', async () => {
    const times = [...Array(8).keys()].map((at) => 1_600_000_000 + at);
    const before = times.map((timeSeconds) =>
      transfer({ channel: 'token', timeSeconds, asset: tokenAsset(9) }),
    );
    const equal = transfer({
      channel: 'token',
      txId: TX,
      timeSeconds: 1_700_000_000,
      asset: tokenAsset(9),
    });
    const read = async (pageSize: number) => {
      const server = await startLoopbackExplorer({
        facts: [...before, equal, equal, equal, equal],
      });
      servers.push(server);
      const http = createTestClient().http;
      const baseUrl = server.url;
      const options = { name: 'e', chain: ethereum, baseUrl, apiKey: null, pageSize, http };
      const query = { account: equal.to ?? me, channel: 'token', interval: wide } as const;
      const { facts } = await walk(createExplorerSource(options), query);
      return new Set(facts.map(factKey));
    };
    const wide = { from: 0, to: 2_000_000 };
    const whole = await read(1000);
    expect(whole.size).toBe(12);
    expect(await read(10)).toEqual(whole);
    // Pages of three cannot hold the transaction's four rows: their numbers differ, none is lost.
    expect((await read(3)).size).toBe(12);
  });
});

describe('an answer is refused', () => {
  test.each([
    ['native', 'blockNumber', '0x10'],
    ['native', 'timeStamp', 1_600_000_000],
    ['native', 'value', '1.5'],
    ['native', 'value', '-1'],
    ['native', 'hash', '0x12'],
    ['native', 'to', 'vitalik.eth'],
    ['native', 'to', ''],
    ['native', 'isError', 'maybe'],
    ['native', 'gasUsed', ''],
    ['internal', 'from', ''],
    ['internal', 'to', ''],
    ['internal', 'hash', undefined],
    ['token', 'contractAddress', ''],
    ['token', 'value', '1e3'],
  ] as const)('that has, in a %s row, a %s of %j', async (channel, field, bad) => {
    const row = ROWS[channel];
    const failure = await failureOf(read(channel, row, { ...row, [field]: bad }));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(failure).toMatchObject({ details: { field: `result.1.${field}` } });
  });

  test.each([
    ['rows out of order', [{ blockNumber: '1001' }, { blockNumber: '1000' }]],
    ['rows above the heights asked for', [{ blockNumber: '1000001' }]],
    ['rows of others', [{ from: YOU, to: CONTRACT }]],
    ['more rows than asked for', Array.from({ length: 11 }, () => ({}))],
  ])('that has %s', async (_, changes) => {
    const rows = changes.map((change) => ({ ...txRow, ...change }));
    expect(await failureOf(read('native', ...rows))).toBeInstanceOf(IntegrityError);
  });

  test('that has rows below the heights asked for', async () => {
    const { source } = await startSource(() => listed([txRow]));
    const above = { from: 1001, to: 2000 };
    const query = { account: me, channel: 'native', interval: above, cursor: null } as const;
    const failure = await failureOf(source.fetchHistoryPage(query, noDeadline()));
    expect(failure).toBeInstanceOf(IntegrityError);
  });

  test('that repeats a page of one block', async () => {
    const rows = Array.from({ length: 10 }, (_, at) => ({
      ...txRow,
      hash: `0x${at.toString(16).padStart(64, '0')}`,
    }));
    const { source, server } = await startSource(() => listed(rows));
    const failure = await failureOf(walk(source, { account: me, channel: 'native', interval }));
    expect(failure).toBeInstanceOf(IntegrityError);
    expect(server.requests).toHaveLength(3);
  });

  test('that lists a transaction twice', async () => {
    const { source } = await startSource(() => listed([txRow, txRow]));
    const failure = await failureOf(walk(source, { account: me, channel: 'native', interval }));
    expect(failure).toBeInstanceOf(IntegrityError);
    expect(String(failure)).toContain('twice');
  });

  test('that says at once that rows are there and that none are', async () => {
    const body = JSON.stringify({ status: '0', message: 'No transactions found', result: [txRow] });
    const { source } = await startSource(() => ({ ...listed([]), body }));
    const failure = await failureOf(walk(source, { account: me, channel: 'native', interval }));
    expect(failure).toBeInstanceOf(DecodeError);
  });

  test('that is marked as unfinished, whatever its words', async () => {
    const body = JSON.stringify({ status: '2', message: 'Working', result: [internalRow] });
    const { source } = await startSource(() => ({ ...listed([]), body }));
    const failure = await failureOf(walk(source, { account: me, channel: 'internal', interval }));
    expect(failure).toBeInstanceOf(CapabilityError);
  });

  test('that no longer has the block which the page before ended with', async () => {
    const rows = Array.from({ length: 10 }, (_, at) => ({ ...txRow, blockNumber: `${1000 + at}` }));
    for (const later of [[], [{ ...txRow, blockNumber: '1010' }]]) {
      const { source } = await startSource((url) =>
        listed(url.searchParams.get('startblock') === '0' ? rows : later),
      );
      const failure = await failureOf(walk(source, { account: me, channel: 'native', interval }));
      expect(failure).toBeInstanceOf(IntegrityError);
    }
  });
});

describe('an explorer', () => {
  test('that caps its answers below the page size is read to the end all the same', async () => {
    const facts = Array.from({ length: 120 }, (_, at) =>
      transfer({ timeSeconds: 1_600_000_000 + at, amount: BigInt(at) }),
    );
    const server = await startLoopbackExplorer({ facts, maxRows: 50 });
    servers.push(server);
    const http = createTestClient().http;
    const options = { name: 'e', chain: ethereum, baseUrl: server.url, apiKey: null, http };
    const account = facts[0]?.from ?? me;
    const query = { account, channel: 'native', interval: { from: 0, to: 2_000_000 } } as const;
    const { facts: read } = await walk(createExplorerSource(options), query);
    expect(new Set(read.map(factKey)).size).toBe(120);
  });

  test('is not asked for more rows of one block than any explorer lists', async () => {
    const { source, server } = await startSource(() => listed([txRow]));
    const query = { account: me, channel: 'native', interval, cursor: '1000/1001/x' } as const;
    const failure = await failureOf(source.fetchHistoryPage(query, noDeadline()));
    expect(failure).toBeInstanceOf(CapabilityError);
    expect(await source.fetchHasRows(me, 'native', 10_001, noDeadline())).toBeNull();
    expect(server.requests).toHaveLength(0);
  });

  test('reads a small history by one request', async () => {
    const { source, server } = await startSource(() => listed([txRow]), 1000);
    await walk(source, { account: me, channel: 'native', interval });
    const asked = new URL(server.requests[0] ?? '', server.url).searchParams;
    expect(server.requests).toHaveLength(1);
    expect(Object.fromEntries(asked)).toEqual({
      chainid: '1',
      module: 'account',
      action: 'txlist',
      address: ME,
      startblock: '0',
      endblock: '1000000',
      page: '1',
      offset: '1000',
      sort: 'asc',
    });
  });

  test.each([0, 1001, 2.5])('is not made with pages of %d rows', async (pageSize) => {
    const failure = await failureOf(startSource(() => listed([]), pageSize));
    expect(failure).toBeInstanceOf(ConfigError);
  });

  test('whose newest block is no block is not believed', async () => {
    const result = { number: '0x10', hash: '0x12', timestamp: '0x5' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result });
    const { source } = await startSource(() => ({ ...listed([]), body }));
    const failure = await failureOf(source.fetchTip(noDeadline()));
    expect(failure).toMatchObject({ code: 'decode', details: { field: 'result.hash' } });
  });
});
