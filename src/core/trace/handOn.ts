import type { AssetId } from '../asset.js';
import type { Direction } from '../exposure.js';
import type { Onward } from './arrive.js';
import { arrive } from './arrive.js';
import type { Distance } from './distance.js';
import { SHARE_ONE, shareOfDirection } from './frontier.js';
import type { Queued } from './rankedQueue.js';
import { RankedQueue } from './rankedQueue.js';
import type { StakeShare, WaitingStake } from './stake.js';
import { StakeSweep } from './stakeSweep.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';
import { TransactionPass } from './transactionPass.js';
import type { TxPosition } from './txPosition.js';
import { compareTxPositions } from './txPosition.js';
import type { WaitingStakes } from './waitingStakes.js';

/**
 * Transfers that an account that only passes money on may stand behind without using depth.
 * Source: a policy choice, for passing on is cheap and a search must end.
 */
const MOST_RAW_HOPS = 12;

/**
 * Stake that reaches a place looked up earlier is handed on at once only from this share up; else it
 * waits for more, at the latest until the search has nothing left to look up. Units: `SHARE_ONE`.
 * Source: a policy choice: a hundredth of the floor, below which rings of accounts would cost more than they tell.
 */
const SMALLEST_RIPPLE = SHARE_ONE / 10_000n;

/**
 * Times that all is gone through again for stakes that came too late.
 * Source: a policy choice. Nothing comes late but where accounts tell two transactions of a block in
 * different orders, or where a place that waited for more begins with what came before.
 */
const MOST_ROUNDS = 12;

/** The ways from a place to those behind it. They are shared: one is kept for each that is met. */
const NO_HOP: Distance = { depth: 0, raw: 0 };
const RAW_HOP: Distance = { depth: 0, raw: 1 };
const OWNER_HOP: Distance = { depth: 1, raw: 1 };

/** Which places looked up earlier hand on what reaches them. */
export type Readiness = 'large' | 'all';

/** A place that is handing on what it got of one asset. */
interface Turn {
  readonly node: TraceNode;
  readonly pass: StakeSweep | TransactionPass;
  /** Tells turns of one transaction apart. */
  readonly order: number;
  /** Null while it has no next step. */
  queued: Queued<Turn, TxPosition> | null;
}

/**
 * Hands stake of one direction on, from place to place, as far as it meets places that were looked up.
 *
 * Order: transaction by transaction, over all places together: back in time for what came in, forth
 * for what went out. So a place has got all that it will get of a moment before it goes beyond it,
 * and each history is gone through once, however often accounts paid one another.
 */
export class HandOn implements Onward {
  readonly #trace: Trace;
  readonly #walk: AccountWalk;
  readonly #direction: Direction;
  readonly #readiness: Readiness;
  readonly #turns = new Map<TraceNode, Map<AssetId, Turn>>();
  readonly #queue: RankedQueue<Turn, TxPosition>;
  readonly #late = new Set<TraceNode>();
  #begun = 0;

