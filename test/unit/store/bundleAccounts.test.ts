import { describe, expect, it } from 'vitest';
import { type Account, createAccount } from '../../../src/core/account.js';
import { formatCanonicalJson } from '../../../src/core/canonicalJson.js';
import { encodeFact } from '../../../src/core/factJson.js';
import type { BundleAccounts } from '../../../src/store/bundleAccounts.js';
import { createBundleAccounts } from '../../../src/store/bundleAccounts.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { createScreeningStore } from '../../../src/store/screeningStore.js';
import { useChildren } from './childProcess.js';
import { CHAIN, FRIEND, SUBJECT, transferAt } from './ledgerFixtures.js';
import { screeningOf } from './screeningFixtures.js';
import { MIGRATIONS_FOLDER, openForTest } from './temporaryDatabase.js';

const NO_PROGRESS = () => undefined;

function openStores(db: DatabaseHandle = openForTest()) {
  const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
  return { db, store, index: createBundleAccounts(db, { readBundle: store.readFactBundle }) };
}

const payerOf = (at: number) =>
  createAccount(CHAIN, `0x${(at + 1000).toString(16).padStart(40, '0')}`);

/** Records screenings as versions did that kept facts alone, each with a payer of its own. */
function recordOld({ store }: ReturnType<typeof openStores>, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const facts = [encodeFact(transferAt(at, { from: payerOf(at) }))];
    const factsDigest = store.writeFactBundle(formatCanonicalJson({ facts, prices: [] }));
    store.appendScreening({ ...screeningOf(`${at}`.padStart(4, '0')), factsDigest });
    return factsDigest;
  });
}

const found = (index: BundleAccounts, account: Account) =>
  index.findBundles([account]).get(account);

describe('the accounts of recorded bundles', () => {
  it('are found by account, once noted, and nothing else is', () => {
    const stores = openStores();
    const [digest = ''] = recordOld(stores, 1);
    expect(found(stores.index, FRIEND)).toBeUndefined();
    stores.index.write(digest, [FRIEND, SUBJECT, FRIEND]);
    stores.index.write(digest, [FRIEND]);
    expect(found(stores.index, FRIEND)).toEqual([digest]);
    expect(found(stores.index, payerOf(0))).toBeUndefined();
    expect(stores.index.fill(NO_PROGRESS)).toEqual([]);
    expect(found(stores.index, payerOf(0))).toBeUndefined();
  });

  it('are read of older records when asked, and told how far that is', () => {
    const stores = openStores();
    const digests = recordOld(stores, 120);
    const told: number[] = [];
    expect(stores.index.fill(({ done, total }) => told.push(done / total))).toEqual([]);
    expect(told).toEqual([0, 50 / 120, 100 / 120]);
    for (const [at, digest] of digests.entries()) {
      expect(found(stores.index, payerOf(at))).toEqual([digest]);
    }
    expect(found(stores.index, SUBJECT)).toHaveLength(120);
  });

  it('of a bundle that cannot be read are told to be unknown, and all others are found', () => {
    const stores = openStores();
    const digests = recordOld(stores, 3);
    stores.db.exec('DROP TRIGGER fact_bundle_is_immutable');
    stores.db
      .prepare('UPDATE fact_bundle SET bytes = ? WHERE digest = ?')
      .run(Buffer.from('nothing'), digests[1]);
    const unknown = stores.store.writeFactBundle('{"version":9}');
    stores.store.appendScreening({ ...screeningOf('9999'), factsDigest: unknown });
    const unreadable = stores.index.fill(NO_PROGRESS);
    expect([...unreadable].sort()).toEqual([digests[1], unknown].sort());
    expect(stores.index.fill(NO_PROGRESS)).toEqual(unreadable);
    expect(found(stores.index, payerOf(0))).toEqual([digests[0]]);
    expect(found(stores.index, payerOf(2))).toEqual([digests[2]]);
  });

  it('are asked by any number of accounts, of which most stand nowhere', () => {
    const stores = openStores();
    const digests = recordOld(stores, 2);
    stores.index.fill(NO_PROGRESS);
    const asked = Array.from({ length: 5000 }, (_, at) => payerOf(at));
    expect([...stores.index.findBundles(asked)]).toEqual([
      [payerOf(0), [digests[0]]],
      [payerOf(1), [digests[1]]],
    ]);
  });

  it('stand beside what is known of each screening, newest last', () => {
    const stores = openStores();
    const [first, second] = recordOld(stores, 2);
    const marks = stores.index.listScreened();
    expect(marks).toMatchObject([
      { screeningId: '0000', factsDigest: first, subjects: [SUBJECT] },
      { screeningId: '0001', factsDigest: second },
    ]);
    expect(marks[0]?.labelSnapshots).toBe(marks[1]?.labelSnapshots);
  });
});

describe('a process that is killed while it reads older records', () => {
  const startChild = useChildren();

  it('loses nothing: the next one goes on where it was', async () => {
    const stores = openStores();
    const digests = recordOld(stores, 130);
    const child = startChild('fill-bundles', stores.db.name, MIGRATIONS_FOLDER);
    await child.said('filled 50');
    child.process.kill('SIGKILL');
    await child.ended;
    const noted = stores.db.prepare<[], number>('SELECT count(*) FROM indexed_bundle').pluck();
    expect(noted.get()).toBe(50);
    const totals: number[] = [];
    expect(stores.index.fill(({ total }) => totals.push(total))).toEqual([]);
    expect(totals).toEqual([80, 80]);
    for (const [at, digest] of digests.entries()) {
      expect(found(stores.index, payerOf(at))).toEqual([digest]);
    }
  }, 30_000);
});
