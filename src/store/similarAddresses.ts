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
  /** Of wallets in use of payees that are active. Order: as registered. */
  readonly listInUse: (ends: AddressEnds) => readonly SimilarAddress[];
  /** To which a payment was approved, whatever became of it. Order: as first asked for. */
  readonly listApproved: (ends: AddressEnds) => readonly SimilarAddress[];
}

interface Row {
  readonly family: string;
  readonly address: string;
}

/** The similar addresses of a database. @throws {StoreError} from every call, when the database fails. */
export function createSimilarAddresses(db: DatabaseHandle): SimilarAddresses {
  const selectLabelled = db
    .prepare<[string, string, number, string], string>(`
      SELECT DISTINCT address FROM label_claim
      WHERE address >= ? AND address < ? AND substr(address, ?) = ?`)
    .pluck();
  const selectInUse = db.prepare<[string], Row>(`
    SELECT family, address FROM payee_wallet JOIN payee USING (payee_id)
    WHERE lower(substr(address, -4)) = lower(?) AND ended_at IS NULL AND deactivated_at IS NULL
    ORDER BY sequence`);
  const selectApproved = db.prepare<[string], Row>(`
    SELECT family, address FROM payment_check
    WHERE lower(substr(address, -4)) = lower(?)
      AND EXISTS (SELECT 1 FROM payment_approval WHERE check_id = payment_check.check_id)
    GROUP BY family, address ORDER BY min(sequence)`);
  return {
    listLabelled: guarded(db.name, ({ start, end }) =>
      selectLabelled.all(start, `${start}\u{10ffff}`, -end.length, end),
    ),
    listInUse: guarded(db.name, ({ end }) => selectInUse.all(end).map(decode)),
    listApproved: guarded(db.name, ({ end }) => selectApproved.all(end).map(decode)),
  };
}

function decode({ family, address }: Row): SimilarAddress {
  return { family: decodeFamily(family), address };
}
