import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { walletsToEnd, whyNotMerge } from '../../desk/payees/merging.js';
import { erasably } from '../../store/erasably.js';
import type { StoredField } from '../../store/payeeChangeStore.js';
import type { StoredWallet } from '../../store/payeeWalletStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees } from './payees.js';
import { knownPayee, nowIso, type PayeesMeans, tellChange, toPayee } from './payeesMeans.js';

/** Fields of a merge in the history, by which it is taken back. */
export const MERGE_FIELDS = {
  duplicate: 'duplicate',
  /** Payments of both at that moment. */
  payments: 'payments',
  moved: 'walletMoved',
  ended: 'walletEnded',
  unconfirmed: 'walletUnconfirmed',
  /** The person who had last changed a wallet that moved. */
  changedBy: 'walletChangedBy',
  deactivatedAt: 'duplicateDeactivatedAt',
} as const;

/** Merging a duplicate into another payee. */
export function createMerging(means: PayeesMeans): Pick<Payees, 'merge'> {
  const { db, payees, wallets } = means;

  /**
   * Whoever merges chooses whose wallets these are, as whoever registers one does: they are no second
   * person to it, and nobody has confirmed it for this payee yet.
   */
  const move = (wallet: StoredWallet, intoId: string, by: Actor): StoredField[] => {
    const moved = { name: MERGE_FIELDS.moved, before: wallet.payeeId, after: wallet.id };
    if (wallet.endedAt !== null) {
      wallets.writeWallet({ ...wallet, payeeId: intoId });
      return [moved];
    }
    const unconfirmed = { confirmedAt: null, confirmedBy: null, changedBy: by.personId };
    wallets.writeWallet({ ...wallet, payeeId: intoId, ...unconfirmed });
    const chosen = { name: MERGE_FIELDS.changedBy, before: wallet.changedBy, after: wallet.id };
    const lost = { name: MERGE_FIELDS.unconfirmed, before: wallet.confirmedAt, after: wallet.id };
    return wallet.confirmedAt === null ? [moved, chosen] : [moved, chosen, lost];
  };

  return {
    merge: ({ duplicateId, intoId }, by) => {
      assertMay(by, 'payees');
      return erasably(db, () => {
        const duplicate = knownPayee(means, duplicateId);
        const target = knownPayee(means, intoId);
        const problem = whyNotMerge(duplicate, target);
        if (problem !== null) throw new InputError(problem);
        const theirs = wallets.listWallets(duplicateId);
        const ending = walletsToEnd(theirs, wallets.listWallets(intoId));
        const endedAt = nowIso(means);
        for (const wallet of ending) wallets.writeWallet({ ...wallet, endedAt });
        const moved = wallets
          .listWallets(duplicateId)
          .flatMap((wallet) => move(wallet, intoId, by));
        const deactivatedAt = duplicate.deactivatedAt ?? endedAt;
        payees.writePayee({ ...duplicate, deactivatedAt, mergedInto: intoId });
        const fields = [
          { name: MERGE_FIELDS.duplicate, before: null, after: duplicateId },
          {
            name: MERGE_FIELDS.deactivatedAt,
            before: duplicate.deactivatedAt,
            after: deactivatedAt,
          },
          {
            name: MERGE_FIELDS.payments,
            before: null,
            after: `${countBoth(means, duplicateId, intoId)}`,
          },
          ...moved,
          ...ending.map(({ id }) => ({ name: MERGE_FIELDS.ended, before: null, after: id })),
        ];
        means.audit.append({ actor: by, action: 'payees-merged', subjectId: duplicateId });
        const change = { payeeId: intoId, duplicateId, what: 'merged', fields } as const;
        tellChange(means, change, { by, action: 'payees-merged', subjectId: intoId });
        return toPayee(means, target);
      });
    },
  };
}

/** Payments of a duplicate and of the payee into whom it is merged. */
export function countBoth(
  { ports }: Pick<PayeesMeans, 'ports'>,
  duplicateId: string,
  intoId: string,
): number {
  return ports.countPayments(duplicateId) + ports.countPayments(intoId);
}
