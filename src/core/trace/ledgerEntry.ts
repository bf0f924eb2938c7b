import type { Transfer } from '../ledger.js';
import type { GivenAndTaken } from '../netting/givenAndTaken.js';
import { isPlainPayment, plainPayment } from '../netting/plainPayment.js';
import type { Step } from '../netting/step.js';
import type { ReadonlyAmounts } from './assetAmounts.js';
import type { TxPosition } from './txPosition.js';

/** What one transaction did to an account. */
interface EntryContents {
  /** What it did on balance. */
  readonly steps: readonly Step[];
  /** Of the subject: what others gave it here and took from it as well. */
  readonly givenAndTaken: readonly GivenAndTaken[];
  /** What the account had of each asset that it gives here, right before. Units: atomic. */
  readonly before: ReadonlyAmounts;
  /** What it has of each asset that it gets here, right after. Units: atomic. */
  readonly after: ReadonlyAmounts;
}

/**
 * One transaction of an account: where it stands, what it did on balance, with the balances.
 *
 * Anyone can send an account hundreds of thousands of payments, so an entry keeps little: a plain
 * payment stands there as its transfer, and its step is made of that whenever somebody asks.
 * Edge: no balances are told of the subject, for nobody sweeps stakes through its history.
 */
export class LedgerEntry implements TxPosition, EntryContents {
  readonly tx: string;
  readonly timeSeconds: number;
  readonly height: number | null;
  readonly txIndex: number | null;
  readonly givenAndTaken: readonly GivenAndTaken[];
  readonly before: ReadonlyAmounts;
  readonly after: ReadonlyAmounts;
  readonly #kept: Transfer | readonly (Transfer | Step)[];

  constructor({ tx, timeSeconds, height, txIndex }: TxPosition, contents: EntryContents) {
    this.tx = tx;
    this.timeSeconds = timeSeconds;
    this.height = height;
    this.txIndex = txIndex;
    this.givenAndTaken = contents.givenAndTaken;
    this.before = contents.before;
    this.after = contents.after;
    this.#kept = keptOf(contents.steps);
  }

  /** What it did on balance: made afresh each time, so ask once. */
  get steps(): readonly Step[] {
    const kept = this.#kept;
    return isTransfer(kept) ? [plainPayment(kept)] : kept.map(stepOf);
  }
}

function keptOf(steps: readonly Step[]): Transfer | readonly (Transfer | Step)[] {
  const [first] = steps;
  if (first !== undefined && steps.length === 1 && isPlainPayment(first)) return first.fact;
  return steps.map((step) => (isPlainPayment(step) ? step.fact : step));
}

function isTransfer(kept: Transfer | readonly (Transfer | Step)[]): kept is Transfer {
  return !Array.isArray(kept);
}

function stepOf(kept: Transfer | Step): Step {
  return kept.kind === 'transfer' ? plainPayment(kept) : kept;
}
