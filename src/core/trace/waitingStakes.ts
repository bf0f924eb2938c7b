import type { AssetId } from '../asset.js';
import type { WaitingStake } from './stake.js';

/** Stakes of one asset that wait at one place. */
interface Waiting {
  readonly of: AssetId;
  readonly stakes: readonly WaitingStake[];
  readonly sum: bigint;
}

/** Several stakes of one asset; more come. */
interface WaitingTogether extends Waiting {
  readonly stakes: WaitingStake[];
  sum: bigint;
}

/**
 * The stakes of one direction that were not handed on yet, by the places where they wait.
 *
 * Mostly one waits at a place, and for ever: nothing is made of it.
 */
export class WaitingStakes {
  readonly #alone = new Map<string, WaitingStake>();
  readonly #together = new Map<string, WaitingTogether[]>();

  /** Leaves a stake at a place; gives all that waits there of its asset. Units: atomic. */
  add(place: string, stake: WaitingStake): bigint {
    const together = this.#together.get(place) ?? this.#joinAlone(place);
    if (together === null) {
      this.#alone.set(place, stake);
      return stake.stake;
    }
    const known = together.find(({ of }) => of === stake.of);
    if (known === undefined) {
      together.push(togetherOf(stake));
      return stake.stake;
    }
    known.stakes.push(stake);
    known.sum += stake.stake;
    return known.sum;
  }

  /** The assets of which anything waits at a place. Order: as it came. */
  assetsAt(place: string): readonly AssetId[] {
    return this.#at(place).map(({ of }) => of);
  }

  /** All that waits at a place of an asset. Units: atomic. */
  sumAt(place: string, of: AssetId): bigint {
    return this.#at(place).find((one) => one.of === of)?.sum ?? 0n;
  }

  /** Takes away what waits at a place of an asset. Order: as it came. */
  take(place: string, of: AssetId): readonly WaitingStake[] {
    const together = this.#together.get(place) ?? this.#joinAlone(place) ?? [];
    const taken = together.find((one) => one.of === of);
    const others = together.filter((one) => one !== taken);
    if (others.length === 0) this.#together.delete(place);
    else this.#together.set(place, others);
    return taken?.stakes ?? [];
  }

  /** Forgets all. */
  clear(): void {
    this.#alone.clear();
    this.#together.clear();
  }

  #at(place: string): readonly Waiting[] {
    const alone = this.#alone.get(place);
    if (alone !== undefined) return [togetherOf(alone)];
    return this.#together.get(place) ?? [];
  }

  /** Puts a stake that waits alone where others can join it; null where none does. */
  #joinAlone(place: string): WaitingTogether[] | null {
    const alone = this.#alone.get(place);
    if (alone === undefined) return null;
    const together = [togetherOf(alone)];
    this.#alone.delete(place);
    this.#together.set(place, together);
    return together;
  }
}

function togetherOf(stake: WaitingStake): WaitingTogether {
  return { of: stake.of, stakes: [stake], sum: stake.stake };
}
