import { expect } from 'vitest';
import type { PaymentCheck } from '../../src/core/payment.js';
import type { Decision } from '../../src/core/verdict.js';
import { COMPANY, type CompanyPayee, IMITATION, payeeNamed } from './companyPeople.js';
import { type CompanyYear, NEVER } from './companyYear.js';
import { BEN, CLEO, personOf } from './paymentWorld.js';
import { type Books, type MonthLived, momentOf, openBooks } from './yearBooks.js';
import { fateOf, LATE_LISTED, LISTED, STRANGER, WHO } from './yearPlan.js';

/** The second of compliance. */
export const DORA = personOf('dora', 'compliance');

/** A month as it was lived. */
export interface LivedMonth extends MonthLived {
  /** Rows that the accounting system forgot. */
  readonly forgotten: readonly string[];
}

/** Lives through a month up to its last days: what was asked for, decided and paid. */
export async function liveMonth(year: CompanyYear, month: string): Promise<LivedMonth> {
  const books = openBooks(year.chains, month);
  const forgotten: string[] = [];
  year.publisher.publish(`${month}-02`, listedIn(month));
  await beforePayDay(year, books);
  await year.goTo(`${month}-28T09:00:00Z`);
  year.chains.outOfOrder(month === '2026-05');
  await payDay(year, books, { payees: COMPANY, day: `${month}-28` });
  year.chains.outOfOrder(false);
  await afterPayDay(year, books, forgotten);
  return { ...books.lived(), forgotten };
}

function listedIn(month: string): readonly string[] {
  return month >= '2026-10' ? [LISTED, LATE_LISTED] : [LISTED];
}

async function beforePayDay(year: CompanyYear, books: Books): Promise<void> {
  const { month } = books;
  if (month === '2026-02') {
    const payee = payeeNamed(WHO.paidBeforeCheck);
    books.pay(payee, { at: '2026-02-20T10:00:00Z', ...fateOf(month, payee.mark) });
  }
  if (month === '2026-08') {
    await year.goTo('2026-08-20T09:00:00Z');
    const payee = payeeNamed(WHO.imitated);
    await year.register(year.payeeIdOf(payee), payee, IMITATION);
  }
  if (month === '2026-09') {
    await year.goTo('2026-09-19T09:00:00Z');
    year.publisher.publish('2026-09-19', [LISTED, LATE_LISTED]);
  }
  if (month === '2026-11') await year.goTo('2026-11-16T09:00:00Z', 'left');
}

/** Checks the payments of a day all at once, then settles each. */
async function payDay(
  year: CompanyYear,
  books: Books,
  { payees, day }: { readonly payees: readonly CompanyPayee[]; readonly day: string },
): Promise<void> {
  const { month } = books;
  const asked = payees.filter(({ mark }) => day.endsWith('31') || !isPaidLate(month, mark));
  const checks = await year.check(
    asked.map((payee) => books.requestOf(payee, isMoved(day, payee) ? IMITATION : payee.address)),
  );
  for (const [at, payee] of asked.entries()) {
    const check = checks[at];
    if (check !== undefined) await settle(year, books, { payee, check, day });
  }
  const batch = payees.filter(({ mark }) => isInBatch(month, mark));
  if (batch[0] !== undefined) {
    books.payTogether(batch, { at: momentOf(batch[0], day), ...fateOf(month, batch[0].mark) });
  }
}

function isPaidLate(month: string, mark: string): boolean {
  return month === '2026-03' && mark === WHO.paidLate;
}

function isMoved(day: string, { mark }: CompanyPayee): boolean {
  return day === '2026-08-28' && mark === WHO.imitated;
}

function isInBatch(month: string, mark: string): boolean {
  return month === '2026-10' && WHO.batch.some((one) => one === mark);
}

/** What a check has to come to, by hand. */
function decisionOf(day: string, payee: CompanyPayee): Decision {
  const { mark, chain } = payee;
  if (day === '2026-05-28' && chain !== 'bitcoin') return 'incomplete';
  if (mark === WHO.lateListed && day >= '2026-09') return 'hold';
  if (WHO.share.some((one) => one === mark) && day.startsWith('2026-07')) return 'review';
  // The copy of their address is kept back, and theirs is paid as always once that was ended.
  return isMoved(day, payee) ? 'review' : 'proceed';
}

