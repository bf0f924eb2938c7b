import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../../src/core/errors.js';
import type { MonthlySummary } from '../../../../src/core/monthlySummary.js';
import { cellWords, createCellContext } from '../../../../src/report/month/cellWords.js';
import { formatMonthCsv } from '../../../../src/report/month/monthCsv.js';
import { formatMonthJson, parseMonthJson } from '../../../../src/report/month/monthJson.js';
import { createMonthReport } from '../../../../src/report/month/monthReport.js';
import { fullMonth, plainMonth } from '../../../support/monthModel.js';

const NO_CONTEXT = { earlier: [], documents: [] };

type CsvRow = Readonly<Record<string, string>>;

function csvOf(summary: MonthlySummary): readonly CsvRow[] {
  const text = formatMonthCsv(createMonthReport(summary, NO_CONTEXT));
  return parse<CsvRow>(text, { columns: true, skip_empty_lines: false });
}

/** The row numbers of `P1, P3–P5`. */
function rowsOf(text: string): readonly number[] {
  return text.split(', ').flatMap((part) => {
    const [first = 0, last = first] = part.split('–').map((each) => Number(each.slice(1)));
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

describe('the JSON of a month', () => {
  it('is read back as it was, with amounts that no double holds', () => {
    const summary = fullMonth();
    const text = formatMonthJson(summary);
    expect(text).toContain('"amount":"246913578024691356"');
    expect(parseMonthJson(text)).toEqual(summary);
    expect(formatMonthJson(parseMonthJson(text))).toBe(text);
  });

  it('does not depend on the order in which its members were made', () => {
    const { payments, ...rest } = fullMonth();
    expect(formatMonthJson({ payments, ...rest })).toBe(formatMonthJson(fullMonth()));
  });

  it.each([
    ['an amount as a number', '"amount":"1000000001"', '"amount":1000000001', /amount/],
    ['a concern of another tool', '"not-in-accounts"', '"smells"', /concern/],
    ['a member that is not known', '"isRunning":false', '"isRunning":false,"extra":1', /extra/],
    ['no JSON', '{', '', /no JSON/],
  ])('is refused with %s', (_, from, to, complaint) => {
    const text = formatMonthJson(fullMonth()).replace(from, to);
    expect(() => parseMonthJson(text)).toThrow(DecodeError);
    expect(() => parseMonthJson(text)).toThrow(complaint);
  });
});

describe('the JSON of a month of version 1', () => {
  const read = () => parseMonthJson(readFileSync('test/golden/month/first-version.json', 'utf8'));

  it('is read still, and tells nothing that it did not know', () => {
    const summary = read();
    expect(summary).toMatchObject({ schemaVersion: 1, trend: null, coverage: { paid: null } });
    expect(summary.payments).toHaveLength(36);
    expect(new Set(summary.payments.map(({ letPass }) => letPass))).toEqual(new Set([null]));
    const nobody = { payeeId: null, reference: null };
    expect(summary.coverage.roster).toEqual({
      ...{ wallets: 40, screened: 38, share: '0.950000', screeningIds: [] },
      unscreened: [
        { ...nobody, walletIds: ['w-1'] },
        { ...nobody, walletIds: ['w-2'] },
      ],
    });
    const { sections } = createMonthReport(summary, NO_CONTEXT);
    const coverage = sections.find(({ key }) => key === 'coverage');
    expect(coverage?.sentences).toHaveLength(1);
    expect(coverage?.tables[0]?.rows).toHaveLength(1);
  });

  it('is refused where a part of it is no part of version 1', () => {
    const text = readFileSync('test/golden/month/first-version.json', 'utf8');
    const other = text.replace('"unscreenedWalletIds"', '"unscreened"');
    expect(() => parseMonthJson(other)).toThrow(DecodeError);
  });
});

describe('what changed, on paper', () => {
  const changed = (before: string, now: string) => {
    const changes = [{ what: 'a share', before, now, kind: 'share' as const }];
    const { sections } = createMonthReport(plainMonth(0, { changes }), NO_CONTEXT);
    const cells = sections.find(({ key }) => key === 'changes')?.tables[0]?.rows[0] ?? [];
    const context = createCellContext({ zone: 'UTC', currency: 'USD' });
    return cells.slice(1, 3).map((cell) => cellWords(cell, context));
  };

  it.each([
    ['0.905000', '0.950000', ['90.5 %', '95 % (+4.5 percentage points)']],
    ['1.000000', '0.990000', ['100 %', '99 % (−1 percentage point)']],
    ['0.999999', '1.000000', ['>99.9 %', '100 % (+<0.01 percentage points)']],
    ['none', '0.333333', ['none', '33.3 %']],
  ])('tells a share that was %s and is %s in per cent and points', (before, now, words) => {
    expect(changed(before, now)).toEqual(words);
  });
});

describe('the CSV of a month', () => {
  it('tells sums that the payments add up to, and names exactly their rows', () => {
    const rows = csvOf(fullMonth());
    const payments = rows.filter(({ row }) => row === 'payment');
    const cuts: readonly (readonly [row: string, column: string])[] = [
      ['paid-by-chain', 'chain'],
      ['paid-by-rail', 'rail'],
      ['paid-by-asset', 'asset_id'],
    ];
    for (const [row, column] of cuts) {
      const sums = rows.filter((each) => each.row === row && each.figure !== '');
      expect(sums.length).toBeGreaterThan(1);
      for (const sum of sums) {
        const own = payments.filter((payment) => payment[column] === sum.key);
        expect(Number(sum.payments)).toBe(own.length);
        const unpriced = own.filter(({ worth }) => worth === '').length;
        expect(Number(sum.unpriced)).toBe(unpriced);
        if (unpriced === 0) expect(micros(sum.worth)).toBe(addUp(own.map(({ worth }) => worth)));
        else expect(sum.worth).toBe('');
        expect(own.every(({ figures }) => figures?.split(' ').includes(sum.figure ?? ''))).toBe(
          true,
        );
        const marked = payments.filter(({ figures }) =>
          figures?.split(' ').includes(sum.figure ?? ''),
        );
        expect(marked.length).toBe(own.length);
      }
    }
  });

  it('refers to each row behind a figure, or to what marks the rows', () => {
    const rows = csvOf(fullMonth());
    const marked = (figure: string) =>
      rows.flatMap(({ row, figures, payment }) =>
        row === 'payment' && figures?.split(' ').includes(figure)
          ? [Number(payment?.slice(1))]
          : [],
      );
    const told = rows.filter((row) => /^P[\d,–P ]+$/.test(row.rows ?? ''));
    expect(told.length).toBeGreaterThan(8);
    for (const { figure = '', rows: references = '' } of told) {
      expect(rowsOf(references)).toEqual(marked(figure));
    }
    const wide = csvOf(plainMonth(400));
    const scattered = wide.filter(({ rows: text }) => text?.startsWith('100 rows of "Payments"'));
    expect(scattered.length).toBe(4);
  });

  it('refers to checks that were never paid, and to screenings, in lists of their own', () => {
    const rows = csvOf(fullMonth());
    const held = rows.find(({ row }) => row === 'held-total');
    expect(held?.rows).toBe('R1');
    expect(rows.find(({ row }) => row === 'record')?.record_id).toBe('01JCHECK000000000000000900');
    const exposure = rows.find(({ row }) => row === 'exposure');
    const listed = rows.filter(
      ({ row, figures }) =>
        row === 'screening' && figures?.split(' ').includes(exposure?.screening_figure ?? ''),
    );
    expect(listed.map((each) => each.screening_id)).toEqual([
      '01JSCREEN00000000000000002',
      '01JSCREEN00000000000000006',
    ]);
  });

  it('keeps amounts exact, and runs nothing in a spreadsheet', () => {
    const payments = csvOf(fullMonth()).filter(({ row }) => row === 'payment');
    expect(payments.find(({ payment }) => payment === 'P2')?.amount).toBe('0.246913578024691356');
    expect(payments.find(({ payment }) => payment === 'P1')?.invoice).toBe(
      `'=HYPERLINK("http://x","y")`,
    );
  });

  it('tells two assets of one symbol apart', () => {
    const names = csvOf(fullMonth()).filter(({ row }) => row === 'payment');
    expect(new Set(names.map(({ asset }) => asset))).toEqual(
      new Set(['USDC on ethereum', 'USDC on base', 'ETH']),
    );
  });
});

describe('the words of a month', () => {
  it('begin with what was paid without a screening', () => {
    const report = createMonthReport(fullMonth(), NO_CONTEXT);
    expect(report.opening[0]).toBe(
      '5 payments on chain left our own accounts with no valid screening at the time.',
    );
    const [first] = report.sections;
    expect(first?.key).toBe('unscreened');
    expect(first?.tables[0]?.rows.length).toBe(5);
  });

  it('do not call an empty month clean', () => {
    const { opening } = createMonthReport(plainMonth(0), NO_CONTEXT);
    expect(opening[0]).toMatch(/^No payment of this month was found on chain/);
    expect(opening.join(' ')).toContain('Neither a payment nor a screening');
    expect(opening.join(' ')).not.toMatch(/clean|safe/i);
  });

  it('say that a running month may change', () => {
    const report = createMonthReport(plainMonth(3, { isRunning: true }), NO_CONTEXT);
    expect(report.title).toContain('still running');
    expect(report.opening.join(' ')).toContain('every figure may still change');
  });

  it('say how many payments were held against no chain, and what to do', () => {
    const [first, second] = plainMonth(2).payments;
    if (first === undefined || second === undefined) throw new Error('There are no payments.');
    const openingOf = (...payments: MonthlySummary['payments']) =>
      createMonthReport(plainMonth(2, { payments }), NO_CONTEXT).opening.join(' ');
    const [told, found] = [
      { ...first, source: 'accounts' as const, concerns: [] },
      { ...second, source: 'both' as const },
    ];
    expect(openingOf(told, found)).toContain(
      '1 payment that the accounts tell was not looked up on chain: run hopsight payments match 2026-10',
    );
    expect(openingOf({ ...told, concerns: ['unmatched'] }, found)).not.toContain('looked up');
    expect(openingOf({ ...told, source: 'both' }, found)).not.toContain('looked up');
  });

  it('set months beside each other with bars of their worth', () => {
    const august = { month: '2026-08', payments: 4, worth: 500_000_000n, held: 0, heldWorth: 0n };
    const september = { month: '2026-09', payments: 2, worth: null, held: 1, heldWorth: null };
    const earlier = [
      { ...august, concerns: 1, origin: 'signed' },
      { ...september, concerns: 0, origin: 'summed' },
    ] as const;
    const report = createMonthReport(plainMonth(1), { earlier, documents: [] });
    const trend = report.sections.find(({ key }) => key === 'trend');
    const lengths = trend?.pictures.map((each) =>
      each.kind === 'bars' ? each.bars.map(({ permille }) => permille) : [],
    );
    expect(lengths).toEqual([
      [500, null, 1000],
      [250, 0, 0],
    ]);
    const origins = trend?.tables[0]?.rows.map(([, cell]) => cell);
    expect(origins).toMatchObject([
      { text: 'signed' },
      { text: 'summed now' },
      { text: 'this summary' },
    ]);
    expect(trend?.sentences.join()).toMatch(/^1 month that nobody signed/);
  });
});

describe('the rates of a month', () => {
  const [first, second] = plainMonth(2).payments.map(({ at }) => at.slice(0, 10));
  const none = { rateDay: null, dollars: null, units: null };
  const days = [
    {
      ...{ day: first ?? '', rateDay: '2026-09-30', missing: null },
      ...{ dollars: '1.15340', units: '17487.21' },
    },
    { day: '2026-10-30', ...none, missing: 'not-published' as const },
  ];
  const idr = plainMonth(2, { currency: 'IDR', rates: { source: 'the bank', days } });

  it('are in its JSON, which is read back as it was; without them it is as it always was', () => {
    expect(parseMonthJson(formatMonthJson(idr))).toEqual(idr);
    expect(formatMonthJson(plainMonth(2))).not.toContain('rates');
    const broken = formatMonthJson(idr).replace('not-published', 'guessed');
    expect(() => parseMonthJson(broken)).toThrow(/rates\.days\[1\]\.missing/);
  });

  it('stand in rows with the payments that they were used for', () => {
    expect(second).toBe(first);
    const rows = csvOf(idr).filter(({ row }) => row === 'rate');
    expect(rows).toMatchObject([
      {
        ...{ currency: 'IDR', rate_for: first, rate_of: '2026-09-30', rows: 'P1–P2' },
        ...{ dollars_per_euro: '1.1534', units_per_euro: '17487.21', rate_source: 'the bank' },
      },
      { rate_for: '2026-10-30', rate_of: '', dollars_per_euro: '', rows: 'no rows' },
    ]);
    const { opening, sections } = createMonthReport(idr, NO_CONTEXT);
    expect(opening.join(' ')).toMatch(/2 payments take the rates of an earlier day/);
    expect(opening.join(' ')).toMatch(/on 1 day \(0 payments\) cannot be told in IDR/);
    expect(sections.some(({ key }) => key === 'rates')).toBe(true);
    const dollars = createMonthReport(plainMonth(2), NO_CONTEXT);
    expect(dollars.sections.some(({ key }) => key === 'rates')).toBe(false);
  });
});

function micros(text: string | undefined): bigint {
  const [whole = '', rest = ''] = (text ?? '').split('.');
  return BigInt(whole + rest.padEnd(6, '0'));
}

function addUp(texts: readonly (string | undefined)[]): bigint {
  return texts.reduce((sum, text) => sum + micros(text), 0n);
}
