import type { Checkpoint } from '../core/checkpoint.js';
import type { DatabaseHandle } from './open.js';

/** Tables of what sources told; what hangs on their rows goes with them. */
const TOLD = [
  'transfer',
  'utxo_tx',
  'whole_tx',
  'coverage',
  'busy_account',
  'balance',
  'chain_proof',
] as const;

/** Which sources showed a block of their chain. Writing only inside a writing transaction. */
export function createChainProofRows(db: DatabaseHandle) {
  const find = db
    .prepare<[number, string, number, string], number>(
      'SELECT 1 FROM chain_proof WHERE source_id = ? AND place_digest = ? AND height = ? AND hash = ?',
    )
    .pluck();
  const upsert = db.prepare<[number, string, number, string]>(
    `INSERT INTO chain_proof (source_id, place_digest, height, hash) VALUES (?, ?, ?, ?)
     ON CONFLICT (source_id, place_digest) DO UPDATE SET
       height = excluded.height, hash = excluded.hash`,
  );
  const forgetTold = TOLD.map((table) =>
    db.prepare<[number]>(`DELETE FROM ${table} WHERE source_id = ?`),
  );
  const forgetSpends = db.prepare<[number]>(
    'DELETE FROM spend WHERE chain_id = (SELECT chain_id FROM source WHERE source_id = ?)',
  );
  const forgetTip = db.prepare<[number]>(
    `UPDATE source SET tip_height = NULL, tip_hash = NULL, tip_time_seconds = NULL,
       final_height = NULL WHERE source_id = ?`,
  );
  return {
    has: (sourceId: number, place: string, { height, hash }: Checkpoint) =>
      find.get(sourceId, place, height, hash) !== undefined,
    write(sourceId: number, place: string, { height, hash }: Checkpoint) {
      upsert.run(sourceId, place, height, hash);
    },
    /** Who said how an output was spent is not kept, so that of its chain all such answers go. */
    forgetSource(sourceId: number) {
      for (const forget of forgetTold) forget.run(sourceId);
      forgetSpends.run(sourceId);
      forgetTip.run(sourceId);
    },
  };
}
