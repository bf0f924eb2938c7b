import type { Actor } from '../../core/role.js';
import { chosenBy } from '../../desk/payees/confirming.js';
import { UNCONFIRMED_FIELD } from '../../desk/payees/undoing.js';
import type { StoredField } from '../../store/payeeChangeStore.js';
import type { PayeesMeans } from './payeesMeans.js';

/**
 * Has every wallet of a payee confirmed again, by another person than this one; the ended ones too, which
 * may come back. Gives what the history tells of it. Only inside a transaction.
 */
export function unconfirmWallets(
  { wallets }: Pick<PayeesMeans, 'wallets'>,
  payeeId: string,
  { personId }: Pick<Actor, 'personId'>,
): readonly StoredField[] {
  return wallets.listWallets(payeeId).flatMap((wallet) => {
    wallets.writeWallet({ ...wallet, ...chosenBy(wallet, personId) });
    if (wallet.confirmedAt === null || wallet.endedAt !== null) return [];
    return [{ name: UNCONFIRMED_FIELD, before: wallet.confirmedAt, after: wallet.id }];
  });
}

/** Whether fields that changed are those by which payees are found and told apart. */
export function isRenamed(fields: readonly Pick<StoredField, 'name'>[]): boolean {
  return fields.some(({ name }) => name === 'reference' || name === 'name');
}
