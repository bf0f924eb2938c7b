import type { OverrideAnswer } from '../core/holdOverride.js';
import { digestOf } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** An override that somebody asks for. Times are ISO 8601 in UTC. */
export interface NewOverride {
  readonly id: string;
  readonly checkId: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly reason: string;
  readonly until: string;
  readonly answerBy: string;
}

/** What one of two persons did, and when. */
interface Done {
  readonly at: string;
  readonly by: string;
}

/** Overrides of holds; what was written never changes. They are read with their checks. */
export interface OverrideStore {
  readonly addOverride: (override: NewOverride) => void;
  /** The check that an override is of; null where there is no such override. */
  readonly findCheck: (overrideId: string) => string | null;
  readonly writeAnswer: (
    overrideId: string,
    answer: Done & { readonly said: OverrideAnswer },
  ) => void;
  readonly writeWithdrawal: (overrideId: string, withdrawal: Done) => void;
}

/**
 * The overrides over a database. `randomBytes` gives the salt that keeps a reason from being guessed.
 *
 * @throws {StoreError} from every call, when the database fails or what is written has no grounds.
 */
export function createOverrideStore(
  db: DatabaseHandle,
  { randomBytes }: { readonly randomBytes: (size: number) => Uint8Array },
): OverrideStore {
  const insert = db.prepare<Omit<NewOverride, 'reason'> & { readonly reasonDigest: string }>(`
    INSERT INTO hold_override (override_id, check_id, asked_at, asked_by, reason_digest, until_day,
      answer_by)
    VALUES (@id, @checkId, @askedAt, @askedBy, @reasonDigest, @until, @answerBy)`);
  const insertReason = db.prepare<[string, Uint8Array, string]>(
    'INSERT INTO hold_override_reason (override_id, salt, reason) VALUES (?, ?, ?)',
  );
  const selectCheck = db
    .prepare<[string], string>('SELECT check_id FROM hold_override WHERE override_id = ?')
    .pluck();
  const insertAnswer = db.prepare<[string, string, string, string]>(`
    INSERT INTO hold_override_answer (override_id, said, answered_at, answered_by)
    VALUES (?, ?, ?, ?)`);
  const insertWithdrawal = db.prepare<[string, string, string]>(`
    INSERT INTO hold_override_withdrawal (override_id, withdrawn_at, withdrawn_by)
    VALUES (?, ?, ?)`);
  const add = db.transaction(({ reason, ...override }: NewOverride) => {
    const salt = randomBytes(16);
    insert.run({ ...override, reasonDigest: digestOf(salt, reason) });
    insertReason.run(override.id, salt, reason);
  });

  return {
    addOverride: guarded(db.name, (override) => add.immediate(override)),
    findCheck: guarded(db.name, (overrideId) => selectCheck.get(overrideId) ?? null),
    writeAnswer: guarded(db.name, (overrideId, { said, at, by }) => {
      insertAnswer.run(overrideId, said, at, by);
    }),
    writeWithdrawal: guarded(db.name, (overrideId, { at, by }) => {
      insertWithdrawal.run(overrideId, at, by);
    }),
  };
}
