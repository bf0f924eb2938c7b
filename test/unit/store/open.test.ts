import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { StoreError } from '../../../src/core/errors.js';
import { createLedgerStore } from '../../../src/store/ledgerStore.js';
import { openDatabase } from '../../../src/store/open.js';
import { createScreeningStore } from '../../../src/store/screeningStore.js';
import { useChildren } from './childProcess.js';
import { CHAIN, FRIEND, hashOf, readAll, SOURCE, SUBJECT, transferAt } from './ledgerFixtures.js';
import { createFolder, MIGRATIONS_FOLDER, now, openForTest } from './temporaryDatabase.js';

/** A copy of the migrations, to be changed by a test. */
function copyMigrations(): { readonly folder: string; readonly first: string } {
  const folder = createFolder();
  const first = join(folder, '0001_initial.sql');
  copyFileSync(join(MIGRATIONS_FOLDER, '0001_initial.sql'), first);
  return { folder, first };
}

/** File names of the migrations of this checkout. */
const MIGRATIONS = readdirSync(MIGRATIONS_FOLDER).filter((name) => name.endsWith('.sql'));

function openWith(file: string, migrationsFolder: string): void {
  openDatabase({ file, migrationsFolder, now }).close();
}

describe('opening a database', () => {
  it('makes the folder and the file for their owner alone, with a log, waiting and foreign keys', () => {
    const folder = join(createFolder(), 'new', 'data');
    const db = openForTest(join(folder, 'hopsight.sqlite'));
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('busy_timeout', { simple: true })).toBe(10_000);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700);
      for (const file of [db.name, `${db.name}-wal`]) {
        expect(statSync(file).mode & 0o777).toBe(0o600);
      }
    }
  });

  it('records number, name, digest and time of each migration', () => {
    const rows = openForTest().prepare('SELECT * FROM schema_migration').all();
    expect(rows[0]).toEqual({
      number: 1,
      name: '0001_initial',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      applied_at: '2022-05-16T12:00:00Z',
    });
  });

  it('opens a file again without touching what is in it', () => {
    const db = openForTest();
    db.exec("INSERT INTO account (account) VALUES ('eip155:1:0x00')");
    const again = openForTest(db.name);
    expect(again.prepare('SELECT count(*) FROM account').pluck().get()).toBe(1);
  });

  it('applies a later migration to an older file', () => {
    const { folder } = copyMigrations();
    const file = join(createFolder(), 'hopsight.sqlite');
    openWith(file, folder);
    writeFileSync(join(folder, '0002_more.sql'), 'CREATE TABLE more (a INTEGER) STRICT;');
    const db = openDatabase({ file, migrationsFolder: folder, now });
    expect(db.prepare('SELECT count(*) FROM more').pluck().get()).toBe(0);
    db.close();
  });

  it('keeps what a file of the first schema holds, and goes on with it', () => {
    const { folder } = copyMigrations();
    const old = openDatabase({
      file: join(createFolder(), 'hopsight.sqlite'),
      migrationsFolder: folder,
      now,
    });
    old.exec(`
      INSERT INTO chain (chain) VALUES ('${CHAIN}');
      INSERT INTO source (chain_id, name) VALUES (1, '${SOURCE}');
      INSERT INTO account (account) VALUES ('${FRIEND}'), ('${SUBJECT}');
      INSERT INTO asset (asset) VALUES ('${transferAt(10).asset}');
      INSERT INTO transfer (source_id, found_in, fact_digest, channel, time_seconds,
        from_account_id, to_account_id, asset_id, amount, fact_index)
      VALUES (1, 'native', x'00', 'native', 120, 1, 2, 1, '5', '#1')`);
    old.close();
    const cache = createLedgerStore(openForTest(old.name));
    expect(readAll(cache)).toMatchObject([{ from: FRIEND, to: SUBJECT, amount: 5n }]);
    const at = { chain: CHAIN, source: SOURCE, txId: `0x${hashOf(1)}` };
    expect(cache.readTransfers(at)).toBeNull();
    cache.writeTransfers({ ...at, transfers: [transferAt(10, { txId: at.txId })] });
    expect(cache.readTransfers(at)).toHaveLength(1);
  });

  it('applies a migration whole or not at all', () => {
    const { folder } = copyMigrations();
    writeFileSync(join(folder, '0002_broken.sql'), 'CREATE TABLE half (a INTEGER); NOT SQL;');
    const file = join(createFolder(), 'hopsight.sqlite');
    expect(() => openWith(file, folder)).toThrow(StoreError);
    const db = openForTest(file);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").get()).toBeUndefined();
  });

  it('takes a checkout with Windows line ends for the same migration', () => {
    const { folder, first } = copyMigrations();
    const file = join(createFolder(), 'hopsight.sqlite');
    openWith(file, folder);
    writeFileSync(first, readFileSync(first, 'utf8').replaceAll('\n', '\r\n'));
    expect(() => openWith(file, folder)).not.toThrow();
  });

  it('refuses a migration that was changed after it was applied', () => {
    const { folder, first } = copyMigrations();
    const file = join(createFolder(), 'hopsight.sqlite');
    openWith(file, folder);
    writeFileSync(first, `${readFileSync(first, 'utf8')}\n-- another thought\n`);
    expect(() => openWith(file, folder)).toThrow(/0001_initial was changed/);
  });

  it('asks for an upgrade when a newer version wrote the file', () => {
    const folder = createFolder();
    for (const name of MIGRATIONS) copyFileSync(join(MIGRATIONS_FOLDER, name), join(folder, name));
    const next = `${MIGRATIONS.length + 1}`.padStart(4, '0');
    writeFileSync(join(folder, `${next}_later.sql`), 'CREATE TABLE later (a INTEGER) STRICT;');
    const file = join(createFolder(), 'hopsight.sqlite');
    openWith(file, folder);
    expect(() => openWith(file, MIGRATIONS_FOLDER)).toThrow(/newer Hopsight.*upgrade/s);
  });

  it('refuses migrations with a number left out or a name that has none', () => {
    const { folder } = copyMigrations();
    writeFileSync(join(folder, '0003_gap.sql'), '');
    expect(() => openWith(join(createFolder(), 'a.sqlite'), folder)).toThrow(/numbered/);
    const other = copyMigrations().folder;
    writeFileSync(join(other, 'later.sql'), '');
    expect(() => openWith(join(createFolder(), 'b.sqlite'), other)).toThrow(/named like/);
  });

  it.each([
    ['is no database', 'Dear diary, '.repeat(200), 'is not a database'],
    ['begins like one and is damaged', `SQLite format 3\0${'x'.repeat(4096)}`, 'is not a database'],
  ])('names the file when it %s, and leaves it as it is', (_case, content, sentence) => {
    const file = join(createFolder(), 'notes.txt');
    writeFileSync(file, content);
    expect(() => openForTest(file)).toThrow(StoreError);
    expect(() => openForTest(file)).toThrow(file);
    expect(() => openForTest(file)).toThrow(sentence);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('says that a file is damaged when its pages are overwritten', () => {
    const db = openForTest();
    db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(db.name);
    bytes.fill(0xff, 4096);
    const file = join(createFolder(), 'damaged.sqlite');
    writeFileSync(file, bytes);
    expect(() => openForTest(file)).toThrow(/damaged/);
  });

  it('refuses the database of another program', () => {
    const file = join(createFolder(), 'other.sqlite');
    const other = new Database(file);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    expect(() => openForTest(file)).toThrow(/belongs to another program/);
  });

  it('says so when the place cannot be written', () => {
    const folder = createFolder();
    mkdirSync(join(folder, 'hopsight.sqlite'));
    expect(() => openForTest(join(folder, 'hopsight.sqlite'))).toThrow(/cannot be made or written/);
  });
});

