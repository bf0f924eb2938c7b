import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { DecodeError } from '../../core/errors.js';
import type { MonthlySummary, SummaryRates, SummarySum, Worth } from '../../core/monthlySummary.js';
import { SUMMARY_CUTS } from '../../core/monthlySummary.js';
import { readSummary } from './readSummary.js';

/**
 * A month's summary as one line of canonical JSON: equal summaries give equal texts.
 *
 * Units: amounts as decimal texts of atomic units, worths of millionths of the currency.
 */
export function formatMonthJson(summary: MonthlySummary): string {
  return `${formatCanonicalJson(encodeMonth(summary))}\n`;
}

/**
 * The summary that `formatMonthJson` wrote.
 *
 * @throws {DecodeError} naming the place, for any other text.
 */
export function parseMonthJson(text: string): MonthlySummary {
  return readSummary(parseJson(text), '');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DecodeError('The summary is no JSON.', {}, { cause });
  }
}

/** A month's summary as the value that its JSON is of. */
export function encodeMonth(summary: MonthlySummary): JsonValue {
  const { payments, paid, held, exposures, overrides, clearRates, changes, ...more } = summary;
  const { coverage, trend, rates, erasures, ...rest } = more;
  return {
    ...rest,
    ...(rates === undefined ? {} : { rates: encodeRates(rates) }),
    payments: payments.map((payment) => ({
      ...payment,
      amount: payment.amount.toString(),
      worth: encodeWorth(payment.worth),
    })),
    paid: encodeCuts(paid),
    held: encodeCuts(held),
    exposures: exposures.map(({ listedBetween, ...each }) => ({
      ...each,
      listedBetween: listedBetween === null ? null : { ...listedBetween },
    })),
    coverage: {
      paid: coverage.paid === null ? null : { ...coverage.paid },
      roster: { ...coverage.roster },
    },
    trend:
      trend?.map((each) => ({
        ...each,
        worth: encodeWorth(each.worth),
        heldWorth: encodeWorth(each.heldWorth),
      })) ?? null,
    overrides: overrides.map((each) => ({ ...each })),
    clearRates: clearRates.map((each) => ({ ...each })),
    changes: changes.map((each) => ({ ...each })),
    ...(erasures === undefined ? {} : { erasures: erasures.map((each) => ({ ...each })) }),
  };
}

function encodeRates({ source, days }: SummaryRates): JsonValue {
  return { source, days: days.map((day) => ({ ...day })) };
}

function encodeCuts(cuts: MonthlySummary['paid']): JsonValue {
  return Object.fromEntries(
    (['total', ...SUMMARY_CUTS] as const).map((cut) => [cut, cuts[cut].map(encodeSum)]),
  );
}

function encodeSum(sum: SummarySum): JsonValue {
  return {
    ...sum,
    amounts: sum.amounts.map((each) => ({ ...each, amount: each.amount.toString() })),
    worth: encodeWorth(sum.worth),
  };
}

function encodeWorth(worth: Worth): string | null {
  return worth === null ? null : worth.toString();
}
