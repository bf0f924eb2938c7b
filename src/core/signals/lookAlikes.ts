import type { Account } from '../account.js';
import { addressOfAccount } from '../account.js';
import { findLookAlikes } from '../patterns/lookAlike.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';
import { isAboveDust } from './subjectHistory.js';

/** Imitated accounts that are told one by one; of more only the number is told. */
const MOST_TOLD = 5;

/**
 * Accounts in the subject's history whose addresses look like the subject's own, or like that of
 * another account in it: somebody may have put them there to be copied by mistake.
 *
 * One signal for each imitated account, at the last of its imitations. An imitation of a counterparty
 * is an account that began with dust or nothing: two that both began with money look alike by chance,
 * as among a hundred thousand counterparties one pair does.
 * Edge: taken for the real one is the subject, else the account that first moved more than dust.
 */
export function tellLookAlikes({ start }: Trace, history: SubjectHistory): Signal[] {
  const { subject, dealings, spoofed } = history;
  const known = new Set<Account>([subject]);
  const beganSmall = new Set<Account>(spoofed.flatMap(({ to }) => to ?? []));
  for (const dealing of dealings) {
    if (isAboveDust(dealing, start.assets)) known.add(dealing.other);
    else if (!known.has(dealing.other)) beganSmall.add(dealing.other);
  }
  const signals: Signal[] = [];
  let more = 0;
  for (const [imitated, ...alike] of findLookAlikes([...known, ...beganSmall])) {
    if (imitated === undefined) continue;
    const imitations = alike.filter((other) => imitated === subject || beganSmall.has(other));
    const last = imitations.at(-1);
    if (last === undefined) continue;
    if (signals.length === MOST_TOLD) more += 1;
    else {
      const sentence = describe(imitated, { subject, count: imitations.length });
      signals.push({ kind: 'lookalike', account: last, sentence, attribution: null });
    }
  }
  if (more === 0) return signals;
  return signals.map((signal, at) =>
    at < MOST_TOLD - 1
      ? signal
      : { ...signal, sentence: `${signal.sentence} Accounts imitated beside these: ${more}.` },
  );
}

function describe(
  imitated: Account,
  { subject, count }: { readonly subject: Account; readonly count: number },
): string {
  const whose =
    imitated === subject
      ? 'this very address'
      : `${addressOfAccount(imitated)}, with which it dealt,`;
  const who =
    count === 1
      ? 'An address in this wallet’s history begins and ends'
      : `${count} addresses in this wallet’s history begin and end`;
  return `${who} like ${whose} and differ${count === 1 ? 's' : ''} in between: such rows are put there to be copied by mistake, so compare every character. They link nobody to anybody.`;
}
