import type { Account } from '../../../src/core/account.js';
import type { Direction } from '../../../src/core/exposure.js';
import { accountsOfFact } from '../../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../../src/core/lookup.js';
import { lookupKey } from '../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../src/core/policy.js';
import { createPriceBook } from '../../../src/core/price.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../../src/core/trace/trace.js';
import { LISTED } from '../generate/assets.js';
import type { World } from '../generate/world.js';
import { knowledgeOf } from '../knowledgeOf.js';
import { linksOf } from './links.js';
import type { SearchOrder } from './orders.js';
import { openWholeChain } from './wholeChain.js';

/** What had been found after so many requests. Order: by requests. */
export type Curve = readonly {
  readonly spent: number;
  /** Planted accounts that stand in what was read. */
  readonly found: number;
}[];

/** A labelled account to be found, and on which side of the subject. */
interface Sought {
  readonly account: Account;
  readonly direction: Direction;
}

/** Look-ups under way at once, for every order alike. */
const WINDOW = DEFAULT_POLICY.window;

/** Owner hops that are followed here: what is compared is the order, not how far a policy goes. */
const DEPTH = 12;

/** Where `asOf` of every comparison lies: after all that happens in a world. Units: Unix seconds. */
const NOW_SECONDS = Date.UTC(2026, 10, 22) / 1000;

/** What is to be found in a world: everybody who is connected by more than dust. */
export function soughtIn(world: World): readonly Sought[] {
  return world.truth.connections
    .filter(({ dust }) => !dust)
    .map(({ account, direction }) => ({ account, direction }));
}

/** How fast an order reads what names the planted accounts. */
export function curveOfRival(world: World, order: SearchOrder, most: number): Curve {
  const scope = { subject: world.subject, knowledge: knowledgeOf(world) };
  const chain = openWholeChain(world);
  const meeting = createMeeting(world);
  const curve: { spent: number; found: number }[] = [];
  const underWay: Lookup[] = [{ kind: 'account', account: world.subject, balance: 'not-wanted' }];
  let spent = 0;
  for (let place = underWay.shift(); place !== undefined; place = underWay.shift()) {
    const reply = chain(place);
    spent += reply.cost;
    if (spent > most) break;
    curve.push({ spent, found: meeting.meet(reply) });
    order.absorb(place, linksOf(reply, scope));
    while (underWay.length < WINDOW) {
      const next = order.choose();
      if (next === null) break;
      underWay.push(next);
    }
  }
  return curve;
}

/** The curve of the product's own order, and how many of those found the trace also links. */
export interface OwnCurve {
  readonly curve: Curve;
  readonly linked: Curve;
}

/**
 * How fast the product's own order reads what names the planted accounts.
 *
 * Nobody stops early here: everything within the depth counts as required.
 */
export function curveOfHopsight(world: World, most: number): OwnCurve {
  const chain = openWholeChain(world);
  const meeting = createMeeting(world);
  const trace = createTrace({
    subject: world.subject,
    policy: { ...DEFAULT_POLICY, depth: DEPTH, requiredDepth: DEPTH, maxRequests: 100_000 },
    assets: LISTED,
    prices: createPriceBook(LISTED, null),
    knowledge: knowledgeOf(world),
    nowSeconds: NOW_SECONDS,
  });
  const curve: { spent: number; found: number }[] = [];
  const linked: { spent: number; found: number }[] = [];
  const underWay: Lookup[] = [];
  while (!isFinished(trace)) {
    underWay.push(...nextLookups(trace));
    const next = underWay.shift();
    if (next === undefined) break;
    const reply = chain(next);
    absorb(trace, lookupKey(next), reply);
    const { spent, frontier } = trace;
    if (spent > most) break;
    curve.push({ spent, found: meeting.meet(reply) });
    const reached = soughtIn(world).filter(({ account, direction }) =>
      frontier.reach[direction].has(account),
    );
    linked.push({ spent, found: reached.length });
  }
  return { curve, linked };
}

/** Counts planted accounts by the replies in which they stand; the same measure for every order. */
function createMeeting(world: World): { readonly meet: (reply: LookupReply) => number } {
  const sought = soughtIn(world);
  const met = new Set<Account>();
  return {
    meet: ({ facts }) => {
      for (const account of facts.flatMap(accountsOfFact)) met.add(account);
      return sought.filter(({ account }) => met.has(account)).length;
    },
  };
}

/** What a curve had found when so many requests were spent. */
export function foundAt(curve: Curve, budget: number): number {
  return curve.filter(({ spent }) => spent <= budget).at(-1)?.found ?? 0;
}
