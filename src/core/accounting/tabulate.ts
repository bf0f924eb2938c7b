import type { Leg, Movement, Place } from './movement.js';
import type { NumberedLeg } from './movementColumns.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
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
  const writer = new TableWriter();
  const numbers = new Map<Place, number>();
  const numbered = ({ place, amount, weight = amount }: Leg): NumberedLeg => {
    const number = numbers.get(place) ?? writer.addPlace(place);
    numbers.set(place, number);
    return { place: number, amount, weight };
  };
  for (const { kind, fact, debits, credits } of movements) {
    writer.add({ kind, fact, debits: debits.map(numbered), credits: credits.map(numbered) });
  }
  return writer;
}
