import type { Account } from './account.js';
import type { Attribution } from './attribution.js';

/** Wallet behaviour that is no flow of value. A closed list. */
export const SIGNAL_KINDS = [
  'first-gas-funder',
  'deposit-address',
  'deposit-box',
  'contract',
  'dust-contact',
  'possible-victim',
  'co-spend',
  'lookalike',
  'pass-through',
  'chain-hopping',
  'income-shape',
  'fresh-wallet',
  'dormant-then-active',
  'coinjoin',
  'shared-coinjoin',
  'no-history',
  'busy',
  'custodial',
  'frozen-by-issuer',
  'frozen-contact',
  'label-note',
  'vouched',
  'noise',
  'spoofed-transfers',
  'missing-transaction-ids',
  'narrowed',
] as const;

/** Wallet behaviour that is no flow of value. */
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** Something to know about an account, worded so that it accuses nobody. */
export interface Signal {
  readonly kind: SignalKind;
  readonly account: Account;
  readonly sentence: string;
  /** The claim behind the signal, where there is one. */
  readonly attribution: Attribution | null;
}
