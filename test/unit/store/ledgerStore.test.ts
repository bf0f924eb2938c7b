import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import { findChainByName } from '../../../src/core/chain.js';
import { Bug, StoreError } from '../../../src/core/errors.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { useChildren } from './childProcess.js';
import {
  ALICE,
  BITCOIN,
  BOB,
  CHAIN,
  FRIEND,
  hashOf,
  readAll,
  SOURCE,
  SUBJECT,
  tipAt,
  transferAt,
  utxoTxAt,
  writeCovered,
} from './ledgerFixtures.js';
import { createFolder, MIGRATIONS_FOLDER, openForTest } from './temporaryDatabase.js';

const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };

describe('facts in the cache', () => {
  it('come back as they were written, with 18 decimals and beyond 2^63', () => {
    const cache = createLedgerStore(openForTest());
    const facts = [
      transferAt(10, { amount: 173_600_000_000_000_000_000_001n, index: '0_1_1' }),
      transferAt(11, {
        amount: 2n ** 256n - 1n,
        asset: erc20AssetId(CHAIN, `0x${'aa'.repeat(20)}`),
      }),
      transferAt(12, { from: SUBJECT, to: null, channel: 'fee', txIndex: null, blockHash: null }),
      transferAt(13, { txId: null, from: null, channel: 'withdrawal', index: '#2' }),
    ];
    writeCovered(cache, { facts, from: 0, to: 20 });
    expect(readAll(cache)).toEqual(facts);
  });

  it('outlive the process that wrote them', () => {
    const db = openForTest();
    writeCovered(createLedgerStore(db), { facts: [transferAt(10)], from: 0, to: 20 });
    db.close();
    expect(readAll(createLedgerStore(openForTest(db.name)))).toEqual([transferAt(10)]);
  });

  it('are found on both sides of a transfer, and a transfer to oneself once', () => {
    const cache = createLedgerStore(openForTest());
    const toSelf = transferAt(11, { from: SUBJECT });
    writeCovered(cache, { facts: [transferAt(10), toSelf], from: 0, to: 20 });
    expect(readAll(cache)).toEqual([transferAt(10), toSelf]);
    const asked = { account: FRIEND, source: SOURCE, interval: EVERYTHING } as const;
    expect(cache.readFacts({ ...asked, channel: 'native' })).toEqual([transferAt(10)]);
  });

  it('are kept once for each source, however often they are read', () => {
    const cache = createLedgerStore(openForTest());
    writeCovered(cache, { facts: [transferAt(10), transferAt(10)], from: 0, to: 20 });
    writeCovered(cache, { facts: [transferAt(10)], from: 5, to: 15 });
    expect(readAll(cache)).toEqual([transferAt(10)]);
    const other = { account: SUBJECT, channel: 'native', source: 'node at other.example' } as const;
    expect(cache.readFacts({ ...other, interval: EVERYTHING })).toEqual([]);
    cache.writePage({ ...other, facts: [transferAt(10)], coverage: null });
    expect(cache.readFacts({ ...other, interval: EVERYTHING })).toEqual([transferAt(10)]);
    expect(readAll(cache)).toHaveLength(1);
  });

  it('keep equal movements of one transaction apart by their index', () => {
    const cache = createLedgerStore(openForTest());
    const twins = [transferAt(10, { index: '#0' }), transferAt(10, { index: '#1' })];
    writeCovered(cache, { facts: twins, from: 0, to: 20 });
    expect(readAll(cache)).toEqual(twins);
  });

  it('answer for a channel with what its pages held, so that fees come with native transfers', () => {
    const cache = createLedgerStore(openForTest());
    const fee = transferAt(10, { channel: 'fee', from: SUBJECT, to: null });
    const token = transferAt(11, { channel: 'token' });
    writeCovered(cache, { facts: [transferAt(10), fee], from: 0, to: 20 });
    writeCovered(cache, { facts: [token], from: 0, to: 20, channel: 'token' });
    expect(readAll(cache, 'native')).toEqual([transferAt(10), fee]);
    expect(readAll(cache, 'token')).toEqual([token]);
  });

  it('answer for an interval with both its ends, and always with those of unknown height', () => {
    const cache = createLedgerStore(openForTest());
    const unknown = transferAt(1, { height: null, blockHash: null });
    const facts = [...[9, 10, 15, 16].map((height) => transferAt(height)), unknown];
    writeCovered(cache, { facts, from: 0, to: 20 });
    const asked = { account: SUBJECT, channel: 'native', source: SOURCE } as const;
    const found = cache.readFacts({ ...asked, interval: { from: 10, to: 15 } });
    expect(found.map((fact) => fact.height)).toEqual([10, 15, null]);
  });

  it('tell the chains of one key apart', () => {
    const cache = createLedgerStore(openForTest());
    writeCovered(cache, { facts: [transferAt(10)], from: 0, to: 20 });
    const polygon = findChainByName('polygon');
    expect.assert(polygon !== undefined);
    const account = createAccount(polygon.id, `0x${'11'.repeat(20)}`);
    const asked = { account, channel: 'native', source: SOURCE, interval: EVERYTHING } as const;
    expect(cache.readFacts(asked)).toEqual([]);
    expect(cache.readCoverage(account, 'native', SOURCE)).toEqual([]);
    const page = { account, channel: 'native', source: SOURCE, coverage: null } as const;
    expect(() => cache.writePage({ ...page, facts: [transferAt(10)] })).toThrow(Bug);
  });

  it('are refused when their transaction id is not what the chain writes', () => {
    const cache = createLedgerStore(openForTest());
    for (const txId of [`0x${'AB'.repeat(32)}`, 'ab'.repeat(32), '0x', '0xabc']) {
      const facts = [transferAt(10, { txId })];
      expect(() => writeCovered(cache, { facts, from: 0, to: 20 })).toThrow(Bug);
    }
  });

  it('are never guessed from a damaged amount', () => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    writeCovered(cache, { facts: [transferAt(10)], from: 0, to: 20 });
    db.exec("UPDATE transfer SET amount = '1e18'");
    expect(() => readAll(cache)).toThrow(StoreError);
  });
});

