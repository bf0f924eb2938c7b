import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { boundaryOf, serviceOf } from '../boundary.js';
import { isUsedBox, standingOf } from '../claims.js';
import type { Direction } from '../exposure.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/**
 * Dealings with an address that a service keeps for one customer, and that a source names because of
 * who used it. Sending there is contact with the service, and so is being paid from there: neither is
 * contact with whoever used it. Where a list names the very address, the exposure says that beside.
 *
 * Order: as first dealt with; then those that only stand further back.
 */
export function tellDepositBoxes(trace: Trace, { dealings }: SubjectHistory): Signal[] {
  const { knowledge } = trace.start;
  const boxOf = (account: Account): Box | null => {
    const service = serviceOf(boundaryOf(account, knowledge));
    if (!isUsedBox(service)) return null;
    const [risk] = standingOf(knowledge.claimsOf(account)).risks;
    return { account, service, risk: risk ?? null };
  };
  const told = new Map<string, Signal>();
  const dealtWith = new Set<Account>();
  for (const { other, direction } of dealings) {
    const box = boxOf(other);
    dealtWith.add(other);
    const key = `${direction} ${other}`;
    if (box !== null && !told.has(key)) told.set(key, signalOf(box, direction));
  }
  const behind = trace.frontier.reach.incoming.accounts().flatMap((account) => {
    const box = dealtWith.has(account) ? null : boxOf(account);
    return box === null || box.risk === null ? [] : [signalOf(box, 'behind')];
  });
  return [...told.values(), ...behind];
}

interface Box {
  readonly account: Account;
  readonly service: Attribution;
  /** What is said of who used it; null where the claim about the service is all there is. */
  readonly risk: Attribution | null;
}

function signalOf({ account, service, risk }: Box, where: Direction | 'behind'): Signal {
  const { entity, event } = service;
  const who = risk === null ? `somebody in connection with ${event}` : risk.entity;
  const box = `an address at ${entity} that was used by ${who} as a customer there`;
  const sentences = {
    incoming: `Value came from ${box}. A service pays out what many paid in: this is contact with ${entity}, not with who used the address.`,
    outgoing: `Value went to ${box}. This wallet used the same deposit box, which by itself is contact with ${entity}, not with who used it before.`,
    behind: `Some hops back value came from ${box}. A service pays out what many paid in, so that nothing of it is counted as theirs.`,
  };
  return { kind: 'deposit-box', account, sentence: sentences[where], attribution: risk ?? service };
}
