import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MonthReading } from '../../src/app/summary/monthDesk.js';
import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { paintNothing } from '../../src/report/lines.js';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { formatMonthText } from '../../src/report/month/monthText.js';
import { monthSchema } from '../../src/service/schemas/monthSummary.js';
import { buildCommand } from '../support/builtCommand.js';
import { payeeNamed } from '../support/companyPeople.js';
import { type CompanyYear, NEVER, openCompanyYear } from '../support/companyYear.js';
import { isWeekend, ratesAt, startLoopbackRates } from '../support/loopbackRates.js';
import { CLEO } from '../support/paymentWorld.js';
import { problemsOf } from '../support/publishedShape.js';
import { verifyCopy } from '../support/tamperedLog.js';
import { liveYear, type WholeYear } from '../support/wholeYear.js';
import { DORA } from '../support/yearMonths.js';
import { MONTHS, WHO } from '../support/yearPlan.js';
import {
  plantedCoverage,
  plantedTotals,
  plantedTrend,
  toldTotals,
  toldTrend,
} from '../support/yearTotals.js';

const built = buildCommand();
const copies = mkdtempSync(join(tmpdir(), 'hopsight-year-'));
let year: CompanyYear;
let lived: WholeYear;
beforeAll(async () => {
  year = await openCompanyYear();
  lived = await liveYear(year);
}, 900_000);
afterAll(async () => {
  built.remove();
  rmSync(copies, { recursive: true, force: true });
  await year.close();
});

const read = (month: string): MonthReading => {
  const reading = lived.told.get(month);
  if (reading === undefined) throw new Error(`${month} was not told.`);
  return reading;
};
const told = (month: string): MonthlySummary => read(month).summary;
const concerned = (summary: MonthlySummary, concern: string) =>
  summary.concerns.find((one) => one.concern === concern)?.paymentIds ?? [];
const idOf = (mark: string) => year.payeeIdOf(payeeNamed(mark));

