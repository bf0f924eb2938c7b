import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import { splitProRata, sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import { boundaryOf } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact, UtxoTx } from '../ledger.js';
import type { Unseen } from '../lookup.js';
import type { TraceNode } from './frontier.js';
import { addStake, noteReach, touchNode } from './frontier.js';
import type { OutputWalk, Trace } from './traceState.js';

const UNKNOWN_OUTPOINT: Unseen = {
  channel: 'utxo',
  kind: 'capability',
  sentence: 'The source does not say which transaction this payment was funded from.',
  cure: 'Screen with a live source: configure one, or use --profile public.',
};

/** A walk that has seen nothing. */
export function createOutputWalk(asset: AssetId): OutputWalk {
  return { kind: 'outputs', asset };
}

/**
 * Takes the subject's history, a transaction that made an output, or the transactions that spent
 * outputs, and hands their stake one step on. A step is one transaction by outpoint: an address's
 * whole history is read for the subject only.
 */
export function absorbOutputs(
  trace: Trace,
  walk: OutputWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { node } = answer;
  const txs = answer.facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  switch (node.lookup.kind) {
    case 'account':
      for (const tx of txs) startFromSubject(trace, walk, tx);
      return;
    case 'transaction':
      for (const tx of txs) walkOn(trace, walk, { node, tx, direction: 'incoming' });
      return;
    case 'spends':
      for (const tx of txs) walkOn(trace, walk, { node, tx, direction: 'outgoing' });
  }
}

function startFromSubject(trace: Trace, walk: OutputWalk, tx: UtxoTx): void {
  const { subject } = trace.start;
  const spent = sumOf(tx.inputs, subject);
  const received = sumOf(tx.outputs, subject);
  const direction: Direction = received > spent ? 'incoming' : 'outgoing';
  const net = received > spent ? received - spent : spent - received;
  if (net === 0n) return;
  const totals = trace.frontier.totals[direction];
  totals.set(walk.asset, (totals.get(walk.asset) ?? 0n) + net);
  const step = { tx, stake: net, depth: 1, raw: 1, ready: new Map() };
  if (direction === 'incoming') fundFrom(trace, walk, step);
  else spendInto(trace, walk, step);
}

/** Places looked up earlier that must hand on what they just got, with the transaction to step to. */
type ReadyPlaces = Map<TraceNode, UtxoTx>;

/**
 * Hands stake on from a place, and from all places looked up earlier that it reaches.
 *
 * Backward the newest goes first, forward the oldest: so a place has got all that it will get before
 * it hands on, and ways that part and meet again are walked once and not once for every way.
 */
function walkOn(
  trace: Trace,
  walk: OutputWalk,
  start: { readonly node: TraceNode; readonly tx: UtxoTx; readonly direction: Direction },
): void {
  const { direction } = start;
  const ready: ReadyPlaces = new Map([[start.node, start.tx]]);
  const goesFirst = (a: UtxoTx, b: UtxoTx) =>
    direction === 'incoming' ? a.timeSeconds > b.timeSeconds : a.timeSeconds < b.timeSeconds;
  for (;;) {
    let next: { readonly node: TraceNode; readonly tx: UtxoTx } | null = null;
    for (const [node, tx] of ready) {
      if (next === null || goesFirst(tx, next.tx)) next = { node, tx };
    }
    if (next === null) return;
    ready.delete(next.node);
    if (direction === 'incoming') stepBack(trace, walk, { ...next, ready });
    else stepForward(trace, walk, { ...next, ready });
  }
}

interface StakeStep {
  readonly tx: UtxoTx;
  readonly stake: bigint;
  readonly depth: number;
  readonly raw: number;
  readonly ready: ReadyPlaces;
}

/** Hands the stake of a transaction to its inputs, pro rata to their value. */
function fundFrom(trace: Trace, walk: OutputWalk, step: StakeStep): void {
  const { subject } = trace.start;
  const chain = chainOfAccount(subject);
  const inputs = step.tx.inputs.filter((input) => input.account !== subject);
  const shares = splitProRata(
    step.stake,
    inputs.map((input) => input.amount),
  );
  inputs.forEach((input, at) => {
    if (input.account !== null) {
      const { depth, raw } = step;
      noteReach(trace.frontier, { account: input.account, direction: 'incoming', depth, raw });
      if (boundaryOf(input.account, trace.start.knowledge) !== null) return;
    }
    // An output whose transaction the source does not know is a place that nobody can look up.
    const { txId, index } = input.previous ?? { txId: `${step.tx.txId}?`, index: at };
    const node = touchNode(trace.frontier, {
      lookup: { kind: 'transaction', chain, txId },
      account: input.account,
    });
    if (input.previous === null) {
      node.state = 'failed';
      trace.unseen.set(node.key, [UNKNOWN_OUTPOINT]);
    }
    addStake(node, {
      direction: 'incoming',
      depth: step.depth,
      raw: step.raw,
      asset: walk.asset,
      stake: shares[at] ?? 0n,
      by: `${txId}:${index}`,
      timeSeconds: step.tx.timeSeconds,
    });
    const made = trace.facts.get(`${chain}|${txId}`);
    if (node.state === 'expanded' && made?.kind === 'utxo') step.ready.set(node, made);
  });
}

