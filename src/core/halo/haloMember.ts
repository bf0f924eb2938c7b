import type { AssetId } from '../asset.js';
import { FLOOR_PARTS, inFloors } from '../trace/floors.js';
import type { Role, TraceNode } from '../trace/traceNode.js';
import type { Trace } from '../trace/traceState.js';
import { HALO_HOPS } from './haloEntry.js';

/** A place that money of a seed reached, and by which facts: routing, not an attribution. */
export interface HaloMember {
  /** The key of the look-up by which a search comes by here when it follows money back. */
  readonly key: string;
  /** Owner hops from the seed. */
  readonly hops: number;
  /** The member before it on the way; null where that is the seed. */
  readonly before: string | null;
  /** Transactions of one way from the seed. Order: oldest first. Edge: those whose id is known. */
  readonly txIds: readonly string[];
  /** The seed's money that reached it by haircut, by the asset that the seed sent. Units: atomic. */
  readonly reached: ReadonlyMap<AssetId, bigint>;
  /** When it came by that way. Units: Unix seconds. */
  readonly reachedAtSeconds: number;
  /** Whether all of it that a search asks for was read. */
  readonly isRead: boolean;
}

/** The role of a place by which it is a member; null where it is none. */
export function memberRole(trace: Trace, node: TraceNode): Role | null {
  const role = node.roles.outgoing;
  if (role === null || node.account === trace.start.subject) return null;
  if (node.state === 'hub' || hopsOf(node, role) > HALO_HOPS) return null;
  const { walk } = trace;
  const isDeposit =
    walk.kind === 'accounts' && node.account !== null && walk.deposits.has(node.account);
  if (isDeposit && node.lookup.kind === 'account') return null;
  return inFloors(role.stake, trace.start.assets) < FLOOR_PARTS ? null : role;
}

/** Owner hops from the seed; a transaction that is looked through is none of its own. */
export function hopsOf({ lookup }: TraceNode, { depth }: Role): number {
  return lookup.kind === 'transaction' ? depth - 1 : depth;
}
