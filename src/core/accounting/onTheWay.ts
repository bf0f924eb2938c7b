import type { MovementTable } from './movementTable.js';
import { amountAt, HOLDING, numberAt } from './movementTable.js';
import { OWN } from './ownLegs.js';
import type { ReplayQuestion } from './replay.js';

/**
 * Which holdings the subject's value can have passed at all: 1 or 0 by the place's number. A replay
 * need follow no others.
 */
export function placesOnTheWay(
  { table, direction }: Pick<ReplayQuestion, 'table' | 'direction'>,
  kinds: Uint8Array,
): Uint8Array {
  const { count, firstLeg, firstCredit, placeOf, places } = table;
  const isOnTheWay = new Uint8Array(places.length);
  const isIncoming = direction === 'incoming';
  for (let step = 0; step < count; step += 1) {
    const at = isIncoming ? count - 1 - step : step;
    const middle = numberAt(firstCredit, at);
    const first = numberAt(firstLeg, at);
    const end = numberAt(firstLeg, at + 1);
    const nearTo = isIncoming ? end : middle;
    let passes = false;
    for (let leg = isIncoming ? middle : first; leg < nearTo && !passes; leg += 1) {
      const place = numberAt(placeOf, leg);
      passes = numberAt(kinds, place) === OWN || numberAt(isOnTheWay, place) === 1;
    }
    if (!passes) continue;
    const farTo = isIncoming ? middle : end;
    for (let leg = isIncoming ? first : middle; leg < farTo; leg += 1) {
      const place = numberAt(placeOf, leg);
      if (numberAt(kinds, place) === HOLDING) isOnTheWay[place] = 1;
    }
  }
  return isOnTheWay;
}

/**
 * What the holdings on the way hold, by leg: right before a debit, right after a credit; an overdraft
 * leaves nothing. Units: atomic.
 *
 * Edge: legs of other places have none.
 */
export function balancesOnTheWay(
  table: MovementTable,
  isOnTheWay: Uint8Array,
): readonly (bigint | undefined)[] {
  const { count, firstLeg, firstCredit, placeOf, places } = table;
  const heldAt = new Array<bigint | undefined>(placeOf.length);
  const balances = new Array<bigint>(places.length).fill(0n);
  for (let at = 0; at < count; at += 1) {
    const middle = numberAt(firstCredit, at);
    const end = numberAt(firstLeg, at + 1);
    for (let leg = numberAt(firstLeg, at); leg < end; leg += 1) {
      const place = numberAt(placeOf, leg);
      if (numberAt(isOnTheWay, place) === 0) continue;
      const amount = amountAt(table, leg);
      const before = balances[place] ?? 0n;
      if (leg < middle) {
        heldAt[leg] = before;
        balances[place] = amount < before ? before - amount : 0n;
      } else {
        const after = before + amount;
        heldAt[leg] = after;
        balances[place] = after;
      }
    }
  }
  return heldAt;
}
