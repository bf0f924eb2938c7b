import type { QuotaStore } from '../screening/ports.js';
import type { DatabaseHandle } from './open.js';

/** Intervals by which a turn may lie ahead; one that lies further was taken by a clock that was set back. */
const MOST_INTERVALS_AHEAD = 100;

interface Turn {
  readonly slot: number;
  readonly atMs: number;
}

/** The newest turns to ask each host. Writing only inside a writing transaction. */
export function createTurnRows(db: DatabaseHandle) {
  const selectLast = db.prepare<[string, string], Turn>(
    `SELECT slot, at_ms AS atMs FROM host_turn WHERE host = ? AND key_digest = ?
     ORDER BY slot DESC LIMIT 1`,
  );
  const selectAt = db
    .prepare<[string, string, number], number>(
      'SELECT at_ms FROM host_turn WHERE host = ? AND key_digest = ? AND slot = ?',
    )
    .pluck();
  const insert = db.prepare<[string, string, number, number]>(
    'INSERT INTO host_turn (host, key_digest, slot, at_ms) VALUES (?, ?, ?, ?)',
  );
  const forgetUpTo = db.prepare<[string, string, number]>(
    'DELETE FROM host_turn WHERE host = ? AND key_digest = ? AND slot <= ?',
  );
  return {
    claim({ host, keyDigest, turns, intervalMs, nowMs }: Parameters<QuotaStore['claimTurn']>[0]) {
      const last = selectLast.get(host, keyDigest)?.slot ?? 0;
      // So many turns ago: from then on the window must hold no more.
      const before = selectAt.get(host, keyDigest, last - turns + 1);
      const free = before === undefined ? nowMs : Math.max(nowMs, before + intervalMs);
      const atMs = free - nowMs > MOST_INTERVALS_AHEAD * intervalMs ? nowMs : free;
      insert.run(host, keyDigest, last + 1, atMs);
      forgetUpTo.run(host, keyDigest, last + 1 - turns);
      return atMs;
    },
  };
}
