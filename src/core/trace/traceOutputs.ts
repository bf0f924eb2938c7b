import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import { splitProRata, sumAmounts } from '../amount.js';
import { boundaryOf } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact, UtxoTx } from '../ledger.js';
import type { Unseen } from '../lookup.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';
import { addStake, setState } from './frontier.js';
import {
  distanceBehind,
  isNearerThanBefore,
  isPassedOn,
  keepWaiting,
  listedPayer,
  noteSpends,
  readOwnHistory,
  readTx,
  takeWaiting,
  withoutPassing,
} from './outputWalk.js';
import type { ReadyPlace } from './readyPlaces.js';
import { ReadyPlaces } from './readyPlaces.js';
import type { TraceNode } from './traceNode.js';
import type { OutputWalk, Trace } from './traceState.js';

const UNKNOWN_OUTPOINT: Unseen = {
  channel: 'utxo',
  kind: 'capability',
  sentence: 'The source does not say which transaction this payment was funded from.',
  cure: 'Screen with a live source: configure one, or use --profile public.',
};

const AT_SUBJECT: Distance = { depth: 0, raw: 0 };
const NEXT_TO_SUBJECT: Distance = { depth: 1, raw: 1 };

/**
 * Takes the subject's history, a transaction that made an output, or the transactions that spent
 * outputs, and hands their stake one step on. A step is one transaction by outpoint: an address's
 * whole history is read for the subject only.
 *
 * No step goes through a CoinJoin, nor beyond a payment that a listed account signed. Owner hops: an
 * owner that pays itself, by change, uses no depth, so that a peel chain is followed as one owner.
 * The cost is in proportion to the transactions of the reply and of the places that they reach.
 */
