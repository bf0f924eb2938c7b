import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPriceStore } from '../../../src/store/priceStore.js';
import { createFolder, openForTest } from './temporaryDatabase.js';

const at = { source: 'prices host.test', coin: 'coingecko:ethereum', day: 19_115 };
const answer = {
  source: at.source,
  coin: at.coin,
  firstDay: 19_100,
  lastDay: 19_120,
  provisional: false,
  fetchedAtMs: 1_000,
  prices: [{ day: 19_115, usd: '2000.12345678901234567890', timeSeconds: 1_651_579_200 }],
};
const today = { ...answer, provisional: true, firstDay: 19_115, lastDay: 19_115 };
const saying = (usd: string) => [{ day: 19_115, usd, timeSeconds: 7 }];

describe('a price in the database', () => {
  it('comes back as it was written, also to another process, and to nobody else’s name', () => {
    const file = join(createFolder(), 'prices.sqlite');
    const store = createPriceStore(openForTest(file));
    expect(store.readPrice(at)).toBeNull();
    store.writePrices(answer);
    const kept = {
      usd: '2000.12345678901234567890',
      timeSeconds: 1_651_579_200,
      provisional: false,
      fetchedAtMs: 1_000,
    };
    expect(store.readPrice(at)).toEqual(kept);
    expect(createPriceStore(openForTest(file)).readPrice(at)).toEqual(kept);
    expect(store.readPrice({ ...at, day: 19_116 })).toBeNull();
    expect(store.readPrice({ ...at, coin: 'coingecko:bitcoin' })).toBeNull();
    expect(store.readPrice({ ...at, source: 'other' })).toBeNull();
  });

  it('that is final is never replaced', () => {
    const store = createPriceStore(openForTest());
    store.writePrices(answer);
    store.writePrices({ ...answer, fetchedAtMs: 2_000, prices: saying('1') });
    expect(store.readPrice(at)).toMatchObject({ fetchedAtMs: 1_000 });
  });

  it('that is provisional gives way to a newer one, and to the final one whatever its time', () => {
    const store = createPriceStore(openForTest());
    store.writePrices({ ...today, fetchedAtMs: 2_000, prices: saying('1') });
    store.writePrices({ ...today, fetchedAtMs: 3_000, prices: saying('2') });
    expect(store.readPrice(at)).toMatchObject({ usd: '2', provisional: true });
    store.writePrices(answer);
    expect(store.readPrice(at)).toMatchObject({ fetchedAtMs: 1_000, provisional: false });
  });

  it('cannot be changed or deleted', () => {
    const db = openForTest();
    createPriceStore(db).writePrices(answer);
    expect(() => db.exec("UPDATE price SET usd = '1'")).toThrow('never changes');
    expect(() => db.exec('DELETE FROM price')).toThrow('never deleted');
  });
});

describe('what was asked', () => {
  it('is known for each day from the first to the last, also where there was no price', () => {
    const store = createPriceStore(openForTest());
    expect(store.readAskedMs(at, 'final')).toBeNull();
    store.writePrices({ ...answer, prices: [] });
    const asked = (day: number) => store.readAskedMs({ ...at, day }, 'final');
    expect([19_099, 19_100, 19_115, 19_120, 19_121].map(asked)).toEqual([
      null,
      1_000,
      1_000,
      1_000,
      null,
    ]);
    expect(store.readAskedMs({ ...at, coin: 'other' }, 'final')).toBeNull();
    expect(store.readAskedMs({ ...at, source: 'other' }, 'final')).toBeNull();
  });

  it('tells the last time, and a day under way from one that is over', () => {
    const store = createPriceStore(openForTest());
    store.writePrices({ ...today, fetchedAtMs: 5_000 });
    expect(store.readAskedMs(at, 'final')).toBeNull();
    expect(store.readAskedMs(at, 'provisional')).toBe(5_000);
    store.writePrices(answer);
    store.writePrices({ ...answer, fetchedAtMs: 9_000 });
    expect(store.readAskedMs(at, 'final')).toBe(9_000);
  });

  it('is written together with the prices or not at all', () => {
    const db = openForTest();
    const store = createPriceStore(db);
    db.exec(
      "CREATE TRIGGER full BEFORE INSERT ON price BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(() => store.writePrices(answer)).toThrow();
    expect(store.readAskedMs(at, 'final')).toBeNull();
  });
});
