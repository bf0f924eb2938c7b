import { Bug } from '../core/errors.js';
import { type CsvRecord, parseCsv } from './csv.js';
import { defuseText, isFormula } from './defuse.js';
import type { AddedColumn, WrittenFile } from './sheet.js';
import { encodeText } from './textEncoding.js';

/** What is added to the one sheet of a text file. */
export interface CsvAddition {
  /** Row of the heads, from 0, or -1 for none; rows before it get nothing. */
  readonly headRow: number;
  readonly columns: readonly AddedColumn[];
}

/**
 * A text file of rows with columns added to each row; what was there keeps its bytes.
 *
 * Edge: a text of the file's own that would run as a formula gets a leading apostrophe, and its row is
 * told. Blank lines stay blank.
 *
 * @throws {InputError} for bytes that are no such file.
 */
export function writeBackCsv(bytes: Uint8Array, addition: CsvAddition): WrittenFile {
  const { records, format, mark, preface } = parseCsv(bytes);
  const table = records.slice(Math.max(addition.headRow, 0));
  const width = table.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
  const defusedRows: number[] = [];
  const parts = records.map((record, row) => {
    const end = /(?:\r\n|\n|\r)$/.exec(record.source)?.[0] ?? '';
    const body = record.source.slice(0, record.source.length - end.length);
    const safe = defuseRecord(body, record, format.separator);
    if (safe !== body) defusedRows.push(row + 1);
    const cells = addedCells(record, row, addition);
    if (cells.length === 0) return `${safe}${end}`;
    const padding = Array.from({ length: width - record.cells.length }, () => '');
    return `${[safe, ...padding, ...cells.map(quoteCell)].join(format.separator)}${end}`;
  });
  const text = encodeText(`${preface}${parts.join('')}`, format.encoding);
  return { bytes: Buffer.concat([mark, text]), defusedRows };
}

/** What a row gets, one text a column; none where it gets nothing. */
function addedCells(record: CsvRecord, row: number, addition: CsvAddition): readonly string[] {
  if (row < addition.headRow) return [];
  if (row === addition.headRow) return addition.columns.map(({ head }) => head);
  const texts = addition.columns.map(({ cells }) => cells.get(row) ?? '');
  const isBlank = record.cells.every((cell) => cell === '');
  return isBlank && texts.every((text) => text === '') ? [] : texts;
}

function quoteCell(text: string): string {
  const safe = defuseText(text);
  return /[",;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Puts an apostrophe before each text of a row that would run; all else stays as it is written. */
function defuseRecord(body: string, record: CsvRecord, separator: string): string {
  if (!record.cells.some(isFormula)) return body;
  const sources = splitSource(body, separator);
  if (sources.length !== record.cells.length) {
    throw new Bug('A row of a text file was cut in two ways.', { cells: record.cells.length });
  }
  return sources
    .map((source, column) => {
      if (!isFormula(record.cells[column] ?? '')) return source;
      return source.startsWith('"') ? `"'${source.slice(1)}` : `'${source}`;
    })
    .join(separator);
}

/** The cells of a row with their quotes. The row was parsed before, so that its quotes are in order. */
function splitSource(body: string, separator: string): readonly string[] {
  const sources: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] === '"') isQuoted = !isQuoted;
    if (body[at] !== separator || isQuoted) continue;
    sources.push(body.slice(start, at));
    start = at + 1;
  }
  return [...sources, body.slice(start)];
}
