import { formatDay } from '../core/moment.js';
import type { KeptPrice, PriceAt, PriceCache } from '../screening/pricePorts.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

interface PriceRow {
  readonly usd: string;
  readonly timeSeconds: number;
  readonly provisional: 0 | 1;
  readonly fetchedAtMs: number;
}

interface AskedRow {
  readonly source: string;
  readonly coin: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly provisional: 0 | 1;
  readonly fetchedAtMs: number;
}

/**
 * The prices of one database. Rows are added, never changed: a verdict names the prices that it used.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createPriceStore(db: DatabaseHandle): PriceCache {
  const selectPrice = db.prepare<[string, string, string], PriceRow>(`
    SELECT usd, time_seconds AS timeSeconds, provisional, fetched_at_ms AS fetchedAtMs FROM price
    WHERE source = ? AND coin = ? AND day = ? ORDER BY provisional, fetched_at_ms DESC LIMIT 1`);
  const selectAsked = db
    .prepare<[string, string, 0 | 1, string, string], number | null>(`
      SELECT max(asked_at_ms) FROM price_asked
      WHERE source = ? AND coin = ? AND provisional = ? AND first_day <= ? AND last_day >= ?`)
    .pluck();
  const insertAsked = db.prepare<AskedRow>(`
    INSERT INTO price_asked (source, coin, first_day, last_day, provisional, asked_at_ms)
    VALUES (@source, @coin, @firstDay, @lastDay, @provisional, @fetchedAtMs)
    ON CONFLICT DO NOTHING`);
  const insertPrice = db.prepare<PriceRow & Pick<AskedRow, 'source' | 'coin'> & { day: string }>(`
    INSERT INTO price (source, coin, day, usd, time_seconds, provisional, fetched_at_ms)
    VALUES (@source, @coin, @day, @usd, @timeSeconds, @provisional, @fetchedAtMs)
    ON CONFLICT DO NOTHING`);

  const readPrice = ({ source, coin, day }: PriceAt): KeptPrice | null => {
    const row = selectPrice.get(source, coin, formatDay(day));
    return row === undefined ? null : { ...row, provisional: row.provisional === 1 };
  };
  const readAskedMs = ({ source, coin, day }: PriceAt, what: 'final' | 'provisional') => {
    const text = formatDay(day);
    return selectAsked.get(source, coin, what === 'final' ? 0 : 1, text, text) ?? null;
  };
  const writePrices = db.transaction((answer: Parameters<PriceCache['writePrices']>[0]) => {
    const { source, coin, fetchedAtMs } = answer;
    const provisional = answer.provisional ? 1 : 0;
    const firstDay = formatDay(answer.firstDay);
    const lastDay = formatDay(answer.lastDay);
    insertAsked.run({ source, coin, firstDay, lastDay, provisional, fetchedAtMs });
    for (const { day, usd, timeSeconds } of answer.prices) {
      const row = { source, coin, day: formatDay(day), usd, timeSeconds };
      insertPrice.run({ ...row, provisional, fetchedAtMs });
    }
  });
  return {
    readPrice: guarded(db.name, readPrice),
    readAskedMs: guarded(db.name, readAskedMs),
    writePrices: guarded(db.name, (answer) => writePrices.immediate(answer)),
  };
}
