import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import { readSheets } from '../../src/sheets/readSheets.js';
import { cellText } from '../../src/sheets/sheet.js';
import { writeBack } from '../../src/sheets/writeBack.js';
import { foreignWorkbook, minimalParts, packParts } from '../support/workbookFiles.js';

const HEAD = { head: 'Decision', cells: new Map([[1, 'hold']]) };

/** Reads and gives back; whatever goes wrong has to be told in words. */
function useFile(bytes: Uint8Array): void {
  try {
    const name = readSheets(bytes).sheets[0]?.name ?? '';
    readSheets(writeBack(bytes, { sheet: name, headRow: 0, columns: [HEAD] }).bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
}

const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt().map(String),
  fc
    .tuple(fc.nat(999_999), fc.nat(9_999))
    .map(([whole, parts]) => `${whole}.${String(parts).padStart(4, '0')}`),
);

describe('a workbook', () => {
  it('tells the same number as the text of it, without a float of ours', () => {
    fc.assert(
      fc.property(numberText, (written) => {
        const sheet = `<sheetData><row><c><v>${written}</v></c></row></sheetData>`;
        const cell = readSheets(packParts(minimalParts(sheet))).sheets[0]?.rows[0]?.[0];
        const text = cellText(cell);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/);
        // The same double: a text that is longer or shorter than needed would be another or the same.
        expect(Number(text) === Number(written)).toBe(true);
        expect(text.length <= 340).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('says what was added, whatever it is, and nothing of it begins like a formula', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'=+-@<>&"\'_x0041 \t\n\r'.split('')), maxLength: 14 }),
    );
    fc.assert(
      fc.property(text, fc.nat(8), (said, row) => {
        const sheet =
          '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="3"/><row r="4"><c r="C4" s="1"/></row></sheetData>';
        const bytes = packParts(minimalParts(sheet));
        const columns = [{ head: 'D', cells: new Map([[row + 1, said]]) }];
        const back = readSheets(writeBack(bytes, { sheet: 'One', headRow: 0, columns }).bytes);
        const seen = cellText(back.sheets[0]?.rows[row + 1]?.[1]);
        expect(seen).not.toMatch(/^\s*[=+\-@]/);
        const sayable = said.replace(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ');
        const letters = (of: string) => of.replace(/[\s'\p{Cc}]/gu, '');
        expect(letters(seen)).toBe(letters(sayable));
      }),
      { numRuns: 150 },
    );
  });

  it('is read or refused in words, whatever its bytes are', () => {
    const whole = foreignWorkbook('openpyxl');
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(changes, fc.nat(whole.length), fc.boolean(), (changed, length, isCut) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changed) bytes[at] = byte;
        useFile(isCut ? bytes.subarray(0, length) : bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('is read or refused in words, whatever its parts say', () => {
    const pieces = fc.constantFrom(
      ...[
        '<row>',
        '</row>',
        '<row r="2">',
        '<row r="99999999">',
        '<c>',
        '</c>',
        '<c r="B2" t="s">',
      ],
      ...[
        '<c t="inlineStr">',
        '<c r="ZZZZ9">',
        '<c s="-1">',
        '<v>',
        '</v>',
        '<is>',
        '</is>',
        '<t>',
      ],
      ...[
        '</t>',
        '<f>',
        '</f>',
        '<row r="3"/>',
        '<c/>',
        '1',
        '1e999',
        '-5',
        '&amp;',
        '&x;',
        ' ',
        '\r\n',
      ],
      ...['<!--', '-->', '<![CDATA[', ']]>', '<mergeCell ref="A1:B2"/>', '<dimension ref="A1"/>'],
      ...[
        '<cols>',
        '</cols>',
        '<col min="1" max="99999" hidden="1"/>',
        '<sheetData>',
        '</sheetData>',
      ],
    );
    const balanced = fc.array(
      fc.oneof(
        pieces,
        fc.constantFrom(
          '<row><c><v>1</v></c></row>',
          '<row r="2"><c r="B2" t="s"><v>7</v></c><c/></row>',
          '<row r="1"/>',
          '<cols><col min="2" max="9" hidden="1"/></cols>',
        ),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(balanced, balanced, (rows, others) => {
        useFile(
          packParts(minimalParts(`<sheetData>${rows.join('')}</sheetData>${others.join('')}`)),
        );
      }),
      { numRuns: 500 },
    );
  });
});
