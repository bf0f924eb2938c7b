import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { KnownLink } from '../../core/knownLink.js';
import type { MonthlySummary, MonthPayment } from '../../core/monthlySummary.js';
import type { Decision } from '../../core/verdict.js';
import {
  type CountedCheck,
  type DecidedCheck,
  heldChecks,
  passedChecks,
} from './checkedPayments.js';
import { type FiredScreening, type FiredSignal, tellClearRates } from './clearRates.js';
import { type AgreedHold, type ReleasedCheck, tellDecided } from './decidedByPeople.js';
import { type MetExposure, tellExposures } from './exposureRows.js';
import { tellConcerns, unitsOf, type WorthAt } from './monthPayments.js';
import { tellOpenHolds } from './openHolds.js';
import { tellPaidCoverage } from './paidCoverage.js';
import { cutSums, type MetBy, type SummedPayment } from './sumPayments.js';
import { type CoveredWallet, tellRosterCoverage, walletsInUseAt } from './walletCoverage.js';
import { isWithin } from './zoneMonth.js';

/** A recorded screening without its verdict. Times are ISO 8601 in UTC. */
export interface FigureScreening {
  readonly screeningId: string;
  readonly screenedAt: string;
  readonly validUntil: string;
  readonly decision: Decision;
  readonly ruleSetDigest: string;
  readonly subjects: readonly Account[];
  /** Whether it spoke of the present when it was made. */
  readonly isPresent: boolean;
  readonly isOfPayee: boolean;
}

/** What a screening found and met. */
export interface FigureFindings extends Pick<FiredScreening, 'screeningId' | 'findings'> {
  readonly exposures: readonly (MetExposure & { readonly account: Account })[];
}

/** A check of a payment. */
export type FigureCheck = CountedCheck & ReleasedCheck;

/** What a month is told from; of other months it may hold more. Times are ISO 8601 in UTC. */
export interface FigureRows {
  /** Order: as asked for. */
  readonly checks: readonly FigureCheck[];
  /** Checks that payments rest on. */
  readonly paidChecks: ReadonlySet<string>;
  readonly agreed: readonly (AgreedHold & { readonly withdrawnAt: string | null })[];
  readonly signals: readonly Omit<FiredSignal, 'screeningId'>[];
  /** Order: newest last. */
  readonly screenings: readonly FigureScreening[];
  readonly findings: ReadonlyMap<string, FigureFindings>;
  readonly wallets: readonly CoveredWallet[];
  /** References by payee id: personal data. */
  readonly references: ReadonlyMap<string, string>;
  /** Order: as they are told. */
  readonly links: readonly KnownLink[];
  readonly vouches: readonly {
    readonly account: Account;
    readonly madeAt: string;
    readonly withdrawnAt: string | null;
  }[];
}

/** A month, and how it is counted. */
export interface FigureMonth {
  /** ISO 8601 moments in UTC; the end is not in it. */
  readonly span: { readonly from: string; readonly to: string };
  /** The last moment that counts: the end of the month, or the present while it runs. ISO 8601 in UTC. */
  readonly at: string;
  readonly currency: string;
  readonly assets: AssetList;
  readonly worthAt: WorthAt;
}

/** What follows from rows alone, month by month. */
export type MonthFigures = Pick<
  MonthlySummary,
  | 'currency'
  | 'payments'
  | 'concerns'
  | 'paid'
  | 'held'
  | 'screenings'
  | 'exposures'
  | 'links'
  | 'overrides'
  | 'clearRates'
  | 'openHolds'
  | 'coverage'
  | 'ruleSets'
>;

/** The figures of a month. `payments`: its payments. Order: by time, then id. */
export function monthFigures(
  payments: readonly MonthPayment[],
  rows: FigureRows,
  month: FigureMonth,
): MonthFigures {
  const { span, at } = month;
  const metBy = (screeningId: string): readonly MetBy[] =>
    rows.findings.get(screeningId)?.exposures ?? [];
  const present = rows.screenings.filter(({ isPresent }) => isPresent);
  const ofMonth = rows.screenings.filter(({ screenedAt }) => isWithin(screenedAt, span));
  const presentOfMonth = ofMonth.filter(({ isPresent }) => isPresent);
  const looked = new Set([
    ...presentOfMonth.map(({ screeningId }) => screeningId),
    ...payments.flatMap(({ screeningId }) => screeningId ?? []),
  ]);
  const wallets = new Set(walletsInUseAt(rows.wallets, at).flatMap(({ accounts }) => accounts));
  const holdGrounds = { checks: rows.checks, letPass: rows.agreed, screenings: present, wallets };
  return {
    ...{ currency: month.currency, payments, concerns: tellConcerns(payments) },
    paid: cutSums(payments, metBy),
    held: cutSums(heldPayments(rows, month), metBy),
    screenings: byDecision(ofMonth),
    exposures: tellExposures(
      [...looked].flatMap((id) => rows.findings.get(id) ?? []),
      payments,
    ),
    links: tellLinks(rows.links, span),
    overrides: tellDecided(rows.checks, rows.agreed, span),
    clearRates: clearRatesOf(presentOfMonth, rows, span),
    openHolds: tellOpenHolds(holdGrounds, at),
    coverage: {
      paid: tellPaidCoverage(payments),
      roster: tellRosterCoverage(rows.wallets, {
        ...{ screenings: present, at, references: rows.references },
      }),
    },
    ruleSets: tellRuleSets(ofMonth),
  };
}

