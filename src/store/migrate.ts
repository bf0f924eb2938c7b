import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreError } from '../core/errors.js';
import { formatMoment } from '../core/moment.js';

/** One step of the schema's history, as its file has it. */
interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings a database to the schema of the migrations folder, each step whole or not at all.
 *
 * Order: by number, without gaps. Edge: when another process migrates at the same time, each step
 * is applied by one of the two.
 *
 * @throws {StoreError} for a changed or missing migration file, a database of a newer version, and
 * a database of another program.
 */
export function migrate(
  db: Database.Database,
  { migrationsFolder, now }: { readonly migrationsFolder: string; readonly now: () => number },
): void {
  const known = readMigrations(migrationsFolder);
  assertKnown({ file: db.name, known, applied: readApplied(db) });
  for (const migration of known) {
    if (readApplied(db).some(({ number }) => number === migration.number)) continue;
    db.transaction(() => {
      prepareHistory(db);
      const applied = readApplied(db);
      assertKnown({ file: db.name, known, applied });
      if (applied.some(({ number }) => number === migration.number)) return;
      db.exec(migration.sql);
      db.prepare<[number, string, string, string]>(
        'INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)',
      ).run(
        migration.number,
        migration.name,
        migration.sha256,
        formatMoment(Math.floor(now() / 1000)),
      );
    }).immediate();
  }
}

function readMigrations(folder: string): readonly Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const migrations = files.sort().map((file) => readMigration(folder, file));
  for (const [at, migration] of migrations.entries()) {
    if (migration.number !== at + 1) {
      throw new StoreError(
        `The migrations are not numbered one after the other at ${migration.name}; install Hopsight again.`,
        { migration: migration.name },
      );
    }
  }
  return migrations;
}

function readMigration(folder: string, file: string): Migration {
  const match = /^(\d{4})_\w+\.sql$/.exec(file);
  if (match === null) {
    throw new StoreError(
      `The migration file ${file} is not named like 0001_name.sql; install Hopsight again.`,
      { migration: file },
    );
  }
  // A checkout on Windows may have CRLF line ends; that is not another migration.
  const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  return {
    number: Number.parseInt(match[1] ?? '', 10),
    name: file.slice(0, -'.sql'.length),
    sql,
    sha256: createHash('sha256').update(sql).digest('hex'),
  };
}

function hasHistory(db: Database.Database): boolean {
  const tables = db.prepare<[], { readonly name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'",
  );
  return tables.get() !== undefined;
}

function readApplied(db: Database.Database): readonly AppliedMigration[] {
  if (!hasHistory(db)) return [];
  return db
    .prepare<[], AppliedMigration>(
      'SELECT number, name, sha256 FROM schema_migration ORDER BY number',
    )
    .all();
}

function prepareHistory(db: Database.Database): void {
  if (hasHistory(db)) return;
  const foreign = db
    .prepare<[], { readonly name: string }>(
      "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' LIMIT 1",
    )
    .get();
  if (foreign !== undefined) {
    throw new StoreError(
      `The database ${db.name} belongs to another program; name another file for Hopsight.`,
      { file: db.name },
    );
  }
  db.exec(`CREATE TABLE schema_migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    applied_at TEXT NOT NULL
  ) STRICT`);
}

function assertKnown({
  file,
  known,
  applied,
}: {
  readonly file: string;
  readonly known: readonly Migration[];
  readonly applied: readonly AppliedMigration[];
}): void {
  for (const { number, name, sha256 } of applied) {
    const migration = known.find((candidate) => candidate.number === number);
    if (migration === undefined) {
      throw new StoreError(
        `The database ${file} was written by a newer Hopsight (it has ${name}); upgrade Hopsight, or name another file.`,
        { file, migration: name },
      );
    }
    if (migration.name !== name || migration.sha256 !== sha256) {
      throw new StoreError(
        `The migration ${migration.name} was changed after the database ${file} was made with it; install Hopsight again, a change of the schema needs a migration of its own.`,
        { file, migration: migration.name },
      );
    }
  }
}
