import { type HeightInterval, uniteIntervals } from '../core/coverage.js';
import type { Channel } from '../core/ledger.js';
import type { DatabaseHandle } from './open.js';

interface CoverageKey {
  readonly accountId: number;
  readonly channel: Channel;
  readonly sourceId: number;
}

/** Coverage in the database, joined on write. Writing only inside a writing transaction. */
export function createCoverageRows(db: DatabaseHandle) {
  const where = 'account_id = @accountId AND channel = @channel AND source_id = @sourceId';
  const select = db.prepare<CoverageKey, HeightInterval>(
    `SELECT from_height AS "from", to_height AS "to" FROM coverage WHERE ${where} ORDER BY from_height`,
  );
  const clear = db.prepare<CoverageKey>(`DELETE FROM coverage WHERE ${where}`);
  const insert = db.prepare<CoverageKey & HeightInterval>(
    `INSERT INTO coverage (account_id, channel, source_id, from_height, to_height, read_at_seconds)
     VALUES (@accountId, @channel, @sourceId, @from, @to,
       (SELECT tip_time_seconds FROM source WHERE source_id = @sourceId))`,
  );
  const drop = db.prepare<[number, number]>(
    'DELETE FROM coverage WHERE source_id = ? AND from_height > ?',
  );
  const cut = db.prepare<{ readonly sourceId: number; readonly height: number }>(
    'UPDATE coverage SET to_height = @height WHERE source_id = @sourceId AND to_height > @height',
  );
  const forget = db.prepare<[number, number]>(
    'DELETE FROM coverage WHERE source_id = ? AND account_id = ?',
  );
  return {
    forget(sourceId: number, accountId: number) {
      forget.run(sourceId, accountId);
    },
    read: (key: CoverageKey) => select.all(key),
    add(key: CoverageKey, interval: HeightInterval) {
      const united = uniteIntervals([...select.all(key), interval]);
      clear.run(key);
      for (const part of united) insert.run({ ...key, ...part });
    },
    cutAbove(sourceId: number, height: number) {
      drop.run(sourceId, height);
      cut.run({ sourceId, height });
    },
  };
}
