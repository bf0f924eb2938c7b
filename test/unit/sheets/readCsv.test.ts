import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors.js';
import { readSheets } from '../../../src/sheets/readSheets.js';
import { cellText } from '../../../src/sheets/sheet.js';
import { writeBack } from '../../../src/sheets/writeBack.js';

function rowsOf(text: string | Uint8Array): string[][] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return readSheets(bytes).sheets[0]?.rows.map((row) => row.map(cellText)) ?? [];
}

function separatorOf(text: string): string {
  const { format } = readSheets(Buffer.from(text));
  return format.kind === 'csv' ? format.separator : format.kind;
}

describe('the separator of a text file', () => {
  it.each([
    [',', 'name,amount\nAna,1.5\nBob,2.5'],
    [';', 'name;amount\nAna;1,5\nBob;2,5'],
    [';', 'name;wallet;amount\nDoe, Ana;0x1;1,5\nRoe, Bob;0x2;2,5'],
    [',', 'name,note,amount\nAna,"a;b;c",1.5\nBob,"a;b;c",2.5'],
    ['\t', 'name\tamount\nAna, B.\t1,5\nBob, C.\t2,5'],
    [';', 'Payroll, May, 2026\n\nname;amount\nAna;1,5\nBob;2,5\nEve;3,5'],
    [',', 'only\none\ncolumn'],
    [';', 'sep=;\nname,x;amount,y\nAna;1'],
  ])('is "%s" where most rows agree on it: %j', (separator, text) => {
    expect(separatorOf(text)).toBe(separator);
  });

  it('may be named in a first line, which no spreadsheet shows and which stays', () => {
    const text = 'sep=;\r\nname;amount\r\nAna;1,5\r\n';
    expect(rowsOf(text)[0]).toEqual(['name', 'amount']);
    const columns = [{ head: 'Decision', cells: new Map([[1, 'hold']]) }];
    const back = writeBack(Buffer.from(text), { sheet: 'CSV', headRow: 0, columns }).bytes;
    expect(Buffer.from(back).toString()).toBe('sep=;\r\nname;amount;Decision\r\nAna;1,5;hold\r\n');
  });
});

describe('the letters of a text file', () => {
  it.each([
    ['utf-16le', Buffer.from('Näme;x\r\nЁ;1', 'utf16le')],
    ['utf-16be', Buffer.from('Näme;x\r\nЁ;1', 'utf16le').swap16()],
  ])('are found as %s without a mark', (encoding, bytes) => {
    expect(readSheets(bytes).format).toMatchObject({ encoding });
    expect(rowsOf(bytes)).toEqual([
      ['Näme', 'x'],
      ['Ё', '1'],
    ]);
  });

  it('are those of Windows where they are not UTF-8', () => {
    const bytes = Buffer.from([...Buffer.from('N'), 0xe4, ...Buffer.from('me;'), 0x80, 0x96, 0x9f]);
    expect(readSheets(bytes).format).toMatchObject({ encoding: 'windows-1252' });
    expect(rowsOf(bytes)).toEqual([['Näme', '€–Ÿ']]);
  });

  it('that Windows cannot say are given back as question marks', () => {
    const bytes = Buffer.from('Näme;x\r\nä;1\r\n', 'latin1');
    const columns = [{ head: 'Décision – €', cells: new Map([[1, 'Ё']]) }];
    const back = writeBack(bytes, { sheet: 'CSV', headRow: 0, columns }).bytes;
    expect(rowsOf(back)[0]?.at(-1)).toBe('Décision – €');
    expect(rowsOf(back)[1]?.at(-1)).toBe('?');
  });
});

