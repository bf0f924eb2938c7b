import { createHash } from 'node:crypto';
import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import type { ChainId } from '../core/chain.js';
import type { HeightInterval } from '../core/coverage.js';
import { type Channel, factKey, type Transfer } from '../core/ledger.js';
import type { KnownBlock } from '../screening/ports.js';
import type { StoredBlock } from './columns.js';
import { decodeAmount, decodeBlock, decodeHash, encodeAmount, encodeHash } from './columns.js';
import type { Names } from './names.js';
import type { DatabaseHandle } from './open.js';

/** Transfers in the database. Writing only inside a writing transaction. */
export interface TransferRows {
  /** Writes a transfer once per source and channel it was found in; a repeat renews its position. */
  readonly write: (place: FactPlace, transfer: Transfer) => void;
  /** Order: as written. Edge: a transfer of unknown height is in every interval. */
  readonly read: (query: TransferQuery) => readonly Transfer[];
  /** What a source said of one transaction, where it was asked for that. Order: as written. */
  readonly readTx: (chain: ChainId, sourceId: number, txId: Buffer) => readonly Transfer[];
  /** Deletes what `readTx` reads. */
  readonly forgetTx: (sourceId: number, txId: Buffer) => void;
  /** Deletes the listed transfers of an account; gives the numbers of all who took part in them. */
  readonly forgetOf: (sourceId: number, accountId: number) => readonly number[];
  /** The blocks above a height in which transfers of a source stand. Order: none. */
  readonly readBlocksAbove: (
    chain: ChainId,
    sourceId: number,
    height: number,
  ) => readonly KnownBlock[];
  /** Deletes a source's transfers above a height, and those of unknown height. */
  readonly forgetAbove: (sourceId: number, height: number) => void;
}

/** Which source gave a fact, and in answer to a question about which channel, or a transaction. */
export interface FactPlace {
  readonly sourceId: number;
  readonly foundIn: Channel | 'transaction';
}

interface AccountAt {
  readonly sourceId: number;
  readonly accountId: number;
}

interface TransferQuery {
  readonly sourceId: number;
  readonly foundIn: Channel;
  readonly chain: ChainId;
  readonly accountId: number;
  readonly interval: HeightInterval;
}

interface PositionColumns {
  readonly txId: Buffer | null;
  readonly height: number | null;
  readonly blockHash: Buffer | null;
  readonly txIndex: number | null;
  readonly timeSeconds: number;
}

interface TransferColumns extends PositionColumns {
  readonly channel: Transfer['channel'];
  readonly amount: string;
  readonly index: string;
}

interface StoredTransfer extends TransferColumns {
  readonly from: Account | null;
  readonly to: Account | null;
  readonly asset: AssetId;
}

interface NewTransfer extends TransferColumns, FactPlace {
  readonly digest: Buffer;
  readonly fromId: number | null;
  readonly toId: number | null;
  readonly assetId: number;
}

