import { parseMoment } from '../../core/moment.js';
import { letPassBy, type PaymentCheck } from '../../core/payment.js';
import type { AddedColumn } from '../../sheets/sheet.js';
import { rowOutcome } from './counts.js';

/** A row as it is told in the file that is given back. */
export interface ToldRow {
  /** As a spreadsheet shows it, from 1. */
  readonly row: number;
  readonly problem: string | null;
  readonly check: PaymentCheck | null;
  /** Why the approval that its check had is handed out no more; null where it is, or never was one. */
  readonly withheld: string | null;
  /** When its wallet was screened; ISO 8601 in UTC. Null where it was not. */
  readonly screenedAt: string | null;
  readonly link: string;
}

/** Heads of the columns that a payroll is given back with. Order: as they stand, left to right. */
const ADDED_HEADS = [
  'Hopsight decision',
  'Hopsight reason',
  'Hopsight verdict age',
  'Hopsight link',
] as const;

/** The columns that a payroll is given back with. `nowSeconds` is Unix time. */
export function addedColumns(rows: readonly ToldRow[], nowSeconds: number): readonly AddedColumn[] {
  const columns = ADDED_HEADS.map((head) => ({ head, cells: new Map<number, string>() }));
  for (const told of rows) {
    const texts = textsOf(told, nowSeconds);
    for (const [at, column] of columns.entries()) column.cells.set(told.row - 1, texts[at] ?? '');
  }
  return columns;
}

function textsOf(told: ToldRow, nowSeconds: number): readonly string[] {
  const { problem, check, screenedAt, link } = told;
  const outcome = rowOutcome(told);
  if (problem !== null) return ['not checked', problem, '', ''];
  if (check === null) {
    return ['not checked yet', 'It waits to be checked; run the payroll to go on.', '', ''];
  }
  const age = screenedAt === null ? '' : formatAge(screenedAt, nowSeconds);
  if (outcome === 'withdrawn') return ['withdrawn', 'The check was taken back.', age, link];
  if (outcome === 'waiting') return ['not checked yet', 'Its wallet is being screened.', age, link];
  if (outcome === 'failed') return ['not checked', check.failure ?? '', age, link];
  const letPass = LET_PASS[letPassBy(check)];
  if (told.withheld !== null) {
    return [`check again (was ${outcome}${letPass})`, `Do not pay it. ${told.withheld}`, age, link];
  }
  const next = letPass === '' ? check.nextStep : PAYABLE;
  return [`${outcome}${letPass}`, `${check.summary} ${next}`.trim(), age, link];
}

const LET_PASS = {
  nobody: '',
  'one person': ' (released)',
  'two persons': ' (overridden)',
} as const;
const PAYABLE = 'It was let pass by name: pay it before its approval ends.';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago something was, rounded down: `3 h` of 3 h 59 min. Units: `nowSeconds` is Unix time. */
function formatAge(iso: string, nowSeconds: number): string {
  const seconds = Math.max(0, nowSeconds - (parseMoment(iso) ?? nowSeconds));
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  return seconds < 2 * DAY
    ? `${Math.floor(seconds / HOUR)} h`
    : `${Math.floor(seconds / DAY)} days`;
}
