import { formatShare } from '../../core/amount.js';
import type { PaidCoverage } from '../../core/monthCoverage.js';
import type { MonthPayment } from '../../core/monthlySummary.js';
import { compareText } from './monthPayments.js';

/** A payment, as far as coverage counts it. */
export type CoveredPayment = Pick<
  MonthPayment,
  'id' | 'payeeId' | 'payeeReference' | 'screeningId'
>;

/**
 * How many of the payees who were paid were paid on a valid screening each time: whatever time passed since.
 *
 * Edge: what went to nobody who is registered is told apart, and counts as no payee.
 */
export function tellPaidCoverage(payments: readonly CoveredPayment[]): PaidCoverage {
  const known = payments.flatMap(({ payeeId, ...payment }) =>
    payeeId === null ? [] : [{ ...payment, payeeId }],
  );
  const references = new Map(
    known.flatMap(({ payeeId, payeeReference }) =>
      payeeReference === null ? [] : [[payeeId, payeeReference] as const],
    ),
  );
  const payees = new Set(known.map(({ payeeId }) => payeeId)).size;
  const unscreened = byPayee(
    known.filter(({ screeningId }) => screeningId === null),
    references,
  );
  const screened = payees - unscreened.length;
  return {
    ...{ payees, screened, share: shareOf(screened, payees) },
    paymentIds: known.map(({ id }) => id),
    unknownIds: payments.filter(({ payeeId }) => payeeId === null).map(({ id }) => id),
    unscreened: unscreened.map(({ of, ...payee }) => ({
      ...payee,
      paymentIds: of.map(({ id }) => id),
    })),
  };
}

/** A part of a number, six places; null where that is of nothing. */
export function shareOf(part: number, whole: number): string | null {
  return whole === 0 ? null : formatShare({ numerator: BigInt(part), denominator: BigInt(whole) });
}

/** Rows by their payee. Order: by reference, those without one last, then by id; rows as given. */
export function byPayee<Row extends { readonly payeeId: string }>(
  rows: readonly Row[],
  references: ReadonlyMap<string, string>,
): readonly {
  readonly payeeId: string;
  readonly reference: string | null;
  readonly of: readonly Row[];
}[] {
  return [...new Set(rows.map(({ payeeId }) => payeeId))]
    .map((payeeId) => ({
      ...{ payeeId, reference: references.get(payeeId) ?? null },
      of: rows.filter((row) => row.payeeId === payeeId),
    }))
    .sort(
      (a, b) =>
        Number(a.reference === null) - Number(b.reference === null) ||
        compareText(a.reference ?? '', b.reference ?? '') ||
        compareText(a.payeeId, b.payeeId),
    );
}
