import { atomically } from './atomically.js';
import type { DatabaseHandle } from './open.js';

/**
 * Runs calls of several stores whole or not at all, as `atomically` does, so that what they replace or
 * delete can be read in the file no more once the log is taken in.
 *
 * Source: https://www.sqlite.org/pragma.html#pragma_secure_delete
 *
 * @throws {StoreError} when the database fails; whatever `work` throws undoes all of it.
 */
export function erasably<Result>(db: DatabaseHandle, work: () => Result): Result {
  db.pragma('secure_delete = ON');
  return atomically(db, work);
}
