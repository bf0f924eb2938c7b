import { findChainByName } from '../../core/chain.js';
import { Bug, InputError } from '../../core/errors.js';
import type { Actor } from '../../core/role.js';
import { findMade } from '../../desk/payments/madePayment.js';
import { atomically } from '../../store/atomically.js';
import type { StoredPayment } from '../../store/paymentRows.js';
import { assertMay } from '../access/accessMeans.js';
import { assertDecidingPerson } from './decidingPerson.js';
import type { PaymentChecks } from './paymentChecks.js';
import { accountOf } from './paymentFacts.js';
import type { PaymentMeans } from './paymentPorts.js';
import { toCheck } from './toCheck.js';

/**
 * The part of the checks that takes one back.
 *
 * What is not approved anybody takes back who may have payments checked. To take back an approval makes its
 * invoice payable once more with nobody having looked at it, which otherwise comes out `review`: so it takes
 * who may release one, whoever asked for the check. And what is known to have been paid is not taken back by
 * anybody; whoever wants to pay it once more has that released.
 *
 * Blind spot: a payment that nobody told, and that no look at the chain has found yet.
 */
export function createWithdrawing(
  means: PaymentMeans,
  {
    known,
    nowIso,
  }: {
    readonly known: (checkId: string) => StoredPayment;
    readonly nowIso: () => string;
  },
): PaymentChecks['withdraw'] {
  const { db, store, audit } = means;
  return (checkId, by) => {
    assertMay(by, 'pay');
    return atomically(db, () => {
      const payment = known(checkId);
      if (payment.withdrawnAt !== null) return toCheck(payment);
      assertWithdrawable(payment, { by, means });
      store.writeWithdrawal(checkId, { at: nowIso(), by: by.personId });
      audit.append({ actor: by, action: 'payment-withdrawn', subjectId: checkId });
      return toCheck(known(checkId));
    });
  };
}

/** @throws {InputError} for what was paid, and for who may not let one be paid again. */
function assertWithdrawable(
  payment: StoredPayment,
  { by, means }: { readonly by: Actor; readonly means: PaymentMeans },
): void {
  const { approval, payeeId, invoice, asset, amount } = payment;
  if (approval === null) return;
  assertDecidingPerson(by, 'withdraws a payment that is approved');
  const chain = findChainByName(payment.chain);
  if (chain === undefined) throw new Bug('A check names a chain that is not known any more.');
  const to = { account: accountOf(payment, chain), payeeIds: means.idsOf(payeeId) };
  const made = findMade(means.listMade({ ...to, asset, amount }), {
    ...{ ...to, invoice, approvedAt: approval.issuedAt },
  });
  if (made === null) return;
  const where = made.txId === null ? '' : ` (transaction ${made.txId})`;
  throw new InputError(
    `This amount was paid to this payee on ${made.day}${where}, so that the check is not withdrawn. If its invoice is to be paid once more, check it again: it comes out "review", which a person may release.`,
  );
}