describe('coverage', () => {
  it('tells an empty answer from an unasked question', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([]);
    writeCovered(cache, { facts: [], from: 0, to: 20 });
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 20 }]);
    expect(cache.readCoverage(SUBJECT, 'token', SOURCE)).toEqual([]);
    expect(cache.readCoverage(FRIEND, 'native', SOURCE)).toEqual([]);
  });

  it('is joined where pages overlap or touch', () => {
    const cache = createLedgerStore(openForTest());
    for (const [from, to] of [[10, 20] as const, [40, 50] as const, [21, 30] as const]) {
      writeCovered(cache, { facts: [], from, to });
    }
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([
      { from: 10, to: 30 },
      { from: 40, to: 50 },
    ]);
  });

  it('is written together with the facts that prove it, or not at all', () => {
    const cache = createLedgerStore(openForTest());
    const facts = [transferAt(10), transferAt(11, { txId: 'not hex' })];
    expect(() => writeCovered(cache, { facts, from: 0, to: 20 })).toThrow(Bug);
    expect(readAll(cache)).toEqual([]);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([]);
  });

  it('is refused when it is about another account or channel than the page', () => {
    const cache = createLedgerStore(openForTest());
    const page = { account: SUBJECT, channel: 'native', source: SOURCE, facts: [] } as const;
    const coverage = { ...page, channel: 'token', interval: { from: 0, to: 9 } } as const;
    expect(() => cache.writePage({ ...page, coverage })).toThrow(Bug);
  });
});

describe('a process that is killed while it writes', () => {
  const startChild = useChildren();

  it('leaves no coverage without its facts', async () => {
    const file = openForTest().name;
    const child = startChild('write-pages', file, MIGRATIONS_FOLDER);
    await child.said('writing');
    child.process.kill('SIGKILL');
    await child.ended;
    const cache = createLedgerStore(openForTest(file));
    const [covered, ...more] = cache.readCoverage(SUBJECT, 'native', SOURCE);
    expect(more).toEqual([]);
    expect.assert(covered !== undefined);
    expect(covered.to).toBeGreaterThanOrEqual(200);
    expect(readAll(cache)).toHaveLength(3 * (covered.to + 1));
  }, 30_000);

  it('keeps another process waiting, not failing', async () => {
    const file = openForTest().name;
    const child = startChild('write-pages', file, MIGRATIONS_FOLDER);
    await child.said('writing');
    const cache = createLedgerStore(openForTest(file));
    for (let n = 0; n < 100; n += 1) cache.writeBusy(SUBJECT, SOURCE, `attempt ${n}`, n);
    expect(cache.readBusy(SUBJECT, SOURCE)).toEqual({ reason: 'attempt 99', height: 99 });
    child.process.kill('SIGKILL');
    await child.ended;
  }, 30_000);
});

