import type { AssetId } from '../asset.js';
import type { Leg, Movement, Place } from './movement.js';
import type { NumberedLeg } from './movementColumns.js';
import { NumberedFacts } from './movementFacts.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
import { EDGE, HOLDING, SUBJECT } from './movementTable.js';
import type { NumberedPlaces } from './numberedPlaces.js';
import { TableWriter } from './tableWriter.js';

/** Lays movements out in columns. Order: as given, which must be the chain's. */
export function tabulate(movements: Iterable<Movement>): MovementTable {
  return written(movements).whole();
}

/**
 * Movements by what they can mix: assets that conversions join stand in one table, all others each
 * in its own.
 *
 * Order: by the first of the assets' ids.
 */
export function splitByAssets(movements: Iterable<Movement>): readonly AssetMovements[] {
  return written(movements).byAssets();
}

function written(movements: Iterable<Movement>): TableWriter {
  const places = new GivenPlaces();
  const facts = new NumberedFacts([]);
  const writer = new TableWriter(places, facts);
  const numbered = ({ place, amount, weight = amount }: Leg): NumberedLeg => {
    return { place: places.numberOf(place), amount, weight };
  };
  for (const { kind, fact, debits, credits } of movements) {
    writer.add({
      kind,
      fact: facts.add(fact),
      debits: debits.map(numbered),
      credits: credits.map(numbered),
    });
  }
  return writer;
}

/** Places that are numbered as they are given: each object is a place of its own. */
class GivenPlaces implements NumberedPlaces {
  readonly assets: AssetId[] = [];
  readonly #places: Place[] = [];
  readonly #assetOf: number[] = [];
  readonly #numbers = new Map<Place, number>();

  get count(): number {
    return this.#places.length;
  }

  numberOf(place: Place): number {
    const known = this.#numbers.get(place);
    if (known !== undefined) return known;
    const asset = this.assets.indexOf(place.asset);
    this.#assetOf.push(asset < 0 ? this.assets.push(place.asset) - 1 : asset);
    this.#numbers.set(place, this.#places.length);
    return this.#places.push(place) - 1;
  }

  assetOf(number: number): number {
    return this.#assetOf[number] ?? 0;
  }

  kindOf(number: number): number {
    const { kind } = this.placeAt(number);
    return kind === 'edge' ? EDGE : kind === 'holding' ? HOLDING : SUBJECT;
  }

  placeAt(number: number): Place {
    const place = this.#places[number];
    if (place === undefined) throw new RangeError('No place has such a number.');
    return place;
  }
}
