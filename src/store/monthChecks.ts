import { type AssetId, parseAssetId } from '../core/asset.js';
import { StoreError } from '../core/errors.js';
import type { Decision } from '../core/verdict.js';
import { decodeAmount } from './columns.js';
import type { DatabaseHandle } from './open.js';
import { decodeFamily } from './paymentRows.js';
import { guarded } from './storeFailure.js';

/** A decided check with what a month counts of it. Times are ISO 8601 in UTC. */
export interface MonthCheckRow {
  /** Order of asking, from 1. */
  readonly sequence: number;
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
  /** Personal data, as is its key; null after it was erased. */
  readonly invoice: string | null;
  /** What all spellings of the invoice number have in common. */
  readonly invoiceKey: string | null;
  /** Null until it is decided. */
  readonly decidedAt: string | null;
  /** Null until it is decided, or where it came to nothing. */
  readonly decision: Decision | null;
  /** From when its approval holds; null without one. */
  readonly approvedFrom: string | null;
  /** The last second in which it does; null without one. */
  readonly approvedUntil: string | null;
  readonly withdrawnAt: string | null;
  /** `reason` is personal data; null after it was erased. */
  readonly release: {
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  } | null;
}

/** A hold that two persons let pass. Times are ISO 8601 in UTC. */
export interface AgreedOverride {
  readonly overrideId: string;
  readonly checkId: string;
  readonly askedBy: string;
  readonly agreedAt: string;
  readonly agreedBy: string;
  /** The last UTC day on which it holds. */
  readonly until: string;
  readonly withdrawnAt: string | null;
  /** Personal data; null after it was erased. */
  readonly reason: string | null;
}

/** What a check found beside its screening, and that weighs. */
export interface CheckSignal {
  readonly checkId: string;
  readonly kind: string;
}

/** A span of moments, ISO 8601 in UTC; the end is not in it. */
export interface MomentSpan {
  readonly from: string;
  readonly to: string;
}

/** Checks of payments as a month reads them: all at once, without their words. */
export interface MonthChecks {
  /** Order: as asked for. */
  readonly listChecks: () => readonly MonthCheckRow[];
  /** Order: as asked for. */
  readonly listAgreed: () => readonly AgreedOverride[];
  /** The `review` and `hold` signals of checks that were decided in a span. Order: none in particular. */
  readonly listSignals: (span: MomentSpan) => readonly CheckSignal[];
}

interface CheckRow
  extends Omit<MonthCheckRow, 'family' | 'asset' | 'amount' | 'decision' | 'release'> {
  readonly family: string;
  readonly asset: string;
  readonly amount: string;
  readonly decision: string | null;
  readonly releasedAt: string | null;
  readonly releasedBy: string | null;
  readonly reason: string | null;
}

/** The checks in a database. @throws {StoreError} from every call, when the database fails. */
export function createMonthChecks(db: DatabaseHandle): MonthChecks {
  const selectChecks = db.prepare<[], CheckRow>(`
    SELECT sequence, payment_check.check_id AS checkId, payee_id AS payeeId, wallet_id AS walletId,
      family, address, chain, asset, amount, screening_id AS screeningId, invoice,
      invoice_key AS invoiceKey, decided_at AS decidedAt, decision, issued_at AS approvedFrom,
      expires_at AS approvedUntil,
      withdrawn_at AS withdrawnAt, released_at AS releasedAt, released_by AS releasedBy, reason
    FROM payment_check LEFT JOIN payment_invoice USING (check_id)
      LEFT JOIN payment_outcome USING (check_id) LEFT JOIN payment_release USING (check_id)
      LEFT JOIN payment_release_reason USING (check_id) LEFT JOIN payment_approval USING (check_id)
      LEFT JOIN payment_withdrawal USING (check_id)
    WHERE failure IS NULL ORDER BY sequence`);
  const selectAgreed = db.prepare<[], AgreedOverride>(`
    SELECT override_id AS overrideId, check_id AS checkId, asked_by AS askedBy,
      answered_at AS agreedAt, answered_by AS agreedBy, until_day AS until,
      withdrawn_at AS withdrawnAt, reason
    FROM hold_override JOIN hold_override_answer USING (override_id)
      LEFT JOIN hold_override_reason USING (override_id)
      LEFT JOIN hold_override_withdrawal USING (override_id)
    WHERE said = 'agreed' ORDER BY sequence`);
  const selectSignals = db.prepare<MomentSpan, CheckSignal>(`
    SELECT check_id AS checkId, signal.value ->> 'kind' AS kind
    FROM payment_outcome, json_each(signals_json) AS signal
    WHERE decided_at >= @from AND decided_at < @to
      AND signal.value ->> 'severity' IN ('review', 'hold')`);
  return {
    listChecks: guarded(db.name, () => selectChecks.all().map(decodeCheck)),
    listAgreed: guarded(db.name, () => selectAgreed.all()),
    listSignals: guarded(db.name, (span) => selectSignals.all(span)),
  };
}

const DECISIONS: readonly Decision[] = ['proceed', 'review', 'hold', 'incomplete'];

function decodeCheck({ releasedAt, releasedBy, reason, ...row }: CheckRow): MonthCheckRow {
  const asset = parseAssetId(row.asset);
  const decision = DECISIONS.find((one) => one === row.decision) ?? null;
  if (asset === null || (decision === null && row.decision !== null)) {
    throw new StoreError(
      'The database holds a check of a payment that no Hopsight wrote; restore the file from a copy.',
      { checkId: row.checkId },
    );
  }
  return {
    ...{ ...row, asset, decision },
    family: decodeFamily(row.family),
    amount: decodeAmount(row.amount),
    release:
      releasedAt === null || releasedBy === null
        ? null
        : { at: releasedAt, by: releasedBy, reason },
  };
}
