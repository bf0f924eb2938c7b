import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../core/errors.js';
import { migrate } from './migrate.js';
import { BUSY_TIMEOUT_MS, describeSqliteError, isBusy } from './storeFailure.js';

/** An open database. Whoever opens it closes it. */
export type DatabaseHandle = Database.Database;

/** Attempts to switch a new file to write-ahead logging while other processes open it too. */
const JOURNAL_ATTEMPTS = 100;

/**
 * Opens the database in a file, makes it where there is none, and brings it to the current schema.
 *
 * Units: `now` gives Unix time in milliseconds. A new folder is readable by its owner alone, and so
 * is a new file, where the system has such rights.
 * Edge: several processes may open one file at once.
 *
 * @throws {StoreError} when the file is no database, damaged, of a newer version, of another
 * program, or cannot be written.
 */
export function openDatabase({
  file,
  migrationsFolder,
  now,
}: {
  readonly file: string;
  readonly migrationsFolder: string;
  readonly now: () => number;
}): DatabaseHandle {
  prepareFile(file);
  const db = openFile(file);
  try {
    useWriteAheadLog(db);
    // What must outlast a power cut too is written by `durably`.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    migrate(db, { migrationsFolder, now });
    return db;
  } catch (error) {
    db.close();
    throw describeSqliteError(error, file);
  }
}

function prepareFile(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    // SQLite gives its log files the rights of the database, so these are set before it opens it.
    closeSync(openSync(file, 'a', 0o600));
  } catch (cause) {
    throw new StoreError(
      `The database ${file} cannot be made or written; check that this user may write in its folder.`,
      { file },
      { cause },
    );
  }
}

function openFile(file: string): DatabaseHandle {
  try {
    return new Database(file, { timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    throw describeSqliteError(error, file);
  }
}

function useWriteAheadLog(db: DatabaseHandle): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || attempt === JOURNAL_ATTEMPTS) throw error;
      // The switch does not wait for a process that does the same; an empty transaction does.
      db.exec('BEGIN IMMEDIATE; COMMIT');
    }
  }
}
