import { AmountColumn } from '../columns/amountColumn.js';
import { bytesOf, intsOf } from '../columns/columnMemory.js';
import type { TransferColumns } from '../columns/transferColumns.js';
import { ASSET, FROM, ROW, TO } from '../columns/transferColumns.js';
import { numberAt } from './movementTable.js';
import type { PlaceBook } from './placeBook.js';

/** A transfer between ordinary accounts. */
export const PAYMENT = 1;
/** One that pays whoever makes the block. */
export const FEE = 2;

/**
 * A stretch of a ledger's transfers in the order of the chain, which is not that in which they lie: they
 * are fetched all at once, and stay near while they are used.
 *
 * Transfers are numbered within the stretch.
 */
export class TransferStretch {
  readonly #columns: TransferColumns;
  readonly #places: PlaceBook;
  /** The number of each transfer in the ledger. */
  fact: Int32Array = new Int32Array(0);
  from: Int32Array = new Int32Array(0);
  to: Int32Array = new Int32Array(0);
  asset: Int32Array = new Int32Array(0);
  /** The places of who gave and who got, -1 where they had no number when the stretch was read. */
  fromPlace: Int32Array = new Int32Array(0);
  toPlace: Int32Array = new Int32Array(0);
  /**
   * `PAYMENT` or `FEE`; 0 for what moves nothing, or by way of an account that makes tokens and takes
   * them back.
   */
  kind: Uint8Array = new Uint8Array(0);
  /** Units: atomic. */
  readonly amount = new AmountColumn(0);

  constructor(columns: TransferColumns, places: PlaceBook) {
    this.#columns = columns;
    this.#places = places;
  }

  /** Reads the transfers with these numbers. */
  read(facts: Int32Array): void {
    this.fact = facts;
    if (facts.length > this.from.length) this.#makeRoom(facts.length);
    this.#readRows(this.#columns.rows.all(), facts);
    for (let n = 0; n < facts.length; n += 1) {
      this.#columns.readAmount(numberAt(facts, n), this.amount, n);
    }
    for (let n = 0; n < facts.length; n += 1) this.kind[n] = this.#kindOf(n);
    this.#findPlaces(this.fromPlace, this.from, facts.length);
    this.#findPlaces(this.toPlace, this.to, facts.length);
  }

  #findPlaces(found: Int32Array, spots: Int32Array, count: number): void {
    for (let n = 0; n < count; n += 1) {
      found[n] = this.#places.find(numberAt(spots, n), numberAt(this.asset, n));
    }
  }

  /** Nothing but that: so that many are fetched at once. */
  #readRows(rows: Int32Array, facts: Int32Array): void {
    for (let n = 0; n < facts.length; n += 1) {
      const row = ROW * numberAt(facts, n);
      this.from[n] = numberAt(rows, row + FROM);
      this.to[n] = numberAt(rows, row + TO);
      const asset = numberAt(rows, row + ASSET);
      this.asset[n] = asset >> 1;
      this.kind[n] = asset & 1;
    }
  }

  #kindOf(n: number): number {
    const [giver, getter] = [numberAt(this.from, n), numberAt(this.to, n)];
    if (giver === getter || this.amount.isNothing(n)) return 0;
    if (!this.#places.isPlain(giver) || !this.#places.isPlain(getter)) return 0;
    return numberAt(this.kind, n) === 1 ? FEE : PAYMENT;
  }

  #makeRoom(length: number): void {
    this.from = intsOf(length);
    this.to = intsOf(length);
    this.asset = intsOf(length);
    this.fromPlace = intsOf(length);
    this.toPlace = intsOf(length);
    this.kind = bytesOf(length);
    this.amount.resize(length);
  }
}
