import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../../core/moment.js';
import { type LetPass, PAYMENT_CONCERNS, type PaymentConcern } from '../../core/monthlySummary.js';
import { type Decision, worseOf } from '../../core/verdict.js';
import { invoiceKeyOf } from '../payments/invoiceNumber.js';

/** A payment that was made, as far as it is judged. */
export interface JudgedPayment {
  readonly id: string;
  readonly source: 'accounts' | 'chain' | 'both';
  readonly day: string;
  /** ISO 8601 time in UTC of its block; null while it is not found on the chain. */
  readonly at: string | null;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly invoice: string | null;
  readonly match: { readonly kind: 'matched' | 'not-looked-up' | 'unmatched' };
}

/** A check of a payment, with its approval where it has one. Times are ISO 8601 in UTC. */
export interface JudgedCheck {
  readonly id: string;
  readonly account: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly invoice: string | null;
  readonly screeningId: string;
  /** Null until it was decided, or where it failed. */
  readonly decidedAt: string | null;
  readonly decision: Decision | null;
  readonly withdrawnAt: string | null;
  /** When a person released it; null where nobody did. */
  readonly releasedAt: string | null;
  /** From when its approval holds; null without one. */
  readonly approvedFrom: string | null;
  /** The last second in which its approval holds; null without one. */
  readonly approvedUntil: string | null;
}

/** A screening, as of its record. Times are ISO 8601 in UTC. */
export interface JudgedScreening {
  readonly id: string;
  readonly accounts: readonly Account[];
  readonly screenedAt: string;
  /** From this second on it is no longer valid. */
  readonly validUntil: string;
  readonly decision: Decision;
  readonly complete: boolean;
}

/** A time in which an account was not to be paid, or could be paid all the same. ISO 8601 in UTC. */
export interface JudgedSpan {
  readonly account: Account;
  readonly from: string;
  /** From this second on no more; null for ever. */
  readonly until: string | null;
}

/** What payments are judged by. */
export interface PaymentGrounds {
  readonly checks: readonly JudgedCheck[];
  readonly screenings: readonly JudgedScreening[];
  /** Holds that people set besides what was decided. */
  readonly holds: readonly JudgedSpan[];
  /** Holds that people let pass. */
  readonly overrides: readonly JudgedSpan[];
}

/** What a payment rests on and why it needs to be looked at. */
export interface ClassifiedPayment {
  readonly id: string;
  readonly checkId: string | null;
  readonly screeningId: string | null;
  /** Of the newest screening that was valid when it was made; null for none. */
  readonly decision: Decision | null;
  /** What its check came to; null where none was decided by then. */
  readonly checkDecision: Decision | null;
  /** What people had done by then about the worse of both. */
  readonly letPass: LetPass;
  /** Order: of `PAYMENT_CONCERNS`. */
  readonly concerns: readonly PaymentConcern[];
}

/**
 * Judges payments by what was known when each was made. Order of answers: as given.
 *
 * A check counts for one payment: the one with its account, asset, amount and (where both tell it)
 * invoice; the newest that was decided by then, else the earliest decided after.
 * Edge: a payment whose block is not known was made at the end of its day, so that what was looked at
 * on that day counts; that it was not found is a concern of its own.
 */
export function classifyPayments(
  payments: readonly JudgedPayment[],
  grounds: PaymentGrounds,
): readonly ClassifiedPayment[] {
  const checks = checksOf(payments, grounds.checks);
  const byAccount = screeningsByAccount(payments, grounds.screenings);
  return payments.map((payment) => {
    const at = momentOf(payment);
    const screenings = byAccount.get(payment.account) ?? [];
    const newest = screenings.find(({ screenedAt }) => screenedAt <= at) ?? null;
    const valid =
      screenings.find(({ screenedAt, validUntil }) => screenedAt <= at && at < validUntil) ?? null;
    const check = checks.get(payment.id) ?? null;
    const seen: Seen = { payment, at, check, newest, valid };
    const decided = check === null || isLate(check, at) ? null : check;
    return {
      id: payment.id,
      checkId: decided?.id ?? null,
      screeningId: valid?.id ?? null,
      decision: valid?.decision ?? null,
      checkDecision: decided?.decision ?? null,
      letPass: letPassOf(seen, grounds),
      concerns: PAYMENT_CONCERNS.filter((concern) => isConcern(concern, seen, grounds)),
    };
  });
}

/**
 * What people had done by then about the worse of what the check and the screening say: a release lets the
 * `review` of its check pass, an override whatever is said of its account.
 */
function letPassOf({ payment, at, check, valid }: Seen, { overrides }: PaymentGrounds): LetPass {
  const decided = check === null || isLate(check, at) ? null : check;
  const word = worseOf(valid?.decision ?? null, decided?.decision ?? null);
  if (word === null || word === 'proceed') return 'none';
  const releasedAt = decided?.decision === 'review' ? decided.releasedAt : null;
  if (word === 'review' && releasedAt !== null && releasedAt <= at) return 'released';
  return overrides.some((one) => holdsAt(one, payment, at)) ? 'overridden' : 'none';
}

/** The screenings of each account that was paid. Order: newest first. */
function screeningsByAccount(
  payments: readonly JudgedPayment[],
  screenings: readonly JudgedScreening[],
): ReadonlyMap<Account, readonly JudgedScreening[]> {
  const byAccount = new Map<Account, JudgedScreening[]>();
  for (const { account } of payments) byAccount.set(account, []);
  for (const screening of screenings) {
    for (const account of new Set(screening.accounts)) byAccount.get(account)?.push(screening);
  }
  for (const list of byAccount.values()) {
    list.sort((a, b) => compareText(b.screenedAt, a.screenedAt) || compareText(b.id, a.id));
  }
  return byAccount;
}

