import { ulid } from 'ulid';
import type { Config } from '../../config.js';
import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import { readPackageVersion } from '../../packageInfo.js';
import { ruleSetDigest } from '../../rules/digest.js';
import type { RuleSet } from '../../rules/ruleSet.js';
import type { BundleAccounts } from '../../store/bundleAccounts.js';
import { createHoldingChecks } from '../../store/holdingChecks.js';
import { createJobStore } from '../../store/jobStore.js';
import type { LabelStore } from '../../store/labelStore.js';
import { createMadePayments } from '../../store/madePayments.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createOverrideStore } from '../../store/overrideStore.js';
import { createPayeeStore } from '../../store/payeeStore.js';
import { createPaymentStore } from '../../store/paymentStore.js';
import { createPresentRecords } from '../../store/presentRecords.js';
import type { ScreeningStore } from '../../store/screeningStore.js';
import { createSimilarAddresses } from '../../store/similarAddresses.js';
import { createSubmissionKeys } from '../../store/submissionKeys.js';
import type { VouchStore } from '../../store/vouchStore.js';
import { createWalletVerdicts } from '../../store/walletVerdicts.js';
import { circumstancesOf } from '../circumstances.js';
import type { PayeePorts } from '../payees/payeePorts.js';
import type { PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import { createReadDocument } from '../recordApp.js';
import { chainsOf, createReuse } from '../service/reuse.js';
import { createChainAsking } from './askChains.js';
import { createPaymentChecks, type OpenPaymentChecks } from './createPaymentChecks.js';
import { createLabelMatch } from './labelsOfNow.js';
import { createPayeeHolds } from './payeeHolds.js';
import type { PaymentMeans, PaymentScreening } from './paymentPorts.js';
import { type LocalScreening, screenHere } from './paymentScreening.js';
import { toCheck } from './toCheck.js';

/** Checks of payments, as an application opens them. */
export interface PaymentsApp {
  /** Checks that rest on the screenings of a service. They are closed before the application is. */
  readonly openPayments: (screening: PaymentScreening) => OpenPaymentChecks;
  /** Checks whose wallets are screened in this process. They are closed before the application is. */
  readonly openPaymentsHere: (
    by: Pick<LocalScreening, 'offline' | 'onProgress' | 'signal'>,
  ) => OpenPaymentChecks;
}

/** What payments are checked with, of an application. */
export interface PaymentsParts
  extends Pick<
      PaymentMeans,
      'db' | 'audit' | 'approvals' | 'payees' | 'linksOf' | 'stands' | 'nowMs'
    >,
    Pick<LocalScreening, 'screen'> {
  readonly config: Config;
  readonly assets: AssetList;
  readonly ruleSet: RuleSet;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly payTime: PayTimeQuestions;
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly accounts: BundleAccounts;
  readonly screenings: ScreeningStore;
  readonly engineVersion: number;
  readonly random: (size: number) => Uint8Array;
}

/** Checks of payments over the parts of an application. */
export function createPaymentsApp(parts: PaymentsParts): PaymentsApp {
  const { db, config, assets, payTime, screenings, nowMs, random } = parts;
  const chains = chainsOf(config);
  const newId = () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256);
  const readDocument = createReadDocument(screenings);
  const open = (screening: PaymentScreening): OpenPaymentChecks => {
    const payees = createPayeeStore(db);
    const verdicts = createWalletVerdicts(db, { ruleSetDigest: ruleSetDigest(parts.ruleSet) });
    return createPaymentChecks({
      ...parts,
      ...{ chains, screening, verdicts, newId },
      store: createPaymentStore(db, { randomBytes: random }),
      overrides: createOverrideStore(db, { randomBytes: random }),
      keys: createSubmissionKeys(db),
      idsOf: (payeeId) => [payeeId, ...payees.listMerged(payeeId)],
      listMade: createMadePayments(db),
      similar: createSimilarAddresses(db),
      holdsOf: createPayeeHolds({
        verdicts,
        holdingChecks: createHoldingChecks(db),
        assets,
      }),
      isByLabelsOfNow: createLabelMatch({
        ...parts,
        records: createPresentRecords(db),
        withBuiltIn: config.labels.builtIn,
      }),
      ask: createChainAsking({
        ...{ payTime, assets },
        chains: [...chains.values()].map(({ chain }) => chain),
      }),
    });
  };
  return {
    openPayments: open,
    openPaymentsHere: (by) => {
      const findReusable = createReuse({
        ...parts,
        records: createPresentRecords(db),
        withBuiltIn: config.labels.builtIn,
        ruleSetDigest: ruleSetDigest(parts.ruleSet),
        circumstancesDigest: circumstancesOf(config, readPackageVersion()),
      });
      const jobs = createJobStore(db, { owner: '', isGone: () => false, nowMs });
      return open(
        screenHere({
          ...{ ...by, newId, readDocument },
          isQueued: (screeningId) => jobs.readOpen(screeningId) !== null,
          screen: parts.screen,
          findReusable: (item) => findReusable(item, nowMs()),
        }),
      );
    },
  };
}

/** What payees need to know of payments: how many name one, and all of them for an export. */
export function paymentsOfPayees(
  db: DatabaseHandle,
  random: (size: number) => Uint8Array,
): Pick<PayeePorts, 'countPayments' | 'countWalletPayments'> & {
  readonly records: PayeePorts['records'][number];
} {
  const store = createPaymentStore(db, { randomBytes: random });
  return {
    countPayments: store.countPayments,
    countWalletPayments: store.countWalletPayments,
    records: {
      name: 'payments',
      collect: ({ payeeIds }) =>
        store
          .listPayments({ payeeIds, decision: null, before: null, limit: -1 })
          .map(toCheck)
          .map(({ order, ...check }) => ({
            ...check,
            order: { ...order, amount: order.amount.toString() },
          })),
      forget: null,
    },
  };
}
