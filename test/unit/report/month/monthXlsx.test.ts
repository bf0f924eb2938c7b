import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { MonthlySummary } from '../../../../src/core/monthlySummary.js';
import { createMonthReport } from '../../../../src/report/month/monthReport.js';
import { formatMonthXlsx } from '../../../../src/report/month/monthXlsx.js';
import { readXlsx } from '../../../../src/sheets/xlsx.js';
import { fullMonth, madePayment, plainMonth } from '../../../support/monthModel.js';

function workbook(summary: MonthlySummary): Uint8Array {
  return formatMonthXlsx(createMonthReport(summary, { earlier: [], documents: [] }));
}

/** The XML of the sheet at a position, from 1. */
function sheetXml(bytes: Uint8Array, sheet: number): string {
  return new TextDecoder().decode(unzipSync(bytes)[`xl/worksheets/sheet${sheet}.xml`]);
}

function cellXml(xml: string, place: string): string {
  return new RegExp(`<c r="${place}"[^>]*>.*?</c>`).exec(xml)?.[0] ?? '';
}

describe('the workbook of a month', () => {
  it('is read back by a reader of workbooks, with a row for each payment', () => {
    const sheets = readXlsx(workbook(fullMonth()));
    expect(sheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Payments',
      'Screenings',
      'Records',
      'Rows',
    ]);
    expect(sheets[1]?.rows.length).toBe(37);
  });

  it('keeps a number as a number only where a spreadsheet keeps all its digits', () => {
    const xml = sheetXml(workbook(fullMonth()), 2);
    expect(cellXml(xml, 'D2')).toContain('<v>1000.000001</v>');
    expect(cellXml(xml, 'D3')).toContain('<t xml:space="preserve">0.246913578024691356</t>');
    const long = plainMonth(1, {
      payments: [{ ...madePayment(0), amount: 123_456_789_012_345n, decimals: 6 }],
    });
    expect(cellXml(sheetXml(workbook(long), 2), 'D2')).toContain('<v>123456789.012345</v>');
    const longer = plainMonth(1, {
      payments: [{ ...madePayment(0), amount: 1_234_567_890_123_456n, decimals: 6 }],
    });
    expect(cellXml(sheetXml(workbook(longer), 2), 'D2')).toContain(
      'preserve">1234567890.123456</t>',
    );
  });

  it('has dates that are dates, in the zone of the month', () => {
    // 2026-10-01 00:00 UTC is 02:00 in Berlin; day 46296 is 2026-10-01.
    expect(cellXml(sheetXml(workbook(fullMonth()), 2), 'B2')).toContain(
      `<v>${46_296 + 2 / 24}</v>`,
    );
    const told = plainMonth(1, { payments: [{ ...madePayment(0), at: '2026-10-02' }] });
    expect(cellXml(sheetXml(workbook(told), 2), 'B2')).toContain('<v>46297</v>');
  });

  it('runs no formula of anybody', () => {
    const bytes = workbook(fullMonth());
    const xml = sheetXml(bytes, 2);
    expect(cellXml(xml, 'J2')).toMatch(/s="4" t="inlineStr".*=HYPERLINK\(&quot;/);
    const styles = new TextDecoder().decode(unzipSync(bytes)['xl/styles.xml']);
    expect([...styles.matchAll(/<xf [^>]*xfId[^>]*>/g)][4]?.[0]).toContain('quotePrefix="1"');
    for (const sheet of [1, 2, 3, 4, 5]) expect(sheetXml(bytes, sheet)).not.toContain('<f');
  });

  it('leads from each figure to exactly its rows', () => {
    const bytes = workbook(fullMonth());
    const links = [...sheetXml(bytes, 1).matchAll(/ref="([A-Z]+\d+)" location="([^"]+)"/g)];
    const cells = new Map(
      links.map(([, place = '', target = '']) => [
        /preserve">(F\d+): ([^<]*)</
          .exec(cellXml(sheetXml(bytes, 1), place))
          ?.slice(1)
          .join(' '),
        target,
      ]),
    );
    expect(cells.get('F10 P1–P36')).toBe("'Payments'!A2:A37");
    expect(cells.get('F36 S10')).toBe("'Screenings'!A11");
    const scattered = cells.get('F1 P4, P11, P18, P25, P32') ?? '';
    const row = Number(/^'Rows'!A(\d+)$/.exec(scattered)?.[1]);
    const rows = sheetXml(bytes, 5);
    const targets = Array.from(
      { length: 5 },
      (_, at) => new RegExp(`ref="C${row + at}" location="([^"]+)"`).exec(rows)?.[1],
    );
    expect(targets).toEqual([5, 12, 19, 26, 33].map((each) => `'Payments'!A${each}`));
    expect(cellXml(rows, `A${row + 4}`)).toContain('>F1<');
    expect(cellXml(rows, `A${row + 5}`)).not.toContain('>F1<');
  });

  it('keeps its heads in sight', () => {
    const bytes = workbook(fullMonth());
    for (const sheet of [1, 2, 3, 4, 5]) {
      expect(sheetXml(bytes, sheet)).toContain('ySplit="1" topLeftCell="A2"');
    }
  });

  it('of an empty month says so', () => {
    const [summary] = readXlsx(workbook(plainMonth(0)));
    const texts = JSON.stringify(summary?.rows, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    expect(texts).toContain('Neither a payment nor a screening of this month is known.');
  });
});
