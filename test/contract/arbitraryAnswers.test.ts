import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeAssetId } from '../../src/core/asset.js';
import { SourceError } from '../../src/core/errors.js';
import type { UtxoSource } from '../../src/screening/ports.js';
import { createEsploraSource } from '../../src/sources/bitcoin/esploraHistory.js';
import { createBlockscoutSource } from '../../src/sources/ethereum/blockscoutHistory.js';
import { createExplorerSource } from '../../src/sources/ethereum/explorerHistory.js';
import { type LoopbackServer, startFaultServer } from '../support/faultServer.js';
import {
  btcAccount,
  chainNamed,
  createTestClient,
  evmAccount,
  noDeadline,
  tokenAsset,
} from '../support/sourceBench.js';

/** The next answer, whatever was asked. */
let next = { status: 200, body: '' };
/** What comes before it, so that a Blockscout is believed to be complete. */
const BEFORE: Readonly<Record<string, object>> = {
  '/api/v2/main-page/indexing-status': {
    finished_indexing_blocks: true,
    indexed_internal_transactions_ratio: 1,
  },
};
let server: LoopbackServer;
beforeAll(async () => {
  server = await startFaultServer({
    answer: ({ pathname }) => {
      const before = BEFORE[pathname];
      const answer = before === undefined ? next : { status: 200, body: JSON.stringify(before) };
      return { ...answer, contentType: 'application/json' };
    },
  });
});
afterAll(async () => {
  await server.close();
});

const text = fc.oneof(
  fc.string(),
  fc.constantFrom('', '0', '1', '2', '-1', '1e3', '0x0', 'OK', 'NOTOK', 'No transactions found'),
  fc.nat().map(String),
  fc.constantFrom(`0x${'0'.repeat(39)}1`, `0x${'a'.repeat(64)}`, 'b'.repeat(64)),
);
const value = fc.oneof(text, fc.integer(), fc.jsonValue({ maxDepth: 1 }));
const row = fc.record(
  {
    blockNumber: value,
    timeStamp: value,
    hash: value,
    from: fc.oneof(fc.constant(`0x${'0'.repeat(39)}1`), value),
    to: value,
    value,
    contractAddress: value,
    transactionIndex: value,
    gasUsed: value,
    gasPrice: value,
    isError: fc.oneof(fc.constantFrom('0', '1'), value),
    type: fc.oneof(fc.constantFrom('call', 'create', 'reward'), value),
  },
  { requiredKeys: [] },
);
const envelope = fc.record(
  { status: text, message: text, result: fc.oneof(fc.array(row, { maxLength: 4 }), value) },
  { requiredKeys: [] },
);
const tx = fc.record(
  {
    txid: value,
    vin: fc.oneof(fc.array(fc.record({ txid: value, vout: value, prevout: value })), value),
    vout: fc.oneof(fc.array(fc.record({ value, scriptpubkey_address: value })), value),
    fee: value,
    status: fc.record({ confirmed: fc.boolean(), block_height: value, block_time: value }),
  },
  { requiredKeys: [] },
);
const answer = fc.record({
  status: fc.constantFrom(200, 200, 200, 204, 302, 400, 404, 418, 429, 500, 503),
  body: fc.oneof(
    fc.json(),
    fc.string(),
    envelope.map((body) => JSON.stringify(body)),
    fc.array(tx, { maxLength: 3 }).map((body) => JSON.stringify(body)),
    tx.map((body) => JSON.stringify(body)),
  ),
});

const TX_ID = `0x${'a'.repeat(64)}`;
const quantity = fc.oneof(fc.constantFrom('0x1', '0x0', '0xff'), value);
const log = fc.record(
  {
    address: fc.oneof(fc.constant(`0x${'0'.repeat(39)}1`), value),
    topics: fc.oneof(fc.array(value, { maxLength: 5 }), value),
    data: fc.oneof(fc.constant(TX_ID), value),
    transactionHash: fc.oneof(fc.constant(TX_ID), value),
  },
  { requiredKeys: [] },
);
/** What is a transaction and its receipt in one, so that the walk comes as far as its logs. */
const nodeAnswer = fc
  .record(
    {
      hash: fc.constant(TX_ID),
      transactionHash: fc.constant(TX_ID),
      blockNumber: fc.oneof(fc.constant('0x1'), value),
      blockHash: fc.constant(TX_ID),
      transactionIndex: quantity,
      from: fc.constant(`0x${'0'.repeat(39)}1`),
      to: fc.oneof(fc.constant(`0x${'0'.repeat(39)}1`), value),
      value: quantity,
      gasPrice: quantity,
      gasUsed: quantity,
      status: fc.constantFrom('0x0', '0x1', null, '0x2'),
      contractAddress: value,
      logs: fc.oneof(fc.array(log, { maxLength: 3 }), value),
      isError: fc.constantFrom('0', '1'),
      number: quantity,
      timestamp: quantity,
    },
    { requiredKeys: ['hash', 'transactionHash'] },
  )
  .map((result) => ({ status: 200, body: JSON.stringify({ jsonrpc: '2.0', id: 1, result }) }));

async function answersOrFailsInWords(call: () => Promise<unknown>): Promise<void> {
  const failure = await call().then(
    () => null,
    (error: unknown) => error,
  );
  if (failure !== null) expect(failure).toBeInstanceOf(SourceError);
}

