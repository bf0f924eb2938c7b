import type { AssetId } from '../asset.js';
import type { Place } from './movement.js';
import type { Places } from './movementTable.js';

/** Places and assets that movements name by number. More may come. */
export interface NumberedPlaces {
  readonly assets: readonly AssetId[];
  /** How many places have a number. */
  readonly count: number;
  /** The number of a place's asset. */
  assetOf(number: number): number;
  /** What a place is: `EDGE`, `HOLDING` or `SUBJECT`. */
  kindOf(number: number): number;
  placeAt(number: number): Place;
}

/** Some numbered places under numbers of their own. Each is made when it is first asked for. */
export class PlaceSelection implements Places {
  readonly #source: NumberedPlaces;
  readonly #numbers: Int32Array;
  readonly #made = new Map<number, Place>();

  /** `numbers`: those of the source, in the order of the own ones. */
  constructor(source: NumberedPlaces, numbers: Int32Array) {
    this.#source = source;
    this.#numbers = numbers;
  }

  get length(): number {
    return this.#numbers.length;
  }

  /** The place with an own number. */
  at(number: number): Place | undefined {
    const known = this.#made.get(number);
    const inSource = this.#numbers[number];
    if (known !== undefined || inSource === undefined) return known;
    const place = this.#source.placeAt(inSource);
    this.#made.set(number, place);
    return place;
  }

  *[Symbol.iterator](): Generator<Place> {
    for (let number = 0; number < this.length; number += 1) {
      const place = this.at(number);
      if (place !== undefined) yield place;
    }
  }
}
