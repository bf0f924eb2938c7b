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
   * Puts what this owner was running back into the queue, and gives all of its jobs, with those of owners
   * that have ended. A job whose record exists is done. Order: as asked for.
   */
  readonly reopen: () => readonly Job[];
  /** Renews this owner's lease, and gives what it takes over from owners that have ended. */
  readonly renew: () => readonly Job[];
  /** Lets others take over what is this owner's. */
  readonly release: () => void;
  /** Tells whether a job is still this owner's, who then runs it. */
  readonly claim: (screeningId: string) => boolean;
  /** Where a job stands that is not over, whoever has it; null where there is none. */
  readonly readOpen: (
    screeningId: string,
  ) => { readonly state: 'queued' | 'running'; readonly ahead: number } | null;
  /** Puts a running job back into the queue. */
  readonly park: (screeningId: string) => void;
  /** Notes that the worker ended while a job of this owner ran, and gives how often that happened. */
  readonly noteCrash: (screeningId: string) => number;
  /** Ends a job whose record exists; what was typed goes. */
  readonly finish: (screeningId: string) => void;
  /** Ends a job of this owner without a record; what was typed goes. Tells whether it was still its own. */
  readonly fail: (screeningId: string, ended: FailedJob) => boolean;
  /** Null where it did not fail, and where there is no such job. */
  readonly readFailure: (screeningId: string) => JobFailure | null;
  /** Null once the job is over. */
  readonly readItem: (screeningId: string) => JobItem | null;
  readonly isRecorded: (screeningId: string) => boolean;
}

