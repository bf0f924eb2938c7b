import { type Account, createAccount } from './account.js';
import { findChainByName } from './chain.js';
import { Bug } from './errors.js';
import { findLookAlikes } from './patterns/lookAlike.js';
import type { PayeeWallet } from './payee.js';

/**
 * Wallets whose address begins and ends as that of one wallet and differs in between. Order: as given.
 *
 * Edge: the same address is no look-alike of itself.
 */
export function lookAlikesOf(
  wallet: Pick<PayeeWallet, 'address' | 'family'>,
  others: readonly PayeeWallet[],
): readonly PayeeWallet[] {
  const own = accountOfWallet(wallet);
  const alike = findLookAlikes([own, ...others.map(accountOfWallet)]).find((group) =>
    group.includes(own),
  );
  return others.filter((other) => {
    const account = accountOfWallet(other);
    return account !== own && alike?.includes(account) === true;
  });
}

/** A wallet on one chain of its family: an address reads alike on all of them. */
function accountOfWallet({ address, family }: Pick<PayeeWallet, 'address' | 'family'>): Account {
  const chain = findChainByName(family === 'evm' ? 'ethereum' : 'bitcoin');
  if (chain === undefined) throw new Bug('A chain that every Hopsight knows is not known.');
  return createAccount(chain.id, family === 'evm' ? address.toLowerCase() : address);
}
