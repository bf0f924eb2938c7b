import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import { createAccount } from '../../../src/core/account.js';
import type { LedgerFact } from '../../../src/core/ledger.js';
import type { LedgerCache } from '../../../src/screening/ports.js';
import { createCacheStore } from '../../../src/store/cacheStore.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import {
  ALICE,
  BITCOIN,
  BOB,
  CHAIN,
  FRIEND,
  readAll,
  SOURCE,
  SUBJECT,
  tipAt,
  transferAt,
  utxoTxAt,
  writeCovered,
} from './ledgerFixtures.js';
import { openForTest } from './temporaryDatabase.js';

const STRANGER = createAccount(CHAIN, `0x${'33'.repeat(20)}`);
const EVERYTHING = { from: 0, to: Number.MAX_SAFE_INTEGER };

function adopt(cache: LedgerCache, height: number, chain = CHAIN): void {
  const tip = tipAt(height);
  cache.adoptTip({ chain, source: SOURCE }, { tip, finalHeight: height - 10, shared: null });
}

function writeWhole(cache: LedgerCache, account: Account, facts: readonly LedgerFact[]): void {
  const channel = account === ALICE || account === BOB ? 'utxo' : 'native';
  const of = { account, channel, source: SOURCE } as const;
  cache.writePage({ ...of, facts, coverage: { ...of, interval: { from: 0, to: 100 } } });
}

/** Two histories that share a transfer: the stranger's read at height 1000, the subject's at 2000. */
function openTwoReadings() {
  const db = openForTest();
  const cache = createLedgerStore(db);
  adopt(cache, 1000);
  const shared = transferAt(50, { from: STRANGER });
  writeWhole(cache, STRANGER, [shared, transferAt(51, { from: STRANGER, to: FRIEND })]);
  cache.writeBalance({
    ...{ account: STRANGER, asset: shared.asset, source: SOURCE },
    ...{ tip: tipAt(1000), amount: 1n },
  });
  cache.writeTransfers({
    ...{ chain: CHAIN, source: SOURCE, txId: shared.txId ?? '', transfers: [shared] },
  });
  adopt(cache, 2000);
  writeCovered(cache, { facts: [shared, transferAt(60)], from: 0, to: 100 });
  return { db, cache, store: createCacheStore(db), txId: shared.txId ?? '' };
}