describe('a history that cannot be true', () => {
  it('is forgotten with its coverage, and so is the coverage of those it names', () => {
    const cache = createLedgerStore(openForTest());
    const fact = transferAt(10);
    const stranger = createAccount(CHAIN, `0x${'77'.repeat(20)}`);
    const apart = transferAt(11, { from: stranger, to: stranger });
    const page = { channel: 'native', source: SOURCE } as const;
    for (const [account, facts] of [
      [SUBJECT, [fact]],
      [FRIEND, [fact]],
      [stranger, [apart]],
    ] as const) {
      const interval = { from: 0, to: 20 };
      cache.writePage({ ...page, account, facts, coverage: { ...page, account, interval } });
    }
    cache.forgetHistory(SUBJECT, 'another');
    expect(readAll(cache)).toEqual([fact]);
    cache.forgetHistory(SUBJECT, SOURCE);
    expect(readAll(cache)).toEqual([]);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([]);
    expect(cache.readCoverage(FRIEND, 'native', SOURCE)).toEqual([]);
    expect(cache.readCoverage(stranger, 'native', SOURCE)).toEqual([{ from: 0, to: 20 }]);
  });
});

describe('a newest block', () => {
  it('is remembered for each chain and source', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readTip(CHAIN, SOURCE)).toBeNull();
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    expect(cache.readTip(CHAIN, SOURCE)).toEqual(tipAt(100));
    expect(cache.readTip(BITCOIN, SOURCE)).toBeNull();
    expect(cache.readTip(CHAIN, 'another')).toBeNull();
  });

  it('keeps everything while it stays the same', () => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    writeCovered(cache, { facts: [transferAt(30), transferAt(90)], from: 0, to: 100 });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    createLedgerStore(db).adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    expect(readAll(cache)).toHaveLength(2);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 100 }]);
  });

  it.each([
    ['a higher block', tipAt(101), 37],
    ['another block of the same height', tipAt(100, 1), 36],
    ['the same hash at another height', { ...tipAt(100), height: 99 }, 35],
  ])('makes everything above the final height forgotten when it changes to %s', (_, tip, final) => {
    const cache = createLedgerStore(openForTest());
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    const unknown = transferAt(1, { height: null });
    const kept = [transferAt(30), transferAt(36)];
    writeCovered(cache, { facts: [...kept, transferAt(37), unknown], from: 0, to: 50 });
    writeCovered(cache, { facts: [transferAt(90)], from: 60, to: 100 });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tip, finalHeight: final, shared: null },
    );
    expect(readAll(cache)).toEqual(kept);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 36 }]);
    expect(cache.readTip(CHAIN, SOURCE)).toEqual(tip);
  });

  describe('that goes on from blocks which the chain still has', () => {
    const NEXT = { tip: tipAt(101), finalHeight: 37 };
    const AT = { chain: CHAIN, source: SOURCE };

    function openWithBlocks() {
      const cache = createLedgerStore(openForTest());
      cache.adoptTip(AT, { tip: tipAt(100), finalHeight: 36, shared: null });
      const facts = [
        transferAt(30),
        transferAt(50),
        transferAt(50, { txIndex: 5 }),
        transferAt(90),
      ];
      writeCovered(cache, { facts, from: 0, to: 100 });
      return cache;
    }

    it('names those that may still change, the newest last', () => {
      const cache = openWithBlocks();
      const known = cache.readProvisionalBlocks(CHAIN, SOURCE);
      expect(known.map(({ height }) => height)).toEqual([50, 90, 100]);
      expect(known.at(-1)).toEqual({ height: 100, hash: tipAt(100).hash });
      expect(known[0]?.hash).toBe(transferAt(50).blockHash);
    });

    it('names none where all is final, whatever was covered', () => {
      const cache = createLedgerStore(openForTest());
      cache.adoptTip(AT, { tip: tipAt(100), finalHeight: 36, shared: null });
      writeCovered(cache, { facts: [transferAt(30)], from: 0, to: 100 });
      expect(cache.readProvisionalBlocks(CHAIN, SOURCE)).toEqual([]);
      expect(cache.readProvisionalBlocks(CHAIN, 'another')).toEqual([]);
    });

    it.each([
      [100, [30, 50, 90], 100],
      [90, [30, 50, 90], 90],
      [50, [30, 50], 50],
      [20, [30], 36],
    ])('keeps what stands up to block %i', (height, kept, covered) => {
      const cache = openWithBlocks();
      const among = cache.readProvisionalBlocks(CHAIN, SOURCE);
      cache.adoptTip(AT, { ...NEXT, shared: { among, height } });
      expect(readAll(cache).map((fact) => fact.height)).toEqual(kept);
      const [interval, ...others] = cache.readCoverage(SUBJECT, 'native', SOURCE);
      expect([interval, others]).toEqual([{ from: 0, to: covered }, []]);
      // What was kept is as provisional as before.
      expect(cache.readProvisionalBlocks(CHAIN, SOURCE).map((block) => block.height)).toEqual(
        covered > 37 ? [...kept.filter((one) => one > 37), 101] : [],
      );
    });

    it('keeps nothing provisional where another run has read on meanwhile', () => {
      const cache = openWithBlocks();
      const among = cache.readProvisionalBlocks(CHAIN, SOURCE);
      writeCovered(cache, { facts: [transferAt(95)], from: 0, to: 100 });
      cache.adoptTip(AT, { ...NEXT, shared: { among, height: 100 } });
      expect(readAll(cache)).toEqual([transferAt(30)]);
    });
  });

  it('leaves what other sources and chains said alone', () => {
    const cache = createLedgerStore(openForTest());
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    writeCovered(cache, { facts: [transferAt(90)], from: 0, to: 100 });
    cache.adoptTip(
      { chain: CHAIN, source: 'another' },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    cache.adoptTip(
      { chain: CHAIN, source: 'another' },
      { tip: tipAt(101), finalHeight: 37, shared: null },
    );
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 94, shared: null },
    );
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 95, shared: null },
    );
    expect(readAll(cache)).toHaveLength(1);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 100 }]);
  });

  it('proves nothing about what was written before the first one', () => {
    const cache = createLedgerStore(openForTest());
    writeCovered(cache, { facts: [transferAt(10)], from: 0, to: 20 });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    expect(readAll(cache)).toEqual([]);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([]);
  });

  it('that another process went past does not make final what this one reads afterwards', () => {
    const db = openForTest();
    const slow = createLedgerStore(db);
    const fast = createLedgerStore(openForTest(db.name));
    slow.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    fast.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(150), finalHeight: 86, shared: null },
    );
    writeCovered(slow, { facts: [transferAt(30), transferAt(80)], from: 0, to: 100 });
    fast.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(150), finalHeight: 86, shared: null },
    );
    fast.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(151), finalHeight: 87, shared: null },
    );
    expect(readAll(fast)).toEqual([transferAt(30)]);
    expect(fast.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 36 }]);
  });

  it('renews where a fact stands when it is read again', () => {
    const cache = createLedgerStore(openForTest());
    writeCovered(cache, { facts: [transferAt(10, { txIndex: null })], from: 0, to: 20 });
    const moved = { height: 11, blockHash: `0x${hashOf(11)}`, txIndex: 9, timeSeconds: 132 };
    writeCovered(cache, { facts: [transferAt(10, moved)], from: 0, to: 20 });
    expect(readAll(cache)).toEqual([transferAt(10, moved)]);
  });
});