export function absorbOutputs(
  trace: Trace,
  walk: OutputWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { node } = answer;
  const txs = answer.facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
  noteSpends(walk, txs);
  switch (node.lookup.kind) {
    case 'account':
      walk.ownHistory = readOwnHistory(txs);
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
  const { subject, directions } = trace.start;
  const spent = sumOf(tx.inputs, subject);
  const received = sumOf(tx.outputs, subject);
  const direction: Direction = received > spent ? 'incoming' : 'outgoing';
  const net = received > spent ? received - spent : spent - received;
  if (net === 0n || directions?.includes(direction) === false) return;
  const totals = trace.frontier.totals[direction];
  totals.set(walk.asset, (totals.get(walk.asset) ?? 0n) + net);
  if (readTx(trace, walk, tx).coinJoin !== null) return;
  const ready = new ReadyPlaces(direction);
  // Whoever pays the subject is one hop away, even where the payment looks like change: that is a guess.
  if (direction === 'incoming') {
    fundFrom(trace, walk, { tx, stake: net, distance: NEXT_TO_SUBJECT, isPassedOn: false, ready });
  } else spendInto(trace, walk, { tx, stake: net, distance: AT_SUBJECT, isPassedOn: false, ready });
}

/** Hands stake on from a place, and from all places looked up earlier that it reaches. */
function walkOn(
  trace: Trace,
  walk: OutputWalk,
  start: ReadyPlace & { readonly direction: Direction },
): void {
  const ready = new ReadyPlaces(start.direction);
  ready.add(start.node, start.tx);
  for (let next = ready.take(); next !== null; next = ready.take()) {
    if (start.direction === 'incoming') stepBack(trace, walk, { ...next, ready });
    else stepForward(trace, walk, { ...next, ready });
  }
}

interface StakeStep {
  readonly tx: UtxoTx;
  readonly stake: bigint;
  /** Of the inputs when money is followed back, of the spent output when it is followed on. */
  readonly distance: Distance;
  /** Forward: whether whoever had the spent output only passed it on. */
  readonly isPassedOn: boolean;
  readonly ready: ReadyPlaces;
}

/** Hands the stake of a transaction to its inputs, pro rata to their value. */
function fundFrom(trace: Trace, walk: OutputWalk, step: StakeStep): void {
  const { subject } = trace.start;
  const { places } = trace.frontier;
  const chain = chainOfAccount(subject);
  const inputs = step.tx.inputs.filter((input) => input.account !== subject);
  const isOfListed = listedPayer(trace, step.tx) !== null;
  const shares = splitProRata(
    step.stake,
    inputs.map((input) => input.amount),
  );
  inputs.forEach((input, at) => {
    if (input.account !== null) {
      const { account } = input;
      trace.frontier.reach.incoming.note(account, step.distance);
      if (boundaryOf(account, trace.start.knowledge) !== null) return;
    }
    if (isOfListed) return;
    // An output whose transaction the source does not know is a place that nobody can look up.
    const { txId, index } = input.previous ?? { txId: `${step.tx.txId}?`, index: at };
    const node = places.meet({ kind: 'transaction', chain, txId }, input.account);
    if (input.previous === null) {
      setState(trace.frontier, node, 'failed');
      trace.unseen.set(node, [UNKNOWN_OUTPOINT]);
    }
    noteMet(walk, { txId, index }, step.distance);
    const stake = shares[at] ?? 0n;
    addStake(trace.frontier, node, {
      direction: 'incoming',
      ...step.distance,
      asset: walk.asset,
      stake,
      timeSeconds: step.tx.timeSeconds,
    });
    keepWaiting(walk, { direction: 'incoming', node, output: `${txId}:${index}` }, stake);
    const made = trace.facts.utxoTx(chain, txId);
    if (node.state === 'expanded' && made !== undefined) step.ready.add(node, made);
  });
}

function noteMet(
  walk: OutputWalk,
  output: { readonly txId: string; readonly index: number },
  distance: Distance,
): void {
  const ofTx = walk.met.get(output.txId) ?? new Map<number, Distance>();
  walk.met.set(output.txId, ofTx);
  ofTx.set(output.index, nearest(distance, ofTx.get(output.index)));
}

/** Hands the stake of a transaction to its outputs, pro rata to their value; the fee takes its part. */
function spendInto(trace: Trace, walk: OutputWalk, step: StakeStep): void {
  const { subject } = trace.start;
  const { places } = trace.frontier;
  const chain = chainOfAccount(subject);
  const { txId, outputs, fee, timeSeconds } = step.tx;
  const reading = readTx(trace, walk, step.tx);
  const parts = outputs.map((output) => (output.account === subject ? 0n : output.amount));
  const shares = splitProRata(step.stake, [...parts, fee]);
  outputs.forEach(({ account, amount }, index) => {
    if (account === subject || amount === 0n) return;
    const behind = distanceBehind(step.distance, reading, index);
    const distance = step.isPassedOn ? withoutPassing(behind, step.distance) : behind;
    // A script without an address is spent like any other; its output is followed all the same.
    if (account !== null) {
      trace.frontier.reach.outgoing.note(account, distance);
      if (boundaryOf(account, trace.start.knowledge) !== null) return;
    }
    const node = places.meet({ kind: 'spends', chain, txId, outputs: [index] }, account);
    const stake = shares[index] ?? 0n;
    const asset = walk.asset;
    addStake(trace.frontier, node, {
      direction: 'outgoing',
      ...distance,
      asset,
      stake,
      timeSeconds,
    });
    keepWaiting(walk, { direction: 'outgoing', node, output: `${txId}:${index}` }, stake);
    const spender = walk.spenders.get(`${txId}:${index}`);
    if (node.state === 'expanded' && spender !== undefined) step.ready.add(node, spender);
  });
}

function stepBack(
  trace: Trace,
  walk: OutputWalk,
  step: ReadyPlace & { readonly ready: ReadyPlaces },
): void {
  const role = step.node.roles.incoming;
  if (role === null) return;
  const stake = takeWaiting(walk, { direction: 'incoming', node: step.node }, null);
  const reading = readTx(trace, walk, step.tx);
  if (reading.coinJoin !== null) return;
  // Several outputs of one transaction may be followed back; the nearest owner behind them counts.
  let distance: Distance | undefined;
  for (const [output, met] of walk.met.get(step.tx.txId) ?? []) {
    const behind = distanceBehind(met, reading, output);
    const isFree = isPassedOn(step.tx, walk.spenders.get(`${step.tx.txId}:${output}`));
    distance = nearest(isFree ? withoutPassing(behind, met) : behind, distance);
  }
  if (distance === undefined) return;
  const isNearer = isNearerThanBefore(walk, `incoming|${step.node.key}`, distance);
  if (stake === 0n && !isNearer) return;
  fundFrom(trace, walk, { tx: step.tx, stake, distance, isPassedOn: false, ready: step.ready });
}

function stepForward(
  trace: Trace,
  walk: OutputWalk,
  step: ReadyPlace & { readonly ready: ReadyPlaces },
): void {
  const role = step.node.roles.outgoing;
  const { lookup } = step.node;
  if (role === null || lookup.kind !== 'spends') return;
  const spent = step.tx.inputs.flatMap(({ previous }) =>
    previous?.txId === lookup.txId ? `${previous.txId}:${previous.index}` : [],
  );
  const stake = takeWaiting(walk, { direction: 'outgoing', node: step.node }, spent);
  if (readTx(trace, walk, step.tx).coinJoin !== null) return;
  const distance: Distance = { depth: role.depth, raw: role.raw };
  const listed = listedPayer(trace, step.tx);
  if (listed !== null) {
    trace.frontier.reach.outgoing.note(listed.payer, distance);
    return;
  }
  const isNearer = isNearerThanBefore(walk, `outgoing|${step.node.key}`, distance);
  if (stake === 0n && !isNearer) return;
  const made = trace.facts.utxoTx(lookup.chain, lookup.txId);
  spendInto(trace, walk, {
    tx: step.tx,
    stake,
    distance,
    isPassedOn: made !== undefined && isPassedOn(made, step.tx),
    ready: step.ready,
  });
}

function sumOf(
  legs: readonly { readonly account: Account | null; readonly amount: bigint }[],
  account: Account,
): bigint {
  return sumAmounts(legs.filter((leg) => leg.account === account).map((leg) => leg.amount));
}
