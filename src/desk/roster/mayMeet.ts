import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { Knowledge } from '../../core/boundary.js';
import { keyOfAccount } from './meeting.js';
import { isSetAside } from './sharedAccount.js';

/**
 * The ids of wallets that may meet one of another payee: they touch an account that another payee's
 * wallet touches too, and that no label sets aside. All others have no link, and need no closer look.
 */
export function mayMeet(
  wallets: readonly {
    readonly payeeId: string;
    readonly walletId: string;
    readonly accounts: readonly Account[];
    readonly touched: readonly Account[];
  }[],
  scope: { readonly knowledge: Knowledge; readonly assets: AssetList },
): ReadonlySet<string> {
  const places = new Map<
    string,
    {
      readonly accounts: Set<Account>;
      readonly payees: Set<string>;
      readonly walletIds: Set<string>;
    }
  >();
  for (const { payeeId, walletId, accounts, touched } of wallets) {
    for (const account of [...accounts, ...touched]) {
      const key = keyOfAccount(account);
      const place = places.get(key) ?? {
        accounts: new Set<Account>(),
        payees: new Set<string>(),
        walletIds: new Set<string>(),
      };
      places.set(key, place);
      place.accounts.add(account);
      place.payees.add(payeeId);
      place.walletIds.add(walletId);
    }
  }
  const meeting = new Set<string>();
  for (const { accounts, payees, walletIds } of places.values()) {
    if (payees.size < 2 || isSetAside([...accounts], scope)) continue;
    for (const walletId of walletIds) meeting.add(walletId);
  }
  return meeting;
}
