import { describe, expect, it } from 'vitest';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { parseMonthJson } from '../../src/report/month/monthJson.js';
import { formatMonthText } from '../../src/report/month/monthText.js';
import { formatMonthXlsx } from '../../src/report/month/monthXlsx.js';
import { readXlsx } from '../../src/sheets/xlsx.js';
import { type Fault, jsonBody, type ServerManners, webPage } from '../support/faultServer.js';
import { closeAfterwards } from '../support/liveSources.js';
import {
  isWeekend,
  type RateText,
  ratesAsked,
  ratesAt,
  startLoopbackRates,
} from '../support/loopbackRates.js';
import { createMonthRows } from '../support/monthRows.js';
import { recordOf } from '../support/recordOf.js';
import { evmAccount } from '../support/sourceBench.js';
import { USDC } from '../support/workedExample.js';

const opened = closeAfterwards();
const MONTH = '2026-10';
const NOW_MS = Date.UTC(2026, 10, 20, 10);
const NOW = { kind: 'now' } as const;
const progress = { onProgress: () => undefined, signal: new AbortController().signal };

/** Payments of 1,000.000001 dollars: a Thursday, a Saturday, and a Thursday later in the month. */
const PAID_ON = ['2026-10-01', '2026-10-03', '2026-10-22'];

const rateOf: RateText = (currency, day) => {
  if (isWeekend(day)) return null;
  if (currency === 'JPY') return '172.90';
  return day < '2026-10-10' ? '1.25' : '1.6';
};

interface Parts extends ServerManners {
  readonly currency?: string;
  readonly rateOf?: RateText;
  readonly config?: object;
  readonly nowMs?: () => number;
}

async function open(parts: Parts = {}) {
  const { currency = 'EUR', config = {}, nowMs = () => NOW_MS, ...manners } = parts;
  const server = await opened.server(startLoopbackRates({ rateOf, ...manners }));
  const world = opened.app(
    { currency, chains: {}, labels: { builtIn: false }, ...ratesAt(server), ...config },
    { nowMs },
  );
  const rows = createMonthRows(recordOf(world).db);
  for (const [at, day] of PAID_ON.entries()) {
    rows.found({
      ...{ id: `p${at}`, account: evmAccount(7), asset: USDC, amount: 1_000_000_001n },
      ...{ at: `${day}T13:00:00Z`, rail: 'direct' },
    });
  }
  const read = async () => {
    const { summary, report, text } = await world.app.months.read(MONTH, NOW, progress);
    return { summary, report, text, worths: summary.payments.map(({ worth }) => worth) };
  };
  return { server, read };
}

describe('a month in the currency of the company', () => {
  it('is worth its dollars at the rates of each day; on a weekend at those of the Friday', async () => {
    const { server, read } = await open();
    const { summary, worths, report } = await read();
    expect(summary.currency).toBe('EUR');
    // 1,000,000,001 millionths of a dollar, over 1.25 and 1.6, rounded down each.
    expect(worths).toEqual([800_000_000n, 800_000_000n, 625_000_000n]);
    expect(summary.paid.total[0]).toMatchObject({ worth: 2_225_000_000n, unpriced: 0 });
    expect(summary.rates?.days).toEqual([
      day('2026-10-01', '2026-10-01', '1.25'),
      day('2026-10-03', '2026-10-02', '1.25'),
      day('2026-10-22', '2026-10-22', '1.6'),
    ]);
    expect(report.opening.join('\n')).toMatch(
      /2,225\.00 EUR.*\nWorth in EUR .*European Central Bank.*https:\/\/www\.ecb\.europa\.eu\/.*\n1 payment takes the rates of an earlier day/,
    );
    await read();
    expect(ratesAsked(server.requests)).toEqual(['USD 2025-12-25 2026-11-20']);
  });

  it('takes two rates of one day for another currency than the euro', async () => {
    const { server, read } = await open({ currency: 'JPY' });
    const { worths, summary } = await read();
    const yen = (dollars: bigint, cents: bigint) => (dollars * 17_290n) / cents;
    expect(worths).toEqual([125n, 125n, 160n].map((rate) => yen(1_000_000_001n, rate)));
    expect(summary.rates?.days[0]).toMatchObject({ dollars: '1.25', units: '172.90' });
    expect(ratesAsked(server.requests)).toEqual(['USD+JPY 2025-12-25 2026-11-20']);
  });

  it('says so in every form, beside where prices come from', async () => {
    const { read } = await open({ currency: 'JPY' });
    const { summary, report, text } = await read();
    const paint = (_: unknown, words: string) => words;
    const terminal = formatMonthText(report, { zone: 'UTC', width: 1_000, paint });
    const csv = formatMonthCsv(report);
    const workbook = JSON.stringify(readXlsx(formatMonthXlsx(report)));
    for (const told of [terminal, csv, text, workbook]) {
      expect(told).toContain('European Central Bank');
      expect(told).toContain('https://www.ecb.europa.eu/');
      expect(told).toContain('JPY');
    }
    expect(terminal).toMatch(/pegged to the US dollar/);
    expect(workbook).toContain('worth, JPY');
    expect(csv).toMatch(/^2026-10,UTC,JPY,.*,rate,.*,2026-10-03,2026-10-02,1\.25,172\.9,/m);
    expect(parseMonthJson(text)).toEqual(summary);
  });

  it('asks nobody where it is told in dollars', async () => {
    const { server, read } = await open({ currency: 'USD' });
    const { worths, summary, text } = await read();
    expect(worths).toEqual([1_000_000_001n, 1_000_000_001n, 1_000_000_001n]);
    expect(summary.rates).toBeUndefined();
    expect(text).not.toContain('rates');
    expect(server.requests).toEqual([]);
  });
});

