import { chainOfAccount } from '../account.js';
import { smallerAmount } from '../amount.js';
import { nativeAssetId } from '../asset.js';
import { findChain } from '../chain.js';
import type { UnseenReason } from '../composition.js';
import { Bug } from '../errors.js';
import type { HaloEntry } from '../halo/haloEntry.js';
import type { LedgerFact } from '../ledger.js';
import { factKey } from '../ledger.js';
import type { Lookup, LookupReply, Unseen } from '../lookup.js';
import { SECONDS_PER_DAY } from '../moment.js';
import type { ChoiceRules } from './frontier.js';
import { createFrontier, SHARE_ONE, setState, whyNotFollowed } from './frontier.js';
import { KnownFacts } from './knownFacts.js';
import { lookBehindHub } from './lookBehindHub.js';
import { byShare, isNear, OpenPlaces, placesAside } from './openPlaces.js';
import { createOutputWalk } from './outputWalk.js';
import { recogniseFacts } from './recogniseFacts.js';
import { noteFee, withoutFeesToldTwice } from './toldFees.js';
import {
  absorbAccount,
  absorbTransaction,
  createAccountWalk,
  handOnAfresh,
} from './traceAccounts.js';
import type { TraceNode } from './traceNode.js';
import { absorbOutputs } from './traceOutputs.js';
import type { Trace, TraceStart } from './traceState.js';

/** A trace that has asked for nothing but its subject's history. */
export function createTrace(start: TraceStart): Trace {
  const chain = findChain(chainOfAccount(start.subject));
  if (chain === undefined || chain.family === 'untraced') {
    throw new Bug('A chain that is not traced was to be traced.', { account: start.subject });
  }
  const facts = new KnownFacts();
  const frontier = createFrontier(start.assets, facts.transfers.parties);
  const halo = new Map<string, HaloEntry | null>();
  const rules = choiceRules(start, halo);
  const open = new OpenPlaces(frontier, rules, start.order ?? byShare);
  const trace: Trace = {
    start,
    rules,
    frontier,
    open,
    facts,
    fees: new Map(),
    balances: new Map(),
    noise: new Map(),
    unseen: new Map(),
    busy: new Map(),
    unspent: new Set(),
    walk: chain.family === 'utxo' ? createOutputWalk(nativeAssetId(chain)) : createAccountWalk(),
    queue: [],
    asked: new Set(),
    arrived: new Map(),
    absorbed: [],
    halo,
    aside: null,
    spent: 0,
    wasShort: false,
    end: null,
  };
  const { subject: account } = start;
  enqueue(trace, frontier.places.meet({ kind: 'account', account, balance: 'wanted' }, account));
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
  trace.aside = null;
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
    setState(trace.frontier, node, 'failed');
    trace.unseen.set(node, [unseen]);
  }
  trace.queue.length = 0;
  settleStake(trace);
  trace.end = 'aborted';
}

/**
 * The share of the subject's value that is not waiting to be looked up. Units: `SHARE_ONE`.
 *
 * Edge: nothing is explained before the subject's own history has come.
 */
export function explainedShare(trace: Trace): bigint {
  const own = trace.frontier.places.ofAccount(trace.start.subject);
  if (own?.state === 'pending') return 0n;
  return SHARE_ONE - smallerAmount(trace.open.openShare(), SHARE_ONE);
}

/** The rules by which a trace chooses what to follow; notes in `met` what the halo said. */
function choiceRules(
  { policy, assets, nowSeconds, halo }: TraceStart,
  met: Map<string, HaloEntry | null>,
): ChoiceRules {
  return {
    policy,
    assets,
    oldestSeconds: nowSeconds - policy.lookbackDays * SECONDS_PER_DAY,
    haloOf: (node) => {
      if (halo === undefined || node.roles.incoming === null) return null;
      const { key } = node;
      const known = met.get(key);
      if (known !== undefined) return known;
      const entry = halo(key);
      met.set(key, entry);
      return entry;
    },
  };
}

/** Whether a place's requests were paid for when the halo was built. */
function isPaidFor(trace: Trace, node: TraceNode): boolean {
  return trace.halo.get(node.key)?.isRead === true;
}

