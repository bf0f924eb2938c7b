/**
 * The amounts of a flow that is being looked for: what each arc still lets through, what waits at each
 * node, and the most that each node can pass on.
 *
 * Steps name arcs and nodes by number, so that how an amount is stored is nobody else's business.
 */
export interface FlowAmounts {
  /** Lets every arc through what it can, or what its twin can; nothing waits anywhere. */
  readonly reset: (way: FlowWay) => void;
  /** Lets no more through an arc than an amount. */
  readonly limit: (arc: number, amount: bigint) => void;
  /** Lets no more through an arc than its head can pass on; says whether that is nothing. */
  readonly narrow: (arc: number, head: number) => boolean;
  /** Counts an arc among those by which a node can pass on. */
  readonly widen: (node: number, arc: number) => void;
  /** Lets as much through an arc as fits. */
  readonly start: (step: FlowStep) => void;
  /** Passes on what waits at a node, as far as the arc has room for it. Gives flags. */
  readonly push: (step: FlowStep) => number;
  /** The same, and no more than the head can still pass on. */
  readonly pushAsWanted: (step: FlowStep) => number;
  readonly isWaiting: (node: number) => boolean;
  /** What waits at some nodes, exactly. */
  readonly sumAt: (nodes: readonly number[]) => bigint;
}

/** Along the arcs, or against them. */
export type FlowWay = 'forwards' | 'backwards';

/** A step from one node to the next: a plain object that is used again and again. */
export interface FlowStep {
  node: number;
  arc: number;
  twin: number;
  head: number;
}

/** The step moved something. */
export const MOVED = 1;
/** Nothing more fits through the arc. */
export const FULL = 2;
/** Nothing more waits at the node. */
export const DONE = 4;
/** Nothing waited at the head before. */
export const FIRST = 8;
