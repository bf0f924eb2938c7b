import type { Account } from '../../core/account.js';
import { createAccount } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import { isDprk } from '../../core/attribution.js';
import { boundaryOf, serviceOf } from '../../core/boundary.js';
import type { ChainId } from '../../core/chain.js';
import { DOUBTFUL_BELOW, isUsedBox, standingOf } from '../../core/claims.js';
import { detectDeposit, exchangesOf } from '../../core/patterns/depositAddress.js';
import { isInfrastructure } from '../../core/patterns/infrastructure.js';
import type { SeenAccount } from '../../core/rosterFacts.js';
import type { LinkClaim } from '../../core/rosterLink.js';
import { keyOfAccount, type MeetingPlace } from './meeting.js';
import type { ReachScope } from './reach.js';

/**
 * Unrelated counterparties up to which an account that payees share may link them. Source: a policy
 * choice; who deals with more is mostly a service, which strangers share as they share a bank.
 */
const MOST_UNRELATED = 20;

/** What is known of accounts that payees share. */
export interface SharedScope extends ReachScope {
  /** Keys of all wallets of all payees. */
  readonly payeeKeys: ReadonlySet<string>;
}

/**
 * Whether a label alone, or what was seen of an account, makes it one that links nobody: a service, a
 * mixer, what is burned, an account of one's own, infrastructure, the contract of a listed token, a
 * hub, or an account with more than 20 unrelated counterparties.
 *
 * Unrelated are all with whom it moved more than dust that are no payee's wallet, no own account and
 * no infrastructure. Edge: an address that an exchange keeps for one customer, as a label tells, links.
 * Blind spot: whoever opens 21 accounts and lets each pay a shared account more than dust hides it;
 * labels and the screening of each wallet still see what they see.
 */
export function linksNobody(
  place: Pick<MeetingPlace, 'key' | 'accounts'>,
  scope: SharedScope,
): boolean {
  if (isSetAside(place.accounts, scope)) return true;
  const views = viewsOf(place, scope);
  if (views.some(({ view }) => view === 'busy')) return true;
  return countUnrelated(place, views, scope) > MOST_UNRELATED;
}

/** The part of `linksNobody` that labels, configuration and the list of assets tell alone. */
export function isSetAside(
  accounts: readonly Account[],
  { knowledge, assets }: Pick<ReachScope, 'knowledge' | 'assets'>,
): boolean {
  return accounts.some((account) => {
    if (isInfrastructure(account, knowledge.claimsOf)) return true;
    if (tokenContracts(assets).has(account)) return true;
    const boundary = boundaryOf(account, knowledge);
    if (boundary === null) return false;
    const service = serviceOf(boundary);
    if (service !== null) return !isUsedBox(service);
    return boundary.kind !== 'labelled';
  });
}

const contractsOf = new WeakMap<AssetList, ReadonlySet<Account>>();

function tokenContracts(assets: AssetList): ReadonlySet<Account> {
  const known = contractsOf.get(assets);
  if (known !== undefined) return known;
  const contracts = new Set([...assets.values()].flatMap(({ id, chain }) => contractOf(id, chain)));
  contractsOf.set(assets, contracts);
  return contracts;
}

function contractOf(id: string, chain: ChainId): readonly Account[] {
  const [, address] = id.split('/erc20:');
  return address === undefined ? [] : [createAccount(chain, address)];
}

function viewsOf(
  { accounts }: Pick<MeetingPlace, 'accounts'>,
  { viewOf }: SharedScope,
): readonly SeenAccount[] {
  return accounts.flatMap((account) => viewOf(account) ?? []);
}

function countUnrelated(
  { key }: Pick<MeetingPlace, 'key'>,
  views: readonly SeenAccount[],
  { knowledge, payeeKeys }: SharedScope,
): number {
  const unrelated = new Set<string>();
  for (const other of views.flatMap(({ counterparties }) => counterparties)) {
    const otherKey = keyOfAccount(other);
    if (otherKey === key || payeeKeys.has(otherKey)) continue;
    if (knowledge.ownAccounts.has(other) || isInfrastructure(other, knowledge.claimsOf)) continue;
    unrelated.add(otherKey);
  }
  return unrelated.size;
}

/**
 * Whether somebody looked at the account's own history, in the channel by which some payee's money
 * went, on one chain at least. Where nobody did, nobody knows whether it is a service.
 */
export function wasLookedAt(place: MeetingPlace, scope: SharedScope): boolean {
  const channels = new Map<Account, Set<string>>();
  for (const { from, to, channel } of place.meetings.flatMap(({ hops }) => hops)) {
    for (const end of [from, to]) {
      channels.set(end, (channels.get(end) ?? new Set()).add(channel));
    }
  }
  return viewsOf(place, scope).some(({ account, lacks }) =>
    [...(channels.get(account) ?? [])].some((channel) => !lacks.some((lack) => lack === channel)),
  );
}

/**
 * The exchange that keeps the account for one customer; null where nothing says so.
 *
 * Edge: a label that names who used it says so where its history does not.
 */
export function depositAt(place: MeetingPlace, scope: SharedScope): string | null {
  const { knowledge, assets } = scope;
  for (const account of place.accounts) {
    const service = serviceOf(boundaryOf(account, knowledge));
    if (isUsedBox(service)) return service.entity;
  }
  const exchangeOf = exchangesOf(knowledge);
  for (const { account, transfers, nowSeconds } of viewsOf(place, scope)) {
    const deposit = detectDeposit(account, { transfers, exchangeOf, assets, nowSeconds });
    if (deposit !== null) return deposit.exchange.entity;
  }
  return null;
}

/**
 * The DPRK claims about an account and about those with whom it moved more than dust. Order: the
 * account's own first, then by account.
 *
 * Edge: what was withdrawn does not count, and neither does what its own source doubts.
 */
export function claimsNear(place: MeetingPlace, scope: SharedScope): readonly LinkClaim[] {
  const own = new Set<Account>(place.accounts);
  const near = new Set(viewsOf(place, scope).flatMap(({ counterparties }) => counterparties));
  return [
    ...place.accounts.flatMap((account) => claimOf(account, 0, scope)),
    ...[...near]
      .filter((account) => !own.has(account))
      .sort()
      .flatMap((account) => claimOf(account, 1, scope)),
  ];
}

function claimOf(account: Account, hops: 0 | 1, { knowledge }: SharedScope): readonly LinkClaim[] {
  const claim = standingOf(knowledge.claimsOf(account)).risks.find(isDprk);
  if (claim === undefined || claim.delistedOn !== null) return [];
  if (claim.authority !== 'list' && claim.confidence < DOUBTFUL_BELOW) return [];
  const { entity, authority, source } = claim;
  return [{ account, hops, entity, authority, source }];
}
