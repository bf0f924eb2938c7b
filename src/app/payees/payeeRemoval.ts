import { InputError } from '../../core/errors.js';
import { erasably } from '../../store/erasably.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees, Removal } from './payees.js';
import { knownPayee, nowIso, type PayeesMeans } from './payeesMeans.js';

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
        const forgetting = { at: nowIso(means), by, words: wordsOf(means, ids) };
        for (const { forget } of ports.records) for (const id of ids) forget?.(id, forgetting);
        payees.deletePayees(ids);
        for (const id of ids) audit.append({ actor: by, action: 'payee-deleted', subjectId: id });
        return { kind: 'deleted' };
      });
      if (removal.kind === 'deleted') payees.forgetDeleted();
      return removal;
    },
  };
}

/** What these payees were ever called. */
function wordsOf(
  { payees, changes }: Pick<PayeesMeans, 'payees' | 'changes'>,
  payeeIds: readonly string[],
): readonly string[] {
  const now = payeeIds.flatMap((id) => {
    const { reference, name } = payees.readPayee(id) ?? {};
    return [reference, name];
  });
  const ever = changes
    .listChanges(payeeIds)
    .filter(({ payeeId }) => payeeIds.includes(payeeId))
    .flatMap(({ fields }) => fields)
    .filter(({ name }) => name === 'reference' || name === 'name')
    .flatMap(({ before, after }) => [before, after]);
  return [...new Set([...now, ...ever])].filter((word) => typeof word === 'string');
}

function whyKept(count: number): string {
  const payments = count === 1 ? 'One payment names' : `${count} payments name`;
  return `${payments} this payee, and what was paid to whom has to be kept; so the payee is deactivated and not deleted.`;
}
