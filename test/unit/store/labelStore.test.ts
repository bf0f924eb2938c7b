import { describe, expect, it } from 'vitest';
import { canonicalLabelAddress, tracedTwin } from '../../../src/chains/labelAddress.js';
import { type Account, createAccount } from '../../../src/core/account.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { findChainByName } from '../../../src/core/chain.js';
import { Bug, StoreError } from '../../../src/core/errors.js';
import { createLabelStore, type LabelStore } from '../../../src/store/labelStore.js';
import { openForTest } from './temporaryDatabase.js';

const SET = 'hopsight-dprk';
const FILE = `sha256:${'f'.repeat(64)}`;
const RONIN = `0x${'09'.repeat(20)}`;

function openLabels(): LabelStore {
  return createLabelStore(openForTest(), { tracedTwin });
}

function on(chainName: string, address: string): Account {
  const chain = findChainByName(chainName);
  if (chain === undefined) throw new Error(`No chain is named ${chainName}.`);
  return createAccount(chain.id, address);
}

const CLAIM: Attribution = {
  account: on('ethereum', RONIN),
  entity: 'Lazarus Group',
  category: 'stolen-funds',
  actor: 'lazarus',
  event: 'ronin-bridge-2022',
  authority: 'list',
  confidence: 0.95,
  use: 'exposure',
  set: SET,
  source: 'https://ofac.treasury.gov/recent-actions/20220414',
  sourceDate: null,
  entityListedOn: '2019-09-13',
  listedOn: '2022-04-14',
  delistedOn: null,
  note: null,
};

function importRows(store: LabelStore, rows: readonly Attribution[], set = SET) {
  const named = rows.map((row) => ({ ...row, set }));
  const importedAt = '2022-05-16T12:00:00Z';
  return store.importSet({ set, rows: named, asOf: '2022-05-15', fileDigest: FILE, importedAt });
}

/** The claims about an account in a book of one set with these rows. */
function claimsAbout(
  account: Account,
  rows: readonly Attribution[],
  day = '2022-05-16',
): readonly Attribution[] {
  const store = openLabels();
  importRows(store, rows);
  return store.openBook({ day, withBuiltIn: true }).readClaims(account);
}

