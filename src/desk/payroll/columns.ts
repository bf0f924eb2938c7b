import type { PayrollField } from '../../core/payroll.js';
import { cellText } from '../../sheets/sheet.js';
import { isAmount } from './amount.js';
import { readAsset } from './assetNames.js';
import { chainOfName } from './chainNames.js';
import { type HeadFit, headFit } from './headWords.js';
import type { KnownMoney } from './known.js';
import { cellAt, isAddress, type Table } from './table.js';

/** The columns that may say a field: none, one, or several among which somebody has to choose. */
export type ColumnChoice = Readonly<Record<PayrollField, readonly number[]>>;

/** A column is of a kind when so many of its filled cells are, in hundredths. */
const MOST = 50;
/** Without a head that says it, so many have to be. */
const NEARLY_ALL = 80;
/** So many rows show of which kind a column is. */
const SAMPLE_ROWS = 200;
/** A wallet first: its cells tell it best, and heads such as "Recipient address" name two fields. */
const ORDER: readonly PayrollField[] = ['wallet', 'amount', 'chain', 'asset', 'invoice', 'payee'];

/** Finds which columns may say each field, by their heads and by what stands in them. */
export function chooseColumns(table: Table, known: KnownMoney): ColumnChoice {
  const taken = new Set<number>();
  const choice: Record<PayrollField, readonly number[]> = {
    payee: [],
    wallet: [],
    chain: [],
    asset: [],
    amount: [],
    invoice: [],
  };
  for (const field of ORDER) {
    const free = columnsOf(table).filter((column) => !taken.has(column));
    choice[field] = candidates(table, field, free, known);
    for (const column of choice[field]) taken.add(column);
  }
  return choice;
}

function candidates(
  table: Table,
  field: PayrollField,
  free: readonly number[],
  known: KnownMoney,
): readonly number[] {
  const share = (column: number): number => shareOf(table, column, field, known);
  const named = bestNamed(table, field, free);
  if (field === 'payee' || field === 'invoice') return named;
  const fitting = named.filter((column) => share(column) >= MOST);
  if (fitting.length > 0) return fitting;
  const byContent = free.filter(
    (column) =>
      share(column) >= NEARLY_ALL &&
      // An address is nothing else, whatever its head says; a number or a coin's name may be.
      (field === 'wallet' || !isNamedOtherwise(table, column, field)),
  );
  // Numbers stand in many columns; only heads tell which of them is paid.
  if (field === 'amount') return byContent.length === 1 ? byContent : [];
  if (byContent.length > 0) return byContent;
  // Cells that cannot be read are told row by row, so a head of our own or a usual one is enough.
  return named.filter((column) => headFit(table.heads[column] ?? '', field) !== 'part');
}

/** The columns whose heads name a field best. "Amount" beside "Net pay" has to be asked. */
function bestNamed(table: Table, field: PayrollField, free: readonly number[]): readonly number[] {
  const tiers: readonly (readonly HeadFit[])[] =
    field === 'amount' ? [['own', 'usual', 'part']] : [['own'], ['usual'], ['part']];
  for (const tier of tiers) {
    const named = free.filter((column) => tier.includes(headFit(table.heads[column] ?? '', field)));
    if (named.length > 0) return named;
  }
  return [];
}

/** Whether a head says that a column is for another field: its cells may fit this one by chance. */
function isNamedOtherwise(table: Table, column: number, field: PayrollField): boolean {
  const head = table.heads[column] ?? '';
  return ORDER.some((other) => other !== field && !['none', 'part'].includes(headFit(head, other)));
}

/** How many of a column's filled cells are of a field's kind, in hundredths. */
function shareOf(table: Table, column: number, field: PayrollField, known: KnownMoney): number {
  const filled = table.rows
    .slice(0, SAMPLE_ROWS)
    .map((row) => cellAt(table.sheet, row, column))
    .filter((cell) => cellText(cell).trim() !== '');
  const isNamed = headFit(table.heads[column] ?? '', field) !== 'none';
  const fitting = filled.filter((cell) => {
    switch (field) {
      case 'wallet':
        return isAddress(cell, known);
      case 'amount':
        return isAmount(cell);
      case 'chain':
        // `ETH` names a coin as well as a chain: only a head tells such a column.
        return (
          chainOfName(cellText(cell), known.chains) !== null &&
          (isNamed || !isCoin(cellText(cell), known))
        );
      case 'asset':
        return isCoin(cellText(cell), known);
      default:
        return true;
    }
  });
  return filled.length === 0 ? 0 : (fitting.length * 100) / filled.length;
}

function isCoin(text: string, known: KnownMoney): boolean {
  return ['symbol', 'asset'].includes(readAsset(text, known).kind);
}

function columnsOf({ width }: Table): readonly number[] {
  return Array.from({ length: width }, (_, column) => column);
}
