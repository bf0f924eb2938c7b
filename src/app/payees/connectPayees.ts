import type { Config } from '../../config.js';
import { foldCase } from '../../desk/payees/payeeTexts.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPayeeScreenings } from '../../store/payeeScreenings.js';
import type { PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import { createControlCheck } from './controlCheck.js';
import { createPayees } from './createPayees.js';
import type { PayeePorts } from './payeePorts.js';
import type { Payees } from './payees.js';

/** What payees are connected to. */
export interface PayeeParts extends Pick<PayeePorts, 'countPayments' | 'countWalletPayments'> {
  readonly config: Config;
  readonly payTime: PayTimeQuestions;
  /** What other parts keep of payees, beside the screenings. */
  readonly records: PayeePorts['records'];
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
}

/** The payees of an application, with its chains and its record. */
export function connectPayees(
  db: DatabaseHandle,
  { config, payTime, records, nowMs, random, ...counts }: PayeeParts,
): Payees {
  const screeningsOf = createPayeeScreenings(db, foldCase);
  return createPayees(db, {
    ...{ nowMs, random },
    ports: {
      chains: Object.keys(config.chains),
      resolveName: payTime.resolveName,
      verifyControl: createControlCheck(payTime),
      countPayments: counts.countPayments,
      countWalletPayments: counts.countWalletPayments,
      records: [
        {
          name: 'screenings',
          collect: ({ held }) => screeningsOf(held),
          forget: null,
        },
        ...records,
      ],
    },
  });
}
