import type { HeldReference } from '../core/payee.js';
import { heldCondition, type ReferenceFold } from './heldReferences.js';
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
 * Looks for the screenings that name a payee: by a reference that was theirs when the wallet was
 * screened. Order: oldest first.
 *
 * Edge: what was typed and then erased is not found.
 *
 * @throws {StoreError} when the database fails.
 */
export function createPayeeScreenings(
  db: DatabaseHandle,
  fold: ReferenceFold,
): (held: readonly HeldReference[]) => readonly PayeeScreening[] {
  const isHeld = heldCondition(db, { text: 'payee_reference', time: 'screened_at', fold });
  const select = db.prepare<{ readonly held: string }, PayeeScreening>(`
    SELECT screening_id AS screeningId, screened_at AS screenedAt, decision, input,
      payee_reference AS payeeReference
    FROM screening JOIN screening_input USING (screening_id)
    WHERE payee_reference IS NOT NULL AND ${isHeld} ORDER BY sequence`);
  return guarded(db.name, (held) => select.all({ held: JSON.stringify(held) }));
}
