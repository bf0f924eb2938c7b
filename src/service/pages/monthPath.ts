import { z } from 'zod';
import {
  formatEdition,
  isMonth,
  type MonthEdition,
  parseEdition,
} from '../../app/summary/monthEdition.js';
import { Refusal } from '../problem.js';

/** The month of a path. */
export const monthPath = z.object({ month: z.string().max(20) });

/** Which telling of a month is looked at, and to which moment it is told. */
export const monthQuery = z.object({
  version: z.string().max(20).optional(),
  asOf: z.iso.datetime().optional(),
});

/** Where somebody is among months. */
export interface MonthPlace {
  readonly month: string;
  readonly edition: MonthEdition;
  /** Null for what is known now. */
  readonly asOf: string | null;
}

/** The place of a path. @throws {Refusal} for what is no month. @throws {InputError} for no version. */
export function placeOf(
  { month }: z.output<typeof monthPath>,
  { version, asOf }: z.output<typeof monthQuery>,
): MonthPlace {
  if (!isMonth(month)) throw new Refusal('not-found', 'A month is written as 2026-11.');
  return { month, edition: parseEdition(version), asOf: asOf ?? null };
}

/** The address of a part of a month's page; what is told of now is told to the same moment there. */
export function hrefOf({ month, edition, asOf }: MonthPlace, part = ''): string {
  const version = formatEdition(edition);
  const query = new URLSearchParams({
    ...(version === '' ? {} : { version }),
    ...(version !== '' || asOf === null ? {} : { asOf }),
  }).toString();
  return `/months/${month}${part}${query === '' ? '' : `?${query}`}`;
}
