import { CATEGORIES } from '../../core/attribution.js';
import { RATE_MISSING } from '../../core/currency.js';
import { readAccount, readAssetId } from '../../core/factJson.js';
import {
  fieldsOf,
  isObject,
  listOf,
  oneOf,
  orNull,
  type ReadJson,
  readAmount,
  readCount,
  readText,
  readTruth,
} from '../../core/jsonFields.js';
import type { PaidCoverage, RosterCoverage } from '../../core/monthCoverage.js';
import type {
  ClearRate,
  EarlierTotals,
  ListedBetween,
  MonthlySummary,
  MonthPayment,
  SummaryChange,
  SummaryErasure,
  SummaryExposureRow,
  SummaryOverride,
  SummaryRateDay,
  SummaryRates,
  SummarySum,
} from '../../core/monthlySummary.js';
import { LET_PASS, PAYMENT_CONCERNS } from '../../core/monthlySummary.js';
import { LINK_KINDS } from '../../core/rosterLink.js';
import { SEVERITIES } from '../../core/verdict.js';
import { withoutFirstVersion } from './readFirstVersion.js';

const readTexts = listOf(readText);
const textOrNull = orNull(readText);
const readDecision = oneOf(['proceed', 'review', 'hold', 'incomplete'] as const);

const readPayment = fieldsOf<MonthPayment>({
  id: readText,
  at: readText,
  source: oneOf(['accounts', 'chain', 'both']),
  payeeId: textOrNull,
  payeeReference: textOrNull,
  account: readAccount,
  chain: readText,
  asset: readAssetId,
  symbol: readText,
  decimals: readCount,
  amount: readAmount,
  worth: orNull(readAmount),
  invoice: textOrNull,
  txId: textOrNull,
  approver: textOrNull,
  rail: oneOf(['direct', 'batch', 'custodian', 'unknown']),
  checkId: textOrNull,
  screeningId: textOrNull,
  decision: orNull(readDecision),
  checkDecision: orNull(readDecision),
  letPass: orNull(oneOf(LET_PASS)),
  concerns: listOf(oneOf(PAYMENT_CONCERNS)),
});

const readSums = listOf(
  fieldsOf<SummarySum>({
    key: readText,
    payments: readCount,
    amounts: listOf(
      fieldsOf({ asset: readAssetId, symbol: readText, decimals: readCount, amount: readAmount }),
    ),
    worth: orNull(readAmount),
    unpriced: readCount,
    paymentIds: readTexts,
  }),
);

const readCuts = fieldsOf<MonthlySummary['paid']>({
  total: readSums,
  decision: readSums,
  asset: readSums,
  chain: readSums,
  rail: readSums,
  entity: readSums,
  category: readSums,
});

const readDecided = fieldsOf({ count: readCount, ids: readTexts });

const readExposure = fieldsOf<SummaryExposureRow>({
  entity: readText,
  category: oneOf(CATEGORIES),
  direction: oneOf(['incoming', 'outgoing', 'ownership']),
  listing: oneOf(['before', 'after', 'both', 'unknown']),
  listedBetween: orNull(fieldsOf<ListedBetween>({ after: textOrNull, by: readText })),
  haircut: textOrNull,
  fifo: textOrNull,
  lower: textOrNull,
  upper: textOrNull,
  screeningIds: readTexts,
  paymentIds: readTexts,
});

const readOverride = fieldsOf<SummaryOverride>({
  id: readText,
  kind: oneOf(['override', 'release']),
  checkId: textOrNull,
  payeeId: textOrNull,
  at: readText,
  by: readTexts,
  reason: readText,
  expiresAt: textOrNull,
});

const readRates = fieldsOf<SummaryRates>({
  source: readText,
  days: listOf(
    fieldsOf<SummaryRateDay>({
      day: readText,
      rateDay: textOrNull,
      dollars: textOrNull,
      units: textOrNull,
      missing: orNull(oneOf(RATE_MISSING)),
    }),
  ),
});

const readErasures = listOf(
  fieldsOf<SummaryErasure>({
    at: readText,
    by: readText,
    payeeId: readText,
    rows: readCount,
    digestBefore: readText,
  }),
);

