import { type Account, createAccount } from '../../core/account.js';
import type { Chain } from '../../core/chain.js';
import { findLookAlikes } from '../../core/patterns/lookAlike.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { KnownAddress, KnownFrom, LocalFacts } from './paymentFacts.js';

const WHOSE: Readonly<Record<KnownFrom, string>> = {
  payee: 'another wallet of this payee',
  roster: 'a wallet of another payee',
  paid: 'a wallet that was paid before',
  own: 'an account of the company',
  history: 'an address in the history of payments of this wallet',
  label: 'an address that a label names',
};

/**
 * Addresses that begin and end as the wallet's does and differ in between: somebody may have made one of
 * the two to be taken for the other ("address poisoning"). `review`, never `hold`: it says nothing about
 * who holds the wallet, only that every character has to be compared.
 *
 * Order: as they are known. Edge: an address that is known in several ways is told once, as it was given
 * first. Blind spot: who copies more or fewer than four characters at an end.
 */
export function tellLookAlikes({
  wallet,
  chain,
  known,
}: Pick<LocalFacts, 'wallet' | 'chain' | 'known'>): readonly PaymentSignal[] {
  const own = accountOf(wallet, chain);
  const byAccount = new Map<Account, KnownAddress>();
  for (const one of known) {
    if (one.family !== wallet.family) continue;
    const account = accountOf(one, chain);
    if (!byAccount.has(account)) byAccount.set(account, one);
  }
  const group = findLookAlikes([own, ...byAccount.keys()]).find((one) => one.includes(own)) ?? [];
  return group.flatMap((account) => {
    const alike = account === own ? undefined : byAccount.get(account);
    if (alike === undefined) return [];
    const sentence = `This wallet (${wallet.address}) begins and ends like ${WHOSE[alike.from]} (${alike.address}) and differs in between: one of the two may have been made to be copied by mistake, so compare every character with what the payee gave by another way.`;
    return [{ kind: 'lookalike', severity: 'review', sentence }];
  });
}

/** Letters of an EVM address have a case only to be checked by. */
function accountOf(
  { address, family }: Pick<KnownAddress, 'address' | 'family'>,
  chain: Chain,
): Account {
  return createAccount(chain.id, family === 'evm' ? address.toLowerCase() : address);
}