describe('several processes', () => {
  const startChild = useChildren();

  it('open a new file at once, and every one succeeds', async () => {
    const file = join(createFolder(), 'hopsight.sqlite');
    const files = 40;
    const given = ['open-each', file, MIGRATIONS_FOLDER, `${files}`];
    const children = [1, 2, 3, 4].map(() => startChild(...given));
    for (const child of children) await child.said('ready');
    for (const child of children) child.go();
    for (const child of children) expect(await child.ended).toEqual({ code: 0, output: 'ready\n' });
    for (let at = 0; at < files; at += 1) {
      const count = openForTest(`${file}-${at}`).prepare('SELECT count(*) FROM schema_migration');
      expect(count.pluck().get()).toBe(MIGRATIONS.length);
    }
  }, 60_000);

  it('record screenings at once in one unbroken chain', async () => {
    const db = openForTest();
    const children = ['a', 'b', 'c'].map((n) =>
      startChild('append', db.name, MIGRATIONS_FOLDER, n),
    );
    for (const child of children) expect(await child.ended).toEqual({ code: 0, output: '' });
    const store = createScreeningStore(db, { randomBytes: (count) => new Uint8Array(count) });
    expect(store.verifyChain()).toMatchObject({ ok: true, rows: 150 });
  }, 60_000);
});