describe('importing a label set', () => {
  it('gives a snapshot that is named after its content', () => {
    const first = importRows(openLabels(), [CLAIM]);
    const elsewhere = importRows(openLabels(), [CLAIM]);
    expect(first).toEqual({
      set: SET,
      id: `${SET}@${first.digest.slice(7, 19)}`,
      rows: 1,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      asOf: '2022-05-15',
    });
    expect(elsewhere).toEqual(first);
  });

  it('changes nothing when the same rows come again', () => {
    const db = openForTest();
    const store = createLabelStore(db, { tracedTwin });
    expect(importRows(store, [CLAIM])).toEqual(importRows(store, [CLAIM]));
    expect(store.listImports()).toHaveLength(1);
    for (const table of ['label_claim', 'label_import', 'label_snapshot']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(1);
    }
  });

  it('keeps the older snapshots of a set and answers from the newest', () => {
    const store = openLabels();
    const older = importRows(store, [CLAIM]);
    const before = store.openBook({ day: '2022-05-16', withBuiltIn: true });
    const newer = importRows(store, [{ ...CLAIM, entity: 'Lazarus Group (APT38)' }]);
    expect(store.listImports()).toMatchObject([older, newer]);
    expect(store.listCurrentSnapshots()).toEqual([newer]);
    const after = store.openBook({ day: '2022-05-16', withBuiltIn: true });
    expect(after.snapshots).toEqual([newer]);
    expect(after.readClaims(CLAIM.account)[0]?.entity).toBe('Lazarus Group (APT38)');
    expect(before.readClaims(CLAIM.account)).toEqual([CLAIM]);
  });

  it('is known to the next book, and not to one that was opened before, whoever asked first', () => {
    const store = openLabels();
    const other = { ...CLAIM, account: on('ethereum', `0x${'0a'.repeat(20)}`) };
    const open = () => store.openBook({ day: '2022-05-16', withBuiltIn: true });
    const claimed = (book: ReturnType<typeof open>) =>
      [CLAIM, other].map(({ account }) => book.readClaims(account).length);
    importRows(store, [CLAIM]);
    const before = open();
    expect(claimed(before)).toEqual([1, 0]);
    importRows(store, [other]);
    expect(claimed(open())).toEqual([0, 1]);
    expect(claimed(before)).toEqual([1, 0]);
    expect(claimed(open())).toEqual([0, 1]);
  });

  it('makes an older snapshot current again when its rows come back', () => {
    const store = openLabels();
    const older = importRows(store, [CLAIM]);
    importRows(store, []);
    importRows(store, [CLAIM]);
    expect(store.listCurrentSnapshots()).toEqual([older]);
    const ids = store.listImports().map(({ id }) => id);
    expect(ids).toEqual([older.id, expect.not.stringMatching(older.id), older.id]);
  });

  it('notes that the publisher confirmed the same rows on a later day', () => {
    const store = openLabels();
    importRows(store, [CLAIM]);
    const labels = {
      set: SET,
      rows: [CLAIM],
      fileDigest: FILE,
      importedAt: '2022-06-01T00:00:00Z',
    };
    store.importSet({ ...labels, asOf: '2022-05-31' });
    expect(store.listCurrentSnapshots().map(({ asOf }) => asOf)).toEqual(['2022-05-31']);
  });

  it('knows a file that it has read before, as long as the file is what counts', () => {
    const store = openLabels();
    expect(store.findByDigest(SET, FILE)).toBeNull();
    const snapshot = importRows(store, [CLAIM]);
    expect(store.findByDigest(SET, FILE)).toEqual(snapshot);
    expect(store.findByDigest('another', FILE)).toBeNull();
    const labels = { set: SET, rows: [], asOf: null, importedAt: '2022-06-01T00:00:00Z' };
    store.importSet({ ...labels, fileDigest: 'sha256:other' });
    expect(store.findByDigest(SET, FILE)).toBeNull();
  });

  it('refuses rows of another set, and leaves nothing behind', () => {
    const store = openLabels();
    const labels = {
      set: 'mine',
      asOf: null,
      fileDigest: FILE,
      importedAt: '2022-06-01T00:00:00Z',
    };
    expect(() => store.importSet({ ...labels, rows: [CLAIM] })).toThrow(Bug);
    expect(store.listImports()).toEqual([]);
  });

  it('cannot be undone or edited', () => {
    const db = openForTest();
    importRows(createLabelStore(db, { tracedTwin }), [CLAIM]);
    for (const table of ['label_claim', 'label_import', 'label_snapshot']) {
      expect(() => db.exec(`DELETE FROM ${table}`)).toThrow(/never deleted/);
      expect(() => db.exec(`UPDATE ${table} SET snapshot_id = 9`)).toThrow(/never changes/);
    }
  });
});

describe('a snapshot', () => {
  it('can be read whole by its id, in the order of its file, long after it was current', () => {
    const store = openLabels();
    const rows = [{ ...CLAIM, entity: 'second' }, CLAIM];
    const { id } = importRows(store, rows);
    importRows(store, []);
    expect(store.readSnapshot(id)).toEqual(rows);
    expect(store.readSnapshot(`${SET}@000000000000`)).toBeNull();
  });

  it('is listed with its file and the time of its import', () => {
    const store = openLabels();
    const snapshot = importRows(store, [CLAIM]);
    expect(store.listImports()).toEqual([
      { ...snapshot, fileDigest: FILE, importedAt: '2022-05-16T12:00:00Z' },
    ]);
  });

  it('still says what it claimed about an account, beside the others', () => {
    const store = openLabels();
    const older = importRows(store, [CLAIM, { ...CLAIM, account: on('ethereum', '0x77') }]);
    const newer = importRows(store, [{ ...CLAIM, entity: 'APT38' }]);
    const empty = importRows(store, []);
    const claimed = store.readEverClaimed([on('bsc', RONIN), on('tron', 'TXYZ')]);
    expect(claimed.get(older.id)).toEqual([CLAIM]);
    expect(claimed.get(newer.id)).toEqual([{ ...CLAIM, entity: 'APT38' }]);
    expect(claimed.has(empty.id)).toBe(false);
  });
});

