import { orderFacts } from '../chainOrder.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step } from '../netting/step.js';
import { detectDeposit, exchangesOf } from '../patterns/depositAddress.js';
import { detectPassThrough } from '../patterns/passThrough.js';
import { readAccountLedger } from './accountLedger.js';
import { DIRECTIONS, setState } from './frontier.js';
import { HandOn } from './handOn.js';
import { paidThrough } from './paidThrough.js';
import { startFromSubject, withoutOwnTrades } from './startFromSubject.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';

/** A walk that has seen nothing. */
export function createAccountWalk(): AccountWalk {
  return {
    kind: 'accounts',
    ledgers: new Map(),
    handedOn: new Set(),
    isExact: true,
    neighbours: { incoming: new Map(), outgoing: new Map() },
    placesBehind: { incoming: new Map(), outgoing: new Map() },
    deposits: new Map(),
    contracts: new Set(),
    transactions: new Map(),
  };
}

/**
 * Takes an account's history: hands its stake to those it came from and went to, and on from
 * account to account as far as they were looked up earlier.
 *
 * The cost is in proportion to the histories that are gone through, each once.
 */
export function absorbAccount(
  trace: Trace,
  walk: AccountWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { account } = answer.node;
  if (account === null) return;
  const { assets, knowledge, nowSeconds, subject } = trace.start;
  const transfers: Transfer[] = [];
  const unlisted: Transfer[] = [];
  for (const fact of answer.facts) {
    if (fact.kind !== 'transfer') continue;
    if (assets.has(fact.asset)) transfers.push(fact);
    else unlisted.push(fact);
  }
  walk.ledgers.set(account, readAccountLedger(account, { transfers, unlisted }, trace.start));
  if (account === subject) {
    startFromSubject(trace, walk, { node: answer.node, readiness: 'large' });
    return;
  }
  const exchangeOf = exchangesOf(knowledge);
  const deposit = detectDeposit(account, { transfers, exchangeOf, assets, nowSeconds });
  if (deposit !== null) {
    // What an exchange keeps for one customer is the exchange's: the trail ends here.
    walk.deposits.set(account, deposit.exchange);
    return;
  }
  const seen = { transfers, assets, nowSeconds };
  answer.node.passesOn = detectPassThrough(account, seen) !== null;
  handOnFrom(trace, walk, answer.node);
  if (trace.unseen.has(answer.node)) return;
  for (const { node, steps } of paidThrough(trace, walk, account)) {
    setState(trace.frontier, node, 'expanded');
    noteTransaction(trace, walk, node, steps);
  }
}

/** Takes all transfers of one transaction: hands its stake to those on the other side of it. */
export function absorbTransaction(
  trace: Trace,
  walk: AccountWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { lookup } = answer.node;
  if (lookup.kind !== 'transaction') return;
  const { assets } = trace.start;
  const transfers = answer.facts.filter((fact): fact is Transfer => fact.kind === 'transfer');
  const listed = transfers.filter(({ asset }) => assets.has(asset));
  const unlisted = transfers.filter(({ asset }) => !assets.has(asset));
  const steps = netTransaction({ transfers: orderFacts(listed), unlisted }, trace.start);
  noteTransaction(trace, walk, answer.node, steps);
}

/** Hands the stake of a transaction on, once it is known what it did. */
function noteTransaction(
  trace: Trace,
  walk: AccountWalk,
  node: TraceNode,
  steps: readonly Step[],
): void {
  const { lookup } = node;
  if (lookup.kind !== 'transaction') return;
  const { subject } = trace.start;
  walk.transactions.set(lookup.txId, withoutOwnTrades(steps, subject));
  // What the subject got and sent there is only known now: all is handed on afresh from it.
  const own = walk.ledgers.get(subject);
  const entry = own?.entries[own.places.get(lookup.txId) ?? -1];
  if (entry !== undefined && entry.givenAndTaken.length > 0) walk.isExact = false;
  handOnFrom(trace, walk, node);
}

function handOnFrom(trace: Trace, walk: AccountWalk, node: TraceNode): void {
  for (const direction of DIRECTIONS) {
    const handOn = new HandOn(trace, walk, { direction, readiness: 'large' });
    handOn.begin(node);
    handOn.run();
  }
}

/**
 * Hands all stake on afresh where some of it waits or was handed on in parts, each of which was
 * rounded; says whether there was need.
 *
 * Then the stake at every place is what one haircut sweep over all that was seen leaves there, in
 * whatever order histories came. What is done with it (what is looked up, what a gap hides) is so a
 * function of the facts.
 */
export function handOnAfresh(trace: Trace, walk: AccountWalk): boolean {
  if (walk.isExact) return false;
  const { frontier, start } = trace;
  for (const node of frontier.places) {
    for (const direction of DIRECTIONS) {
      node.roles[direction]?.stake.clear();
      node.roles[direction]?.waiting.clear();
    }
    frontier.places.noteChange(node);
  }
  const node = frontier.places.ofAccount(start.subject);
  if (node !== undefined) startFromSubject(trace, walk, { node, readiness: 'all' });
  walk.isExact = true;
  return true;
}
