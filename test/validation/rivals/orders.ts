import type { Lookup } from '../../../src/core/lookup.js';
import { lookupKey } from '../../../src/core/lookup.js';
import { dollarsOf } from '../generate/prices.js';
import type { Link } from './links.js';

/** A way to choose the next place to look up. */
export interface SearchOrder {
  /** Takes the ways on that a looked-up place showed. */
  absorb(place: Lookup, links: readonly Link[]): void;
  /** The next place, each once; null when none is left. */
  choose(): Lookup | null;
}

/** First come, first looked up: near places before far ones, whoever they are. */
export function createBreadthFirst(): SearchOrder {
  const met = new Set<string>();
  const queue: Lookup[] = [];
  return {
    absorb: (place, links) => {
      met.add(lookupKey(place));
      queue.push(...newPlaces(links, met));
    },
    choose: () => queue.shift() ?? null,
  };
}

/**
 * Everything ever touched, deepest first, as poison taints: whoever dealt with somebody is followed,
 * whenever that was and however little it was.
 *
 * Source: Möser, Böhme & Breuker, https://doi.org/10.1007/978-3-662-44774-1_2
 */
export function createPoison(): SearchOrder {
  const met = new Set<string>();
  const stack: Lookup[] = [];
  return {
    absorb: (place, links) => {
      met.add(lookupKey(place));
      stack.push(...newPlaces(links, met).reverse());
    },
    choose: () => stack.pop() ?? null,
  };
}

/** The largest single payment first, whenever it was. */
export function createValueGreedy(): SearchOrder {
  const open = new Map<string, { readonly place: Lookup; dollars: number }>();
  const done = new Set<string>();
  return {
    absorb: (place, links) => {
      done.add(lookupKey(place));
      for (const { to, asset, amount } of links) {
        if (to === null || done.has(lookupKey(to))) continue;
        const dollars = dollarsOf(asset, amount);
        const known = open.get(lookupKey(to));
        if (known === undefined) open.set(lookupKey(to), { place: to, dollars });
        else known.dollars = Math.max(known.dollars, dollars);
      }
    },
    choose: () => {
      let best: { readonly place: Lookup; dollars: number } | null = null;
      for (const entry of open.values()) {
        if (best === null || entry.dollars > best.dollars) best = entry;
      }
      if (best === null) return null;
      open.delete(lookupKey(best.place));
      done.add(lookupKey(best.place));
      return best.place;
    },
  };
}

function newPlaces(links: readonly Link[], met: Set<string>): Lookup[] {
  return links.flatMap(({ to }) => {
    if (to === null || met.has(lookupKey(to))) return [];
    met.add(lookupKey(to));
    return [to];
  });
}
