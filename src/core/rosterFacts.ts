import type { Account } from './account.js';
import type { Channel, LedgerFact, Transfer } from './ledger.js';
import type { DatedPrice } from './price.js';

/** What a screening saw of a payee's own account, as far as links between payees need it. */
export interface SeenWallet {
  readonly account: Account;
  /**
   * Every movement that was seen of a transaction in which the account took part, others' legs too; on
   * unspent-output chains also the transactions that spent what it paid. Each fact once.
   */
  readonly facts: readonly LedgerFact[];
  /** What coins were worth on the days of those transactions, as far as it was gathered. */
  readonly prices: readonly DatedPrice[];
  /** The moment of the screening. Units: Unix seconds. */
  readonly nowSeconds: number;
}

/** What a screening saw of the own history of an account that a payee's money came from or went to. */
export interface SeenAccount {
  readonly account: Account;
  /** `busy`: it moves too much to be one person's, so that not all of it was read. */
  readonly view: 'history' | 'busy';
  /** Channels of it that could not be seen. */
  readonly lacks: readonly Channel[];
  /** Its movements of listed assets. Order: as read. None of a busy one, or of one that pays many. */
  readonly transfers: readonly Transfer[];
  /** With whom it moved more than dust. None of a busy one. */
  readonly counterparties: readonly Account[];
  /** The moment of the screening that saw it. Units: Unix seconds. */
  readonly nowSeconds: number;
}
