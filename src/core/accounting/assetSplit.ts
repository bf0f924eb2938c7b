import type { AssetId } from '../asset.js';
import type { Direction, Period } from '../exposure.js';
import type { Bounder } from './bounds.js';
import type { MovementTable } from './movementTable.js';
import type { Method, Split } from './replay.js';
import type { Valuer } from './valuer.js';

/** What the subject received (or sent) of one asset, by both methods and both periods. */
export interface AssetSplit {
  readonly direction: Direction;
  readonly asset: AssetId;
  /** The movements of the asset and of all that it can have been converted from or into. */
  readonly table: MovementTable;
  readonly splits: Readonly<Record<Period, Readonly<Record<Method, Split>>>>;
  readonly bounder: Bounder;
  /** Worth of a part of what the subject received (or sent), at least and at most. */
  readonly valuers: Readonly<Record<Period, Valuer>>;
  /** Conversions that the subject's value passes, by the number of the movement. Order: largest first. */
  readonly conversions: readonly number[];
}