/** What was not paid in a month, as it is summed. Order: of the checks. */
export function heldPayments(
  { checks, agreed, paidChecks }: Pick<FigureRows, 'checks' | 'agreed' | 'paidChecks'>,
  { span, assets, worthAt }: Pick<FigureMonth, 'span' | 'assets' | 'worthAt'>,
): readonly SummedPayment[] {
  const held = heldChecks(checks, { span, letPass: agreed, paidChecks });
  return held.map((check: DecidedCheck): SummedPayment => {
    const { checkId, chain, asset, amount, decision, screeningId, decidedAt } = check;
    const worth = worthAt(amount, asset, decidedAt);
    return {
      ...{ id: checkId, chain, asset, amount, decision, screeningId, worth },
      ...{ ...unitsOf(asset, assets), rail: 'unknown', checkDecision: decision, letPass: 'none' },
    };
  });
}

function byDecision(screenings: readonly FigureScreening[]): MonthlySummary['screenings'] {
  const of = (decision: Decision) => {
    const ids = screenings
      .filter((one) => one.decision === decision)
      .map(({ screeningId }) => screeningId);
    return { count: ids.length, ids };
  };
  return {
    ...{ proceed: of('proceed'), review: of('review') },
    ...{ hold: of('hold'), incomplete: of('incomplete') },
  };
}

/** Links that were there in a span. */
function tellLinks(
  links: readonly KnownLink[],
  span: { readonly from: string; readonly to: string },
): MonthlySummary['links'] {
  return links
    .filter(({ firstSeenAt, goneSince }) => {
      return firstSeenAt < span.to && (goneSince === null || goneSince >= span.from);
    })
    .map(({ link, weighs, firstSeenAt }) => ({
      ...{ linkId: link.id, kind: link.kind, severity: weighs, firstSeenAt },
      payeeIds: [...new Set(link.members.map(({ payeeId }) => payeeId))],
      isNew: isWithin(firstSeenAt, span),
      sentence: link.sentence,
    }));
}

function clearRatesOf(
  screenings: readonly FigureScreening[],
  { checks, agreed, signals, findings, vouches }: FigureRows,
  span: { readonly from: string; readonly to: string },
): MonthlySummary['clearRates'] {
  const byId = new Map(checks.map((check) => [check.checkId, check]));
  const passed = passedChecks(agreed, null);
  const cleared = checks.filter(({ checkId, release }) => release !== null || passed.has(checkId));
  const fired = screenings.flatMap(({ screeningId, screenedAt }): readonly FiredScreening[] => {
    const found = findings.get(screeningId);
    return found === undefined ? [] : [{ ...found, screenedAt }];
  });
  const ofMonth = signals.flatMap(({ checkId, kind }): readonly FiredSignal[] => {
    const check = byId.get(checkId);
    const { decidedAt = null, screeningId = '' } = check ?? {};
    return decidedAt === null || !isWithin(decidedAt, span) ? [] : [{ checkId, kind, screeningId }];
  });
  return tellClearRates(fired, ofMonth, {
    checks: new Set(cleared.map(({ checkId }) => checkId)),
    screenings: new Set(cleared.map(({ screeningId }) => screeningId)),
    vouches: vouches.filter(({ withdrawnAt }) => withdrawnAt === null),
  });
}

/** Order: as first used in the month. */
function tellRuleSets(screenings: readonly FigureScreening[]): MonthlySummary['ruleSets'] {
  const sets = new Map<string, { firstUsedAt: string; screenings: number }>();
  for (const { ruleSetDigest, screenedAt } of screenings) {
    const known = sets.get(ruleSetDigest);
    if (known === undefined) sets.set(ruleSetDigest, { firstUsedAt: screenedAt, screenings: 1 });
    else known.screenings += 1;
  }
  return [...sets].map(([digest, set]) => ({ digest, ...set }));
}
