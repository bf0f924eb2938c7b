import { parseSubject } from '../../chains/registry.js';
import type { Account } from '../../core/account.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import type { Payees } from '../payees/payees.js';
import { accountsNamedBy } from '../subjects.js';

/** A wallet of a payee, and the accounts that its address may be. */
export interface WalletOfPayee {
  readonly payeeId: string;
  readonly walletId: string;
  readonly accounts: readonly Account[];
  /** Whether it may still be paid to. */
  readonly isInUse: boolean;
}

const PAGE = 200;

/**
 * Every wallet of every payee, of those that left and those that ended too: who changes a wallet or
 * comes back under another name has met the others all the same.
 *
 * Order: by reference, then as registered.
 */
export function listWallets(payees: Pick<Payees, 'search'>): readonly WalletOfPayee[] {
  const wallets: WalletOfPayee[] = [];
  let cursor: string | null = null;
  do {
    const page: ReturnType<Payees['search']> = payees.search({
      ...{ text: null, state: 'all', cursor, limit: PAGE },
    });
    wallets.push(...page.payees.flatMap(walletsOf));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return wallets;
}

function walletsOf({ id: payeeId, wallets, deactivatedAt }: Payee): readonly WalletOfPayee[] {
  return wallets.map((wallet) => ({
    payeeId,
    walletId: wallet.id,
    accounts: accountsOf(wallet),
    isInUse: deactivatedAt === null && wallet.endedAt === null,
  }));
}

/** A key of an EVM chain is the same account on all of them. */
function accountsOf({ address }: PayeeWallet): readonly Account[] {
  return accountsNamedBy(parseSubject(address));
}
