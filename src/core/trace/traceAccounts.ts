import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import { boundaryOf } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import type { TraceNode } from './frontier.js';
import {
  addStake,
  DIRECTIONS,
  noteReach,
  SHARE_ONE,
  shareOfDirection,
  touchNode,
} from './frontier.js';
import { holdingsOf, passesOn, sweepBackward, sweepForward } from './holding.js';
import type { AccountWalk, Trace } from './traceState.js';

/** Transfers that an account that only passes money on may stand behind without using depth. */
const MOST_RAW_HOPS = 12;

/** Stake that reaches an account expanded earlier is handed on only from this share up. Units: `SHARE_ONE`. */
const SMALLEST_RIPPLE = SHARE_ONE / 10_000n;

/** A walk that has seen nothing. */
export function createAccountWalk(): AccountWalk {
  return {
    kind: 'accounts',
    holdings: new Map(),
    neighbours: { incoming: new Map(), outgoing: new Map() },
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
  const transfers = answer.facts.filter((fact): fact is Transfer => fact.kind === 'transfer');
  walk.holdings.set(account, holdingsOf(account, transfers));
  if (account === trace.start.subject) {
    startFromSubject(trace, walk, answer.node);
    return;
  }
  answer.node.passesOn = passesOn(walk.holdings.get(account) ?? new Map());
  handOn(trace, walk, [answer.node]);
}

function startFromSubject(trace: Trace, walk: AccountWalk, node: TraceNode): void {
  const { subject } = trace.start;
  const ready = new Set<TraceNode>();
  for (const [asset, holding] of walk.holdings.get(subject) ?? []) {
    for (const { transfer, direction, key } of holding) {
      const seen: Direction = direction === 'in' ? 'incoming' : 'outgoing';
      const totals = trace.frontier.totals[seen];
      totals.set(asset, (totals.get(asset) ?? 0n) + transfer.amount);
      const other = direction === 'in' ? transfer.from : transfer.to;
      if (other === null) continue;
      const met = { direction: seen, depth: 1, raw: 1 };
      arrive(trace, walk, {
        ...met,
        from: subject,
        to: other,
        asset,
        stake: transfer.amount,
        by: key,
        timeSeconds: transfer.timeSeconds,
        ready,
      });
    }
  }
  node.state = 'expanded';
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
  if (role === null || node.account === null || role.waiting.size === 0) return;
  const waiting = role.waiting;
  role.waiting = new Map();
  const free = node.passesOn && role.raw < MOST_RAW_HOPS;
  const sweep = direction === 'incoming' ? sweepBackward : sweepForward;
  for (const [asset, holding] of walk.holdings.get(node.account) ?? []) {
    for (const { entry, stake } of sweep(holding, waiting)) {
      const { transfer } = entry;
      const other = direction === 'incoming' ? transfer.from : transfer.to;
      if (other === null || other === trace.start.subject) continue;
      arrive(trace, walk, {
        direction,
        depth: role.depth + (free ? 0 : 1),
        raw: role.raw + 1,
        from: node.account,
        to: other,
        asset,
        stake,
        by: entry.key,
        timeSeconds: transfer.timeSeconds,
        ready,
      });
    }
  }
}

interface Arrival {
  readonly direction: Direction;
  readonly depth: number;
  readonly raw: number;
  readonly from: Account;
  readonly to: Account;
  readonly asset: AssetId;
  readonly stake: bigint;
  readonly by: string;
  readonly timeSeconds: number;
  /** Accounts expanded earlier that must hand on what they just got. */
  readonly ready: Set<TraceNode>;
}

function arrive(trace: Trace, walk: AccountWalk, arrival: Arrival): void {
  const { direction, to, from, ready } = arrival;
  noteReach(trace.frontier, { account: to, direction, depth: arrival.depth, raw: arrival.raw });
  if (boundaryOf(to, trace.start.knowledge) !== null) return;
  const known = walk.neighbours[direction].get(from) ?? new Set<Account>();
  known.add(to);
  walk.neighbours[direction].set(from, known);
  const node = touchNode(trace.frontier, {
    lookup: { kind: 'account', account: to, balance: 'not-wanted' },
    account: to,
  });
  const { nearer } = addStake(node, arrival);
  if (node.state !== 'expanded') return;
  if (nearer) reopen(trace, walk, { node, direction });
  const role = node.roles[direction];
  if (role === null) return;
  const waiting = new Map([[arrival.asset, sum(role.waiting)]]);
  if (shareOfDirection(trace.frontier, direction, waiting) >= SMALLEST_RIPPLE) ready.add(node);
}

/** An account was met again by a shorter way: those behind it come nearer too. */
function reopen(
  trace: Trace,
  walk: AccountWalk,
  from: { readonly node: TraceNode; readonly direction: Direction },
): void {
  const { direction } = from;
  const queue = [from.node];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    const role = node.roles[direction];
    if (role === null || node.account === null) continue;
    const depth = role.depth + (node.passesOn && role.raw < MOST_RAW_HOPS ? 0 : 1);
    for (const account of walk.neighbours[direction].get(node.account) ?? []) {
      noteReach(trace.frontier, { account, direction, depth, raw: role.raw + 1 });
      const next = trace.frontier.nodes.get(`account|${account}`);
      const nextRole = next?.roles[direction] ?? null;
      if (next === undefined || nextRole === null || nextRole.depth <= depth) continue;
      nextRole.depth = depth;
      nextRole.raw = Math.min(nextRole.raw, role.raw + 1);
      next.judged = null;
      if (next.state === 'expanded') queue.push(next);
    }
  }
}

function sum(stakes: ReadonlyMap<string, bigint>): bigint {
  let all = 0n;
  for (const stake of stakes.values()) all += stake;
  return all;
}
