import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../core/errors.js';
import { assertTable } from './fileKind.js';
import { assertCellLength, assertRoom, SHEET_LIMITS } from './limits.js';
import type { CellValue, CsvFormat, Sheet } from './sheet.js';
import { type DecodedText, decodeText } from './textEncoding.js';

/** A row of a text file, and the text that it was read from. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** With its quotes and its line end. */
  readonly source: string;
}

/** A text file of rows, in parts that put together again give the file. */
export interface CsvText extends Omit<DecodedText, 'text'> {
  readonly format: CsvFormat;
  /** A first line `sep=;`, which spreadsheets obey and do not show; empty where there is none. */
  readonly preface: string;
  readonly records: readonly CsvRecord[];
}

type Separator = CsvFormat['separator'];

/** Order: what is chosen first where two fit alike; commas stand in texts and numbers too. */
const SEPARATORS: readonly Separator[] = [';', '\t', ','];
/** So many rows show which separator is meant. */
const SAMPLE_ROWS = 200;
const EMPTY: CellValue = { kind: 'empty' };

/**
 * Reads a text of rows. Order: records as in the file, blank lines too.
 *
 * @throws {InputError} for a broken quotation mark, with its line, and for what is no such text.
 */
export function parseCsv(bytes: Uint8Array): CsvText {
  const { text, encoding, mark } = decodeText(bytes);
  assertTable(text);
  const [preface = '', named] = /^sep=([,;\t])(?:\r\n|\n|\r)/i.exec(text) ?? [];
  const body = Buffer.from(text.slice(preface.length), 'utf8');
  const before = preface === '' ? 0 : 1;
  const separator = SEPARATORS.find((known) => known === named) ?? chooseSeparator(body, before);
  const { rows, problem } = parseRows(body, separator, { linesBefore: before });
  if (problem !== null) throw problem.error;
  assertRoom(rows.length - 1, 0);
  const lineEnd = /\r\n|\n|\r/.exec(text)?.[0];
  return {
    format: { kind: 'csv', separator, encoding, lineEnd: asLineEnd(lineEnd) },
    encoding,
    mark,
    preface,
    records: cutRecords(body, rows),
  };
}

/** The one sheet of a text file. */
export function sheetOfCsv(csv: CsvText): Sheet {
  const rows = csv.records.map(({ cells }, row) =>
    cells.map((text, column): CellValue => {
      assertRoom(row, column);
      assertCellLength(text, row);
      return text === '' ? EMPTY : { kind: 'text', text };
    }),
  );
  return {
    name: 'CSV',
    isHidden: false,
    rows,
    hiddenRows: [],
    hiddenColumns: [],
    merged: [],
  };
}

interface ParsedRow {
  readonly cells: readonly string[];
  /** Bytes of the text up to the end of the row, its line end included. */
  readonly end: number;
}

interface ParsedRows {
  readonly rows: readonly ParsedRow[];
  readonly problem: { readonly line: number; readonly error: InputError } | null;
}

/** Parses rows with a separator; `sample` ends it early. */
function parseRows(
  body: Buffer,
  separator: Separator,
  options: { readonly linesBefore: number; readonly sample?: number },
): ParsedRows {
  const rows: ParsedRow[] = [];
  try {
    parse(body, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells: readonly string[], { bytes }) => {
        rows.push({ cells, end: bytes });
        return null;
      },
      // One row more than there may be shows that there are too many, without parsing millions.
      to: options.sample ?? SHEET_LIMITS.rows + 1,
      max_record_size: SHEET_LIMITS.rowCharacters,
    });
    return { rows, problem: null };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const start = countLines(body, rows.at(-1)?.end ?? 0) + options.linesBefore;
    const isAboutRow = ['CSV_QUOTE_NOT_CLOSED', 'CSV_MAX_RECORD_SIZE'].includes(error.code);
    const line = isAboutRow ? start : Number(error.lines) + options.linesBefore;
    return { rows, problem: { line, error: refuseQuote(error, line) } };
  }
}

function refuseQuote(error: CsvError, line: number): InputError {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new InputError(
        `A quotation mark in the row that begins in line ${line} is never closed; close it, or save the table as .xlsx.`,
      );
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new InputError(
        `Line ${line} has a quotation mark in the middle of a cell; write it twice within quotation marks, or save the table as .xlsx.`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new InputError(
        `The row that begins in line ${line} has more than a million characters; a quotation mark may be missing there.`,
      );
    default:
      return new InputError(`Line ${line} cannot be read as a row of a table.`);
  }
}

function countLines(body: Buffer, end: number): number {
  return body.toString('utf8', 0, end).split(/\r\n|\n|\r/).length;
}

/**
 * The separator by which most rows have the same number of cells, two or more.
 *
 * Edge: a table of one column has none; a comma is told for it.
 */
function chooseSeparator(body: Buffer, linesBefore: number): Separator {
  const tried = SEPARATORS.map((separator) => {
    const parsed = parseRows(body, separator, { linesBefore, sample: SAMPLE_ROWS });
    return { separator, problem: parsed.problem, ...consistency(parsed.rows) };
  });
  const fitting = tried.filter(({ problem, columns }) => problem === null && columns > 1);
  fitting.sort((a, b) => b.fit - a.fit || b.columns - a.columns);
  if (fitting[0] !== undefined) return fitting[0].separator;
  // A quotation mark breaks each of them; what is told is for the one that fits best before it.
  const broken = tried.flatMap((one) => (one.problem === null ? [] : [{ ...one, ...one.problem }]));
  broken.sort((a, b) => b.line - a.line || b.columns - a.columns);
  if (broken[0] !== undefined) throw broken[0].error;
  return ',';
}

/** The commonest number of cells of rows that are not blank, and how many of them have it. */
function consistency(rows: readonly ParsedRow[]): {
  readonly columns: number;
  readonly fit: number;
} {
  const counts = new Map<number, number>();
  for (const { cells } of rows) {
    const isBlank = cells.every((cell) => cell.trim() === '');
    if (!isBlank) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  }
  const split = [...counts].filter(([columns]) => columns > 1);
  const [columns = 1, fit = 0] = split.sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  return { columns, fit };
}

function cutRecords(body: Buffer, rows: readonly ParsedRow[]): readonly CsvRecord[] {
  let start = 0;
  return rows.map(({ cells, end }) => {
    const source = body.toString('utf8', start, end);
    start = end;
    return { cells, source };
  });
}

function asLineEnd(found: string | undefined): CsvFormat['lineEnd'] {
  return found === '\n' || found === '\r' ? found : '\r\n';
}
