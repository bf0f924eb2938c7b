/** Choices that look random and are the same for the same seed. */
export interface Luck {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  /** A number between two others. */
  between(least: number, most: number): number;
  /** One of a list. */
  pick<Item>(items: readonly Item[]): Item;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
}

/**
 * Luck from a text.
 *
 * Source: xorshift128, Marsaglia, "Xorshift RNGs", https://doi.org/10.18637/jss.v008.i14; the state
 * is filled from the text by FNV-1a, https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
 */
export function createLuck(seed: string): Luck {
  let [x, y, z, w] = ['x', 'y', 'z', 'w'].map((part) => hash(`${part} ${seed}`));
  const draw = (): number => {
    const t = (x ?? 1) ^ ((x ?? 1) << 11);
    x = y;
    y = z;
    z = w;
    w = (w ?? 1) ^ ((w ?? 1) >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(draw() * limit);
  return {
    below,
    between: (least, most) => least + draw() * (most - least),
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('Nothing can be picked from an empty list.');
      return item;
    },
    chance: (probability) => draw() < probability,
  };
}

function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    state ^= text.charCodeAt(at);
    state = Math.imul(state, 0x01000193);
  }
  // A state of nothing but zeros would stay so.
  return state === 0 ? 1 : state;
}
