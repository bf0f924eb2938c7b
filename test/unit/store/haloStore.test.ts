import { describe, expect, it } from 'vitest';
import { chainOfAccount } from '../../../src/core/account.js';
import type { HaloMember } from '../../../src/core/halo/haloMember.js';
import type { KeptSeed } from '../../../src/screening/haloPorts.js';
import { createHaloStore } from '../../../src/store/haloStore.js';
import { createLabelStore } from '../../../src/store/labelStore.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { btcAccount, claim, ETH, evmAccount, exchange } from '../../support/world.js';
import { openForTest } from './temporaryDatabase.js';

const [SEED, OTHER, A, B] = [evmAccount(1), evmAccount(2), evmAccount(3), evmAccount(4)];
const CHAIN = chainOfAccount(SEED);

function kept(seed = SEED, parts: Partial<KeptSeed> = {}): KeptSeed {
  return {
    seed,
    labelSnapshot: 'test@0123456789ab',
    state: 'done',
    hops: 2,
    // More than a number of SQLite or JavaScript holds.
    sentFloors: 10n ** 40n,
    readToHeight: 17,
    readToSeconds: 1_650_000_000,
    expandedAtMs: 1_650_000_000_123,
    requests: 9,
    note: null,
    ...parts,
  };
}

function member(account = A, parts: Partial<HaloMember> = {}): HaloMember {
  return {
    key: `account|${account}`,
    hops: 1,
    before: null,
    txIds: ['0xaa', '0xbb'],
    reached: new Map([[ETH, 10n ** 40n]]),
    reachedAtSeconds: 1_649_000_000,
    isRead: true,
    ...parts,
  };
}

describe('the kept halo', () => {
  it('gives seeds and members back as they were', () => {
    const store = createHaloStore(openForTest());
    expect(store.isEmpty()).toBe(true);
    const members = [member(), member(B, { hops: 2, before: `account|${A}`, isRead: false })];
    store.writeSeed(kept(), members);
    store.writeSeed(kept(btcAccount('seed')), []);
    expect(store.listSeeds(CHAIN)).toEqual([kept()]);
    expect(store.listMembers(SEED)).toEqual(members);
    expect(store.isEmpty()).toBe(false);
    expect(store.countMembers(CHAIN)).toBe(2);
    expect(store.countMembers(chainOfAccount(btcAccount('seed')))).toBe(0);
  });

  it('replaces members as a whole, and leaves them where none are given', () => {
    const store = createHaloStore(openForTest());
    store.writeSeed(kept(), [member(A)]);
    store.writeSeed(kept(SEED, { requests: 12 }), null);
    expect(store.listSeeds(CHAIN)).toEqual([kept(SEED, { requests: 12 })]);
    expect(store.listMembers(SEED)).toEqual([member(A)]);
    store.writeSeed(kept(), [member(B)]);
    expect(store.listMembers(SEED)).toEqual([member(B)]);
  });

  it('drops with a seed the members that nobody else reaches', () => {
    const store = createHaloStore(openForTest());
    store.writeSeed(kept(SEED), [member(A), member(B)]);
    store.writeSeed(kept(OTHER), [member(A, { hops: 2 })]);
    const reached = { hops: 1, isRead: true, readToSeconds: 1_650_000_000 };
    expect(store.readReach(`account|${A}`)).toEqual([
      { ...reached, seed: SEED },
      { ...reached, seed: OTHER, hops: 2 },
    ]);
    expect(store.countMembers(CHAIN)).toBe(2);
    store.dropSeeds([SEED]);
    expect(store.readReach(`account|${A}`)).toMatchObject([{ seed: OTHER }]);
    expect(store.readReach(`account|${B}`)).toEqual([]);
    expect(store.listSeeds(CHAIN)).toEqual([kept(OTHER)]);
  });

  it('knows nothing of a place that is known to be a hub', () => {
    const db = openForTest();
    const [store, ledger] = [createHaloStore(db), createLedgerStore(db)];
    store.writeSeed(kept(), [member(A), member(B)]);
    ledger.writeBusy(A, 'explorer', 'it has more than 10,000 transactions', 17);
    expect(store.readReach(`account|${A}`)).toEqual([]);
    expect(store.readReach(`account|${B}`)).toHaveLength(1);
  });

  it('lists whom the given snapshots claim for a DPRK-linked actor, and nobody else', () => {
    const db = openForTest();
    const [store, labels] = [createHaloStore(db), createLabelStore(db, { tracedTwin: () => null })];
    const rows = [
      claim(B),
      claim(A),
      { ...claim(A), entity: 'A second claim' },
      claim(OTHER, { use: 'note' }),
      claim(SEED, { actor: null }),
      exchange(evmAccount(5), 'Kraken'),
    ];
    const file = { asOf: null, fileDigest: 'sha256:1', importedAt: '2022-05-15T00:00:00Z' };
    const before = labels.importSet({ set: 'test', rows, ...file });
    const after = labels.importSet({ set: 'test', rows: [claim(B)], ...file });
    expect(store.listClaimed([before])).toEqual([A, B]);
    expect(store.listClaimed([after])).toEqual([B]);
    expect(store.listClaimed([])).toEqual([]);
  });
});