const readPaidCoverage = fieldsOf<PaidCoverage>({
  payees: readCount,
  screened: readCount,
  share: textOrNull,
  paymentIds: readTexts,
  unknownIds: readTexts,
  unscreened: listOf(fieldsOf({ payeeId: readText, reference: textOrNull, paymentIds: readTexts })),
});

const readRosterCoverage = fieldsOf<RosterCoverage>({
  wallets: readCount,
  screened: readCount,
  share: textOrNull,
  screeningIds: readTexts,
  unscreened: listOf(
    fieldsOf({ payeeId: textOrNull, reference: textOrNull, walletIds: readTexts }),
  ),
});

const readEarlier = fieldsOf<EarlierTotals>({
  month: readText,
  payments: readCount,
  worth: orNull(readAmount),
  held: readCount,
  heldWorth: orNull(readAmount),
  concerns: readCount,
  origin: oneOf(['signed', 'kept', 'summed']),
});

/** All that stands in every summary; what only some have is read apart. */
const readAlways = fieldsOf<Omit<MonthlySummary, 'rates' | 'erasures'>>({
  schemaVersion: oneOf([1, 2]),
  month: readText,
  zone: readText,
  currency: readText,
  priceSource: readText,
  asOf: readText,
  isRunning: readTruth,
  payments: listOf(readPayment),
  concerns: listOf(fieldsOf({ concern: oneOf(PAYMENT_CONCERNS), paymentIds: readTexts })),
  paid: readCuts,
  held: readCuts,
  screenings: fieldsOf({
    proceed: readDecided,
    review: readDecided,
    hold: readDecided,
    incomplete: readDecided,
  }),
  exposures: listOf(readExposure),
  links: listOf(
    fieldsOf<MonthlySummary['links'][number]>({
      linkId: readText,
      kind: oneOf(LINK_KINDS),
      severity: oneOf(SEVERITIES),
      payeeIds: readTexts,
      firstSeenAt: readText,
      isNew: readTruth,
      sentence: readText,
    }),
  ),
  overrides: listOf(readOverride),
  clearRates: listOf(
    fieldsOf<ClearRate>({
      ruleId: readText,
      fired: readCount,
      cleared: readCount,
      screeningIds: readTexts,
    }),
  ),
  openHolds: listOf(
    fieldsOf({ checkId: textOrNull, screeningId: readText, since: readText, days: readCount }),
  ),
  coverage: fieldsOf<MonthlySummary['coverage']>({
    paid: orNull(readPaidCoverage),
    roster: readRosterCoverage,
  }),
  ruleSets: listOf(fieldsOf({ digest: readText, firstUsedAt: readText, screenings: readCount })),
  labelSets: listOf(
    fieldsOf({
      set: readText,
      imports: readCount,
      added: readCount,
      removed: readCount,
      staleDays: readCount,
    }),
  ),
  redFlags: fieldsOf({
    seen: readCount,
    notSeen: readCount,
    notApplicable: readCount,
    payeeIds: readTexts,
  }),
  recheck: listOf(
    fieldsOf({
      screeningId: readText,
      before: readDecision,
      now: orNull(readDecision),
      why: readText,
    }),
  ),
  changes: listOf(
    fieldsOf<SummaryChange>({
      ...{ what: readText, before: readText, now: readText },
      kind: oneOf(['words', 'share']),
    }),
  ),
  trend: orNull(listOf(readEarlier)),
  audit: fieldsOf({ rows: readCount, headHash: textOrNull }),
});

/**
 * A month's summary from its JSON, of this version or the one before.
 *
 * @throws {DecodeError} for anything that is not one.
 */
export const readSummary: ReadJson<MonthlySummary> = (value, at) => {
  const present = withoutFirstVersion(value);
  if (!isObject(present)) return readAlways(present, at);
  const { rates, erasures, ...rest } = present;
  return {
    ...readAlways(rest, at),
    ...(rates === undefined ? {} : { rates: readRates(rates, 'rates') }),
    ...(erasures === undefined ? {} : { erasures: readErasures(erasures, 'erasures') }),
  };
};
