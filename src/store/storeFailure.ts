import Database from 'better-sqlite3';
import { StoreError } from '../core/errors.js';

/** How long a call waits for another process that writes. Units: milliseconds. */
export const BUSY_TIMEOUT_MS = 10_000;

/** An error of SQLite in words for a person; every other error as it is. */
export function describeSqliteError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  return new StoreError(
    sentenceFor(error.code, error.message, file),
    { file, sqlite: error.code },
    { cause: error },
  );
}

/** The same call, failing with a StoreError where SQLite fails. */
export function guarded<Given extends readonly unknown[], Result>(
  file: string,
  call: (...given: Given) => Result,
): (...given: Given) => Result {
  return (...given) => {
    try {
      return call(...given);
    } catch (error) {
      throw describeSqliteError(error, file);
    }
  };
}

/** Whether SQLite gave up because another process holds a lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

function sentenceFor(code: string, message: string, file: string): string {
  const [, kind] = code.split('_');
  switch (kind) {
    case 'NOTADB':
      return `The file ${file} is not a database; name another file, or move it away so that a new database is made.`;
    case 'CORRUPT':
      return `The database ${file} is damaged; restore it from a copy, or move it away so that a new one is made.`;
    case 'BUSY':
    case 'LOCKED':
      return `Another process kept the database ${file} busy for more than ${BUSY_TIMEOUT_MS / 1000} seconds; wait until it ends and try again.`;
    case 'FULL':
      return `The disk that holds the database ${file} is full; free some space and try again.`;
    case 'READONLY':
      return `The database ${file} cannot be written; give this user the right to write the file and its folder.`;
    case 'CANTOPEN':
    case 'PERM':
    case 'AUTH':
      return `The database ${file} cannot be opened; check that its folder exists and that this user may read and write there.`;
    case 'IOERR':
      return `The disk that holds the database ${file} failed; check the disk and try again.`;
    default:
      return `The database ${file} refused a call (${message}); the program and the file do not fit together, please report it.`;
  }
}
