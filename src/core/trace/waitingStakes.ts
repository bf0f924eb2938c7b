import type { AssetId } from '../asset.js';
import type { WaitingStake } from './stake.js';

/** Stakes of one asset that wait. */
interface Waiting {
  readonly of: AssetId;
  readonly stakes: WaitingStake[];
  sum: bigint;
}

/**
 * The stakes of one direction that wait at one place, which did not hand them on yet.
 *
 * Mostly one waits, and for ever: it stands there as it is.
 */
export class WaitingStakes {
  #there: WaitingStake | Waiting[] | null = null;

  /** Leaves a stake; gives all that waits of its asset. Units: atomic. */
  add(stake: WaitingStake): bigint {
    if (this.#there === null) {
      this.#there = stake;
      return stake.stake;
    }
    const waiting = this.#list();
    this.#there = waiting;
    const known = waiting.find(({ of }) => of === stake.of);
    if (known === undefined) {
      waiting.push(waitingOf(stake));
      return stake.stake;
    }
    known.stakes.push(stake);
    known.sum += stake.stake;
    return known.sum;
  }

  /** The assets of which anything waits. Order: as it came. */
  assets(): readonly AssetId[] {
    return this.#list().map(({ of }) => of);
  }

  /** All that waits of an asset. Units: atomic. */
  sumOf(of: AssetId): bigint {
    return this.#list().find((one) => one.of === of)?.sum ?? 0n;
  }

  /** Takes away what waits of an asset. Order: as it came. */
  take(of: AssetId): readonly WaitingStake[] {
    const waiting = this.#list();
    const taken = waiting.find((one) => one.of === of);
    const others = waiting.filter((one) => one !== taken);
    this.#there = others.length === 0 ? null : others;
    return taken?.stakes ?? [];
  }

  /** Forgets all. */
  clear(): void {
    this.#there = null;
  }

  #list(): Waiting[] {
    const there = this.#there;
    if (there === null) return [];
    return Array.isArray(there) ? there : [waitingOf(there)];
  }
}

function waitingOf(stake: WaitingStake): Waiting {
  return { of: stake.of, stakes: [stake], sum: stake.stake };
}
