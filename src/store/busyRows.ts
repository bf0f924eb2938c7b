import type { DatabaseHandle } from './open.js';

/** Accounts that were found busy, by source; the last finding counts. */
export function createBusyRows(db: DatabaseHandle) {
  const upsert = db.prepare<[number, number, string, number]>(
    `INSERT INTO busy_account (account_id, source_id, reason, height) VALUES (?, ?, ?, ?)
     ON CONFLICT (account_id, source_id) DO UPDATE SET
       reason = excluded.reason, height = excluded.height`,
  );
  const select = db.prepare<[number, number], { readonly reason: string; readonly height: number }>(
    'SELECT reason, height FROM busy_account WHERE account_id = ? AND source_id = ?',
  );
  return {
    write(accountId: number, sourceId: number, reason: string, height: number) {
      upsert.run(accountId, sourceId, reason, height);
    },
    read: (accountId: number, sourceId: number) => select.get(accountId, sourceId) ?? null,
  };
}
