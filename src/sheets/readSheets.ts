import { InputError } from '../core/errors.js';
import { parseCsv, sheetOfCsv } from './csv.js';
import { fileKind } from './fileKind.js';
import { SHEET_LIMITS } from './limits.js';
import type { SheetFile } from './sheet.js';
import { readXlsx } from './xlsx.js';

/**
 * Reads a file of rows: CSV in the ways that spreadsheets write it, or an XLSX workbook.
 *
 * What the bytes are decides, whatever the file is called. Limits: `SHEET_LIMITS`.
 *
 * @throws {InputError} for everything that is no such file; the message says what it is and what to do.
 */
export function readSheets(bytes: Uint8Array): SheetFile {
  if (bytes.length > SHEET_LIMITS.bytes) {
    throw new InputError('The file is larger than 10 MB; upload the table of payments alone.');
  }
  if (fileKind(bytes) === 'zip') return { format: { kind: 'xlsx' }, sheets: readXlsx(bytes) };
  const csv = parseCsv(bytes);
  const sheet = sheetOfCsv(csv);
  if (sheet.rows.length === 0) throw new InputError('The file is empty.');
  return { format: csv.format, sheets: [sheet] };
}
