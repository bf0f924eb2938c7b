import { Bug, InputError, StoreError } from '../../core/errors.js';
import type { PayeeWallet } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';
import { chosenBy } from '../../desk/payees/confirming.js';
import {
  CHANGE_KINDS,
  type ChangeKind,
  type UndoableChange,
  whyNotUndo,
} from '../../desk/payees/undoing.js';
import { erasably } from '../../store/erasably.js';
import type { PlacedChange, StoredField } from '../../store/payeeChangeStore.js';
import type { StoredWallet } from '../../store/payeeWalletStore.js';
import { assertMay } from '../access/accessMeans.js';
import { assertFree, detailsOf, keepDetails } from './payeeBook.js';
import { CHOOSERS_BETWEEN, countBoth, MERGE_FIELDS } from './payeeMerging.js';
import type { PayeeChange, Payees } from './payees.js';
import {
  fieldsBetween,
  knownPayee,
  knownWallet,
  nowIso,
  type PayeesMeans,
  tellChange,
  toPayee,
} from './payeesMeans.js';
import { assertUnused } from './payeeWallets.js';
import { isRenamed, unconfirmWallets } from './unconfirming.js';
import { CHAINS_BETWEEN, walletFields } from './walletDetails.js';

/** A change whose kind is one that Hopsight writes. */
type KnownChange = PlacedChange & { readonly what: ChangeKind };

/** The history of payees, and taking changes of it back. */
export function createUndoing(means: PayeesMeans): Pick<Payees, 'undo' | 'listChanges'> {
  const { db, payees, changes } = means;
  return {
    listChanges: (payeeId) => {
      knownPayee(means, payeeId);
      const ids = [payeeId, ...payees.listMerged(payeeId)];
      return changes
        .listChanges(ids)
        .map(toKnown)
        .map((change) => toChange(change, whyNot(means, change)));
    },
    undo: (changeId, by) => {
      assertMay(by, 'payees');
      return erasably(db, () => {
        const found = changes.readChange(changeId);
        if (found === null) {
          throw new InputError("No change has this id; the payee's history has theirs.");
        }
        const change = toKnown(found);
        const problem = whyNot(means, change);
        if (problem !== null) throw new InputError(`This cannot be taken back. ${problem}`);
        const fields = takeBack(means, change, by);
        const { payeeId, walletId, duplicateId } = change;
        const about = {
          ...(walletId === null ? {} : { walletId }),
          ...(duplicateId === null ? {} : { duplicateId }),
        };
        const ownerId = walletId === null ? payeeId : knownWallet(means, walletId).payeeId;
        tellChange(
          means,
          { payeeId: ownerId, ...about, undoesId: changeId, what: 'undone', fields },
          { by, action: 'payee-change-undone', subjectId: walletId ?? payeeId },
        );
        return toPayee(means, knownPayee(means, ownerId));
      });
    },
  };
}

function whyNot(means: PayeesMeans, change: KnownChange): string | null {
  const { payees, changes, wallets, ports } = means;
  const { payeeId, walletId, duplicateId } = change;
  const wallet = walletId === null ? null : wallets.readWallet(walletId);
  const about = [payeeId, duplicateId, wallet?.payeeId].flatMap((id) =>
    typeof id === 'string' ? [id, ...payees.listMerged(id)] : [],
  );
  const later = changes
    .listChanges([...new Set(about)])
    .filter(({ sequence }) => sequence > change.sequence)
    .map(toKnown);
  return whyNotUndo(change, {
    later: later satisfies readonly UndoableChange[],
    isMerged: payees.readPayee(payeeId)?.mergedInto !== null,
    wallet: wallet === null ? null : { ...wallet, payments: ports.countWalletPayments(wallet.id) },
    merge:
      duplicateId === null
        ? null
        : {
            hasDuplicate: payees.readPayee(duplicateId)?.mergedInto === payeeId,
            hasPaymentsSince:
              `${countBoth(means, duplicateId, payeeId)}` !==
              fieldOf(change, MERGE_FIELDS.payments, 'after'),
          },
  });
}

/** Brings back what was before a change, and tells what that changed. */
function takeBack(means: PayeesMeans, change: KnownChange, by: Actor): readonly StoredField[] {
  switch (change.what) {
    case 'edited':
    case 'deactivated':
    case 'reactivated':
      return restorePayee(means, change, by);
    case 'wallet-registered':
      return writeWallet(means, walletIdOf(change), { endedAt: nowIso(means) });
    case 'wallet-edited':
      return writeWallet(means, walletIdOf(change), {
        ...termsBefore(change),
        ...chosenBy(knownWallet(means, walletIdOf(change)), by.personId),
      });
    case 'wallet-confirmed':
      return writeWallet(means, walletIdOf(change), { confirmedAt: null, confirmedBy: null });
    case 'wallet-ended': {
      const wallet = knownWallet(means, walletIdOf(change));
      assertUnused(means, wallet.payeeId, wallet.address);
      const back = { endedAt: null, ...chosenBy(wallet, by.personId) };
      return writeWallet(means, walletIdOf(change), back);
    }
    case 'proof-recorded': {
      const proofId = fieldOf(change, 'proofId', 'after');
      means.wallets.deleteProof(proofId ?? '');
      return [{ name: 'proofId', before: proofId, after: null }];
    }
    case 'merged':
      return unmerge(means, change);
    case 'added':
    case 'undone':
      throw new Bug('A change that cannot be taken back was to be.', { what: change.what });
  }
}

