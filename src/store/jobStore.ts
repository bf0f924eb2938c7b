import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A wallet that was asked for. */
export interface Job {
  /** Order of asking, from 1. */
  readonly sequence: number;
  /** The id that its record will have. */
  readonly screeningId: string;
  readonly urgency: 'single' | 'batch';
  /** How often the worker ended while it ran. */
  readonly crashes: number;
}

/** What is asked for, with what a person typed. */
export interface JobItem {
  readonly text: string;
  readonly payeeReference: string | null;
  /** Short names of chains; null for all. */
  readonly onlyOn: readonly string[] | null;
  /** An ISO day or moment; null for the present. */
  readonly asOf: string | null;
}

/** A job to be queued. */
export interface NewJob {
  readonly screeningId: string;
  readonly urgency: Job['urgency'];
  /** ISO 8601 time in UTC. */
  readonly requestedAt: string;
  readonly actor: { readonly kind: 'person' | 'token'; readonly id: string };
  readonly policyJson: string;
  readonly item: JobItem;
}

/** Why a job came to nothing. */
export interface JobFailure {
  readonly code: string;
  /** Without what a person typed. */
  readonly sentence: string;
}

/** How a job ends without a record. */
export interface FailedJob {
  readonly failure: JobFailure;
  /** Writes what is to be one with the end of the job. */
  readonly note?: () => void;
}

/** The queue of screenings, as it outlives the process. */
export interface JobStore {
  readonly add: (job: NewJob) => Job;
  /**
   * Puts what was running back into the queue, and gives all of the queue. A job whose record exists is
   * done. Order: as asked for.
   */
  readonly reopen: () => readonly Job[];
  readonly markRunning: (screeningId: string) => void;
  /** Puts a running job back into the queue. */
  readonly park: (screeningId: string) => void;
  /** Notes that the worker ended while a job ran, and gives how often that happened. */
  readonly noteCrash: (screeningId: string) => number;
  /** Ends a job whose record exists; what was typed goes. */
  readonly finish: (screeningId: string) => void;
  /** Ends a job without a record; what was typed goes. */
  readonly fail: (screeningId: string, ended: FailedJob) => void;
  /** Null where it did not fail, and where there is no such job. */
  readonly readFailure: (screeningId: string) => JobFailure | null;
  /** Null once the job is over. */
  readonly readItem: (screeningId: string) => JobItem | null;
  readonly isRecorded: (screeningId: string) => boolean;
}

interface JobRow extends Omit<Job, 'urgency'> {
  readonly urgency: string;
}

interface ItemRow extends Omit<JobItem, 'onlyOn'> {
  readonly onlyOnJson: string | null;
}

