import { AmountColumn } from '../columns/amountColumn.js';
import { LotQueues } from './lotQueues.js';
import type { MovementTable } from './movementTable.js';
import { HOLDING, numberAt } from './movementTable.js';
import { OWN } from './ownLegs.js';
import type { ReplayQuestion } from './replay.js';

/**
 * Up to which movement a replay need follow each place, by its number; -1 where not at all.
 *
 * Incoming, a holding matters until value last leaves it towards the subject. Outgoing, one that the
 * subject's value can have come to matters to the end, and before it came as well: what was there
 * first leaves first. The subject matters always, and edges need not be followed.
 */
export function followedUntil(
  { table, direction }: Pick<ReplayQuestion, 'table' | 'direction'>,
  kinds: Uint8Array,
): Int32Array {
  const { count, firstLeg, firstCredit, placeOf } = table;
  const isIncoming = direction === 'incoming';
  const until = new Int32Array(kinds.length);
  for (let place = 0; place < kinds.length; place += 1) {
    until[place] = kinds[place] === OWN ? count : -1;
  }
  for (let step = 0; step < count; step += 1) {
    const at = isIncoming ? count - 1 - step : step;
    const middle = numberAt(firstCredit, at);
    const first = numberAt(firstLeg, at);
    const end = numberAt(firstLeg, at + 1);
    const nearTo = isIncoming ? end : middle;
    let passes = false;
    for (let leg = isIncoming ? middle : first; leg < nearTo && !passes; leg += 1) {
      passes = numberAt(until, numberAt(placeOf, leg)) >= 0;
    }
    if (!passes) continue;
    const farTo = isIncoming ? middle : end;
    for (let leg = isIncoming ? first : middle; leg < farTo; leg += 1) {
      const place = numberAt(placeOf, leg);
      if (numberAt(kinds, place) !== HOLDING || numberAt(until, place) >= 0) continue;
      until[place] = isIncoming ? at : count;
    }
  }
  return until;
}

/** Memory that one replay after another fills: each would else take as much as its table is large. */
export class ReplayMemory {
  readonly heldAt = new AmountColumn(0);
  readonly balances = new AmountColumn(0);
  readonly lots = new LotQueues();
  readonly #figures: bigint[][] = [];

  /** So many lists of so many amounts, all of them 0. They may be longer than that. */
  figures(count: number, length: number): readonly bigint[][] {
    while (this.#figures.length < count) this.#figures.push([]);
    const lists = this.#figures.slice(0, count);
    for (const list of lists) {
      if (list.length < length) list.length = length;
      list.fill(0n, 0, length);
    }
    return lists;
  }
}

/**
 * What the places that are followed hold, by leg: right before a debit, right after a credit; an
 * overdraft leaves nothing. It stands in the memory until that is used again. Units: atomic.
 *
 * Edge: other legs have none, which reads as nothing.
 */
export function balancesOnTheWay(
  table: MovementTable,
  until: Int32Array,
  { heldAt, balances }: ReplayMemory,
): AmountColumn {
  const { count, firstLeg, firstCredit, placeOf, places, amountOf } = table;
  heldAt.clear(placeOf.length);
  balances.clear(places.length);
  for (let at = 0; at < count; at += 1) {
    const middle = numberAt(firstCredit, at);
    const end = numberAt(firstLeg, at + 1);
    for (let leg = numberAt(firstLeg, at); leg < end; leg += 1) {
      const place = numberAt(placeOf, leg);
      if (at > numberAt(until, place)) continue;
      if (leg < middle) {
        heldAt.setFrom(leg, balances, place);
        if (amountOf.reaches(leg, balances, place)) balances.set(place, 0n);
        else balances.takeFrom(place, amountOf, leg);
      } else {
        balances.addFrom(place, amountOf, leg);
        heldAt.setFrom(leg, balances, place);
      }
    }
  }
  return heldAt;
}
