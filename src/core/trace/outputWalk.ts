import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import { boundaryOf, serviceOf } from '../boundary.js';
import { isUsedBox } from '../claims.js';
import type { Direction } from '../exposure.js';
import type { UtxoTx } from '../ledger.js';
import { findChange, findClusterChange } from '../patterns/changeOutput.js';
import { endsTrail, findCoinJoin } from '../patterns/coinJoin.js';
import type { JointPayment } from '../patterns/coSpend.js';
import { ownersOf, payerOf } from '../patterns/coSpend.js';
import { PASS_ON_ACCOUNTS, PASS_ON_SECONDS } from '../patterns/passThrough.js';
import type { Distance } from './distance.js';
import { nearest } from './distance.js';
import type { TraceNode } from './traceNode.js';
import type { OutputWalk, OwnHistory, Trace, TxReading } from './traceState.js';

/** A walk that has seen nothing. */
export function createOutputWalk(asset: AssetId): OutputWalk {
  return {
    kind: 'outputs',
    asset,
    waiting: { incoming: new Map(), outgoing: new Map() },
    spenders: new Map(),
    readings: new Map(),
    met: new Map(),
    handedOn: new Map(),
    ownHistory: { firstSeen: new Map(), owners: ownersOf([]) },
  };
}

/** Keeps stake that an output carries to a place, until the place hands it on. */
export function keepWaiting(
  walk: OutputWalk,
  at: { readonly direction: Direction; readonly node: TraceNode; readonly output: string },
  stake: bigint,
): void {
  const ofDirection = walk.waiting[at.direction];
  const atNode = ofDirection.get(at.node.key) ?? new Map<string, bigint>();
  ofDirection.set(at.node.key, atNode);
  atNode.set(at.output, (atNode.get(at.output) ?? 0n) + stake);
}

/** Takes the stake that waits at a place; of the named outputs alone where some are named. */
export function takeWaiting(
  walk: OutputWalk,
  at: { readonly direction: Direction; readonly node: TraceNode },
  outputs: readonly string[] | null,
): bigint {
  const atNode = walk.waiting[at.direction].get(at.node.key);
  if (atNode === undefined) return 0n;
  let stake = 0n;
  for (const output of outputs ?? [...atNode.keys()]) {
    stake += atNode.get(output) ?? 0n;
    atNode.delete(output);
  }
  return stake;
}

/** What the subject's own history says of others. */
export function readOwnHistory(txs: readonly UtxoTx[]): OwnHistory {
  const firstSeen = new Map<Account, number>();
  for (const { inputs, outputs, timeSeconds } of txs) {
    for (const { account } of [...inputs, ...outputs]) {
      if (account === null) continue;
      const known = firstSeen.get(account) ?? timeSeconds;
      firstSeen.set(account, Math.min(known, timeSeconds));
    }
  }
  return { firstSeen, owners: ownersOf(txs) };
}

/** Remembers which outputs the transactions of a reply spend. */
export function noteSpends(walk: OutputWalk, txs: readonly UtxoTx[]): void {
  for (const tx of txs) {
    for (const { previous } of tx.inputs) {
      if (previous === null) continue;
      const outpoint = `${previous.txId}:${previous.index}`;
      if (!walk.spenders.has(outpoint)) walk.spenders.set(outpoint, tx);
    }
  }
}

/**
 * What the shape of a transaction says of the steps through it.
 *
 * It depends on the transaction, the labels and the subject's own history, which comes first, and
 * never on what else was looked up by then: so no order of replies changes how far a trace goes.
 * Edge: an output to an account with a label of its own is no change; a guess never overrides that.
 * Blind spot: an address is taken as seen before by the subject's own history alone.
 */
