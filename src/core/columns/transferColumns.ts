import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { AmountColumn } from './amountColumn.js';
import { GrowingInts } from './growingInts.js';
import type { Party } from './partyNumbers.js';
import { PartyNumbers } from './partyNumbers.js';

const LEAST_ROOM = 16;

/** How many numbers tell of a transfer. */
export const ROW = 4;
/** Where among them stands who gave. */
export const FROM = 0;
/** Where among them stands who got. */
export const TO = 1;
/** Where among them stands the asset. */
export const ASSET = 2;
/** Where among them stands 1 for what paid whoever makes the block, 0 for all others. */
export const IS_FEE = 3;

/**
 * The transfers of a ledger, and beside them in numbers what is asked of every one of them: who gave
 * it, who got it, and how much of what. Order: as they came.
 *
 * They are written down as a search takes its answers, each once, so that whoever accounts for a
 * million of them need not look each up again.
 */
export class TransferColumns {
  readonly parties = new PartyNumbers();
  /** By their numbers. */
  readonly assets: AssetId[] = [];
  /**
   * `ROW` numbers for each: of who gave, of who got and of the asset, and whether it is a fee. They lie
   * side by side, for they are read together, and not in the order in which they came.
   */
  readonly rows = new GrowingInts();
  /** Units: atomic. There may be room for more than there are. */
  readonly amount = new AmountColumn(0);
  readonly #transfers: Transfer[] = [];
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
    const at = this.#transfers.length;
    if (at === this.amount.length) this.amount.resize(Math.max(LEAST_ROOM, 2 * at));
    this.#transfers.push(transfer);
    this.rows.push(this.#giverOf(transfer));
    this.rows.push(this.parties.numberOf(transfer.to ?? 'fee'));
    this.rows.push(this.#numberOfAsset(transfer.asset));
    this.rows.push(transfer.channel === 'fee' ? 1 : 0);
    this.amount.set(at, transfer.amount);
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
