import type { Account } from '../core/account.js';
import type { ChainId } from '../core/chain.js';
import type { HeightInterval } from '../core/coverage.js';
import { accountsOfFact, type UtxoInput, type UtxoOutput, type UtxoTx } from '../core/ledger.js';
import type { KnownBlock } from '../screening/ports.js';
import type { StoredBlock } from './columns.js';
import { decodeAmount, decodeBlock, decodeHash, encodeAmount, encodeHash } from './columns.js';
import type { Names } from './names.js';
import type { DatabaseHandle } from './open.js';

/** Transactions of unspent-output chains in the database. Writing only inside a writing transaction. */
export interface UtxoTxRows {
  /** Writes a transaction once per source; a repeat renews its position. */
  readonly write: (sourceId: number, tx: UtxoTx) => void;
  /** Order: as written. Edge: a transaction of unknown height is in every interval. */
  readonly read: (query: {
    readonly chain: ChainId;
    readonly accountId: number;
    readonly sourceId: number;
    readonly interval: HeightInterval;
  }) => readonly UtxoTx[];
  /** One transaction, from whichever source gave it; one with a height before one without. */
  readonly readOne: (chain: ChainId, txId: string) => UtxoTx | null;
  /** Deletes the transactions of an account; gives the numbers of all who took part in them. */
  readonly forgetOf: (sourceId: number, accountId: number) => readonly number[];
  /** The blocks above a height in which transactions of a source stand. Order: none. */
  readonly readBlocksAbove: (
    chain: ChainId,
    sourceId: number,
    height: number,
  ) => readonly KnownBlock[];
  /** Deletes a source's transactions above a height, and those of unknown height. */
  readonly forgetAbove: (sourceId: number, height: number) => void;
}

interface PositionColumns {
  readonly height: number | null;
  readonly blockHash: Buffer | null;
  readonly txIndex: number | null;
  readonly timeSeconds: number;
}

interface TxColumns extends PositionColumns {
  readonly txId: Buffer;
  readonly coinbase: number;
  readonly fee: string;
}

interface StoredTx extends TxColumns {
  readonly id: number;
}

interface StoredInput {
  readonly previousTxId: Buffer | null;
  readonly previousIndex: number | null;
  readonly account: Account | null;
  readonly amount: string;
}

interface StoredOutput {
  readonly account: Account | null;
  readonly amount: string;
}

const TX_COLUMNS = `tx.utxo_tx_id AS id, tx.tx_id AS txId, tx.height, tx.block_hash AS blockHash,
  tx.tx_index AS txIndex, tx.time_seconds AS timeSeconds, tx.coinbase, tx.fee`;

