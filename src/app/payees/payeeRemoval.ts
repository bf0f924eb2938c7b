import { InputError } from '../../core/errors.js';
import { erasably } from '../../store/erasably.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees, Removal } from './payees.js';
import { knownPayee, type PayeesMeans } from './payeesMeans.js';

/** Deleting payees, where nothing has to be kept. */
export function createRemoval(
  means: PayeesMeans,
  { deactivate }: Pick<Payees, 'deactivate'>,
): Pick<Payees, 'remove'> {
  const { db, payees, ports, audit } = means;
  return {
    remove: (payeeId, by) => {
      assertMay(by, 'payees');
      const removal = erasably(db, (): Removal => {
        if (knownPayee(means, payeeId).mergedInto !== null) {
          throw new InputError(
            'This payee was merged into another and goes with that one; delete that one, or undo the merge first.',
          );
        }
        const ids = [payeeId, ...payees.listMerged(payeeId)];
        const count = ids.reduce((sum, id) => sum + ports.countPayments(id), 0);
        if (count > 0) {
          deactivate(payeeId, by);
          return { kind: 'deactivated', why: whyKept(count) };
        }
        for (const { forget } of ports.records) for (const id of ids) forget?.(id);
        payees.deletePayees(ids);
        for (const id of ids) audit.append({ actor: by, action: 'payee-deleted', subjectId: id });
        return { kind: 'deleted' };
      });
      if (removal.kind === 'deleted') payees.forgetDeleted();
      return removal;
    },
  };
}

function whyKept(count: number): string {
  const payments = count === 1 ? 'One payment names' : `${count} payments name`;
  return `${payments} this payee, and what was paid to whom has to be kept; so the payee is deactivated and not deleted.`;
}
