import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.js';
import { readSheets } from '../../../src/sheets/readSheets.js';
import { type CellValue, cellText } from '../../../src/sheets/sheet.js';
import {
  foreignWorkbook,
  minimalParts,
  type Parts,
  packParts,
} from '../../support/workbookFiles.js';

/** The values of the first row of a workbook with one sheet. */
function firstRow(cells: string, others: Parts = {}): readonly CellValue[] {
  const bytes = packParts(minimalParts(`<sheetData><row r="1">${cells}</row></sheetData>`, others));
  return readSheets(bytes).sheets[0]?.rows[0] ?? [];
}

const styles = (formats: readonly string[], codes = '') =>
  `<styleSheet><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats
    .map((id) => `<xf numFmtId="${id}"/>`)
    .join('')}</cellXfs></styleSheet>`;

describe.each(['xlsxwriter', 'libreoffice'] as const)('a workbook by %s', (name) => {
  const { format, sheets } = readSheets(foreignWorkbook(name));
  const [payroll, rates, notes] = sheets;
  const row = (at: number) => payroll?.rows[at] ?? [];

  it('tells its sheets, and what is hidden in them', () => {
    expect(format).toEqual({ kind: 'xlsx' });
    expect(sheets.map((sheet) => [sheet.name, sheet.isHidden])).toEqual([
      ['Payroll', false],
      ['Rates', true],
      ['Notes', false],
    ]);
    expect(payroll).toMatchObject({
      hiddenRows: [4],
      hiddenColumns: [9],
      merged: [{ firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 5 }],
    });
    expect(rates?.rows[0]?.map(cellText)).toEqual(['secret rate', '1.08']);
    expect(notes?.rows).toEqual([]);
  });

  it('tells texts, amounts, moments, percentages and thousands', () => {
    expect(row(0).map(cellText)).toEqual(['Payroll May 2026']);
    expect(row(3).slice(0, 7)).toEqual([
      { kind: 'text', text: 'Ana López' },
      { kind: 'text', text: '0x52908400098527886E0F7030069857D2E4169EE7' },
      { kind: 'text', text: 'Ethereum' },
      { kind: 'text', text: 'USDC' },
      { kind: 'number', text: '1500.5', caution: null },
      { kind: 'text', text: 'INV-1' },
      { kind: 'date', iso: '2026-05-31T13:30:05' },
    ]);
    expect(row(4)[6]).toEqual({ kind: 'date', iso: '2026-05-31' });
    expect(cellText(row(4)[7])).toBe('TRUE');
    expect(row(4).slice(8)).toEqual([
      { kind: 'number', text: '0.05', caution: 'percent' },
      { kind: 'number', text: '1500000', caution: 'scaled' },
    ]);
    expect(row(5)[0]).toEqual({ kind: 'text', text: 'Ёлка' });
  });

  it('tells saved results of formulas, rich texts, links and damaged numbers', () => {
    expect(row(6).slice(4)).toEqual([
      { kind: 'formula', result: { kind: 'number', text: '2735.16', caution: null } },
      { kind: 'formula', result: { kind: 'error', text: '#N/A' } },
      { kind: 'formula', result: { kind: 'text', text: 'ab' } },
    ]);
    expect(row(7).slice(0, 2).map(cellText)).toEqual(['Rich bold and it', 'a link']);
    expect(row(7)[2]).toMatchObject({ kind: 'number', caution: 'too-long' });
    expect(row(7).slice(3).map(cellText)).toEqual(['00042', '=not a formula']);
  });
});

describe('a workbook by openpyxl', () => {
  it('tells a formula that was never calculated', () => {
    const [sheet] = readSheets(foreignWorkbook('openpyxl')).sheets;
    expect(sheet?.name).toBe('Nómina');
    expect(sheet?.rows[1]?.[6]).toEqual({ kind: 'date', iso: '2026-05-31' });
    expect(sheet?.rows[1]?.[7]).toEqual({ kind: 'formula', result: null });
  });
});

