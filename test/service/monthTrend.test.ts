import { afterEach, describe, expect, it } from 'vitest';
import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { keepMonth } from '../support/keptMonths.js';
import { plainMonth } from '../support/monthModel.js';
import { createMonthRows, type MonthRows } from '../support/monthRows.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { CLEO } from '../support/paymentWorld.js';
import { recordOf } from '../support/recordOf.js';
import { ETH, evmAccount } from '../support/world.js';

const NOW_MS = Date.UTC(2026, 10, 22, 10);
const PROGRESS = { onProgress: () => undefined, signal: new AbortController().signal };
const WORKER = evmAccount(1);
const ETHER = 10n ** 18n;

const opened: TestApp[] = [];
afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

const priceOf = () => ({ numerator: 2_000n * 10n ** 6n, denominator: ETHER });

/** A company that begins in November with the payments that its accounts tell of the months before. */
function openWith(write: (rows: MonthRows) => void, config: object = {}) {
  const app = openTestApp(
    { labels: { builtIn: false }, chains: {}, ...config },
    { nowMs: () => NOW_MS, prices: { priceOf } },
  );
  opened.push(app);
  write(createMonthRows(recordOf(app).db));
  return app;
}

const summarise = ({ app }: TestApp, month: string): Promise<MonthlySummary> =>
  app.monthlySummaries.summarise(month, PROGRESS);
const tellOf = (rows: MonthRows, month: string, ethers: bigint, id = month) =>
  rows.told({
    ...{ id, day: `${month}-20`, at: `${month}-20T10:00:00Z`, invoice: id },
    ...{ account: WORKER, asset: ETH, amount: ethers * ETHER },
  });

describe('the trend of a first summary', () => {
  it('sums up each month before from the record, from the first of which anything is known', async () => {
    const app = openWith((rows) => {
      tellOf(rows, '2026-05', 1n);
      tellOf(rows, '2026-07', 2n);
      tellOf(rows, '2026-07', 3n, 'another');
      tellOf(rows, '2026-11', 9n);
      rows.checked({
        ...{ id: 'c', account: WORKER, asset: ETH, amount: 4n * ETHER, screeningId: 'none' },
        ...{ invoice: 'I', decidedAt: '2026-09-20T10:00:00Z', decision: 'hold' },
      });
    });
    const { trend } = await summarise(app, '2026-11');
    const empty = { payments: 0, worth: 0n, held: 0, heldWorth: 0n, concerns: 0 };
    const dollars = (ethers: bigint) => ethers * 2_000n * 10n ** 6n;
    expect(trend).toEqual(
      [
        { ...empty, month: '2026-05', payments: 1, worth: dollars(1n), concerns: 1 },
        { ...empty, month: '2026-06' },
        { ...empty, month: '2026-07', payments: 2, worth: dollars(5n), concerns: 2 },
        { ...empty, month: '2026-08' },
        { ...empty, month: '2026-09', held: 1, heldWorth: dollars(4n) },
        { ...empty, month: '2026-10' },
      ].map((one) => ({ ...one, origin: 'summed' })),
    );
  });

  it('says of a month what that month says of itself, though the next one has the same payment', async () => {
    const same = { account: WORKER, asset: ETH, amount: ETHER };
    const app = openWith((rows) => {
      for (const month of ['2026-06', '2026-08', '2026-10']) {
        // Nobody tells of which invoice each is, so that the check may be of either.
        const at = `${month}-20T10:00:00Z`;
        rows.told({ ...same, id: month, day: `${month}-20`, at, invoice: '' });
        const seen = { screenedAt: `${month}-20T09:00:00Z`, validUntil: `${month}-21T00:00:00Z` };
        rows.screened({ id: `s${month}`, account: WORKER, decision: 'proceed', ...seen });
      }
      rows.checked({
        ...{ ...same, id: 'c', invoice: 'I', decision: 'proceed', screeningId: 's2026-06' },
        decidedAt: '2026-06-19T10:00:00Z',
      });
    });
    const { trend } = await summarise(app, '2026-11');
    expect(trend?.map(({ concerns }) => concerns)).toEqual([0, 0, 0, 0, 0]);
    for (const month of ['2026-06', '2026-08', '2026-10']) {
      const { payments, paid } = await summarise(app, month);
      expect(trend?.find((one) => one.month === month)).toMatchObject({
        payments: payments.length,
        worth: paid.total[0]?.worth,
        concerns: payments.filter(({ concerns }) => concerns.length > 0).length,
      });
    }
  });

  it('sums a month up again once its record is another one', async () => {
    const app = openTestApp(
      { labels: { builtIn: false }, chains: {} },
      { nowMs: () => NOW_MS, prices: { priceOf } },
    );
    opened.push(app);
    const rows = createMonthRows(recordOf(app).db);
    tellOf(rows, '2026-07', 2n);
    const july = async () => {
      const { trend } = await summarise(app, '2026-11');
      const { payments, held, concerns } = trend?.find(({ month }) => month === '2026-07') ?? {};
      return [payments, held, concerns];
    };
    const asked = { account: WORKER, asset: ETH, invoice: 'I', decidedAt: '2026-07-19T10:00:00Z' };
    const earlier = { decidedAt: '2026-06-29T10:00:00Z' };
    expect(await july()).toEqual([1, 0, 1]);
    const other = { ...asked, id: 'c', amount: 5n * ETHER, screeningId: 's' };
    rows.checked({ ...other, decision: 'review' });
    expect(await july()).toEqual([1, 1, 1]);
    rows.released('c', '2026-07-19T11:00:00Z');
    expect(await july()).toEqual([1, 0, 1]);
    const seen = { screenedAt: '2026-07-20T09:00:00Z', validUntil: '2026-07-21T00:00:00Z' };
    rows.screened({ id: 's', account: WORKER, decision: 'proceed', ...seen });
    // It was looked at, and is unchecked still.
    expect(await july()).toEqual([1, 0, 1]);
    const its = {
      ...asked,
      ...earlier,
      id: 'k',
      invoice: '2026-07',
      amount: 2n * ETHER,
      screeningId: 's',
    };
    rows.checked({ ...its, decision: 'proceed' });
    expect(await july()).toEqual([1, 0, 0]);
    tellOf(rows, '2026-07', 7n, 'late');
    expect(await july()).toEqual([2, 0, 1]);
  });

  it('does not tell a worth where one payment has no price', async () => {
    const app = openTestApp(
      { labels: { builtIn: false }, chains: {}, prices: { source: 'none' } },
      { nowMs: () => NOW_MS },
    );
    opened.push(app);
    tellOf(createMonthRows(recordOf(app).db), '2026-10', 1n);
    const { trend } = await summarise(app, '2026-11');
    expect(trend).toMatchObject([{ month: '2026-10', payments: 1, worth: null }]);
  });
});

