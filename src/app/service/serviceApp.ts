import type { App } from '../../app.js';
import type { Config } from '../../config.js';
import type { MatchRuns } from '../paid/matchRuns.js';
import type { PaidPayments } from '../paid/paidPayments.js';
import type { Payees } from '../payees/payees.js';
import type { PaymentChecks } from '../payments/paymentChecks.js';
import type { PayrollLeft, Payrolls } from '../payroll/payroll.js';
import type { RedFlags } from '../redFlags/redFlags.js';
import type { Roster } from '../roster/roster.js';
import type { Access } from './access.js';
import type { AuditLog } from './audit.js';
import type { MonthKeeper } from './monthKeeper.js';
import type { MonthRuns } from './monthRuns.js';
import type { MonthWork } from './monthWork.js';
import type { Work } from './work.js';

/** What the service answers from: no request of it runs the engine on this thread. */
export interface ServiceApp {
  readonly config: Config;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly payees: Payees;
  readonly payments: PaymentChecks;
  readonly payrolls: Payrolls;
  /** Settles once what a service before left is gone on with, and tells which payrolls could not be. */
  readonly resumed: Promise<readonly PayrollLeft[]>;
  readonly roster: Roster;
  /** Payments that were made, and the looks at the chains for them. */
  readonly paid: PaidPayments;
  readonly matchRuns: MatchRuns;
  /** Signs apart from the chain, answered payee by payee; no decision depends on them. */
  readonly redFlags: RedFlags;
  readonly work: Work;
  /** Months, summed up and printed in a thread of their own; `runs` for what is only read. */
  readonly months: {
    readonly runs: MonthRuns;
    readonly work: Pick<MonthWork, 'ask'>;
    readonly keeper: Pick<MonthKeeper, 'check' | 'start' | 'state' | 'listDue'>;
  };
  /** The same over recorded wallets and a database of its own that is thrown away: to rehearse. */
  readonly practice: Work;
  /** What is read on this thread: labels, the record, who signed what, the standing of a verdict. */
  readonly records: Pick<
    App,
    | 'signAuditHead'
    | 'keptMonths'
    | 'signOffs'
    | 'tellStanding'
    | 'verify'
    | 'showLabels'
    | 'labelStatus'
    | 'listLabels'
    | 'diffLabels'
    | 'cacheStatus'
  >;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly close: (graceMs: number) => Promise<void>;
}
