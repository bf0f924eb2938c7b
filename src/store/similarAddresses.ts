import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/**
 * Finds addresses of labels that begin and end in a given way, whatever lies between. Order: none in
 * particular.
 *
 * Edge: labels of every import count, since who was once named is imitated still.
 *
 * @throws {StoreError} when the database fails.
 */
export function createSimilarAddresses(
  db: DatabaseHandle,
): (ends: { readonly start: string; readonly end: string }) => readonly string[] {
  const select = db
    .prepare<[string, string, number, string], string>(`
      SELECT DISTINCT address FROM label_claim
      WHERE address >= ? AND address < ? AND substr(address, ?) = ?`)
    .pluck();
  return guarded(db.name, ({ start, end }) =>
    select.all(start, `${start}\u{10ffff}`, -end.length, end),
  );
}
