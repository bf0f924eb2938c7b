import { InputError } from '../../core/errors.js';
import { whyNoSecondPerson } from '../../desk/payees/confirming.js';
import { walletsToEnd, whyNotMerge } from '../../desk/payees/merging.js';
import { erasably } from '../../store/erasably.js';
import type { StoredField } from '../../store/payeeChangeStore.js';
import type { StoredWallet } from '../../store/payeeWalletStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees } from './payees.js';
import { knownPayee, nowIso, type PayeesMeans, tellChange, toPayee } from './payeesMeans.js';
import { confirmerOf } from './payeeWallets.js';

/** Fields of a merge in the history, by which it is taken back. */
export const MERGE_FIELDS = {
  duplicate: 'duplicate',
  /** Payments of both at that moment. */
  payments: 'payments',
  moved: 'walletMoved',
  ended: 'walletEnded',
  unconfirmed: 'walletUnconfirmed',
  deactivatedAt: 'duplicateDeactivatedAt',
} as const;

/** Merging a duplicate into another payee. */
export function createMerging(means: PayeesMeans): Pick<Payees, 'merge'> {
  const { db, payees, wallets } = means;

  const move = (wallet: StoredWallet, intoId: string, isSecond: boolean): StoredField[] => {
    const isKept = wallet.confirmedAt === null || isSecond;
    const unconfirmed = isKept ? {} : { confirmedAt: null, confirmedBy: null };
    wallets.writeWallet({ ...wallet, payeeId: intoId, ...unconfirmed });
    const moved = { name: MERGE_FIELDS.moved, before: wallet.payeeId, after: wallet.id };
    const lost = { name: MERGE_FIELDS.unconfirmed, before: wallet.confirmedAt, after: wallet.id };
    return isKept ? [moved] : [moved, lost];
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
        const moved = wallets.listWallets(duplicateId).flatMap((wallet) => {
          const isSecond = whyNoSecondPerson(wallet, confirmerOf(by)) === null;
          return move(wallet, intoId, isSecond);
        });
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
