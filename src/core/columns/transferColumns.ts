import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import type { OrderNotes } from '../orderNotes.js';
import { neighboursOf } from '../orderNotes.js';
import type { AmountColumn } from './amountColumn.js';
import { LOWER, UPPER } from './amountColumn.js';
import { GrowingInts } from './growingInts.js';
import type { Party } from './partyNumbers.js';
import { PartyNumbers } from './partyNumbers.js';

/** How many numbers tell of a transfer. */
export const ROW = 6;
/** Where among them stands who gave. */
export const FROM = 0;
/** Where among them stands who got. */
export const TO = 1;
/** Where among them stands twice the number of the asset, and one more for what paid whoever makes the block. */
export const ASSET = 2;
/** Where among them stand the words of the amount, the lowest first. */
const AMOUNT = 3;

const WORD_BITS = 32n;
const WORD_PAIR = (1n << (2n * WORD_BITS)) - 1n;
/** An amount of so much or more does not fit in its words. */
const TOO_LARGE = 1n << (3n * WORD_BITS);

/**
 * The transfers of a ledger, and beside them in numbers what is asked of every one of them: who gave
 * it, who got it, and how much of what. Order: as they came.
 *
 * They are written down as a search takes its answers, each once, so that whoever accounts for a
 * million of them need not look each up again.
 */
export class TransferColumns implements OrderNotes {
  readonly parties = new PartyNumbers();
  /** By their numbers. */
  readonly assets: AssetId[] = [];
  /**
   * `ROW` numbers for each: of who gave, of who got, of the asset, and the amount. They lie side by side,
   * for they are read together, and not in the order in which they came.
   */
  readonly rows = new GrowingInts();
  /** The amounts that do not fit there, by the place of the transfer. */
  readonly #large = new Map<number, bigint>();
  readonly #transfers: Transfer[] = [];
  readonly #times = new GrowingInts();
  /** Whether each time is a number of the column. */
  #haveTimes = true;
  readonly #neighbours = new GrowingInts();
  readonly #word = new BigUint64Array(1);
  readonly #halves = new Int32Array(this.#word.buffer);
  readonly #numbersOfAssets = new Map<AssetId, number>();
  /** The giver of the transfer before, whose history most of the next ones are from. */
  #giver: { readonly name: Party; readonly number: number } | null = null;

  /** Columns of these transfers. */
  static of(transfers: Iterable<Transfer>): TransferColumns {
    const columns = new TransferColumns();
    for (const transfer of transfers) columns.add(transfer);
    return columns;
  }

  /** The transfers themselves. */
  get transfers(): readonly Transfer[] {
    return this.#transfers;
  }

  /** Adds a transfer. */
  add(transfer: Transfer): void {
    const { to, asset, channel, amount } = transfer;
    const isLarge = amount >= TOO_LARGE;
    if (isLarge) this.#large.set(this.#transfers.length, amount);
    this.#noteOrder(transfer);
    this.#transfers.push(transfer);
    this.rows.push(this.#giverOf(transfer));
    this.rows.push(this.parties.numberOf(to ?? 'fee'));
    this.rows.push(2 * this.#numberOfAsset(asset) + (channel === 'fee' ? 1 : 0));
    this.#addWords(isLarge ? 0n : amount);
  }

  /** A time that fits no number of the column is read from the transfers from then on, as all others. */
  #noteOrder(transfer: Transfer): void {
    const { timeSeconds } = transfer;
    this.#haveTimes &&= timeSeconds === (timeSeconds | 0);
    this.#times.push(timeSeconds);
    this.#neighbours.push(neighboursOf(this.#transfers.at(-1), transfer));
  }

  timeAt(place: number): number {
    return this.#haveTimes ? this.#times.at(place) : (this.#transfers[place]?.timeSeconds ?? 0);
  }

  neighboursAt(place: number): number {
    return this.#neighbours.at(place);
  }

  #addWords(amount: bigint): void {
    this.#word[0] = amount;
    this.rows.push(this.#halves[LOWER] ?? 0);
    this.rows.push(this.#halves[UPPER] ?? 0);
    this.rows.push(amount > WORD_PAIR ? Number(amount >> (2n * WORD_BITS)) : 0);
  }

  /** Sets an amount of a column to that of a transfer. */
  readAmount(transfer: number, into: AmountColumn, index: number): void {
    const large = this.#large.size === 0 ? undefined : this.#large.get(transfer);
    if (large !== undefined) {
      into.set(index, large);
      return;
    }
    const word = ROW * transfer + AMOUNT;
    const { rows } = this;
    into.setWords(index, rows.at(word) >>> 0, rows.at(word + 1) >>> 0, rows.at(word + 2) >>> 0);
  }

  #giverOf({ from }: Transfer): number {
    const name = from ?? 'issued';
    if (this.#giver?.name !== name) this.#giver = { name, number: this.parties.numberOf(name) };
    return this.#giver.number;
  }

  #numberOfAsset(asset: AssetId): number {
    const known = this.#numbersOfAssets.get(asset);
    if (known !== undefined) return known;
    this.#numbersOfAssets.set(asset, this.assets.length);
    return this.assets.push(asset) - 1;
  }
}