/** The transfers of one database. */
export function createTransferRows(db: DatabaseHandle, names: Names): TransferRows {
  const insert = db.prepare<NewTransfer>(`
    INSERT INTO transfer (source_id, found_in, fact_digest, channel, tx_id, height, block_hash,
      tx_index, time_seconds, from_account_id, to_account_id, asset_id, amount, fact_index)
    VALUES (@sourceId, @foundIn, @digest, @channel, @txId, @height, @blockHash,
      @txIndex, @timeSeconds, @fromId, @toId, @assetId, @amount, @index)
    ON CONFLICT (source_id, found_in, fact_digest) DO UPDATE SET
      height = coalesce(excluded.height, height),
      block_hash = coalesce(excluded.block_hash, block_hash),
      tx_index = coalesce(excluded.tx_index, tx_index),
      time_seconds = excluded.time_seconds`);
  // Two look-ups by index, united so that a transfer to oneself comes once.
  const side = (column: string) => `
    SELECT transfer_id FROM transfer
    WHERE ${column} = @accountId AND source_id = @sourceId AND found_in = @foundIn
      AND (height BETWEEN @from AND @to OR height IS NULL)`;
  const columns = `
    SELECT t.channel, t.tx_id AS txId, t.height, t.block_hash AS blockHash, t.tx_index AS txIndex,
      t.time_seconds AS timeSeconds, sender.account AS "from", receiver.account AS "to",
      asset.asset, t.amount, t.fact_index AS "index"
    FROM transfer AS t
      JOIN asset USING (asset_id)
      LEFT JOIN account AS sender ON sender.account_id = t.from_account_id
      LEFT JOIN account AS receiver ON receiver.account_id = t.to_account_id`;
  const select = db.prepare<
    {
      readonly accountId: number;
      readonly sourceId: number;
      readonly foundIn: Channel;
      readonly from: number;
      readonly to: number;
    },
    StoredTransfer
  >(`${columns}
    WHERE t.transfer_id IN (${side('from_account_id')} UNION ${side('to_account_id')})
    ORDER BY t.transfer_id`);
  const ofTx = "tx_id = ? AND source_id = ? AND found_in = 'transaction'";
  const selectTx = db.prepare<[Buffer, number], StoredTransfer>(
    `${columns} WHERE t.${ofTx} ORDER BY t.transfer_id`,
  );
  const forgetTx = db.prepare<[Buffer, number]>(`DELETE FROM transfer WHERE ${ofTx}`);
  const listedOf = `source_id = @sourceId AND found_in <> 'transaction'
    AND (from_account_id = @accountId OR to_account_id = @accountId)`;
  const selectParties = db
    .prepare<AccountAt, number>(
      `SELECT from_account_id FROM transfer WHERE ${listedOf} AND from_account_id IS NOT NULL
       UNION SELECT to_account_id FROM transfer WHERE ${listedOf} AND to_account_id IS NOT NULL`,
    )
    .pluck();
  const forgetOf = db.prepare<AccountAt>(`DELETE FROM transfer WHERE ${listedOf}`);
  const selectBlocks = db.prepare<[number, number], StoredBlock>(
    `SELECT DISTINCT height, block_hash AS blockHash FROM transfer
     WHERE source_id = ? AND height > ? AND block_hash IS NOT NULL`,
  );
  const forget = db.prepare<[number, number]>(
    'DELETE FROM transfer WHERE source_id = ? AND (height > ? OR height IS NULL)',
  );

  return {
    write({ sourceId, foundIn }, transfer) {
      const { from, to } = transfer;
      insert.run({
        sourceId,
        foundIn,
        digest: createHash('sha256').update(factKey(transfer)).digest(),
        channel: transfer.channel,
        ...encodePosition(transfer),
        fromId: from === null ? null : names.accounts.internId(from),
        toId: to === null ? null : names.accounts.internId(to),
        assetId: names.assets.internId(transfer.asset),
        amount: encodeAmount(transfer.amount),
        index: transfer.index,
      });
    },
    read({ chain, accountId, sourceId, foundIn, interval }) {
      return select
        .all({ accountId, sourceId, foundIn, from: interval.from, to: interval.to })
        .map((row) => decodeTransfer(chain, row));
    },
    readTx(chain, sourceId, txId) {
      return selectTx.all(txId, sourceId).map((row) => decodeTransfer(chain, row));
    },
    forgetTx(sourceId, txId) {
      forgetTx.run(txId, sourceId);
    },
    forgetOf(sourceId, accountId) {
      const parties = selectParties.all({ sourceId, accountId });
      forgetOf.run({ sourceId, accountId });
      return parties;
    },
    readBlocksAbove(chain, sourceId, height) {
      return selectBlocks.all(sourceId, height).map((row) => decodeBlock(chain, row));
    },
    forgetAbove(sourceId, height) {
      forget.run(sourceId, height);
    },
  };
}

function encodePosition(transfer: Transfer): PositionColumns {
  const { chain, txId, blockHash } = transfer;
  return {
    txId: txId === null ? null : encodeHash(chain, txId),
    height: transfer.height,
    blockHash: blockHash === null ? null : encodeHash(chain, blockHash),
    txIndex: transfer.txIndex,
    timeSeconds: transfer.timeSeconds,
  };
}

function decodeTransfer(chain: ChainId, row: StoredTransfer): Transfer {
  return {
    kind: 'transfer',
    channel: row.channel,
    chain,
    height: row.height,
    blockHash: row.blockHash === null ? null : decodeHash(chain, row.blockHash),
    txIndex: row.txIndex,
    txId: row.txId === null ? null : decodeHash(chain, row.txId),
    timeSeconds: row.timeSeconds,
    from: row.from,
    to: row.to,
    asset: row.asset,
    amount: decodeAmount(row.amount),
    index: row.index,
  };
}
