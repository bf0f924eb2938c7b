import type { MonthlySummary, MonthTotals, SummarySum, Worth } from '../../core/monthlySummary.js';
import type { ScreeningDocument } from '../document.js';
import { formatMoment } from '../format.js';
import { createPathPicture } from '../pathPicture.js';
import type { MonthBar, MonthPicture } from './monthTable.js';
import { formatMoney, plural } from './monthWords.js';

/** More bars than this are no picture. */
const MOST_BARS = 12;
/** More wallets than this get their pictures in their own reports. */
export const MOST_PATHS = 20;

/** The totals of a month for the trend of the months after it. */
export function totalsOf({
  month,
  payments,
  held,
}: Pick<MonthlySummary, 'month' | 'payments'> & {
  readonly held: Pick<MonthlySummary['held'], 'total'>;
}): MonthTotals {
  const { total } = held;
  return {
    ...{ month, payments: payments.length },
    worth: addWorths(payments.map(({ worth }) => worth)),
    held: total.reduce((sum, each) => sum + each.payments, 0),
    heldWorth: addWorths(total.map(({ worth }) => worth)),
    concerns: payments.filter(({ concerns }) => concerns.length > 0).length,
  };
}

/** The sum of what payments are worth; null where one of them has no price. */
export function addWorths(worths: readonly Worth[]): Worth {
  let sum = 0n;
  for (const worth of worths) {
    if (worth === null) return null;
    sum += worth;
  }
  return sum;
}

/** What was paid month by month, and how many of the payments need a look. Order: as given. */
export function trendPictures(
  months: readonly MonthTotals[],
  currency: string,
): readonly MonthPicture[] {
  if (months.length < 2) return [];
  const worths = months.map(({ worth }) => worth);
  return [
    bars(
      'Paid by month',
      months.map(({ month, worth, payments }) => ({
        label: month,
        words:
          worth === null
            ? `${plural(payments, 'payment')}, not all priced`
            : formatMoney(worth, currency),
      })),
      permilles(worths, largest(worths)),
    ),
    bars(
      'Payments to look at by month',
      months.map(({ month, concerns, payments }) => ({
        label: month,
        words: `${concerns} of ${plural(payments, 'payment')}`,
      })),
      months.map(({ concerns, payments }) =>
        payments === 0 ? 0 : Math.floor((concerns * 1000) / payments),
      ),
    ),
  ];
}

/** How sums share what they come to: by worth where all have a price, else by number of payments. */
export function sharePictures(
  title: string,
  sums: readonly (SummarySum & { readonly label: string })[],
  currency: string,
): readonly MonthPicture[] {
  if (sums.length < 2 || sums.length > MOST_BARS) return [];
  const worths = sums.map(({ worth }) => worth);
  const whole = addWorths(worths);
  const byWorth = whole !== null && whole > 0n;
  const counts = sums.map(({ payments }) => BigInt(payments));
  return [
    bars(
      `${title}, ${byWorth ? 'by worth' : 'by number of payments'}`,
      sums.map(({ label, worth, payments }) => ({
        label,
        words:
          byWorth && worth !== null ? formatMoney(worth, currency) : plural(payments, 'payment'),
      })),
      byWorth
        ? permilles(worths, whole)
        : permilles(
            counts,
            counts.reduce((sum, count) => sum + count, 0n),
          ),
    ),
  ];
}

/** Whether there is anything to draw of a screening. */
export function hasPaths({ exposures }: ScreeningDocument): boolean {
  return exposures.some(({ paths }) => paths.length > 0);
}

/** The paths of the month's findings, and how many screenings with paths got no picture. */
export function pathPictures(
  documents: readonly ScreeningDocument[],
  zone: string,
): { readonly pictures: readonly MonthPicture[]; readonly left: number } {
  const found = documents.filter(hasPaths);
  return {
    pictures: found.slice(0, MOST_PATHS).map((document) => ({
      kind: 'paths',
      title: `Screening ${document.screeningId} of ${formatMoment(document.screenedAt, zone)}: ${document.decision}`,
      picture: createPathPicture(document, zone),
    })),
    left: Math.max(0, found.length - MOST_PATHS),
  };
}

function bars(
  title: string,
  labels: readonly Pick<MonthBar, 'label' | 'words'>[],
  lengths: readonly (number | null)[],
): MonthPicture {
  return {
    kind: 'bars',
    title,
    bars: labels.map((label, at) => ({ ...label, permille: lengths[at] ?? null })),
  };
}

function permilles(parts: readonly Worth[], whole: bigint): readonly (number | null)[] {
  return parts.map((part) => {
    if (part === null) return null;
    return whole === 0n ? 0 : Number((part * 1000n) / whole);
  });
}

function largest(worths: readonly Worth[]): bigint {
  return worths.reduce<bigint>(
    (most, worth) => (worth !== null && worth > most ? worth : most),
    0n,
  );
}
