import { AmountColumn } from '../columns/amountColumn.js';
import { bytesOf, intsOf } from '../columns/columnMemory.js';
import { GrowingInts } from '../columns/growingInts.js';
import type { Lot } from './layLots.js';
import { numberAt } from './movementTable.js';

/** Instead of a lot; lots are numbered from 1. */
const NONE = 0;

/**
 * The lots of all balances of a replay, each balance by the number of its place, oldest lot first.
 *
 * Lots stand in columns, and each names the next one of its balance. So what goes from balance to
 * balance is not made anew, and the more of them there are, no more objects live.
 */
export class LotQueues {
  /** By place: its oldest lot, and its newest. */
  #first: Int32Array = intsOf(0);
  #last: Int32Array = intsOf(0);
  /** Those that ever had a lot: 1 by place, and their numbers, as each first got one. */
  #hadAny: Uint8Array = bytesOf(0);
  readonly #places = new GrowingInts();
  /** By lot: the one behind it. Lots that are free are linked too. */
  readonly #next = new GrowingInts();
  readonly #origin = new GrowingInts();
  readonly #amount = new AmountColumn(0);
  readonly #sent = new AmountColumn(0);
  #free = NONE;
  #count = NONE;
  /** What is still to be passed on, in the one place that it has. */
  readonly #left = new AmountColumn(1);

  /** Forgets all lots, and makes room for the balances of so many places. */
  clear(places: number): void {
    this.#first = cleared(this.#first, places);
    this.#last = cleared(this.#last, places);
    if (places > this.#hadAny.length) this.#hadAny = bytesOf(places);
    else this.#hadAny.fill(0);
    this.#places.clear();
    this.#free = NONE;
    this.#count = NONE;
  }

  /** Adds a lot at the end of a balance. Edge: one with the origin of the lot before joins it. */
  put(place: number, { origin, amount, sent }: Lot): void {
    const lot = this.#newLot(origin);
    this.#amount.set(lot, amount);
    this.#sent.set(lot, sent);
    this.#link(place, lot);
  }

  /** The same with an amount of a column, all or nothing of which stands for what was sent. */
  putFrom(
    place: number,
    { origin, isSent }: { readonly origin: number; readonly isSent: boolean },
    amounts: AmountColumn,
    index: number,
  ): void {
    const lot = this.#newLot(origin);
    this.#amount.setFrom(lot, amounts, index);
    if (isSent) this.#sent.setFrom(lot, amounts, index);
    else this.#sent.set(lot, 0n);
    this.#link(place, lot);
  }

  /** Takes the oldest lot of a balance, or as much of it as is wanted; null where there is none. */
  take(place: number, wanted: bigint): Lot | null {
    const lot = numberAt(this.#first, place);
    if (lot === NONE) return null;
    const origin = this.#origin.at(lot);
    const [amount, sent] = [this.#amount.at(lot), this.#sent.at(lot)];
    if (amount <= wanted) {
      this.#unlink(place, lot);
      this.#release(lot);
      return { origin, amount, sent, isFresh: false };
    }
    const part = sent === amount ? wanted : (sent * wanted) / amount;
    this.#amount.set(lot, amount - wanted);
    this.#sent.set(lot, sent - part);
    return { origin, amount: wanted, sent: part, isFresh: false };
  }

  /**
   * Moves an amount of a column from one balance to another, or out of sight where that is null; gives
   * how much of it the one did not hold.
   */
  pass(from: number, to: number | null, amounts: AmountColumn, index: number): bigint {
    const left = this.#left;
    left.setFrom(0, amounts, index);
    for (;;) {
      const lot = numberAt(this.#first, from);
      if (left.isNothing(0)) return 0n;
      if (lot === NONE) return left.at(0);
      const passed = left.reaches(0, this.#amount, lot) ? lot : this.#splitOff(lot);
      left.takeFrom(0, this.#amount, passed);
      if (passed === lot) this.#unlink(from, lot);
      if (to === null) this.#release(passed);
      else this.#link(to, passed);
    }
  }

  /** The places that ever had a lot, until all are forgotten. Order: as each first got one. */
  places(): Int32Array {
    return this.#places.all();
  }

  /** Visits all lots of a balance, oldest first. */
  forEach(place: number, visit: (origin: number, sent: bigint) => void): void {
    for (let lot = numberAt(this.#first, place); lot !== NONE; lot = this.#next.at(lot)) {
      visit(this.#origin.at(lot), this.#sent.at(lot));
    }
  }

  /** A new lot of as much as is left, split off another, which is larger. */
  #splitOff(lot: number): number {
    const part = this.#newLot(this.#origin.at(lot));
    const isAll = this.#sent.equals(lot, this.#amount, lot);
    this.#amount.setFrom(part, this.#left, 0);
    if (isAll) this.#sent.setFrom(part, this.#left, 0);
    else if (this.#sent.isNothing(lot)) this.#sent.set(part, 0n);
    else this.#sent.set(part, (this.#sent.at(lot) * this.#left.at(0)) / this.#amount.at(lot));
    this.#amount.takeFrom(lot, this.#amount, part);
    this.#sent.takeFrom(lot, this.#sent, part);
    return part;
  }

  #link(place: number, lot: number): void {
    const last = numberAt(this.#last, place);
    // Only lots of one kind may join: a part of them must stand for the same part of what was sent.
    if (
      last !== NONE &&
      this.#origin.at(last) === this.#origin.at(lot) &&
      this.#isAlike(last, lot)
    ) {
      this.#amount.addFrom(last, this.#amount, lot);
      this.#sent.addFrom(last, this.#sent, lot);
      this.#release(lot);
      return;
    }
    this.#next.set(lot, NONE);
    if (last === NONE) this.#begin(place, lot);
    else this.#next.set(last, lot);
    this.#last[place] = lot;
  }

  #begin(place: number, lot: number): void {
    this.#first[place] = lot;
    if (this.#hadAny[place] === 1) return;
    this.#hadAny[place] = 1;
    this.#places.push(place);
  }

  /** Takes the oldest lot out of a balance. */
  #unlink(place: number, lot: number): void {
    const next = this.#next.at(lot);
    this.#first[place] = next;
    if (next === NONE) this.#last[place] = NONE;
  }

  /** Whether each unit of a lot stands for as much of what was sent as each of another. */
  #isAlike(one: number, other: number): boolean {
    const [amount, sent] = [this.#amount, this.#sent];
    // Most stand for all of themselves or for nothing, which is seen without multiplying.
    if (sent.isNothing(other)) return sent.isNothing(one);
    if (sent.equals(other, amount, other)) return sent.equals(one, amount, one);
    return sent.at(one) * amount.at(other) === sent.at(other) * amount.at(one);
  }

  #newLot(origin: number): number {
    let lot = this.#free;
    if (lot === NONE) {
      this.#count += 1;
      lot = this.#count;
      if (lot >= this.#amount.length) this.#makeRoom(lot);
    } else this.#free = this.#next.at(lot);
    this.#origin.set(lot, origin);
    return lot;
  }

  #makeRoom(lot: number): void {
    this.#amount.resize(2 * lot + 15);
    this.#sent.resize(2 * lot + 15);
  }

  #release(lot: number): void {
    this.#next.set(lot, this.#free);
    this.#free = lot;
  }
}

function cleared(numbers: Int32Array, length: number): Int32Array {
  return length > numbers.length ? intsOf(length) : numbers.fill(NONE);
}
