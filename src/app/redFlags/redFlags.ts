import type { RedFlag, RedFlagAnswerWord } from '../../core/redFlag.js';
import type { Actor } from '../../core/role.js';

/** What somebody answered. */
export interface RedFlagAnswer {
  /** By which the audit log names it. */
  readonly id: string;
  readonly flagId: string;
  readonly answer: RedFlagAnswerWord;
  /** Personal data; empty for none. */
  readonly note: string;
  /** ISO 8601 time in UTC. */
  readonly at: string;
  /** The person who answers for it. */
  readonly by: string;
}

/** An answer as it is given. */
export type GivenRedFlagAnswer = Pick<RedFlagAnswer, 'flagId' | 'answer' | 'note'>;

/** Answers, counted. */
export interface RedFlagCount {
  readonly seen: number;
  readonly notSeen: number;
  readonly notApplicable: number;
  readonly payeeIds: readonly string[];
}

/** The checklist of one payee: context beside the chain, never a score and never a decision. */
export interface RedFlags {
  /** What is to be said before anybody reads the signs. Order: as it is read. */
  readonly listCautions: () => readonly string[];
  /** Order: by group. */
  readonly listFlags: () => readonly RedFlag[];
  /** The newest answer to each flag that has one. Order: of the flags. */
  readonly listAnswers: (payeeId: string) => readonly RedFlagAnswer[];
  /** All answers to one flag. Order: newest first. */
  readonly listHistory: (payeeId: string, flagId: string) => readonly RedFlagAnswer[];
  /**
   * How often each word was answered from a moment on and before another (ISO 8601 in UTC), and about
   * whom. Order: ids sorted.
   */
  readonly countAnswers: (span: { readonly from: string; readonly to: string }) => RedFlagCount;
  /**
   * Adds answers beside those from before, all or none. Told in the audit log by the ids of the answers.
   *
   * Order: as given.
   * @throws {InputError} without the permission "payees", for an unknown flag or payee, one that was
   * merged into another, and a note that is too long or may be a secret.
   */
  readonly answer: (
    payeeId: string,
    answers: readonly GivenRedFlagAnswer[],
    by: Actor,
  ) => readonly RedFlagAnswer[];
}
