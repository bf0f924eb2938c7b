import { type AssetId, parseAssetId } from '../core/asset.js';
import { DecodeError, StoreError } from '../core/errors.js';
import { type HoldOverride, OVERRIDE_ANSWERS } from '../core/holdOverride.js';
import { fieldsOf, listOf, oneOf, orNull, type ReadJson, readText } from '../core/jsonFields.js';
import { PAYMENT_SIGNAL_KINDS, type PaymentSignal } from '../core/payment.js';
import type { Decision } from '../core/verdict.js';
import { decodeAmount } from './columns.js';

/** A payment that somebody asked to have checked. */
export interface NewPayment {
  readonly checkId: string;
  readonly payeeId: string;
  readonly walletId: string;
  readonly family: 'evm' | 'utxo';
  /** The address as its chain writes it. */
  readonly address: string;
  /** Short name of the chain. */
  readonly chain: string;
  readonly asset: AssetId;
  /** Atomic units. */
  readonly amount: bigint;
  readonly screeningId: string;
  /** ISO 8601 time in UTC. */
  readonly askedAt: string;
  /** The person who answers for it. */
  readonly askedBy: string;
  readonly actor: { readonly kind: 'person' | 'token'; readonly id: string };
  readonly invoice: string;
  /** What all spellings of the invoice number have in common. */
  readonly invoiceKey: string;
}

/** What became of a check: a decision, or that it came to nothing. */
export interface PaymentOutcome {
  /** ISO 8601 time in UTC. */
  readonly decidedAt: string;
  /** Null where it failed. */
  readonly decision: Decision | null;
  readonly complete: boolean;
  readonly signals: readonly PaymentSignal[];
  readonly summary: string;
  readonly nextStep: string;
  /** Null where it was decided. */
  readonly failure: string | null;
}

/** An approval as it is kept. Times are ISO 8601 in UTC. */
export interface StoredApproval {
  readonly approvalId: string;
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** The signed file, word for word. */
  readonly approvalJson: string;
}

/** An override as it is kept; `reason` is null after it was erased. */
export interface StoredOverride extends Omit<HoldOverride, 'reason'> {
  readonly reason: string | null;
}

