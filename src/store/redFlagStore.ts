import { StoreError } from '../core/errors.js';
import { RED_FLAG_ANSWERS, type RedFlagAnswerWord } from '../core/redFlag.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** An answer to one sign about one payee. */
export interface StoredRedFlagAnswer {
  readonly answerId: string;
  readonly payeeId: string;
  readonly flagId: string;
  readonly answer: RedFlagAnswerWord;
  /** Personal data; empty where nothing was written, or it was erased. */
  readonly note: string;
  /** ISO 8601 time in UTC. */
  readonly answeredAt: string;
  /** The id of the person who answers for it. */
  readonly answeredBy: string;
}

/** The append-only record of what was answered. */
export interface RedFlagStore {
  readonly insertAnswer: (answer: StoredRedFlagAnswer) => void;
  /** The newest answer to each sign that has one. Order: by the sign's id. */
  readonly listNewest: (payeeId: string) => readonly StoredRedFlagAnswer[];
  /** Order: newest first. */
  readonly listAnswers: (payeeId: string, flagId: string) => readonly StoredRedFlagAnswer[];
  /** All answers about a payee. Order: oldest first. */
  readonly listOfPayee: (payeeId: string) => readonly StoredRedFlagAnswer[];
  /** All answers from a moment on and before another, ISO 8601 in UTC. Order: oldest first. */
  readonly listBetween: (span: {
    readonly from: string;
    readonly to: string;
  }) => readonly StoredRedFlagAnswer[];
  /** Erases what was written beside the answers about a payee; the answers stay. */
  readonly eraseNotes: (payeeId: string) => void;
}

interface AnswerRow extends Omit<StoredRedFlagAnswer, 'answer'> {
  readonly answer: string;
}

const ROWS = `SELECT answer_id AS answerId, payee_id AS payeeId, flag_id AS flagId, answer,
  coalesce(note, '') AS note, answered_at AS answeredAt, answered_by AS answeredBy
  FROM red_flag_answer LEFT JOIN red_flag_note USING (answer_id)`;

/** The answers over a database. @throws {StoreError} from every call, when the database fails. */
export function createRedFlagStore(db: DatabaseHandle): RedFlagStore {
  const insertAnswer = db.prepare<[string, string, string, string, string, string]>(`
    INSERT INTO red_flag_answer (answer_id, payee_id, flag_id, answer, answered_at, answered_by)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const insertNote = db.prepare<[string, string]>(
    'INSERT INTO red_flag_note (answer_id, note) VALUES (?, ?)',
  );
  const selectNewest = db.prepare<[string], AnswerRow>(`${ROWS}
    WHERE sequence IN (SELECT max(sequence) FROM red_flag_answer WHERE payee_id = ? GROUP BY flag_id)
    ORDER BY flag_id`);
  const selectOfFlag = db.prepare<[string, string], AnswerRow>(
    `${ROWS} WHERE payee_id = ? AND flag_id = ? ORDER BY sequence DESC`,
  );
  const selectOfPayee = db.prepare<[string], AnswerRow>(
    `${ROWS} WHERE payee_id = ? ORDER BY sequence`,
  );
  const selectBetween = db.prepare<[string, string], AnswerRow>(
    `${ROWS} WHERE answered_at >= ? AND answered_at < ? ORDER BY sequence`,
  );
  const deleteNotes = db.prepare<[string]>(`
    DELETE FROM red_flag_note
    WHERE answer_id IN (SELECT answer_id FROM red_flag_answer WHERE payee_id = ?)`);
  const insert = db.transaction((given: StoredRedFlagAnswer) => {
    const { answerId, payeeId, flagId, answer, note, answeredAt, answeredBy } = given;
    insertAnswer.run(answerId, payeeId, flagId, answer, answeredAt, answeredBy);
    if (note !== '') insertNote.run(answerId, note);
  });
  return {
    insertAnswer: guarded(db.name, (answer) => insert.immediate(answer)),
    listNewest: guarded(db.name, (payeeId) => selectNewest.all(payeeId).map(decodeAnswer)),
    listAnswers: guarded(db.name, (payeeId, flagId) =>
      selectOfFlag.all(payeeId, flagId).map(decodeAnswer),
    ),
    listOfPayee: guarded(db.name, (payeeId) => selectOfPayee.all(payeeId).map(decodeAnswer)),
    listBetween: guarded(db.name, ({ from, to }) => selectBetween.all(from, to).map(decodeAnswer)),
    eraseNotes: guarded(db.name, (payeeId) => {
      deleteNotes.run(payeeId);
    }),
  };
}

function decodeAnswer(row: AnswerRow): StoredRedFlagAnswer {
  const answer = RED_FLAG_ANSWERS.find((one) => one === row.answer);
  if (answer === undefined) {
    throw new StoreError(
      'The database holds an answer to a red flag that no Hopsight wrote; restore the file from a copy.',
    );
  }
  return { ...row, answer };
}
