import type { AssetId } from '../asset.js';
import type { WaitingStake } from './stake.js';

/** Stakes of one asset that wait at one place. */
interface Waiting {
  readonly of: AssetId;
  readonly stakes: WaitingStake[];
  sum: bigint;
}

/**
 * The stakes of one direction that were not handed on yet, by the places where they wait.
 *
 * Mostly one waits at a place, and for ever: it stands there as it is.
 */
export class WaitingStakes {
  readonly #places = new Map<string, WaitingStake | Waiting[]>();

  /** Leaves a stake at a place; gives all that waits there of its asset. Units: atomic. */
  add(place: string, stake: WaitingStake): bigint {
    const there = this.#places.get(place);
    if (there === undefined) {
      this.#places.set(place, stake);
      return stake.stake;
    }
    const waiting = listOf(there);
    if (waiting !== there) this.#places.set(place, waiting);
    const known = waiting.find(({ of }) => of === stake.of);
    if (known === undefined) {
      waiting.push(waitingOf(stake));
      return stake.stake;
    }
    known.stakes.push(stake);
    known.sum += stake.stake;
    return known.sum;
  }

  /** The assets of which anything waits at a place. Order: as it came. */
  assetsAt(place: string): readonly AssetId[] {
    return listOf(this.#places.get(place)).map(({ of }) => of);
  }

  /** All that waits at a place of an asset. Units: atomic. */
  sumAt(place: string, of: AssetId): bigint {
    return listOf(this.#places.get(place)).find((one) => one.of === of)?.sum ?? 0n;
  }

  /** Takes away what waits at a place of an asset. Order: as it came. */
  take(place: string, of: AssetId): readonly WaitingStake[] {
    const waiting = listOf(this.#places.get(place));
    const taken = waiting.find((one) => one.of === of);
    const others = waiting.filter((one) => one !== taken);
    if (others.length === 0) this.#places.delete(place);
    else this.#places.set(place, others);
    return taken?.stakes ?? [];
  }

  /** Forgets all. */
  clear(): void {
    this.#places.clear();
  }
}

function listOf(there: WaitingStake | Waiting[] | undefined): Waiting[] {
  if (there === undefined) return [];
  return Array.isArray(there) ? there : [waitingOf(there)];
}

function waitingOf(stake: WaitingStake): Waiting {
  return { of: stake.of, stakes: [stake], sum: stake.stake };
}
