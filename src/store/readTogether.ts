import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/**
 * Reads in one transaction, so that all of it is of one moment whatever others write meanwhile. Nothing
 * may be written in it.
 *
 * @throws {StoreError} when the database fails.
 */
export function readTogether<Read>(db: DatabaseHandle, read: () => Read): Read {
  return guarded(db.name, () => db.transaction(read)())();
}