/**
 * The queue in a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createJobStore(db: DatabaseHandle): JobStore {
  // What was typed must not stay readable in free pages once its job is over.
  db.pragma('secure_delete = ON');
  const insert = db.prepare<
    Omit<NewJob, 'actor' | 'item'> & {
      readonly actorKind: string;
      readonly actorId: string;
      readonly onlyOnJson: string | null;
      readonly asOf: string | null;
    }
  >(`
    INSERT INTO screening_job (screening_id, state, urgency, requested_at, actor_kind, actor_id,
      policy_json, only_on_json, as_of, crashes)
    VALUES (@screeningId, 'queued', @urgency, @requestedAt, @actorKind, @actorId, @policyJson,
      @onlyOnJson, @asOf, 0)`);
  const insertInput = db.prepare<[string, string, string | null]>(
    'INSERT INTO screening_job_input (screening_id, input, payee_reference) VALUES (?, ?, ?)',
  );
  const selectRecorded = db
    .prepare<[], string>(`
      SELECT screening_id FROM screening_job JOIN screening USING (screening_id)
      WHERE state IN ('queued', 'running')`)
    .pluck();
  const requeueAll = db.prepare(
    "UPDATE screening_job SET state = 'queued' WHERE state = 'running'",
  );
  const selectQueued = db.prepare<[], JobRow>(`
    SELECT screening_job.sequence, screening_id AS screeningId, urgency, crashes
    FROM screening_job WHERE state IN ('queued', 'running') ORDER BY sequence`);
  const update = db.prepare<[string, string]>(
    "UPDATE screening_job SET state = ? WHERE screening_id = ? AND state IN ('queued', 'running')",
  );
  const countCrash = db
    .prepare<[string], number>(
      'UPDATE screening_job SET crashes = crashes + 1 WHERE screening_id = ? RETURNING crashes',
    )
    .pluck();
  const updateFailed = db.prepare<[string, string, string]>(`
    UPDATE screening_job SET state = 'failed', failure_code = ?, failure_sentence = ?
    WHERE screening_id = ?`);
  const deleteInput = db.prepare<[string]>(
    'DELETE FROM screening_job_input WHERE screening_id = ?',
  );
  const selectFailure = db.prepare<[string], JobFailure>(`
    SELECT failure_code AS code, failure_sentence AS sentence FROM screening_job
    WHERE screening_id = ? AND state = 'failed'`);
  const selectItem = db.prepare<[string], ItemRow>(`
    SELECT input AS text, payee_reference AS payeeReference, only_on_json AS onlyOnJson,
      as_of AS asOf
    FROM screening_job JOIN screening_job_input USING (screening_id) WHERE screening_id = ?`);
  const selectRecord = db
    .prepare<[string], number>('SELECT 1 FROM screening WHERE screening_id = ?')
    .pluck();

  const finish = (screeningId: string) => {
    update.run('done', screeningId);
    deleteInput.run(screeningId);
  };

  const add = ({ actor, item, ...job }: NewJob): Job => {
    const { lastInsertRowid } = insert.run({
      ...job,
      actorKind: actor.kind,
      actorId: actor.id,
      onlyOnJson: item.onlyOn === null ? null : JSON.stringify(item.onlyOn),
      asOf: item.asOf,
    });
    insertInput.run(job.screeningId, item.text, item.payeeReference);
    const { screeningId, urgency } = job;
    return { sequence: Number(lastInsertRowid), screeningId, urgency, crashes: 0 };
  };

  const reopen = (): readonly Job[] => {
    for (const screeningId of selectRecorded.all()) finish(screeningId);
    requeueAll.run();
    return selectQueued.all().map(({ urgency, ...job }) => ({
      ...job,
      urgency: urgency === 'single' ? 'single' : 'batch',
    }));
  };

  /** Several statements, whole or not at all. */
  const whole = <Given extends readonly unknown[], Result>(
    call: (...given: Given) => Result,
  ): ((...given: Given) => Result) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given)).immediate());

  return {
    add: whole(add),
    reopen: whole(reopen),
    markRunning: guarded(db.name, (screeningId) => {
      update.run('running', screeningId);
    }),
    park: guarded(db.name, (screeningId) => {
      update.run('queued', screeningId);
    }),
    noteCrash: guarded(db.name, (screeningId) => countCrash.get(screeningId) ?? 0),
    finish: whole(finish),
    fail: whole((screeningId, { failure: { code, sentence }, note }) => {
      updateFailed.run(code, sentence, screeningId);
      deleteInput.run(screeningId);
      note?.();
    }),
    readFailure: guarded(db.name, (screeningId) => selectFailure.get(screeningId) ?? null),
    readItem: guarded(db.name, (screeningId) => {
      const row = selectItem.get(screeningId);
      if (row === undefined) return null;
      const { onlyOnJson, ...item } = row;
      return { ...item, onlyOn: onlyOnJson === null ? null : textsOf(onlyOnJson) };
    }),
    isRecorded: guarded(db.name, (screeningId) => selectRecord.get(screeningId) === 1),
  };
}

function textsOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((text) => typeof text === 'string') : [];
}
