import { chainsOfText } from '../../src/chains/chainsOfText.js';
import { CHAINS } from '../../src/core/chain.js';
import type { PayrollReading } from '../../src/core/payroll.js';
import type { KnownMoney } from '../../src/desk/payroll/known.js';
import { proposeReading } from '../../src/desk/payroll/proposeReading.js';
import { readRows } from '../../src/desk/payroll/readRows.js';
import { readAssets } from '../../src/packageFiles.js';
import { readSheets } from '../../src/sheets/readSheets.js';
import type { CellValue, Sheet, SheetFile } from '../../src/sheets/sheet.js';

/** What the product itself knows: its chains, its list of assets, its addresses. */
export const KNOWN: KnownMoney = {
  chains: CHAINS,
  assets: [...readAssets().values()],
  readAddress: chainsOfText,
};

/** Addresses with valid checksums. Source: EIP-55 and BIP-173, and the contract of USDT on TRON. */
export const ANA = '0x52908400098527886E0F7030069857D2E4169EE7';
export const BOB = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
export const EVE = '0xde709f2102306220921060314715629080e2fb77';
export const ON_BITCOIN = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';
export const ON_TRON = 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t';

/** A text file of rows as it would be uploaded. */
export function csvFile(...lines: readonly string[]): SheetFile {
  return readSheets(Buffer.from(lines.join('\r\n')));
}

/** A workbook of sheets, with strings as texts and cells as they are given. */
export function workbook(
  sheets: Readonly<Record<string, readonly (readonly (string | CellValue)[])[]>>,
  changes: Readonly<Record<string, Partial<Sheet>>> = {},
): SheetFile {
  return {
    format: { kind: 'xlsx' },
    sheets: Object.entries(sheets).map(([name, rows]) => ({
      name,
      isHidden: false,
      rows: rows.map((row) => row.map(asCell)),
      hiddenRows: [],
      hiddenColumns: [],
      merged: [],
      ...changes[name],
    })),
  };
}

/** A number as a workbook tells it. */
export function numberCell(text: string): CellValue {
  return { kind: 'number', text, caution: null };
}

/** What a file is read as, with what was confirmed. */
export function propose(file: SheetFile, confirmed: Partial<PayrollReading> = {}) {
  return proposeReading(file, KNOWN, confirmed);
}

/** Reads the rows of a file as it is proposed, with what was confirmed. */
export function read(file: SheetFile, confirmed: Partial<PayrollReading> = {}) {
  return readRows(file, propose(file, confirmed).reading, KNOWN);
}

function asCell(value: string | CellValue): CellValue {
  if (typeof value !== 'string') return value;
  return value === '' ? { kind: 'empty' } : { kind: 'text', text: value };
}
