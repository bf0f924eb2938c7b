import type { DatabaseHandle } from './open.js';
import { decodeFamily } from './paymentRows.js';
import { guarded } from './storeFailure.js';

/** A registered wallet, in use or not. Times are ISO 8601 in UTC, days ISO days. */
export interface MonthWallet {
  readonly walletId: string;
  readonly payeeId: string;
  /** The address as its chain writes it. */
  readonly address: string;
  readonly family: 'evm' | 'utxo';
  /** Short names of the chains on which it may be paid. */
  readonly chains: readonly string[];
  readonly registeredAt: string;
  readonly validUntil: string | null;
  readonly endedAt: string | null;
  /** When its payee was last deactivated; null while they are active. */
  readonly deactivatedAt: string | null;
}

/** Payees and their wallets as a month reads them: all at once. */
export interface MonthRoster {
  /** Order: as registered. */
  readonly listWallets: () => readonly MonthWallet[];
  /** References by payee id: personal data. */
  readonly listReferences: () => ReadonlyMap<string, string>;
}

interface WalletRow extends Omit<MonthWallet, 'family' | 'chains'> {
  readonly family: string;
  readonly chainsJson: string;
}

/** The payees in a database. @throws {StoreError} from every call, when the database fails. */
export function createMonthRoster(db: DatabaseHandle): MonthRoster {
  const selectWallets = db.prepare<[], WalletRow>(`
    SELECT wallet_id AS walletId, payee_wallet.payee_id AS payeeId, address, family,
      chains_json AS chainsJson, registered_at AS registeredAt, valid_until AS validUntil,
      ended_at AS endedAt, deactivated_at AS deactivatedAt
    FROM payee_wallet JOIN payee USING (payee_id) ORDER BY payee_wallet.sequence`);
  const selectReferences = db.prepare<[], { readonly payeeId: string; readonly reference: string }>(
    'SELECT payee_id AS payeeId, reference FROM payee',
  );
  return {
    listWallets: guarded(db.name, () =>
      selectWallets.all().map(({ chainsJson, ...row }) => {
        // Written from names of chains.
        const chains: readonly string[] = JSON.parse(chainsJson);
        return { ...row, chains, family: decodeFamily(row.family) };
      }),
    ),
    listReferences: guarded(
      db.name,
      () => new Map(selectReferences.all().map(({ payeeId, reference }) => [payeeId, reference])),
    ),
  };
}
