import type { Actor } from '../../core/role.js';
import type { KnownMoney } from '../../desk/payroll/known.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { PayrollStore } from '../../store/payrollStore.js';
import type { Payees } from '../payees/payees.js';
import type { PaymentChecks } from '../payments/paymentChecks.js';
import type { AuditLog } from '../service/audit.js';

/** How the rows of a payroll are taken. */
export type PayrollPace =
  /** All at once, into a queue that outlives this process; whoever runs a payroll beside adds nothing twice. */
  | {
      readonly kind: 'queue';
      /** Names this process, as one that has a queue. */
      readonly owner: string;
      /** Whether another process that has a queue is known to have ended. */
      readonly isGone: (owner: string) => boolean;
    }
  /**
   * Wallet by wallet, each once the one before is decided; so that a run which is stopped leaves as little
   * behind as can be. Of two processes of one machine that run one payroll, the second is refused.
   */
  | {
      readonly kind: 'one-by-one';
      /** Names this process. */
      readonly owner: string;
      /** Whether another process is known to have ended. */
      readonly isGone: (owner: string) => boolean;
    };

/** What payrolls are run with. */
export interface PayrollMeans {
  /** The handle of the store, the audit log and the checks, so that a row and its check are one. */
  readonly db: DatabaseHandle;
  readonly store: PayrollStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly payees: Pick<Payees, 'find' | 'search' | 'listWalletsInUse' | 'read'>;
  readonly payments: Pick<
    PaymentChecks,
    | 'check'
    | 'gather'
    | 'resume'
    | 'lookAhead'
    | 'problemsOf'
    | 'read'
    | 'isAbandoned'
    | 'settled'
    | 'withdraw'
    | 'whyNoApproval'
  >;
  /** A person who may sign in still; null where there is none of this id. */
  readonly personOf: (personId: string) => Actor | null;
  readonly known: KnownMoney;
  readonly pace: PayrollPace;
  /** Where a check can be looked at. */
  readonly linkOf: (checkId: string) => string;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly newId: () => string;
}