  constructor(
    trace: Trace,
    walk: AccountWalk,
    how: { readonly direction: Direction; readonly readiness: Readiness },
  ) {
    this.#trace = trace;
    this.#walk = walk;
    this.#direction = how.direction;
    this.#readiness = how.readiness;
    this.#queue = new RankedQueue(
      how.direction === 'incoming' ? compareTxPositions : (a, b) => compareTxPositions(b, a),
    );
  }

  /** Lets a place hand on all that waits there. */
  begin(node: TraceNode): void {
    for (const of of this.#waitingAt(node)?.assets() ?? []) this.#begin(node, of);
  }

  /** Leaves a stake at a place that was looked up. */
  leave(node: TraceNode, stake: WaitingStake): void {
    const turn = this.#turns.get(node)?.get(stake.of);
    if (turn?.pass.add(stake) === true) {
      this.#queueUp(turn);
      return;
    }
    const waiting = this.#waitingAt(node)?.add(stake) ?? 0n;
    if (turn === undefined && this.#isReady(stake.of, waiting)) {
      this.#begin(node, stake.of);
      return;
    }
    if (turn !== undefined) this.#late.add(node);
    this.#walk.isExact = false;
  }

  /** Whether a place has passed such a stake on already: it has come round, or by another way. */
  hasPassed(node: TraceNode, stake: WaitingStake): boolean {
    return this.#turns.get(node)?.get(stake.of)?.pass.hasPassed(stake) === true;
  }

  /** Hands on until all rests or waits. */
  run(): void {
    for (let round = 1; ; round += 1) {
      for (let next = this.#queue.first(); next !== null; next = this.#queue.first()) {
        this.#step(next.item);
      }
      if (round === MOST_ROUNDS || this.#late.size === 0) return;
      this.#turns.clear();
      for (const node of this.#late) this.#beginAgain(node);
      this.#late.clear();
    }
  }

  /** What waits at a place; null where no stake ever came. */
  #waitingAt(node: TraceNode): WaitingStakes | null {
    return node.roles[this.#direction]?.waiting ?? null;
  }

  #beginAgain(node: TraceNode): void {
    const waiting = this.#waitingAt(node);
    for (const of of waiting?.assets() ?? []) {
      if (this.#isReady(of, waiting?.sumOf(of) ?? 0n)) this.#begin(node, of);
    }
  }

  #isReady(of: AssetId, waiting: bigint): boolean {
    if (this.#readiness === 'all') return true;
    const { frontier } = this.#trace;
    const share = shareOfDirection(frontier, this.#direction, new Map([[of, waiting]]));
    return share >= SMALLEST_RIPPLE;
  }

  #begin(node: TraceNode, of: AssetId): void {
    const pass = this.#passOf(node, of);
    const stakes = this.#waitingAt(node)?.take(of) ?? [];
    if (pass === null) return;
    const turn: Turn = { node, pass, order: this.#begun, queued: null };
    this.#begun += 1;
    const turns = this.#turns.get(node) ?? new Map<AssetId, Turn>();
    this.#turns.set(node, turns.set(of, turn));
    for (const stake of stakes) pass.add(stake);
    this.#queueUp(turn);
    const key = `${this.#direction} ${of} ${node.key}`;
    this.#walk.isExact &&= !this.#walk.handedOn.has(key);
    this.#walk.handedOn.add(key);
  }

  /** Null for the deposit address of an exchange, where the trail ends. */
  #passOf(node: TraceNode, of: AssetId): StakeSweep | TransactionPass | null {
    const { lookup, account } = node;
    if (lookup.kind === 'transaction') {
      return new TransactionPass(this.#walk.transactions.get(lookup.txId) ?? [], this.#direction);
    }
    if (account === null || this.#walk.deposits.has(account)) return null;
    const ledger = this.#walk.ledgers.get(account);
    return ledger === undefined ? null : new StakeSweep(ledger, this.#direction, of);
  }

  #queueUp(turn: Turn): void {
    const { queued } = turn;
    const rank = turn.pass.position();
    if (rank === null) {
      if (queued !== null) this.#queue.remove(queued);
      turn.queued = null;
    } else if (queued === null) {
      turn.queued = this.#queue.add({ item: turn, rank, order: turn.order });
    } else this.#queue.move(queued, rank);
  }

  #step(turn: Turn): void {
    for (const share of turn.pass.step()) this.#arriveBehind(turn.node, share);
    this.#queueUp(turn);
  }

  #arriveBehind(node: TraceNode, share: StakeShare): void {
    const role = node.roles[this.#direction];
    if (role === null) return;
    const isFree = node.passesOn && role.raw < MOST_RAW_HOPS;
    const way = share.isTransit ? NO_HOP : isFree ? RAW_HOP : OWNER_HOP;
    arrive(this.#trace, this.#walk, {
      direction: this.#direction,
      distance: { depth: role.depth + way.depth, raw: role.raw + way.raw },
      way,
      from: node,
      onward: this,
      share,
    });
  }
}