/** A reference or a name that comes back is one that changes: the wallets are confirmed again. */
function restorePayee(means: PayeesMeans, change: KnownChange, by: Actor): readonly StoredField[] {
  const payee = knownPayee(means, change.payeeId);
  const names = Object.fromEntries(change.fields.map(({ name, before }) => [name, before]));
  const { deactivatedAt = payee.deactivatedAt, ...texts } = names;
  const kept = keepDetails({ ...detailsOf(payee), ...withoutNull(texts) });
  assertFree(means, kept.referenceKey, payee.id);
  const after = { ...payee, ...kept, deactivatedAt };
  means.payees.writePayee(after);
  const told = (of: typeof after) => ({ ...detailsOf(of), deactivatedAt: of.deactivatedAt });
  const fields = fieldsBetween(told(payee), told(after));
  return isRenamed(fields) ? [...fields, ...unconfirmWallets(means, payee.id, by)] : fields;
}

function withoutNull(texts: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  );
}

function termsBefore({ fields }: KnownChange): Partial<PayeeWallet> {
  const before = new Map(fields.map((field) => [field.name, field.before]));
  const chains = before.get('chains');
  const custody = before.get('custody');
  return {
    ...(typeof chains === 'string' ? { chains: chains.split(CHAINS_BETWEEN) } : {}),
    ...(custody === 'own' || custody === 'custodial' ? { custody } : {}),
    ...(before.has('validFrom') ? { validFrom: before.get('validFrom') ?? null } : {}),
    ...(before.has('validUntil') ? { validUntil: before.get('validUntil') ?? null } : {}),
  };
}

function writeWallet(
  means: PayeesMeans,
  walletId: string,
  parts: Partial<StoredWallet>,
): readonly StoredField[] {
  const before = knownWallet(means, walletId);
  const after = { ...before, ...parts };
  means.wallets.writeWallet(after);
  if (after.endedAt !== null) means.wallets.deleteRequest(walletId);
  const told = (of: PayeeWallet) => ({ ...walletFields(of), endedAt: of.endedAt });
  return fieldsBetween(told(before), told(after));
}

function unmerge(means: PayeesMeans, change: KnownChange): readonly StoredField[] {
  const { payees, wallets } = means;
  const duplicate = knownPayee(means, change.duplicateId ?? '');
  for (const id of idsOf(change, MERGE_FIELDS.moved)) {
    wallets.writeWallet({ ...knownWallet(means, id), payeeId: duplicate.id });
  }
  for (const { name, before, after: id } of change.fields) {
    if (name !== MERGE_FIELDS.choosers || before === null || id === null) continue;
    const choosers = before.split(CHOOSERS_BETWEEN);
    wallets.writeWallet({ ...knownWallet(means, id), choosers });
  }
  // After they were given back: one payee may not have an address in use twice.
  for (const id of idsOf(change, MERGE_FIELDS.ended)) {
    wallets.writeWallet({ ...knownWallet(means, id), endedAt: null });
  }
  const deactivatedAt = fieldOf(change, MERGE_FIELDS.deactivatedAt, 'before');
  payees.writePayee({ ...duplicate, deactivatedAt, mergedInto: null });
  return change.fields
    .filter(({ name }) => name !== MERGE_FIELDS.payments)
    .map(({ name, before, after }) => ({ name, before: after, after: before }));
}

function idsOf({ fields }: KnownChange, name: string): readonly string[] {
  return fields.flatMap((field) =>
    field.name === name && field.after !== null ? [field.after] : [],
  );
}

function fieldOf({ fields }: KnownChange, name: string, state: 'before' | 'after'): string | null {
  return fields.find((field) => field.name === name)?.[state] ?? null;
}

function walletIdOf({ walletId, what }: KnownChange): string {
  if (walletId === null) throw new Bug('A change of a wallet names none.', { what });
  return walletId;
}

function toKnown(change: PlacedChange): KnownChange {
  const what = CHANGE_KINDS.find((kind) => kind === change.what);
  if (what === undefined) {
    throw new StoreError(
      'The history of a payee holds a change that no Hopsight wrote; restore the file from a copy.',
    );
  }
  return { ...change, what };
}

function toChange(change: KnownChange, why: string | null): PayeeChange {
  const { changeId: id, payeeId, walletId, at, byPersonId: by, what, fields } = change;
  const undo = why === null ? ({ kind: 'possible' } as const) : ({ kind: 'no', why } as const);
  return { id, payeeId, walletId, at, by, what, fields, undo };
}