/** Hands the stake of a transaction to its outputs, pro rata to their value; the fee takes its part. */
function spendInto(trace: Trace, walk: OutputWalk, step: StakeStep): void {
  const { subject } = trace.start;
  const chain = chainOfAccount(subject);
  const parts = step.tx.outputs.map((output) => (output.account === subject ? 0n : output.amount));
  const shares = splitProRata(step.stake, [...parts, step.tx.fee]);
  const followed: { readonly index: number; readonly stake: bigint }[] = [];
  step.tx.outputs.forEach((output, index) => {
    const { account } = output;
    if (account === subject || output.amount === 0n) return;
    // A script without an address is spent like any other; its output is followed all the same.
    if (account !== null) {
      const { depth, raw } = step;
      noteReach(trace.frontier, { account, direction: 'outgoing', depth, raw });
      if (boundaryOf(account, trace.start.knowledge) !== null) return;
    }
    followed.push({ index, stake: shares[index] ?? 0n });
  });
  for (const { index, stake } of followed) {
    const node = touchNode(trace.frontier, {
      lookup: { kind: 'spends', chain, txId: step.tx.txId, outputs: [index] },
      account: step.tx.outputs[index]?.account ?? null,
    });
    addStake(node, {
      direction: 'outgoing',
      depth: step.depth,
      raw: step.raw,
      asset: walk.asset,
      stake,
      by: `${step.tx.txId}:${index}`,
      timeSeconds: step.tx.timeSeconds,
    });
    if (node.state !== 'expanded') continue;
    const spender = spenderOf(trace, { txId: step.tx.txId, index });
    if (spender !== null) step.ready.set(node, spender);
  }
}

function stepBack(
  trace: Trace,
  walk: OutputWalk,
  step: { readonly node: TraceNode; readonly tx: UtxoTx; readonly ready: ReadyPlaces },
): void {
  const role = step.node.roles.incoming;
  if (role === null) return;
  const stake = sumAmounts(role.waiting.values());
  role.waiting = new Map();
  if (stake === 0n) return;
  const same = isSameOwner(step.node.account, step.tx.inputs);
  const depth = role.depth + (same ? 0 : 1);
  fundFrom(trace, walk, { tx: step.tx, stake, depth, raw: role.raw + 1, ready: step.ready });
}

function stepForward(
  trace: Trace,
  walk: OutputWalk,
  step: { readonly node: TraceNode; readonly tx: UtxoTx; readonly ready: ReadyPlaces },
): void {
  const role = step.node.roles.outgoing;
  const { lookup } = step.node;
  if (role === null || lookup.kind !== 'spends') return;
  let stake = 0n;
  for (const input of step.tx.inputs) {
    if (input.previous?.txId !== lookup.txId) continue;
    const by = `${lookup.txId}:${input.previous.index}`;
    stake += role.waiting.get(by) ?? 0n;
    role.waiting.delete(by);
  }
  if (stake === 0n) return;
  const same = isSameOwner(step.node.account, step.tx.outputs);
  const depth = role.depth + (same ? 0 : 1);
  spendInto(trace, walk, { tx: step.tx, stake, depth, raw: role.raw + 1, ready: step.ready });
}

/** Money that an address moves to itself uses no depth. */
function isSameOwner(
  account: Account | null,
  legs: readonly { readonly account: Account | null }[],
): boolean {
  return account !== null && legs.length > 0 && legs.every((leg) => leg.account === account);
}

function spenderOf(
  trace: Trace,
  outpoint: { readonly txId: string; readonly index: number },
): UtxoTx | null {
  for (const fact of trace.facts.values()) {
    if (fact.kind !== 'utxo') continue;
    const spends = fact.inputs.some(
      ({ previous }) =>
        previous !== null && previous.txId === outpoint.txId && previous.index === outpoint.index,
    );
    if (spends) return fact;
  }
  return null;
}

function sumOf(
  legs: readonly { readonly account: Account | null; readonly amount: bigint }[],
  account: Account,
): bigint {
  return sumAmounts(legs.filter((leg) => leg.account === account).map((leg) => leg.amount));
}
