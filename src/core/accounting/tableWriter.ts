import type { AssetId } from '../asset.js';
import type { LedgerFact } from '../ledger.js';
import { GrowingInts } from './growingInts.js';
import type { Movement, Place } from './movement.js';
import type { NumberedLeg } from './movementColumns.js';
import { joinColumns, MovementColumns } from './movementColumns.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
import { EDGE, HOLDING, numberAt, SUBJECT } from './movementTable.js';

/** A movement between places that the writer gave numbers. */
export interface NumberedMovement extends Pick<Movement, 'kind' | 'fact'> {
  readonly debits: readonly NumberedLeg[];
  readonly credits: readonly NumberedLeg[];
}

/** A payment from one place to one other. */
export interface NumberedPayment {
  readonly fact: LedgerFact;
  readonly from: number;
  readonly to: number;
  /** Units: atomic. */
  readonly amount: bigint;
}

/**
 * Lays movements out in columns as they come.
 *
 * A million movements pass here, so a movement is taken apart at once: nothing is kept of it but
 * what stands in the columns.
 */
export class TableWriter {
  readonly #places: Place[] = [];
  /** What each place is, and which columns are its asset's, by the number of the place. */
  readonly #kindOf = new GrowingInts();
  readonly #columnsOf = new GrowingInts();
  readonly #numbersOfColumns = new Map<AssetId, number>();
  readonly #columns: MovementColumns[] = [];
  /** From an asset to one that it can have become or come from. */
  readonly #parents = new Map<AssetId, AssetId>();
  readonly #assets = new Set<AssetId>();
  #count = 0;

  /** Gives a place a number, by which movements name it from then on. */
  addPlace(place: Place): number {
    let columns = this.#numbersOfColumns.get(place.asset);
    if (columns === undefined) {
      columns = this.#columns.length;
      this.#numbersOfColumns.set(place.asset, columns);
      this.#columns.push(new MovementColumns());
    }
    this.#places.push(place);
    this.#kindOf.push(place.kind === 'edge' ? EDGE : place.kind === 'holding' ? HOLDING : SUBJECT);
    this.#columnsOf.push(columns);
    return this.#places.length - 1;
  }

  /** Says that a payment from a place may come. */
  expectPayment(from: number): void {
    this.#columns[this.#columnsOf.at(from)]?.expectPayment();
  }

  /** Adds a payment from one place to one other. Order: the chain's. */
  addPayment({ fact, from, to, amount }: NumberedPayment): void {
    const columns = this.#begin(fact, 'payment', from);
    if (columns === undefined) return;
    columns.addLeg(from, amount, amount);
    columns.beginCredits();
    columns.addLeg(to, amount, amount);
  }

  /** Adds a movement. Order: the chain's. Edge: one without debits is left out. */
  add({ kind, fact, debits, credits }: NumberedMovement): void {
    const [first] = debits;
    const columns = first && this.#begin(fact, kind, first.place);
    if (first === undefined || columns === undefined) return;
    for (const { place, amount, weight } of debits) columns.addLeg(place, amount, weight);
    columns.beginCredits();
    for (const { place, amount, weight } of credits) columns.addLeg(place, amount, weight);
    if (kind === 'payment') return;
    for (const { place } of [...debits, ...credits]) this.#join(first.place, place);
  }

  #begin(
    fact: LedgerFact,
    kind: Movement['kind'],
    firstPlace: number,
  ): MovementColumns | undefined {
    const columns = this.#columns[this.#columnsOf.at(firstPlace)];
    columns?.begin(fact, { order: this.#count, isConversion: kind === 'conversion' });
    this.#count += 1;
    return columns;
  }

  /** Notes that a conversion joins the assets of two places. */
  #join(one: number, other: number): void {
    const [a, b] = [this.#places[one]?.asset, this.#places[other]?.asset];
    if (a === undefined || b === undefined) return;
    this.#assets.add(b);
    const [rootOfA, rootOfB] = [this.#rootOf(a), this.#rootOf(b)];
    if (rootOfA !== rootOfB) this.#parents.set(rootOfB, rootOfA);
  }

  #rootOf(asset: AssetId): AssetId {
    let root = asset;
    for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root)) {
      root = up;
    }
    return root;
  }

  /** All movements in one table. The writer is used up by it. */
  whole(): MovementTable {
    return this.#table(joinColumns(this.#columns));
  }

  /**
   * Assets that conversions join in one table, all others each in its own. The writer is used up
   * by it. Order: by the first of the assets' ids.
   */
  byAssets(): readonly AssetMovements[] {
    const groups = new Map<
      AssetId,
      { readonly assets: AssetId[]; readonly columns: MovementColumns[] }
    >();
    for (const [asset, number] of this.#numbersOfColumns) {
      const columns = this.#columns[number];
      if (columns === undefined || (columns.count === 0 && !this.#assets.has(asset))) continue;
      const root = this.#rootOf(asset);
      const group = groups.get(root) ?? { assets: [], columns: [] };
      groups.set(root, group);
      group.assets.push(asset);
      group.columns.push(columns);
    }
    return [...groups.values()]
      .map(({ assets, columns }) => ({
        assets: assets.sort(),
        table: this.#table(joinColumns(columns)),
      }))
      .sort((a, b) => ((a.assets[0] ?? '') < (b.assets[0] ?? '') ? -1 : 1));
  }

  /** A table of its own, in which the places are numbered anew as they are met. */
  #table(columns: MovementColumns): MovementTable {
    columns.end();
    const { count, facts, firstLeg, amountOf, weightOf } = columns;
    const placeOf = columns.placeOf.all();
    const places: Place[] = [];
    const kinds = new GrowingInts();
    const subjects: number[] = [];
    const renumbered = new Int32Array(this.#places.length).fill(-1);
    for (let leg = 0; leg < placeOf.length; leg += 1) {
      const old = numberAt(placeOf, leg);
      let number = numberAt(renumbered, old);
      if (number < 0) {
        number = places.length;
        renumbered[old] = number;
        const place = this.#places[old];
        if (place === undefined) continue;
        const kind = this.#kindOf.at(old);
        if (kind === SUBJECT) subjects.push(number);
        places.push(place);
        kinds.push(kind);
      }
      placeOf[leg] = number;
    }
    return {
      count,
      places,
      kindOf: new Uint8Array(kinds.all()),
      subjects,
      facts,
      firstLeg: firstLeg.all(),
      firstCredit: columns.firstCredit.all(),
      isConversion: new Uint8Array(columns.isConversion.all()),
      placeOf,
      amountOf,
      weightOf,
    };
  }
}
