import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { encodeAmount } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { decodePaidAccount } from './paidRows.js';
import { guarded } from './storeFailure.js';

/** Which payments that were made are looked for. */
export interface MadeQuery {
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
  readonly account: Account;
  readonly payeeIds: readonly string[];
}

/** A payment that was told or found. Times are ISO 8601 in UTC. */
export interface StoredMade {
  readonly account: Account;
  readonly payeeId: string | null;
  /** ISO day. */
  readonly day: string;
  /** Of its block; null where it was not found. */
  readonly at: string | null;
  readonly txId: string | null;
  /** Personal data; null where none is told, or it was erased. */
  readonly invoice: string | null;
}

/**
 * Finds what was told or found to have been paid, of one asset and amount, to an account or to one of
 * several payees. Order: what was told before what was found, each by its day.
 *
 * @throws {StoreError} from the call, when the database fails.
 */
export function createMadePayments(
  db: DatabaseHandle,
): (query: MadeQuery) => readonly StoredMade[] {
  const select = db.prepare<
    Readonly<Record<'asset' | 'amount' | 'account' | 'payees', string>>,
    Omit<StoredMade, 'account'> & { readonly account: string }
  >(`
    SELECT account, payee_id AS payeeId, day, block_time AS at,
      coalesce(tx_id, found_tx_id) AS txId, nullif(invoice, '') AS invoice, 0 AS isFound
    FROM paid_told LEFT JOIN paid_text USING (paid_id)
    WHERE asset = @asset AND amount = @amount
      AND (account = @account OR payee_id IN (SELECT value FROM json_each(@payees)))
    UNION ALL
    SELECT account, payee_id, substr(block_time, 1, 10), block_time, tx_id, NULL, 1
    FROM paid_found
    WHERE asset = @asset AND amount = @amount AND account = @account
    ORDER BY isFound, day`);
  return guarded(db.name, ({ asset, amount, account, payeeIds }) =>
    select
      .all({
        ...{ asset, account, amount: encodeAmount(amount) },
        payees: JSON.stringify(payeeIds),
      })
      .map(({ payeeId, day, at, txId, invoice, ...row }) => ({
        ...{ payeeId, day, at, txId, invoice },
        account: decodePaidAccount(row.account),
      })),
  );
}
