import { z } from 'zod';
import type { Payees } from '../../app/payees/payees.js';
import type { PaymentChecks } from '../../app/payments/paymentChecks.js';
import type { Payee } from '../../core/payee.js';
import type { PaymentCheck } from '../../core/payment.js';
import { Refusal } from '../problem.js';

/** The id of a check in a path. */
export const checkPath = z.object({ checkId: z.string().max(64) });

/** The check of a path. @throws {Refusal} where there is none. */
export function knownCheck({ read }: Pick<PaymentChecks, 'read'>, checkId: string): PaymentCheck {
  const check = read(checkId);
  if (check === null) throw new Refusal('not-found', 'There is no check of this id here.');
  return check;
}

/**
 * A payee by id or reference; null for nobody.
 *
 * Edge: of one that was merged into another, that other one, who is paid instead.
 */
export function findPaid(
  { read, find }: Pick<Payees, 'read' | 'find'>,
  named: string,
): Payee | null {
  const text = named.trim();
  if (text === '') return null;
  let payee = read(text) ?? find(text);
  while (payee !== null && payee.mergedInto !== null) payee = read(payee.mergedInto);
  return payee;
}