describe('transactions of an unspent-output chain', () => {
  const covers = { account: ALICE, channel: 'utxo', source: SOURCE } as const;

  it('come back whole, by id and by each account that they touch', () => {
    const cache = createLedgerStore(openForTest());
    const coinbase = utxoTxAt(11, {
      coinbase: true,
      inputs: [],
      outputs: [{ account: BOB, amount: 5_000_000_000n }],
      fee: 0n,
      txIndex: 0,
    });
    const opaque = utxoTxAt(12, { inputs: [{ previous: null, account: null, amount: 1n }] });
    const facts = [utxoTxAt(10), coinbase, opaque];
    const interval = { from: 0, to: 20 };
    cache.writePage({ ...covers, facts, coverage: { ...covers, interval } });
    for (const fact of facts) expect(cache.readTransaction(BITCOIN, fact.txId)).toEqual(fact);
    expect(cache.readFacts({ ...covers, interval })).toEqual([utxoTxAt(10), opaque]);
    expect(cache.readFacts({ ...covers, account: BOB, interval })).toEqual(facts);
    const late = { from: 11, to: 20 };
    expect(cache.readFacts({ ...covers, interval: late })).toEqual([opaque]);
  });

  it('are kept once for each source, and answer whichever source gave them', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readTransaction(BITCOIN, hashOf(1))).toBeNull();
    cache.writeTransaction('first', utxoTxAt(10, { height: null, blockHash: null }));
    cache.writeTransaction('second', utxoTxAt(10));
    cache.writeTransaction('second', utxoTxAt(10));
    expect(cache.readTransaction(BITCOIN, utxoTxAt(10).txId)).toEqual(utxoTxAt(10));
  });

  it('are forgotten above the final height when the newest block changes', () => {
    const cache = createLedgerStore(openForTest());
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 94, shared: null },
    );
    cache.writeTransaction(SOURCE, utxoTxAt(94));
    cache.writeTransaction(SOURCE, utxoTxAt(95));
    cache.writeTransaction(SOURCE, utxoTxAt(96, { height: null }));
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 95, shared: null },
    );
    expect(cache.readTransaction(BITCOIN, utxoTxAt(94).txId)).toEqual(utxoTxAt(94));
    expect(cache.readTransaction(BITCOIN, utxoTxAt(95).txId)).toBeNull();
    expect(cache.readTransaction(BITCOIN, utxoTxAt(96).txId)).toBeNull();
    expect(cache.readFacts({ ...covers, interval: EVERYTHING })).toEqual([utxoTxAt(94)]);
  });
});

