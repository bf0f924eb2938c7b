import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { readBundledFonts } from '../../src/app/documents/bundledFonts.js';
import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import type { DocumentFont } from '../../src/report/month/documentFonts.js';
import { formatMonthPdf, type MonthPdf } from '../../src/report/month/monthPdf.js';
import { createMonthReport } from '../../src/report/month/monthReport.js';
import type { Paper } from '../../src/report/month/pdfPen.js';
import { monthDigests } from '../support/monthDocumentsMain.js';
import { fullMonth, madePayment, NAMES, plainMonth } from '../support/monthModel.js';

const { resolve } = createRequire(import.meta.url);

function font(file: string): DocumentFont {
  const bytes = readFileSync(resolve(`@expo-google-fonts/${file}`));
  return { name: file, bytes, weight: 'regular', member: null };
}

const CHINESE = 'zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf';
const KOREAN = 'do-hyeon/400Regular/DoHyeon_400Regular.ttf';

async function print(
  summary: MonthlySummary,
  {
    paper = 'A4',
    more = [],
  }: { readonly paper?: Paper; readonly more?: readonly DocumentFont[] } = {},
): Promise<MonthPdf & { readonly pages: readonly string[]; readonly text: string }> {
  const report = createMonthReport(summary, { earlier: [], documents: [] });
  const pdf = await formatMonthPdf(report, { paper, fonts: [...readBundledFonts(), ...more] });
  const { text: pages } = await extractText(new Uint8Array(pdf.bytes));
  return { ...pdf, pages, text: pages.join(' ').replace(/\s+/g, ' ') };
}

/** How many lines each page has beside its footer, by where they stand. */
async function linesOf(bytes: Uint8Array): Promise<readonly number[]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const counts: number[] = [];
  for (let page = 1; page <= pdf.numPages; page += 1) {
    const { items } = await (await pdf.getPage(page)).getTextContent();
    const heights = items.flatMap((item) =>
      'transform' in item && item.str.trim() !== '' ? [Math.round(Number(item.transform[5]))] : [],
    );
    counts.push(new Set(heights.filter((height) => height > 30)).size);
  }
  return counts;
}

/** Without blanks, since a name may be broken over two lines. */
function squeeze(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}

