import { afterEach, describe, expect, test } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import { nativeAssetId } from '../../../src/core/asset.js';
import {
  CapabilityError,
  DecodeError,
  IntegrityError,
  SourceError,
} from '../../../src/core/errors.js';
import { createEsploraSource } from '../../../src/sources/bitcoin/esploraHistory.js';
import {
  type Answer,
  type AnswerRequest,
  type LoopbackServer,
  startFaultServer,
} from '../../support/faultServer.js';
import { startLoopbackEsplora } from '../../support/loopbackEsplora.js';
import {
  btcAccount,
  chainNamed,
  createTestClient,
  failureOf,
  noDeadline,
  utxoTx,
  walk,
} from '../../support/sourceBench.js';

const bitcoin = chainNamed('bitcoin');
const ME = 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4';
const YOU = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const me = createAccount(bitcoin.id, ME);
const you = createAccount(bitcoin.id, YOU);
const TX = 'ab'.repeat(32);
const BEFORE = 'cd'.repeat(32);
const BLOCK = 'ef'.repeat(32);
const interval = { from: 0, to: 1_000_000 };

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

type Fields = Readonly<Record<string, unknown>>;

const input: Fields = {
  txid: BEFORE,
  vout: 3,
  prevout: { scriptpubkey: '0014', scriptpubkey_address: ME, value: 1000 },
  scriptsig: '',
  is_coinbase: false,
  sequence: 4_294_967_293,
};
const confirmed = {
  confirmed: true,
  block_height: 700,
  block_hash: BLOCK,
  block_time: 1_600_000_000,
};

/** A transaction in the form of Esplora's documentation. */
const tx: Fields = {
  txid: TX,
  version: 2,
  locktime: 0,
  vin: [input],
  vout: [
    { scriptpubkey: '76a9', scriptpubkey_address: YOU, value: 600 },
    { scriptpubkey: '6a00', scriptpubkey_type: 'op_return', value: 300 },
  ],
  fee: 100,
  status: confirmed,
};

const coinbase: Fields = {
  ...tx,
  vin: [{ txid: '0'.repeat(64), vout: 4_294_967_295, prevout: null, is_coinbase: true }],
  vout: [{ scriptpubkey_address: ME, value: 5_000_000_000 }],
  fee: 0,
};

function json(body: unknown, status = 200): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function text(status: number, body: string): Answer {
  return { status, contentType: 'text/plain', body };
}

async function startSource(answer: AnswerRequest) {
  const server = await startFaultServer({ answer });
  servers.push(server);
  const http = createTestClient().http;
  const baseUrl = `${server.url}/api/`;
  const source = createEsploraSource({ name: 'esplora', chain: bitcoin, baseUrl, http });
  return { source, server };
}

async function readTx(body: unknown) {
  const { source } = await startSource(() => json(body));
  return await source.fetchTransaction(TX, noDeadline());
}

/** A server whose list of the account is `pages`, of `counted` transactions. */
async function readHistory(pages: readonly (readonly Fields[])[], counted: number) {
  const sums = { funded_txo_sum: 0, spent_txo_sum: 0 };
  const stats = { address: ME, chain_stats: { tx_count: counted, ...sums } };
  let next = 0;
  const { source, server } = await startSource((url) => {
    if (!url.pathname.includes('/txs/chain')) return json(stats);
    next += 1;
    return json(pages[next - 1] ?? []);
  });
  return { server, walked: walk(source, { account: me, channel: 'utxo', interval }) };
}

function numbered(number: number, height = 700): Fields {
  const txid = number.toString(16).padStart(64, '0');
  return { ...tx, txid, status: { ...confirmed, block_height: height } };
}

