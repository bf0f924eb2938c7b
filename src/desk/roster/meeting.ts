import type { Account } from '../../core/account.js';
import { addressOfAccount, chainOfAccount } from '../../core/account.js';
import { CHAINS, findChain } from '../../core/chain.js';
import type { LinkMember } from '../../core/rosterLink.js';
import type { ReachHop } from './dealings.js';

/** A wallet that reaches an account, and how. */
export interface Meeting extends Omit<LinkMember, 'hops'> {
  readonly hops: readonly ReachHop[];
}

/** What several wallets reach, by the same kind of way. */
export interface MeetingPlace {
  readonly key: string;
  /** The first of `accounts`. */
  readonly account: Account;
  /** The account on each of the chains on which it was reached. Order: as chains are listed. */
  readonly accounts: readonly Account[];
  /** Order: by payee id, then wallet id. One for each wallet. */
  readonly meetings: readonly Meeting[];
}

/**
 * What makes accounts the same one for a link: on EVM chains the address, since one key (and mostly one
 * maker of a contract) has it on all of them; on all others the account.
 *
 * @example
 * keyOfAccount('eip155:137:0x098b716b8aaf21512996dc57eb0615e2383e2f96' as Account) // 'evm:0x098b716b8aaf21512996dc57eb0615e2383e2f96'
 */
export function keyOfAccount(account: Account): string {
  const isEvm = findChain(chainOfAccount(account))?.family === 'evm';
  return isEvm ? `evm:${addressOfAccount(account)}` : account;
}

/** Collects which wallets reach which accounts. */
export class MeetingPlaces {
  readonly #places = new Map<string, { accounts: Set<Account>; meetings: Map<string, Meeting> }>();

  /** Notes a way of a wallet; further ways of it to the same account, on other chains, are added to it. */
  add(account: Account, meeting: Meeting): void {
    const key = keyOfAccount(account);
    const place = this.#places.get(key) ?? { accounts: new Set(), meetings: new Map() };
    this.#places.set(key, place);
    place.accounts.add(account);
    const known = place.meetings.get(meeting.walletId);
    const hops = [...(known?.hops ?? []), ...meeting.hops];
    place.meetings.set(meeting.walletId, { ...meeting, hops });
  }

  /** Those that wallets of two or more payees reach. Order: by key. */
  shared(): readonly MeetingPlace[] {
    const shared: MeetingPlace[] = [];
    for (const [key, place] of this.#places) {
      const meetings = inOrder(place.meetings.values());
      const accounts = inChainOrder(place.accounts);
      const [account] = accounts;
      if (account === undefined || countPayees(meetings) < 2) continue;
      shared.push({ key, account, accounts, meetings });
    }
    return shared.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

/** Of how many payees wallets are. */
export function countPayees(members: readonly { readonly payeeId: string }[]): number {
  return new Set(members.map(({ payeeId }) => payeeId)).size;
}

/** Members by payee id, then wallet id. */
function inOrder(meetings: Iterable<Meeting>): readonly Meeting[] {
  const keyOf = ({ payeeId, walletId }: Meeting) => `${payeeId} ${walletId}`;
  return [...meetings].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

const PLACE_OF_CHAIN = new Map(CHAINS.map(({ id }, at) => [id, at]));

function inChainOrder(accounts: Iterable<Account>): readonly Account[] {
  const placeOf = (account: Account) => PLACE_OF_CHAIN.get(chainOfAccount(account)) ?? 0;
  return [...accounts].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}
