import { z } from 'zod';
import type { PayeeChange, Payees } from '../../app/payees/payees.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import { Refusal } from '../problem.js';

const id = () => z.string().max(64);

/** The id of a payee in a path. */
export const payeePath = z.object({ payeeId: id() });

/** The ids of a payee and of a wallet of theirs in a path. */
export const walletPath = z.object({ payeeId: id(), walletId: id() });

/** The ids of a payee and of a change of theirs in a path. */
export const changePath = z.object({ payeeId: id(), changeId: id() });

/** What was done before a page is shown, as a word. */
export const doneSchema = z.object({ done: z.string().max(40).optional() });

/** The payee of a path. @throws {Refusal} where there is none. */
export function knownPayee({ read }: Pick<Payees, 'read'>, payeeId: string): Payee {
  const payee = read(payeeId);
  if (payee === null) throw new Refusal('not-found', 'There is no payee of this id here.');
  return payee;
}

/** The wallet of a path. @throws {Refusal} where that payee has none of this id. */
export function knownWallet(
  payees: Pick<Payees, 'read'>,
  { payeeId, walletId }: z.output<typeof walletPath>,
): { readonly payee: Payee; readonly wallet: PayeeWallet } {
  const payee = knownPayee(payees, payeeId);
  const wallet = payee.wallets.find((one) => one.id === walletId);
  if (wallet === undefined) {
    throw new Refusal('not-found', 'This payee has no wallet of this id.');
  }
  return { payee, wallet };
}

/** The change of a path. @throws {Refusal} where that payee has none of this id. */
export function knownChange(
  payees: Pick<Payees, 'read' | 'listChanges'>,
  { payeeId, changeId }: z.output<typeof changePath>,
): PayeeChange {
  const { id } = knownPayee(payees, payeeId);
  const change = payees.listChanges(id).find((one) => one.id === changeId);
  if (change === undefined) {
    throw new Refusal('not-found', 'This payee has no change of this id.');
  }
  return change;
}
