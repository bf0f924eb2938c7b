import type { Place } from './movement.js';
import type { Distance } from './replay.js';

/** A node at which flow ends, and what it stands for. */
export type TimelineEnd =
  | {
      readonly kind: 'place';
      readonly node: number;
      readonly place: Place;
      readonly distance: Distance;
    }
  | {
      /** A place that gave (or got) straight and by way of others in one movement. */
      readonly kind: 'both-ways';
      /** Where both ways end together: they share one amount. */
      readonly node: number;
      readonly direct: number;
      readonly indirect: number;
      readonly place: Place;
    }
  /** `unseen`: value that came or left without being seen. `held`: what a holding still has. */
  | { readonly kind: 'unseen' | 'held' | 'returned'; readonly node: number }
  | {
      /** The value went on in another asset. One arc leads there. */
      readonly kind: 'conversion';
      readonly node: number;
      readonly movement: number;
      readonly leg: number;
    };

/** The ends of a timeline as they are found: one for each account, edge and distance. */
export class TimelineEnds {
  readonly #addNode: () => number;
  readonly #ends: TimelineEnd[] = [];
  readonly #byName = new Map<string, number>();
  /** The same by twice the place's number, plus one for an indirect way. */
  readonly #byNumber = new Map<number, number>();

  constructor(addNode: () => number) {
    this.#addNode = addNode;
  }

  /** The node of a place that stands in for an end, by its number and itself. */
  nodeOf(number: number, place: Place, distance: Distance): number {
    const key = 2 * number + (distance === 'direct' ? 0 : 1);
    const known = this.#byNumber.get(key);
    if (known !== undefined) return known;
    const node = this.#named(place, distance);
    this.#byNumber.set(key, node);
    return node;
  }

  /** Adds an end of another kind. */
  add(end: Exclude<TimelineEnd, { kind: 'place' | 'returned' }>): void {
    this.#ends.push(end);
  }

  /** Order: as found. */
  list(): readonly TimelineEnd[] {
    return this.#ends;
  }

  /** An account stands at the edge of several assets and outputs; it is one end all the same. */
  #named(place: Place, distance: Distance): number {
    const name = place.kind === 'edge' ? `${place.what.kind}|${place.account ?? ''}` : 'returned';
    const key = `${name}|${distance}`;
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const node = this.#addNode();
    this.#byName.set(key, node);
    this.#ends.push(
      place.kind === 'edge' ? { kind: 'place', node, place, distance } : { kind: 'returned', node },
    );
    return node;
  }
}