describe('a text file that is none', () => {
  it.each([
    ['a web page', '\n<!DOCTYPE html><html><body>Sign in</body></html>', 'web page'],
    ['a table of a web page', '<table><tr><td>1</td></tr></table>', 'web page'],
    ['bytes', Buffer.from([1, 2, 0, 0, 255, 0, 9]), 'no text'],
    ['UTF-16 with an odd byte', Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x42]), 'UTF-16'],
    ['UTF-16 with half a sign', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'UTF-16'],
    ['UTF-8 with a mark and broken signs', Buffer.from([0xef, 0xbb, 0xbf, 0xe4, 0x2c]), 'UTF-8'],
    ['nothing', '', 'empty'],
    ['a mark alone', Buffer.from([0xef, 0xbb, 0xbf]), 'empty'],
  ])('is refused in words: %s', (_, text, words) => {
    expect(() => rowsOf(text)).toThrow(InputError);
    expect(() => rowsOf(text)).toThrow(words);
  });

  it.each([
    ['name,amount\nAna,1\nBob,"2\nEve,3\n', 'begins in line 3 is never closed'],
    ['name,amount\n"A\nna",1\nBob,"2"x\nEve,3\n', 'Line 4 has a quotation mark'],
    ['name,amount\nAna "A" B,1\n', 'Line 2 has a quotation mark'],
    ['sep=;\nname;amount\nAna;"1\n', 'begins in line 3 is never closed'],
  ])('names the line of a broken quotation mark: %j', (text, words) => {
    expect(() => rowsOf(text)).toThrow(InputError);
    expect(() => rowsOf(text)).toThrow(words);
  });

  it.each([
    ['x\n'.repeat(20_001), '20,000 rows'],
    [`${','.repeat(200)}\n`, '200 columns'],
    [`a,${'x'.repeat(32_768)}\n`, '32,767'],
    [`a,b\n1,2\n"${'x\n'.repeat(600_000)}",3`, 'begins in line 3 has more than a million'],
  ])('is refused above the limits', (text, words) => {
    expect(() => rowsOf(text)).toThrow(words);
  });
});

describe('a cell that a spreadsheet would run', () => {
  const back = (text: string) => {
    const { bytes, defusedRows } = writeBack(Buffer.from(text), {
      sheet: 'CSV',
      headRow: 0,
      columns: [{ head: 'Decision', cells: new Map([[1, 'hold']]) }],
    });
    return { text: Buffer.from(bytes).toString(), defusedRows };
  };

  it('gets an apostrophe, and its row is told', () => {
    expect(back('name;note\r\nAna;"=HYPERLINK(""x"";1)"\r\n@SUM(A1);"a;b"\r\n')).toEqual({
      text: 'name;note;Decision\r\nAna;"\'=HYPERLINK(""x"";1)";hold\r\n\'@SUM(A1);"a;b";\r\n',
      defusedRows: [2, 3],
    });
  });

  it.each(['-12.5', '+1 234', '-1.234,50 €', '(12)', '+49 (0)170/123-45', '-', '- 5 %'])(
    'is not one of digits and signs alone: %s',
    (cell) => {
      expect(back(`name;note\nAna;${cell}\n`)).toEqual({
        text: `name;note;Decision\nAna;${cell};hold\n`,
        defusedRows: [],
      });
    },
  );

  it.each(['-1+cmd|1', '+A1', "-'x'!A1", '-2+3+SUM(1)'])(
    'is one that calls or reads: %s',
    (cell) => {
      expect(back(`name;note\nAna;${cell}\n`).defusedRows).toEqual([2]);
    },
  );
});

describe('rows of a text file', () => {
  it('get columns where the others have theirs, and nothing where they are blank', () => {
    const text = 'May\n\na,b,c\n1\n1,2,3\n,,\n\n';
    const columns = [{ head: 'D', cells: new Map([[3, 'x']]) }];
    const { bytes } = writeBack(Buffer.from(text), { sheet: 'CSV', headRow: 2, columns });
    expect(Buffer.from(bytes).toString()).toBe('May\n\na,b,c,D\n1,,,x\n1,2,3,\n,,\n\n');
  });

  it('keep a last line without an end', () => {
    const columns = [{ head: 'D', cells: new Map([[1, 'a,b']]) }];
    const { bytes } = writeBack(Buffer.from('a,b\r\n1,"2\r\n3"'), {
      sheet: 'CSV',
      headRow: 0,
      columns,
    });
    expect(Buffer.from(bytes).toString()).toBe('a,b,D\r\n1,"2\r\n3","a,b"');
  });
});