function enqueue(trace: Trace, node: TraceNode): void {
  setState(trace.frontier, node, 'pending');
  trace.queue.push(node);
}

function integrate(trace: Trace, node: TraceNode, reply: LookupReply): void {
  const cost = isPaidFor(trace, node) ? 0 : reply.cost;
  trace.spent += cost;
  if (reply.unseen.length > 0) trace.unseen.set(node, reply.unseen);
  for (const output of reply.unspent) {
    if (node.lookup.kind === 'spends') trace.unspent.add(`${node.lookup.txId}:${output}`);
  }
  const facts = takeFacts(trace, reply.facts);
  trace.absorbed.push({ ...reply, facts, cost });
  const listed = () => facts.filter((fact) => isListed(trace, fact));
  const isSubject = node.account === trace.start.subject && node.lookup.kind === 'account';
  if (isSubject) {
    for (const [asset, amount] of reply.balances ?? []) trace.balances.set(asset, amount);
  }
  if (reply.busy !== null && node.account !== null) trace.busy.set(node.account, reply.busy.reason);
  if (reply.busy !== null && !isSubject) {
    setState(trace.frontier, node, 'hub');
    if (trace.walk.kind === 'accounts') {
      lookBehindHub(trace, trace.walk, { node, facts: listed() });
    }
    return;
  }
  const nothingSeen = reply.facts.length === 0 && reply.unseen.some((gap) => gap.channel === null);
  if (nothingSeen && !isSubject) {
    setState(trace.frontier, node, 'failed');
    return;
  }
  setState(trace.frontier, node, 'expanded');
  if (reply.busy !== null) return;
  if (trace.walk.kind === 'outputs') absorbOutputs(trace, trace.walk, { node, facts: listed() });
  else if (node.lookup.kind === 'transaction') {
    absorbTransaction(trace, trace.walk, { node, facts: facts });
  } else absorbAccount(trace, trace.walk, { node, facts: facts });
}

/** Takes the facts of a reply into the trace, and gives them as the trace has them. */
function takeFacts(trace: Trace, facts: readonly LedgerFact[]): readonly LedgerFact[] {
  const known = withoutFeesToldTwice(trace.fees, recogniseFacts(trace.facts, facts));
  for (const fact of known) {
    if (fact.kind === 'utxo' || isListed(trace, fact)) {
      if (trace.facts.add(fact)) noteFee(trace.fees, fact);
    } else trace.noise.set(factKey(fact), fact);
  }
  return known;
}

function isListed(trace: Trace, fact: LedgerFact): boolean {
  return fact.kind === 'utxo' || trace.start.assets.has(fact.asset);
}

function plan(trace: Trace): void {
  const { window, maxRequests } = trace.start.policy;
  trace.end = null;
  while (trace.queue.length < window) {
    const { node, isExplained } = trace.open.next();
    if (node !== null && (isPaidFor(trace, node) || committed(trace) < maxRequests)) {
      enqueue(trace, node);
      continue;
    }
    if (node !== null) trace.wasShort = true;
    // Nothing may be decided on stake that still waits to be handed on.
    if (trace.queue.length === 0 && settleStake(trace)) continue;
    trace.end = node === null ? (isExplained ? 'explained' : 'exhausted') : 'budget';
    return;
  }
}

/** Requests that were spent, and at least one for each look-up under way. */
function committed(trace: Trace): number {
  return trace.spent + trace.queue.filter((node) => !isPaidFor(trace, node)).length;
}

/** Puts stake where it belongs to the last unit; says whether that changed anything. */
function settleStake(trace: Trace): boolean {
  return trace.walk.kind === 'accounts' && handOnAfresh(trace, trace.walk);
}

/** Why a place that was met was not looked up; null when it should have been. */
export function whyLeft(trace: Trace, node: TraceNode): UnseenReason | null {
  const why = whyNotFollowed(trace.frontier, node, trace.rules);
  if (why !== 'floor') return why;
  trace.aside ??= placesAside(trace.frontier, trace.rules);
  return trace.aside.has(node) ? why : null;
}

/** Whether a place lies so near, and so much passes it, that nothing may be decided without it. */
export function mustBeSeen(trace: Trace, node: TraceNode): boolean {
  return isNear(node, trace.rules) && whyLeft(trace, node) === null;
}
