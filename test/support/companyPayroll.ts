import { paymentTo } from './company.js';
import { COMPANY } from './companyPeople.js';
import { minimalParts, packParts } from './workbookFiles.js';

/** Heads of the company's own payroll, which are not ours. */
const HEADS = [
  ...['Contractor ref', 'Person', 'Wallet address', 'Netzwerk', 'Coin'],
  ...['Betrag', 'Rechnung', 'Remark'],
];

/** The payroll of a month, cell by cell, heads first; invoices have numbers of that month. */
export function payrollCells(month: string): readonly (readonly string[])[] {
  const rows = COMPANY.map((payee, at) => {
    const { payee: reference, wallet, chain, asset, amount } = paymentTo(payee);
    const number = `ZQ-2026/${month}/${at + 1}`;
    return [reference, payee.name, wallet, chain, asset, amount, number, `row ${at + 1}`];
  });
  return [HEADS, ...rows];
}

/** The lines of a payroll as a spreadsheet of much of Europe saves it: semicolons, and commas in numbers. */
export function payrollLines(cells: readonly (readonly string[])[]): readonly string[] {
  return cells.map((row, line) =>
    row
      .map((cell, column) => (line > 0 && column === 5 ? withComma(cell) : cell))
      .map((cell) => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
      .join(';'),
  );
}

/** `1500.50` as `1.500,50`. */
function withComma(amount: string): string {
  const [whole = '', part = ''] = amount.split('.');
  return `${whole.replace(/(?<=\d)(?=(\d{3})+$)/g, '.')},${part}`;
}

/** The rows of a workbook, with amounts as numbers. */
export function payrollSheetRows(cells: readonly (readonly string[])[]): readonly string[] {
  return cells.map((row, line) => {
    const written = row.map((cell, column) =>
      line > 0 && column === 5
        ? `<c r="F${line + 1}"><v>${cell}</v></c>`
        : `<c r="${'ABCDEFGH'[column]}${line + 1}" t="inlineStr"><is><t>${inXml(cell)}</t></is></c>`,
    );
    return `<row r="${line + 1}">${written.join('')}</row>`;
  });
}

/** The workbook of such rows. */
export function payrollWorkbook(rows: readonly string[]): Uint8Array {
  return packParts(minimalParts(`<sheetData>${rows.join('')}</sheetData>`));
}

function inXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
