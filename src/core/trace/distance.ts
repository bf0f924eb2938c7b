/** How far a place is from the subject. */
export interface Distance {
  /** Owner hops. */
  readonly depth: number;
  /** Transactions. */
  readonly raw: number;
}

/** The nearer of two distances, owner hops and transactions each for itself. */
export function nearest(a: Distance, b: Distance | undefined): Distance {
  if (b === undefined || (a.depth <= b.depth && a.raw <= b.raw)) return a;
  if (b.depth <= a.depth && b.raw <= a.raw) return b;
  return { depth: Math.min(a.depth, b.depth), raw: Math.min(a.raw, b.raw) };
}
