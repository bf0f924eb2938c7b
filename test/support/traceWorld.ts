import type { Account } from '../../src/core/account.js';
import type { Accounting } from '../../src/core/accounting/accounting.js';
import { accountFor } from '../../src/core/accounting/accounting.js';
import type { AssetList } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { HaloLookUp } from '../../src/core/halo/haloEntry.js';
import type { LedgerFact } from '../../src/core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../../src/core/lookup.js';
import { lookupKey } from '../../src/core/lookup.js';
import type { Policy } from '../../src/core/policy.js';
import { DEFAULT_POLICY } from '../../src/core/policy.js';
import type { PriceBook } from '../../src/core/price.js';
import { createPriceBook } from '../../src/core/price.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../src/core/trace/trace.js';
import type { TraceNode } from '../../src/core/trace/traceNode.js';
import type { Trace } from '../../src/core/trace/traceState.js';
import { ASSETS, answerFrom, claimsOf } from './world.js';

/** What a test traces. */
export interface TracedWorld {
  readonly subject: Account;
  readonly facts: readonly LedgerFact[];
  readonly claims?: readonly Attribution[];
  readonly policy?: Partial<Policy>;
  /** Ether and bitcoin with small floors by default. */
  readonly assets?: AssetList;
  /** What coins were worth; nothing has a price by default. */
  readonly prices?: PriceBook;
  readonly nowSeconds?: number;
  /** Where labelled money went; nothing is known of that by default. */
  readonly halo?: HaloLookUp;
  /** Look-ups that no source answers. */
  readonly fails?: (lookup: Lookup) => boolean;
  /** What is not seen of a look-up that is answered; nothing by default. */
  readonly lacks?: (lookup: Lookup) => readonly Unseen[];
  /** Accounts that turn out to be hubs. */
  readonly hubs?: readonly Account[];
  /** What the chain says the subject holds; nobody knows by default. */
  readonly balances?: LookupReply['balances'];
  /** Whether the one page that is read of a hub shows a fact; all by default. */
  readonly isOnPage?: (fact: LedgerFact) => boolean;
  /** Told of each answer once it was absorbed. */
  readonly onAbsorbed?: (trace: Trace, lookup: Lookup) => void;
  /** Picks which of the answers under way arrives next; the first by default. */
  readonly pick?: (underWay: number) => number;
}

/** Traces a subject through a chain seen whole. */
export function traceWorld(world: TracedWorld): Trace {
  const { subject, facts, claims = [], policy = {}, assets = ASSETS, pick = () => 0 } = world;
  const { prices = null, nowSeconds = 1_660_000_000, hubs = [], fails = () => false } = world;
  const { isOnPage = () => true, lacks = () => [], balances = null, onAbsorbed, halo } = world;
  const trace = createTrace({
    subject,
    policy: { ...DEFAULT_POLICY, ...policy },
    assets,
    prices: createPriceBook(assets, prices),
    knowledge: { claimsOf: claimsOf(claims), ownAccounts: new Set() },
    nowSeconds,
    ...(halo === undefined ? {} : { halo }),
  });
  const underWay = [];
  while (!isFinished(trace)) {
    underWay.push(...nextLookups(trace));
    const [lookup] = underWay.splice(pick(underWay.length), 1);
    if (lookup === undefined) throw new Error('a trace that is not finished asked for nothing');
    const reply = answerFrom(facts, lookup);
    const isHub = lookup.kind === 'account' && hubs.includes(lookup.account);
    const busy = isHub ? { reason: 'it has more than 10,000 transactions' } : null;
    const seen = isHub ? reply.facts.filter(isOnPage) : reply.facts;
    const told = { ...reply, facts: seen, unseen: lacks(lookup), busy, balances };
    absorb(trace, lookupKey(lookup), fails(lookup) ? failed(lookup) : told);
    onAbsorbed?.(trace, lookup);
  }
  return trace;
}

/** The place of an account in a trace that met it. */
export function placeOf({ frontier }: Trace, account: Account): TraceNode {
  const place = frontier.places.ofAccount(account);
  if (place === undefined) throw new Error(`${account} has no place`);
  return place;
}

/** What a look-up brings when no source answers. */
function failed(lookup: Lookup): LookupReply {
  const cure = 'Try again.';
  const down = { channel: null, kind: 'source-failed', sentence: 'It was down.', cure } as const;
  const nothing = { facts: [], busy: null, unspent: [], balances: null, cost: 1, asked: 1 };
  return { ...nothing, lookup, unseen: [down] };
}

/** Traces and accounts in one go. */
export function accountWorld(world: TracedWorld): Accounting {
  return accountFor(traceWorld(world));
}
