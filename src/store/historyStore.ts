import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A recorded screening in one line. */
export interface HistoryLine {
  readonly sequence: number;
  readonly screeningId: string;
  /** ISO 8601 times in UTC. */
  readonly screenedAt: string;
  readonly validUntil: string;
  readonly decision: string;
  readonly complete: number;
  readonly summary: string | null;
  /** Of the first account that was screened. */
  readonly address: string | null;
  readonly payeeReference: string | null;
}

/** What is looked for; null for all, and for open ends. */
export interface HistoryFilter {
  /** Part of what was typed, of a screened account or of a payee reference, in any case of letters. */
  readonly text: string | null;
  readonly decision: string | null;
  /** ISO 8601 times in UTC: from the first on, before the second. */
  readonly fromIso: string | null;
  readonly toIso: string | null;
  /** Only screenings before this place in the record. */
  readonly before: number | null;
  readonly limit: number;
}

/**
 * Looks through the record. Order: newest first.
 *
 * Edge: what was erased is found by its account alone.
 *
 * @throws {StoreError} when the database fails.
 */
export function createHistorySearch(
  db: DatabaseHandle,
): (filter: HistoryFilter) => readonly HistoryLine[] {
  // SQLite folds ASCII letters alone, and people have other names.
  db.function('fold_case', { deterministic: true }, (text) =>
    typeof text === 'string' ? text.toLowerCase() : null,
  );
  const select = db.prepare<HistoryFilter, HistoryLine>(`
    SELECT sequence, screening_id AS screeningId, screened_at AS screenedAt,
      valid_until AS validUntil, decision, complete,
      json_extract(verdict_json, '$.summary') AS summary,
      json_extract(verdict_json, '$.subjects[0].address') AS address,
      payee_reference AS payeeReference
    FROM screening LEFT JOIN screening_input USING (screening_id)
    WHERE (@before IS NULL OR sequence < @before)
      AND (@decision IS NULL OR decision = @decision)
      AND (@fromIso IS NULL OR screened_at >= @fromIso)
      AND (@toIso IS NULL OR screened_at < @toIso)
      AND (@text IS NULL OR instr(fold_case(input), @text) > 0
        OR instr(fold_case(payee_reference), @text) > 0
        OR instr(fold_case(subjects_json), @text) > 0)
    ORDER BY sequence DESC LIMIT @limit`);
  return guarded(db.name, (filter) =>
    select.all({ ...filter, text: filter.text === null ? null : filter.text.toLowerCase() }),
  );
}
