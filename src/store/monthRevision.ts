import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** How far the record of months is. */
export interface MonthRevision {
  /**
   * The same text only while nothing was written of which a month is told: each change by a person or the
   * program stands in the audit log; screenings, lists, prices and rates have counters of their own.
   */
  readonly read: () => string;
  /** Whether a screening ended after one moment and by another. ISO 8601 in UTC. */
  readonly hasEnded: (span: { readonly after: string; readonly by: string }) => boolean;
}

/** Actions that change nothing that a month tells. Whatever is not among them counts. */
const NO_NEWS = [
  ...['signed-in', 'sign-in-refused', 'signed-out', 'password-reset', 'password-chosen'],
  ...['second-factor-added', 'second-factor-removed', 'token-issued', 'token-revoked'],
  ...['user-added', 'user-changed', 'user-disabled', 'user-enabled', 'payee-exported'],
  ...['screening-asked', 'screening-answered-again', 'screening-cancelled', 'payroll-exported'],
  ...['approval-key-made', 'approval-key-rotated', 'summary-exported'],
];

/** The revision of a database. @throws {StoreError} from every call, when the database fails. */
export function createMonthRevision(db: DatabaseHandle): MonthRevision {
  const select = db
    .prepare<[string], string>(`
      SELECT json_array(
        (SELECT sequence FROM audit_event WHERE action NOT IN (SELECT value FROM json_each(?))
          ORDER BY sequence DESC LIMIT 1),
        (SELECT max(sequence) FROM screening),
        (SELECT max(import_id) FROM label_import),
        (SELECT max(check_id) FROM label_check),
        (SELECT count(*) || ' ' || coalesce(max(fetched_at_ms), 0) FROM price),
        (SELECT count(*) || ' ' || coalesce(max(asked_at_ms), 0) FROM currency_rate_asked))`)
    .pluck();
  const selectEnded = db
    .prepare<{ readonly after: string; readonly by: string }, number>(`
      SELECT EXISTS (SELECT 1 FROM screening WHERE valid_until > @after AND valid_until <= @by)`)
    .pluck();
  const noNews = JSON.stringify(NO_NEWS);
  return {
    read: guarded(db.name, () => select.get(noNews) ?? ''),
    hasEnded: guarded(db.name, (span) => selectEnded.get(span) === 1),
  };
}
