import {
  PAYROLL_FIELDS,
  type PayrollField,
  type PayrollQuestion,
  type PayrollReading,
} from '../../core/payroll.js';
import { cellText, type Sheet } from '../../sheets/sheet.js';
import { amountUnit } from './amount.js';
import type { ColumnChoice } from './columns.js';
import type { KnownMoney } from './known.js';
import { rowMoney } from './money.js';
import { FIELD_TITLES } from './rowTexts.js';
import type { SettledSign, WrittenCell } from './settleDecimalSign.js';
import { skipReason } from './skippedRows.js';
import { cellAt, type Table } from './table.js';

/** So many rows are shown with a question. */
const SHOWN_ROWS = 10;
/** Without these nothing can be paid, however somebody confirms it. */
const NEEDED: readonly PayrollField[] = ['wallet', 'amount'];

/** Asks which sheet is meant, where several may be. */
export function askSheet(candidates: readonly Sheet[]): readonly PayrollQuestion[] {
  if (candidates.length < 2) return [];
  const names = candidates.map(({ name }) => `"${name}"`).join(', ');
  const sentence = `Several sheets may be the payroll: ${names}. Which one is it?`;
  return [{ about: 'sheet', sentence, rows: [], examples: [] }];
}

/** Asks for columns that are missing or not the only ones; `choice` is null once somebody chose. */
export function askColumns(
  table: Table,
  columns: PayrollReading['columns'],
  choice: ColumnChoice | null,
): readonly PayrollQuestion[] {
  return PAYROLL_FIELDS.flatMap((field): readonly PayrollQuestion[] => {
    if (columns[field] !== null) return [];
    const several = choice?.[field] ?? [];
    if (several.length > 1) {
      const names = several.map((column) => columnTitle(table, column)).join(', ');
      const sentence = `Several columns may say the ${FIELD_TITLES[field]}: ${names}. Which one does?`;
      return [askAbout(field, sentence, examplesOf(table, several))];
    }
    const isAsked = NEEDED.includes(field) || (field === 'payee' && choice !== null);
    if (!isAsked) return [];
    return [askAbout(field, `No column says the ${FIELD_TITLES[field]}. Which one does?`, [])];
  });
}

/** Asks for the decimal sign, with the amounts that depend on it. */
export function askDecimalSign({ doubtful, contrary }: SettledSign): readonly PayrollQuestion[] {
  if (contrary.length > 0) {
    const sentence =
      'Some amounts are written with a decimal point, others with a decimal comma. Which one is right? The others are left out.';
    return [askAbout('decimalSign', sentence, [...contrary, ...doubtful])];
  }
  if (doubtful.length === 0) return [];
  const [first] = doubtful;
  const sentence = `Is "${first?.text ?? ''}" more than a thousand, or one and a part? Say whether the decimal sign is a point or a comma.`;
  return [askAbout('decimalSign', sentence, doubtful)];
}

/** Asks for the network or coin of rows, where no column is there to say it. */
export function askMoney(
  table: Table,
  reading: PayrollReading,
  known: KnownMoney,
): readonly PayrollQuestion[] {
  const lacking: Record<'chain' | 'asset', WrittenCell[]> = { chain: [], asset: [] };
  const text = (row: number, field: PayrollField): string =>
    cellText(cellAt(table.sheet, row, reading.columns[field])).trim();
  const paying = table.rows.filter((row) => skipReason(table, row, reading.columns) === null);
  for (const row of paying) {
    const address = known.readAddress(text(row, 'wallet'));
    if (address.kind === 'refused') continue;
    const money = rowMoney(
      {
        chain: text(row, 'chain'),
        asset: text(row, 'asset'),
        unit: amountUnit(cellAt(table.sheet, row, reading.columns.amount)),
        addressChains: address.chains,
      },
      reading,
      known,
    );
    if (money.kind === 'lacks') lacking[money.field].push({ row, text: text(row, 'amount') });
  }
  const ask = (field: 'chain' | 'asset', sentence: string): readonly PayrollQuestion[] =>
    lacking[field].length === 0 || reading.columns[field] !== null
      ? []
      : [askAbout(field, sentence, lacking[field])];
  return [
    ...ask('chain', 'No column says the network of these payments. On which one are they paid?'),
    ...ask('asset', 'No column says the coin of these payments. In which one are they paid?'),
  ];
}

function askAbout(
  about: PayrollQuestion['about'],
  sentence: string,
  cells: readonly WrittenCell[],
): PayrollQuestion {
  const shown = cells.slice(0, SHOWN_ROWS);
  return {
    about,
    sentence,
    rows: shown.map(({ row }) => row + 1),
    examples: shown.map(({ text }) => text),
  };
}

/** What stands in the first row of each column that may be meant. */
function examplesOf(table: Table, columns: readonly number[]): readonly WrittenCell[] {
  const [row] = table.rows;
  if (row === undefined) return [];
  return columns.map((column) => ({
    row,
    text: cellText(cellAt(table.sheet, row, column)).trim(),
  }));
}

function columnTitle(table: Table, column: number): string {
  const head = table.heads[column] ?? '';
  return head === '' ? `column ${column + 1}` : `"${head}"`;
}
