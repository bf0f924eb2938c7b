import { Bug } from '../core/errors.js';
import { type ChainedLink, hashColumns, linkProblem } from './hashChain.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** One row of the audit log, without its place in the chain. */
export interface StoredAuditEvent {
  /** ISO 8601 time in UTC. */
  readonly at: string;
  /** Both null for what nobody signed in did. */
  readonly actorKind: string | null;
  readonly actorId: string | null;
  readonly action: string;
  readonly subjectId: string | null;
}

/** A row of the audit log at its place in the chain. */
export interface ChainedAuditEvent extends StoredAuditEvent, ChainedLink {}

/** The append-only record of who did what. */
export interface AuditStore {
  /** @throws {Bug} when an id is no id, since chained rows hold nothing that people typed. */
  readonly appendEvent: (event: StoredAuditEvent) => void;
  /** Rows before one, or the newest. Order: newest first. */
  readonly listEvents: (page: {
    readonly before: number | null;
    readonly limit: number;
  }) => readonly ChainedAuditEvent[];
  /** Whether there is such a row after one; `subjectId` null for any. */
  readonly hasEvent: (event: {
    readonly after: number;
    readonly action: string;
    readonly subjectId: string | null;
  }) => boolean;
  /** The newest row's place and hash; null where the log is empty. */
  readonly readHead: () => Pick<ChainedLink, 'sequence' | 'rowHash'> | null;
  /** The hash of a row; null where there is none of that sequence. */
  readonly readHashAt: (sequence: number) => string | null;
  /**
   * The first row that was edited, dropped or moved; null where none was.
   *
   * Blind spot: whoever can write the file can make a new chain in whole; compare the head with one
   * that was written down elsewhere.
   */
  readonly findProblem: () => { readonly sequence: number; readonly problem: string } | null;
}

/** An id has neither blanks nor more than 64 signs: what a person typed seldom passes for one. */
const ID = /^[A-Za-z0-9._:-]{1,64}$/;

const ROWS = `SELECT sequence, at, actor_kind AS actorKind, actor_id AS actorId, action,
  subject_id AS subjectId, previous_hash AS previousHash, row_hash AS rowHash FROM audit_event`;

/** The audit log over a database. @throws {StoreError} from every call, when the database fails. */
export function createAuditStore(db: DatabaseHandle): AuditStore {
  const selectLast = db.prepare<[], Pick<ChainedLink, 'sequence' | 'rowHash'>>(
    'SELECT sequence, row_hash AS rowHash FROM audit_event ORDER BY sequence DESC LIMIT 1',
  );
  const selectHash = db
    .prepare<[number], string>('SELECT row_hash FROM audit_event WHERE sequence = ?')
    .pluck();
  const selectLastGiven = db
    .prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'audit_event'")
    .pluck();
  const selectPage = db.prepare<[number, number], ChainedAuditEvent>(
    `${ROWS} WHERE sequence < ? ORDER BY sequence DESC LIMIT ?`,
  );
  const selectSome = db
    .prepare<Parameters<AuditStore['hasEvent']>, number>(`
      SELECT EXISTS (SELECT 1 FROM audit_event
        WHERE sequence > @after AND action = @action
          AND (@subjectId IS NULL OR subject_id = @subjectId))`)
    .pluck();
  const selectAll = db.prepare<[], ChainedAuditEvent>(`${ROWS} ORDER BY sequence`);
  const insert = db.prepare<ChainedAuditEvent>(`
    INSERT INTO audit_event (sequence, at, actor_kind, actor_id, action, subject_id, previous_hash,
      row_hash)
    VALUES (@sequence, @at, @actorKind, @actorId, @action, @subjectId, @previousHash, @rowHash)`);

  const append = db.transaction((event: StoredAuditEvent) => {
    const last = selectLast.get();
    const sequence = Math.max(last?.sequence ?? 0, selectLastGiven.get() ?? 0) + 1;
    const columns = { ...event, sequence, previousHash: last?.rowHash ?? null };
    insert.run({ ...columns, rowHash: hashEvent(columns) });
  });
  const findProblem = db.transaction(() => {
    let sequence = 0;
    let head: string | null = null;
    for (const row of selectAll.iterate()) {
      sequence += 1;
      const problem = linkProblem(row, { sequence, head, hash: hashEvent(row) });
      if (problem !== null) return { sequence, problem };
      head = row.rowHash;
    }
    if (sequence < (selectLastGiven.get() ?? 0)) {
      return { sequence: sequence + 1, problem: 'The row is missing.' };
    }
    return null;
  });

  return {
    appendEvent: guarded(db.name, (event) => {
      for (const id of [event.actorId, event.subjectId]) {
        if (id !== null && !ID.test(id)) {
          throw new Bug('Something that is no id was to be written into the audit log.', {
            action: event.action,
          });
        }
      }
      append.immediate(event);
    }),
    listEvents: guarded(db.name, ({ before, limit }) =>
      selectPage.all(before ?? Number.MAX_SAFE_INTEGER, limit),
    ),
    hasEvent: guarded(db.name, (event) => selectSome.get(event) === 1),
    readHead: guarded(db.name, () => selectLast.get() ?? null),
    readHashAt: guarded(db.name, (sequence) => selectHash.get(sequence) ?? null),
    findProblem: guarded(db.name, findProblem),
  };
}

function hashEvent(columns: Omit<ChainedAuditEvent, 'rowHash'>): string {
  const { sequence, at, actorKind, actorId, action, subjectId, previousHash } = columns;
  return hashColumns({ sequence, at, actorKind, actorId, action, subjectId, previousHash });
}
