import type { Account } from '../../core/account.js';
import { keyOfAccount } from './meeting.js';
import { linksNobody, type SharedScope } from './sharedAccount.js';

/**
 * The ids of wallets that may meet one of another payee: they touch an account that another payee's
 * wallet touches too and that may link them. All others have no link, and need no closer look: mostly
 * payees only share services.
 */
export function mayMeet(
  wallets: readonly {
    readonly payeeId: string;
    readonly walletId: string;
    readonly accounts: readonly Account[];
    readonly touched: readonly Account[];
  }[],
  scope: Omit<SharedScope, 'payeeKeys' | 'isPayees'>,
): ReadonlySet<string> {
  const payeeKeys = new Set(wallets.flatMap(({ accounts }) => accounts.map(keyOfAccount)));
  const whole = {
    ...scope,
    payeeKeys,
    isPayees: (one: Account) => payeeKeys.has(keyOfAccount(one)),
  };
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
  for (const [key, { accounts, payees, walletIds }] of places) {
    if (payees.size < 2 || linksNobody({ key, accounts: [...accounts] }, whole)) continue;
    for (const walletId of walletIds) meeting.add(walletId);
  }
  return meeting;
}
