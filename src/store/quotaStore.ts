import type { QuotaName, QuotaStore } from '../screening/ports.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';
import { createTurnRows } from './turnRows.js';

interface DayRow {
  readonly claimed: number;
  readonly resetsAtSeconds: number;
}

/** Part of what is left of a day that one block may hold. */
const BLOCK_PART = 10;

/**
 * The daily quotas and the turns of each second, over a database.
 *
 * Edge: a day that ends later than the one asked about stands, as does its count: when the clocks of
 * two machines differ, both count on the later day until the earlier clock has come there.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createQuotaStore(db: DatabaseHandle): QuotaStore {
  const selectDay = db.prepare<[string, string], DayRow>(
    `SELECT claimed, resets_at_seconds AS resetsAtSeconds FROM host_quota
     WHERE host = ? AND key_digest = ?`,
  );
  const selectSpent = db
    .prepare<[string, string], number | null>(
      'SELECT spent_until_seconds FROM host_quota WHERE host = ? AND key_digest = ?',
    )
    .pluck();
  const upsertDay = db.prepare<[string, string, number, number]>(
    `INSERT INTO host_quota (host, key_digest, claimed, resets_at_seconds) VALUES (?, ?, ?, ?)
     ON CONFLICT (host, key_digest) DO UPDATE SET
       claimed = excluded.claimed, resets_at_seconds = excluded.resets_at_seconds`,
  );
  const upsertSpent = db.prepare<[string, string, number]>(
    `INSERT INTO host_quota (host, key_digest, claimed, resets_at_seconds, spent_until_seconds)
     VALUES (?, ?, 0, 0, ?)
     ON CONFLICT (host, key_digest) DO UPDATE SET spent_until_seconds = excluded.spent_until_seconds`,
  );
  const subtract = db.prepare<[number, string, string, number]>(
    `UPDATE host_quota SET claimed = max(0, claimed - ?)
     WHERE host = ? AND key_digest = ? AND resets_at_seconds = ?`,
  );

  function dayOf({ host, keyDigest }: QuotaName, resetsAtSeconds: number): DayRow {
    const row = selectDay.get(host, keyDigest);
    const isOver = row === undefined || row.resetsAtSeconds < resetsAtSeconds;
    return isOver ? { claimed: 0, resetsAtSeconds } : row;
  }

  const claim = db.transaction((asked: Parameters<QuotaStore['claimRequests']>[0]): number => {
    const day = dayOf(asked, asked.resetsAtSeconds);
    const left = asked.limit - day.claimed;
    if (left <= 0) return 0;
    const taken = Math.min(asked.atMost, Math.ceil(left / BLOCK_PART));
    upsertDay.run(asked.host, asked.keyDigest, day.claimed + taken, day.resetsAtSeconds);
    return taken;
  });

  const turns = createTurnRows(db);
  const claimTurn = db.transaction(turns.claim);

  return {
    readClaimed: guarded(db.name, (day) => dayOf(day, day.resetsAtSeconds).claimed),
    claimTurn: guarded(db.name, (asked) => claimTurn.immediate(asked)),
    readSpentUntil: guarded(
      db.name,
      ({ host, keyDigest }) => selectSpent.get(host, keyDigest) ?? null,
    ),
    writeSpentUntil: guarded(db.name, ({ host, keyDigest }, untilSeconds) => {
      upsertSpent.run(host, keyDigest, untilSeconds);
    }),
    claimRequests: guarded(db.name, (asked) => {
      // Once a day is spent, every request asks; a look is enough to refuse it.
      if (dayOf(asked, asked.resetsAtSeconds).claimed >= asked.limit) return 0;
      return claim.immediate(asked);
    }),
    returnRequests: guarded(db.name, ({ host, keyDigest, count, resetsAtSeconds }) => {
      subtract.run(count, host, keyDigest, resetsAtSeconds);
    }),
  };
}
