import type { Account } from '../account.js';
import type { Direction } from '../exposure.js';
import type { GivenAndTaken } from '../netting/givenAndTaken.js';
import type { Step } from '../netting/step.js';
import { isOwnTrade, withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import { arrive, transactionLookup } from './arrive.js';
import type { Distance } from './distance.js';
import { addStake, DIRECTIONS } from './frontier.js';
import type { Readiness } from './handOn.js';
import { HandOn } from './handOn.js';
import type { LedgerEntry } from './ledgerEntry.js';
import { throughSteps } from './throughSteps.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';

/** The way from the subject to those next to it. */
const NEXT: Distance = { depth: 1, raw: 1 };

/** Hands all that the subject received and sent to those next to it, and counts it up. */
export function startFromSubject(
  trace: Trace,
  walk: AccountWalk,
  { node, readiness }: { readonly node: TraceNode; readonly readiness: Readiness },
): void {
  const { subject, directions: followed = DIRECTIONS } = trace.start;
  const { totals } = trace.frontier;
  const handOns = {
    incoming: new HandOn(trace, walk, { direction: 'incoming', readiness }),
    outgoing: new HandOn(trace, walk, { direction: 'outgoing', readiness }),
  };
  node.state = 'expanded';
  for (const direction of DIRECTIONS) totals[direction].clear();
  for (const entry of walk.ledgers.get(subject)?.entries ?? []) {
    const { tx } = entry;
    for (const step of stepsOf(trace, walk, entry)) {
      const sent = step.debits.find((leg) => leg.place === subject);
      const received = step.credits.find((leg) => leg.place === subject);
      const own = sent ?? received;
      if (own === undefined) continue;
      const direction: Direction = sent === undefined ? 'incoming' : 'outgoing';
      if (!followed.includes(direction)) continue;
      const { asset, amount: stake } = own;
      totals[direction].set(asset, (totals[direction].get(asset) ?? 0n) + stake);
      const moved = { asset, of: asset, towards: subject, stake };
      const near = direction === 'incoming' ? 'credits' : 'debits';
      const onward = handOns[direction];
      for (const share of throughSteps({ tx, steps: [step] }, moved, near)) {
        arrive(trace, walk, { direction, distance: NEXT, way: NEXT, from: node, onward, share });
      }
    }
  }
  for (const direction of DIRECTIONS) handOns[direction].run();
}

/**
 * What the subject did in a transaction: as its own rows tell, or as the whole transaction does where
 * others both gave it an asset and took it, which then is looked up.
 */
function stepsOf(trace: Trace, walk: AccountWalk, entry: LedgerEntry): readonly Step[] {
  const { subject } = trace.start;
  const own = withoutOwnTrades(entry.steps, subject);
  if (entry.givenAndTaken.length === 0) return own;
  const whole = walk.transactions.get(entry.tx);
  if (whole !== undefined) return whole;
  for (const one of entry.givenAndTaken) askForWhole(trace, one);
  return own;
}

/** Has a transaction looked up, with all that may have been received and sent there as its stake. */
function askForWhole(trace: Trace, { by, asset, amount, fact }: GivenAndTaken): void {
  const { frontier, start } = trace;
  const lookup = transactionLookup(fact);
  if (lookup === null) return;
  const node = frontier.places.meet(lookup, by);
  const { timeSeconds } = fact;
  for (const direction of start.directions ?? DIRECTIONS) {
    const totals = frontier.totals[direction];
    totals.set(asset, (totals.get(asset) ?? 0n) + amount);
    addStake(frontier, node, { direction, ...NEXT, asset, stake: amount, timeSeconds });
  }
}

/** What the subject converts was neither received nor sent. */
export function withoutOwnTrades(steps: readonly Step[], subject: Account): readonly Step[] {
  // Mostly there is none: then nothing is made.
  if (!steps.some((step) => isOwnTrade(step, subject))) return steps;
  return steps.flatMap((step) => withoutOwnTrade(step, subject) ?? []);
}
