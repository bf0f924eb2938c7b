import type { AssetId } from '../asset.js';
import type { Direction, Period } from '../exposure.js';
import type { Place } from './movement.js';
import type { MovementTable } from './movementTable.js';
import type { Distance } from './replay.js';

/** Movements of which bounds are asked. */
export interface BoundedLedger {
  readonly table: MovementTable;
  readonly direction: Direction;
  /** From when on the subject's transfers count as recent. Units: Unix seconds. */
  readonly recentSeconds: number;
  /**
   * What a holding has on the chain at the anchor; null where nobody said. Units: atomic.
   *
   * Edge: where nobody says it of any holding it is null itself. A ledger has a place for nearly each
   * account, and none of them need be made to be asked about.
   */
  readonly chainBalanceOf: ((place: Place) => bigint | null) | null;
}

/** Which ends of the ledger are asked about. */
export interface BoundQuestion {
  /** The asset that the subject received or sent. */
  readonly asset: AssetId;
  readonly period: Period;
  /** Asked of edges only. */
  readonly isRisky: (place: Place, distance: Distance) => boolean;
  /** Asked of edges that are not risky: whether nobody saw where their value came from or went. */
  readonly isUnseen: (place: Place) => boolean;
  /**
   * Conversions, by the number of their movement, that are looked through; each costs a few flows.
   * Of all others the whole value may or may not be risky.
   */
  readonly conversions: readonly number[];
}

/**
 * What every method that conserves value gives the risky places at least and at most.
 *
 * Units: atomic units of the asked asset.
 * Order: `lower` ≤ `upper` ≤ `upperIfUnseenRisky` ≤ `total`.
 */
export interface FlowBounds {
  readonly lower: bigint;
  readonly upper: bigint;
  /** The same as `upper` if all that nobody saw were risky too. */
  readonly upperIfUnseenRisky: bigint;
  /** What the subject received (or sent) in all. */
  readonly total: bigint;
}
