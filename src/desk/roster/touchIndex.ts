import type { Account } from '../../core/account.js';
import { keyOfAccount } from './meeting.js';

/** A wallet of a payee, with every account that its money may meet others' at. */
export interface TouchingWallet {
  readonly payeeId: string;
  readonly walletId: string;
  readonly accounts: readonly Account[];
  /** As the screenings of its accounts tell. */
  readonly touched: readonly Account[];
  /** Accounts that it may reach besides, by what screenings of others saw since. */
  readonly further: readonly Account[];
}

/** An account, and whether it links nobody when it was reached on these chains. */
export type LinksNobody = (place: {
  readonly key: string;
  readonly accounts: readonly Account[];
}) => boolean;

interface Touch {
  readonly wallet: TouchingWallet;
  readonly account: Account;
  /** Whether the wallet may only reach it by what screenings of others saw. */
  readonly isFurther: boolean;
}

/**
 * Which wallets touch which accounts, so that the links of one payee can be found without the others.
 *
 * It rests on no label: what links nobody is asked anew each time.
 */
export class TouchIndex {
  readonly #wallets = new Map<string, TouchingWallet>();
  readonly #touches = new Map<string, Touch[]>();
  readonly #walletsOfPayee = new Map<string, Set<string>>();
  /** How many wallets are at a key themselves. */
  readonly #holders = new Map<string, number>();
  /** The accounts of a key that are touched, as long as no wallet there changes. Order: ascending. */
  readonly #accounts = new Map<string, readonly Account[]>();

  /** Keeps a wallet as it is now. */
  put(wallet: TouchingWallet): void {
    this.remove(wallet.walletId);
    this.#wallets.set(wallet.walletId, wallet);
    const own = this.#walletsOfPayee.get(wallet.payeeId) ?? new Set<string>();
    this.#walletsOfPayee.set(wallet.payeeId, own.add(wallet.walletId));
    for (const { account, isFurther } of placesOf(wallet)) {
      const key = keyOfAccount(account);
      const touches = this.#touches.get(key) ?? [];
      this.#touches.set(key, touches);
      touches.push({ wallet, account, isFurther });
      this.#accounts.delete(key);
    }
    for (const key of keysOf(wallet)) this.#holders.set(key, (this.#holders.get(key) ?? 0) + 1);
  }

  /** Forgets a wallet; nothing where it is not known. */
  remove(walletId: string): void {
    const wallet = this.#wallets.get(walletId);
    if (wallet === undefined) return;
    this.#wallets.delete(walletId);
    this.#walletsOfPayee.get(wallet.payeeId)?.delete(walletId);
    for (const key of new Set(placesOf(wallet).map(({ account }) => keyOfAccount(account)))) {
      const others = this.#touchesAt(key).filter((touch) => touch.wallet !== wallet);
      if (others.length === 0) this.#touches.delete(key);
      else this.#touches.set(key, others);
      this.#accounts.delete(key);
    }
    for (const key of keysOf(wallet)) {
      const others = (this.#holders.get(key) ?? 0) - 1;
      if (others > 0) this.#holders.set(key, others);
      else this.#holders.delete(key);
    }
  }

  read(walletId: string): TouchingWallet | null {
    return this.#wallets.get(walletId) ?? null;
  }

  /** The wallets that touch an account or may reach it. */
  touching(account: Account): readonly TouchingWallet[] {
    return [...new Set(this.#touchesAt(keyOfAccount(account)).map(({ wallet }) => wallet))];
  }

  /**
   * Where a payee's wallets may meet those of others: keys of accounts which they touch, or that are asked
   * about besides. All links of the payee, and all at those others, are there.
   */
  keysNear(
    { payeeId, accounts }: { readonly payeeId: string; readonly accounts: readonly Account[] },
    linksNobody: LinksNobody,
  ): ReadonlySet<string> {
    const own = [...(this.#walletsOfPayee.get(payeeId) ?? [])].flatMap(
      (walletId) => this.read(walletId) ?? [],
    );
    const asked = [...own.flatMap(placesOf).map(({ account }) => account), ...accounts];
    const mayMeetAt = (key: string) => {
      const touches = this.#touchesAt(key);
      if (!areOfSeveral(touches)) return false;
      // An address that two gave links them whatever it is, and was reached by nobody.
      if (this.#holders.has(key)) return true;
      // What was reached may be on some of the chains alone; on more of them no less links nobody.
      return this.#accountsAt(key).some((one) => !linksNobody({ key, accounts: [one] }));
    };
    return new Set([...new Set(asked.map(keyOfAccount))].filter(mayMeetAt));
  }

  /** The wallets that touch accounts of these keys, or may reach them: all whose links are there. */
  walletsAt(keys: Iterable<string>): readonly TouchingWallet[] {
    const near = new Set<TouchingWallet>();
    for (const key of keys) for (const { wallet } of this.#touchesAt(key)) near.add(wallet);
    return [...near];
  }

  /** Whether a wallet may meet one of another payee, as `mayMeet` says it of all. */
  mayMeet({ walletId }: TouchingWallet, linksNobody: LinksNobody): boolean {
    const wallet = this.read(walletId);
    if (wallet === null) return false;
    return placesOf(wallet).some(({ account, isFurther }) => {
      if (isFurther) return false;
      const key = keyOfAccount(account);
      const touches = this.#touchesAt(key).filter((touch) => !touch.isFurther);
      if (!areOfSeveral(touches)) return false;
      return !linksNobody({ key, accounts: accountsOf(touches) });
    });
  }

  #touchesAt(key: string): readonly Touch[] {
    return this.#touches.get(key) ?? [];
  }

  #accountsAt(key: string): readonly Account[] {
    const accounts = this.#accounts.get(key) ?? accountsOf(this.#touchesAt(key));
    this.#accounts.set(key, accounts);
    return accounts;
  }
}

function placesOf({ accounts, touched, further }: TouchingWallet) {
  const near = new Set([...accounts, ...touched]);
  return [
    ...[...near].map((account) => ({ account, isFurther: false })),
    ...further
      .filter((account) => !near.has(account))
      .map((account) => ({ account, isFurther: true })),
  ];
}

function keysOf({ accounts }: TouchingWallet): ReadonlySet<string> {
  return new Set(accounts.map(keyOfAccount));
}

function areOfSeveral(touches: readonly Touch[]): boolean {
  const [first] = touches;
  return touches.some(({ wallet }) => wallet.payeeId !== first?.wallet.payeeId);
}

function accountsOf(touches: readonly Touch[]): readonly Account[] {
  return [...new Set(touches.map(({ account }) => account))].sort();
}
