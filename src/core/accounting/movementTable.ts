import type { AssetId } from '../asset.js';
import type { LedgerFact } from '../ledger.js';
import type { Place } from './movement.js';

/**
 * Movements in columns, so that a million of them can be swept.
 *
 * The legs of movement `m` are numbered from `firstLeg[m]`: its debits up to, without,
 * `firstCredit[m]`, then its credits up to, without, `firstLeg[m + 1]`. Places are numbered as they
 * are first met.
 */
export interface MovementTable {
  readonly count: number;
  readonly places: readonly Place[];
  readonly facts: readonly LedgerFact[];
  readonly firstLeg: Int32Array;
  readonly firstCredit: Int32Array;
  /** 1 for a conversion, 0 for a payment. */
  readonly isConversion: Uint8Array;
  readonly placeOf: Int32Array;
  readonly amountOf: readonly bigint[];
  /** Part of the movement's value, comparable within one side. */
  readonly weightOf: readonly bigint[];
  /**
   * Balance of the leg's holding: right before a debit, right after a credit; an overdraft leaves it
   * at nothing. The amount itself where the place is no holding. Units: atomic.
   */
  readonly heldAt: readonly bigint[];
}

/** A number of an array that is known to hold it. */
export function numberAt(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The place of a leg. */
export function placeAt(table: MovementTable, leg: number): Place {
  const place = table.places[numberAt(table.placeOf, leg)];
  if (place === undefined) throw new RangeError('A table of movements has no such leg.');
  return place;
}

/** The amount of a leg. Units: atomic. */
export function amountAt(table: MovementTable, leg: number): bigint {
  return table.amountOf[leg] ?? 0n;
}

/** Assets that can become one another, and all movements of them. */
export interface AssetMovements {
  /** Ascending. */
  readonly assets: readonly AssetId[];
  readonly table: MovementTable;
}
