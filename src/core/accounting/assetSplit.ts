import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Movement } from './movement.js';
import type { Split } from './replay.js';

/** One asset of one direction, by both methods. */
export interface AssetSplit {
  readonly direction: Direction;
  readonly asset: AssetId;
  readonly movements: readonly Movement[];
  readonly haircut: Split;
  readonly fifo: Split;
  readonly recentHaircut: Split;
  readonly recentFifo: Split;
}
