import { AmountColumn } from '../columns/amountColumn.js';
import { bytesOf, intsOf } from '../columns/columnMemory.js';
import type { Movement } from './movement.js';

/** So much of the value of a place that has a number. */
export interface NumberedLeg {
  readonly place: number;
  /** Units: atomic. */
  readonly amount: bigint;
  /** Part of the movement's value, comparable with the other legs of its side. */
  readonly weight: bigint;
}

/** A movement between places that have numbers. */
export interface NumberedMovement extends Pick<Movement, 'kind'> {
  /** The number of its fact. */
  readonly fact: number;
  readonly debits: readonly NumberedLeg[];
  readonly credits: readonly NumberedLeg[];
}

/** A payment from one place to one other: a plain object that is used again and again. */
export interface NumberedPayment {
  /** The number of its fact. */
  fact: number;
  from: number;
  to: number;
  /** Where its amount stands, and at which index. Units: atomic. */
  readonly amounts: AmountColumn;
  index: number;
}

/**
 * The columns of a table of movements that is being written. A million movements pass here, each
 * through all columns at once: so they grow together, and are not asked one by one whether they must.
 */
export class MovementColumns {
  /** How many movements there are, and how many legs. */
  count = 0;
  legCount = 0;
  /** The number of each movement in the whole ledger. */
  order: Int32Array = new Int32Array(0);
  firstLeg: Int32Array = new Int32Array(1);
  firstCredit: Int32Array = new Int32Array(0);
  isConversion: Uint8Array = new Uint8Array(0);
  placeOf: Int32Array = new Int32Array(0);
  /** The number of each movement's fact. */
  factOf: Int32Array = new Int32Array(0);
  readonly amountOf = new AmountColumn(0);
  /** The amounts themselves until a leg's weight differs: two equal columns would be a waste. */
  weightOf: AmountColumn = this.amountOf;
  #expected = 0;

  /** Says that a payment may come, so that there is room for all at once. */
  expectPayment(): void {
    this.#expected += 1;
  }

  /** Adds a payment. `order` is its number in the whole ledger. */
  addPayment({ fact, from, to, amounts, index }: NumberedPayment, order: number): void {
    this.#makeRoom(2);
    const leg = this.legCount;
    this.placeOf[leg] = from;
    this.placeOf[leg + 1] = to;
    this.#setFrom(leg, amounts, index);
    this.#setFrom(leg + 1, amounts, index);
    this.legCount = leg + 2;
    this.#addRow(fact, order, leg + 1);
  }

  /** Adds a movement. `order` is its number in the whole ledger. */
  add({ kind, fact, debits, credits }: NumberedMovement, order: number): void {
    this.#makeRoom(debits.length + credits.length);
    for (const leg of debits) this.#addLeg(leg);
    const firstCredit = this.legCount;
    for (const leg of credits) this.#addLeg(leg);
    if (kind === 'conversion') this.isConversion[this.count] = 1;
    this.#addRow(fact, order, firstCredit);
  }

  #setFrom(leg: number, amounts: AmountColumn, index: number): void {
    this.amountOf.setFrom(leg, amounts, index);
    if (this.weightOf !== this.amountOf) this.weightOf.setFrom(leg, amounts, index);
  }

  #addLeg({ place, amount, weight }: NumberedLeg): void {
    const leg = this.legCount;
    if (weight !== amount && this.weightOf === this.amountOf) {
      this.weightOf = this.amountOf.copy();
    }
    this.amountOf.set(leg, amount);
    if (this.weightOf !== this.amountOf) this.weightOf.set(leg, weight);
    this.placeOf[leg] = place;
    this.legCount = leg + 1;
  }

  /** Adds a movement, the legs of which are there. */
  #addRow(fact: number, order: number, firstCredit: number): void {
    const row = this.count;
    this.factOf[row] = fact;
    this.order[row] = order;
    this.firstCredit[row] = firstCredit;
    this.firstLeg[row + 1] = this.legCount;
    this.count = row + 1;
  }

  #makeRoom(legs: number): void {
    if (this.count === this.order.length) {
      const rows = Math.max(this.#expected, 2 * this.count, 8);
      this.order = grown(this.order, rows);
      this.factOf = grown(this.factOf, rows);
      this.firstLeg = grown(this.firstLeg, rows + 1);
      this.firstCredit = grown(this.firstCredit, rows);
      const isConversion = bytesOf(rows);
      isConversion.set(this.isConversion);
      this.isConversion = isConversion;
    }
    if (this.legCount + legs <= this.placeOf.length) return;
    const room = Math.max(2 * this.#expected, 2 * this.legCount, this.legCount + legs, 16);
    this.placeOf = grown(this.placeOf, room);
    this.amountOf.resize(room);
    if (this.weightOf !== this.amountOf) this.weightOf.resize(room);
  }

  /** Says that no movement comes any more: what there was room for is given back. */
  end(): void {
    const { count, legCount } = this;
    this.amountOf.resize(legCount);
    if (this.weightOf !== this.amountOf) this.weightOf.resize(legCount);
    this.factOf = this.factOf.subarray(0, count);
    this.firstLeg = this.firstLeg.subarray(0, count + 1);
    this.firstCredit = this.firstCredit.subarray(0, count);
    this.isConversion = this.isConversion.subarray(0, count);
    this.placeOf = this.placeOf.subarray(0, legCount);
  }

  /** Adds a movement that stands in other columns. */
  copyRow(from: MovementColumns, row: number): void {
    const fact = from.factOf[row];
    if (fact === undefined) return;
    const legs = (first = 0, end = 0): NumberedLeg[] =>
      Array.from({ length: end - first }, (_, n) => ({
        place: from.placeOf[first + n] ?? 0,
        amount: from.amountOf.at(first + n),
        weight: from.weightOf.at(first + n),
      }));
    const debits = legs(from.firstLeg[row], from.firstCredit[row]);
    const credits = legs(from.firstCredit[row], from.firstLeg[row + 1]);
    const kind = from.isConversion[row] === 1 ? 'conversion' : 'payment';
    this.add({ kind, fact, debits, credits }, from.order[row] ?? 0);
  }
}

function grown(numbers: Int32Array, room: number): Int32Array {
  const larger = intsOf(room);
  larger.set(numbers);
  return larger;
}

/** Several columns as one, in the order of the whole ledger, of which each has a part. */
export function joinColumns(parts: readonly MovementColumns[]): MovementColumns {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const last = Math.max(-1, ...parts.map(({ order, count }) => order[count - 1] ?? -1));
  // Every movement stands in one part, and each part is in order: nothing need be sorted.
  const partOf = intsOf(last + 1).fill(-1);
  parts.forEach(({ order, count }, part) => {
    for (const number of order.subarray(0, count)) partOf[number] = part;
  });
  const joined = new MovementColumns();
  const rows = parts.map(() => 0);
  for (const part of partOf) {
    const [from, row] = [parts[part], rows[part]];
    if (from === undefined || row === undefined) continue;
    joined.copyRow(from, row);
    rows[part] = row + 1;
  }
  return joined;
}
