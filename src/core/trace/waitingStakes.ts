import type { AssetId } from '../asset.js';
import type { WaitingStake } from './stake.js';

/** Stakes of one asset that wait at one place. */
interface Waiting {
  readonly of: AssetId;
  readonly stakes: WaitingStake[];
  sum: bigint;
}

/** The stakes of one direction that were not handed on yet, by the places where they wait. */
export class WaitingStakes {
  readonly #places = new Map<string, Waiting[]>();

  /** Leaves a stake at a place; gives all that waits there of its asset. Units: atomic. */
  add(place: string, stake: WaitingStake): bigint {
    const { of } = stake;
    const known = this.#find(place, of);
    if (known !== undefined) {
      known.stakes.push(stake);
      known.sum += stake.stake;
      return known.sum;
    }
    const waiting = { of, stakes: [stake], sum: stake.stake };
    const others = this.#places.get(place);
    if (others === undefined) this.#places.set(place, [waiting]);
    else others.push(waiting);
    return waiting.sum;
  }

  /** The assets of which anything waits at a place. Order: as it came. */
  assetsAt(place: string): readonly AssetId[] {
    return (this.#places.get(place) ?? []).map(({ of }) => of);
  }

  /** All that waits at a place of an asset. Units: atomic. */
  sumAt(place: string, of: AssetId): bigint {
    return this.#find(place, of)?.sum ?? 0n;
  }

  /** Takes away what waits at a place of an asset. Order: as it came. */
  take(place: string, of: AssetId): readonly WaitingStake[] {
    const taken = this.#find(place, of);
    const others = (this.#places.get(place) ?? []).filter((one) => one !== taken);
    if (others.length === 0) this.#places.delete(place);
    else this.#places.set(place, others);
    return taken?.stakes ?? [];
  }

  /** Forgets all. */
  clear(): void {
    this.#places.clear();
  }

  #find(place: string, of: AssetId): Waiting | undefined {
    return this.#places.get(place)?.find((one) => one.of === of);
  }
}