describe('whatever a server answers, a source gives a page or a named failure', () => {
  const interval = { from: 0, to: 1_000_000 };

  test.each(['native', 'internal', 'token'] as const)('explorer, %s', async (channel) => {
    const source = createExplorerSource({
      name: 'explorer',
      chain: chainNamed('ethereum'),
      baseUrl: server.url,
      apiKey: null,
      http: createTestClient().http,
    });
    const query = { account: evmAccount(1), channel, interval, cursor: null };
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        next = given;
        await answersOrFailsInWords(() => source.fetchHistoryPage(query, noDeadline()));
        await answersOrFailsInWords(() => source.fetchTip(noDeadline()));
      }),
      { numRuns: 100 },
    );
  });

  test('explorer, transaction and balance', async () => {
    const source = createExplorerSource({
      name: 'explorer',
      chain: chainNamed('ethereum'),
      baseUrl: server.url,
      apiKey: null,
      http: createTestClient().http,
    });
    const query = { txId: TX_ID, block: null, onRequest: () => undefined };
    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, nodeAnswer), async (given) => {
        next = given;
        await answersOrFailsInWords(() => source.fetchTransaction(query, noDeadline()));
        await answersOrFailsInWords(() =>
          source.fetchBalance(evmAccount(1), tokenAsset(2), noDeadline()),
        );
      }),
      { numRuns: 200 },
    );
  });

  const party = fc.oneof(fc.constant({ hash: `0x${'0'.repeat(39)}1` }), value);
  const amount = fc.oneof(fc.nat().map(String), value);
  const item = fc.record(
    {
      hash: fc.oneof(fc.constant(TX_ID), value),
      transaction_hash: fc.oneof(fc.constant(TX_ID), value),
      status: fc.oneof(fc.constantFrom('ok', 'error', null), value),
      block_number: fc.oneof(fc.nat(), value),
      timestamp: fc.oneof(
        fc.constantFrom('2022-09-15T06:42:42.000000Z', '2022-13-45T99:00:00Z'),
        value,
      ),
      position: fc.oneof(fc.nat(), value),
      index: fc.oneof(fc.nat(), value),
      log_index: fc.oneof(fc.nat(), value),
      from: party,
      to: party,
      value: amount,
      amount,
      fee: fc.record({ type: text, value: amount }),
      total: fc.record({ value: amount, decimals: value }),
      token: fc.record({ address_hash: fc.oneof(fc.constant(`0x${'0'.repeat(39)}7`), value) }),
      token_type: fc.oneof(fc.constantFrom('ERC-20', 'ERC-721'), value),
      type: fc.oneof(fc.constantFrom('call', 'create', 'delegatecall'), value),
      success: fc.oneof(fc.boolean(), value),
      height: fc.oneof(fc.nat(), value),
    },
    { requiredKeys: [] },
  );
  const page = fc
    .record({
      items: fc.oneof(fc.array(item, { maxLength: 4 }), value),
      next_page_params: fc.oneof(fc.constant(null), fc.dictionary(fc.string(), value), value),
    })
    .map((body) => ({ status: 200, body: JSON.stringify(body) }));

  test.each(['native', 'internal', 'token', 'withdrawal'] as const)(
    'blockscout, %s',
    async (channel) => {
      const source = createBlockscoutSource({
        name: 'blockscout',
        chain: chainNamed('ethereum'),
        baseUrl: `${server.url}/api/v2`,
        apiKey: null,
        http: createTestClient().http,
      });
      const query = { account: evmAccount(1), channel, interval, cursor: null };
      const tx = { txId: TX_ID, block: null, onRequest: () => undefined };
      const ask = [
        () => source.fetchHistoryPage(query, noDeadline()),
        () => source.fetchTip(noDeadline()),
        () => source.fetchTransaction(tx, noDeadline()),
        () => source.fetchBalance(evmAccount(1), tokenAsset(2), noDeadline()),
        () => source.fetchHasRows(evmAccount(1), channel, 5, noDeadline()),
      ];
      const single = item.map((body) => ({ status: 200, body: JSON.stringify(body) }));
      await fc.assert(
        fc.asyncProperty(fc.oneof(answer, page, single), async (given) => {
          next = given;
          for (const call of ask) await answersOrFailsInWords(call);
        }),
        { numRuns: 100 },
      );
    },
  );

  const id = 'b'.repeat(64);
  const calls: readonly {
    readonly what: string;
    readonly call: (source: UtxoSource) => Promise<unknown>;
  }[] = [
    {
      what: 'history',
      call: (source) =>
        source.fetchHistoryPage(
          { account: btcAccount(1), channel: 'utxo', interval, cursor: null },
          noDeadline(),
        ),
    },
    { what: 'transaction', call: (source) => source.fetchTransaction(id, noDeadline()) },
    { what: 'spends', call: (source) => source.fetchSpends(id, noDeadline()) },
    {
      what: 'balance',
      call: (source) =>
        source.fetchBalance(btcAccount(1), nativeAssetId(chainNamed('bitcoin')), noDeadline()),
    },
    { what: 'tip', call: (source) => source.fetchTip(noDeadline()) },
  ];
  test.each(calls)('esplora, $what', async ({ call }) => {
    const source = createEsploraSource({
      name: 'esplora',
      chain: chainNamed('bitcoin'),
      baseUrl: server.url,
      http: createTestClient().http,
    });
    await fc.assert(
      fc.asyncProperty(answer, async (given) => {
        next = given;
        await answersOrFailsInWords(() => call(source));
      }),
      { numRuns: 100 },
    );
  });
});