describe('a cell of a workbook', () => {
  it('is read in every way that programs write texts', () => {
    const shared =
      '<sst><si><t>one</t></si><si><r><t>t</t></r><r><t xml:space="preserve">wo </t></r><rPh><t>no</t></rPh></si><si><t>a_x000D_b</t></si></sst>';
    const cells =
      '<c t="s"><v>1</v></c><c t="inlineStr"><is><t>in</t></is></c><c t="str"><f>A1</f><v>x&amp;y</v></c><c t="s"><v>2</v></c><c t="s"><v>9</v></c><c t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>';
    const row = firstRow(cells, { 'xl/sharedStrings.xml': shared });
    expect(row.map(cellText)).toEqual(['two ', 'in', 'x&y', 'a\rb', '', '<b>']);
  });

  it('stands where it says, with or without saying it', () => {
    const bytes = packParts(
      minimalParts(
        '<sheetData><row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="3"><c r="B3"><v>4</v></c></row></sheetData>',
      ),
    );
    const rows = readSheets(bytes).sheets[0]?.rows.map((row) => row.map(cellText));
    expect(rows).toEqual([['1', '', '', '2', '3'], [], ['', '4']]);
  });

  it.each([
    ['1500.5', '1500.5', null],
    ['1234.5599999999999', '1234.56', null],
    ['1.5E3', '1500', null],
    ['1E-7', '0.0000001', null],
    ['1.5e-9', '0.0000000015', null],
    ['-0', '0', null],
    ['999999999999999', '999999999999999', null],
    ['1.23457E+15', '1234570000000000', 'too-long'],
    ['1234567890123456789', '1234567890123456800', 'too-long'],
    ['1e21', '1000000000000000000000', 'too-long'],
  ])('tells the number %s as %s', (written, text, caution) => {
    expect(firstRow(`<c><v>${written}</v></c>`)).toEqual([{ kind: 'number', text, caution }]);
  });

  it.each([
    ['14', '1', '1900-01-01'],
    ['14', '59', '1900-02-28'],
    ['14', '61', '1900-03-01'],
    ['22', '46173.5', '2026-05-31T12:00:00'],
    ['14', '46172.999999999', '2026-05-31'],
    ['57', '46173', '2026-05-31'],
    ['164', '46173', '2026-05-31'],
  ])('with format %s tells the day %s as %s', (id, serial, iso) => {
    const code = '<numFmt numFmtId="164" formatCode="[$-407]d/\\ mmm&quot; of &quot;yy"/>';
    const row = firstRow(`<c s="0"><v>${serial}</v></c>`, { 'xl/styles.xml': styles([id], code) });
    expect(row).toEqual([{ kind: 'date', iso }]);
  });

  it('counts days from 1904 where the workbook does', () => {
    const parts = minimalParts('');
    const workbook = (parts['xl/workbook.xml'] ?? '').replace(
      '<sheets>',
      '<workbookPr date1904="1"/><sheets>',
    );
    const others = { 'xl/styles.xml': styles(['14']), 'xl/workbook.xml': workbook };
    expect(firstRow('<c s="0"><v>44711</v></c>', others)).toEqual([
      { kind: 'date', iso: '2026-05-31' },
    ]);
  });

  it.each([
    ['#,##0.00', null],
    ['0.00" %"', null],
    ['[Red]#,##0;-#,##0', null],
    ['"day "0', null],
    ['_-* #,##0.00\\ [$€-407]_-', null],
    ['0.0%', 'percent'],
    ['#,##0,', 'scaled'],
    ['0.0,,"M"', 'scaled'],
  ])('with the format %s is a number with the caution %s', (code, caution) => {
    const escaped = code.replaceAll('"', '&quot;');
    const codes = `<numFmt numFmtId="170" formatCode="${escaped}"/>`;
    const row = firstRow('<c s="1"><v>1500</v></c>', {
      'xl/styles.xml': styles(['0', '170'], codes),
    });
    expect(row).toEqual([{ kind: 'number', text: '1500', caution }]);
  });
});

