import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import { type DatabaseHandle, openDatabase } from '../../../src/store/open.js';

/** The migrations of this checkout. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../../db/migrations', import.meta.url));

/** The clock of these tests: 2022-05-16T12:00:00Z, in milliseconds. */
export const now = () => 1_652_702_400_000;

const folders: string[] = [];
const handles: DatabaseHandle[] = [];

afterEach(() => {
  for (const db of handles.splice(0)) db.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed after the test. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-store-'));
  folders.push(folder);
  return folder;
}

/** The database in a file (a new one where none is named), closed after the test. */
export function openForTest(file = join(createFolder(), 'hopsight.sqlite')): DatabaseHandle {
  const db = openDatabase({ file, migrationsFolder: MIGRATIONS_FOLDER, now });
  handles.push(db);
  return db;
}
