import type { KnownMoney } from '../../desk/payroll/known.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { PayrollStore } from '../../store/payrollStore.js';
import type { Payees } from '../payees/payees.js';
import type { PaymentChecks } from '../payments/paymentChecks.js';
import type { AuditLog } from '../service/audit.js';

/** What payrolls are run with. */
export interface PayrollMeans {
  /** The handle of the store, the audit log and the checks, so that a row and its check are one. */
  readonly db: DatabaseHandle;
  readonly store: PayrollStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly payees: Pick<Payees, 'find' | 'search' | 'listWalletsInUse' | 'read'>;
  readonly payments: Pick<PaymentChecks, 'check' | 'problemsOf' | 'read' | 'settled' | 'withdraw'>;
  readonly known: KnownMoney;
  /** When a screening was recorded (ISO 8601 in UTC); null for one that is not. */
  readonly readScreenedAt: (screeningId: string) => string | null;
  /** Where a check can be looked at. */
  readonly linkOf: (checkId: string) => string;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly newId: () => string;
}
