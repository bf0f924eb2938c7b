import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import type { Boundary } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { ChainId } from '../chain.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { Lookup } from '../lookup.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { Step } from '../netting/step.js';
import { isAccount } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import { detectDeposit, exchangesOf } from '../patterns/depositAddress.js';
import { detectPassThrough } from '../patterns/passThrough.js';
import { readAccountLedger } from './accountLedger.js';
import type { TraceNode } from './frontier.js';
import {
  addStake,
  comeNearer,
  DIRECTIONS,
  noteReach,
  SHARE_ONE,
  shareOfDirection,
  touchNode,
} from './frontier.js';
import { nearest } from './outputWalk.js';
import type { StakeShare, WaitingStake } from './stakeSweep.js';
import { sweepStakes, throughSteps } from './stakeSweep.js';
import type { AccountWalk, Distance, Trace } from './traceState.js';

/**
 * Transfers that an account that only passes money on may stand behind without using depth.
 * Source: a policy choice, for passing on is cheap and a search must end.
 */
const MOST_RAW_HOPS = 12;

/**
 * Stake that reaches an account expanded earlier is handed on only from this share up. Units: `SHARE_ONE`.
 * Source: a policy choice: a hundredth of the floor, below which rings of accounts would cost more than they tell.
 */
const SMALLEST_RIPPLE = SHARE_ONE / 10_000n;

/** A walk that has seen nothing. */
export function createAccountWalk(): AccountWalk {
  return {
    kind: 'accounts',
    ledgers: new Map(),
    waiting: { incoming: new Map(), outgoing: new Map() },
    neighbours: { incoming: new Map(), outgoing: new Map() },
    placesBehind: { incoming: new Map(), outgoing: new Map() },
    deposits: new Map(),
    contracts: new Set(),
    transactions: new Map(),
  };
}

/** Takes an account's history: hands its stake to those it came from and went to. */
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
  const ledger = readAccountLedger(account, { transfers, unlisted }, trace.start);
  walk.ledgers.set(account, ledger);
  if (account === subject) {
    startFromSubject(trace, walk, answer.node);
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
  handOn(trace, walk, [answer.node]);
}

/**
 * A hub that turns out to be a contract only acts for others: each transaction that brought value
 * here is looked up, to see for whom.
 *
 * Edge: an account that signs transactions of its own has a key; it is a hub and the trail ends.
 */
