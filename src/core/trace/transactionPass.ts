import type { Direction } from '../exposure.js';
import type { Step } from '../netting/step.js';
import type { StakeShare, WaitingStake } from './stake.js';
import { mergeStakes } from './stake.js';
import { throughSteps } from './throughSteps.js';
import type { TxPosition } from './txPosition.js';
import { positionOf } from './txPosition.js';

/** Hands stakes through one transaction that was looked up whole. */
export class TransactionPass {
  readonly #steps: readonly Step[];
  readonly #near: 'debits' | 'credits';
  #waiting: WaitingStake[] = [];

  constructor(steps: readonly Step[], direction: Direction) {
    this.#steps = steps;
    this.#near = direction === 'incoming' ? 'credits' : 'debits';
  }

  /** Adds a stake; all are taken. */
  add(stake: WaitingStake): boolean {
    this.#waiting.push(stake);
    return true;
  }

  /** None has passed: whoever handed it here must not be met again, and that is seen there. */
  hasPassed(): boolean {
    return false;
  }

  /** Where the transaction stands, or null when nothing waits. */
  position(): TxPosition | null {
    const [first] = this.#waiting;
    return first === undefined ? null : positionOf(first.tx, first.fact, [first.fact]);
  }

  /** Hands on all that waits. */
  step(): StakeShare[] {
    const waiting = mergeStakes(this.#waiting);
    this.#waiting = [];
    return waiting.flatMap((stake) =>
      throughSteps({ tx: stake.tx, steps: this.#steps }, stake, this.#near),
    );
  }
}
