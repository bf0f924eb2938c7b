import { chainOfAccount } from '../account.js';
import { smallerAmount } from '../amount.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import type { UnseenReason } from '../composition.js';
import { Bug } from '../errors.js';
import type { LedgerFact } from '../ledger.js';
import { factKey } from '../ledger.js';
import type { Lookup, LookupReply, Unseen } from '../lookup.js';
import { SECONDS_PER_DAY } from '../moment.js';
import type { ChoiceRules, TraceNode } from './frontier.js';
import {
  chooseLargest,
  createFrontier,
  DIRECTIONS,
  isExplained,
  openPlaces,
  openShare,
  SHARE_ONE,
  touchNode,
  whyNotFollowed,
} from './frontier.js';
import { absorbAccount, createAccountWalk } from './traceAccounts.js';
import { absorbOutputs, createOutputWalk } from './traceOutputs.js';
import type { Trace, TraceStart } from './traceState.js';

/** A trace that has asked for nothing but its subject's history. */
export function createTrace(start: TraceStart): Trace {
  const chain = findChain(chainOfAccount(start.subject));
  if (chain === undefined || chain.family === 'untraced') {
    throw new Bug('A chain that is not traced was to be traced.', { account: start.subject });
  }
  const frontier = createFrontier();
  const trace: Trace = {
    start,
    frontier,
    facts: new Map(),
    noise: new Set(),
    unseen: new Map(),
    busy: new Map(),
    unspent: new Set(),
    walk: chain.family === 'utxo' ? createOutputWalk(nativeAssetId(chain)) : createAccountWalk(),
    queue: [],
    asked: new Set(),
    arrived: new Map(),
    aside: new Set(),
    spent: 0,
    end: null,
  };
  const node = touchNode(frontier, {
    lookup: { kind: 'account', account: start.subject },
    account: start.subject,
  });
  enqueue(trace, node);
  return trace;
}

/**
 * Look-ups that should be fetched now; each is given once.
 *
 * Order: as they will be absorbed. At most `policy.window` are under way at any time.
 */
export function nextLookups(trace: Trace): readonly Lookup[] {
  const fresh = trace.queue.filter((node) => !trace.asked.has(node.key));
  for (const node of fresh) trace.asked.add(node.key);
  return fresh.map((node) => node.lookup);
}

/** Whether there is nothing left to fetch or to absorb. */
export function isFinished(trace: Trace): boolean {
  return trace.queue.length === 0;
}

/** Takes an answer; it has its effect when all that was asked before it has been answered. */
export function absorb(trace: Trace, key: string, reply: LookupReply): void {
  trace.arrived.set(key, reply);
  for (;;) {
    const node = trace.queue[0];
    if (node === undefined) break;
    const answer = trace.arrived.get(node.key);
    if (answer === undefined) break;
    trace.arrived.delete(node.key);
    trace.queue.shift();
    integrate(trace, node, answer);
    plan(trace);
  }
}

/** Ends a trace at its deadline: what was asked and has not been answered stays unseen. */
export function abandon(trace: Trace, unseen: Unseen): void {
  for (const node of trace.queue) {
    node.state = 'failed';
    trace.unseen.set(node.key, [unseen]);
  }
  trace.queue.length = 0;
  trace.end = 'aborted';
}

/**
 * The share of the subject's value that is not waiting to be looked up. Units: `SHARE_ONE`.
 *
 * Edge: nothing is explained before the subject's own history has come.
 */
export function explainedShare(trace: Trace): bigint {
  const own = trace.frontier.nodes.get(`account|${trace.start.subject}`);
  if (own?.state === 'pending') return 0n;
  const rules = choiceRules(trace);
  const { eligible } = openPlaces(trace.frontier, rules);
  return SHARE_ONE - smallerAmount(openShare(trace.frontier, eligible, rules), SHARE_ONE);
}

/** The rules by which a trace chooses what to follow. */
function choiceRules(trace: Trace): ChoiceRules {
  const { policy, assets, nowSeconds } = trace.start;
  return {
    policy,
    assets,
    oldestSeconds: nowSeconds - policy.lookbackDays * SECONDS_PER_DAY,
  };
}

function enqueue(trace: Trace, node: TraceNode): void {
  node.state = 'pending';
  trace.queue.push(node);
}

function integrate(trace: Trace, node: TraceNode, reply: LookupReply): void {
  trace.spent += reply.cost;
  if (reply.unseen.length > 0) trace.unseen.set(node.key, reply.unseen);
  for (const output of reply.unspent) {
    if (node.lookup.kind === 'spends') trace.unspent.add(`${node.lookup.txId}:${output}`);
  }
  const listed: LedgerFact[] = [];
  for (const fact of reply.facts) {
    const key = factKey(fact);
    if (fact.kind === 'transfer' && !trace.start.assets.has(fact.asset)) trace.noise.add(key);
    else {
      listed.push(fact);
      if (!trace.facts.has(key)) trace.facts.set(key, fact);
    }
  }
  const isSubject = node.account === trace.start.subject && node.lookup.kind === 'account';
  if (reply.busy !== null && node.account !== null) trace.busy.set(node.account, reply.busy.reason);
  if (reply.busy !== null && !isSubject) {
    node.state = 'hub';
    return;
  }
  const nothingSeen = reply.facts.length === 0 && reply.unseen.some((gap) => gap.channel === null);
  if (nothingSeen && !isSubject) {
    node.state = 'failed';
    return;
  }
  node.state = 'expanded';
  if (reply.busy !== null) return;
  if (trace.walk.kind === 'accounts') absorbAccount(trace, trace.walk, { node, facts: listed });
  else absorbOutputs(trace, trace.walk, { node, facts: listed });
}

function plan(trace: Trace): void {
  const { frontier } = trace;
  const { window, maxRequests } = trace.start.policy;
  trace.end = null;
  for (;;) {
    const rules = choiceRules(trace);
    const { eligible, aside } = openPlaces(frontier, rules);
    trace.aside = new Set(aside.map((node) => node.key));
    if (trace.queue.length >= window) return;
    const explained = isExplained(openShare(frontier, eligible, rules));
    const wanted = explained ? eligible.filter((node) => isNear(trace, node)) : eligible;
    const next = chooseLargest(frontier, wanted, rules);
    if (next === null) {
      trace.end = eligible.length > 0 ? 'explained' : 'exhausted';
      return;
    }
    if (trace.spent + trace.queue.length >= maxRequests) {
      trace.end = 'budget';
      return;
    }
    enqueue(trace, next);
  }
}

/** Why a place that was met was not looked up; null when it should have been. */
export function whyLeft(trace: Trace, node: TraceNode): UnseenReason | null {
  const why = whyNotFollowed(trace.frontier, node, choiceRules(trace));
  return why === 'floor' && !trace.aside.has(node.key) ? null : why;
}

/** Whether a place lies so near, and so much passes it, that nothing may be decided without it. */
export function mustBeSeen(trace: Trace, node: TraceNode): boolean {
  return isNear(trace, node) && whyLeft(trace, node) === null;
}

function isNear(trace: Trace, node: TraceNode): boolean {
  return DIRECTIONS.some((direction) => {
    const role = node.roles[direction];
    return role !== null && role.depth < trace.start.policy.requiredDepth;
  });
}