describe('the trend beside what was signed and kept', () => {
  it('has those as they were, and says for each month how it is known', async () => {
    const app = openWith((rows) => {
      for (const month of ['2026-07', '2026-08', '2026-09']) tellOf(rows, month, 1n);
    });
    const file = `${app.folder}/test.sqlite`;
    const asOf = '2026-10-03T06:00:00Z';
    keepMonth(file, plainMonth(4, { month: '2026-08', asOf, zone: 'UTC' }));
    const { text } = await app.app.months.read('2026-09', { kind: 'now' }, PROGRESS);
    app.app.signOffs.sign('2026-09', text, CLEO);
    const told = (await summarise(app, '2026-11')).trend ?? [];
    expect(told.map(({ month, origin, payments }) => [month, origin, payments])).toEqual([
      ['2026-07', 'summed', 1],
      ['2026-08', 'kept', 4],
      ['2026-09', 'signed', 1],
      ['2026-10', 'summed', 0],
    ]);
  });

  it('sums a month anew that was cut in another zone, or counted in another currency', async () => {
    const app = openWith((rows) => tellOf(rows, '2026-08', 1n));
    const file = `${app.folder}/test.sqlite`;
    const asOf = '2026-10-03T06:00:00Z';
    keepMonth(file, plainMonth(4, { month: '2026-08', asOf }));
    keepMonth(file, plainMonth(4, { month: '2026-09', asOf, zone: 'UTC', currency: 'CHF' }));
    const told = (await summarise(app, '2026-11')).trend ?? [];
    expect(told.map(({ month, origin, payments }) => [month, origin, payments])).toEqual([
      ['2026-08', 'summed', 1],
      ['2026-09', 'summed', 0],
      ['2026-10', 'summed', 0],
    ]);
  });

  it('stays in a signed month as it was signed, and makes no other version of it', async () => {
    const app = openWith((rows) => tellOf(rows, '2026-08', 1n));
    const first = await app.app.months.read('2026-09', { kind: 'now' }, PROGRESS);
    app.app.signOffs.sign('2026-09', first.text, CLEO);
    const august = await app.app.months.read('2026-08', { kind: 'now' }, PROGRESS);
    app.app.signOffs.sign('2026-08', august.text, CLEO);
    const version = { kind: 'signed', version: 1 } as const;
    const { report } = await app.app.months.read('2026-09', version, PROGRESS);
    const trend = report.sections.find(({ key }) => key === 'trend')?.tables[0]?.rows ?? [];
    expect(trend.map(([month, origin]) => [month, origin])).toMatchObject([
      [{ text: '2026-08' }, { text: 'summed now' }],
      [{ text: '2026-09' }, { text: 'this summary' }],
    ]);
    const again = await app.app.months.read('2026-09', { kind: 'now' }, PROGRESS);
    expect(again.summary.trend).toMatchObject([{ origin: 'signed' }]);
    expect(again.figuresDigest).toBe(first.figuresDigest);
  });
});