/** Who works on a database: one of the services that do. */
export interface JobOwner {
  readonly owner: string;
  /** Whether another owner is known to have ended. */
  readonly isGone: (owner: string) => boolean;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * How long jobs stay those of an owner who says nothing more. Units: milliseconds.
 *
 * A screening that runs longer is not cut: its owner goes on renewing.
 */
export const LEASE_MS = 30_000;

interface OwnerRow {
  readonly ownerId: string | null;
  readonly leaseUntilMs: number | null;
}

interface JobRow extends Omit<Job, 'urgency'> {
  readonly urgency: string;
}

interface ItemRow extends Omit<JobItem, 'onlyOn'> {
  readonly onlyOnJson: string | null;
}

/** Which jobs are not over; word for word the condition of their index. */
const OPEN = "state IN ('queued', 'running')";

/**
 * The queue in a database, as one of its owners has it. Each job is one owner's, from being asked for on.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createJobStore(db: DatabaseHandle, { owner, isGone, nowMs }: JobOwner): JobStore {
  // What was typed must not stay readable in free pages once its job is over.
  db.pragma('secure_delete = ON');
  const insert = db.prepare<
    Omit<NewJob, 'actor' | 'item'> & {
      readonly actorKind: string;
      readonly actorId: string;
      readonly onlyOnJson: string | null;
      readonly asOf: string | null;
      readonly owner: string;
    }
  >(`
    INSERT INTO screening_job (screening_id, state, urgency, requested_at, actor_kind, actor_id,
      policy_json, only_on_json, as_of, crashes, owner_id)
    VALUES (@screeningId, 'queued', @urgency, @requestedAt, @actorKind, @actorId, @policyJson,
      @onlyOnJson, @asOf, 0, @owner)`);
  const insertInput = db.prepare<[string, string, string | null]>(
    'INSERT INTO screening_job_input (screening_id, input, payee_reference) VALUES (?, ?, ?)',
  );
  const selectRecorded = db
    .prepare<[], string>(`
      SELECT screening_id FROM screening_job JOIN screening USING (screening_id)
      WHERE state IN ('queued', 'running')`)
    .pluck();
  const selectOwners = db.prepare<[], OwnerRow>(`
    SELECT DISTINCT screening_job.owner_id AS ownerId, lease_until_ms AS leaseUntilMs
    FROM screening_job LEFT JOIN work_owner USING (owner_id) WHERE ${OPEN}`);
  const takeAll = db.prepare<[string, string | null], JobRow>(`
    UPDATE screening_job SET state = 'queued', owner_id = ? WHERE owner_id IS ? AND ${OPEN}
    RETURNING sequence, screening_id AS screeningId, urgency, crashes`);
  const upsertLease = db.prepare<[string, number]>(
    'INSERT OR REPLACE INTO work_owner (owner_id, lease_until_ms) VALUES (?, ?)',
  );
  const deleteLeases = db.prepare<[string, number]>(
    'DELETE FROM work_owner WHERE owner_id = ? OR lease_until_ms <= ?',
  );
  const selectOpen = db.prepare<[string], { readonly state: string; readonly ahead: number }>(`
    SELECT state, (SELECT count(*) FROM screening_job AS other WHERE other.state = 'queued'
      AND other.sequence < screening_job.sequence) AS ahead
    FROM screening_job WHERE screening_id = ? AND ${OPEN}`);
  const updateOwn = db.prepare<[string, string, string]>(
    `UPDATE screening_job SET state = ? WHERE screening_id = ? AND owner_id = ? AND ${OPEN}`,
  );
  const updateDone = db.prepare<[string]>(
    `UPDATE screening_job SET state = 'done' WHERE screening_id = ? AND ${OPEN}`,
  );
  const countCrash = db
    .prepare<[string, string], number>(`
      UPDATE screening_job SET crashes = crashes + 1 WHERE screening_id = ? AND owner_id = ?
      RETURNING crashes`)
    .pluck();
  const updateFailed = db.prepare<[string, string, string, string]>(`
    UPDATE screening_job SET state = 'failed', failure_code = ?, failure_sentence = ?
    WHERE screening_id = ? AND owner_id = ? AND ${OPEN}`);
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
    updateDone.run(screeningId);
    deleteInput.run(screeningId);
  };

  const add = ({ actor, item, ...job }: NewJob): Job => {
    const { lastInsertRowid } = insert.run({
      ...job,
      actorKind: actor.kind,
      actorId: actor.id,
      onlyOnJson: item.onlyOn === null ? null : JSON.stringify(item.onlyOn),
      asOf: item.asOf,
      owner,
    });
    insertInput.run(job.screeningId, item.text, item.payeeReference);
    const { screeningId, urgency } = job;
    return { sequence: Number(lastInsertRowid), screeningId, urgency, crashes: 0 };
  };

  const take = (ofOwner: string | null): readonly Job[] =>
    takeAll.all(owner, ofOwner).map(({ urgency, ...job }) => ({
      ...job,
      urgency: urgency === 'single' ? 'single' : 'batch',
    }));

  const hasEnded = ({ ownerId, leaseUntilMs }: OwnerRow): boolean =>
    ownerId === null || leaseUntilMs === null || leaseUntilMs <= nowMs() || isGone(ownerId);

  /** Jobs are taken over within one transaction, so that of two owners one gets each. */
  const renew = (): readonly Job[] => {
    upsertLease.run(owner, nowMs() + LEASE_MS);
    const ended = selectOwners.all().filter((one) => one.ownerId !== owner && hasEnded(one));
    if (ended.length > 0) for (const screeningId of selectRecorded.all()) finish(screeningId);
    return ended.flatMap(({ ownerId }) => take(ownerId)).sort((a, b) => a.sequence - b.sequence);
  };

  const reopen = (): readonly Job[] => {
    for (const screeningId of selectRecorded.all()) finish(screeningId);
    return [...take(owner), ...renew()].sort((a, b) => a.sequence - b.sequence);
  };

  /** Several statements, whole or not at all. */
  const whole = <Given extends readonly unknown[], Result>(
    call: (...given: Given) => Result,
  ): ((...given: Given) => Result) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given)).immediate());

  return {
    add: whole(add),
    reopen: whole(reopen),
    renew: whole(renew),
    release: guarded(db.name, () => {
      deleteLeases.run(owner, nowMs() - LEASE_MS);
    }),
    claim: whole((screeningId) => updateOwn.run('running', screeningId, owner).changes === 1),
    readOpen: guarded(db.name, (screeningId) => {
      const row = selectOpen.get(screeningId);
      if (row === undefined) return null;
      return { ahead: row.ahead, state: row.state === 'running' ? 'running' : 'queued' };
    }),
    park: guarded(db.name, (screeningId) => {
      updateOwn.run('queued', screeningId, owner);
    }),
    noteCrash: guarded(db.name, (screeningId) => countCrash.get(screeningId, owner) ?? 0),
    finish: whole(finish),
    fail: whole((screeningId, { failure: { code, sentence }, note }) => {
      if (updateFailed.run(code, sentence, screeningId, owner).changes === 0) return false;
      deleteInput.run(screeningId);
      note?.();
      return true;
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
