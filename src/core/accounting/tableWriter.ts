import type { AssetId } from '../asset.js';
import type { LedgerFact } from '../ledger.js';
import type { Movement, Place } from './movement.js';
import type { AssetMovements, MovementTable } from './movementTable.js';
import { numberAt } from './movementTable.js';

/** So much of the value of a place that the writer gave a number. */
export interface NumberedLeg {
  readonly place: number;
  /** Units: atomic. */
  readonly amount: bigint;
  /** Part of the movement's value, comparable with the other legs of its side. */
  readonly weight: bigint;
}

/** A movement between places that the writer gave numbers. */
export interface NumberedMovement extends Pick<Movement, 'kind' | 'fact'> {
  readonly debits: readonly NumberedLeg[];
  readonly credits: readonly NumberedLeg[];
}

/**
 * Lays movements out in columns as they come, and runs up what places hold.
 *
 * A million movements pass here, so a movement is taken apart at once: nothing is kept of it but
 * what stands in the columns.
 */
export class TableWriter {
  readonly #places: Place[] = [];
  readonly #columnsOf: Columns[] = [];
  readonly #balances: bigint[] = [];
  readonly #columns = new Map<AssetId, Columns>();
  /** From an asset to one that it can have become or come from. */
  readonly #parents = new Map<AssetId, AssetId>();
  readonly #assets = new Set<AssetId>();
  #count = 0;

  /** Gives a place a number, by which movements name it from then on. */
  addPlace(place: Place): number {
    let columns = this.#columns.get(place.asset);
    if (columns === undefined) {
      columns = new Columns();
      this.#columns.set(place.asset, columns);
    }
    this.#places.push(place);
    this.#columnsOf.push(columns);
    this.#balances.push(0n);
    return this.#places.length - 1;
  }

  /** Adds a payment from one place to one other. Order: the chain's. */
  addPayment(fact: LedgerFact, from: number, to: number, amount: bigint): void {
    const columns = this.#begin(fact, 'payment', from);
    if (columns === undefined) return;
    this.#debit(columns, { place: from, amount, weight: amount });
    columns.firstCredit.push(columns.placeOf.length);
    this.#credit(columns, { place: to, amount, weight: amount });
  }

  /** Adds a movement. Order: the chain's. Edge: one without debits is left out. */
  add({ kind, fact, debits, credits }: NumberedMovement): void {
    const [first] = debits;
    const columns = first && this.#begin(fact, kind, first.place);
    if (first === undefined || columns === undefined) return;
    for (const leg of debits) this.#debit(columns, leg);
    columns.firstCredit.push(columns.placeOf.length);
    for (const leg of credits) this.#credit(columns, leg);
    if (kind === 'payment') return;
    for (const { place } of [...debits, ...credits]) this.#join(first.place, place);
  }

  #begin(fact: LedgerFact, kind: Movement['kind'], first: number): Columns | undefined {
    const columns = this.#columnsOf[first];
    if (columns === undefined) return undefined;
    columns.order.push(this.#count);
    this.#count += 1;
    columns.facts.push(fact);
    columns.isConversion.push(kind === 'conversion' ? 1 : 0);
    columns.firstLeg.push(columns.placeOf.length);
    return columns;
  }

