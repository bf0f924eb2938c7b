import type { KnownLink } from '../../core/knownLink.js';
import { parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { rankOf, standingOfAnswers } from '../../desk/roster/answering.js';
import type { StoredLink } from '../../store/rosterStore.js';
import { LOCAL_ACTOR } from '../access/localActor.js';

/** How long a link that nobody answered counts as new. Units: seconds. */
const NEW_SECONDS = 7 * SECONDS_PER_DAY;

/** A link as it is told. Units: `nowMs` is milliseconds since 1970. */
export function toKnownLink(stored: StoredLink, nowMs: number): KnownLink {
  const { link, firstSeenAt, changedAt, goneSince, answers } = stored;
  const standing = standingOfAnswers(link, answers, (id) => id !== LOCAL_ACTOR.personId);
  const [newest = null] = answers;
  const age = nowMs / 1000 - (parseMoment(changedAt) ?? 0);
  return {
    ...{ link, firstSeenAt, changedAt, goneSince },
    weighs: goneSince === null ? standing.weighs : 'info',
    isNew: goneSince === null && !standing.holds && age < NEW_SECONDS,
    needsSecond: goneSince === null && standing.needsSecond,
    answer:
      newest === null
        ? null
        : {
            ...{ at: newest.at, by: newest.by, meaning: newest.meaning, reason: newest.reason },
            holds: standing.holds,
          },
  };
}

/** Links by what they count with, most serious first, then newest; those that are gone come last. */
export function inOrder(links: readonly KnownLink[]): readonly KnownLink[] {
  return [...links].sort(
    (a, b) =>
      Number(a.goneSince !== null) - Number(b.goneSince !== null) ||
      rankOf(b.weighs) - rankOf(a.weighs) ||
      (b.changedAt > a.changedAt ? 1 : b.changedAt < a.changedAt ? -1 : 0) ||
      (a.link.id < b.link.id ? -1 : 1),
  );
}
