import { InputError } from '../../core/errors.js';
import { foldCase, searchTextOf } from '../../desk/payees/payeeTexts.js';
import { erasably } from '../../store/erasably.js';
import type { StoredPayee } from '../../store/payeeStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { PayeeDetails, PayeeQuery, Payees } from './payees.js';
import {
  fieldsBetween,
  knownPayee,
  nowIso,
  type PayeesMeans,
  tellChange,
  toPayee,
} from './payeesMeans.js';
import { keepLine, keepText } from './payeeTextsKept.js';
import { isRenamed, unconfirmWallets } from './unconfirming.js';

/** Most payees of a page, whatever is asked for. */
const MOST_ROWS = 200;

/** The part of the payees that is about who they are. */
export type PayeeBook = Pick<
  Payees,
  'add' | 'edit' | 'deactivate' | 'reactivate' | 'read' | 'find' | 'search'
>;

/** Adding, changing and finding payees. */
export function createPayeeBook(means: PayeesMeans): PayeeBook {
  const { db, payees } = means;

  const add: Payees['add'] = (details, by) => {
    assertMay(by, 'payees');
    const kept = keepDetails(details);
    return erasably(db, () => {
      assertFree(means, kept.referenceKey, null);
      const id = means.newId();
      const payee: StoredPayee = {
        ...{ id, ...kept, createdAt: nowIso(means) },
        ...{ deactivatedAt: null, mergedInto: null },
      };
      payees.insertPayee(payee);
      const fields = fieldsBetween({ reference: null, name: null, told: null }, detailsOf(kept));
      const told = { by, action: 'payee-added', subjectId: id } as const;
      tellChange(means, { payeeId: id, what: 'added', fields }, told);
      return toPayee(means, payee);
    });
  };

  const edit: Payees['edit'] = (payeeId, details, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = knownPayee(means, payeeId);
      assertNotMerged(before);
      const after = { ...before, ...keepDetails({ ...detailsOf(before), ...details }) };
      const fields = fieldsBetween(detailsOf(before), detailsOf(after));
      if (fields.length === 0) return toPayee(means, before);
      assertFree(means, after.referenceKey, payeeId);
      payees.writePayee(after);
      const told = { by, action: 'payee-changed', subjectId: payeeId } as const;
      const unconfirmed = isRenamed(fields) ? unconfirmWallets(means, payeeId, by) : [];
      tellChange(means, { payeeId, what: 'edited', fields: [...fields, ...unconfirmed] }, told);
      return toPayee(means, after);
    });
  };

  const deactivate: Payees['deactivate'] = (payeeId, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = knownPayee(means, payeeId);
      if (before.deactivatedAt !== null) return toPayee(means, before);
      const after = { ...before, deactivatedAt: nowIso(means) };
      payees.writePayee(after);
      const fields = [{ name: 'deactivatedAt', before: null, after: after.deactivatedAt }];
      const told = { by, action: 'payee-deactivated', subjectId: payeeId } as const;
      tellChange(means, { payeeId, what: 'deactivated', fields }, told);
      return toPayee(means, after);
    });
  };

  const reactivate: Payees['reactivate'] = (payeeId, by) => {
    assertMay(by, 'payees');
    return erasably(db, () => {
      const before = knownPayee(means, payeeId);
      assertNotMerged(before);
      if (before.deactivatedAt === null) return toPayee(means, before);
      const after = { ...before, deactivatedAt: null };
      payees.writePayee(after);
      const fields = [{ name: 'deactivatedAt', before: before.deactivatedAt, after: null }];
      const told = { by, action: 'payee-reactivated', subjectId: payeeId } as const;
      tellChange(means, { payeeId, what: 'reactivated', fields }, told);
      return toPayee(means, after);
    });
  };

  return {
    ...{ add, edit, deactivate, reactivate },
    read: (payeeId) => {
      const payee = payees.readPayee(payeeId);
      return payee === null ? null : toPayee(means, payee);
    },
    find: (reference) => {
      const payee = payees.findPayee(foldCase(reference));
      return payee === null ? null : toPayee(means, payee);
    },
    search: (query) => searchPayees(means, query),
  };
}

function searchPayees(means: PayeesMeans, query: PayeeQuery): ReturnType<Payees['search']> {
  const { payees } = means;
  const most = Math.min(MOST_ROWS, Math.max(1, Math.floor(query.limit)));
  const text = query.text?.trim() ?? '';
  const found = payees.searchPayees({
    text: text === '' ? null : foldCase(text),
    addressText: text === '' ? null : text.toLowerCase(),
    state: query.state,
    afterKey: query.cursor === null ? null : keyAt(means, query.cursor),
    limit: most + 1,
  });
  const shown = found.slice(0, most);
  return {
    payees: shown.map((payee) => toPayee(means, payee)),
    // An id and not the reference: cursors stand in addresses, which end up in logs.
    nextCursor: found.length > most ? (shown.at(-1)?.id ?? null) : null,
  };
}

function keyAt({ payees }: PayeesMeans, cursor: string): string {
  const last = payees.readPayee(cursor);
  if (last !== null) return last.referenceKey;
  throw new InputError('The cursor is none that a page gave; begin with the first page.');
}

/** Refuses a reference that another payee has. @throws {InputError} */
export function assertFree(
  { payees }: Pick<PayeesMeans, 'payees'>,
  referenceKey: string,
  payeeId: string | null,
): void {
  const other = payees.findPayee(referenceKey);
  if (other === null || other.id === payeeId) return;
  throw new InputError(
    'Another payee has this reference, whatever the case of its letters; take another, or merge the two.',
  );
}

/** The details that people give, by name. */
export function detailsOf({
  reference,
  name,
  told,
}: PayeeDetails): Record<'reference' | 'name' | 'told', string> {
  return { reference, name, told };
}

/** Details as they are kept, with what they are found by. @throws {InputError} for what cannot be kept. */
export function keepDetails(
  details: PayeeDetails,
): PayeeDetails & Pick<StoredPayee, 'referenceKey' | 'searchText'> {
  const reference = keepLine(details.reference, 'reference');
  const name = keepLine(details.name, 'name');
  const told = keepText(details.told, 'text of what they were told');
  return {
    ...{ reference, name, told },
    referenceKey: foldCase(reference),
    searchText: searchTextOf({ reference, name }),
  };
}

function assertNotMerged({ mergedInto }: Pick<StoredPayee, 'mergedInto'>): void {
  if (mergedInto === null) return;
  throw new InputError(
    'This payee was merged into another; go on with that one, or undo the merge.',
  );
}
