import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.js';
import { readSheets } from '../../../src/sheets/readSheets.js';
import { cellText } from '../../../src/sheets/sheet.js';
import { writeBack } from '../../../src/sheets/writeBack.js';
import {
  foreignWorkbook,
  minimalParts,
  packParts,
  unpackParts,
} from '../../support/workbookFiles.js';

const SHEET = 'xl/worksheets/sheet1.xml';

function added(rows: Readonly<Record<number, string>>, head = 'Decision') {
  const cells = new Map(Object.entries(rows).map(([row, text]) => [Number(row), text] as const));
  return [{ head, cells }];
}

/** The XML of a sheet after columns were added to it. */
function written(sheet: string, headRow: number, columns = added({ 1: 'hold' })): string {
  const bytes = packParts(minimalParts(sheet));
  return unpackParts(writeBack(bytes, { sheet: 'One', headRow, columns }).bytes)[SHEET] ?? '';
}

describe.each(['xlsxwriter', 'libreoffice'] as const)(
  'columns added to a workbook by %s',
  (name) => {
    const before = foreignWorkbook(name);
    const columns = [
      ...added({ 3: 'proceed', 4: 'hold & <why> _x0041_ "q" 😀', 5: '=1+1' }),
      ...added({ 3: 'https://x.test/?a=1&b=2' }, 'Link'),
    ];
    const { bytes, defusedRows } = writeBack(before, { sheet: 'Payroll', headRow: 2, columns });
    const [payroll] = readSheets(bytes).sheets;

    it('stand right of all others and say what they should', () => {
      const own = readSheets(before).sheets[0]?.rows ?? [];
      expect(payroll?.rows.map((row, at) => row.slice(0, own[at]?.length))).toEqual(own);
      expect(payroll?.rows.map((row) => row.slice(10).map(cellText)).slice(0, 8)).toEqual([
        [],
        [],
        ['Decision', 'Link'],
        ['proceed', 'https://x.test/?a=1&b=2'],
        ['hold & <why> _x0041_ "q" 😀'],
        ["'=1+1"],
        [],
        [],
      ]);
      expect(defusedRows).toEqual([]);
    });

    it('leave every other part as it was, letter by letter', () => {
      const [own, after] = [unpackParts(before), unpackParts(bytes)];
      expect(Object.keys(after)).toEqual(Object.keys(own));
      const changed = Object.keys(own).filter((path) => own[path] !== after[path]);
      expect(changed).toEqual([SHEET]);
    });

    it('leave the sheet as it was without them, but for how far it says that it goes', () => {
      const bare = (xml: string) =>
        xml
          .replace(/<c r="[KL]\d+"[^>]*t="inlineStr">.*?<\/c>/g, '')
          .replace(/\sspans="[^"]*"/g, '')
          .replace(/(<dimension ref="[A-Z]+\d+:)[A-Z]+/, '$1');
      const [own, after] = [unpackParts(before)[SHEET] ?? '', unpackParts(bytes)[SHEET] ?? ''];
      expect(bare(after)).toBe(bare(own));
      expect(after).toMatch(/<dimension ref="A1:L\d+"/);
    });

    it('give the same bytes each time', () => {
      const again = writeBack(before, { sheet: 'Payroll', headRow: 2, columns });
      expect(Buffer.from(again.bytes).equals(bytes)).toBe(true);
    });

    it('look like the heads beside them', () => {
      const xml = unpackParts(bytes)[SHEET] ?? '';
      const style = (place: string) => new RegExp(`<c r="${place}" s="(\\d+)"`).exec(xml)?.[1];
      expect(style('K3')).toBeDefined();
      expect(style('K3')).toBe(style('J3'));
    });
  },
);

describe('columns added to a sheet', () => {
  it('take the place of empty cells that were only formatted', () => {
    const xml = written(
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2" spans="1:4"><c r="A2"><v>1</v></c><c r="B2" s="7"/><c r="D2" s="8"></c></row></sheetData>',
      0,
    );
    expect(xml).toContain(
      '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="7" t="inlineStr"><is><t xml:space="preserve">hold</t></is></c><c r="D2" s="8"></c></row>',
    );
  });

  it('open rows that close themselves, and make rows that were left out', () => {
    const xml = written(
      '<sheetData><row r="1"><c><v>1</v></c></row><row r="2" ht="9"/><row r="4"/></sheetData>',
      0,
      added({ 1: 'a', 2: 'b', 8: 'c' }),
    );
    expect(xml).toContain('<row r="2" ht="9"><c r="B2" t="inlineStr">');
    expect(xml).toMatch(
      /<\/row><row r="3"><c r="B3" .*b<.*<row r="4"\/><row r="9"><c r="B9" .*c<.*<\/row><\/sheetData>/,
    );
  });

  it('carry the prefix that a program gives its elements', () => {
    const parts = minimalParts('');
    const sheet =
      '<x:worksheet xmlns:x="a"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const bytes = packParts({ ...parts, [SHEET]: sheet });
    const back = writeBack(bytes, { sheet: 'One', headRow: 0, columns: added({}) }).bytes;
    expect(unpackParts(back)[SHEET]).toContain(
      '<x:c r="B1" t="inlineStr"><x:is><x:t xml:space="preserve">Decision</x:t></x:is></x:c></x:row>',
    );
    expect(readSheets(back).sheets[0]?.rows[0]?.map(cellText)).toEqual(['1', 'Decision']);
  });

  it('are shown where all columns to the right were hidden', () => {
    const xml = written(
      '<cols><col min="1" max="1" width="9"/><col min="2" max="16384" width="9" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
      0,
    );
    expect(xml).toContain(
      '<cols><col min="1" max="1" width="9"/><col min="2" max="2" width="18" customWidth="1"/><col min="3" max="16384" width="9" hidden="1"/></cols>',
    );
  });

  it('stand right of cells that are merged into the table, and not of the title above it', () => {
    const sheet: (ref: string) => string = (ref) =>
      `<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="${ref}"/></mergeCells>`;
    expect(written(sheet('A2:C2'), 1, added({}))).toContain('<c r="D2"');
    expect(written(sheet('A1:C1'), 1, added({}))).toContain('<c r="B2"');
  });

  it('find their place whatever stands between', () => {
    const xml = written(
      '<!-- <row><c> -->\r\n<sheetData>\r\n<row r="1" a="1>2"><c r="A1" t="inlineStr"><is><t>😀 &#x1F600; <![CDATA[</row>]]></t></is></c></row >\r\n</sheetData>',
      0,
      added({}),
    );
    expect(xml).toContain(
      '</c><c r="B1" t="inlineStr"><is><t xml:space="preserve">Decision</t></is></c></row >',
    );
  });

  it('are refused for a sheet that is not there', () => {
    const bytes = packParts(minimalParts('<sheetData/>'));
    expect(() => writeBack(bytes, { sheet: 'Two', headRow: 0, columns: [] })).toThrow(InputError);
  });

  it('leave out what XML cannot say', () => {
    const xml = written(
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
      0,
      added({}, 'a\u0001b\ud800c\uffff'),
    );
    expect(xml).toContain('>a bc</t>');
  });
});
