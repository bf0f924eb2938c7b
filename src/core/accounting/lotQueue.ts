import type { Lot } from './layLots.js';

/**
 * Lots of one balance, oldest first.
 *
 * Each lot names the next one: most balances hold one lot or two, for which a list that has room for
 * more would be too large, and there are as many balances as places.
 */
export class LotQueue {
  #first: Lot | null = null;
  #last: Lot | null = null;

  /**
   * Adds a lot at the end, the lot itself: one that goes from balance to balance is not made anew.
   *
   * Edge: a lot with the origin of the one before joins it.
   */
  put(lot: Lot): void {
    const last = this.#last;
    const { origin, amount, sent } = lot;
    // Only lots of one kind may join: a part of them must stand for the same part of what was sent.
    if (last !== null && last.origin === origin && isAlike(last, amount, sent)) {
      last.amount += amount;
      last.sent += sent;
      return;
    }
    lot.isFresh = false;
    lot.next = null;
    if (last === null) this.#first = lot;
    else last.next = lot;
    this.#last = lot;
  }

  /** Takes the oldest lot, or as much of it as is wanted; null where there is none. */
  take(wanted: bigint): Lot | null {
    const lot = this.#first;
    if (lot === null) return null;
    if (lot.amount <= wanted) {
      this.#first = lot.next;
      if (lot.next === null) this.#last = null;
      return lot;
    }
    const { origin, amount } = lot;
    const sent = lot.sent === amount ? wanted : (lot.sent * wanted) / amount;
    lot.amount -= wanted;
    lot.sent -= sent;
    return { origin, amount: wanted, sent, isFresh: false, next: null };
  }

  /** Visits all lots, oldest first. */
  forEach(visit: (origin: number, sent: bigint) => void): void {
    for (let lot = this.#first; lot !== null; lot = lot.next) visit(lot.origin, lot.sent);
  }
}

/** Whether each unit of a lot stands for as much of what was sent as each of another. */
function isAlike(lot: Lot, amount: bigint, sent: bigint): boolean {
  // Most stand for all of themselves or for nothing, which is seen without multiplying.
  if (sent === amount || sent === 0n) return lot.sent === (sent === 0n ? 0n : lot.amount);
  return lot.sent * amount === sent * lot.amount;
}
