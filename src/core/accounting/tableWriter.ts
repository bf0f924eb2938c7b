import type { AssetId } from '../asset.js';
import { bytesOf, intsOf } from '../columns/columnMemory.js';
import { GrowingInts } from '../columns/growingInts.js';
import type { NumberedMovement, NumberedPayment } from './movementColumns.js';
import { joinColumns, MovementColumns } from './movementColumns.js';
import type { NumberedFacts } from './movementFacts.js';
import { MovementFacts } from './movementFacts.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
import { numberAt, SUBJECT } from './movementTable.js';
import type { NumberedPlaces } from './numberedPlaces.js';
import { PlaceSelection } from './numberedPlaces.js';

/**
 * Lays movements out in columns as they come.
 *
 * A million movements pass here, so a movement is taken apart at once: nothing is kept of it but
 * what stands in the columns.
 */
export class TableWriter {
  readonly #places: NumberedPlaces;
  readonly #facts: NumberedFacts;
  /** By the number of the asset that a movement gives first. */
  readonly #columns: MovementColumns[] = [];
  /** From an asset to one that it can have become or come from, by number. */
  readonly #parents: number[] = [];
  /** The assets that conversions gave or got, by number. */
  readonly #converted = new Set<number>();
  #count = 0;

  constructor(places: NumberedPlaces, facts: NumberedFacts) {
    this.#places = places;
    this.#facts = facts;
  }

  /** Says that a payment of an asset may come. */
  expectPayment(asset: number): void {
    this.#columnsOf(asset).expectPayment();
  }

  /** Adds a payment of an asset. Order: the chain's. */
  addPayment(asset: number, payment: NumberedPayment): void {
    this.#columnsOf(asset).addPayment(payment, this.#count);
    this.#count += 1;
  }

  /** Adds a movement. Order: the chain's. Edge: one without debits is left out. */
  add(movement: NumberedMovement): void {
    const { kind, debits, credits } = movement;
    const [first] = debits;
    if (first === undefined) return;
    const asset = this.#places.assetOf(first.place);
    this.#columnsOf(asset).add(movement, this.#count);
    this.#count += 1;
    if (kind === 'payment') return;
    for (const { place } of [...debits, ...credits]) {
      this.#join(asset, this.#places.assetOf(place));
    }
  }

  #columnsOf(asset: number): MovementColumns {
    for (let next = this.#columns.length; next <= asset; next += 1) {
      this.#columns.push(new MovementColumns());
      this.#parents.push(next);
    }
    const columns = this.#columns[asset];
    if (columns === undefined) throw new RangeError('An asset has no number.');
    return columns;
  }

  /** Notes that a conversion joins two assets. */
  #join(one: number, other: number): void {
    this.#columnsOf(other);
    this.#converted.add(other);
    this.#parents[this.#rootOf(other)] = this.#rootOf(one);
  }

  #rootOf(asset: number): number {
    let root = asset;
    for (let up = this.#parents[root]; up !== undefined && up !== root; up = this.#parents[root]) {
      root = up;
    }
    return root;
  }

  /** All movements in one table. The writer is used up by it. */
  whole(): MovementTable {
    const assets = this.#columns.map((_, asset) => asset);
    const [table] = this.#tables([assets]);
    if (table === undefined) throw new RangeError('No table was written.');
    return table;
  }

  /**
   * Assets that conversions join in one table, all others each in its own. The writer is used up
   * by it. Order: by the first of the assets' ids.
   */
  byAssets(): readonly AssetMovements[] {
    const groups = new Map<number, number[]>();
    this.#columns.forEach(({ count }, asset) => {
      if (count === 0 && !this.#converted.has(asset)) return;
      const root = this.#rootOf(asset);
      const group = groups.get(root) ?? [];
      groups.set(root, group);
      group.push(asset);
    });
    const grouped = [...groups.values()];
    return this.#tables(grouped)
      .map((table, at) => ({ assets: this.#idsOf(grouped[at] ?? []).sort(), table }))
      .sort((a, b) => ((a.assets[0] ?? '') < (b.assets[0] ?? '') ? -1 : 1));
  }

  #idsOf(assets: readonly number[]): AssetId[] {
    return assets.flatMap((asset) => this.#places.assets.slice(asset, asset + 1));
  }

  /** A table for each group of assets, in which places are numbered anew: in the same order. */
  #tables(groups: readonly (readonly number[])[]): MovementTable[] {
    const { count } = this.#places;
    const groupOf = intsOf(this.#columns.length).fill(-1);
    groups.forEach((assets, group) => {
      for (const asset of assets) groupOf[asset] = group;
    });
    const counts = intsOf(groups.length);
    for (let number = 0; number < count; number += 1) {
      const group = numberAt(groupOf, this.#places.assetOf(number));
      if (group >= 0) counts[group] = numberAt(counts, group) + 1;
    }
    const members = groups.map((_, group) => new GrowingInts(numberAt(counts, group)));
    const renumbered = intsOf(count);
    for (let number = 0; number < count; number += 1) {
      const own = members[numberAt(groupOf, this.#places.assetOf(number))];
      renumbered[number] = own?.length ?? 0;
      own?.push(number);
    }
    return groups.map((assets, group) => {
      const columns = joinColumns(assets.map((asset) => this.#columnsOf(asset)));
      return this.#table(columns, renumbered, members[group]?.all() ?? new Int32Array(0));
    });
  }

  #table(columns: MovementColumns, renumbered: Int32Array, members: Int32Array): MovementTable {
    columns.end();
    const { count, factOf, placeOf, amountOf, weightOf } = columns;
    const { firstLeg, firstCredit, isConversion } = columns;
    for (let leg = 0; leg < placeOf.length; leg += 1) {
      placeOf[leg] = numberAt(renumbered, numberAt(placeOf, leg));
    }
    const kindOf = bytesOf(members.length);
    const subjects: number[] = [];
    for (let number = 0; number < members.length; number += 1) {
      const kind = this.#places.kindOf(numberAt(members, number));
      kindOf[number] = kind;
      if (kind === SUBJECT) subjects.push(number);
    }
    return {
      count,
      places: new PlaceSelection(this.#places, members),
      assetOf: members.map((number) => this.#places.assetOf(number)),
      assets: this.#places.assets,
      kindOf,
      subjects,
      subjectMovements: movementsOf(columns, kindOf),
      facts: new MovementFacts(this.#facts, factOf),
      firstLeg,
      firstCredit,
      isConversion,
      placeOf,
      amountOf,
      weightOf,
    };
  }
}

/** The movements in which the subject takes part. */
function movementsOf(
  { count, firstLeg, placeOf }: MovementColumns,
  kindOf: Uint8Array,
): Int32Array {
  const found = new GrowingInts();
  for (let at = 0; at < count; at += 1) {
    const end = numberAt(firstLeg, at + 1);
    let leg = numberAt(firstLeg, at);
    while (leg < end && numberAt(kindOf, numberAt(placeOf, leg)) !== SUBJECT) leg += 1;
    if (leg < end) found.push(at);
  }
  return found.all();
}
