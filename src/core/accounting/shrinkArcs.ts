import { AmountColumn } from '../columns/amountColumn.js';
import type { ArcColumns, ArcTable } from './arcTable.js';
import { ArcList } from './arcTable.js';

/** A smaller network through which just as much flows, and where some nodes are in it. */
export interface ShrunkArcs {
  readonly arcs: ArcTable;
  /** The numbers of the nodes that were to be kept. Order: as given. */
  readonly kept: readonly number[];
}

/**
 * A smaller network with the same flows between the nodes that are kept.
 *
 * A node to which only one other gives, and at least as much as it can pass on, is one with the giver:
 * the arc between them never holds anything back. Arcs side by side become one with the sum, and what
 * leads nowhere goes. The most that flows between kept nodes stays exactly what it was, whichever of
 * them are asked about. The same against the arcs would find a fifth more, for as much time as that
 * saves.
 *
 * Edge: `arcs` must lead from lower nodes to higher ones; the result does so too.
 */
export function shrinkArcs(arcs: ArcTable, kept: readonly number[]): ShrunkArcs {
  const isKept = new Uint8Array(arcs.nodeCount);
  for (const node of kept) isKept[node] = 1;
  const { amounts, room } = tightened(arcs, isKept);
  const { nodeCount, first, tails, heads } = arcs;
  const tight = { nodeCount, first, tails, heads, amounts };
  return joinNodes(tight, findLeaders(tight, isKept, room), kept);
}

/** Instead of a node: none gives, or several do. */
const NONE = -1;
const SEVERAL = -2;

/** Lets no more into a node than it can pass on, and tells how much that is. */
function tightened(
  { nodeCount, first, heads, amounts }: ArcColumns,
  isKept: Uint8Array,
): { readonly amounts: AmountColumn; readonly room: AmountColumn } {
  const less = amounts.copy();
  const room = new AmountColumn(nodeCount);
  for (let node = nodeCount - 1; node >= 0; node -= 1) {
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      const head = at(heads, arc);
      if (at(isKept, head) === 0) less.limitBy(arc, room, head);
      room.addFrom(node, less, arc);
    }
  }
  return { amounts: less, room };
}

/** For each node the one that it is one with, itself as a rule; `NONE` where nothing arrives. */
function findLeaders(
  { nodeCount, first, heads, amounts }: ArcColumns,
  isKept: Uint8Array,
  room: AmountColumn,
): Int32Array {
  const leaders = new Int32Array(nodeCount);
  const givers = new Int32Array(nodeCount).fill(NONE);
  const given = new AmountColumn(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) {
    let own = node;
    if (at(isKept, node) === 0) {
      const giver = at(givers, node);
      if (giver === NONE) own = NONE;
      else if (giver !== SEVERAL && given.reaches(node, room, node)) own = giver;
    }
    leaders[node] = own;
    if (own === NONE) continue;
    const end = at(first, node + 1);
    for (let arc = at(first, node); arc < end; arc += 1) {
      if (amounts.isNothing(arc)) continue;
      const head = at(heads, arc);
      const giver = at(givers, head);
      if (giver === NONE || giver === own) {
        givers[head] = own;
        given.addFrom(head, amounts, arc);
      } else givers[head] = SEVERAL;
    }
  }
  return leaders;
}

/** The network with each node's arcs at its leader, and arcs between the same two nodes as one. */
function joinNodes(arcs: ArcColumns, leaders: Int32Array, kept: readonly number[]): ShrunkArcs {
  const { nodeCount } = arcs;
  const groups = {
    leaders,
    numberOf: new Int32Array(nodeCount).fill(NONE),
    next: new Int32Array(nodeCount).fill(NONE),
  };
  const count = numberGroups(groups);
  const list = new ArcList(arcs.heads.length);
  joinArcs(arcs, { ...groups, list, arcTo: new Int32Array(count) });
  return { arcs: list.table(count), kept: kept.map((node) => at(groups.numberOf, node)) };
}

/** Nodes that are one. */
interface Groups {
  readonly leaders: Int32Array;
  /** The new number of each node, which is that of its leader. */
  readonly numberOf: Int32Array;
  /** The nodes of each leader, linked in their order. */
  readonly next: Int32Array;
}

/** Numbers the leaders in their order, and links the nodes of each; gives how many leaders there are. */
function numberGroups({ leaders, numberOf, next }: Groups): number {
  const last = new Int32Array(leaders.length);
  let count = 0;
  for (let node = 0; node < leaders.length; node += 1) {
    const leader = at(leaders, node);
    if (leader === NONE) continue;
    if (leader === node) {
      numberOf[node] = count;
      count += 1;
    } else {
      next[at(last, leader)] = node;
      numberOf[node] = at(numberOf, leader);
    }
    last[leader] = node;
  }
  return count;
}

/** Adds the arcs of each leader's nodes to a list. */
function joinArcs(
  { nodeCount, first, heads, amounts }: ArcColumns,
  joined: Groups & {
    readonly list: ArcList;
    /** The last arc to each of the new nodes. */
    readonly arcTo: Int32Array;
  },
): void {
  const { leaders, numberOf, next, list, arcTo } = joined;
  const arcFrom = new Int32Array(arcTo.length).fill(NONE);
  for (let leader = 0; leader < nodeCount; leader += 1) {
    if (at(leaders, leader) !== leader) continue;
    const tail = at(numberOf, leader);
    for (let node = leader; node !== NONE; node = at(next, node)) {
      const end = at(first, node + 1);
      for (let arc = at(first, node); arc < end; arc += 1) {
        const head = at(numberOf, at(heads, arc));
        if (head === tail || amounts.isNothing(arc)) continue;
        if (at(arcFrom, head) === tail) list.widenFrom(at(arcTo, head), amounts, arc);
        else {
          arcFrom[head] = tail;
          arcTo[head] = list.addFrom(tail, head, amounts, arc);
        }
      }
    }
  }
}

/** A number of an array that is known to hold it. */
function at(numbers: Int32Array | Uint8Array, index: number): number {
  return numbers[index] ?? 0;
}
