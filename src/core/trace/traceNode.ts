import type { Account } from '../account.js';
import type { Direction } from '../exposure.js';
import type { Lookup } from '../lookup.js';
import { lookupKey } from '../lookup.js';
import type { AssetAmounts } from './assetAmounts.js';
import type { WaitingStakes } from './waitingStakes.js';

/** What a place in the trace means for one direction. */
export interface Role {
  /** Owner hops from the subject. */
  depth: number;
  /** Transfers from the subject. */
  raw: number;
  /** Value of the subject's direction that passes here, per asset. Units: atomic. */
  readonly stake: AssetAmounts;
  /** What of it was not handed on yet, on account-model chains. */
  readonly waiting: WaitingStakes;
  /** Newest transfer that brought stake here. */
  latestSeconds: number;
  /** Whether any of it moved between here and the subject itself, on account-model chains. */
  isNextToSubject: boolean;
}

/** Where a place of the trace stands. */
export type NodeState = 'open' | 'pending' | 'expanded' | 'hub' | 'failed';

/**
 * A place that the trace may look up.
 *
 * Anyone can make hundreds of thousands of them by sending dust, so that one keeps little.
 */
export class TraceNode {
  readonly lookup: Lookup;
  /** Whose history or output it is; null for a script without an address. */
  readonly account: Account | null;
  /** Order in which places were first met: breaks ties, and is the place's number. */
  readonly order: number;
  readonly roles: Record<Direction, Role | null> = { incoming: null, outgoing: null };
  state: NodeState = 'open';
  /** Whether the account only passes money on; known once expanded. */
  passesOn = false;
  #key: string | null = null;

  constructor(lookup: Lookup, account: Account | null, order: number) {
    this.lookup = lookup;
    this.account = account;
    this.order = order;
  }

  /** The key of its look-up: a text that is made when first asked for, for mostly nobody does. */
  get key(): string {
    this.#key ??= lookupKey(this.lookup);
    return this.#key;
  }
}
