import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A screening that was made for a payee, with what was typed for it. */
export interface PayeeScreening {
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly screenedAt: string;
  readonly decision: string;
  /** Personal data, as is the reference. */
  readonly input: string;
  readonly payeeReference: string;
}

/**
 * Looks for the screenings that name one of some payee references. Order: oldest first.
 *
 * Edge: what was typed and then erased is not found.
 *
 * @throws {StoreError} when the database fails.
 */
export function createPayeeScreenings(
  db: DatabaseHandle,
): (references: readonly string[]) => readonly PayeeScreening[] {
  const select = db.prepare<[string], PayeeScreening>(`
    SELECT screening_id AS screeningId, screened_at AS screenedAt, decision, input,
      payee_reference AS payeeReference
    FROM screening JOIN screening_input USING (screening_id)
    WHERE payee_reference IN (SELECT value FROM json_each(?)) ORDER BY sequence`);
  return guarded(db.name, (references) => select.all(JSON.stringify(references)));
}