export function readTx(trace: Trace, walk: OutputWalk, tx: UtxoTx): TxReading {
  const known = walk.readings.get(tx.txId);
  if (known !== undefined) return known;
  const { knowledge } = trace.start;
  const coinJoin = findCoinJoin(tx, knowledge);
  const { firstSeen, owners } = walk.ownHistory;
  const isSeenBefore = (account: Account) =>
    (firstSeen.get(account) ?? tx.timeSeconds) < tx.timeSeconds;
  const found = findChange(tx, isSeenBefore) ?? findClusterChange(tx, owners);
  const change = (found?.outputs ?? []).filter((index) => {
    const account = tx.outputs[index]?.account ?? null;
    return account !== null && boundaryOf(account, knowledge) === null;
  });
  const reading: TxReading = {
    coinJoin: coinJoin !== null && endsTrail(coinJoin) ? coinJoin : null,
    change: new Set(change),
    isSelfMove: isSelfMove(tx),
  };
  walk.readings.set(tx.txId, reading);
  return reading;
}

function isSelfMove({ inputs, outputs }: UtxoTx): boolean {
  const [first] = inputs;
  if (first === undefined || first.account === null) return false;
  return [...inputs, ...outputs].every(({ account }) => account === first.account);
}

/** Transactions up to which an owner's payments to itself, and passing on, use no depth. A policy choice. */
const MOST_RAW_HOPS = 12;

/**
 * Whether whoever got an output only passed it on: within 7 days, to at most 3 accounts. An output
 * is always spent whole, so that the share of what is passed on needs no other look.
 *
 * Source: peeling and pass-through chains as described by Meiklejohn et al., "A Fistful of
 * Bitcoins" (IMC 2013), https://doi.org/10.1145/2504730.2504747; the numbers are policy choices.
 */
export function isPassedOn(made: UtxoTx, spender: UtxoTx | undefined): boolean {
  if (spender === undefined) return false;
  if (spender.timeSeconds - made.timeSeconds > PASS_ON_SECONDS) return false;
  const receivers = new Set(spender.outputs.map(({ account }, at) => account ?? `script ${at}`));
  return receivers.size <= PASS_ON_ACCOUNTS;
}

/** The distance behind one output of a transaction: an owner that pays itself uses no depth. */
export function distanceBehind(
  from: Distance,
  { change, isSelfMove }: TxReading,
  output: number,
): Distance {
  const isFree = isSelfMove || (change.has(output) && from.raw < MOST_RAW_HOPS);
  return { depth: from.depth + (isFree ? 0 : 1), raw: from.raw + 1 };
}

/** The same behind somebody who only passed the output on. */
export function withoutPassing(behind: Distance, from: Distance): Distance {
  return from.raw < MOST_RAW_HOPS ? { ...behind, depth: from.depth } : behind;
}

/**
 * Whether a place has something new to say at a distance since it last handed on; notes it.
 *
 * Whoever stands behind a place that came nearer comes nearer too, even where no value is left to
 * hand on, or the order of replies would tell.
 */
export function isNearerThanBefore(walk: OutputWalk, key: string, distance: Distance): boolean {
  const before = walk.handedOn.get(key);
  const now = nearest(distance, before);
  walk.handedOn.set(key, now);
  return before === undefined || now.depth < before.depth || now.raw < before.raw;
}

/**
 * The listed account whose payment a transaction is. Not where the subject signed too: then the
 * other inputs say that the subject may be listed, which is told as a signal and not taken as known.
 *
 * Edge: an address that a service keeps for a customer speaks for no other input: the service signs
 * for all of its customers' addresses together.
 */
export function listedPayer(trace: Trace, tx: UtxoTx): JointPayment | null {
  const { subject, knowledge } = trace.start;
  if (tx.inputs.some(({ account }) => account === subject)) return null;
  return payerOf(tx, (account) => {
    const boundary = boundaryOf(account, knowledge);
    const service = serviceOf(boundary);
    if (isUsedBox(service)) return service;
    return boundary === null || boundary.kind === 'own-company' ? null : boundary.attribution;
  });
}
