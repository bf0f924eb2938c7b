import type { Decision } from '../core/verdict.js';
import { digestOf, encodeAmount } from './columns.js';
import type { DatabaseHandle } from './open.js';
import {
  decodePayment,
  type NewPayment,
  PAYMENT_ROWS,
  type PaymentOutcome,
  type PaymentRow,
  type StoredApproval,
  type StoredPayment,
} from './paymentRows.js';
import { guarded } from './storeFailure.js';

/** Which checks are looked for; null for all. */
export interface PaymentFilter {
  readonly payeeIds: readonly string[] | null;
  readonly decision: Decision | null;
  /** Only checks that were asked for before this place. */
  readonly before: number | null;
  /** A negative one is none. */
  readonly limit: number;
}

/** A check that is not decided. */
export type UndecidedPayment = Pick<StoredPayment, 'checkId' | 'address' | 'screeningId'>;

/** Payments that were checked; what was written never changes. */
export interface PaymentStore {
  readonly addPayment: (payment: NewPayment) => void;
  readonly readPayment: (checkId: string) => StoredPayment | null;
  /** Order: newest first. */
  readonly listPayments: (filter: PaymentFilter) => readonly StoredPayment[];
  /** Those with an approval that were not withdrawn, of these payees. Order: approved last, first. */
  readonly listApproved: (payeeIds: readonly string[]) => readonly StoredPayment[];
  /** Those with an approval that were not withdrawn, for an invoice of this key. Order: as above. */
  readonly listApprovedFor: (invoiceKey: string) => readonly StoredPayment[];
  /**
   * Checks of payments to an address on a chain that were decided at a time or later, withdrawn ones among
   * them: they saw what they saw. Order: decided last, first.
   */
  readonly listDecidedSince: (asked: {
    /** As its chain writes it. */
    readonly address: string;
    /** Short name. */
    readonly chain: string;
    /** ISO 8601 time in UTC. */
    readonly since: string;
  }) => readonly StoredPayment[];
  /** Checks that name a payee, or a wallet, whatever became of them. */
  readonly countPayments: (payeeId: string) => number;
  readonly countWalletPayments: (walletId: string) => number;
  /** Checks that are not decided, and what they rest on. Order: as asked for. */
  readonly listUndecided: () => readonly UndecidedPayment[];
  /** Tells whether this is what became of it, or it was decided before. */
  readonly writeOutcome: (checkId: string, outcome: PaymentOutcome) => 'written' | 'was-decided';
  readonly writeApproval: (checkId: string, approval: StoredApproval) => void;
  /** The signed file; null where there is none. */
  readonly readApproval: (checkId: string) => string | null;
  readonly writeRelease: (
    checkId: string,
    release: { readonly at: string; readonly by: string; readonly reason: string },
  ) => void;
  readonly writeWithdrawal: (
    checkId: string,
    withdrawal: { readonly at: string; readonly by: string },
  ) => void;
}

const APPROVED = 'approval_id IS NOT NULL AND withdrawn_at IS NULL';
const NEWEST_APPROVED = 'ORDER BY issued_at DESC, sequence DESC';

