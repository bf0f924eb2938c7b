import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import type { Exposure } from '../exposure.js';
import { parseMoment, SECONDS_PER_DAY } from '../moment.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { labelledAs } from './labelWords.js';
import type { SubjectHistory } from './subjectHistory.js';
import { isAboveDust } from './subjectHistory.js';

/** Days before and after a theft within which what goes to its accounts may be loot. */
const AROUND_EVENT_DAYS = 30;

/**
 * Value that went straight to a theft or ransom account, as the loot of a victim does: around the day
 * of the event that the claim names, or as the first contact with that account's owner.
 *
 * Who was paid by such an account before, and later sent it money, does not look like a victim.
 * Source: https://www.ic3.gov/PSA/2025/PSA250226 names accounts that stolen money went to; the days
 * are a policy choice.
 */
export function tellPossibleVictims(
  trace: Trace,
  exposures: readonly Exposure[],
  history: SubjectHistory,
): Signal[] {
  const contacts = firstContacts(trace, history);
  return exposures
    .filter((exposure) => isLoot(exposure) && looksRobbed(exposure, contacts))
    .map((exposure) => ({
      kind: 'possible-victim' as const,
      account: exposure.accounts[0] ?? exposure.subject,
      sentence: `Value went straight to ${labelledAs(exposure.attribution)}; whoever was robbed or blackmailed looks like this too.`,
      attribution: exposure.attribution,
    }));
}

function isLoot({ direction, kind, attribution, dust }: Exposure): boolean {
  return (
    direction === 'outgoing' &&
    kind === 'direct' &&
    !dust &&
    (attribution.category === 'stolen-funds' || attribution.category === 'ransom')
  );
}

/** When value above dust first came from an account, and when any first went to it. */
interface FirstContacts {
  readonly came: ReadonlyMap<Account, number>;
  /** Every moment at which value went to it. Order: ascending. */
  readonly went: ReadonlyMap<Account, readonly number[]>;
}

function firstContacts({ start }: Trace, { dealings }: SubjectHistory): FirstContacts {
  const came = new Map<Account, number>();
  const went = new Map<Account, number[]>();
  for (const dealing of dealings) {
    const { direction, other, amount, fact } = dealing;
    if (direction === 'incoming') {
      if (!came.has(other) && isAboveDust(dealing, start.assets)) came.set(other, fact.timeSeconds);
    } else if (amount > 0n) {
      const times = went.get(other) ?? [];
      times.push(fact.timeSeconds);
      went.set(other, times);
    }
  }
  return { came, went };
}

function looksRobbed({ accounts, attribution }: Exposure, contacts: FirstContacts): boolean {
  const times = accounts.flatMap((account) => contacts.went.get(account) ?? []);
  const event = eventSeconds(attribution);
  const around = AROUND_EVENT_DAYS * SECONDS_PER_DAY;
  if (event !== null && times.some((time) => Math.abs(time - event) <= around)) return true;
  const firstCame = Math.min(...accounts.map((account) => contacts.came.get(account) ?? Infinity));
  const firstWent = times.reduce((first, time) => Math.min(first, time), Infinity);
  return firstWent < firstCame;
}

/** The day that an event names, such as `Ronin Bridge 2022-03-23`; null where it names none. */
function eventSeconds({ event }: Attribution): number | null {
  const day = /\d{4}-\d{2}-\d{2}/.exec(event ?? '')?.[0];
  return day === undefined ? null : parseMoment(day);
}
