import type { Account } from '../../core/account.js';
import { chainOfAccount } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { Knowledge } from '../../core/boundary.js';
import type { SeenAccount, SeenWallet } from '../../core/rosterFacts.js';
import type { LinkHop, LinkKind, RosterLink } from '../../core/rosterLink.js';
import { inTime, type ReachHop, type Ways } from './dealings.js';
import { countPayees, keyOfAccount, type MeetingPlace, MeetingPlaces } from './meeting.js';
import { outputDepositAt } from './outputDeposit.js';
import { type Reach, reachOf } from './reach.js';
import {
  claimsNear,
  depositAt,
  isSetAside,
  linksNobody,
  type SharedScope,
  wasLookedAt,
} from './sharedAccount.js';
import { describeLink, weighLink } from './weighLink.js';

/** A wallet of a payee, with what was seen of it. */
export interface RosterMember {
  readonly payeeId: string;
  readonly walletId: string;
  /** Its address on each chain on which it may be. One at least. */
  readonly accounts: readonly Account[];
  readonly seen: readonly SeenWallet[];
}

/** What links are found in. */
export interface RosterGrounds {
  readonly members: readonly RosterMember[];
  /** The newest look at an account's own history, in whatever screening; null where nobody looked. */
  readonly viewOf: (account: Account) => SeenAccount | null;
  /** The labels of now, and the accounts of the company. */
  readonly knowledge: Knowledge;
  readonly assets: AssetList;
  /** The id of a link: always another for another kind or key. */
  readonly idOf: (kind: LinkKind, key: string) => string;
}

/** Steps that are kept of each payee's way; the first ones show it. */
const MOST_HOPS = 50;

/**
 * The links between payees: who shares an address, a deposit address of an exchange, an account where
 * money comes together, a first gas funder or an outside payer.
 *
 * A link holds all its members. A payee's several wallets never link with themselves. A payee whose
 * own wallet the others send to, or get their gas from, is a member without steps.
 * Order: by id. The order of members, and what was seen of payees who have nothing to do with a
 * link, change nothing of it.
 * Edge: an address that two payees gave counts however many others deal with it; all else is passed
 * over where `linksNobody` says so.
 */
export function findLinks(grounds: RosterGrounds): readonly RosterLink[] {
  const { members } = grounds;
  const payeeKeys = new Set(members.flatMap(({ accounts }) => accounts.map(keyOfAccount)));
  const scope: SharedScope = {
    ...grounds,
    payeeKeys,
    isPayees: (account) => payeeKeys.has(keyOfAccount(account)),
  };
  const reached = members.map((member) => ({
    member,
    reaches: member.seen.map((wallet) => reachOf(wallet, scope)),
  }));
  const places = (of: (reach: Reach) => Ways, holders: 'with-holders' | 'without') =>
    placesOf(reached, of, holders).filter((place) => !linksNobody(place, scope));
  const links = [
    ...sharedAddresses(members, scope).map((place) => linkAt('shared-address', place, null)),
    ...places(({ sentTo }) => sentTo, 'with-holders').map((place) => {
      const exchange = depositAt(place, scope) ?? outputDepositAt(place, grounds);
      return linkAt(exchange === null ? 'shared-consolidation' : 'shared-deposit', place, exchange);
    }),
    ...places(({ gasFrom }) => gasFrom, 'with-holders').map((place) =>
      linkAt('shared-gas-funder', place, null),
    ),
    ...places(({ paidBy }) => paidBy, 'without')
      .filter(({ key }) => !payeeKeys.has(key))
      .map((place) => linkAt('shared-payer', place, null)),
  ];
  return links.sort((a, b) => (a.id < b.id ? -1 : 1));

  function linkAt(kind: LinkKind, place: MeetingPlace, exchange: string | null): RosterLink {
    const { key, account, meetings } = place;
    const claims = claimsNear(place, scope);
    const told = {
      ...{ kind, claims, exchange, payees: countPayees(meetings) },
      lookedAt: exchange !== null || wasLookedAt(place, scope),
      isHeld: payeeKeys.has(key),
      chain: chainOfAccount(account),
    };
    return {
      id: grounds.idOf(kind, key),
      kind,
      account,
      members: meetings.map((meeting) => ({
        payeeId: meeting.payeeId,
        walletId: meeting.walletId,
        hops: inTime(meeting.hops).slice(0, MOST_HOPS).map(withoutChannel),
      })),
      severity: weighLink(told),
      sentence: describeLink(told),
      hasClaimNear: claims.length > 0,
      claims,
    };
  }
}

function withoutChannel({ channel: _, ...hop }: ReachHop): LinkHop {
  return hop;
}

function sharedAddresses(
  members: readonly RosterMember[],
  scope: SharedScope,
): readonly MeetingPlace[] {
  const places = new MeetingPlaces();
  for (const { payeeId, walletId, accounts } of members) {
    for (const account of accounts) places.add(account, { payeeId, walletId, hops: [] });
  }
  return places.shared().filter(({ accounts }) => !isSetAside(accounts, scope));
}

function placesOf(
  reached: readonly { readonly member: RosterMember; readonly reaches: readonly Reach[] }[],
  of: (reach: Reach) => Ways,
  holders: 'with-holders' | 'without',
): readonly MeetingPlace[] {
  const places = new MeetingPlaces();
  const met = new Set<string>();
  for (const { member, reaches } of reached) {
    const { payeeId, walletId, accounts } = member;
    const own = new Set(accounts.map(keyOfAccount));
    for (const [account, hops] of reaches.flatMap((reach) => [...of(reach)])) {
      // What goes from one of one's own accounts to the same on another chain is no meeting.
      if (own.has(keyOfAccount(account))) continue;
      places.add(account, { payeeId, walletId, hops });
      met.add(keyOfAccount(account));
    }
  }
  if (holders === 'without') return places.shared();
  for (const { member } of reached) {
    const { payeeId, walletId, accounts } = member;
    const [account] = accounts.filter((one) => met.has(keyOfAccount(one)));
    if (account !== undefined) places.add(account, { payeeId, walletId, hops: [] });
  }
  return places.shared();
}
