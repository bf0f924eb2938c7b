import type { LedgerFact } from '../ledger.js';
import { GrowingInts } from './growingInts.js';

/** So much of the value of a place that has a number. */
export interface NumberedLeg {
  readonly place: number;
  /** Units: atomic. */
  readonly amount: bigint;
  /** Part of the movement's value, comparable with the other legs of its side. */
  readonly weight: bigint;
}

/** The columns of a table of movements that is being written. */
export class MovementColumns {
  /** The number of each movement in the whole ledger. */
  readonly order = new GrowingInts();
  readonly facts: LedgerFact[] = [];
  readonly firstLeg = new GrowingInts();
  readonly firstCredit = new GrowingInts();
  readonly isConversion = new GrowingInts();
  readonly placeOf = new GrowingInts();
  readonly amountOf: bigint[] = [];
  /** The amounts themselves until a leg's weight differs: two equal columns would be a waste. */
  weightOf: bigint[] = this.amountOf;
  #expected = 0;

  /** How many movements there are. */
  get count(): number {
    return this.order.length;
  }

  /** Says that a payment from one place to one other may come. */
  expectPayment(): void {
    this.#expected += 1;
  }

  /** Begins a movement. Its debits come next, then `beginCredits`, then its credits. */
  begin(fact: LedgerFact, what: { readonly order: number; readonly isConversion: boolean }): void {
    if (this.count === 0) this.#makeRoom();
    this.facts[this.count] = fact;
    this.order.push(what.order);
    this.isConversion.push(what.isConversion ? 1 : 0);
    this.firstLeg.push(this.placeOf.length);
  }

  /** Room for all at once: a column that grows is copied again and again, and each copy is waste. */
  #makeRoom(): void {
    const [movements, legs] = [this.#expected, 2 * this.#expected];
    for (const column of [this.order, this.firstLeg, this.firstCredit, this.isConversion]) {
      column.makeRoom(movements + 1);
    }
    this.placeOf.makeRoom(legs);
    this.facts.length = movements;
    this.amountOf.length = legs;
  }

  /** Says that the debits of the movement are all there. */
  beginCredits(): void {
    this.firstCredit.push(this.placeOf.length);
  }

  /** Adds a leg to the movement. */
  addLeg(place: number, amount: bigint, weight: bigint): void {
    const leg = this.placeOf.length;
    if (weight !== amount && this.weightOf === this.amountOf) {
      this.weightOf = this.amountOf.slice(0, leg);
    }
    if (this.weightOf !== this.amountOf) this.weightOf[leg] = weight;
    this.amountOf[leg] = amount;
    this.placeOf.push(place);
  }

  /** Says that no movement comes any more: what there was room for is given back. */
  end(): void {
    this.facts.length = this.count;
    this.amountOf.length = this.placeOf.length;
    this.firstLeg.push(this.placeOf.length);
  }

  /** Adds a movement that stands in other columns. */
  copyRow(from: MovementColumns, row: number): void {
    const fact = from.facts[row];
    if (fact === undefined) return;
    this.begin(fact, { order: from.order.at(row), isConversion: from.isConversion.at(row) === 1 });
    const start = from.firstLeg.at(row);
    const middle = from.firstCredit.at(row);
    const end = row + 1 < from.count ? from.firstLeg.at(row + 1) : from.placeOf.length;
    for (let leg = start; leg < end; leg += 1) {
      if (leg === middle) this.beginCredits();
      this.addLeg(from.placeOf.at(leg), from.amountOf[leg] ?? 0n, from.weightOf[leg] ?? 0n);
    }
    if (middle === end) this.beginCredits();
  }
}

/** Several columns as one, in the order of the whole ledger, of which each has a part. */
export function joinColumns(parts: readonly MovementColumns[]): MovementColumns {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const last = Math.max(-1, ...parts.map(({ order, count }) => order.at(count - 1)));
  // Every movement stands in one part, and each part is in order: nothing need be sorted.
  const partOf = new Int32Array(last + 1).fill(-1);
  parts.forEach(({ order }, part) => {
    for (const number of order.all()) partOf[number] = part;
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
