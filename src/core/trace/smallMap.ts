/**
 * A map that mostly has one entry, for which no table is made: a trace keeps several such maps for every
 * place that it ever met. Order: as keys first came.
 *
 * Edge: it is not to be changed while it is gone through.
 */
export class SmallMap<Key extends string | number, Value>
  implements Iterable<readonly [Key, Value]>
{
  #key: Key | null = null;
  #value: Value | undefined;
  /** All entries, once there are several. */
  #all: Map<Key, Value> | null = null;

  /** The value of a key; undefined where it never got one. */
  get(key: Key): Value | undefined {
    if (this.#all !== null) return this.#all.get(key);
    return key === this.#key ? this.#value : undefined;
  }

  /** Sets the value of a key. */
  set(key: Key, value: Value): void {
    if (this.#all === null && (this.#key === null || this.#key === key)) {
      this.#key = key;
      this.#value = value;
      return;
    }
    this.#all ??= new Map(this);
    this.#all.set(key, value);
  }

  /** Forgets all. */
  clear(): void {
    this.#key = null;
    this.#value = undefined;
    this.#all = null;
  }

  *[Symbol.iterator](): Generator<readonly [Key, Value]> {
    if (this.#all !== null) yield* this.#all;
    // With the key stands its value, which may itself be undefined.
    else if (this.#key !== null) yield [this.#key, this.#value as Value];
  }
}