describe('the year of a company with forty payees', () => {
  it.each(MONTHS)('sums %s as other code does from what was planted', (month) => {
    const expected = plantedTotals(month, lived.planted, lived.held);
    expect(expected.length).toBeGreaterThan(8);
    expect(toldTotals(told(month))).toEqual(expected);
  });

  it.each([
    ['EUR', (usdMicros: bigint) => (usdMicros * 10_000n) / 11_534n],
    ['JPY', (usdMicros: bigint) => (usdMicros * 17_290n * 10_000n) / (100n * 11_534n)],
  ])('sums months in %s as other code does, and changes none that was signed', async (...told) => {
    const [currency, tell] = told;
    const perEuro: Readonly<Record<string, string>> = { USD: '1.1534', JPY: '172.90' };
    const bank = await startLoopbackRates({
      rateOf: (quoted, day) => (isWeekend(day) ? null : (perEuro[quoted] ?? null)),
    });
    const app = year.openIn(currency, ratesAt(bank));
    const asked = { onProgress: () => undefined, signal: NEVER };
    for (const month of ['2026-02', '2026-04', '2026-09', '2026-12']) {
      const { summary } = await app.months.read(month, { kind: 'now' }, asked);
      const expected = plantedTotals(month, lived.planted, lived.held, { currency, tell });
      expect(toldTotals(summary)).toEqual(expected);
      const signed = await app.months.read(month, { kind: 'signed', version: 1 }, asked);
      expect(signed.text).toBe(read(month).text);
    }
    app.close();
    await bank.close();
    expect(bank.requests.length).toBeLessThan(4);
  });

  it.each(MONTHS)('sets beside %s the months before it, as other code sums them', (month) => {
    const before = MONTHS.slice(0, MONTHS.indexOf(month));
    expect(toldTrend(told(month))).toEqual(plantedTrend(before, lived.planted, lived.held));
    const origins = new Set(told(month).trend?.map(({ origin }) => origin));
    expect([...origins]).toEqual(before.length === 0 ? [] : ['signed']);
  });

  it.each(MONTHS)('tells of %s who was paid without a look in time, by reference', (month) => {
    const { unseen, unknown, ...counts } = plantedCoverage(month, lived.planted);
    const { paid } = told(month).coverage;
    expect(paid).toMatchObject(counts);
    expect(paid?.unknownIds).toHaveLength(unknown);
    const references = unseen.map((mark) => payeeNamed(mark).reference).sort();
    expect(paid?.unscreened.map(({ reference }) => reference)).toEqual(references);
    expect(paid?.paymentIds).toHaveLength(told(month).payments.length - unknown);
  });

  it('names whom each payment that has to be looked at went to', () => {
    for (const month of MONTHS) {
      const marks = lived.planted
        .filter((one) => one.month === month && one.concerns.length > 0)
        .map(({ mark }) => (mark === null ? null : idOf(mark)));
      const { payments } = told(month);
      const found = payments.filter(({ concerns }) => concerns.length > 0);
      expect(found.map(({ payeeId }) => payeeId).sort(), month).toEqual(marks.sort());
    }
  });

  it('begins the report of a month with what left without a screening, or on one that was not whole', () => {
    const begin = (month: string) => read(month).report.opening.slice(0, 2).join(' ');
    expect(begin('2026-06')).toContain('1 payment on chain left our own accounts with no valid');
    expect(begin('2026-05')).toContain('2 payments rest on a screening that did not see all');
    expect(begin('2026-01')).toMatch(/none left our own accounts without a valid .* month is over/);
    const { payments } = told('2026-05');
    const inOutage = payments.filter(({ concerns }) => concerns.includes('incomplete-at-payment'));
    expect(inOutage.map(({ payeeId }) => payeeId)).toEqual(WHO.paidInOutage.map(idOf));
  });

  it('counts a payment of the last night of March in April, as it was in Berlin', () => {
    const late = told('2026-04').payments.filter(({ payeeId }) => payeeId === idOf(WHO.paidLate));
    expect(late.map(({ at }) => at)).toEqual(['2026-03-31T23:30:00Z', '2026-04-28T10:30:00Z']);
    expect(told('2026-03').payments).toHaveLength(39);
  });

  it('tells a link between two payees in the month in which it came up, and that it is answered later', () => {
    expect(told('2026-06').links).toEqual([]);
    const both = WHO.share.map(idOf).sort();
    const [found, ...others] = told('2026-07').links;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'shared-deposit', isNew: true });
    expect([...(found?.payeeIds ?? [])].sort()).toEqual(both);
    const { links, overrides } = told('2026-08');
    expect(links).toMatchObject([{ linkId: found?.linkId, isNew: false, severity: 'info' }]);
    expect(overrides.filter(({ payeeId }) => both.includes(payeeId ?? ''))).toEqual([]);
    const released = told('2026-07').overrides.map(({ kind, payeeId }) => `${kind} ${payeeId}`);
    expect(released.sort()).toEqual(both.map((id) => `release ${id}`));
  });

  it('tells what was kept from a look-alike, and that its payee was paid where they always were', () => {
    const { held, payments } = told('2026-08');
    expect(held.decision).toMatchObject([{ key: 'review', payments: 1 }]);
    const paid = payments.filter(({ payeeId }) => payeeId === idOf(WHO.imitated));
    expect(paid.map(({ account }) => account.split(':')[2])).toEqual([
      payeeNamed(WHO.imitated).address,
    ]);
  });

  it('tells the override of a hold with both persons, and the hold of the months after it as open', () => {
    const { overrides, openHolds, exposures } = told('2026-09');
    const [override] = overrides.filter(({ kind }) => kind === 'override');
    expect(override).toMatchObject({
      ...{ by: [CLEO.id, DORA.id], payeeId: idOf(WHO.lateListed) },
      expiresAt: '2026-10-05T23:59:59Z',
    });
    expect(openHolds).toEqual([]);
    // The list gives no day; it named them on 19 September, and is asked for every six days.
    expect(exposures).toMatchObject([{ direction: 'incoming', listing: 'before' }]);
    const { after, by } = exposures[0]?.listedBetween ?? { after: '', by: '' };
    expect([after ?? '', '2026-09-19T09:00:00Z', by].toSorted()).toEqual([
      ...[after, '2026-09-19T09:00:00Z', by],
    ]);
    expect(Date.parse(by) - Date.parse(after ?? '')).toBe(6 * 86_400_000);
    const open = ['2026-10', '2026-11', '2026-12'].map((month) => told(month).openHolds.length);
    expect(open).toEqual([1, 2, 3]);
  });

  it('names the payment of August whose counterparty a later list names', () => {
    const paid = told('2026-08').payments.find(({ payeeId }) => payeeId === idOf(WHO.lateListed));
    expect(paid).toMatchObject({ decision: 'proceed', concerns: [] });
    const items = lived.impact?.items.map(({ record, before, now, claims }) => ({
      ...{ id: record.screeningId, before: before.decision, now: now?.decision },
      published: claims.map(({ published }) => published),
    }));
    expect(items).toEqual([
      // This list gives no days of its entries, so that nobody knows when it was published.
      { id: paid?.screeningId, before: 'proceed', now: 'hold', published: ['unknown'] },
    ]);
    const others = ({ before, now }: MonthlySummary['recheck'][number]) => before !== now;
    expect(told('2026-08').recheck.filter(others)).toEqual([]);
    expect(lived.augustAgain.summary.recheck.filter(others)).toMatchObject([
      { screeningId: paid?.screeningId, before: 'proceed', now: 'hold' },
    ]);
  });

  it('tells on how many days a list was too old', () => {
    const stale = MONTHS.map(
      (month) => told(month).labelSets.find(({ set }) => set === 'ofac-sdn')?.staleDays,
    );
    // Confirmed on 30 October and not again before 16 November: too old at the end of the 6th to the 15th.
    expect(stale).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0]);
  });

  it('tells a month before the company began as empty, and one that still runs as such', () => {
    const [before, running] = [lived.before.summary, lived.running.summary];
    expect(before).toMatchObject({ isRunning: false, payments: [], exposures: [], overrides: [] });
    expect(before.coverage.roster).toMatchObject({ wallets: 0, share: null });
    expect(running).toMatchObject({ isRunning: true });
    expect(toldTotals(running)).toEqual(plantedTotals('2026-12', lived.planted, lived.held));
  });

  it('has each month signed, and June again with what differs', () => {
    const { signOffs } = year.app;
    const versions = MONTHS.map((month) => signOffs.list(month).map(({ version }) => version));
    expect(versions).toEqual(MONTHS.map((month) => (month === '2026-06' ? [2, 1] : [1])));
    const [second] = signOffs.list('2026-06');
    expect(second?.signedBy).toBe(CLEO.personId);
    const [bonus] = lived.juneAgain.summary.payments.filter(
      ({ amount }) => amount === 250_000_000n,
    );
    const whats = (second?.differences ?? []).map(({ what }) => what);
    expect(whats).toContain(`payments[${bonus?.id}]`);
    expect(concerned(lived.juneAgain.summary, 'not-in-accounts')).toHaveLength(1);
    expect(concerned(lived.juneAgain.summary, 'unchecked')).toEqual([bonus?.id]);
  });

  it.each([
    ['as it was written', null, 0, { ok: true, outcome: 'same' }],
    // Only who kept the head elsewhere can tell.
    ['cut at its end', 'cut at its end', 20, { ok: true, outcome: 'cut' }],
    ['edited in a row', 'edited in a row', 20, { ok: false, outcome: 'same' }],
    ['less by a row', 'less by a row', 20, { ok: false, outcome: 'same' }],
    ['reordered in two rows', 'reordered in two rows', 20, { ok: false, outcome: 'same' }],
  ] as const)(
    'has an audit log that is told to be %s by the head in what was signed',
    async (name, tampering, code, told) => {
      const { app, folder } = year;
      const against = app.signOffs.readModel('2026-12', 1) ?? '';
      const from = { folder, main: built.main, against };
      const to = { folder: join(copies, name), tampering };
      expect(await verifyCopy(from, to)).toMatchObject({ code, ...told });
    },
  );

  it.each(MONTHS)('gives %s as JSON that is as the API publishes it', (month) => {
    expect(problemsOf(JSON.parse(read(month).text), monthSchema)).toEqual([]);
  });

  it('gives a month as JSON as recorded', async () => {
    const text = JSON.stringify(JSON.parse(read('2026-09').text), null, 1);
    await expect(withNames(`${text}\n`)).toMatchFileSnapshot('../golden/year/2026-09.json');
  });

  it.each(['2026-01', '2026-05', '2026-09'])('tells %s as recorded', async (month) => {
    const { report } = read(month);
    const text = formatMonthText(report, { zone: report.zone, width: 100, paint: paintNothing });
    await expect(withNames(text)).toMatchFileSnapshot(`../golden/year/${month}.txt`);
    const csv = formatMonthCsv(report).replaceAll('\r\n', '\n');
    await expect(withNames(csv)).toMatchFileSnapshot(`../golden/year/${month}.csv`);
  });
});

/** Ids that are drawn and digests that follow from them are given names by their order. */
function withNames(text: string): string {
  const names = new Map<string, string>();
  return text.replaceAll(/\b[0-9A-HJKMNP-TV-Z]{26}\b|\bsha256:[0-9a-f]{64}\b/g, (id) => {
    const name = names.get(id) ?? `id-${names.size + 1}`;
    names.set(id, name);
    return name;
  });
}