describe('a transaction', () => {
  test('is read whole, outputs without an address included', async () => {
    expect(await readTx(tx)).toEqual({
      kind: 'utxo',
      chain: bitcoin.id,
      height: 700,
      blockHash: BLOCK,
      txIndex: null,
      txId: TX,
      timeSeconds: 1_600_000_000,
      coinbase: false,
      inputs: [{ previous: { txId: BEFORE, index: 3 }, account: me, amount: 1000n }],
      outputs: [
        { account: you, amount: 600n },
        { account: null, amount: 300n },
      ],
      fee: 100n,
    });
  });

  test('of a miner has no inputs', async () => {
    expect(await readTx(coinbase)).toMatchObject({
      coinbase: true,
      inputs: [],
      outputs: [{ account: me, amount: 5_000_000_000n }],
    });
  });

  test('that no block holds yet counts as not there', async () => {
    expect(await readTx({ ...tx, status: { confirmed: false } })).toBeNull();
  });

  test.each([
    text(404, 'Transaction not found'),
    json({ error: 'No such mempool or blockchain transaction. Use gettransaction' }, 404),
  ])('that the server does not have is null: %j', async (answer) => {
    const { source } = await startSource(() => answer);
    expect(await source.fetchTransaction(TX, noDeadline())).toBeNull();
  });

  test('is not taken as missing when the route is', async () => {
    const { source } = await startSource(() => text(404, 'endpoint does not exist "/tx"'));
    const failure = await failureOf(source.fetchTransaction(TX, noDeadline()));
    expect(failure).toBeInstanceOf(CapabilityError);
  });

  test('that is another than the one asked for is refused', async () => {
    expect(await failureOf(readTx({ ...tx, txid: BEFORE }))).toBeInstanceOf(IntegrityError);
  });

  test.each([{ fee: 99 }, { fee: 0 }, { vout: [] }])(
    'that does not add up is refused: %j',
    async (lie) => {
      expect(await failureOf(readTx({ ...tx, ...lie }))).toBeInstanceOf(IntegrityError);
    },
  );

  test.each([
    [{ vin: [{ ...input, prevout: null }] }, 'vin.0.prevout'],
    [{ vin: [] }, 'vin'],
    [{ vin: [input, { ...input, is_coinbase: true }] }, 'vin'],
    [{ fee: 2 ** 53 }, 'fee'],
    [{ fee: -1 }, 'fee'],
    [{ fee: 1.5 }, 'fee'],
    [{ vout: [{ value: '600' }] }, 'vout.0.value'],
    [{ txid: 'xyz' }, 'txid'],
    [{ status: { confirmed: true } }, 'status.block_height'],
    [{ status: { confirmed: true, block_height: 7 } }, 'status.block_time'],
  ])('with %j is refused at %s', async (change, field) => {
    const failure = await failureOf(readTx({ ...tx, ...change }));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(failure).toMatchObject({ details: { field } });
  });
});