describe('a month without rates', () => {
  it.each<readonly [string, Fault]>([
    ['closes the connection', { kind: 'refuse' }],
    ['answers 500', jsonBody('{"error":"oops"}', 500)],
    ['answers with a web page', webPage(200)],
    ['cuts its answer off', { kind: 'truncate' }],
    ['cuts its connection', { kind: 'reset-in-body' }],
    ['leaves out a currency', edit((body) => body.replace(/^.*JPY.*\n/gm, ''))],
    ['tells of another year', edit((body) => body.replaceAll('2026-10-', '2024-10-'))],
    ['ends weeks ago', edit((body) => body.replace(/^.*2026-11-.*\n/gm, ''))],
    ['lies about a sign', edit((body) => body.replace('1.25', '-1.25'))],
    ['sends a formula for a rate', edit((body) => body.replace('1.25', '=1+1'))],
  ])('when the source %s: it is told, never guessed, and heals', async (_, fault) => {
    let isBroken = true;
    let nowMs = NOW_MS;
    const { read } = await open({
      ...{ currency: 'JPY', nowMs: () => nowMs },
      script: () => (isBroken ? fault : null),
    });
    const { worths, summary, report } = await read();
    expect(worths).toEqual([null, null, null]);
    expect(summary.paid.total[0]).toMatchObject({ worth: null, unpriced: 3 });
    expect(new Set(summary.rates?.days.map(({ missing }) => missing))).toEqual(
      new Set(['not-answered']),
    );
    expect(report.opening.join(' ')).toMatch(
      /on 3 days \(3 payments\) cannot be told in JPY: the rates could not be had/,
    );
    isBroken = false;
    nowMs += 24 * 3_600_000;
    expect((await read()).worths).not.toContain(null);
  });

  it('of some days tells those, and makes their sums unknown', async () => {
    const pause = (currency: string, at: string) =>
      at > '2026-10-08' && at < '2026-11-01' ? null : rateOf(currency, at);
    const { read } = await open({ rateOf: pause });
    const { worths, summary, report } = await read();
    expect(worths).toEqual([800_000_000n, 800_000_000n, null]);
    expect(summary.paid.total[0]).toMatchObject({ worth: null, unpriced: 1 });
    expect(summary.rates?.days[2]).toMatchObject({ rateDay: null, missing: 'not-published' });
    expect(report.opening.join(' ')).toMatch(/on 1 day \(1 payment\) cannot be told .*published/);
  });

  it('says what to do where nobody may be asked', async () => {
    const { server, read } = await open({ config: { rates: { source: 'none' } } });
    const { worths, report } = await read();
    expect(worths).toEqual([null, null, null]);
    expect(report.opening.join(' ')).toMatch(
      /never fetched, and nobody may be asked; set "rates".* online/,
    );
    expect(server.requests).toEqual([]);
  });
});

function day(of: string, rateDay: string, dollars: string) {
  return { day: of, rateDay, dollars, units: '1', missing: null };
}

function edit(change: (body: string) => string): Fault {
  return { kind: 'edit', edit: change };
}
