import type { ChainId } from '../core/chain.js';
import type { Spend, Tip } from '../screening/ports.js';
import { decodeHash, encodeHash } from './columns.js';
import type { Names } from './names.js';
import type { DatabaseHandle } from './open.js';

/** How outputs were spent, in the database. Writing only inside a writing transaction. */
export interface SpendRows {
  /** A final spend is never replaced by a provisional answer. */
  readonly write: (answer: SpendAnswer) => void;
  /**
   * Every output that was ever answered for. Order: by output.
   *
   * Edge: null as soon as one of them is neither final nor true at the tip, since an output that
   * were left out could be taken for unspent.
   */
  readonly read: (chain: ChainId, txId: string, tip: Tip) => readonly Spend[] | null;
  /** Deletes the answers for transactions of which a part was true only at another tip. */
  readonly forgetOtherTips: (chain: ChainId, tip: Tip) => void;
}

interface SpendAnswer {
  readonly chain: ChainId;
  readonly txId: string;
  readonly spends: readonly Spend[];
  readonly tip: Tip;
  readonly finalHeight: number;
}

interface StoredSpend {
  readonly output: number;
  readonly spenderTxId: Buffer | null;
  readonly spenderHeight: number | null;
  /** Null for what is final. */
  readonly tipHash: string | null;
}

interface NewSpend extends StoredSpend {
  readonly chainId: number;
  readonly txId: Buffer;
}

/** The spends of one database. */
export function createSpendRows(db: DatabaseHandle, names: Names): SpendRows {
  const insert = db.prepare<NewSpend>(`
    INSERT INTO spend (chain_id, tx_id, output, spender_tx_id, spender_height, tip_hash)
    VALUES (@chainId, @txId, @output, @spenderTxId, @spenderHeight, @tipHash)
    ON CONFLICT (chain_id, tx_id, output) DO UPDATE SET
      spender_tx_id = excluded.spender_tx_id, spender_height = excluded.spender_height,
      tip_hash = excluded.tip_hash
    WHERE tip_hash IS NOT NULL OR excluded.tip_hash IS NULL`);
  const select = db.prepare<[number, Buffer], StoredSpend>(`
    SELECT output, spender_tx_id AS spenderTxId, spender_height AS spenderHeight,
      tip_hash AS tipHash
    FROM spend WHERE chain_id = ? AND tx_id = ? ORDER BY output`);
  const forget = db.prepare<{ readonly chainId: number; readonly tipHash: string }>(`
    DELETE FROM spend WHERE chain_id = @chainId AND tx_id IN (
      SELECT tx_id FROM spend
      WHERE chain_id = @chainId AND tip_hash IS NOT NULL AND tip_hash <> @tipHash)`);

  return {
    write({ chain, txId, spends, tip, finalHeight }) {
      const spentTx = { chainId: names.chains.internId(chain), txId: encodeHash(chain, txId) };
      for (const { output, spentBy } of spends) {
        const height = spentBy === null ? null : spentBy.height;
        const isFinal = height !== null && height <= finalHeight;
        insert.run({
          ...spentTx,
          output,
          spenderTxId: spentBy === null ? null : encodeHash(chain, spentBy.txId),
          spenderHeight: height,
          tipHash: isFinal ? null : tip.hash,
        });
      }
    },
    read(chain, txId, tip) {
      const chainId = names.chains.findId(chain);
      if (chainId === undefined) return null;
      const rows = select.all(chainId, encodeHash(chain, txId));
      const isKnown = ({ tipHash }: StoredSpend) => tipHash === null || tipHash === tip.hash;
      if (rows.length === 0 || !rows.every(isKnown)) return null;
      return rows.map((row) => decodeSpend(chain, row));
    },
    forgetOtherTips(chain, tip) {
      forget.run({ chainId: names.chains.internId(chain), tipHash: tip.hash });
    },
  };
}

function decodeSpend(chain: ChainId, row: StoredSpend): Spend {
  const spentBy =
    row.spenderTxId === null
      ? null
      : { txId: decodeHash(chain, row.spenderTxId), height: row.spenderHeight };
  return { output: row.output, spentBy };
}
