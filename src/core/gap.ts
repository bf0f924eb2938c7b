import type { Account } from './account.js';
import type { Direction } from './exposure.js';
import type { Channel } from './ledger.js';

/** Why something that this run should have seen was not seen. */
export const GAP_KINDS = [
  'source-failed',
  'capability',
  'budget',
  'unsupported-chain',
  'unpriced',
  'labels-stale',
  'ledger-mismatch',
] as const;

/** Why something that this run should have seen was not seen. */
export type GapKind = (typeof GAP_KINDS)[number];

/** Something that this run should have seen and that the operator can cure; it prints its cure. */
export interface Gap {
  readonly kind: GapKind;
  readonly account: Account | null;
  readonly direction: Direction | null;
  readonly channel: Channel | null;
  /** Part of a direction's value that may hide here, six places; null when unknown. */
  readonly share: string | null;
  readonly matters: boolean;
  readonly cure: string;
  readonly sentence: string;
}
