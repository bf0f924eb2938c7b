import { InputError } from '../core/errors.js';
import type { AddedColumn, Sheet, WrittenFile } from './sheet.js';
import { addColumns } from './sheetEdit.js';
import { readPart, readWorkbook } from './workbook.js';
import { type CellCount, readWorksheet } from './worksheet.js';
import { pack, unpack } from './zip.js';

/**
 * Reads the sheets of an XLSX workbook that have cells. Order: as their tabs.
 *
 * @throws {InputError} for everything that is no such workbook, and for one without sheets.
 */
export function readXlsx(bytes: Uint8Array): readonly Sheet[] {
  const files = unpack(bytes);
  const workbook = readWorkbook(files);
  const count: CellCount = { filled: 0 };
  if (workbook.sheets.length === 0) throw new InputError('The workbook has no sheet with cells.');
  return workbook.sheets.map((part) =>
    readWorksheet(readPart(files, part.path), part, workbook, count),
  );
}

/**
 * The same workbook with columns added to a sheet, as texts; formulas, styles, other sheets and all
 * that is packed beside them stay. Texts of the workbook's own are typed as texts there and run nowhere.
 *
 * Blind spot: a signature over the workbook holds no more.
 *
 * @throws {InputError} for bytes that are no such workbook, and a sheet that is not there.
 */
export function writeBackXlsx(
  bytes: Uint8Array,
  addition: {
    readonly sheet: string;
    readonly headRow: number;
    readonly columns: readonly AddedColumn[];
  },
): WrittenFile {
  const files = unpack(bytes);
  const part = readWorkbook(files).sheets.find(({ name }) => name === addition.sheet);
  if (part === undefined) throw new InputError('The workbook has no sheet of that name.');
  const xml = addColumns(readPart(files, part.path), addition.headRow, addition.columns);
  const written = new Map(files).set(part.path, Buffer.from(xml, 'utf8'));
  return { bytes: pack(written), defusedRows: [] };
}