/** The transactions of one database. */
export function createUtxoTxRows(db: DatabaseHandle, names: Names): UtxoTxRows {
  const find = db
    .prepare<[Buffer, number], number>(
      'SELECT utxo_tx_id FROM utxo_tx WHERE tx_id = ? AND source_id = ?',
    )
    .pluck();
  const insert = db.prepare<TxColumns & { readonly sourceId: number }>(`
    INSERT INTO utxo_tx (source_id, tx_id, height, block_hash, tx_index, time_seconds, coinbase, fee,
      read_at_seconds)
    VALUES (@sourceId, @txId, @height, @blockHash, @txIndex, @timeSeconds, @coinbase, @fee,
      (SELECT tip_time_seconds FROM source WHERE source_id = @sourceId))`);
  const renew = db.prepare<PositionColumns & { readonly id: number }>(`
    UPDATE utxo_tx SET height = coalesce(@height, height),
      block_hash = coalesce(@blockHash, block_hash), tx_index = coalesce(@txIndex, tx_index),
      time_seconds = @timeSeconds, read_at_seconds =
        (SELECT tip_time_seconds FROM source WHERE source.source_id = utxo_tx.source_id)
    WHERE utxo_tx_id = @id`);
  const insertInput = db.prepare<
    [number, number, Buffer | null, number | null, number | null, string]
  >(
    `INSERT INTO utxo_input (utxo_tx_id, position, previous_tx_id, previous_index, account_id, amount)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const insertOutput = db.prepare<[number, number, number | null, string]>(
    'INSERT INTO utxo_output (utxo_tx_id, position, account_id, amount) VALUES (?, ?, ?, ?)',
  );
  const insertTouch = db.prepare<[number, number]>(
    'INSERT INTO utxo_tx_account (account_id, utxo_tx_id) VALUES (?, ?)',
  );
  const select = db.prepare<[number, number, number, number], StoredTx>(`
    SELECT ${TX_COLUMNS} FROM utxo_tx_account AS touch JOIN utxo_tx AS tx USING (utxo_tx_id)
    WHERE touch.account_id = ? AND tx.source_id = ?
      AND (tx.height BETWEEN ? AND ? OR tx.height IS NULL)
    ORDER BY tx.utxo_tx_id`);
  const selectOne = db.prepare<[Buffer, ChainId], StoredTx>(`
    SELECT ${TX_COLUMNS} FROM utxo_tx AS tx JOIN source USING (source_id) JOIN chain USING (chain_id)
    WHERE tx.tx_id = ? AND chain.chain = ?
    ORDER BY tx.height IS NULL, tx.utxo_tx_id LIMIT 1`);
  const selectInputs = db.prepare<[number], StoredInput>(`
    SELECT previous_tx_id AS previousTxId, previous_index AS previousIndex, account, amount
    FROM utxo_input LEFT JOIN account USING (account_id)
    WHERE utxo_tx_id = ? ORDER BY position`);
  const selectOutputs = db.prepare<[number], StoredOutput>(`
    SELECT account, amount FROM utxo_output LEFT JOIN account USING (account_id)
    WHERE utxo_tx_id = ? ORDER BY position`);
  const ofAccount = `SELECT utxo_tx_id FROM utxo_tx_account JOIN utxo_tx USING (utxo_tx_id)
    WHERE source_id = ? AND account_id = ?`;
  const selectParties = db
    .prepare<[number, number], number>(
      `SELECT DISTINCT account_id FROM utxo_tx_account WHERE utxo_tx_id IN (${ofAccount})`,
    )
    .pluck();
  const forgetOf = db.prepare<[number, number]>(
    `DELETE FROM utxo_tx WHERE utxo_tx_id IN (${ofAccount})`,
  );
  const selectBlocks = db.prepare<[number, number], StoredBlock>(
    `SELECT DISTINCT height, block_hash AS blockHash FROM utxo_tx
     WHERE source_id = ? AND height > ? AND block_hash IS NOT NULL`,
  );
  const forget = db.prepare<[number, number]>(
    'DELETE FROM utxo_tx WHERE source_id = ? AND (height > ? OR height IS NULL)',
  );

  const idOf = (account: Account | null) =>
    account === null ? null : names.accounts.internId(account);

  const writeParts = (id: number, tx: UtxoTx) => {
    for (const [position, { previous, account, amount }] of tx.inputs.entries()) {
      const previousId = previous === null ? null : encodeHash(tx.chain, previous.txId);
      const previousIndex = previous === null ? null : previous.index;
      const encoded = encodeAmount(amount);
      insertInput.run(id, position, previousId, previousIndex, idOf(account), encoded);
    }
    for (const [position, { account, amount }] of tx.outputs.entries()) {
      insertOutput.run(id, position, idOf(account), encodeAmount(amount));
    }
    for (const account of accountsOfFact(tx)) insertTouch.run(names.accounts.internId(account), id);
  };

  const decode = (chain: ChainId, row: StoredTx): UtxoTx => ({
    kind: 'utxo',
    chain,
    height: row.height,
    blockHash: row.blockHash === null ? null : decodeHash(chain, row.blockHash),
    txIndex: row.txIndex,
    txId: decodeHash(chain, row.txId),
    timeSeconds: row.timeSeconds,
    coinbase: row.coinbase === 1,
    inputs: selectInputs.all(row.id).map((input) => decodeInput(chain, input)),
    outputs: selectOutputs.all(row.id).map(decodeOutput),
    fee: decodeAmount(row.fee),
  });

  return {
    write(sourceId, tx) {
      const txId = encodeHash(tx.chain, tx.txId);
      const position = {
        height: tx.height,
        blockHash: tx.blockHash === null ? null : encodeHash(tx.chain, tx.blockHash),
        txIndex: tx.txIndex,
        timeSeconds: tx.timeSeconds,
      };
      const known = find.get(txId, sourceId);
      if (known !== undefined) {
        // The id is a hash of the content, so a repeat can only differ in where it was mined.
        renew.run({ id: known, ...position });
        return;
      }
      const coinbase = tx.coinbase ? 1 : 0;
      const fee = encodeAmount(tx.fee);
      const { lastInsertRowid } = insert.run({ sourceId, txId, coinbase, fee, ...position });
      writeParts(Number(lastInsertRowid), tx);
    },
    read({ chain, accountId, sourceId, interval }) {
      return select
        .all(accountId, sourceId, interval.from, interval.to)
        .map((row) => decode(chain, row));
    },
    readOne(chain, txId) {
      const row = selectOne.get(encodeHash(chain, txId), chain);
      return row === undefined ? null : decode(chain, row);
    },
    forgetOf(sourceId, accountId) {
      const parties = selectParties.all(sourceId, accountId);
      forgetOf.run(sourceId, accountId);
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

function decodeInput(chain: ChainId, row: StoredInput): UtxoInput {
  const { previousTxId, previousIndex } = row;
  const previous =
    previousTxId === null || previousIndex === null
      ? null
      : { txId: decodeHash(chain, previousTxId), index: previousIndex };
  return { previous, account: row.account, amount: decodeAmount(row.amount) };
}

function decodeOutput(row: StoredOutput): UtxoOutput {
  return { account: row.account, amount: decodeAmount(row.amount) };
}
