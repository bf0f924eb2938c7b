import type { FlowNetwork } from './flowNetwork.js';
import { createFlowNetwork } from './flowNetwork.js';
import { createFlows } from './maxFlow.js';
import { numberAt } from './movementTable.js';
import { reachedArcs } from './reachedArcs.js';
import { shrinkArcs } from './shrinkArcs.js';
import type { Timeline } from './timeline.js';
import type { TimelineEnd } from './timelineEnds.js';

/** An end that can be reached, and what leads there. */
export type ReachedEnd =
  | Exclude<TimelineEnd, { kind: 'conversion' }>
  | (Extract<TimelineEnd, { kind: 'conversion' }> & {
      /** Position of the one arc that leads there. */
      readonly arc: number;
    });

/** What flow from some nodes of a timeline can reach, as small as it can be told. */
export interface Reach {
  /** The most that flows to some of the ends; `limits` are by an arc's position. */
  readonly mostTo: (sinks: readonly number[], limits: ReadonlyMap<number, bigint>) => bigint;
  /** Those that anything can arrive at, by their numbers; -1 for a way that nothing takes. */
  readonly ends: readonly ReachedEnd[];
}

/** The reach of some nodes: as much flows from them to any of its ends as in the whole timeline. */
export function reachOf(timeline: Timeline, sources: readonly number[]): Reach {
  const reached = reachedArcs(timeline.arcs, sources);
  const nodes = [...sources, ...timeline.ends.flatMap(nodesOf)];
  const met = nodes.filter((node) => numberAt(reached.numberOf, node) >= 0);
  const { arcs, kept } = shrinkArcs(
    reached.arcs,
    met.map((node) => numberAt(reached.numberOf, node)),
  );
  const numberOf = new Map(met.map((node, at) => [node, kept[at] ?? NOWHERE]));
  const { nodeCount, tails, heads, amounts } = arcs;
  const network = createFlowNetwork({ nodeCount, tails, heads, capacities: amounts });
  const placed = (node: number) => {
    const number = numberOf.get(node) ?? NOWHERE;
    return number === NOWHERE || arcInto(network, number) === NOWHERE ? NOWHERE : number;
  };
  const starts = sources.map((source) => numberOf.get(source) ?? NOWHERE);
  const mostFlow = createFlows(network);
  return {
    mostTo: (sinks, limits) =>
      sinks.length === 0 ? 0n : mostFlow({ sources: starts, sinks, limits }),
    ends: timeline.ends.flatMap((end) => reachedEnd(end, placed, network)),
  };
}

/** Instead of a node or an arc. */
const NOWHERE = -1;

function nodesOf(end: TimelineEnd): number[] {
  return end.kind === 'both-ways' ? [end.node, end.direct, end.indirect] : [end.node];
}

function reachedEnd(
  end: TimelineEnd,
  placed: (node: number) => number,
  network: FlowNetwork,
): ReachedEnd[] {
  const node = placed(end.node);
  if (node === NOWHERE) return [];
  switch (end.kind) {
    case 'both-ways':
      return [{ ...end, node, direct: placed(end.direct), indirect: placed(end.indirect) }];
    case 'conversion':
      return [{ ...end, node, arc: arcInto(network, node) }];
    default:
      return [{ ...end, node }];
  }
}

/** An arc that lets something into a node. */
function arcInto({ first, twins, open }: FlowNetwork, node: number): number {
  const end = numberAt(first, node + 1);
  for (let arc = numberAt(first, node); arc < end; arc += 1) {
    const twin = numberAt(twins, arc);
    if (numberAt(open, twin) === 1) return twin;
  }
  return NOWHERE;
}
