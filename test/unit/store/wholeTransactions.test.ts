import { describe, expect, it } from 'vitest';
import { Bug } from '../../../src/core/errors.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import {
  CHAIN,
  FRIEND,
  hashOf,
  readAll,
  SOURCE,
  SUBJECT,
  tipAt,
  transferAt,
  writeCovered,
} from './ledgerFixtures.js';
import { openForTest } from './temporaryDatabase.js';

const txId = `0x${hashOf(99)}`;
const at = { chain: CHAIN, source: SOURCE, txId };

/** Two movements of one transaction in a block. */
function legsAt(height: number): readonly Transfer[] {
  return [
    transferAt(height, { txId, amount: 0n }),
    transferAt(height, { txId, channel: 'internal', from: SUBJECT, to: FRIEND, index: '0_1' }),
  ];
}

describe('a whole transaction in the cache', () => {
  it('comes back as it was written, and is not known before', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readTransfers(at)).toBeNull();
    cache.writeTransfers({ ...at, transfers: legsAt(10) });
    expect(cache.readTransfers(at)).toEqual(legsAt(10));
    expect(cache.readTransfers({ ...at, source: 'another' })).toBeNull();
    expect(cache.readTransfers({ ...at, txId: `0x${hashOf(98)}` })).toBeNull();
  });

  it('that moved nothing is told from one that was not read', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeTransfers({ ...at, transfers: [] });
    expect(cache.readTransfers(at)).toEqual([]);
  });

  it('is no part of the history of an account, and a history is no whole transaction', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeTransfers({ ...at, transfers: legsAt(10) });
    expect(readAll(cache)).toEqual([]);
    expect(readAll(cache, 'internal')).toEqual([]);
    const listed = transferAt(11);
    writeCovered(cache, { facts: [listed], from: 0, to: 20 });
    expect(cache.readTransfers({ ...at, txId: listed.txId ?? '' })).toBeNull();
  });

  it('is replaced whole when it is read again, in another block with other movements', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeTransfers({ ...at, transfers: legsAt(10) });
    cache.writeTransfers({ ...at, transfers: legsAt(11).slice(0, 1) });
    expect(cache.readTransfers(at)).toEqual(legsAt(11).slice(0, 1));
  });

  it.each([
    ['stays below the final height', 36, legsAt(36)],
    ['is forgotten above it', 37, null],
  ])('%s when the newest block changes', (_, height, kept) => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    cache.writeTransfers({ ...at, transfers: legsAt(height) });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    expect(cache.readTransfers(at)).toEqual(legsAt(height));
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 37, shared: null },
    );
    expect(cache.readTransfers(at)).toEqual(kept);
    const left = db.prepare('SELECT count(*) FROM transfer').pluck().get();
    expect(left).toBe(kept === null ? 0 : kept.length);
  });

  it('of unknown height is forgotten with the newest block', () => {
    const cache = createLedgerStore(openForTest());
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    cache.writeTransfers({ ...at, transfers: [] });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 37, shared: null },
    );
    expect(cache.readTransfers(at)).toBeNull();
  });

  it('read under an older block than another process knows is not final by it', () => {
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
    slow.writeTransfers({ ...at, transfers: legsAt(80) });
    fast.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(151), finalHeight: 87, shared: null },
    );
    expect(fast.readTransfers(at)).toBeNull();
  });

  it.each([
    ['of another transaction', { txId: `0x${hashOf(98)}` }],
    ['of another block', { height: 11 }],
  ])('is refused with a movement %s', (_, changed) => {
    const cache = createLedgerStore(openForTest());
    const transfers = [...legsAt(10), transferAt(10, { txId, index: '#2', ...changed })];
    expect(() => cache.writeTransfers({ ...at, transfers })).toThrow(Bug);
    expect(cache.readTransfers(at)).toBeNull();
  });
});

describe('a balance in the cache', () => {
  const { asset } = transferAt(1);
  const held = { account: SUBJECT, asset, source: SOURCE, tip: tipAt(100) };

  it('is known at the newest block that it was read at, and at no other', () => {
    const cache = createLedgerStore(openForTest());
    expect(cache.readBalance(held)).toBeUndefined();
    cache.writeBalance({ ...held, amount: 2n ** 200n });
    expect(cache.readBalance(held)).toBe(2n ** 200n);
    expect(cache.readBalance({ ...held, tip: tipAt(101) })).toBeUndefined();
    expect(cache.readBalance({ ...held, tip: tipAt(100, 1) })).toBeUndefined();
    expect(cache.readBalance({ ...held, account: FRIEND })).toBeUndefined();
    expect(cache.readBalance({ ...held, source: 'another' })).toBeUndefined();
  });

  it('that the source could not tell is not asked again, and is not zero', () => {
    const cache = createLedgerStore(openForTest());
    cache.writeBalance({ ...held, amount: null });
    expect(cache.readBalance(held)).toBeNull();
    cache.writeBalance({ ...held, amount: 0n });
    expect(cache.readBalance(held)).toBe(0n);
  });

  it('is deleted as soon as the source names another newest block', () => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    const count = () => db.prepare('SELECT count(*) FROM balance').pluck().get();
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    cache.writeBalance({ ...held, amount: 7n });
    cache.writeBalance({ ...held, source: 'another', amount: 8n });
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(100), finalHeight: 36, shared: null },
    );
    expect(count()).toBe(2);
    cache.adoptTip(
      { chain: CHAIN, source: SOURCE },
      { tip: tipAt(101), finalHeight: 37, shared: null },
    );
    expect(count()).toBe(1);
    expect(cache.readBalance({ ...held, source: 'another' })).toBe(8n);
  });
});
