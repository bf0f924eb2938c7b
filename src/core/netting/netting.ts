import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from './belief.js';
import type { IsCut } from './connect.js';

/** A transaction under way. */
export interface Netting {
  readonly moves: readonly Transfer[];
  readonly unlisted: readonly Transfer[];
  readonly fact: Transfer;
  /** Null where none of its rows tells. */
  readonly signer: Account | null;
  /** Accounts with a risk claim. */
  readonly isRisk: IsCut;
  /** These, and the subject where one of them has a part. */
  readonly isCut: IsCut;
  readonly scope: NettingScope;
}
