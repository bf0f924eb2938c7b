import type { Actor } from '../../core/role.js';

/** One sign that published advice names, apart from the chain. */
export interface RedFlag {
  readonly id: string;
  readonly group: string;
  readonly sentence: string;
  /** Whether it stands in the source that is linked, or is only reported to. */
  readonly standing: 'published' | 'reported';
  readonly source: { readonly title: string; readonly url: string; readonly date: string };
}

/** What somebody answered. */
export interface RedFlagAnswer {
  readonly flagId: string;
  readonly answer: 'seen' | 'not-seen' | 'not-applicable';
  /** Personal data. */
  readonly note: string;
  readonly at: string;
  readonly by: string;
}

/** The checklist of one payee: context beside the chain, never a score and never a decision. */
export interface RedFlags {
  readonly listFlags: () => readonly RedFlag[];
  /** The newest answer to each flag that has one. Order: of the flags. */
  readonly listAnswers: (payeeId: string) => readonly RedFlagAnswer[];
  /** All answers to one flag. Order: newest first. */
  readonly listHistory: (payeeId: string, flagId: string) => readonly RedFlagAnswer[];
  /** @throws {InputError} without the permission "payees", for an unknown flag or payee. */
  readonly answer: (
    payeeId: string,
    answer: Pick<RedFlagAnswer, 'flagId' | 'answer' | 'note'>,
    by: Actor,
  ) => RedFlagAnswer;
}