interface Seen {
  readonly payment: JudgedPayment;
  readonly at: string;
  readonly check: JudgedCheck | null;
  /** The newest screening by then, whether it was over or not. */
  readonly newest: JudgedScreening | null;
  readonly valid: JudgedScreening | null;
}

function isConcern(concern: PaymentConcern, seen: Seen, grounds: PaymentGrounds): boolean {
  const { payment, at, check, newest, valid } = seen;
  const isFound = payment.source === 'chain' || payment.match.kind === 'matched';
  switch (concern) {
    case 'unscreened-on-chain':
      return isFound && valid === null;
    case 'paid-while-held':
      return isHeld(seen, grounds) && !grounds.overrides.some((one) => holdsAt(one, payment, at));
    case 'paid-unreleased':
      return isUnreleased(seen) && !grounds.overrides.some((one) => holdsAt(one, payment, at));
    case 'unmatched':
      return payment.match.kind === 'unmatched';
    case 'unchecked':
      return payment.source !== 'chain' && check === null;
    case 'paid-before-check':
      return check !== null && isLate(check, at);
    case 'incomplete-at-payment':
      return valid !== null && !valid.complete;
    case 'stale-at-payment':
      return (
        (valid === null && newest !== null) ||
        (check !== null &&
          !isLate(check, at) &&
          check.approvedUntil !== null &&
          at > check.approvedUntil)
      );
    case 'not-in-accounts':
      return payment.source === 'chain';
  }
}

/** Whether the newest that was decided about it by then was a hold, or somebody held its account. */
function isHeld(seen: Seen, { holds }: PaymentGrounds): boolean {
  if (holds.some((one) => holdsAt(one, seen.payment, seen.at))) return true;
  return newestDecisions(seen).includes('hold');
}

/** Whether the newest that was decided about it by then was a review, and no approval was there. */
function isUnreleased(seen: Seen): boolean {
  const { at, check } = seen;
  const decisions = newestDecisions(seen);
  if (!decisions.includes('review') || decisions.includes('hold')) return false;
  const approvedFrom = check?.approvedFrom ?? null;
  return approvedFrom === null || approvedFrom > at;
}

/** What was decided last by then, by a check or a screening; both where they came at one time. */
function newestDecisions({ at, check, newest }: Seen): readonly (Decision | null | undefined)[] {
  const checked = check === null || isLate(check, at) ? null : check;
  const checkedAt = checked?.decidedAt ?? '';
  const screenedAt = newest?.screenedAt ?? '';
  return [
    ...(checkedAt !== '' && checkedAt >= screenedAt ? [checked?.decision] : []),
    ...(screenedAt !== '' && screenedAt >= checkedAt ? [newest?.decision] : []),
  ];
}

function holdsAt(span: JudgedSpan, { account }: JudgedPayment, at: string): boolean {
  return span.account === account && span.from <= at && (span.until === null || at < span.until);
}

function isLate({ decidedAt }: JudgedCheck, at: string): boolean {
  return decidedAt === null || decidedAt > at;
}

/** The check of each payment that has one. Earlier payments choose first. */
function checksOf(
  payments: readonly JudgedPayment[],
  checks: readonly JudgedCheck[],
): ReadonlyMap<string, JudgedCheck> {
  const left = new Map<string, Set<JudgedCheck>>();
  for (const check of checks) {
    if (check.withdrawnAt !== null) continue;
    const key = moneyKeyOf(check);
    left.set(key, (left.get(key) ?? new Set()).add(check));
  }
  const chosen = new Map<string, JudgedCheck>();
  const inTime = [...payments].sort(
    (a, b) => compareText(momentOf(a), momentOf(b)) || compareText(a.id, b.id),
  );
  for (const when of ['before', 'after'] as const) {
    for (const payment of inTime) {
      if (chosen.has(payment.id)) continue;
      const at = momentOf(payment);
      const alike = left.get(moneyKeyOf(payment));
      const fitting = [...(alike ?? [])]
        .filter((check) => isOf(check, payment, when) && (when === 'after') === isLate(check, at))
        .sort((a, b) => compareText(a.decidedAt ?? LATEST, b.decidedAt ?? LATEST));
      const check = when === 'before' ? fitting.at(-1) : fitting[0];
      if (check === undefined) continue;
      chosen.set(payment.id, check);
      alike?.delete(check);
    }
  }
  return chosen;
}

/** After every moment. */
const LATEST = '~';

/** What a payment and its check have in common in any case. */
function moneyKeyOf({ account, asset, amount }: JudgedPayment | JudgedCheck): string {
  return `${account} ${asset} ${amount}`;
}

/** Edge: one that was decided later is of another payment, unless the invoice tells that it is of this. */
function isOf(check: JudgedCheck, payment: JudgedPayment, when: 'before' | 'after'): boolean {
  if (check.invoice === null || payment.invoice === null) return when === 'before';
  return invoiceKeyOf(check.invoice) === invoiceKeyOf(payment.invoice);
}

function momentOf({ at, day }: Pick<JudgedPayment, 'at' | 'day'>): string {
  return at ?? formatMoment((parseMoment(day) ?? 0) + SECONDS_PER_DAY - 1);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
