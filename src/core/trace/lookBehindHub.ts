import type { LedgerFact } from '../ledger.js';
import { signs, transactionBehind } from './arrive.js';
import { addStake, DIRECTIONS } from './frontier.js';
import { HandOn } from './handOn.js';
import type { TraceNode } from './traceNode.js';
import type { AccountWalk, Trace } from './traceState.js';

/**
 * A hub that turns out to be a contract only acts for others: each transaction that brought value
 * here is looked up, to see for whom.
 *
 * Edge: an account that signs transactions of its own has a key; it is a hub and the trail ends. One
 * page of its history may not show that. So an account that is not known to have a key is looked
 * behind all the same, which only costs requests, and whatever it is, nothing that it signed itself.
 * A payment whose transaction has no id stays with the hub.
 */
export function lookBehindHub(
  trace: Trace,
  walk: AccountWalk,
  answer: { readonly node: TraceNode; readonly facts: readonly LedgerFact[] },
): void {
  const { node, facts } = answer;
  const { account } = node;
  const isSigned = (fact: LedgerFact) => fact.kind === 'transfer' && signs(account, fact);
  if (account === null || facts.some(isSigned)) return;
  walk.contracts.add(account);
  for (const direction of DIRECTIONS) {
    const role = node.roles[direction];
    if (role === null) continue;
    const { depth, raw } = role;
    const handOn = new HandOn(trace, walk, { direction, readiness: 'large' });
    for (const of of role.waiting.assets()) {
      for (const stake of role.waiting.take(of)) {
        const lookup = transactionBehind(account, stake.fact);
        if (lookup === null) continue;
        const next = trace.frontier.places.meet(lookup, account);
        const { timeSeconds } = stake.fact;
        const arrival = { direction, depth, raw, timeSeconds, asset: of };
        const arrived = addStake(trace.frontier, next, { ...arrival, stake: stake.stake });
        // What is told of the transaction is not told of the hub too.
        addStake(trace.frontier, node, { ...arrival, stake: -stake.stake });
        if (next.state === 'expanded') handOn.leave(next, stake);
        else arrived.role.waiting.add(stake);
      }
    }
    handOn.run();
  }
}
