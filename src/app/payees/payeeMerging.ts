import { InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { chosenBy } from '../../desk/payees/confirming.js';
import { walletsToEnd, whyNotMerge } from '../../desk/payees/merging.js';
import { UNCONFIRMED_FIELD } from '../../desk/payees/undoing.js';
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
  unconfirmed: UNCONFIRMED_FIELD,
  /** The persons who had chosen what has to be confirmed of a wallet. */
  choosers: 'walletChosenBy',
  deactivatedAt: 'duplicateDeactivatedAt',
} as const;

/** What stands between the persons in the history. */
export const CHOOSERS_BETWEEN = ', ';

/** Merging a duplicate into another payee. */
export function createMerging(means: PayeesMeans): Pick<Payees, 'merge'> {
  const { db, payees, wallets } = means;

  /**
   * Whoever merges chooses whose wallets these are, as whoever registers one does: they are no second
   * person to it, and nobody has confirmed it for this payee yet. That goes for the wallets of both, since
   * those of the one that stays are now found by the reference and name of the other.
   */
  const give = (wallet: StoredWallet, intoId: string, by: Actor): StoredField[] => {
    wallets.writeWallet({ ...wallet, payeeId: intoId, ...chosenBy(wallet, by.personId) });
    const about = (name: string, before: string | null) => ({ name, before, after: wallet.id });
    return [
      ...(wallet.payeeId === intoId ? [] : [about(MERGE_FIELDS.moved, wallet.payeeId)]),
      about(MERGE_FIELDS.choosers, wallet.choosers.join(CHOOSERS_BETWEEN)),
      ...(wallet.confirmedAt === null || wallet.endedAt !== null
        ? []
        : [about(MERGE_FIELDS.unconfirmed, wallet.confirmedAt)]),
    ];
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
        const given = [duplicateId, intoId]
          .flatMap(wallets.listWallets)
          .flatMap((wallet) => give(wallet, intoId, by));
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
          ...given,
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
