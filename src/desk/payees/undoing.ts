import type { PayeeWallet } from '../../core/payee.js';

/** What may be done to a payee or a wallet. A closed list. */
export const CHANGE_KINDS = [
  'added',
  'edited',
  'deactivated',
  'reactivated',
  'merged',
  'wallet-registered',
  'wallet-edited',
  'wallet-confirmed',
  'wallet-ended',
  'proof-recorded',
  'undone',
] as const;

/**
 * What the history tells of a wallet that has to be confirmed again by a change of its payee: when it was
 * confirmed, and which it is.
 */
export const UNCONFIRMED_FIELD = 'walletUnconfirmed';

/** What was done to a payee or a wallet. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A change as far as it matters for taking it back. */
export interface UndoableChange {
  readonly changeId: string;
  readonly payeeId: string;
  readonly walletId: string | null;
  readonly duplicateId: string | null;
  readonly what: ChangeKind;
  readonly fields: readonly { readonly name: string }[];
  /** The change that it takes back; null for none. */
  readonly undoesId: string | null;
}

/** What may rest on a change. */
export interface UndoGrounds {
  /** Later changes of the payees and wallets that it is about. Order: any. */
  readonly later: readonly UndoableChange[];
  /** Whether the payee that it is about was merged into another. */
  readonly isMerged: boolean;
  /** The wallet that it is about, as it is now, and its payments; null where it is about none. */
  readonly wallet:
    | (Pick<PayeeWallet, 'confirmedAt' | 'endedAt'> & { readonly payments: number })
    | null;
  /** Of a merge: whether the duplicate is still there, and whether payments came since. */
  readonly merge: { readonly hasDuplicate: boolean; readonly hasPaymentsSince: boolean } | null;
}

/**
 * Why a change cannot be taken back, in a sentence; null where it can.
 *
 * Later changes that were themselves taken back count no more.
 */
export function whyNotUndo(change: UndoableChange, grounds: UndoGrounds): string | null {
  const undone = new Set(grounds.later.map(({ undoesId }) => undoesId));
  if (undone.has(change.changeId)) return 'It was taken back already.';
  const standing = grounds.later.filter(
    ({ what, changeId }) => what !== 'undone' && !undone.has(changeId),
  );
  switch (change.what) {
    case 'added':
      return 'A payee that was added is deleted instead.';
    case 'undone':
      return 'It takes back another change; make that change anew instead.';
    case 'merged':
      return whyNotUnmerge(grounds, standing);
    case 'edited':
    case 'deactivated':
    case 'reactivated':
      if (grounds.isMerged) return 'The payee was merged into another since; take that back first.';
      return whyOverlaps(change, standing);
    case 'wallet-registered':
      if (hasPayments(grounds)) return PAID;
      if (grounds.wallet?.endedAt !== null) return 'The wallet was ended since.';
      return standing.some(({ walletId }) => walletId === change.walletId)
        ? 'The wallet was changed, confirmed or proven since; end it instead.'
        : null;
    case 'wallet-confirmed':
      if (hasPayments(grounds)) return PAID;
      if (grounds.wallet?.confirmedAt === null) return 'The wallet is not confirmed any more.';
      return whyOverlaps(change, standing);
    case 'wallet-edited':
    case 'wallet-ended':
    case 'proof-recorded':
      return whyOverlaps(change, standing);
  }
}

const PAID = 'Payments rest on the wallet; end it instead.';

function hasPayments({ wallet }: UndoGrounds): boolean {
  return wallet !== null && wallet.payments > 0;
}

function whyNotUnmerge({ merge }: UndoGrounds, standing: readonly UndoableChange[]): string | null {
  if (merge === null || !merge.hasDuplicate) return 'The duplicate was deleted since.';
  if (merge.hasPaymentsSince) return 'Payments rest on it.';
  return standing.length > 0 ? 'One of the two was changed since; take that back first.' : null;
}

function whyOverlaps(change: UndoableChange, standing: readonly UndoableChange[]): string | null {
  // That a wallet lost its confirmation is no field that comes back.
  const names = new Set(
    change.fields.map(({ name }) => name).filter((name) => name !== UNCONFIRMED_FIELD),
  );
  const isLater = standing.some(
    ({ payeeId, walletId, fields }) =>
      walletId === change.walletId &&
      (walletId !== null || payeeId === change.payeeId) &&
      fields.some(({ name }) => names.has(name)),
  );
  return isLater ? 'The same was changed again since; take that back first.' : null;
}