/**
 * The payments over a database. `randomBytes` gives the salt that keeps an invoice from being guessed.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createPaymentStore(
  db: DatabaseHandle,
  { randomBytes }: { readonly randomBytes: (size: number) => Uint8Array },
): PaymentStore {
  const insert = db.prepare<
    Omit<NewPayment, 'amount' | 'actor' | 'invoice' | 'invoiceKey'> & {
      readonly amount: string;
      readonly actorKind: string;
      readonly actorId: string;
      readonly invoiceDigest: string;
    }
  >(`
    INSERT INTO payment_check (check_id, payee_id, wallet_id, family, address, chain, asset, amount,
      invoice_digest, screening_id, asked_at, asked_by, actor_kind, actor_id)
    VALUES (@checkId, @payeeId, @walletId, @family, @address, @chain, @asset, @amount,
      @invoiceDigest, @screeningId, @askedAt, @askedBy, @actorKind, @actorId)`);
  const insertInvoice = db.prepare<[string, Uint8Array, string, string]>(
    'INSERT INTO payment_invoice (check_id, salt, invoice, invoice_key) VALUES (?, ?, ?, ?)',
  );
  const selectOne = db.prepare<[string], PaymentRow>(
    `${PAYMENT_ROWS} WHERE payment_check.check_id = ?`,
  );
  const selectPage = db.prepare<
    {
      readonly payees: string | null;
      readonly decision: string | null;
      readonly before: number | null;
      readonly limit: number;
    },
    PaymentRow
  >(`${PAYMENT_ROWS}
    WHERE (@payees IS NULL OR payee_id IN (SELECT value FROM json_each(@payees)))
      AND (@decision IS NULL OR decision = @decision) AND (@before IS NULL OR sequence < @before)
    ORDER BY sequence DESC LIMIT @limit`);
  const selectApproved = db.prepare<[string], PaymentRow>(
    `${PAYMENT_ROWS} WHERE payee_id IN (SELECT value FROM json_each(?)) AND ${APPROVED} ${NEWEST_APPROVED}`,
  );
  const selectApprovedFor = db.prepare<[string], PaymentRow>(
    `${PAYMENT_ROWS} WHERE invoice_key = ? AND ${APPROVED} ${NEWEST_APPROVED}`,
  );
  // The first condition is that of an index, word for word.
  const selectDecided = db.prepare<
    { readonly address: string; readonly chain: string; readonly since: string },
    PaymentRow
  >(`${PAYMENT_ROWS}
    WHERE lower(substr(address, -4)) = lower(substr(@address, -4)) AND address = @address
      AND chain = @chain AND decided_at >= @since
    ORDER BY decided_at DESC, sequence DESC`);
  const countOfPayee = db
    .prepare<[string], number>('SELECT count(*) FROM payment_check WHERE payee_id = ?')
    .pluck();
  const countOfWallet = db
    .prepare<[string], number>('SELECT count(*) FROM payment_check WHERE wallet_id = ?')
    .pluck();
  const selectUndecided = db.prepare<[], UndecidedPayment>(`
    SELECT check_id AS checkId, address, screening_id AS screeningId FROM payment_check
    WHERE check_id NOT IN (SELECT check_id FROM payment_outcome) ORDER BY sequence`);
  const insertOutcome = db.prepare<
    Omit<PaymentOutcome, 'complete' | 'signals'> & {
      readonly checkId: string;
      readonly complete: number;
      readonly signalsJson: string;
    }
  >(`
    INSERT INTO payment_outcome (check_id, decided_at, decision, complete, signals_json, summary,
      next_step, failure)
    VALUES (@checkId, @decidedAt, @decision, @complete, @signalsJson, @summary, @nextStep, @failure)
    ON CONFLICT (check_id) DO NOTHING`);
  const insertApproval = db.prepare<StoredApproval & { readonly checkId: string }>(`
    INSERT INTO payment_approval (check_id, approval_id, issued_at, expires_at, approval_json)
    VALUES (@checkId, @approvalId, @issuedAt, @expiresAt, @approvalJson)`);
  const selectApproval = db
    .prepare<[string], string>('SELECT approval_json FROM payment_approval WHERE check_id = ?')
    .pluck();
  const insertRelease = db.prepare<[string, string, string, string]>(`
    INSERT INTO payment_release (check_id, released_at, released_by, reason_digest)
    VALUES (?, ?, ?, ?)`);
  const insertReason = db.prepare<[string, Uint8Array, string]>(
    'INSERT INTO payment_release_reason (check_id, salt, reason) VALUES (?, ?, ?)',
  );
  const insertWithdrawal = db.prepare<[string, string, string]>(
    'INSERT INTO payment_withdrawal (check_id, withdrawn_at, withdrawn_by) VALUES (?, ?, ?)',
  );

  /** Several statements, whole or not at all. */
  const whole = <Given extends readonly unknown[], Result>(
    call: (...given: Given) => Result,
  ): ((...given: Given) => Result) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given)).immediate());

  return {
    addPayment: whole(({ amount, actor, invoice, invoiceKey, ...payment }) => {
      const salt = randomBytes(16);
      insert.run({
        ...payment,
        ...{ amount: encodeAmount(amount), actorKind: actor.kind, actorId: actor.id },
        invoiceDigest: digestOf(salt, invoice),
      });
      insertInvoice.run(payment.checkId, salt, invoice, invoiceKey);
    }),
    readPayment: guarded(db.name, (checkId) => {
      const row = selectOne.get(checkId);
      return row === undefined ? null : decodePayment(row);
    }),
    listPayments: guarded(db.name, ({ payeeIds, ...filter }) =>
      selectPage
        .all({ ...filter, payees: payeeIds === null ? null : JSON.stringify(payeeIds) })
        .map(decodePayment),
    ),
    listApproved: guarded(db.name, (payeeIds) =>
      selectApproved.all(JSON.stringify(payeeIds)).map(decodePayment),
    ),
    listApprovedFor: guarded(db.name, (invoiceKey) =>
      selectApprovedFor.all(invoiceKey).map(decodePayment),
    ),
    listDecidedSince: guarded(db.name, (asked) => selectDecided.all(asked).map(decodePayment)),
    countPayments: guarded(db.name, (payeeId) => countOfPayee.get(payeeId) ?? 0),
    countWalletPayments: guarded(db.name, (walletId) => countOfWallet.get(walletId) ?? 0),
    listUndecided: guarded(db.name, () => selectUndecided.all()),
    writeOutcome: guarded(db.name, (checkId, { complete, signals, ...outcome }) => {
      const { changes } = insertOutcome.run({
        ...outcome,
        ...{ checkId, complete: complete ? 1 : 0, signalsJson: JSON.stringify(signals) },
      });
      return changes === 1 ? 'written' : 'was-decided';
    }),
    writeApproval: guarded(db.name, (checkId, approval) => {
      insertApproval.run({ checkId, ...approval });
    }),
    readApproval: guarded(db.name, (checkId) => selectApproval.get(checkId) ?? null),
    writeRelease: whole((checkId, { at, by, reason }) => {
      const salt = randomBytes(16);
      insertRelease.run(checkId, at, by, digestOf(salt, reason));
      insertReason.run(checkId, salt, reason);
    }),
    writeWithdrawal: guarded(db.name, (checkId, { at, by }) => {
      insertWithdrawal.run(checkId, at, by);
    }),
  };
}