describe('a file that is no workbook', () => {
  const sheet = '<sheetData><row><c><v>1</v></c></row></sheetData>';
  const types = (kind: string) => ({
    '[Content_Types].xml': `<Types><Override ContentType="${kind}"/></Types>`,
  });
  const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

  it.each([
    ['a packed file of texts', zipSync({ 'a.txt': Buffer.from('a') }), 'no .xlsx workbook'],
    [
      'a workbook with macros',
      packParts(minimalParts(sheet, types('application/vnd.ms-excel.sheet.macroEnabled.main+xml'))),
      'macros',
    ],
    ['a hidden macro', packParts(minimalParts(sheet, { 'xl/vbaProject.bin': 'x' })), 'macros'],
    [
      'an .xlsb',
      packParts(minimalParts(sheet, types('application/vnd.ms-excel.sheet.binary.main'))),
      '.xlsb',
    ],
    [
      'a text document',
      packParts(minimalParts(sheet, types('wordprocessingml.document'))),
      'without a table',
    ],
    ['an .xls', Buffer.concat([Uint8Array.from(OLE), Buffer.alloc(600)]), 'old kind .xls'],
    [
      'a locked workbook',
      Buffer.concat([Uint8Array.from(OLE), Buffer.from('EncryptedPackage', 'utf16le')]),
      'password',
    ],
    [
      'one without its sheet',
      packParts({ ...minimalParts(sheet), 'xl/_rels/workbook.xml.rels': '<Relationships/>' }),
      'no sheet',
    ],
    ['one cut short', packParts(minimalParts(sheet)).subarray(0, 300), 'damaged'],
    [
      'broken XML',
      packParts(minimalParts('<sheetData><row></sheetData>')),
      'not as spreadsheets write',
    ],
    ['a PDF', Buffer.from('%PDF-1.7 and more'), 'a PDF'],
  ])('is refused in words: %s', (_, bytes, words) => {
    expect(() => readSheets(bytes)).toThrow(InputError);
    expect(() => readSheets(bytes)).toThrow(words);
  });

  it.each([
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
    '<!DOCTYPE x SYSTEM "file:///etc/hostname"><worksheet/>',
    '<?xml version="1.0" encoding="UTF-16"?><worksheet/>',
  ])('is refused for what could expand or fetch something: %s', (xml) => {
    const parts = { ...minimalParts(sheet), 'xl/worksheets/sheet1.xml': xml };
    expect(() => readSheets(packParts(parts))).toThrow('not as spreadsheets write');
  });

  it('is refused for a letter that changed in its packed form', () => {
    const bytes = Uint8Array.from(zipSync({ ...fromParts(minimalParts(sheet)) }, { level: 0 }));
    const at = Buffer.from(bytes).indexOf('<v>1</v>') + 3;
    bytes[at] = '9'.charCodeAt(0);
    expect(() => readSheets(bytes)).toThrow('damaged');
  });
});

describe('the limits of a workbook', () => {
  /** A workbook with a file of a million zeros that says that it unpacks to so many bytes. */
  const withSize = (bytes: number): Uint8Array => {
    const zeros = { ...fromParts(minimalParts('')), 'xl/media/a.bin': new Uint8Array(1_000_000) };
    const packed = Buffer.from(zipSync(zeros));
    const told = Buffer.alloc(4);
    told.writeUInt32LE(1_000_000);
    packed.writeUInt32LE(bytes, packed.lastIndexOf(told));
    return packed;
  };

  it('hold before anything is unpacked', () => {
    expect(readSheets(withSize(1_000_000)).sheets).toHaveLength(1);
    expect(() => readSheets(withSize(150_000_001))).toThrow('150 MB');
  });

  it('hold for a size that is a lie', () => {
    expect(() => readSheets(withSize(1_000))).toThrow('damaged');
  });

  it.each([
    ['<row r="20001"><c r="A20001"><v>1</v></c></row>', '20,000 rows'],
    ['<row r="1"><c r="GS1"><v>1</v></c></row>', '200 columns'],
    [`<row r="1"><c t="inlineStr"><is><t>${'x'.repeat(32_768)}</t></is></c></row>`, '32,767'],
  ])('hold for rows, columns and cells: %s', (row, words) => {
    const bytes = packParts(minimalParts(`<sheetData>${row}</sheetData>`));
    expect(() => readSheets(bytes)).toThrow(words);
  });

  it('do not count what is only formatted', () => {
    const rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"/>';
    expect(
      readSheets(packParts(minimalParts(`<sheetData>${rows}</sheetData>`))).sheets[0]?.rows,
    ).toHaveLength(1);
  });

  it('hold for the file itself', () => {
    expect(() => readSheets(new Uint8Array(10_000_001))).toThrow('10 MB');
  });
});

function fromParts(parts: Parts): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, Buffer.from(text)]));
}
