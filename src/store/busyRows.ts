import type { DatabaseHandle } from './open.js';

/** Accounts that were found busy, by source; the last finding counts. */
export function createBusyRows(db: DatabaseHandle) {
  const upsert = db.prepare<[number, string, number, number]>(
    `INSERT INTO busy_account (account_id, source_id, reason, height, read_at_seconds)
     SELECT ?, source_id, ?, ?, tip_time_seconds FROM source WHERE source_id = ?
     ON CONFLICT (account_id, source_id) DO UPDATE SET reason = excluded.reason,
       height = excluded.height, read_at_seconds = excluded.read_at_seconds`,
  );
  const select = db.prepare<[number, number], { readonly reason: string; readonly height: number }>(
    'SELECT reason, height FROM busy_account WHERE account_id = ? AND source_id = ?',
  );
  return {
    write(accountId: number, sourceId: number, reason: string, height: number) {
      upsert.run(accountId, reason, height, sourceId);
    },
    read: (accountId: number, sourceId: number) => select.get(accountId, sourceId) ?? null,
  };
}
