import { chainOfAccount } from '../core/account.js';
import type { BalanceAt, Tip } from '../screening/ports.js';
import { decodeAmount, encodeAmount } from './columns.js';
import type { Names } from './names.js';
import type { DatabaseHandle } from './open.js';

/** What accounts held, as of the newest block that a source named. Writing only inside a writing transaction. */
export interface BalanceRows {
  readonly write: (sourceId: number, told: BalanceAt & { readonly amount: bigint | null }) => void;
  /** Undefined where it was not asked at this newest block; null where the source could not tell. */
  readonly read: (at: BalanceAt) => bigint | null | undefined;
  /** Deletes what a source said at any other newest block. */
  readonly forgetOtherTips: (sourceId: number, tip: Tip) => void;
}

interface BalanceKey {
  readonly accountId: number;
  readonly assetId: number;
  readonly sourceId: number;
  readonly tipHash: string;
}

/** The balances of one database. */
export function createBalanceRows(db: DatabaseHandle, names: Names): BalanceRows {
  const upsert = db.prepare<BalanceKey & { readonly amount: string | null }>(`
    INSERT INTO balance (account_id, asset_id, source_id, tip_hash, amount)
    VALUES (@accountId, @assetId, @sourceId, @tipHash, @amount)
    ON CONFLICT (account_id, asset_id, source_id) DO UPDATE SET
      tip_hash = excluded.tip_hash, amount = excluded.amount`);
  const select = db.prepare<BalanceKey, { readonly amount: string | null }>(`
    SELECT amount FROM balance
    WHERE account_id = @accountId AND asset_id = @assetId AND source_id = @sourceId
      AND tip_hash = @tipHash`);
  const forget = db.prepare<[number, string]>(
    'DELETE FROM balance WHERE source_id = ? AND tip_hash <> ?',
  );
  return {
    write(sourceId, { account, asset, tip, amount }) {
      upsert.run({
        accountId: names.accounts.internId(account),
        assetId: names.assets.internId(asset),
        sourceId,
        tipHash: tip.hash,
        amount: amount === null ? null : encodeAmount(amount),
      });
    },
    read({ account, asset, source, tip }) {
      const accountId = names.accounts.findId(account);
      const assetId = names.assets.findId(asset);
      const sourceId = names.findSourceId(chainOfAccount(account), source);
      if (accountId === undefined || assetId === undefined || sourceId === undefined) {
        return undefined;
      }
      const row = select.get({ accountId, assetId, sourceId, tipHash: tip.hash });
      if (row === undefined) return undefined;
      return row.amount === null ? null : decodeAmount(row.amount);
    },
    forgetOtherTips(sourceId, tip) {
      forget.run(sourceId, tip.hash);
    },
  };
}