describe('how outputs were spent', () => {
  const txId = hashOf(42);
  const deep = { output: 0, spentBy: { txId: hashOf(43), height: 90 } };
  const shallow = { output: 1, spentBy: { txId: hashOf(44), height: 95 } };
  const waiting = { output: 2, spentBy: { txId: hashOf(45), height: null } };
  const unspent = { output: 3, spentBy: null };
  const all = [deep, shallow, waiting, unspent];

  it('is not known before it was asked', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readSpends(BITCOIN, txId, tipAt(100))).toBeNull();
    cache.writeSpends(BITCOIN, txId, all, tipAt(100), 94);
    expect(cache.readSpends(BITCOIN, hashOf(7), tipAt(100))).toBeNull();
  });

  it('is known while the newest block is the same', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeSpends(BITCOIN, txId, all, tipAt(100), 94);
    expect(cache.readSpends(BITCOIN, txId, tipAt(100))).toEqual(all);
  });

  it('is known for good when every output was spent deep enough', () => {
    const cache = createLedgerStore(openForTest());
    const other = { output: 1, spentBy: { txId: hashOf(44), height: 94 } };
    cache.writeSpends(BITCOIN, txId, [deep, other], tipAt(100), 94);
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 95, shared: null },
    );
    expect(cache.readSpends(BITCOIN, txId, tipAt(101))).toEqual([deep, other]);
  });

  it.each([
    ['spent near the tip', shallow],
    ['spent in no block yet', waiting],
    ['unspent', unspent],
  ])('is not known in part: one output that was %s makes all of it asked again', (_, output) => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 94, shared: null },
    );
    cache.writeSpends(BITCOIN, txId, [deep, output], tipAt(100), 94);
    expect(cache.readSpends(BITCOIN, txId, tipAt(100, 1))).toBeNull();
    cache.adoptTip(
      { chain: BITCOIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 95, shared: null },
    );
    expect(cache.readSpends(BITCOIN, txId, tipAt(101))).toBeNull();
    expect(db.prepare('SELECT count(*) FROM spend').pluck().get()).toBe(0);
  });

  it('stays final when a source that lags behind says unspent', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeSpends(BITCOIN, txId, [deep], tipAt(100), 94);
    cache.writeSpends(BITCOIN, txId, [{ output: 0, spentBy: null }], tipAt(80), 74);
    expect(cache.readSpends(BITCOIN, txId, tipAt(80))).toEqual([deep]);
  });

  it('becomes known when an unspent output is spent later', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeSpends(BITCOIN, txId, [unspent], tipAt(100), 94);
    const spent = { output: 3, spentBy: { txId: hashOf(46), height: 105 } };
    cache.writeSpends(BITCOIN, txId, [spent], tipAt(120), 114);
    expect(cache.readSpends(BITCOIN, txId, tipAt(130))).toEqual([spent]);
  });
});

describe('a busy account', () => {
  it('is remembered for the source that found it so', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readBusy(SUBJECT, SOURCE)).toBeNull();
    cache.writeBusy(SUBJECT, SOURCE, 'more than 10,000 transactions', 50);
    cache.writeBusy(SUBJECT, SOURCE, 'more than 12 pages', 60);
    expect(cache.readBusy(SUBJECT, SOURCE)).toEqual({ reason: 'more than 12 pages', height: 60 });
    expect(cache.readBusy(SUBJECT, 'another')).toBeNull();
    expect(cache.readBusy(FRIEND, SOURCE)).toBeNull();
  });
});

describe('a database that fails', () => {
  it('says which file it was, and what to do', () => {
    const db = openForTest(`${createFolder()}/hopsight.sqlite`);
    const cache = createLedgerStore(db);
    db.pragma('query_only = ON');
    const write = () => cache.writeBusy(SUBJECT, SOURCE, 'reason', 1);
    expect(write).toThrow(StoreError);
    expect(write).toThrow(`The database ${db.name} cannot be written`);
  });
});