  #debit(columns: Columns, { place, amount, weight }: NumberedLeg): void {
    if (this.#places[place]?.kind !== 'holding') {
      columns.addLeg(place, amount, weight, amount);
      return;
    }
    const held = this.#balances[place] ?? 0n;
    columns.addLeg(place, amount, weight, held);
    this.#balances[place] = amount < held ? held - amount : 0n;
  }

  #credit(columns: Columns, { place, amount, weight }: NumberedLeg): void {
    if (this.#places[place]?.kind !== 'holding') {
      columns.addLeg(place, amount, weight, amount);
      return;
    }
    const held = (this.#balances[place] ?? 0n) + amount;
    columns.addLeg(place, amount, weight, held);
    this.#balances[place] = held;
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
    return this.#table(joinColumns([...this.#columns.values()]));
  }

  /**
   * Assets that conversions join in one table, all others each in its own. The writer is used up
   * by it. Order: by the first of the assets' ids.
   */
  byAssets(): readonly AssetMovements[] {
    const groups = new Map<AssetId, { readonly assets: AssetId[]; readonly columns: Columns[] }>();
    for (const [asset, columns] of this.#columns) {
      if (columns.facts.length === 0 && !this.#assets.has(asset)) continue;
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
  #table(columns: Columns): MovementTable {
    const { facts, firstLeg, amountOf, weightOf, heldAt } = columns;
    const placeOf = Int32Array.from(columns.placeOf);
    const places: Place[] = [];
    const renumbered = new Int32Array(this.#places.length).fill(-1);
    for (let leg = 0; leg < placeOf.length; leg += 1) {
      const old = numberAt(placeOf, leg);
      let number = numberAt(renumbered, old);
      if (number < 0) {
        number = places.length;
        renumbered[old] = number;
        const place = this.#places[old];
        if (place !== undefined) places.push(place);
      }
      placeOf[leg] = number;
    }
    firstLeg.push(placeOf.length);
    return {
      count: facts.length,
      places,
      facts,
      firstLeg: Int32Array.from(firstLeg),
      firstCredit: Int32Array.from(columns.firstCredit),
      isConversion: Uint8Array.from(columns.isConversion),
      placeOf,
      amountOf,
      weightOf,
      heldAt,
    };
  }
}

/** The columns of a table that is being written. Places have the numbers of the writer. */
class Columns {
  /** The number of each movement in the whole ledger. */
  readonly order: number[] = [];
  readonly facts: LedgerFact[] = [];
  readonly firstLeg: number[] = [];
  readonly firstCredit: number[] = [];
  readonly isConversion: number[] = [];
  readonly placeOf: number[] = [];
  readonly amountOf: bigint[] = [];
  readonly heldAt: bigint[] = [];
  /** The amounts themselves until a leg's weight differs: two equal columns would be a waste. */
  weightOf: bigint[] = this.amountOf;

  addLeg(place: number, amount: bigint, weight: bigint, held: bigint): void {
    if (this.weightOf === this.amountOf) {
      if (weight !== amount) this.weightOf = [...this.amountOf, weight];
    } else this.weightOf.push(weight);
    this.placeOf.push(place);
    this.amountOf.push(amount);
    this.heldAt.push(held);
  }

  /** Adds a movement that stands in other columns. */
  copyRow(from: Columns, row: number): void {
    const fact = from.facts[row];
    if (fact === undefined) return;
    this.order.push(from.order[row] ?? 0);
    this.facts.push(fact);
    this.isConversion.push(from.isConversion[row] ?? 0);
    const start = from.firstLeg[row] ?? 0;
    const end = from.firstLeg[row + 1] ?? from.placeOf.length;
    this.firstCredit.push(this.placeOf.length + (from.firstCredit[row] ?? 0) - start);
    this.firstLeg.push(this.placeOf.length);
    for (let leg = start; leg < end; leg += 1) {
      const amount = from.amountOf[leg] ?? 0n;
      const weight = from.weightOf[leg] ?? 0n;
      this.addLeg(from.placeOf[leg] ?? 0, amount, weight, from.heldAt[leg] ?? 0n);
    }
  }
}

/** Several columns as one, in the order of the whole ledger. */
function joinColumns(parts: readonly Columns[]): Columns {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const joined = new Columns();
  const rows = parts.flatMap((columns) =>
    columns.order.map((order, row) => ({ columns, order, row })),
  );
  rows.sort((a, b) => a.order - b.order);
  for (const { columns, row } of rows) joined.copyRow(columns, row);
  return joined;
}