describe('a history', () => {
  test.each([10, 25, 50])('is read whole from a server with pages of %d', async (pageSize) => {
    const facts = Array.from({ length: 60 }, (_, at) => utxoTx(at + 1));
    const server = await startLoopbackEsplora({ facts, pageSize });
    servers.push(server);
    const http = createTestClient().http;
    const options = { name: 'esplora', chain: bitcoin, baseUrl: server.url, http };
    const query = { account: btcAccount(1), channel: 'utxo', interval } as const;
    const { facts: read } = await walk(createEsploraSource(options), query);
    expect(read.map((fact) => fact.txId)).toEqual(facts.map((fact) => fact.txId).reverse());
  });

  test('that is short is read by two requests', async () => {
    const { walked, server } = await readHistory([[numbered(1)]], 1);
    const { pages } = await walked;
    expect(pages).toMatchObject([{ covered: interval, nextCursor: null }]);
    expect(server.requests).toEqual([`/api/address/${ME}/txs/chain`, `/api/address/${ME}`]);
  });

  test('goes on after a short page while the server counts more', async () => {
    const { walked } = await readHistory([[numbered(2, 800)], [numbered(1, 700)]], 2);
    const { pages, facts } = await walked;
    expect(facts).toHaveLength(2);
    expect(pages[0]?.covered).toEqual({ from: 801, to: interval.to });
  });

  test.each([
    { pages: [[]], counted: 3 },
    { pages: [[numbered(1)], []], counted: 2 },
  ])('that is cut short of what the server counts is refused: $counted', async (given) => {
    const { walked } = await readHistory(given.pages, given.counted);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('lists a transaction once, and none that no block holds', async () => {
    const waiting = { ...numbered(9), status: { confirmed: false } };
    const { walked } = await readHistory([[waiting, numbered(1), numbered(1)]], 1);
    expect((await walked).facts).toHaveLength(1);
  });

  test('that is not newest first is refused', async () => {
    const { walked } = await readHistory([[numbered(1, 700), numbered(2, 701)]], 2);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('whose second page is newer than the first is refused', async () => {
    const { walked } = await readHistory([[numbered(1, 700)], [numbered(2, 701)]], 2);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('that begins anew after two pages of one block is refused', async () => {
    const { walked } = await readHistory([[numbered(1)], [numbered(2)], [numbered(1)]], 3);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('whose second page begins with the end of the first is refused', async () => {
    const { walked } = await readHistory([[numbered(1), numbered(2)], [numbered(2)]], 3);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('with a transaction that the address has no part in is refused', async () => {
    const foreign = { ...coinbase, vout: [{ scriptpubkey_address: YOU, value: 1 }] };
    const { walked } = await readHistory([[foreign]], 1);
    expect(await failureOf(walked)).toBeInstanceOf(IntegrityError);
  });

  test('is read no further down than asked', async () => {
    const { source, server } = await startSource(() =>
      json([numbered(3, 900), numbered(2, 800), numbered(1, 700)]),
    );
    const part = { from: 750, to: 850 };
    const { pages } = await walk(source, { account: me, channel: 'utxo', interval: part });
    expect(pages).toMatchObject([{ facts: [{ height: 800 }], covered: part, nextCursor: null }]);
    expect(server.requests).toHaveLength(1);
  });

  test('takes the address from the script, and refuses one that the script does not pay', async () => {
    const script = '76a91462e907b15cbf27d5425399ebf6f0fb50ebb88f1888ac';
    const genesis = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
    const paying = (said: string | undefined): Fields => ({
      ...tx,
      vout: [{ scriptpubkey: script, scriptpubkey_address: said, value: 900 }],
    });
    for (const said of [genesis, undefined]) {
      const { source } = await startSource(() => json(paying(said)));
      const read = await source.fetchTransaction(TX, noDeadline());
      expect(read?.outputs.map(({ account }) => account?.endsWith(genesis))).toEqual([true]);
    }
    const { source } = await startSource(() => json(paying(YOU)));
    const failure = await failureOf(source.fetchTransaction(TX, noDeadline()));
    expect(failure).toBeInstanceOf(IntegrityError);
  });

  test('that is too long for the server says so', async () => {
    const { source } = await startSource(() => text(400, 'Too many history entries'));
    const failure = await failureOf(walk(source, { account: me, channel: 'utxo', interval }));
    expect(failure).toBeInstanceOf(CapabilityError);
  });

  test('is not counted by what the server counts for another address', async () => {
    const { source } = await startSource(() =>
      json({
        address: YOU,
        chain_stats: { tx_count: 0, funded_txo_sum: 0, spent_txo_sum: 0 },
      }),
    );
    const failure = await failureOf(source.fetchHasRows(me, 'utxo', 1, noDeadline()));
    expect(failure).toBeInstanceOf(IntegrityError);
  });
});

describe('the spends of a transaction', () => {
  test('come by output', async () => {
    const { source } = await startSource(() =>
      json([
        { spent: false },
        { spent: true, txid: BEFORE, vin: 1, status: confirmed },
        { spent: true, txid: BEFORE, vin: 0, status: { confirmed: false } },
      ]),
    );
    expect(await source.fetchSpends(TX, noDeadline())).toEqual([
      { output: 0, spentBy: null },
      { output: 1, spentBy: { txId: BEFORE, height: 700 } },
      { output: 2, spentBy: { txId: BEFORE, height: null } },
    ]);
  });

  test('without the spender are refused', async () => {
    const { source } = await startSource(() => json([{ spent: true }]));
    expect(await failureOf(source.fetchSpends(TX, noDeadline()))).toMatchObject({
      details: { field: '0.txid' },
    });
  });

  test('are followed by a server that has both transactions', async () => {
    const first = utxoTx(1);
    const spending = { previous: { txId: first.txId, index: 0 }, account: btcAccount(2) };
    const second = utxoTx(2, {
      inputs: [{ ...spending, amount: 900n }],
      outputs: [{ account: btcAccount(3), amount: 900n }],
      fee: 0n,
    });
    const server = await startLoopbackEsplora({ facts: [first, second] });
    servers.push(server);
    const http = createTestClient().http;
    const options = { name: 'esplora', chain: bitcoin, baseUrl: server.url, http };
    const source = createEsploraSource(options);
    const height = server.placed[1]?.height;
    expect(await source.fetchSpends(first.txId, noDeadline())).toEqual([
      { output: 0, spentBy: { txId: second.txId, height } },
    ]);
    expect(await source.fetchTransaction(second.txId, noDeadline())).toEqual(server.placed[1]);
    const unknown = server.placed[0]?.inputs[0]?.previous?.txId ?? '';
    expect(await source.fetchTransaction(unknown, noDeadline())).toBeNull();
  });
});

describe('a balance', () => {
  const statsOf = (sums: Fields, address = ME) =>
    json({ address, chain_stats: { tx_count: 1, ...sums } });
  const read = async (answer: Answer) => {
    const { source } = await startSource(() => answer);
    return await source.fetchBalance(me, nativeAssetId(bitcoin), noDeadline());
  };

  test('is what the confirmed outputs received less what was spent of them', async () => {
    expect(await read(statsOf({ funded_txo_sum: 900, spent_txo_sum: 250 }))).toBe(650n);
    expect(await read(statsOf({ funded_txo_sum: 900, spent_txo_sum: 900 }))).toBe(0n);
  });

  test('whose sums are too large to be exact is not known', async () => {
    const largest = Number.MAX_SAFE_INTEGER;
    const exact = statsOf({ funded_txo_sum: largest, spent_txo_sum: largest - 1 });
    expect(await read(exact)).toBe(1n);
    const above = statsOf({ funded_txo_sum: largest + 1, spent_txo_sum: largest - 1 });
    expect(await read(above)).toBeNull();
  });

  test.each<[string, Answer, unknown]>([
    ['of another address', statsOf({ funded_txo_sum: 9, spent_txo_sum: 0 }, YOU), IntegrityError],
    ['below nothing', statsOf({ funded_txo_sum: 9, spent_txo_sum: 10 }), IntegrityError],
    ['without its sums', statsOf({}), DecodeError],
    ['of a negative sum', statsOf({ funded_txo_sum: 9, spent_txo_sum: -1 }), DecodeError],
    ['in another form', statsOf({ funded_txo_sum: '9', spent_txo_sum: 0 }), DecodeError],
  ])('%s is refused', async (_, answer, error) => {
    expect(await failureOf(read(answer))).toBeInstanceOf(error);
  });

  test('of another asset is never asked for', async () => {
    const { source, server } = await startSource(() => statsOf({}));
    const ether = nativeAssetId(chainNamed('ethereum'));
    const failure = await failureOf(source.fetchBalance(me, ether, noDeadline()));
    expect(failure).toMatchObject({ code: 'bug' });
    expect(server.requests).toEqual([]);
  });
});

describe('the newest block', () => {
  const blockAt = (height: number, id = BLOCK) => ({ id, height, timestamp: 1_600_000_000 });

  test('is the first of those listed, by one request', async () => {
    const { source, server } = await startSource(() => json([blockAt(700), blockAt(699, BEFORE)]));
    const tip = await source.fetchTip(noDeadline());
    expect(tip).toEqual({ height: 700, hash: BLOCK, timeSeconds: 1_600_000_000 });
    expect(server.requests).toEqual(['/api/blocks']);
  });

  test.each([
    ['oldest first', [blockAt(699, BEFORE), blockAt(700)]],
    ['with one left out', [blockAt(700), blockAt(698, BEFORE)]],
    ['the same one twice', [blockAt(700), blockAt(700)]],
  ])('is not believed where blocks are listed %s', async (_, blocks) => {
    const { source } = await startSource(() => json(blocks));
    expect(await failureOf(source.fetchTip(noDeadline()))).toBeInstanceOf(IntegrityError);
  });

  test('is not there where none is listed', async () => {
    const { source } = await startSource(() => json([]));
    expect(await failureOf(source.fetchTip(noDeadline()))).toBeInstanceOf(DecodeError);
  });
});

describe('the block at a height', () => {
  const ask = async (answer: Answer) => {
    const { source } = await startSource(() => answer);
    return source.fetchBlockHash(700, noDeadline());
  };

  test('is told by its hash, and null where the chain is not that long', async () => {
    expect(await ask(text(200, BLOCK))).toBe(BLOCK);
    expect(await ask(text(404, 'Block not found'))).toBeNull();
  });

  test.each([
    ['a page of another server', text(404, 'nothing here')],
    ['something that is no hash', text(200, 'busy')],
    ['a refusal', text(400, 'Invalid number')],
  ])('is not known after %s', async (_, answer) => {
    expect(await failureOf(ask(answer))).toBeInstanceOf(SourceError);
  });
});
