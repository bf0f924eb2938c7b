import type { Account } from '../account.js';
import { largerAmount, smallerAmount } from '../amount.js';
import type { Direction } from '../exposure.js';
import type { Leg, Movement } from './movement.js';
import type { Distance } from './replay.js';

/** What every method that conserves value gives at least and at most. Units: atomic. */
export interface ContactBounds {
  readonly lower: bigint;
  readonly upper: bigint;
}

/**
 * Bounds of what moved straight between the subject and an entity's accounts.
 *
 * Inside one movement the other side can have given (or taken) at most its own value, and at least
 * what the rest cannot have; movements do not share value, so their bounds add up.
 * Edge: null for value that came through others; its bounds need the whole flow network.
 */
export function boundContact(contact: {
  readonly distance: Distance;
  readonly direction: Direction;
  readonly accounts: ReadonlyMap<Account, unknown>;
  readonly movements: readonly Movement[];
  readonly sinceSeconds: number;
}): ContactBounds | null {
  if (contact.distance === 'indirect') return null;
  let lower = 0n;
  let upper = 0n;
  for (const { fact, debits, credits } of contact.movements) {
    if (fact.timeSeconds < contact.sinceSeconds) continue;
    const [near, far] = contact.direction === 'incoming' ? [credits, debits] : [debits, credits];
    const own = sumOf(near, (leg) => leg.place.kind === 'subject');
    if (own === 0n) continue;
    const theirs = sumOf(
      far,
      ({ place }) =>
        place.kind === 'edge' && place.account !== null && contact.accounts.has(place.account),
    );
    const others = sumOf(far, () => true) - theirs;
    upper += smallerAmount(own, theirs);
    lower += largerAmount(0n, own - others);
  }
  return { lower, upper };
}

function sumOf(legs: readonly Leg[], isMeant: (leg: Leg) => boolean): bigint {
  return legs.reduce((sum, leg) => (isMeant(leg) ? sum + leg.amount : sum), 0n);
}
