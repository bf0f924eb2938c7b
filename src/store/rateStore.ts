import { dayOf, formatDay, parseMoment } from '../core/moment.js';
import type { RateAt, RateCache } from '../screening/ratePorts.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

interface RateRow {
  readonly currency: string;
  readonly day: string;
  readonly perEuro: string;
}

interface AskedRow {
  readonly source: string;
  readonly currency: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly settledTo: string | null;
  readonly fetchedAtMs: number;
}

/**
 * The rates of currencies of one database. Rows are added, never changed: a month names the rates that it
 * used.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createRateStore(db: DatabaseHandle): RateCache {
  const selectRates = db.prepare<[string, string, string, string], RateRow>(`
    SELECT currency, day, per_euro AS perEuro FROM currency_rate
    WHERE source = ? AND currency = ? AND day BETWEEN ? AND ? ORDER BY day DESC`);
  const selectSettled = db
    .prepare<[string, string, string, string], 0 | 1>(`
      SELECT EXISTS (SELECT 1 FROM currency_rate_asked
      WHERE source = ? AND currency = ? AND first_day <= ? AND settled_to >= ?)`)
    .pluck();
  const selectAsked = db
    .prepare<[string, string, string, string], number | null>(`
      SELECT max(asked_at_ms) FROM currency_rate_asked
      WHERE source = ? AND currency = ? AND first_day <= ? AND last_day >= ?`)
    .pluck();
  const insertAsked = db.prepare<AskedRow>(`
    INSERT INTO currency_rate_asked (source, currency, first_day, last_day, settled_to, asked_at_ms)
    VALUES (@source, @currency, @firstDay, @lastDay, @settledTo, @fetchedAtMs)
    ON CONFLICT DO NOTHING`);
  const insertRate = db.prepare<RateRow & Pick<AskedRow, 'source' | 'fetchedAtMs'>>(`
    INSERT INTO currency_rate (source, currency, day, per_euro, fetched_at_ms)
    VALUES (@source, @currency, @day, @perEuro, @fetchedAtMs)
    ON CONFLICT DO NOTHING`);

  const placeOf = ({ source, currency, day }: RateAt): [string, string, string, string] => {
    const text = formatDay(day);
    return [source, currency, text, text];
  };
  const writeRates = db.transaction((answer: Parameters<RateCache['writeRates']>[0]) => {
    const { source, fetchedAtMs, currencies, rates } = answer;
    const asked = { firstDay: formatDay(answer.firstDay), lastDay: formatDay(answer.lastDay) };
    for (const currency of currencies) {
      const own = rates.filter((rate) => rate.currency === currency);
      const newest = own.reduce<number | null>(
        (last, { day }) => (last === null || day > last ? day : last),
        null,
      );
      const settledTo = newest === null ? null : formatDay(newest);
      insertAsked.run({ ...asked, source, currency, settledTo, fetchedAtMs });
      for (const { day, perEuro } of own) {
        insertRate.run({ source, currency, day: formatDay(day), perEuro, fetchedAtMs });
      }
    }
  });
  return {
    readRates: guarded(db.name, ({ source, currency, firstDay, lastDay }) =>
      selectRates
        .all(source, currency, formatDay(firstDay), formatDay(lastDay))
        .map(({ day, ...row }) => ({ ...row, day: dayOf(parseMoment(day) ?? 0) })),
    ),
    isSettled: guarded(db.name, (at) => selectSettled.get(...placeOf(at)) === 1),
    readAskedMs: guarded(db.name, (at) => selectAsked.get(...placeOf(at)) ?? null),
    writeRates: guarded(db.name, (answer) => writeRates.immediate(answer)),
  };
}
