/** One sign that published advice names, apart from the chain. */
export interface RedFlag {
  readonly id: string;
  /** The heading that it stands under. */
  readonly group: string;
  readonly sentence: string;
  /** Whether it stands in the source that is linked, or is only reported to. */
  readonly standing: 'published' | 'reported';
  /** `date` is an ISO day: that of the publication. */
  readonly source: { readonly title: string; readonly url: string; readonly date: string };
}

/** The signs, and what is to be said before anybody reads them. */
export interface RedFlagList {
  /** Sentences. Order: as they are read. */
  readonly caution: readonly string[];
  /** Order: by group. */
  readonly flags: readonly RedFlag[];
}

/** What may be answered to a sign. A closed list. */
export const RED_FLAG_ANSWERS = ['seen', 'not-seen', 'not-applicable'] as const;

/** What somebody answered to a sign. */
export type RedFlagAnswerWord = (typeof RED_FLAG_ANSWERS)[number];
