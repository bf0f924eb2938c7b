import type { Config } from '../../config.js';
import { foldCase } from '../../desk/payees/payeeTexts.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPayeeScreenings } from '../../store/payeeScreenings.js';
import { paidRecords } from '../paid/connectPaid.js';
import { paymentsOfPayees } from '../payments/paymentsApp.js';
import { payrollRecords } from '../payroll/payrollRecords.js';
import type { PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import { rosterRecords } from '../roster/rosterRecords.js';
import { createControlCheck } from './controlCheck.js';
import { createPayees } from './createPayees.js';
import type { PayeeRecords } from './payeePorts.js';
import type { Payees } from './payees.js';

/** What payees are connected to. */
export interface PayeeParts {
  readonly config: Config;
  readonly payTime: PayTimeQuestions;
  /** What is kept of a payee by parts that no part but the application itself may know. */
  readonly otherRecords: readonly PayeeRecords[];
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

/** The payees of an application, with its chains and all that its other parts keep of payees. */
export function connectPayees(
  db: DatabaseHandle,
  { config, payTime, otherRecords, nowMs, random }: PayeeParts,
): Payees {
  const screeningsOf = createPayeeScreenings(db, foldCase);
  const payments = paymentsOfPayees(db, random);
  const made = paidRecords(db);
  return createPayees(db, {
    ...{ nowMs, random },
    ports: {
      chains: Object.keys(config.chains),
      resolveName: payTime.resolveName,
      verifyControl: createControlCheck(payTime),
      countPayments: (payeeId) => payments.countPayments(payeeId) + made.countPayments(payeeId),
      countWalletPayments: payments.countWalletPayments,
      records: [
        { name: 'screenings', collect: ({ held }) => screeningsOf(held), forget: null },
        ...[rosterRecords(db), payments.records, made.records, payrollRecords(db)],
        ...otherRecords,
      ],
    },
  });
}
