import type { AssetId } from '../asset.js';
import type { AmountColumn } from '../columns/amountColumn.js';
import type { Place } from './movement.js';
import type { MovementFacts } from './movementFacts.js';

/** Places by number. An array of places is such a list. */
export interface Places extends Iterable<Place> {
  readonly length: number;
  at(number: number): Place | undefined;
}

/**
 * Movements in columns, so that a million of them can be swept.
 *
 * The legs of movement `m` are numbered from `firstLeg[m]`: its debits up to, without,
 * `firstCredit[m]`, then its credits up to, without, `firstLeg[m + 1]`. Places are numbered as they
 * are first met.
 */
export interface MovementTable {
  readonly count: number;
  readonly places: Places;
  /** The asset of each place, by its number in `assets`. */
  readonly assetOf: Int32Array;
  readonly assets: readonly AssetId[];
  /** What each place is: `EDGE`, `HOLDING` or `SUBJECT`, cheaper to read than the place itself. */
  readonly kindOf: Uint8Array;
  /** The subject's places, by number: one for each of its assets. */
  readonly subjects: readonly number[];
  /** The movements in which the subject takes part. Order: ascending. */
  readonly subjectMovements: Int32Array;
  readonly facts: MovementFacts;
  readonly firstLeg: Int32Array;
  readonly firstCredit: Int32Array;
  /** 1 for a conversion, 0 for a payment. */
  readonly isConversion: Uint8Array;
  readonly placeOf: Int32Array;
  /** Of each leg. Units: atomic. */
  readonly amountOf: AmountColumn;
  /** Part of the movement's value, comparable within one side. */
  readonly weightOf: AmountColumn;
}

/** A place where the replay ends. Kinds of places are numbers, for they are read often. */
export const EDGE = 0;
/** A balance that is replayed. */
export const HOLDING = 1;
/** The screened account, in any asset. */
export const SUBJECT = 2;

/** A number of an array that is known to hold it. */
export function numberAt(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The place of a leg. */
export function placeAt(table: MovementTable, leg: number): Place {
  const place = table.places.at(numberAt(table.placeOf, leg));
  if (place === undefined) throw new RangeError('A table of movements has no such leg.');
  return place;
}

/** The kind of the place of a leg: `EDGE`, `HOLDING` or `SUBJECT`. */
export function kindAt(table: MovementTable, leg: number): number {
  return numberAt(table.kindOf, numberAt(table.placeOf, leg));
}

/** The amount of a leg. Units: atomic. */
export function amountAt(table: MovementTable, leg: number): bigint {
  return table.amountOf.at(leg);
}

/** The weight of a leg. Units: any, the same on one side of a movement. */
export function weightAt(table: MovementTable, leg: number): bigint {
  return table.weightOf.at(leg);
}

/** The legs of one side of a movement: from one up to, without, another. */
export function sideOf(
  table: Pick<MovementTable, 'firstLeg' | 'firstCredit'>,
  movement: number,
  side: 'debits' | 'credits',
): readonly [from: number, to: number] {
  const middle = numberAt(table.firstCredit, movement);
  return side === 'debits'
    ? [numberAt(table.firstLeg, movement), middle]
    : [middle, numberAt(table.firstLeg, movement + 1)];
}

/** Assets that can become one another, and all movements of them. */
export interface AssetMovements {
  /** Ascending. */
  readonly assets: readonly AssetId[];
  readonly table: MovementTable;
}
