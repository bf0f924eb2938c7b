import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRateStore } from '../../../src/store/rateStore.js';
import { createFolder, openForTest } from './temporaryDatabase.js';

const source = 'ecb host.test';
const rate = (currency: string, day: number, perEuro: string) => ({ currency, day, perEuro });
const answer = {
  ...{ source, currencies: ['USD', 'JPY'], firstDay: 20_000, lastDay: 20_020 },
  fetchedAtMs: 1_000,
  rates: [
    rate('USD', 20_010, '1.15340'),
    rate('USD', 20_012, '1.1534'),
    rate('JPY', 20_010, '172.9'),
  ],
};
const all = { source, firstDay: 0, lastDay: 30_000 };

describe('a rate in the database', () => {
  it('comes back as it was written, newest first, also to another process', () => {
    const file = join(createFolder(), 'rates.sqlite');
    const store = createRateStore(openForTest(file));
    expect(store.readRates({ ...all, currency: 'USD' })).toEqual([]);
    store.writeRates(answer);
    const kept = [rate('USD', 20_012, '1.1534'), rate('USD', 20_010, '1.15340')];
    expect(store.readRates({ ...all, currency: 'USD' })).toEqual(kept);
    expect(createRateStore(openForTest(file)).readRates({ ...all, currency: 'USD' })).toEqual(kept);
    const only = { ...all, currency: 'USD', firstDay: 20_011, lastDay: 20_012 };
    expect(store.readRates(only)).toEqual([kept[0]]);
    expect(store.readRates({ ...only, lastDay: 20_011 })).toEqual([]);
    expect(store.readRates({ ...all, currency: 'GBP' })).toEqual([]);
    expect(store.readRates({ ...all, currency: 'USD', source: 'other' })).toEqual([]);
  });

  it('is never replaced', () => {
    const store = createRateStore(openForTest());
    store.writeRates(answer);
    store.writeRates({ ...answer, fetchedAtMs: 2_000, rates: [rate('JPY', 20_010, '1')] });
    expect(store.readRates({ ...all, currency: 'JPY' })).toEqual([rate('JPY', 20_010, '172.9')]);
  });

  it('cannot be changed or deleted', () => {
    const db = openForTest();
    createRateStore(db).writeRates(answer);
    expect(() => db.exec("UPDATE currency_rate SET per_euro = '1'")).toThrow('never changes');
    expect(() => db.exec('DELETE FROM currency_rate')).toThrow('never deleted');
  });
});

describe('what was asked', () => {
  it('is settled up to the newest rate of the currency, and no further', () => {
    const store = createRateStore(openForTest());
    store.writeRates(answer);
    const settled = (currency: string) => (day: number) =>
      store.isSettled({ source, currency, day });
    const days = [19_999, 20_000, 20_010, 20_011, 20_012, 20_013];
    expect(days.map(settled('USD'))).toEqual([false, true, true, true, true, false]);
    expect(days.map(settled('JPY'))).toEqual([false, true, true, false, false, false]);
    expect(settled('GBP')(20_010)).toBe(false);
    expect(store.isSettled({ source: 'other', currency: 'USD', day: 20_010 })).toBe(false);
    store.writeRates({ ...answer, firstDay: 20_030, lastDay: 20_040, rates: [] });
    expect(settled('USD')(20_030)).toBe(false);
  });

  it('tells the last time, for each day from the first to the last', () => {
    const store = createRateStore(openForTest());
    store.writeRates(answer);
    store.writeRates({ ...answer, firstDay: 20_020, lastDay: 20_021, fetchedAtMs: 9_000 });
    const asked = (day: number) => store.readAskedMs({ source, currency: 'JPY', day });
    expect([19_999, 20_000, 20_019, 20_020, 20_021, 20_022].map(asked)).toEqual([
      ...[null, 1_000, 1_000, 9_000, 9_000, null],
    ]);
    expect(store.readAskedMs({ source, currency: 'GBP', day: 20_000 })).toBeNull();
  });

  it('is written together with the rates or not at all', () => {
    const db = openForTest();
    const store = createRateStore(db);
    db.exec(
      "CREATE TRIGGER full BEFORE INSERT ON currency_rate BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(() => store.writeRates(answer)).toThrow();
    expect(store.readAskedMs({ source, currency: 'USD', day: 20_010 })).toBeNull();
  });
});
