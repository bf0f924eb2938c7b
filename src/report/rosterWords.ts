import type { RosterCoverage } from '../core/knownLink.js';
import type { LinkKind, LinkSeverity } from '../core/rosterLink.js';
import type { LinkDocument } from './rosterDocument.js';

/** What kinds of links are called. */
export const LINK_TITLES: Readonly<Record<LinkKind, string>> = {
  'shared-address': 'One address',
  'shared-deposit': 'One deposit address',
  'shared-consolidation': 'Money comes together',
  'shared-gas-funder': 'One first gas funder',
  'shared-payer': 'One outside payer',
};

/** What it means for a payment that a link weighs so. */
export const SEVERITY_WORDS: Readonly<Record<LinkSeverity, string>> = {
  info: 'for information',
  review: 'look before you pay',
  hold: 'do not pay before two people decided',
};

/** How much was seen to find links, in a sentence. */
export function describeCoverage({ wallets, seen, unseen }: RosterCoverage): string {
  if (wallets === 0) return 'No wallet of a payee is in use yet.';
  const many = wallets === 1 ? 'wallet' : 'wallets';
  const first = `${seen} of ${wallets} ${many} in use ${seen === 1 ? 'was' : 'were'} seen.`;
  if (unseen.length === 0) return first;
  return `${first} ${unseen.length} ${unseen.length === 1 ? 'was' : 'were'} never screened, so that no link of ${unseen.length === 1 ? 'it' : 'them'} can be seen.`;
}

/** Where a link stands besides its weight; empty where there is nothing to say. */
export function describeStanding(link: LinkDocument): string {
  const { goneSince, isNew, answer, needsSecond } = link;
  if (goneSince !== null) return 'gone: the facts and labels of now do not show it any more';
  if (needsSecond) return 'explained by one person; it counts once a second one explained it too';
  if (isNew) return answer === null ? 'new' : 'new: it changed since it was answered';
  if (answer === null) return 'nobody answered yet';
  if (!answer.holds) return 'changed since it was answered';
  return answer.meaning === 'explained' ? 'explained' : 'not explained';
}
