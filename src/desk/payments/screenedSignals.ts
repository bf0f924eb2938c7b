import { type Account, addressOfAccount, chainOfAccount } from '../../core/account.js';
import type { PayeeWallet, WalletProof } from '../../core/payee.js';
import type { PaymentSignal } from '../../core/payment.js';
import { NOBODY_NAMED } from '../../core/role.js';
import type { SignalKind } from '../../core/signal.js';
import type { PaymentFacts } from './paymentFacts.js';

/**
 * What the screening saw of the wallet itself, judged for the chain on which it is to be paid; what it
 * saw on others weighs in its own decision, and not twice.
 */
export function tellScreened(facts: PaymentFacts): readonly PaymentSignal[] {
  return [...unscreened(facts), ...noHistory(facts), ...custodial(facts)];
}

/** Edge: a chain that was configured after the screening, or named nowhere in it, was not looked at. */
function unscreened(facts: PaymentFacts): readonly PaymentSignal[] {
  const { chain, screened } = facts;
  if (screened.subjects.some(({ account }) => isPaid(facts, account))) return [];
  const sentence = `The screening did not look at this wallet on ${chain.title}, on which it is to be paid.`;
  return [{ kind: 'wrong-chain', severity: 'incomplete', sentence }];
}

/** Nothing speaks for a wallet without a past, nor against it: one person looks at it. */
function noHistory(facts: PaymentFacts): readonly PaymentSignal[] {
  if (!hasSignal(facts, ['no-history'])) return [];
  const sentence = `This wallet has no payments on ${facts.chain.title} yet, so that its past says nothing about it.`;
  return [{ kind: 'no-history', severity: 'review', sentence }];
}

/**
 * Whether a custodian holds the wallet. Then the chain cannot tell whose account is credited; a statement
 * of the custodian or a test payment does, and makes it `info` once a second person stands behind it.
 */
function custodial(facts: PaymentFacts): readonly PaymentSignal[] {
  const { wallet } = facts;
  const isSeen = hasSignal(facts, ['custodial', 'deposit-address']);
  if (!isSeen && wallet.custody !== 'custodial') return [];
  const isShown = wallet.proofs.some((proof) => isSeenByAnother(proof, wallet));
  const what =
    isSeen && wallet.custody === 'own'
      ? 'This wallet was registered as the payee’s own and looks like an address at a custodian'
      : 'This wallet is an address at a custodian, such as an exchange';
  const sentence = isShown
    ? `${what}; a statement or a test payment has shown that the payee gets what is paid to it.`
    : `${what}: the chain does not tell whose account is credited. Ask for a statement of it, or make a test payment, and have it recorded by another person than the one who registered the wallet.`;
  return [{ kind: 'custodial', severity: isShown ? 'info' : 'review', sentence }];
}

/**
 * Whether a second person stands behind a statement or a test payment, of which there is only somebody's
 * word: another one than who registered the wallet recorded it, or whoever confirmed the wallet had it
 * before them. Else one person alone could make a look by compliance needless. Of what the command line
 * recorded without a name nobody knows who did; it may have been whoever registered the wallet.
 */
function isSeenByAnother(
  { kind, recordedAt, recordedBy }: WalletProof,
  { registeredBy, confirmedAt }: PayeeWallet,
): boolean {
  if (kind === 'signature') return false;
  const isAnother = recordedBy !== NOBODY_NAMED && recordedBy !== registeredBy;
  return isAnother || (confirmedAt !== null && recordedAt <= confirmedAt);
}

function hasSignal(facts: PaymentFacts, kinds: readonly SignalKind[]): boolean {
  return facts.screened.signals.some(
    ({ kind, account }) => kinds.includes(kind) && isPaid(facts, account),
  );
}

/** Whether an account is the wallet on the chain on which it is to be paid. */
function isPaid({ wallet, chain }: PaymentFacts, account: Account): boolean {
  if (chainOfAccount(account) !== chain.id) return false;
  const address = addressOfAccount(account);
  return wallet.family === 'evm'
    ? address === wallet.address.toLowerCase()
    : address === wallet.address;
}