/** A check with all that became of it. Times are ISO 8601 in UTC. */
export interface StoredPayment extends Omit<NewPayment, 'invoiceKey' | 'invoice'> {
  /** Order of asking, from 1. */
  readonly sequence: number;
  /** Null after it was erased. */
  readonly invoice: string | null;
  /** Null until it is decided or failed. */
  readonly outcome: PaymentOutcome | null;
  /** `reason` is null after it was erased. */
  readonly release: {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
  readonly approval: Omit<StoredApproval, 'approvalJson'> | null;
  /** Order: oldest first. */
  readonly overrides: readonly StoredOverride[];
  readonly withdrawnAt: string | null;
}

/** A row of `PAYMENT_ROWS`, as the database has it. */
export interface PaymentRow {
  readonly sequence: number;
  readonly checkId: string;
  readonly payeeId: string;
  readonly walletId: string;
  readonly family: string;
  readonly address: string;
  readonly chain: string;
  readonly asset: string;
  readonly amount: string;
  readonly screeningId: string;
  readonly askedAt: string;
  readonly askedBy: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly invoice: string | null;
  readonly decidedAt: string | null;
  readonly decision: string | null;
  readonly complete: number | null;
  readonly signalsJson: string | null;
  readonly summary: string | null;
  readonly nextStep: string | null;
  readonly failure: string | null;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  readonly reason: string | null;
  readonly approvalId: string | null;
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
  readonly overridesJson: string;
  readonly withdrawnAt: string | null;
}

/** What became of the overrides of a check, as one JSON text. */
const OVERRIDES_JSON = `(
  SELECT json_group_array(json_object('id', override_id, 'askedAt', asked_at, 'askedBy', asked_by,
      'reason', hold_override_reason.reason, 'until', until_day, 'answerBy', answer_by,
      'answer', CASE WHEN said IS NULL THEN NULL
        ELSE json_object('said', said, 'at', answered_at, 'by', answered_by) END,
      'withdrawn', CASE WHEN hold_override_withdrawal.withdrawn_at IS NULL THEN NULL
        ELSE json_object('at', hold_override_withdrawal.withdrawn_at, 'by',
          hold_override_withdrawal.withdrawn_by) END) ORDER BY hold_override.sequence)
  FROM hold_override LEFT JOIN hold_override_reason USING (override_id)
    LEFT JOIN hold_override_answer USING (override_id)
    LEFT JOIN hold_override_withdrawal USING (override_id)
  WHERE hold_override.check_id = payment_check.check_id)`;

/** Checks with all that became of them; conditions and order are added behind. */
export const PAYMENT_ROWS = `SELECT sequence, payment_check.check_id AS checkId, payee_id AS payeeId,
  wallet_id AS walletId, family, address, chain, asset, amount, screening_id AS screeningId,
  asked_at AS askedAt, asked_by AS askedBy, actor_kind AS actorKind, actor_id AS actorId, invoice,
  decided_at AS decidedAt, decision, complete, signals_json AS signalsJson, summary,
  next_step AS nextStep, failure, released_at AS releasedAt, released_by AS releasedBy, reason,
  approval_id AS approvalId, issued_at AS issuedAt, expires_at AS expiresAt,
  withdrawn_at AS withdrawnAt, ${OVERRIDES_JSON} AS overridesJson
  FROM payment_check LEFT JOIN payment_invoice USING (check_id)
    LEFT JOIN payment_outcome USING (check_id) LEFT JOIN payment_release USING (check_id)
    LEFT JOIN payment_release_reason USING (check_id) LEFT JOIN payment_approval USING (check_id)
    LEFT JOIN payment_withdrawal USING (check_id)`;

/**
 * A check from its row.
 *
 * @throws {StoreError} for a row that no Hopsight wrote.
 */
export function decodePayment(row: PaymentRow): StoredPayment {
  const { sequence, checkId, payeeId, walletId, address, chain, screeningId } = row;
  const { askedAt, askedBy, invoice, withdrawnAt } = row;
  const asset = decodeAsset(row.asset, checkId);
  return {
    ...{ sequence, checkId, payeeId, walletId, address, chain, asset, screeningId },
    ...{ askedAt, askedBy, invoice, withdrawnAt },
    family: decodeFamily(row.family),
    amount: decodeAmount(row.amount),
    actor: { kind: row.actorKind === 'person' ? 'person' : 'token', id: row.actorId },
    outcome: decodeOutcome(row),
    release:
      row.releasedAt === null || row.releasedBy === null
        ? null
        : { at: row.releasedAt, by: row.releasedBy, reason: row.reason },
    approval:
      row.approvalId === null || row.issuedAt === null || row.expiresAt === null
        ? null
        : { approvalId: row.approvalId, issuedAt: row.issuedAt, expiresAt: row.expiresAt },
    overrides: decodeList(readOverrides, row.overridesJson, checkId),
  };
}

/** The asset of a check from its column. @throws {StoreError} for a text that names none. */
export function decodeAsset(text: string, checkId: string): AssetId {
  const asset = parseAssetId(text);
  if (asset === null) throw unknownForm(checkId);
  return asset;
}

/** A family of chains from its word. @throws {StoreError} for any other word. */
export function decodeFamily(text: string): NewPayment['family'] {
  if (text === 'evm' || text === 'utxo') return text;
  throw unknownForm(null);
}

function decodeOutcome(row: PaymentRow): PaymentOutcome | null {
  const { checkId, decidedAt, signalsJson, summary, nextStep, failure } = row;
  if (decidedAt === null || signalsJson === null || summary === null || nextStep === null) {
    return null;
  }
  const decision = DECISIONS.find((one) => one === row.decision) ?? null;
  if ((decision === null) === (failure === null)) throw unknownForm(checkId);
  const signals = decodeList(readSignals, signalsJson, checkId);
  const complete = row.complete === 1;
  return { decidedAt, decision, complete, signals, summary, nextStep, failure };
}

const DECISIONS: readonly Decision[] = ['proceed', 'review', 'hold', 'incomplete'];

const readSignals = listOf(
  fieldsOf<PaymentSignal>({
    kind: oneOf(PAYMENT_SIGNAL_KINDS),
    severity: oneOf(['info', 'review', 'hold', 'incomplete'] as const),
    sentence: readText,
  }),
);

const readOverrides = listOf(
  fieldsOf<StoredOverride>({
    ...{ id: readText, askedAt: readText, askedBy: readText, reason: orNull(readText) },
    ...{ until: readText, answerBy: readText },
    answer: orNull(fieldsOf({ said: oneOf(OVERRIDE_ANSWERS), at: readText, by: readText })),
    withdrawn: orNull(fieldsOf({ at: readText, by: readText })),
  }),
);

function decodeList<Read>(
  read: ReadJson<readonly Read[]>,
  json: string,
  checkId: string,
): readonly Read[] {
  try {
    return read(JSON.parse(json), '');
  } catch (cause) {
    if (cause instanceof DecodeError || cause instanceof SyntaxError) throw unknownForm(checkId);
    throw cause;
  }
}

function unknownForm(checkId: string | null): StoreError {
  return new StoreError(
    'The database holds a check of a payment that no Hopsight wrote; restore the file from a copy.',
    { checkId },
  );
}
