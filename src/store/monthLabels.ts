import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A time at which a publisher confirmed what a set held. */
export interface ConfirmedSet {
  readonly set: string;
  /** ISO 8601 time in UTC. */
  readonly checkedAt: string;
  /** Digest of the state that was the newest. */
  readonly digest: string;
}

/**
 * All times at which publishers were asked and answered. Order: oldest first.
 *
 * @throws {StoreError} when the database fails.
 */
export function createConfirmedSets(db: DatabaseHandle): () => readonly ConfirmedSet[] {
  const select = db.prepare<[], ConfirmedSet>(`
    SELECT label_check.set_name AS "set", checked_at AS checkedAt, digest
    FROM label_check JOIN label_snapshot USING (snapshot_id)
    WHERE result <> 'failed' ORDER BY check_id`);
  return guarded(db.name, () => select.all());
}
