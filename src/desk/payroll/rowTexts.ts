import type { PayrollField } from '../../core/payroll.js';
import { type CellValue, cellText, type Sheet } from '../../sheets/sheet.js';

/** A text of a row, or why the cell does not say one. */
export type RowText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: string };

/** What a field is called in sentences. */
export const FIELD_TITLES: Readonly<Record<PayrollField, string>> = {
  payee: 'payee',
  wallet: 'wallet',
  chain: 'network',
  asset: 'coin',
  amount: 'amount',
  invoice: 'invoice',
};

/** Reads a cell as a text: a name, a number of an invoice, an address. */
export function readText(cell: CellValue | undefined, field: PayrollField): RowText {
  const title = FIELD_TITLES[field];
  switch (cell?.kind) {
    case 'error':
      return problem(`The ${title} is an error of a formula; mend the formula.`);
    case 'formula':
      return cell.result === null
        ? problem(
            `The ${title} is a formula without a saved result; open the file in a spreadsheet, save it and upload it again.`,
          )
        : readText(cell.result, field);
    case 'number':
      return cell.caution === 'too-long' ? shortened(title) : { kind: 'text', text: cell.text };
    case 'date':
      return field === 'invoice'
        ? { kind: 'text', text: cell.iso }
        : problem(`The ${title} is stored as a date; write it again as text.`);
    default: {
      const text = cellText(cell).replace(/\s+/g, ' ').trim();
      // What is left of a long number after a spreadsheet opened a text file and saved it again.
      return /^\d[.,]\d+E\+\d+$/i.test(text) ? shortened(title) : { kind: 'text', text };
    }
  }
}

/** Whether a row and column, from 0, lie in a merged cell and not at its beginning. */
export function isSwallowed(sheet: Sheet, row: number, column: number): boolean {
  return sheet.merged.some(
    ({ firstRow, lastRow, firstColumn, lastColumn }) =>
      row >= firstRow &&
      row <= lastRow &&
      column >= firstColumn &&
      column <= lastColumn &&
      (row !== firstRow || column !== firstColumn),
  );
}

function shortened(title: string): RowText {
  return problem(
    `The ${title} is a number with more digits than a spreadsheet keeps, so that some are lost; write it again as text.`,
  );
}

function problem(sentence: string): RowText {
  return { kind: 'problem', problem: sentence };
}
