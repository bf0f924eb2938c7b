import type { DatabaseHandle } from './open.js';
import { decodeFamily } from './paymentRows.js';
import { guarded } from './storeFailure.js';

/** How an address begins, with what all of its kind share, and the four characters at its end. */
export interface AddressEnds {
  readonly start: string;
  readonly end: string;
}

/** An address of ours that may be taken for another. */
export interface SimilarAddress {
  readonly family: 'evm' | 'utxo';
  /** As its chain writes it. */
  readonly address: string;
  /**
   * ISO 8601 time in UTC since when somebody relied on it: of a wallet its first confirmation that was not
   * taken back, of what was paid its first approval. Null where nobody ever did.
   */
  readonly reliedOnFrom: string | null;
}

/** The same of a wallet that is or was registered. */
export interface SimilarWallet extends SimilarAddress {
  readonly payeeId: string;
  /** Whether it was not ended, and its payee is active. */
  readonly isInUse: boolean;
}

/**
 * Addresses among which those are that may be taken for another one: all that are kept with such ends.
 *
 * Of our own only the end is looked at, in letters of either case; whoever asks compares the rest.
 */
export interface SimilarAddresses {
  /**
   * Of labels, those that begin and end so. Order: none in particular. Edge: labels of every import count,
   * since who was once named is imitated still.
   */
  readonly listLabelled: (ends: AddressEnds) => readonly string[];
  /** Of wallets of all payees, the ended ones too. Order: as registered. */
  readonly listRegistered: (ends: AddressEnds) => readonly SimilarWallet[];
  /** To which a payment was approved, whatever became of it. Order: as first asked for. */
  readonly listApproved: (ends: AddressEnds) => readonly SimilarAddress[];
}

interface Row extends Omit<SimilarAddress, 'family'> {
  readonly family: string;
}

interface WalletRow extends Row {
  readonly payeeId: string;
  readonly isInUse: number;
}

/** A confirmation of before is only in the history, once the wallet was changed or its payee renamed. */
const FIRST_CONFIRMED = `SELECT min(at) FROM payee_change AS confirming
  WHERE confirming.wallet_id = payee_wallet.wallet_id AND what = 'wallet-confirmed'
    AND NOT EXISTS (SELECT 1 FROM payee_change WHERE undoes_id = confirming.change_id)`;

/** The similar addresses of a database. @throws {StoreError} from every call, when the database fails. */
export function createSimilarAddresses(db: DatabaseHandle): SimilarAddresses {
  const selectLabelled = db
    .prepare<[string, string, number, string], string>(`
      SELECT DISTINCT address FROM label_claim
      WHERE address >= ? AND address < ? AND substr(address, ?) = ?`)
    .pluck();
  const selectRegistered = db.prepare<[string], WalletRow>(`
    SELECT family, address, payee_id AS payeeId,
      ended_at IS NULL AND deactivated_at IS NULL AS isInUse,
      coalesce((${FIRST_CONFIRMED}), confirmed_at) AS reliedOnFrom
    FROM payee_wallet JOIN payee USING (payee_id)
    WHERE lower(substr(address, -4)) = lower(?) ORDER BY sequence`);
  const selectApproved = db.prepare<[string], Row>(`
    SELECT family, address, min(issued_at) AS reliedOnFrom
    FROM payment_check JOIN payment_approval USING (check_id)
    WHERE lower(substr(address, -4)) = lower(?)
    GROUP BY family, address ORDER BY min(sequence)`);
  return {
    listLabelled: guarded(db.name, ({ start, end }) =>
      selectLabelled.all(start, `${start}\u{10ffff}`, -end.length, end),
    ),
    listRegistered: guarded(db.name, ({ end }) =>
      selectRegistered.all(end).map(({ payeeId, isInUse, ...row }) => ({
        ...{ payeeId, isInUse: isInUse === 1, ...decode(row) },
      })),
    ),
    listApproved: guarded(db.name, ({ end }) => selectApproved.all(end).map(decode)),
  };
}

function decode({ family, address, reliedOnFrom }: Row): SimilarAddress {
  return { family: decodeFamily(family), address, reliedOnFrom };
}
