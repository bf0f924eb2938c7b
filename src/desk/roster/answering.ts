import {
  LINK_SEVERITIES,
  type LinkClaim,
  type LinkSeverity,
  type RosterLink,
} from '../../core/rosterLink.js';

/** What of an answer decides whether it still holds. Order of several: newest first. */
export interface GivenAnswer {
  readonly meaning: 'explained' | 'not-explained';
  /** The person who answers for it. */
  readonly by: string;
  /** The payees that were linked then, and the weight by rule. */
  readonly payees: readonly string[];
  readonly severity: LinkSeverity;
  /** Keys of the claims near it then. */
  readonly claims: readonly string[];
}

/** How answers change what a link counts with. */
export interface AnswerStanding {
  readonly weighs: LinkSeverity;
  /** Whether the newest answer is about the link as it is now. */
  readonly holds: boolean;
  /** Whether it was explained by one person, and counts once another named one has explained it too. */
  readonly needsSecond: boolean;
}

/** Persons who must have explained a link that holds payments, as two decide about any hold. */
const PERSONS_FOR_HOLD = 2;

/**
 * What a link counts with after what people said of it.
 *
 * An explained link counts as `info` as long as its payees are those that it had, its weight by rule is no
 * higher than it was, and no claim is near it that was not then: a new member or a new claim asks for a new
 * answer. One that holds payments
 * must have been explained by two persons with names; what one says who only has the command line
 * does not count for that. Whoever says last that it is not explained is right.
 */
export function standingOfAnswers(
  link: Pick<RosterLink, 'members' | 'severity' | 'claims'>,
  answers: readonly GivenAnswer[],
  isNamed: (personId: string) => boolean,
): AnswerStanding {
  const [newest] = answers;
  const unchanged = { weighs: link.severity, needsSecond: false };
  if (newest === undefined) return { ...unchanged, holds: false };
  if (!isAbout(newest, link)) return { ...unchanged, holds: false };
  const last = answers.findIndex(({ meaning }) => meaning === 'not-explained');
  const explained = answers.slice(0, last < 0 ? answers.length : last);
  if (explained.length === 0) return { ...unchanged, holds: true };
  if (link.severity !== 'hold') return { weighs: 'info', holds: true, needsSecond: false };
  const persons = new Set(
    explained.filter((one) => isAbout(one, link) && isNamed(one.by)).map(({ by }) => by),
  );
  const needsSecond = persons.size < PERSONS_FOR_HOLD;
  return { weighs: needsSecond ? link.severity : 'info', holds: true, needsSecond };
}

function isAbout(
  { payees, severity, claims }: GivenAnswer,
  link: Pick<RosterLink, 'members' | 'severity' | 'claims'>,
): boolean {
  const now = payeesOf(link);
  const isSame = payees.length === now.length && now.every((id) => payees.includes(id));
  const isKnown = claimKeysOf(link).every((key) => claims.includes(key));
  return isSame && isKnown && rankOf(link.severity) <= rankOf(severity);
}

/** What makes claims near a link the same: whom they speak about, what as, and on whose word. Order: as they stand. */
export function claimKeysOf({ claims }: Pick<RosterLink, 'claims'>): readonly string[] {
  return claims.map(({ account, entity, authority, source }: LinkClaim) =>
    [account, entity, authority, source].join(' '),
  );
}

/** The payees that a link links, each once. Order: by id. */
export function payeesOf({ members }: Pick<RosterLink, 'members'>): readonly string[] {
  return [...new Set(members.map(({ payeeId }) => payeeId))].sort();
}

/** How much a severity weighs: more for what is more serious. */
export function rankOf(severity: LinkSeverity): number {
  return LINK_SEVERITIES.indexOf(severity);
}