describe('pruning', () => {
  it('drops what was last read before a time, and no fact on which a younger history rests', () => {
    const { cache, store, txId } = openTwoReadings();
    expect(store.prune(12 * 1000, 'drop')).toMatchObject({ transfers: 0, coverage: 0 });
    expect(store.prune(12 * 1000 + 1, 'drop')).toEqual({
      transfers: 2,
      utxoTransactions: 0,
      wholeTransactions: 1,
      coverage: 1,
      busyAccounts: 0,
      balances: 0,
      spends: 0,
    });
    expect(readAll(cache)).toHaveLength(2);
    expect(cache.readCoverage(SUBJECT, 'native', SOURCE)).toEqual([{ from: 0, to: 100 }]);
    expect(cache.readCoverage(STRANGER, 'native', SOURCE)).toEqual([]);
    expect(cache.readTransfers({ chain: CHAIN, source: SOURCE, txId })).toBeNull();
  });

  it('counts what it would drop, and drops nothing when it only tries', () => {
    const { cache, store } = openTwoReadings();
    const tried = store.prune(12 * 3000, 'try');
    expect(store.readKept().chains).toMatchObject([{ facts: 4, accounts: 2, coverage: 2 }]);
    expect(readAll(cache)).toHaveLength(2);
    expect(store.prune(12 * 3000, 'drop')).toEqual(tried);
    expect(store.readKept().chains).toEqual([]);
  });

  it('counts a history that was read on from the last time', () => {
    const { cache, store } = openTwoReadings();
    const of = { account: STRANGER, channel: 'native', source: SOURCE } as const;
    const interval = { from: 101, to: 200 };
    cache.writePage({ ...of, facts: [], coverage: { ...of, interval } });
    expect(store.prune(12 * 1500, 'drop')).toMatchObject({ transfers: 1, coverage: 0 });
    expect(cache.readCoverage(STRANGER, 'native', SOURCE)).toEqual([{ from: 0, to: 200 }]);
  });

  it('drops that an account was found busy, with what was seen of it', () => {
    const { cache, store } = openTwoReadings();
    cache.writePage({
      ...{ account: FRIEND, channel: 'native', source: SOURCE, coverage: null },
      facts: [transferAt(70, { to: STRANGER })],
    });
    cache.writeBusy(FRIEND, SOURCE, 'a hub', 90);
    expect(store.prune(12 * 2000, 'drop')).toMatchObject({ busyAccounts: 0, coverage: 1 });
    expect(cache.readBusy(FRIEND, SOURCE)).not.toBeNull();
    const seen = { account: FRIEND, channel: 'native', source: SOURCE } as const;
    expect(cache.readFacts({ ...seen, interval: EVERYTHING })).not.toEqual([]);
    expect(store.prune(12 * 2000 + 1, 'drop')).toMatchObject({ busyAccounts: 1, coverage: 1 });
    expect(cache.readFacts({ ...seen, interval: EVERYTHING })).toEqual([]);
  });

  it('drops transactions by when they were read, unless a history rests on them', () => {
    const db = openForTest();
    const cache = createLedgerStore(db);
    const store = createCacheStore(db);
    adopt(cache, 1000, BITCOIN);
    const [alone, listed] = [utxoTxAt(40), utxoTxAt(41)];
    cache.writeTransaction(SOURCE, alone);
    cache.writeTransaction(SOURCE, listed);
    cache.writeSpends(BITCOIN, alone.txId, [{ output: 0, spentBy: null }], tipAt(1000), 990);
    adopt(cache, 1000, BITCOIN);
    expect(store.prune(12 * 1000, 'drop')).toMatchObject({ utxoTransactions: 0, spends: 0 });
    writeWhole(cache, BOB, [listed]);
    db.exec('UPDATE utxo_tx SET read_at_seconds = 1');
    // Bob took part in both, so that his history needs both.
    expect(store.prune(12 * 1000, 'drop')).toMatchObject({ utxoTransactions: 0 });
    db.exec('UPDATE coverage SET read_at_seconds = 1');
    expect(store.prune(12 * 1000, 'drop')).toMatchObject({ utxoTransactions: 2, spends: 1 });
    expect(cache.readTransaction(BITCOIN, alone.txId)).toBeNull();
  });
});

describe('what is kept', () => {
  it('is told by chain, with what may still change and when it was read', () => {
    const { store } = openTwoReadings();
    expect(store.readKept()).toMatchObject({
      chains: [
        {
          chain: CHAIN,
          ...{ facts: 4, provisionalFacts: 0, accounts: 2, coverage: 2, busyAccounts: 0 },
          ...{ oldestReadSeconds: 12 * 1000, newestReadSeconds: 12 * 2000 },
        },
      ],
      prices: { coins: 0, firstDay: null },
      records: { screenings: 0, bundleBytes: 0 },
    });
  });

  it('may still change above the height that is final', () => {
    const { cache, store } = openTwoReadings();
    writeCovered(cache, { facts: [transferAt(1995)], from: 1990, to: 2000 });
    expect(store.readKept().chains).toMatchObject([{ facts: 5, provisionalFacts: 1 }]);
  });

  it('takes less of the disk once it was pruned', () => {
    const { cache, store } = openTwoReadings();
    const facts = Array.from({ length: 3000 }, (_, at) =>
      transferAt(100 + at, { index: `#${at}` }),
    );
    writeCovered(cache, { facts, from: 100, to: 5000 });
    const before = store.readKept().fileBytes;
    store.prune(12 * 3000, 'drop');
    expect(store.compact()).toBe(true);
    expect(store.readKept().fileBytes).toBeLessThan(before / 2);
  });
});
