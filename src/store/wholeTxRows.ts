import { Bug } from '../core/errors.js';
import type { Transfer } from '../core/ledger.js';
import type { TransactionAt } from '../screening/ports.js';
import { encodeHash } from './columns.js';
import type { Names } from './names.js';
import type { DatabaseHandle } from './open.js';
import type { TransferRows } from './transferRows.js';

/** Transactions that a source gave whole, with their movements. Writing only inside a writing transaction. */
export interface WholeTxRows {
  /** Writes a transaction in place of what the source said of it before. */
  readonly write: (sourceId: number, told: ToldTransaction) => void;
  /** Order: as written. Edge: null for a transaction that was not read whole, which is not an empty one. */
  readonly read: (at: TransactionAt) => readonly Transfer[] | null;
  /**
   * Deletes a source's transactions above a height, and those of unknown height; their movements go
   * with the source's other transfers.
   */
  readonly forgetAbove: (sourceId: number, height: number) => void;
}

type ToldTransaction = TransactionAt & { readonly transfers: readonly Transfer[] };

/** The whole transactions of one database. */
export function createWholeTxRows(
  db: DatabaseHandle,
  { names, transfers }: { readonly names: Names; readonly transfers: TransferRows },
): WholeTxRows {
  const upsert = db.prepare<[Buffer, number | null, number]>(
    `INSERT INTO whole_tx (source_id, tx_id, height, read_at_seconds)
     SELECT source_id, ?, ?, tip_time_seconds FROM source WHERE source_id = ?
     ON CONFLICT (source_id, tx_id) DO UPDATE SET height = excluded.height,
       read_at_seconds = excluded.read_at_seconds`,
  );
  const find = db
    .prepare<[number, Buffer], number>('SELECT 1 FROM whole_tx WHERE source_id = ? AND tx_id = ?')
    .pluck();
  const forget = db.prepare<[number, number]>(
    'DELETE FROM whole_tx WHERE source_id = ? AND (height > ? OR height IS NULL)',
  );
  return {
    write(sourceId, told) {
      assertOneTransaction(told);
      const txId = encodeHash(told.chain, told.txId);
      // In another block the same transaction may have moved something else.
      transfers.forgetTx(sourceId, txId);
      for (const transfer of told.transfers) {
        transfers.write({ sourceId, foundIn: 'transaction' }, transfer);
      }
      upsert.run(txId, told.transfers[0]?.height ?? null, sourceId);
    },
    read({ chain, source, txId }) {
      const sourceId = names.findSourceId(chain, source);
      const id = encodeHash(chain, txId);
      if (sourceId === undefined || find.get(sourceId, id) === undefined) return null;
      return transfers.readTx(chain, sourceId, id);
    },
    forgetAbove(sourceId, height) {
      forget.run(sourceId, height);
    },
  };
}

function assertOneTransaction({ chain, txId, transfers }: ToldTransaction): void {
  const height = transfers[0]?.height;
  const fits = (one: Transfer) => one.chain === chain && one.txId === txId && one.height === height;
  if (!transfers.every(fits)) {
    throw new Bug('A transaction was to be stored with a movement of another one.', {
      chain,
      txId,
    });
  }
}
