import { assertNever } from './never.js';

/** Most days that an override holds, counted from the day on which it was asked for. */
export const MOST_OVERRIDE_DAYS = 30;

/** Days within which a second person answers. */
export const OVERRIDE_ANSWER_DAYS = 7;

/** What a second person said to an override. A closed list. */
export const OVERRIDE_ANSWERS = ['agreed', 'refused'] as const;

/** What a second person said to an override. */
export type OverrideAnswer = (typeof OVERRIDE_ANSWERS)[number];

/** One person's wish that a payment which came out `hold` be paid all the same. Times are ISO 8601 in UTC. */
export interface HoldOverride {
  readonly id: string;
  readonly askedAt: string;
  /** Id of the person who asked. */
  readonly askedBy: string;
  /** Personal data. */
  readonly reason: string;
  /** The last day on which it holds, ISO, in UTC. */
  readonly until: string;
  /** The last second in which it can be agreed to. */
  readonly answerBy: string;
  /** What another person said; null while nobody did. */
  readonly answer: {
    readonly said: OverrideAnswer;
    readonly at: string;
    readonly by: string;
  } | null;
  /** Who of the two took it back, and when; null while nobody did. */
  readonly withdrawn: { readonly at: string; readonly by: string } | null;
}

/**
 * Where an override stands. `asked` waits for the second person, `lapsed` waited too long, `agreed` holds
 * still and `ended` did until its last day was over.
 */
export type OverrideState = 'asked' | 'lapsed' | 'agreed' | 'ended' | 'refused' | 'withdrawn';

/**
 * Where an override stands at a moment.
 *
 * Edge: it lapses with its last day where that comes before the end of the time to answer.
 *
 * @example
 * overrideStateAt(
 *   { answer: null, withdrawn: null, until: '2026-11-22', answerBy: '2026-11-29T10:00:00Z' },
 *   '2026-11-23T00:00:00Z',
 * ) // 'lapsed'
 */
export function overrideStateAt(
  override: Pick<HoldOverride, 'answer' | 'withdrawn' | 'until' | 'answerBy'>,
  nowIso: string,
): OverrideState {
  const { answer, withdrawn, until, answerBy } = override;
  if (withdrawn !== null) return 'withdrawn';
  const isOver = nowIso.slice(0, 10) > until;
  if (answer === null) return isOver || nowIso > answerBy ? 'lapsed' : 'asked';
  switch (answer.said) {
    case 'agreed':
      return isOver ? 'ended' : 'agreed';
    case 'refused':
      return 'refused';
    default:
      return assertNever(answer.said, 'answer to an override');
  }
}

/**
 * Whether two had agreed and one of them took it back, so that its approval is handed out no more.
 *
 * @example
 * isTakenBack({ answer: null, withdrawn: { at: '2026-11-22T10:00:00Z', by: 'a' } }) // false
 */
export function isTakenBack({
  answer,
  withdrawn,
}: Pick<HoldOverride, 'answer' | 'withdrawn'>): boolean {
  return answer?.said === 'agreed' && withdrawn !== null;
}
