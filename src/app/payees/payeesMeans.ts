import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';
import type { ChangeKind } from '../../desk/payees/undoing.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { PayeeChangeStore, StoredChange, StoredField } from '../../store/payeeChangeStore.js';
import type { PayeeStore, StoredPayee } from '../../store/payeeStore.js';
import type { PayeeWalletStore, StoredWallet } from '../../store/payeeWalletStore.js';
import type { AuditedAction, AuditLog } from '../service/audit.js';
import type { PayeePorts } from './payeePorts.js';

/** What all parts of the payees work with. */
export interface PayeesMeans {
  readonly db: DatabaseHandle;
  readonly payees: PayeeStore;
  readonly wallets: PayeeWalletStore;
  readonly changes: PayeeChangeStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly ports: PayeePorts;
  readonly nowSeconds: () => number;
  /** Cryptographically random bytes. */
  readonly random: (size: number) => Uint8Array;
  readonly newId: () => string;
}

/** The present as an ISO 8601 time in UTC. */
export function nowIso({ nowSeconds }: Pick<PayeesMeans, 'nowSeconds'>): string {
  return formatMoment(nowSeconds());
}

/** The payee of an id. @throws {InputError} when none has it. */
export function knownPayee({ payees }: Pick<PayeesMeans, 'payees'>, payeeId: string): StoredPayee {
  const payee = payees.readPayee(payeeId);
  if (payee === null) throw new InputError('No payee has this id; the list of payees has theirs.');
  return payee;
}

/** The payee of an id, to whom wallets may be added. @throws {InputError} when there is none. */
export function activePayee(means: Pick<PayeesMeans, 'payees'>, payeeId: string): StoredPayee {
  const payee = knownPayee(means, payeeId);
  if (payee.mergedInto !== null) {
    throw new InputError('This payee was merged into another; go on with that one.');
  }
  if (payee.deactivatedAt !== null) {
    throw new InputError('This payee is deactivated; reactivate them first.');
  }
  return payee;
}

/** The wallet of an id. @throws {InputError} when none has it. */
export function knownWallet(
  { wallets }: Pick<PayeesMeans, 'wallets'>,
  walletId: string,
): StoredWallet {
  const wallet = wallets.readWallet(walletId);
  if (wallet === null) throw new InputError("No wallet has this id; the payee's page has theirs.");
  return wallet;
}

/** The wallet of an id that is in use. @throws {InputError} when there is none. */
export function walletInUse(means: Pick<PayeesMeans, 'wallets'>, walletId: string): StoredWallet {
  const wallet = knownWallet(means, walletId);
  if (wallet.endedAt !== null) {
    throw new InputError('This wallet was ended; register it anew.');
  }
  return wallet;
}

/** Something that was done, as the history tells it. */
export interface Doing {
  readonly payeeId: string;
  readonly walletId?: string;
  readonly duplicateId?: string;
  readonly undoesId?: string;
  readonly what: ChangeKind;
  readonly fields: readonly StoredField[];
}

/** Writes a change into the history and an event into the audit log; only inside a transaction. */
export function tellChange(
  means: PayeesMeans,
  { walletId, duplicateId, undoesId, ...doing }: Doing,
  told: { readonly by: Actor; readonly action: AuditedAction; readonly subjectId: string },
): void {
  const change: StoredChange = {
    ...doing,
    changeId: means.newId(),
    walletId: walletId ?? null,
    duplicateId: duplicateId ?? null,
    undoesId: undoesId ?? null,
    at: nowIso(means),
    byPersonId: told.by.personId,
  };
  means.changes.insertChange(change);
  means.audit.append({ actor: told.by, action: told.action, subjectId: told.subjectId });
}

/** The fields in which two states differ. Order: as in the first. */
export function fieldsBetween(
  before: Readonly<Record<string, string | null>>,
  after: Readonly<Record<string, string | null>>,
): readonly StoredField[] {
  return Object.keys(before).flatMap((name) => {
    const field = { name, before: before[name] ?? null, after: after[name] ?? null };
    return field.before === field.after ? [] : [field];
  });
}

/** A payee with their wallets, as everybody else knows them. */
export function toPayee({ wallets }: Pick<PayeesMeans, 'wallets'>, stored: StoredPayee): Payee {
  const { referenceKey: _, searchText: __, ...payee } = stored;
  return { ...payee, wallets: wallets.listWallets(stored.id).map(toWallet) };
}

/** A wallet as everybody else knows it. */
export function toWallet({ choosers: _, ...wallet }: StoredWallet): PayeeWallet {
  return wallet;
}