describe('the PDF file of a month', () => {
  it('begins with what was paid without a screening, and has each figure and each row', async () => {
    const { pages, text } = await print(fullMonth());
    expect(pages[0]).toMatch(/5 payments on chain left our own accounts with no valid screening/);
    const squeezed = squeeze(text);
    const report = createMonthReport(fullMonth(), { earlier: [], documents: [] });
    const figures = report.sections
      .flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.flat()))
      .flatMap((cell) => (cell.kind === 'references' ? [cell.figure] : []));
    expect(figures.length).toBe(45);
    for (const figure of figures) expect(squeezed).toContain(`F${figure}:`);
    for (const payment of fullMonth().payments) {
      expect(squeezed).toContain(payment.id);
      expect(squeezed).toContain(payment.account.split(':')[2]);
      if (payment.txId !== null) expect(squeezed).toContain(payment.txId);
    }
    expect(squeezed).toContain(squeeze('27.407407160740740516'));
    expect(squeezed).toContain('c3'.repeat(32));
  });

  it('names another currency, the bank that tells its rates, and each of these', async () => {
    const days = [
      {
        ...{ day: '2026-10-03', rateDay: '2026-10-02', missing: null },
        ...{ dollars: '1.1534', units: '17487.21' },
      },
    ];
    const rates = { source: 'European Central Bank, https://www.ecb.europa.eu/', days };
    const { text } = await print(plainMonth(4, { currency: 'IDR', rates }));
    const squeezed = squeeze(text);
    expect(squeezed).toContain(squeeze(`Worth in IDR is worth in dollars by the rates`));
    expect(squeezed).toContain(squeeze(rates.source));
    for (const told of ['IDR for 1 EUR', '1.1534', '17,487.21']) {
      expect(squeezed).toContain(squeeze(told));
    }
    expect(text).toMatch(/[\d.]+ IDR/);
    expect(text).not.toMatch(/[\d.]+ USD\b/);
  });

  it('prints names of six scripts with fonts that have them, and warns of none', async () => {
    const { text, warnings } = await print(fullMonth(), { more: [font(CHINESE), font(KOREAN)] });
    expect(warnings).toEqual([]);
    for (const name of [NAMES.latin, NAMES.cyrillic, NAMES.greek, NAMES.chinese, NAMES.korean]) {
      expect(squeeze(text)).toContain(squeeze(name));
    }
    // The dots of Arabic letters are signs of their own in the font, without a code: this reader shows
    // a control sign for them. Which order it gives to the words of a line is its own too.
    const letters = text.normalize('NFKC').replace(/[\p{Cc}\s]/gu, '');
    for (const word of ['محمد', 'خالد']) expect(letters).toContain(word);
  });

  it('tells by their codes, and says so, what no font has', async () => {
    const { text, warnings } = await print(fullMonth());
    expect(warnings.length).toBe(1);
    expect(warnings[0]).toMatch(/U\+5C0F U\+674E U\+9F99 U\+AE40 U\+C218 U\+CCA0/);
    expect(warnings[0]).toContain('documents.fonts');
    expect(squeeze(text)).toContain(squeeze(warnings[0] ?? ''));
    expect(squeeze(text)).toContain('\\u{674e}\\u{5c0f}\\u{9f99}');
  });

  it('shows what would turn the order of letters as its code', async () => {
    const payments = [{ ...madePayment(0), payeeReference: 'abc\u202edef' }];
    const { text, warnings } = await print(plainMonth(1, { payments }));
    expect(squeeze(text)).toContain('abc\\u{202e}def');
    expect(warnings).toEqual([]);
  });

  it('is as wide as the paper asked for, and loses nothing of a long name', async () => {
    const words = Array.from({ length: 300 }, (_, n) => `Name${n}x`);
    const payments = [{ ...madePayment(0), payeeReference: words.join(' ') }];
    const { bytes, text } = await print(plainMonth(1, { payments }), { paper: 'LETTER' });
    expect(Buffer.from(bytes).toString('latin1')).toContain('/MediaBox [0 0 612 792]');
    const printed = new Set(text.split(' '));
    expect(words.filter((word) => !printed.has(word))).toEqual([]);
  });

  it('of an empty month, and of one that still runs, says so', async () => {
    expect((await print(plainMonth(0))).text).toContain('Neither a payment nor a screening');
    const running = await print(plainMonth(2, { isRunning: true }));
    expect(running.pages[0]).toContain('every figure may still change');
  });

  it.each([
    ['of nothing', plainMonth(0)],
    ...[1, 11, 36, 54].map((count) => [`of ${count} payments`, plainMonth(count)] as const),
    ['in which everything happened', fullMonth()],
  ] as const)('leaves no page with a few lines in a month %s', async (_, summary) => {
    const { bytes } = await print(summary);
    for (const [at, lines] of (await linesOf(bytes)).entries()) {
      expect(lines, `page ${at + 1}`).toBeGreaterThan(8);
    }
  });

  it('counts its pages at its end', async () => {
    const { pages } = await print(plainMonth(100));
    expect(pages.at(-1)).toContain(`It has ${pages.length} pages.`);
  });

  it('keeps two thousand payments within bounded time, each on its row', async () => {
    const before = process.cpuUsage();
    const { pages } = await print(plainMonth(2_000));
    const seconds = process.cpuUsage(before).user / 1_000_000;
    expect(seconds).toBeLessThan(15);
    expect(pages.join(' ')).toContain('P2000');
  }, 60_000);
});

it('has the same bytes twice, and in a process of another time zone and language', async () => {
  const here = await monthDigests();
  expect(await monthDigests()).toEqual(here);
  const env = { ...process.env, TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' };
  const args = ['.ci/runTypeScript.mjs', 'test/support/monthDocumentsMain.ts'];
  const there: unknown = JSON.parse(execFileSync(process.execPath, args, { env }).toString());
  expect(there).toEqual(here);
});