describe('asking a publisher for its newest state', () => {
  const served = {
    etag: '"a1"',
    lastModified: 'Mon, 16 May 2022 08:00:00 GMT',
    feedDigest: 'sha256:2',
  };
  const confirmed = (checkedAt: string, kind: 'imported' | 'not-modified' = 'not-modified') => ({
    set: SET,
    checkedAt,
    outcome: { kind, ...served },
  });
  const failed = (checkedAt: string) => ({
    set: SET,
    checkedAt,
    outcome: { kind: 'failed' as const, problem: 'The host did not answer.' },
  });

  it('is remembered: the last time at all, and the last time that the snapshot was confirmed', () => {
    const store = openLabels();
    importRows(store, [CLAIM]);
    expect(store.listChecks()).toEqual([]);
    store.recordCheck(confirmed('2022-05-16T12:00:00Z', 'imported'));
    store.recordCheck(confirmed('2022-05-17T12:00:00Z'));
    store.recordCheck(failed('2022-05-18T12:00:00Z'));
    expect(store.listChecks()).toEqual([
      {
        set: SET,
        last: failed('2022-05-18T12:00:00Z'),
        everAnswered: true,
        confirmed: confirmed('2022-05-17T12:00:00Z'),
      },
    ]);
  });

  it('says nothing about another snapshot that was imported since', () => {
    const store = openLabels();
    importRows(store, [CLAIM]);
    store.recordCheck(confirmed('2022-05-16T12:00:00Z', 'imported'));
    importRows(store, []);
    expect(store.listChecks()).toMatchObject([{ everAnswered: true, confirmed: null }]);
  });

  it('may fail before anything was imported, and cannot succeed then', () => {
    const store = openLabels();
    store.recordCheck(failed('2022-05-16T12:00:00Z'));
    expect(store.listChecks()).toMatchObject([{ set: SET, everAnswered: false, confirmed: null }]);
    expect(() => store.recordCheck(confirmed('2022-05-16T12:00:00Z'))).toThrow(Bug);
  });

  it('leaves a record that cannot be undone or edited', () => {
    const db = openForTest();
    createLabelStore(db, { tracedTwin }).recordCheck(failed('2022-05-16T12:00:00Z'));
    expect(() => db.exec('DELETE FROM label_check')).toThrow(/never deleted/);
    expect(() => db.exec("UPDATE label_check SET checked_at = ''")).toThrow(/never changes/);
  });
});

describe('a book of labels', () => {
  it('gives the same claim by whichever chain it is asked', () => {
    const store = openLabels();
    importRows(store, [CLAIM]);
    const book = store.openBook({ day: '2022-05-16', withBuiltIn: true });
    const [first] = book.readClaims(on('ethereum', RONIN));
    expect(book.readClaims(on('bsc', RONIN))[0]).toBe(first);
    expect(book.readClaims(on('ethereum', RONIN))[0]).toBe(first);
  });

  it('gives a claim with every field as it was imported', () => {
    const full = { ...CLAIM, sourceDate: '2022-04-15', delistedOn: '2022-05-01', note: 'A note.' };
    expect(claimsAbout(CLAIM.account, [CLAIM, full])).toEqual([CLAIM, full]);
  });

  it('knows nothing about an account that no set names', () => {
    expect(claimsAbout(on('ethereum', `0x${'77'.repeat(20)}`), [CLAIM])).toEqual([]);
    const empty = openLabels().openBook({
      day: '2022-05-16',
      withBuiltIn: true,
    });
    expect(empty.snapshots).toEqual([]);
    expect(empty.readClaims(CLAIM.account)).toEqual([]);
  });

  it('orders claims by set, then as in the file', () => {
    const store = openLabels();
    importRows(store, [CLAIM], 'zeta');
    importRows(
      store,
      [
        { ...CLAIM, entity: 'second' },
        { ...CLAIM, entity: 'first' },
      ],
      'alpha',
    );
    const book = store.openBook({ day: '2022-05-16', withBuiltIn: true });
    expect(book.readClaims(CLAIM.account).map(({ set, entity }) => `${set} ${entity}`)).toEqual([
      'alpha second',
      'alpha first',
      'zeta Lazarus Group',
    ]);
    expect(book.snapshots.map(({ set }) => set)).toEqual(['alpha', 'zeta']);
  });

  it('can leave out the sets of Hopsight itself', () => {
    const store = openLabels();
    importRows(store, [CLAIM]);
    importRows(store, [CLAIM], 'ours');
    const book = store.openBook({ day: '2022-05-16', withBuiltIn: false });
    expect(book.snapshots.map(({ set }) => set)).toEqual(['ours']);
    expect(book.readClaims(CLAIM.account).map(({ set }) => set)).toEqual(['ours']);
  });

  it('says which file failed when it cannot read', () => {
    const db = openForTest();
    const store = createLabelStore(db, { tracedTwin });
    const book = store.openBook({ day: '2022-05-16', withBuiltIn: true });
    db.exec('DROP TABLE label_claim');
    expect(() => book.readClaims(CLAIM.account)).toThrow(StoreError);
  });
});

