import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import { readSheets } from '../../src/sheets/readSheets.js';
import { type CsvFormat, cellText } from '../../src/sheets/sheet.js';
import { encodeText } from '../../src/sheets/textEncoding.js';
import { writeBack } from '../../src/sheets/writeBack.js';

const ENCODINGS = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
const MARKS: Readonly<Record<CsvFormat['encoding'], readonly number[]>> = {
  'utf-8': [],
  'utf-8-bom': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
  'windows-1252': [],
};

/** Cells with all that makes CSV hard, in letters that every encoding here can say. */
const cell = fc.string({
  unit: fc.constantFrom(...'abcZ019 äéß€–",;\t\n\r.\'-=+@#'.split('')),
  maxLength: 12,
});
const plainCell = fc.string({ unit: fc.constantFrom(...'abcZ019 äéß€'.split('')), maxLength: 8 });
const format = fc.record({
  separator: fc.constantFrom(',' as const, ';' as const, '\t' as const),
  encoding: fc.constantFrom(...ENCODINGS),
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
  ends: fc.boolean(),
  quotesAll: fc.boolean(),
});
type Format = typeof format extends fc.Arbitrary<infer T> ? T : never;

/** Rows as a program of another maker would write them. */
function write(rows: readonly (readonly string[])[], as: Format): Uint8Array {
  const text = rows
    .map((row) =>
      row
        .map((text) =>
          as.quotesAll || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
        )
        .join(as.separator),
    )
    .join(as.lineEnd);
  const body = encodeText(`${text}${as.ends ? as.lineEnd : ''}`, as.encoding);
  return Buffer.concat([Uint8Array.from(MARKS[as.encoding]), body]);
}

function textsOf(bytes: Uint8Array): string[][] {
  return readSheets(bytes).sheets[0]?.rows.map((row) => row.map(cellText)) ?? [];
}

const anyTable = fc.array(fc.tuple(plainCell, cell, plainCell), { minLength: 1, maxLength: 8 });
const HEADS = ['Näme', 'Wallet', 'Amount'];

/** The starts of a cell that a spreadsheet runs, and the numbers and telephone numbers that it may. */
const RUNS = /^\s*[=+\-@＝＋－＠]/;
const IS_NUMBER = /^\s*[-+][-+\d\s.,'€]*$/;

describe('a CSV file', () => {
  it('says the same rows in every encoding, separator and line end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(plainCell, cell, plainCell), { minLength: 1, maxLength: 8 }),
        format,
        (rows, as) => {
          const all = [['Näme', 'Wallet', 'Amount'], ...rows];
          expect(textsOf(write(all, as))).toEqual(all);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is given back byte for byte where nothing is added and nothing runs', () => {
    fc.assert(
      fc.property(anyTable, format, (rows, as) => {
        const all = [HEADS, ...rows.filter((row) => !row.some((text) => RUNS.test(text)))];
        const bytes = write(all, as);
        const addition = { sheet: 'CSV', headRow: 0, columns: [] };
        const back = writeBack(bytes, addition);
        expect(back.defusedRows).toEqual([]);
        expect(Buffer.from(back.bytes).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('gets its columns at the right end and keeps what it said, in its own encoding', () => {
    fc.assert(
      fc.property(anyTable, format, fc.array(plainCell), (rows, as, added) => {
        const all = [['Payroll of May'], HEADS, ...rows];
        const bytes = write(all, as);
        const cells = new Map(rows.map((_, at) => [at + 2, added[at] ?? ''] as const));
        const columns = [
          { head: 'Décision', cells },
          { head: 'Link', cells: new Map([[2, 'https://x.test/a;b,c']]) },
        ];
        const back = writeBack(bytes, { sheet: 'CSV', headRow: 1, columns });
        const expected = rows.map((row, at) => {
          const own = row.map((text) =>
            RUNS.test(text) && !IS_NUMBER.test(text) ? `'${text}` : text,
          );
          const ours = [
            (added[at] ?? '').trim().replace(/\s+/g, ' '),
            at === 0 ? 'https://x.test/a;b,c' : '',
          ];
          const isBlank = row.every((text) => text === '') && ours.every((text) => text === '');
          return isBlank ? own : [...own, ...ours];
        });
        expect(textsOf(back.bytes)).toEqual([
          ['Payroll of May'],
          [...HEADS, 'Décision', 'Link'],
          ...expected,
        ]);
        expect(readSheets(back.bytes).format).toEqual(readSheets(bytes).format);
        expect(Buffer.from(back.bytes.subarray(0, 3)).equals(bytes.subarray(0, 3))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('runs nothing that was added, whatever separator it is opened with', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'=+-@＝a1 ,;\t\n\r"\''.split('')),
      maxLength: 14,
    });
    fc.assert(
      fc.property(hostile, fc.constantFrom(',', ';', '\t'), format, (text, opener, as) => {
        const columns = [{ head: text, cells: new Map([[1, text]]) }];
        const bytes = write(
          [
            ['a', 'b'],
            ['x', 'y'],
          ],
          { ...as, quotesAll: false },
        );
        const back = writeBack(bytes, { sheet: 'CSV', headRow: 0, columns });
        for (const line of writtenLines(back.bytes)) {
          for (const seen of asOpenedWith(line, opener)) expect(seen).not.toMatch(RUNS);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is read or refused in words, whatever its bytes are', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .string({ unit: fc.constantFrom(...'",;\t\r\nab='.split('')), maxLength: 60 })
        .map((text) => Buffer.from(text)),
      fc
        .tuple(format, fc.uint8Array({ maxLength: 20 }))
        .map(([as, tail]) => Buffer.concat([write([HEADS], as), tail])),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const columns = [{ head: 'Decision', cells: new Map([[1, 'hold']]) }];
        try {
          readSheets(given);
          const back = writeBack(given, { sheet: 'CSV', headRow: 0, columns });
          readSheets(back.bytes);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

function writtenLines(bytes: Uint8Array): string[] {
  const { format } = readSheets(bytes);
  if (format.kind !== 'csv') return [];
  const body = Buffer.from(bytes.subarray(MARKS[format.encoding].length));
  const text =
    format.encoding === 'utf-16be'
      ? body.swap16().toString('utf16le')
      : body.toString(format.encoding === 'utf-16le' ? 'utf16le' : 'utf8');
  return text.split(/[\r\n]+/);
}

/** What a lenient program makes of a line: quotes count only where a cell begins with one. */
function asOpenedWith(line: string, separator: string): string[] {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const [source, text] =
      quoted === null ? [rest.split(separator)[0] ?? '', null] : [quoted[0], quoted[1]];
    cells.push((text ?? source).replaceAll('""', '"'));
    const end = rest.indexOf(separator, source.length);
    if (end < 0) return cells;
    rest = rest.slice(end + 1);
  }
}
