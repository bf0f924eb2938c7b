import { durably } from './durably.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/**
 * Runs calls of several stores whole or not at all, and gives what they give; meanwhile nobody else
 * writes. What was done so is not taken back by a power cut. Edge: inside another such call it becomes a part of that one.
 *
 * @throws {StoreError} when the database fails; whatever `work` throws undoes all of it.
 */
export function atomically<Result>(db: DatabaseHandle, work: () => Result): Result {
  return guarded(db.name, () => durably(db, work))();
}
