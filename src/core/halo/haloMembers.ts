import type { Trace } from '../trace/traceState.js';
import type { HaloMember } from './haloMember.js';
import { hopsOf, memberRole } from './haloMember.js';
import { outputMembers } from './outputMembers.js';
import { waysFromSeed } from './wayFromSeed.js';

/**
 * The halo of a seed, from the search forward that `createHaloTrace` began, as far as it came.
 *
 * Order: by key. Edge: hubs, exchanges' deposit addresses, and what less than an expansion floor
 * reached are no members.
 */
export function membersOf(trace: Trace): readonly HaloMember[] {
  const members = trace.walk.kind === 'outputs' ? outputMembers(trace) : accountMembers(trace);
  return [...members].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function accountMembers(trace: Trace): readonly HaloMember[] {
  const wayTo = waysFromSeed(trace);
  return [...trace.frontier.places].flatMap((node): HaloMember[] => {
    const role = memberRole(trace, node);
    if (role === null) return [];
    const { before, txIds, timeSeconds } = wayTo(node);
    return [
      {
        key: node.key,
        hops: hopsOf(node, role),
        before,
        txIds,
        reached: new Map(role.stake),
        reachedAtSeconds: timeSeconds ?? role.latestSeconds,
        isRead: node.state === 'expanded' && !trace.unseen.has(node),
      },
    ];
  });
}
