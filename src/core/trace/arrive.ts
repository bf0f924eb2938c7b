import type { Account } from '../account.js';
import type { Boundary } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { Transfer } from '../ledger.js';
import type { Lookup } from '../lookup.js';
import { isAccount } from '../netting/step.js';
import type { Distance } from './distance.js';
import { addStake } from './frontier.js';
import { noteBehind, reopen } from './reopen.js';
import type { StakeShare, WaitingStake } from './stake.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';

/** Takes stake for places that were looked up, which hand it on. */
export interface Onward {
  /** Leaves a stake at a place that was looked up. */
  leave(node: TraceNode, stake: WaitingStake): void;
  /** Whether a place has passed such a stake on already. */
  hasPassed(node: TraceNode, stake: WaitingStake): boolean;
}

/** A share of a stake that reaches whoever funded (or was paid by) the place before. */
export interface Arrival {
  readonly direction: Direction;
  /** How far from the subject it is then. */
  readonly distance: Distance;
  /** Where the stake comes from, and the way from there. */
  readonly from: TraceNode;
  readonly way: Distance;
  readonly onward: Onward;
  readonly share: StakeShare;
}

/** Notes who was met, and leaves the stake there unless the trail ends. */
export function arrive(trace: Trace, walk: AccountWalk, arrival: Arrival): void {
  const { direction, distance, share } = arrival;
  const account = share.leg.place;
  if (account === trace.start.subject) return;
  if (!isAccount(account)) {
    // A bridge makes and destroys tokens too; only the whole transaction shows it.
    const isMint = account === 'issued' || account === 'burned';
    // Anyone can write a token of one's own into a trade; who else took part, only the whole shows.
    const isUnlisted = account === 'unlisted-asset';
    // What one account's rows cannot tell apart, the rows of all may.
    const isAmbiguous = account === 'ambiguous-conversion';
    if (isUnlisted || isAmbiguous || (isMint && share.step.fact.channel === 'token'))
      lookAtTransaction(trace, walk, arrival);
    return;
  }
  trace.frontier.reach[direction].note(account, distance);
  // The subject itself is never met again by a shorter way.
  if (!isFromSubject(trace, arrival)) noteBehind(walk.neighbours[direction], arrival, account);
  const boundary = boundaryOf(account, trace.start.knowledge);
  if (boundary !== null) {
    if (actsForOthers(boundary)) lookAtTransaction(trace, walk, arrival);
    return;
  }
  if (walk.contracts.has(account) && transactionBehind(account, share.step.fact) !== null) {
    lookAtTransaction(trace, walk, arrival);
    return;
  }
  settle(trace, walk, arrival, { kind: 'account', account, balance: 'not-wanted' });
}

/** Whether a stake comes straight from the subject, next to which hundreds of thousands may stand. */
function isFromSubject({ start }: Trace, { from }: Arrival): boolean {
  return from.account === start.subject;
}

/** Whether an account by its label only does what somebody else asked it to in the transaction. */
function actsForOthers(boundary: Boundary): boolean {
  if (boundary.kind !== 'service') return false;
  const { category } = boundary.attribution;
  return category === 'infrastructure' || category === 'dex';
}

/**
 * The look-up of the transaction in which an account acted, to see for whom; null where the
 * transaction's id is not known, or the account itself signed it.
 */
export function transactionBehind(account: Account, fact: Transfer): Lookup | null {
  return signs(account, fact) ? null : transactionLookup(fact);
}

/** Whether a transfer shows that an account signed its transaction, which takes a key. */
export function signs(account: Account | null, { from, channel }: Transfer): boolean {
  return from === account && (channel === 'native' || channel === 'fee');
}

/** The look-up of the whole transaction of a transfer; null where its id is not known. */
export function transactionLookup({ chain, txId, height, timeSeconds }: Transfer): Lookup | null {
  if (txId === null) return null;
  const lookup = { kind: 'transaction', chain, txId } as const;
  return height === null ? lookup : { ...lookup, block: { height, timeSeconds } };
}

/** Leaves a stake at the whole transaction; says whether that tells any more. */
function lookAtTransaction(trace: Trace, walk: AccountWalk, arrival: Arrival): boolean {
  // One look at a transaction tells all that it will ever tell.
  if (arrival.from.lookup.kind === 'transaction') return false;
  const lookup = transactionLookup(arrival.share.step.fact);
  if (lookup !== null) settle(trace, walk, arrival, lookup);
  return lookup !== null;
}

/** Leaves a stake at a place, to be looked up or, where it was, to be handed on. */
function settle(trace: Trace, walk: AccountWalk, arrival: Arrival, lookup: Lookup): void {
  const { direction, distance, share, onward } = arrival;
  const account = isAccount(share.leg.place) ? share.leg.place : null;
  const node = trace.frontier.places.meet(lookup, account);
  const { of, stake, tx, towards, beside, leg, step } = share;
  const waiting = { tx, asset: leg.asset, of, towards, beside, fact: step.fact, stake };
  // Where money goes in a circle within a transaction, only the whole shows who put it in.
  const hasComeRound = onward.hasPassed(node, waiting);
  if (hasComeRound && lookAtTransaction(trace, walk, arrival)) return;
  const isNext = isFromSubject(trace, arrival);
  if (!isNext) noteBehind(walk.placesBehind[direction], arrival, node.order);
  const { depth, raw } = distance;
  const { timeSeconds } = step.fact;
  const brought = { direction, depth, raw, asset: of, stake, timeSeconds };
  const { role, nearer } = addStake(trace.frontier, node, brought);
  if (isNext) role.isNextToSubject = true;
  if (node.state !== 'expanded') {
    role.waiting.add(waiting);
    return;
  }
  if (nearer) reopen(trace, walk, { node, direction });
  onward.leave(node, waiting);
}
