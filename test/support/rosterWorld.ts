import type { Account } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { RecordedReply, RecordedSubject } from '../../src/core/factBundle.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import { accountsOfFact } from '../../src/core/ledger.js';
import type { Unseen } from '../../src/core/lookup.js';
import type { SeenAccount } from '../../src/core/rosterFacts.js';
import type { RosterLink } from '../../src/core/rosterLink.js';
import { findLinks, type RosterMember } from '../../src/desk/roster/findLinks.js';
import { readSeen } from '../../src/desk/roster/readSeen.js';
import { ASSETS, claimsOf } from './world.js';

/** Payees with their wallets, and the chain that their screenings saw. */
export interface RosterWorld {
  /** Wallets of each payee by the payee's id; the wallets' ids are made of it. */
  readonly payees: Readonly<Record<string, readonly Account[]>>;
  readonly facts: readonly LedgerFact[];
  readonly claims?: readonly Attribution[];
  readonly own?: readonly Account[];
  /** Accounts that deal with too many to be read whole. */
  readonly hubs?: readonly Account[];
  /** Accounts whose history no screening looked up. */
  readonly unseen?: readonly Account[];
  /** What of each history could not be seen. */
  readonly lacks?: readonly Unseen[];
  readonly assets?: AssetList;
  readonly nowSeconds?: number;
}

/** Long after everything that test ledgers hold. */
const NOW_SECONDS = 1_690_000_000;

/** The links that the payees of a world have. */
export function linksIn(world: RosterWorld): readonly RosterLink[] {
  const { claims = [], own = [], assets = ASSETS } = world;
  const views = new Map<Account, SeenAccount>();
  const members = Object.entries(world.payees).flatMap(([payeeId, wallets]) =>
    wallets.map((account, at): RosterMember => {
      const read = readSeen({ prices: [] }, screeningOf(account, world), {
        assets,
        nowSeconds: world.nowSeconds ?? NOW_SECONDS,
      });
      for (const view of read?.accounts ?? []) views.set(view.account, view);
      const seen = read === null ? [] : [read.wallet];
      return { payeeId, walletId: `${payeeId}-${at}`, accounts: [account], seen };
    }),
  );
  return findLinks({
    members,
    viewOf: (account) => views.get(account) ?? null,
    knowledge: { claimsOf: claimsOf(claims), ownAccounts: new Set(own) },
    assets,
    idOf: (kind, key) => `${kind} ${key}`,
  });
}

/** A screening that looked up whatever has no label and was not left out. */
export function screeningOf(account: Account, world: RosterWorld): RecordedSubject {
  const { facts, claims = [], own = [], unseen = [] } = world;
  const left = new Set([...unseen, ...own, ...claims.map((one) => one.account)]);
  left.delete(account);
  const looked = new Set([account, ...facts.flatMap(accountsOfFact)]);
  return {
    account,
    aliases: [],
    kind: 'seen',
    behind: null,
    cut: null,
    replies: [...looked].filter((one) => !left.has(one)).map((one) => replyAbout(one, world)),
  };
}

function replyAbout(
  account: Account,
  { facts, hubs = [], lacks = [] }: RosterWorld,
): RecordedReply {
  return {
    lookup: { kind: 'account', account },
    facts: facts.filter((fact) => accountsOfFact(fact).includes(account)),
    unseen: lacks,
    busy: hubs.includes(account) ? { reason: 'it has more than 10,000 transactions' } : null,
    unspent: [],
    balances: null,
    cost: 1,
  };
}
