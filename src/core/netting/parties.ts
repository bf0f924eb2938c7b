import type { Account } from '../account.js';
import type { Transfer } from '../ledger.js';
import type { NoAccount } from './step.js';
import { isZeroAddress } from './wrapped.js';

/**
 * Where a transfer's value comes from.
 *
 * Edge: what comes from the zero address was minted, for nobody holds its key.
 */
export function giverOf({ from }: Transfer): Account | NoAccount {
  return from === null || isZeroAddress(from) ? 'issued' : from;
}

/** Where a transfer's value goes. Edge: what goes to the zero address is burned. */
export function getterOf({ to }: Transfer): Account | NoAccount {
  if (to === null) return 'fee';
  return isZeroAddress(to) ? 'burned' : to;
}
