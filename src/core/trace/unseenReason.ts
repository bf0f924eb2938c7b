import type { Account } from '../account.js';
import type { UnseenReason } from '../composition.js';
import { DIRECTIONS } from './frontier.js';
import { whyLeft } from './trace.js';
import type { TraceNode } from './traceNode.js';
import type { Trace } from './traceState.js';

/**
 * Why the trail was not followed beyond an account.
 *
 * Edge: on an unspent-output chain an address may stand behind several outputs; the reason is that
 * of the first that was met. Behind a busy wallet nobody is met.
 */
export function unseenReasonOf(trace: Trace, account: Account | null): UnseenReason {
  if (account === null) return 'unknown-script';
  const node = firstNodeOf(trace, account);
  if (node !== undefined) return unseenReasonOfNode(trace, node);
  return trace.busy.has(trace.start.subject) ? 'budget' : 'not-covered';
}

function unseenReasonOfNode(trace: Trace, node: TraceNode): UnseenReason {
  const unseen = trace.unseen.get(node);
  if (unseen !== undefined) return reasonOfKind(unseen.map((gap) => gap.kind));
  if (node.state === 'expanded') return 'ledger-mismatch';
  const why = whyLeft(trace, node);
  if (why === 'floor' && isDust(trace, node)) return 'dust';
  if (why !== null) return why;
  return trace.end === 'explained' ? 'early-stop' : 'budget';
}

function reasonOfKind(kinds: readonly string[]): UnseenReason {
  if (kinds.includes('source-failed')) return 'source-failed';
  return kinds.includes('budget') ? 'budget' : 'not-covered';
}

/** The node that says most about an account: its own, else an output of it that was not followed. */
function firstNodeOf(trace: Trace, account: Account): TraceNode | undefined {
  const byAccount = trace.frontier.places.ofAccount(account);
  if (byAccount !== undefined) return byAccount;
  for (const node of trace.frontier.places) {
    if (node.account === account && node.state !== 'expanded') return node;
  }
  return undefined;
}

/** Whether all that passed a place is below what counts as a payment at all. */
function isDust({ start }: Trace, { roles }: TraceNode): boolean {
  return DIRECTIONS.every((direction) =>
    [...(roles[direction]?.stake ?? [])].every(
      ([asset, amount]) => amount < (start.assets.get(asset)?.dustAmount ?? 0n),
    ),
  );
}
