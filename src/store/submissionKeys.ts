import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** What came of a submission with a key. */
export interface KeptSubmission {
  readonly itemsDigest: string;
  readonly statesJson: string;
}

/** Keys by which a submission that is sent twice is taken once. */
export interface SubmissionKeys {
  /** What was kept under a key at a time (ISO 8601) or later, or null. */
  readonly read: (keyDigest: string, sinceIso: string) => KeptSubmission | null;
  /** Keeps one from a time on, and drops those of before `sinceIso`. */
  readonly write: (
    keyDigest: string,
    kept: KeptSubmission & { readonly madeAt: string; readonly sinceIso: string },
  ) => void;
}

/**
 * The keys in a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createSubmissionKeys(db: DatabaseHandle): SubmissionKeys {
  const select = db.prepare<[string, string], KeptSubmission>(`
    SELECT items_digest AS itemsDigest, states_json AS statesJson FROM submission_key
    WHERE key_digest = ? AND made_at >= ?`);
  const forget = db.prepare<[string]>('DELETE FROM submission_key WHERE made_at < ?');
  const insert = db.prepare<[string, string, string, string]>(`
    INSERT OR REPLACE INTO submission_key (key_digest, items_digest, made_at, states_json)
    VALUES (?, ?, ?, ?)`);
  return {
    read: guarded(db.name, (keyDigest, sinceIso) => select.get(keyDigest, sinceIso) ?? null),
    write: guarded(db.name, (keyDigest, { itemsDigest, statesJson, madeAt, sinceIso }) => {
      forget.run(sinceIso);
      insert.run(keyDigest, itemsDigest, madeAt, statesJson);
    }),
  };
}
