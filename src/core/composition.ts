import type { Account } from './account.js';
import type { AssetId } from './asset.js';

/** Where a unit of received value came from. A closed list. */
export const ORIGINS = [
  'labelled',
  'service',
  'mixer',
  'hub',
  'mined',
  'issued',
  'own-company',
  'before-window',
  'returned',
  'unseen',
] as const;

/** Where a unit of received value came from. */
export type Origin = (typeof ORIGINS)[number];

/** Where a unit of sent value ended. A closed list. */
export const ENDS = [
  'labelled',
  'service',
  'mixer',
  'hub',
  'fee',
  'burned',
  'held',
  'own-company',
  'own-change',
  'returned',
  'unseen',
] as const;

/** Where a unit of sent value ended. */
export type End = (typeof ENDS)[number];

/** Why an origin or end is `unseen`. */
export const UNSEEN_REASONS = [
  'depth',
  'age',
  'floor',
  'dust',
  'early-stop',
  'budget',
  'source-failed',
  'not-covered',
  'ledger-mismatch',
  'unknown-script',
  'unlisted-asset',
  'ambiguous-conversion',
  'contract',
] as const;

/** Why an origin or end is `unseen`. */
export type UnseenReason = (typeof UNSEEN_REASONS)[number];

/** One row: so much of an asset came from (or went to) one entity or one kind of place, by haircut. */
export interface CompositionRow<Place extends Origin | End> {
  readonly subject: Account;
  readonly asset: AssetId;
  readonly place: Place;
  readonly entity: string | null;
  readonly reason: UnseenReason | null;
  /** Units: atomic. */
  readonly amount: bigint;
  /** Units: millionths of a US dollar at the time of each transfer; null where unpriced. */
  readonly usdMicros: bigint | null;
}

/**
 * All value that the subjects received by origin, and all value they sent by end.
 *
 * Units: atomic units. Per subject, asset and direction the rows add up to the total exactly.
 */
export interface Composition {
  readonly incoming: readonly CompositionRow<Origin>[];
  readonly outgoing: readonly CompositionRow<End>[];
}
