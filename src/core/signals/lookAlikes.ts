import type { Account } from '../account.js';
import { addressOfAccount } from '../account.js';
import { findLookAlikes } from '../patterns/lookAlike.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';
import { isAboveDust } from './subjectHistory.js';

/**
 * Accounts in the subject's history whose addresses look like the subject's own, or like that of
 * another account in it: somebody may have put them there to be copied by mistake.
 *
 * One signal for each imitated account, at the last of its imitations. Edge: taken for the real one is the subject, else the account
 * that first moved more than dust with it, else the one met first.
 */
export function tellLookAlikes({ start }: Trace, history: SubjectHistory): Signal[] {
  const { subject, dealings, spoofed } = history;
  const known = new Set<Account>([subject]);
  for (const dealing of dealings) if (isAboveDust(dealing, start.assets)) known.add(dealing.other);
  const met = new Set<Account>(known);
  for (const { other } of dealings) met.add(other);
  for (const { to } of spoofed) if (to !== null) met.add(to);
  return findLookAlikes(met).flatMap(([imitated, ...others]) => {
    const last = others.at(-1);
    if (imitated === undefined || last === undefined) return [];
    const whose =
      imitated === subject
        ? 'this very address'
        : `${addressOfAccount(imitated)}, with which it dealt,`;
    const count = others.length === 1 ? 'An address' : `${others.length} addresses`;
    const verb = others.length === 1 ? 'begins and ends' : 'begin and end';
    return [
      {
        kind: 'lookalike' as const,
        account: last,
        sentence: `${count} in this wallet’s history ${verb} like ${whose} and differ in between: such rows are put there to be copied by mistake, so compare every character. They link nobody to anybody.`,
        attribution: null,
      },
    ];
  });
}
