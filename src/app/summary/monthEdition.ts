import { InputError } from '../../core/errors.js';

/**
 * Which telling of a month is meant: as it is known now, as it was kept once it was over, or as somebody
 * signed it.
 */
export type MonthEdition =
  | { readonly kind: 'now' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'signed'; readonly version: number };

/**
 * The edition that a text names: a version such as `2`, `kept`, or nothing for what is known now.
 *
 * @throws {InputError} for any other text.
 */
export function parseEdition(text: string | undefined): MonthEdition {
  if (text === undefined || text === '') return { kind: 'now' };
  if (text === 'kept') return { kind: 'kept' };
  if (/^[1-9]\d{0,5}$/.test(text)) return { kind: 'signed', version: Number.parseInt(text, 10) };
  throw new InputError('A version of a month is a number from 1 on, or "kept".');
}

/** The text by which `parseEdition` finds an edition again. */
export function formatEdition(edition: MonthEdition): string {
  return edition.kind === 'signed' ? `${edition.version}` : edition.kind === 'kept' ? 'kept' : '';
}

/** Refuses what is no month, such as `2026-13`. @throws {InputError} */
export function assertMonth(month: string): void {
  if (isMonth(month)) return;
  throw new InputError('A month is written as 2026-11.');
}

/** Whether a text names a month. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text);
}

/**
 * The month so many months away.
 *
 * @example
 * monthAway('2026-01', -1) // '2025-12'
 */
export function monthAway(month: string, away: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const months = year * 12 + number - 1 + away;
  const ofYear = (months % 12) + 1;
  return `${`${Math.floor(months / 12)}`.padStart(4, '0')}-${`${ofYear}`.padStart(2, '0')}`;
}
