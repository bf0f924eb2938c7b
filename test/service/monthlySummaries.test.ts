import { afterEach, describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../src/app/access/localActor.js';
import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { importLabels } from '../support/liveSources.js';
import { pricesAt, startLoopbackPrices } from '../support/loopbackPrices.js';
import { createMonthRows } from '../support/monthRows.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import {
  ANN,
  BEN,
  openPaymentWorld,
  type PaymentWorld,
  PROCEEDS,
  REVIEWED,
} from '../support/paymentWorld.js';
import { recordOf } from '../support/recordOf.js';
import { ETH, evmAccount } from '../support/world.js';

const closing: { readonly close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

const NOW_MS = Date.UTC(2026, 10, 22, 10);

async function openWorld(clock: { ms: number }): Promise<PaymentWorld> {
  const world = await openPaymentWorld(clock);
  closing.push(world);
  return world;
}

/** An application over rows that are written beside it. */
function openRows(config: object, nowMs: number) {
  const app = openTestApp(
    { labels: { builtIn: false }, chains: {}, ...config },
    { nowMs: () => nowMs },
  );
  closing.push(app);
  return { ...app, rows: createMonthRows(recordOf(app).db) };
}

const summarise = (
  { app }: Pick<TestApp, 'app'>,
  month: string,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<MonthlySummary> =>
  app.monthlySummaries.summarise(month, { onProgress, signal: new AbortController().signal });

const HEADS = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice,Transaction hash,Approved by';
function tell({ app }: Pick<TestApp, 'app'>, ...rows: readonly string[]): void {
  const bytes = Buffer.from([HEADS, ...rows].join('\n'));
  const taken = app.paid.importFile({ name: 'month.csv', bytes }, ANN);
  expect(taken).toMatchObject({ added: rows.length, problems: [], questions: [] });
}

const idsOf = ({ concerns }: MonthlySummary, word: string) =>
  concerns.find(({ concern }) => concern === word)?.paymentIds;

describe('a month in which nothing happened', () => {
  it('has no rows, no sums and no share, and says so', async () => {
    const app = openRows({}, NOW_MS);
    const month = await summarise(app, '2026-09');
    expect(month).toMatchObject({
      ...{ month: '2026-09', zone: 'UTC', currency: 'USD', isRunning: false, payments: [] },
      ...{ asOf: '2026-11-22T10:00:00Z', exposures: [], links: [], overrides: [], clearRates: [] },
      ...{ openHolds: [], ruleSets: [], labelSets: [], recheck: [], changes: [] },
      coverage: {
        paid: { payees: 0, screened: 0, share: null, unknownIds: [], unscreened: [] },
        roster: { wallets: 0, screened: 0, share: null, screeningIds: [], unscreened: [] },
      },
      trend: [],
      redFlags: { seen: 0, notSeen: 0, notApplicable: 0, payeeIds: [] },
      audit: { rows: 0, headHash: null },
    });
    for (const sums of [month.paid, month.held]) {
      expect(Object.values(sums).flat()).toEqual([]);
    }
    expect(month.concerns.flatMap(({ paymentIds }) => paymentIds)).toEqual([]);
    expect(Object.values(month.screenings).map(({ count }) => count)).toEqual([0, 0, 0, 0]);
  });

  it('is no month that has not begun, where the company is, nor what is no month', async () => {
    const nowMs = Date.UTC(2026, 9, 31, 23, 30);
    const [utc, berlin] = [{}, { timeZone: 'Europe/Berlin' }].map((zone) => openRows(zone, nowMs));
    if (utc === undefined || berlin === undefined) throw new Error('not opened');
    await expect(summarise(utc, '2026-11')).rejects.toThrow('2026-11 has not begun');
    expect(await summarise(berlin, '2026-11')).toMatchObject({ isRunning: true });
    expect(await summarise(utc, '2026-10')).toMatchObject({ isRunning: true });
    expect(await summarise(berlin, '2026-10')).toMatchObject({ isRunning: false });
    await expect(summarise(utc, '2026-1')).rejects.toThrow('named by year and month');
  });
});

describe('a month of payments', () => {
  it('links each to its check and screening, and tells what was held and who let what pass', async () => {
    const clock = { ms: NOW_MS };
    const world = await openWorld(clock);
    await world.register('contractor 8', REVIEWED);
    const checked = await world.check();
    const held = await world.check({ payee: 'contractor 8', wallet: REVIEWED, invoice: 'INV-8' });
    // Asked a second time: no second one that is held.
    const again = await world.check({ payee: 'contractor 8', wallet: REVIEWED, invoice: 'inv-8' });
    tell(
      world,
      `2026-11-22,contractor 7,${PROCEEDS},bitcoin,BTC,0.015,INV-7,,Ann`,
      `2026-11-05,contractor 7,${PROCEEDS},bitcoin,BTC,0.02,INV-6,,Ann`,
    );
    clock.ms += 3_600_000;
    const month = await summarise(world, '2026-11');
    expect(month).toEqual(await summarise(world, '2026-11'));
    expect(month.isRunning).toBe(true);
    const [unchecked, rests] = month.payments;
    expect(rests).toMatchObject({
      ...{ payeeReference: 'contractor 7', chain: 'bitcoin', symbol: 'BTC', amount: 1_500_000n },
      ...{ at: '2026-11-22T12:00:00Z', worth: null, invoice: 'INV-7', approver: 'Ann' },
      ...{ checkId: checked.id, screeningId: checked.screeningId, decision: 'proceed' },
    });
    expect(unchecked).toMatchObject({ checkId: null, screeningId: null, decision: null });
    expect(month.paid.decision.map(({ key, paymentIds }) => [key, paymentIds])).toEqual([
      ['proceed', [rests?.id]],
      ['none', [unchecked?.id]],
    ]);
    expect(month.held.total).toMatchObject([{ payments: 1, paymentIds: [again.id] }]);
    expect(month.held.entity).toMatchObject([{ key: 'WannaCry ransom' }]);
    expect(month.exposures).toMatchObject([
      { entity: 'WannaCry ransom', direction: 'outgoing', screeningIds: [held.screeningId] },
    ]);
    expect(month.clearRates).toContainEqual({
      ...{ ruleId: 'possible-victim', fired: 1, cleared: 0, screeningIds: [held.screeningId] },
    });
    const { paid, roster } = month.coverage;
    expect(roster).toMatchObject({ wallets: 2, screened: 2, share: '1.000000', unscreened: [] });
    expect(roster.screeningIds).toContain(checked.screeningId);
    // One of the two payments of the only payee rests on nothing.
    expect(paid).toMatchObject({ payees: 1, screened: 0, share: '0.000000', unknownIds: [] });
    expect(paid?.unscreened).toMatchObject([
      { reference: 'contractor 7', paymentIds: [unchecked?.id] },
    ]);
    expect(month.labelSets.map(({ set }) => set)).toContain('hopsight-dprk');
    const head = world.app.audit.readHead();
    expect(month.audit).toEqual({ rows: head?.sequence, headHash: head?.hash });
  });

  it('is the same once it is over, but for the moment, and what came later is in it', async () => {
    const clock = { ms: NOW_MS };
    const world = await openWorld(clock);
    await world.check();
    const late = `2026-11-30,contractor 7,${PROCEEDS},bitcoin,BTC,0.5,INV-9,,Ann`;
    clock.ms = Date.UTC(2026, 11, 1);
    const over = await summarise(world, '2026-11');
    expect(over).toMatchObject({ isRunning: false, payments: [] });
    // Its last moment counts, a week after the day of its screening.
    expect(over.coverage.roster).toMatchObject({ wallets: 1, screened: 0, share: '0.000000' });
    expect(over.coverage.roster.unscreened).toMatchObject([{ reference: 'contractor 7' }]);
    clock.ms = Date.UTC(2026, 11, 15);
    const { asOf: _now, ...later } = await summarise(world, '2026-11');
    const { asOf: _then, ...before } = over;
    expect(later).toEqual(before);
    tell(world, late);
    const imported = await summarise(world, '2026-11');
    expect(imported.payments).toMatchObject([{ invoice: 'INV-9', at: '2026-11-30T12:00:00Z' }]);
    // And the next month knows it as the month before.
    const { changes } = await summarise(world, '2026-12');
    expect(changes).toContainEqual({ what: 'payments', before: '1', now: '0', kind: 'words' });
  });

  it('is judged again in part, by the labels of now', async () => {
    const clock = { ms: NOW_MS };
    const world = await openWorld(clock);
    const { screeningId } = await world.check();
    const steps: (readonly [number, number])[] = [];
    const month = await summarise(world, '2026-11', (done, of) => steps.push([done, of]));
    expect(month.recheck).toEqual([
      { screeningId, before: 'proceed', now: 'proceed', why: 'As before.' },
    ]);
    expect([steps[0], steps.at(-1)]).toEqual([
      [0, 1],
      [2, 2],
    ]);
    await importLabels(world, [
      {
        ...{ chain: 'bitcoin', address: PROCEEDS, entity: 'Somebody', category: 'stolen-funds' },
        actor: 'lazarus',
      },
    ]);
    const [again] = (await summarise(world, '2026-11')).recheck;
    expect(again).toMatchObject({ screeningId, before: 'proceed', now: 'hold' });
    expect(again?.why).toContain('By the labels and rules of now: ');
  });

  it('of which facts are no longer there tells why it is not judged again', async () => {
    const app = openRows({}, NOW_MS);
    const row = { account: evmAccount(7), decision: 'proceed', verdict: {} } as const;
    const times = { screenedAt: '2026-11-03T00:00:00Z', validUntil: '2026-11-04T00:00:00Z' };
    app.rows.screened({ ...row, ...times, id: 's' });
    app.rows.screened({ ...row, ...times, id: 'of the past', verdict: { asOf: '2026-01-01' } });
    expect((await summarise(app, '2026-11')).recheck).toEqual([
      {
        ...{ screeningId: 's', before: 'proceed', now: null },
        why: 'It was recorded before facts were kept so that they can be judged again.',
      },
    ]);
  });

  it('of which more is chosen than is judged in a while tells the rest as not judged', async () => {
    const app = openRows({}, NOW_MS);
    const row = { account: evmAccount(7), decision: 'proceed', verdict: {} } as const;
    const times = { screenedAt: '2026-11-03T00:00:00Z', validUntil: '2026-11-04T00:00:00Z' };
    for (let at = 0; at < 4_001; at += 1) app.rows.screened({ ...row, ...times, id: `s${at}` });
    const { recheck } = await summarise(app, '2026-11');
    expect(recheck.length).toBe(201);
    expect(recheck.at(-1)).toMatchObject({
      ...{ before: 'proceed', now: null, why: 'At most 200 are judged again at a time.' },
    });
    expect(recheck.at(-2)?.why).toContain('before facts were kept');
  });

  it('tells first what left our accounts without a valid screening', async () => {
    const app = openRows({ timeZone: 'Europe/Berlin' }, NOW_MS);
    const [seen, unseen] = [evmAccount(7), evmAccount(8)];
    app.rows.screened({
      ...{ id: 's', account: seen, decision: 'proceed', screenedAt: '2026-10-30T23:30:00Z' },
      validUntil: '2026-10-31T23:30:00Z',
    });
    const paid = { asset: ETH, amount: 5n, rail: 'direct' } as const;
    app.rows.found({ ...paid, id: 'in time', account: seen, at: '2026-10-31T22:59:59Z' });
    app.rows.found({ ...paid, id: 'unseen', account: unseen, at: '2026-10-31T22:00:00Z' });
    app.rows.found({ ...paid, id: 'too late', account: seen, at: '2026-10-31T23:30:00Z' });
    const october = await summarise(app, '2026-10');
    expect(october.concerns[0]).toEqual({ concern: 'unscreened-on-chain', paymentIds: ['unseen'] });
    expect(october.payments.map(({ id }) => id)).toEqual(['unseen', 'in time']);
    expect(idsOf(october, 'stale-at-payment')).toEqual([]);
    // At half past midnight of November in Berlin, in the very second in which its screening is over.
    const november = await summarise(app, '2026-11');
    expect(november.payments.map(({ id }) => id)).toEqual(['too late']);
    expect(idsOf(november, 'unscreened-on-chain')).toEqual(['too late']);
    expect(idsOf(november, 'stale-at-payment')).toEqual(['too late']);
  });

  it('was paid while held, unless two persons had let it pass by then', async () => {
    const app = openRows({}, NOW_MS);
    const [held, letPass] = [evmAccount(7), evmAccount(8)];
    const times = { screenedAt: '2026-11-02T00:00:00Z', validUntil: '2026-11-03T00:00:00Z' };
    const asked = { askedAt: '2026-11-02T00:00:00Z', until: '2026-11-02' };
    for (const account of [held, letPass]) {
      app.rows.screened({ ...times, account, id: `s ${account}`, decision: 'hold' });
      app.rows.checked({
        ...{ account, asset: ETH, amount: 5n, id: `c ${account}`, invoice: account },
        ...{ screeningId: `s ${account}`, decision: 'hold', decidedAt: times.screenedAt },
      });
      const paid = { asset: ETH, amount: 5n, rail: 'direct', account } as const;
      app.rows.found({ ...paid, id: `p ${account}`, at: '2026-11-02T12:00:00Z' });
    }
    const agreedAt = '2026-11-02T11:00:00Z';
    app.rows.overridden(`c ${letPass}`, { ...asked, id: 'o', agreedAt });
    const later = { asset: ETH, amount: 6n, rail: 'direct', account: letPass } as const;
    app.rows.found({ ...later, id: 'a day later', at: '2026-11-03T00:00:00Z' });
    const month = await summarise(app, '2026-11');
    expect(idsOf(month, 'paid-while-held')).toEqual([`p ${held}`, 'a day later']);
    // It was paid all the same, and is told there.
    expect(month.held.total).toEqual([]);
  });

  it('has no decision by a screening that was asked about the past', async () => {
    const app = openRows({}, NOW_MS);
    const account = evmAccount(7);
    const times = { screenedAt: '2026-11-02T00:00:00Z', validUntil: '2026-11-04T00:00:00Z' };
    const past = { decision: 'proceed', verdict: { asOf: '2026-01-01T00:00:00Z' } } as const;
    app.rows.screened({ ...times, ...past, account, id: 's' });
    const paid = { asset: ETH, amount: 5n, rail: 'direct', account } as const;
    app.rows.found({ ...paid, id: 'p', at: '2026-11-03T00:00:00Z' });
    const month = await summarise(app, '2026-11');
    expect(month.payments).toMatchObject([{ screeningId: null, decision: null }]);
    expect(month.screenings.proceed.ids).toEqual(['s']);
  });

  it('tells open holds and their age as of its end, also long after it', async () => {
    const app = openRows({}, NOW_MS);
    const check = { account: evmAccount(7), asset: ETH, amount: 5n, screeningId: 's' } as const;
    const on = (id: string, decidedAt: string, decision: 'hold' | 'proceed') =>
      app.rows.checked({ ...check, id, invoice: 'INV-1', decision, decidedAt });
    on('c1', '2026-09-20T00:00:00Z', 'hold');
    on('c2', '2026-11-03T00:00:00Z', 'proceed');
    const october = await summarise(app, '2026-10');
    expect(october.openHolds).toMatchObject([{ checkId: 'c1', days: 41 }]);
    expect((await summarise(app, '2026-11')).openHolds).toEqual([]);
  });

  it('counts overrides, releases and answers to red flags of the month alone', async () => {
    const app = openRows({}, NOW_MS);
    const check = { account: evmAccount(7), asset: ETH, amount: 5n, screeningId: 's' } as const;
    const on = (id: string, decision: 'review' | 'hold', decidedAt: string) =>
      app.rows.checked({ ...check, id, invoice: id, decision, decidedAt });
    on('c1', 'review', '2026-11-03T00:00:00Z');
    app.rows.released('c1', '2026-11-04T00:00:00Z');
    on('c2', 'hold', '2026-10-30T00:00:00Z');
    const asked = { askedAt: '2026-10-30T10:00:00Z', until: '2026-11-20' };
    app.rows.overridden('c2', { id: 'o', ...asked, agreedAt: '2026-11-02T10:00:00Z' });
    on('c3', 'hold', '2026-10-20T00:00:00Z');
    const { payees, redFlags } = app.app;
    const { id } = payees.add({ reference: 'C-1', name: 'A. Example', told: 'All.' }, ANN);
    const [flag] = redFlags.listFlags();
    const given = { flagId: flag?.id ?? '', note: '' };
    redFlags.answer(id, [{ ...given, answer: 'seen' }], LOCAL_ACTOR);
    redFlags.answer(id, [{ ...given, answer: 'not-seen' }], BEN);
    const month = await summarise(app, '2026-11');
    expect(month.overrides.map(({ kind, checkId, by }) => [kind, checkId, by])).toEqual([
      ['override', 'c2', ['ann', 'cleo']],
      ['release', 'c1', ['cleo']],
    ]);
    expect(month.openHolds).toEqual([
      { checkId: 'c3', screeningId: 's', since: '2026-10-20T00:00:00Z', days: 33 },
    ]);
    expect(month.redFlags).toEqual({ seen: 1, notSeen: 1, notApplicable: 0, payeeIds: [id] });
    expect((await summarise(app, '2026-10')).redFlags.payeeIds).toEqual([]);
  });
});

describe('what payments were worth', () => {
  const FIVE = {
    account: evmAccount(7),
    asset: ETH,
    amount: 5n * 10n ** 17n,
    rail: 'direct',
  } as const;

  it('is told by the price of their day, which is asked for once and then kept', async () => {
    const server = await startLoopbackPrices({
      priceOf: (_, day) => (day === '2026-10-05' ? '2500.5' : day === '2026-10-06' ? null : '100'),
    });
    closing.push(server);
    const app = openRows(pricesAt(server), NOW_MS);
    app.rows.found({ ...FIVE, id: 'a', at: '2026-10-05T23:59:59Z' });
    const month = await summarise(app, '2026-10');
    expect(month.paid.total).toMatchObject([{ worth: 1_250_250_000n, unpriced: 0 }]);
    expect(month.priceSource).toContain(`DefiLlama at ${new URL(server.url).host}`);
    const asked = server.requests.length;
    expect(asked).toBeGreaterThan(0);
    app.rows.found({ ...FIVE, id: 'b', at: '2026-10-06T00:00:00Z' });
    const then = await summarise(app, '2026-10');
    expect(then.payments.map(({ worth }) => worth)).toEqual([1_250_250_000n, null]);
    expect(then.paid.total).toMatchObject([{ worth: null, unpriced: 1, payments: 2 }]);
    expect(server.requests.length).toBe(asked);
  });

  it('is not known where the source does not answer, and the rest is told all the same', async () => {
    const server = await startLoopbackPrices({ priceOf: () => '100' });
    await server.close();
    const app = openRows(pricesAt(server), NOW_MS);
    app.rows.found({ ...FIVE, id: 'a', at: '2026-10-05T23:59:59Z' });
    expect((await summarise(app, '2026-10')).paid.total).toMatchObject([
      { worth: null, unpriced: 1, payments: 1 },
    ]);
  });
});
