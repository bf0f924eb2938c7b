import type { AssetId } from '../asset.js';
import type { LedgerFact } from '../ledger.js';
import type { Leg, Movement, Place } from './movement.js';

/**
 * Movements in columns, so that a million of them can be swept.
 *
 * The legs of movement `m` are numbered from `firstLeg[m]`: its debits up to, without,
 * `firstCredit[m]`, then its credits up to, without, `firstLeg[m + 1]`. Places are numbered as they
 * are first met.
 */
export interface MovementTable {
  readonly count: number;
  readonly places: readonly Place[];
  readonly facts: readonly LedgerFact[];
  readonly firstLeg: Int32Array;
  readonly firstCredit: Int32Array;
  /** 1 for a conversion, 0 for a payment. */
  readonly isConversion: Uint8Array;
  readonly placeOf: Int32Array;
  readonly amountOf: readonly bigint[];
  /** Part of the movement's value, comparable within one side. */
  readonly weightOf: readonly bigint[];
  /**
   * Balance of the leg's holding: right before a debit, right after a credit; an overdraft leaves it
   * at nothing. The amount itself where the place is no holding. Units: atomic.
   */
  readonly heldAt: readonly bigint[];
}

/** Lays movements out in columns. Order: as given, which must be the chain's. */
export function tabulate(movements: Iterable<Movement>): MovementTable {
  const builder = new TableBuilder();
  for (const movement of movements) builder.add(movement);
  return builder.table();
}

/** A number of an array that is known to hold it. */
export function numberAt(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}

/** The place of a leg. */
export function placeAt(table: MovementTable, leg: number): Place {
  const place = table.places[numberAt(table.placeOf, leg)];
  if (place === undefined) throw new RangeError('A table of movements has no such leg.');
  return place;
}

/** The amount of a leg. Units: atomic. */
export function amountAt(table: MovementTable, leg: number): bigint {
  return table.amountOf[leg] ?? 0n;
}

class TableBuilder {
  readonly #places: Place[] = [];
  readonly #numbers = new Map<Place, number>();
  readonly #balances: bigint[] = [];
  readonly #facts: LedgerFact[] = [];
  readonly #firstLeg: number[] = [];
  readonly #firstCredit: number[] = [];
  readonly #isConversion: number[] = [];
  readonly #placeOf: number[] = [];
  readonly #amountOf: bigint[] = [];
  readonly #weightOf: bigint[] = [];
  readonly #heldAt: bigint[] = [];

  add({ kind, fact, debits, credits }: Movement): void {
    this.#facts.push(fact);
    this.#isConversion.push(kind === 'conversion' ? 1 : 0);
    this.#firstLeg.push(this.#placeOf.length);
    for (const leg of debits) {
      const number = this.#addLeg(leg);
      if (leg.place.kind !== 'holding') {
        this.#heldAt.push(leg.amount);
        continue;
      }
      const held = this.#balances[number] ?? 0n;
      this.#heldAt.push(held);
      this.#balances[number] = leg.amount < held ? held - leg.amount : 0n;
    }
    this.#firstCredit.push(this.#placeOf.length);
    for (const leg of credits) {
      const number = this.#addLeg(leg);
      if (leg.place.kind !== 'holding') {
        this.#heldAt.push(leg.amount);
        continue;
      }
      const held = (this.#balances[number] ?? 0n) + leg.amount;
      this.#balances[number] = held;
      this.#heldAt.push(held);
    }
  }

  #addLeg({ place, amount, weight }: Leg): number {
    const known = this.#numbers.get(place);
    const number = known ?? this.#places.length;
    if (known === undefined) {
      this.#numbers.set(place, number);
      this.#places.push(place);
      this.#balances.push(0n);
    }
    this.#placeOf.push(number);
    this.#amountOf.push(amount);
    this.#weightOf.push(weight ?? amount);
    return number;
  }

  table(): MovementTable {
    const legs = this.#placeOf.length;
    return {
      count: this.#facts.length,
      places: this.#places,
      facts: this.#facts,
      firstLeg: Int32Array.from([...this.#firstLeg.splice(0), legs]),
      firstCredit: Int32Array.from(this.#firstCredit),
      isConversion: Uint8Array.from(this.#isConversion),
      placeOf: Int32Array.from(this.#placeOf),
      amountOf: this.#amountOf,
      weightOf: this.#weightOf,
      heldAt: this.#heldAt,
    };
  }
}

/**
 * Movements by what they can mix: assets that conversions join stand in one table, all others each
 * in its own.
 *
 * Order: by the first of the assets' ids.
 */
export function splitByAssets(movements: Iterable<Movement>): readonly AssetMovements[] {
  const parents = new Map<AssetId, AssetId>();
  const rootOf = (asset: AssetId): AssetId => {
    let root = asset;
    for (let up = parents.get(root); up !== undefined; up = parents.get(root)) root = up;
    return root;
  };
  const listed: Movement[] = [];
  const assets = new Set<AssetId>();
  for (const movement of movements) {
    listed.push(movement);
    const first = movement.debits[0]?.place.asset;
    if (first === undefined) continue;
    assets.add(first);
    if (movement.kind === 'payment') continue;
    for (const { place } of [...movement.debits, ...movement.credits]) {
      assets.add(place.asset);
      const [a, b] = [rootOf(first), rootOf(place.asset)];
      if (a !== b) parents.set(b, a);
    }
  }
  const builders = new Map<AssetId, TableBuilder>();
  for (const movement of listed) {
    const first = movement.debits[0]?.place.asset;
    if (first === undefined) continue;
    const root = rootOf(first);
    const builder = builders.get(root) ?? new TableBuilder();
    builders.set(root, builder);
    builder.add(movement);
  }
  return [...builders]
    .map(([root, builder]) => ({
      assets: [...assets].filter((asset) => rootOf(asset) === root).sort(),
      table: builder.table(),
    }))
    .sort((a, b) => ((a.assets[0] ?? '') < (b.assets[0] ?? '') ? -1 : 1));
}

/** Assets that can become one another, and all movements of them. */
export interface AssetMovements {
  /** Ascending. */
  readonly assets: readonly AssetId[];
  readonly table: MovementTable;
}
