import type { Transfer } from '../ledger.js';
import { getterOf, giverOf } from './parties.js';
import type { Step, StepLeg } from './step.js';

/** A transfer as a step of its own: all that one gave, another got. */
export function plainPayment(transfer: Transfer): Step {
  const { asset, amount } = transfer;
  return {
    kind: 'payment',
    debits: [{ place: giverOf(transfer), asset, amount, weight: amount }],
    credits: [{ place: getterOf(transfer), asset, amount, weight: amount }],
    fact: transfer,
  };
}

/** Whether a step is what its transfer alone did, so that it can be made of that again. */
export function isPlainPayment({ kind, debits, credits, fact }: Step): boolean {
  const [debit, credit] = [debits[0], credits[0]];
  if (kind !== 'payment' || debits.length !== 1 || credits.length !== 1) return false;
  return (
    debit?.place === giverOf(fact) &&
    credit?.place === getterOf(fact) &&
    isOf(debit, fact) &&
    isOf(credit, fact)
  );
}

function isOf({ asset, amount, weight }: StepLeg, fact: Transfer): boolean {
  return asset === fact.asset && amount === fact.amount && weight === fact.amount;
}
