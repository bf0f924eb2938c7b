import { type Account, createAccount } from '../../core/account.js';
import { findChainByName } from '../../core/chain.js';
import { Bug } from '../../core/errors.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import {
  type ClassifiedPayment,
  classifyPayments,
  type JudgedSpan,
  type PaymentGrounds,
} from '../../desk/paid/classifyPayments.js';
import { MOST_DAYS_APART } from '../../desk/paid/matchTold.js';
import { monthSpan } from '../../desk/paid/monthSpan.js';
import { createListingTeller } from '../../desk/summary/listingBounds.js';
import type { FigureCheck, FigureRows } from '../../desk/summary/monthFigures.js';
import { isWithin, type ZoneMonth } from '../../desk/summary/zoneMonth.js';
import type { AgreedOverride, MonthCheckRow } from '../../store/monthChecks.js';
import type { ScreeningFindings, ScreeningMark } from '../../store/monthScreenings.js';
import type { PaidPayment } from '../paid/paidPayments.js';
import type { SummaryMeans } from './summaryMeans.js';

/** All that two months are told from, read once. */
export interface GatheredRows extends FigureRows {
  /** Payments of both months, and of some days around. */
  readonly made: readonly PaidPayment[];
  readonly classified: ReadonlyMap<string, ClassifiedPayment>;
  /** What payments of any months are judged by. */
  readonly grounds: PaymentGrounds;
}

/** A payment may be told on another day than that of its block, which is another one in some zones. */
const DAYS_AROUND = MOST_DAYS_APART + 1;

/** The days on which payments of a month and of the one before it may be told. ISO days, both included. */
export function daysAround(
  before: string,
  now: string,
): { readonly fromDay: string; readonly toDay: string } {
  const { fromDay } = monthSpan(before, DAYS_AROUND);
  return { fromDay, toDay: monthSpan(now, DAYS_AROUND).toDay };
}

/**
 * Reads what a month and the one before it are told from: a few queries, whatever their size. `links`:
 * those between payees, which are found anew before.
 */
export function gatherRows(
  means: SummaryMeans,
  {
    before,
    now,
    links,
  }: {
    readonly before: ZoneMonth;
    readonly now: ZoneMonth;
    readonly links: GatheredRows['links'];
  },
): GatheredRows {
  const made = means.paid.list(daysAround(before.month, now.month));
  const span = { from: before.from, to: now.to };
  // What is told of a day alone was made by its end, which may be after that of the month.
  const untilIso = formatMoment((parseMoment(now.to) ?? 0) + SECONDS_PER_DAY);
  const marks = means.screenings.listMarks(untilIso);
  const checkRows = means.checks.listChecks();
  const agreed = means.checks.listAgreed();
  const checks = checkRows.map(toCheck);
  const grounds = groundsOf({ checkRows, checks, agreed, marks });
  const classified = classifyMade(made, grounds);
  const rested = [...classified.values()].flatMap(({ screeningId }) => screeningId ?? []);
  const held = checks.flatMap(({ decidedAt, screeningId }) =>
    decidedAt !== null && isWithin(decidedAt, span) ? [screeningId] : [],
  );
  const ofMonths = marks.filter(({ screenedAt }) => screenedAt >= span.from);
  const ids = new Set([...ofMonths.map(({ screeningId }) => screeningId), ...rested, ...held]);
  const findings = means.screenings.readFindings([...ids]);
  return {
    ...{ made, classified, checks, agreed, links, screenings: marks, grounds },
    paidChecks: restedOn(classified),
    references: means.payees.listReferences(),
    findings: tellListings(findings, means),
    signals: means.checks.listSignals(span),
    wallets: means.payees.listWallets().map(({ chains, ...wallet }) => ({
      ...wallet,
      accounts: chains.map((chain) => accountOn(chain, wallet)),
    })),
    vouches: means.judging.vouches.listVouches(),
  };
}

/** What screenings met, by their id, with what our own syncs tell of when it was listed. */
function tellListings(
  findings: readonly ScreeningFindings[],
  means: SummaryMeans,
): GatheredRows['findings'] {
  const undated = findings.flatMap(({ exposures }) =>
    exposures.filter(
      ({ designation, firstSeen }) => designation === 'unknown' && firstSeen !== null,
    ),
  );
  const entities = [...new Set(undated.map(({ entity }) => entity))];
  const tell = createListingTeller({
    claims: means.listEntityClaims(entities),
    confirmations: entities.length === 0 ? [] : means.listConfirmed(),
  });
  return new Map(
    findings.map(({ exposures, ...one }) => [
      one.screeningId,
      { ...one, exposures: exposures.map((met) => ({ ...met, ...tell(met) })) },
    ]),
  );
}

/** What payments rest on, by payment id. */
export function classifyMade(
  made: readonly PaidPayment[],
  grounds: PaymentGrounds,
): GatheredRows['classified'] {
  return new Map(classifyPayments(made, grounds).map((one) => [one.id, one]));
}

/** The checks on which payments rest. */
export function restedOn(classified: ReadonlyMap<string, ClassifiedPayment>): ReadonlySet<string> {
  return new Set([...classified.values()].flatMap(({ checkId }) => checkId ?? []));
}

function toCheck(row: MonthCheckRow): FigureCheck {
  return { ...row, account: accountOn(row.chain, row), releasedAt: row.release?.at ?? null };
}

/** The account of a wallet on a chain, by the short name of that. */
function accountOn(
  name: string,
  { address, family }: { readonly address: string; readonly family: 'evm' | 'utxo' },
): Account {
  const chain = findChainByName(name);
  if (chain === undefined) {
    throw new Bug('A wallet names a chain that is not known any more.', { chain: name });
  }
  return createAccount(chain.id, family === 'evm' ? address.toLowerCase() : address);
}

function groundsOf({
  checkRows,
  checks,
  agreed,
  marks,
}: {
  readonly checkRows: readonly MonthCheckRow[];
  readonly checks: readonly FigureCheck[];
  readonly agreed: readonly AgreedOverride[];
  readonly marks: readonly ScreeningMark[];
}): PaymentGrounds {
  const accounts = new Map(checks.map(({ checkId, account }) => [checkId, account]));
  return {
    checks: checkRows.map((row) => ({
      ...{ ...row, id: row.checkId, releasedAt: row.release?.at ?? null },
      account: accounts.get(row.checkId) ?? accountOn(row.chain, row),
    })),
    screenings: marks
      .filter(({ isPresent }) => isPresent)
      .map(({ screeningId, subjects, ...mark }) => ({
        ...mark,
        ...{ id: screeningId, accounts: subjects },
      })),
    holds: [],
    overrides: agreed.flatMap((one): readonly JudgedSpan[] => {
      const account = accounts.get(one.checkId);
      return account === undefined ? [] : [{ account, from: one.agreedAt, until: endOf(one) }];
    }),
  };
}

/** The second from which on an override holds no more. */
function endOf({ until, withdrawnAt }: AgreedOverride): string {
  const end = formatMoment((parseMoment(until) ?? 0) + SECONDS_PER_DAY);
  return withdrawnAt !== null && withdrawnAt < end ? withdrawnAt : end;
}