export function lookBehindHub(
  trace: Trace,
  walk: AccountWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { node, facts } = answer;
  const { account } = node;
  const signs = ({ kind, ...fact }: LedgerFact) =>
    kind === 'transfer' &&
    'from' in fact &&
    fact.from === account &&
    (fact.channel === 'native' || fact.channel === 'fee');
  if (account === null || facts.some(signs)) return;
  walk.contracts.add(account);
  const chain = chainOfAccount(account);
  for (const direction of DIRECTIONS) {
    const role = node.roles[direction];
    const waiting = walk.waiting[direction].get(node.key);
    if (role === null || waiting === undefined) continue;
    walk.waiting[direction].delete(node.key);
    for (const stake of waiting.values()) {
      const lookup = transactionLookup(chain, stake.tx, stake);
      const next = touchNode(trace.frontier, { lookup, account });
      const { depth, raw } = role;
      const { of: asset, timeSeconds } = stake;
      addStake(trace.frontier, next, { ...stake, asset, direction, depth, raw, timeSeconds });
      keepWaiting(walk, next, direction, stake);
      if (next.state === 'expanded') handOn(trace, walk, [next]);
    }
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
  walk.transactions.set(lookup.txId, withoutOwnTrades(steps, trace.start.subject));
  handOn(trace, walk, [answer.node]);
}

/** What the subject converts was neither received nor sent. */
function withoutOwnTrades(steps: readonly Step[], subject: Account): readonly Step[] {
  return steps.flatMap((step) => withoutOwnTrade(step, subject) ?? []);
}

function startFromSubject(trace: Trace, walk: AccountWalk, node: TraceNode): void {
  const { subject } = trace.start;
  const ready = new Set<TraceNode>();
  node.state = 'expanded';
  for (const { steps, tx } of walk.ledgers.get(subject)?.entries ?? []) {
    for (const step of withoutOwnTrades(steps, subject)) {
      const sent = step.debits.find((leg) => leg.place === subject);
      const received = step.credits.find((leg) => leg.place === subject);
      const own = sent ?? received;
      if (own === undefined) continue;
      const direction: Direction = sent === undefined ? 'incoming' : 'outgoing';
      const { asset, amount } = own;
      const totals = trace.frontier.totals[direction];
      totals.set(asset, (totals.get(asset) ?? 0n) + amount);
      const { timeSeconds, height } = step.fact;
      const moved = { tx, asset, of: asset, towards: subject, beside: subject, stake: amount };
      const waiting = { ...moved, timeSeconds, height };
      const near = direction === 'incoming' ? 'credits' : 'debits';
      for (const share of throughSteps({ tx, steps: [step] }, waiting, near)) {
        arrive(trace, walk, { direction, depth: 1, raw: 1, cost: 1, from: node, ready, share });
      }
    }
  }
}

/**
 * Hands waiting stake on, from account to account, as far as it meets accounts that were expanded
 * already. Each step goes back (or forward) in time, so it ends.
 */
function handOn(trace: Trace, walk: AccountWalk, nodes: readonly TraceNode[]): void {
  const ready = new Set<TraceNode>(nodes);
  for (const node of ready) {
    ready.delete(node);
    for (const direction of DIRECTIONS) handOnOneWay(trace, walk, { node, direction, ready });
  }
}

function handOnOneWay(
  trace: Trace,
  walk: AccountWalk,
  step: {
    readonly node: TraceNode;
    readonly direction: Direction;
    readonly ready: Set<TraceNode>;
  },
): void {
  const { node, direction, ready } = step;
  const role = node.roles[direction];
  const waiting = walk.waiting[direction].get(node.key);
  if (role === null || waiting === undefined) return;
  walk.waiting[direction].delete(node.key);
  const isFree = node.passesOn && role.raw < MOST_RAW_HOPS;
  for (const share of sharesBehind(walk, { node, direction, stakes: [...waiting.values()] })) {
    const cost = share.isTransit || isFree ? 0 : 1;
    const raw = role.raw + (share.isTransit ? 0 : 1);
    arrive(trace, walk, {
      direction,
      depth: role.depth + cost,
      raw,
      cost,
      from: node,
      ready,
      share,
    });
  }
}

function sharesBehind(
  walk: AccountWalk,
  at: {
    readonly node: TraceNode;
    readonly direction: Direction;
    readonly stakes: readonly WaitingStake[];
  },
): StakeShare[] {
  const { node, direction, stakes } = at;
  if (node.lookup.kind === 'transaction') {
    const steps = walk.transactions.get(node.lookup.txId) ?? [];
    const entry = { tx: node.lookup.txId, steps };
    const near = direction === 'incoming' ? 'credits' : 'debits';
    return stakes.flatMap((stake) => throughSteps(entry, stake, near));
  }
  if (node.account === null || walk.deposits.has(node.account)) return [];
  const ledger = walk.ledgers.get(node.account);
  return ledger === undefined ? [] : sweepStakes(ledger, direction, stakes);
}

interface Arrival {
  readonly direction: Direction;
  readonly depth: number;
  readonly raw: number;
  /** Where the stake comes from, and the owner hops from there. */
  readonly from: TraceNode;
  readonly cost: number;
  /** Accounts expanded earlier that must hand on what they just got. */
  readonly ready: Set<TraceNode>;
  readonly share: StakeShare;
}

function arrive(trace: Trace, walk: AccountWalk, arrival: Arrival): void {
  const { direction, depth, raw, share } = arrival;
  const account = share.leg.place;
  if (account === trace.start.subject) return;
  if (!isAccount(account)) {
    // A bridge makes and destroys tokens too; only the whole transaction shows it.
    const isMint = account === 'issued' || account === 'burned';
    // Anyone can write a token of one's own into a trade; who else took part, only the whole shows.
    const isUnlisted = account === 'unlisted-asset';
    if (isUnlisted || (isMint && share.step.fact.channel === 'token'))
      lookAtTransaction(trace, walk, arrival);
    return;
  }
  noteReach(trace.frontier, { account, direction, depth, raw });
  noteBehind(walk.neighbours[direction], arrival, account);
  const boundary = boundaryOf(account, trace.start.knowledge);
  if (boundary === null && !walk.contracts.has(account)) {
    settle(trace, walk, arrival, { kind: 'account', account, balance: 'not-wanted' });
  } else if (boundary === null || actsForOthers(boundary)) lookAtTransaction(trace, walk, arrival);
}

/** Whether an account by its label only does what somebody else asked it to in the transaction. */
function actsForOthers(boundary: Boundary): boolean {
  if (boundary.kind !== 'service') return false;
  const { category } = boundary.attribution;
  return category === 'infrastructure' || category === 'dex';
}

function lookAtTransaction(trace: Trace, walk: AccountWalk, arrival: Arrival): void {
  // One look at a transaction tells all that it will ever tell.
  if (arrival.from.lookup.kind === 'transaction') return;
  const { txId, chain, height, timeSeconds } = arrival.share.step.fact;
  if (txId === null) return;
  settle(trace, walk, arrival, transactionLookup(chain, txId, { height, timeSeconds }));
}

function transactionLookup(
  chain: ChainId,
  txId: string,
  { height, timeSeconds }: { readonly height: number | null; readonly timeSeconds: number },
): Lookup {
  const lookup = { kind: 'transaction', chain, txId } as const;
  return height === null ? lookup : { ...lookup, block: { height, timeSeconds } };
}

/** Leaves a stake at a place, to be looked up or, where it was, to be handed on. */
function settle(trace: Trace, walk: AccountWalk, arrival: Arrival, lookup: Lookup): void {
  const { direction, share, ready } = arrival;
  const account = isAccount(share.leg.place) ? share.leg.place : null;
  const node = touchNode(trace.frontier, { lookup, account });
  noteBehind(walk.placesBehind[direction], arrival, node.key);
  const { of, stake, tx, towards, beside, leg, step } = share;
  const { timeSeconds, height } = step.fact;
  const { nearer } = addStake(trace.frontier, node, { ...arrival, asset: of, stake, timeSeconds });
  const { asset } = leg;
  keepWaiting(walk, node, direction, {
    tx,
    asset,
    of,
    towards,
    beside,
    timeSeconds,
    height,
    stake,
  });
  if (node.state !== 'expanded') return;
  if (nearer) reopen(trace, walk, { node, direction });
  let waiting = 0n;
  for (const one of walk.waiting[direction].get(node.key)?.values() ?? []) {
    if (one.of === of) waiting += one.stake;
  }
  const part = shareOfDirection(trace.frontier, direction, new Map([[of, waiting]]));
  if (part >= SMALLEST_RIPPLE) ready.add(node);
}

function keepWaiting(
  walk: AccountWalk,
  node: TraceNode,
  direction: Direction,
  waiting: WaitingStake,
): void {
  const atNode = walk.waiting[direction].get(node.key) ?? new Map<string, WaitingStake>();
  walk.waiting[direction].set(node.key, atNode);
  const { tx, asset, of, towards, beside } = waiting;
  const key = [tx, asset, of, towards, beside].join(' ');
  const known = atNode.get(key);
  if (known === undefined) atNode.set(key, waiting);
  else known.stake += waiting.stake;
}

/** Notes what stands behind a place, and the shortest way between. */
function noteBehind<Key>(
  behind: Map<string, Map<Key, Distance>>,
  { from, cost, share }: Arrival,
  key: Key,
): void {
  const known = behind.get(from.key) ?? new Map<Key, Distance>();
  behind.set(from.key, known);
  const way = { depth: cost, raw: share.isTransit ? 0 : 1 };
  known.set(key, nearest(way, known.get(key)));
}

/** A place was met again by a shorter way: those behind it come nearer too. */
function reopen(
  trace: Trace,
  walk: AccountWalk,
  from: { readonly node: TraceNode; readonly direction: Direction },
): void {
  const { direction } = from;
  const queue = [from.node];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    const role = node.roles[direction];
    if (role === null) continue;
    const behind = (way: Distance) => ({ depth: role.depth + way.depth, raw: role.raw + way.raw });
    for (const [account, way] of walk.neighbours[direction].get(node.key) ?? []) {
      noteReach(trace.frontier, { account, direction, ...behind(way) });
    }
    for (const [key, way] of walk.placesBehind[direction].get(node.key) ?? []) {
      const near = behind(way);
      const next = trace.frontier.nodes.get(key);
      if (next === undefined || !comeNearer(trace.frontier, next, direction, near)) continue;
      if (next.state === 'expanded') queue.push(next);
    }
  }
}