/** What comes of one check: it is paid, people let it pass first, or it is not paid. */
async function settle(
  { checks }: CompanyYear,
  books: Books,
  of: { readonly payee: CompanyPayee; readonly check: PaymentCheck; readonly day: string },
): Promise<void> {
  const { payee, check, day } = of;
  const { month } = books;
  const { mark } = payee;
  const why = `${day}, ${mark}: ${check.failure ?? check.summary}`;
  const expected = decisionOf(day, payee);
  expect(check.decision, why).toBe(expected);
  if (expected === 'review' && !isMoved(day, payee)) {
    await checks.release(check.id, 'Asked on the telephone.', CLEO, NEVER);
  }
  if (expected === 'hold' && month === '2026-09') {
    const asked = { reason: 'It was paid for work before the listing.', until: '2026-10-05' };
    const { overrides } = checks.askOverride(check.id, asked, CLEO);
    await checks.answerOverride(overrides[0]?.id ?? '', 'agreed', DORA, NEVER);
  }
  const isApproved = checks.readApproval(check.id) !== null;
  const isPaidAnyway = day === '2026-05-28' && WHO.paidInOutage.some((one) => one === mark);
  if (!isApproved && !isPaidAnyway) {
    if (expected === 'hold' || expected === 'review') books.hold(payee, expected);
    return;
  }
  if (isInBatch(month, mark) || (month === '2026-02' && mark === WHO.paidBeforeCheck)) return;
  const at = isPaidLate(month, mark) ? '2026-03-31T23:30:00Z' : momentOf(payee, day);
  const { decision, concerns } = fateOf(month, mark);
  books.pay(payee, {
    ...{ at, concerns },
    decision: expected === 'review' ? 'review-released' : decision,
  });
}

async function afterPayDay(year: CompanyYear, books: Books, forgotten: string[]): Promise<void> {
  const { month } = books;
  if (month === '2026-03') {
    await year.goTo('2026-03-31T09:00:00Z');
    await payDay(year, books, { payees: [payeeNamed(WHO.paidLate)], day: '2026-03-31' });
  }
  if (month === '2026-04') {
    const paying = { at: '2026-04-28T18:00:00Z', decision: 'proceed' } as const;
    books.tellInVain(payeeNamed(WHO.toldInVain), 777n, {
      ...paying,
      concerns: ['unmatched', 'unchecked'],
    });
  }
  if (month === '2026-05') {
    await year.goTo('2026-05-29T09:00:00Z');
    const payees = COMPANY.filter(
      ({ mark, chain }) => chain !== 'bitcoin' && !WHO.paidInOutage.some((one) => one === mark),
    );
    await payDay(year, books, { payees, day: '2026-05-29' });
  }
  if (month === '2026-06') {
    const payee = payeeNamed(WHO.gotBonus);
    const bonus = { at: '2026-06-28T18:00:00Z', decision: 'proceed' } as const;
    const to = { address: payee.address, payee };
    forgotten.push(books.payUntold(to, 250n, { ...bonus, concerns: ['not-in-accounts'] }));
    books.payUntold({ address: STRANGER, payee: null }, 5_000n, {
      ...{ at: '2026-06-28T19:00:00Z', decision: 'none' },
      concerns: ['unscreened-on-chain', 'not-in-accounts'],
    });
  }
  if (month === '2026-07') {
    await year.goTo('2026-07-30T09:00:00Z');
    const answer = { meaning: 'explained', reason: 'They live in one house.' } as const;
    for (const { link } of year.app.roster.list()) year.app.roster.answer(link.id, answer, CLEO);
  }
  if (month === '2026-08') {
    await year.goTo('2026-08-29T09:00:00Z');
    const payee = payeeNamed(WHO.imitated);
    const { wallets } = year.app.payees.read(year.payeeIdOf(payee)) ?? { wallets: [] };
    const moved = wallets.find(({ address }) => address.toLowerCase() === IMITATION);
    year.app.payees.endWallet(moved?.id ?? '', BEN);
    await payDay(year, books, { payees: [payee], day: '2026-08-29' });
  }
}
