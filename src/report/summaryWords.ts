import type { MonthlySummary } from './summary.js';

/** What stands above each part of a month's summary. */
export const SUMMARY_TITLES = {
  exposures: 'Exposures by entity and direction',
  incomplete: 'Not complete: screen again after curing the gaps',
  stale: 'No longer valid: screen again before the next payment',
} as const;

/** How much was screened in a month, in one sentence. */
export function monthTitle({ month, zone, total }: MonthlySummary): string {
  return `${month} (${zone}): ${plural(total.screenings, 'screening')} of ${plural(total.addresses, 'address')}.`;
}

function plural(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${noun.endsWith('s') ? 'es' : 's'}`;
}