describe('a book of labels as of a day', () => {
  it.each([
    ['before the list published the address', { listedOn: '2022-04-14' }, '2022-04-13', 0],
    ['on the day of the list', { listedOn: '2022-04-14' }, '2022-04-14', 1],
    ['by the list before the source', { sourceDate: '2022-06-01' }, '2022-04-14', 1],
    ['before the source wrote', { listedOn: null, sourceDate: '2022-04-20' }, '2022-04-19', 0],
    ['on the day of the source', { listedOn: null, sourceDate: '2022-04-20' }, '2022-04-20', 1],
    ['long before, day unknown', { listedOn: null, sourceDate: null }, '2009-01-03', 1],
  ])('holds a claim from its publication on: %s', (_case, dates, day, count) => {
    expect(claimsAbout(CLAIM.account, [{ ...CLAIM, ...dates }], day)).toHaveLength(count);
  });

  it('keeps a delisted claim with its date, and does not know of a later delisting', () => {
    const delisted = { ...CLAIM, delistedOn: '2025-03-21' };
    expect(claimsAbout(CLAIM.account, [delisted], '2025-03-21')).toEqual([delisted]);
    expect(claimsAbout(CLAIM.account, [delisted], '2025-03-20')).toEqual([CLAIM]);
  });
});

describe('one key on several chains', () => {
  it('is meant by a claim on any EVM chain, which keeps its own account', () => {
    expect(claimsAbout(on('bsc', RONIN), [CLAIM])).toEqual([CLAIM]);
    const onBsc = { ...CLAIM, account: on('bsc', RONIN) };
    expect(claimsAbout(on('ethereum', RONIN), [onBsc])).toEqual([onBsc]);
  });

  it.each(['bridge', 'dex', 'defi', 'token-contract', 'burn', 'infrastructure'] as const)(
    'is not meant by a %s service, whose code is on one chain',
    (category) => {
      const service = { ...CLAIM, use: 'service', actor: null, category } as const;
      expect(claimsAbout(on('ethereum', RONIN), [service])).toEqual([service]);
      expect(claimsAbout(on('bsc', RONIN), [service])).toEqual([]);
      const listed = { ...CLAIM, category };
      expect(claimsAbout(on('bsc', RONIN), [listed])).toEqual([listed]);
    },
  );

  it.each(['exchange', 'payment-processor', 'merchant'] as const)(
    'is meant by an %s, which holds the key',
    (category) => {
      const service = { ...CLAIM, use: 'service', actor: null, category } as const;
      expect(claimsAbout(on('bsc', RONIN), [service])).toEqual([service]);
    },
  );

  it('is meant where a Bitcoin-format address is labelled under a sister chain', () => {
    const cash = { ...CLAIM, account: on('bitcoin-cash', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT') };
    const bitcoin = on('bitcoin', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT');
    expect(claimsAbout(bitcoin, [cash])).toEqual([cash]);
    expect(claimsAbout(on('bitcoin', '1boatslrhtknngkdxeeobr76b53lettpyt'), [cash])).toEqual([]);
  });

  it('is meant by a claim on TRON, which names the same key in another text', () => {
    const onTron = { ...CLAIM, account: on('tron', 'TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz') };
    const twin = '0x00be5e0c85be35948d97ad37f62d108243f89ae0';
    expect(claimsAbout(on('ethereum', twin), [onTron])).toEqual([onTron]);
    expect(claimsAbout(on('bsc', twin), [onTron])).toEqual([onTron]);
    expect(claimsAbout(onTron.account, [onTron])).toEqual([onTron]);
    const contract = { ...onTron, use: 'service', actor: null, category: 'bridge' } as const;
    expect(claimsAbout(on('ethereum', twin), [contract])).toEqual([]);
    expect(claimsAbout(onTron.account, [contract])).toEqual([contract]);
  });

  it('is meant on TRON by a claim on an EVM chain, and on Bitcoin Cash by one on Bitcoin', () => {
    const onTron = on('tron', 'TA3941uFAvmVibSkQ6fMJXxmaSNovX86mz');
    const onBase = { ...CLAIM, account: on('base', '0x00be5e0c85be35948d97ad37f62d108243f89ae0') };
    expect(claimsAbout(onTron, [onBase])).toEqual([onBase]);
    const token = { ...onBase, use: 'service', actor: null, category: 'token-contract' } as const;
    expect(claimsAbout(onTron, [token])).toEqual([]);
    const cash = canonicalLabelAddress('bitcoin-cash', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT');
    expect.assert(cash.ok);
    const bitcoin = { ...CLAIM, account: on('bitcoin', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT') };
    expect(claimsAbout(cash.account, [bitcoin])).toEqual([bitcoin]);
  });

  it('is meant on Bitcoin by a 3… address that a list files under Litecoin or Bitcoin Cash', () => {
    const script = '3F6bbvS1krsc1qR8FsbTDfYQyvkMm3QvmR';
    const bitcoin = on('bitcoin', script);
    for (const chainName of ['litecoin', 'bitcoin-cash', 'bitcoin-sv']) {
      const read = canonicalLabelAddress(chainName, script);
      expect.assert(read.ok);
      const filed = { ...CLAIM, account: read.account };
      expect(claimsAbout(bitcoin, [filed])).toEqual([filed]);
    }
    const other = { ...CLAIM, account: on('dash', script) };
    expect(claimsAbout(bitcoin, [other])).toEqual([]);
  });

  it('is not meant by equal text on chains that share nothing', () => {
    const onTron = { ...CLAIM, account: on('tron', 'TXYZ') };
    expect(claimsAbout(on('tron', 'TXYZ'), [onTron])).toEqual([onTron]);
    expect(claimsAbout(on('solana', 'TXYZ'), [onTron])).toEqual([]);
    expect(claimsAbout(on('bitcoin', 'TXYZ'), [onTron])).toEqual([]);
  });
});

describe('a book of recorded snapshots', () => {
  const day = '2022-05-16';

  it('answers from them, whatever was imported since, and in which set they stand', () => {
    const store = openLabels();
    const first = importRows(store, [CLAIM]);
    const own = importRows(store, [{ ...CLAIM, entity: 'Ours' }], 'own');
    importRows(store, []);
    const entities = (snapshots: readonly (typeof first)[]) =>
      store
        .openBookOf({ snapshots, day })
        ?.readClaims(CLAIM.account)
        .map(({ entity }) => entity);
    expect(entities([first])).toEqual(['Lazarus Group']);
    expect(entities([own, first])).toEqual(['Lazarus Group', 'Ours']);
    expect(entities([])).toEqual([]);
    expect(store.openBook({ day, withBuiltIn: true }).readClaims(CLAIM.account)).toHaveLength(1);
  });

  it('names them as they were recorded, and judges by its own day', () => {
    const store = openLabels();
    const recorded = { ...importRows(store, [CLAIM]), asOf: '2022-05-01' };
    const book = (of: string) => store.openBookOf({ snapshots: [recorded], day: of });
    expect(book(day)?.snapshots).toEqual([recorded]);
    expect(book('2022-04-13')?.readClaims(CLAIM.account)).toEqual([]);
  });

  it('is not opened where one of them was never imported', () => {
    const store = openLabels();
    const first = importRows(store, [CLAIM]);
    const unknown = { ...first, digest: `sha256:${'0'.repeat(64)}` };
    expect(store.openBookOf({ snapshots: [first, unknown], day })).toBeNull();
    expect(store.openBookOf({ snapshots: [{ ...first, set: 'own' }], day })).toBeNull();
  });
});
