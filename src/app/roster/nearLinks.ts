import type { Account } from '../../core/account.js';
import type { Knowledge } from '../../core/boundary.js';
import { formatMoment } from '../../core/moment.js';
import type { SeenWallet } from '../../core/rosterFacts.js';
import type { LinkKind, RosterLink } from '../../core/rosterLink.js';
import { payeesOf } from '../../desk/roster/answering.js';
import { findLinks, type RosterMember } from '../../desk/roster/findLinks.js';
import { keyOfAccount } from '../../desk/roster/meeting.js';
import { type Reach, type ReachScope, reachOf } from '../../desk/roster/reach.js';
import { linksNobody, type SharedScope } from '../../desk/roster/sharedAccount.js';
import type { LinksNobody, TouchingWallet } from '../../desk/roster/touchIndex.js';
import type { LabelBook } from '../../screening/ports.js';
import { claimsNow, remember } from './remember.js';
import { createTouchedWallets, type TouchedChanges, type TouchedParts } from './touchedWallets.js';

/** What links of one payee are found with. */
export interface NearParts extends TouchedParts {
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly readLabelVersion: () => string;
  readonly idOf: (kind: LinkKind, key: string) => string;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Wallets of which it is kept whom they reach: as many as share an account that links them. */
const MOST_KEPT = 400;

/** What is kept of a wallet that was looked at closer. */
interface KeptWallet {
  readonly seen: readonly SeenWallet[];
  readonly reaches: readonly Reach[];
  /** Accounts whose movements were read to follow money through them. */
  readonly through: ReadonlySet<Account>;
}

/**
 * Finds the links of one payee, and those at accounts that are asked about besides: just those that
 * would be found among the links of all. Nothing is read but what is new and what the wallets near
 * there touch, so that each payment of a payroll can ask.
 */
export function createNearLinks(
  parts: NearParts,
): (payeeId: string, accounts: readonly Account[]) => readonly RosterLink[] {
  const { facts, assets, ownAccounts, nowMs } = parts;
  const touched = createTouchedWallets(parts);
  const { index } = touched;
  const kept = new Map<string, KeptWallet>();
  const nobody = new Map<string, Map<string, boolean>>();
  /** Links at a place, as all who meet there have them: a hundred payees of one client ask for the same. */
  const found = new Map<string, readonly RosterLink[]>();
  let knowledge: Knowledge | null = null;
  let knownAt = '';

  const forget = ({ isAnythingNew, areKeysOther, walletIds, accounts }: TouchedChanges) => {
    const at = `${parts.readLabelVersion()} ${formatMoment(Math.floor(nowMs() / 1000)).slice(0, 10)}`;
    if (isAnythingNew || at !== knownAt) found.clear();
    if (areKeysOther || at !== knownAt) {
      kept.clear();
      nobody.clear();
    }
    if (knowledge === null || at !== knownAt) {
      knowledge = { claimsOf: claimsNow(parts), ownAccounts };
      knownAt = at;
    }
    for (const account of accounts) nobody.delete(keyOfAccount(account));
    for (const walletId of walletIds) kept.delete(walletId);
    if (accounts.size === 0) return knowledge;
    for (const [walletId, { through }] of kept) {
      if ([...through].some((account) => accounts.has(account))) kept.delete(walletId);
    }
    return knowledge;
  };

  const keep = (walletId: string, wallet: KeptWallet) => {
    kept.set(walletId, wallet);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) return;
      kept.delete(oldest);
    }
  };

  const look = (wallet: TouchingWallet, scope: ReachScope): KeptWallet => {
    const seen = wallet.accounts.flatMap((account) => facts.readWallet(account) ?? []);
    const through = new Set<Account>();
    const viewOf = (account: Account) => {
      const view = scope.viewOf(account);
      if (view !== null && view.transfers.length > 0) through.add(account);
      return view;
    };
    const reaches = seen.map((one) => reachOf(one, { ...scope, viewOf }));
    return { seen: seen.map(withoutTransfers), reaches, through };
  };

  /** All links at some places. */
  const findAt = (
    keys: ReadonlySet<string>,
    scope: SharedScope,
    isNobody: LinksNobody,
  ): readonly RosterLink[] => {
    if (keys.size === 0) return [];
    const reachesById = new Map<string, readonly Reach[]>();
    const members = index.walletsAt(keys).map((wallet): RosterMember => {
      const { walletId } = wallet;
      const member = { payeeId: wallet.payeeId, walletId, accounts: wallet.accounts };
      if (!index.mayMeet(wallet, isNobody)) return { ...member, seen: [] };
      const one = kept.get(walletId) ?? look(wallet, scope);
      keep(walletId, one);
      reachesById.set(walletId, one.reaches);
      return { ...member, seen: one.seen };
    });
    const { knowledge: known, viewOf, payeeKeys } = scope;
    const reachesOf = ({ walletId }: RosterMember) => reachesById.get(walletId) ?? [];
    return findLinks({
      ...{ members, knowledge: known, assets, viewOf },
      ...{ idOf: parts.idOf, near: { keys, payeeKeys, reachesOf } },
    });
  };

  return (payeeId, accounts) => {
    const known = forget(touched.bringUpToDate());
    const payeeKeys = touched.payeeKeys();
    const isPayees = (account: Account) => payeeKeys.has(keyOfAccount(account));
    const viewOf = remember(facts.readView);
    const scope = { knowledge: known, assets, viewOf, payeeKeys, isPayees };
    const isNobody: LinksNobody = (place) => {
      const answers = nobody.get(place.key) ?? new Map<string, boolean>();
      nobody.set(place.key, answers);
      const at = place.accounts.join();
      const answer = answers.get(at) ?? linksNobody(place, scope);
      answers.set(at, answer);
      return answer;
    };
    const keys = index.keysNear({ payeeId, accounts }, isNobody);
    const missing = new Set([...keys].filter((key) => !found.has(key)));
    for (const key of missing) found.set(key, []);
    for (const link of findAt(missing, scope, isNobody)) {
      const key = keyOfAccount(link.account);
      found.set(key, [...(found.get(key) ?? []), link]);
    }
    const asked = new Set(accounts.map(keyOfAccount));
    return [...keys]
      .flatMap((key) => found.get(key) ?? [])
      .filter((link) => payeesOf(link).includes(payeeId) || asked.has(keyOfAccount(link.account)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  };
}

/** Of what was seen only unspent-output transactions are asked about again. */
function withoutTransfers(wallet: SeenWallet): SeenWallet {
  return { ...wallet, facts: wallet.facts.filter(({ kind }) => kind === 'utxo') };
}
