import type { Account } from '../account.js';
import { primaryAttribution, withoutOwn } from '../claims.js';
import type { LedgerFact } from '../ledger.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { labelledAs } from './labelWords.js';
import type { Dealing, SubjectHistory } from './subjectHistory.js';
import { isAboveDust } from './subjectHistory.js';

/** Hours after a payment within which the use of a bridge or DEX is told. */
const SOON_HOURS = 6;

/**
 * Bridges and decentralised exchanges that were used within hours of a payment.
 *
 * A call without coins counts: tokens are often drawn by the contract that was called.
 * Edge: what a bridge, a DEX or a contract pays out is no payment, and neither is dust.
 * Blind spot: contracts without a label. Nothing tells why it was done: fees, another coin, or to
 * hide a trail.
 * Source: named among ways in which DPRK workers hid their wages,
 * https://www.justice.gov/opa/pr/department-files-civil-forfeiture-complaint-against-over-774m-laundered-behalf-north-korean;
 * everybody else does it too. The hours are a policy choice.
 */
export function tellChainHopping(trace: Trace, { dealings }: SubjectHistory): Signal[] {
  const { knowledge, assets } = trace.start;
  const claimOf = (account: Account) => primaryAttribution(withoutOwn(knowledge.claimsOf(account)));
  const isPayment = (dealing: Dealing) => {
    const claim = claimOf(dealing.other);
    const fromContract = claim?.use === 'service' && claim.category !== 'exchange';
    return dealing.direction === 'incoming' && !fromContract && isAboveDust(dealing, assets);
  };
  const used = new Set<string>();
  let first: Dealing | null = null;
  let paid: LedgerFact | null = null;
  for (const dealing of dealings) {
    const { fact, other, direction } = dealing;
    if (isPayment(dealing)) paid = fact;
    const category = claimOf(other)?.category;
    if (direction === 'incoming' || (category !== 'bridge' && category !== 'dex')) continue;
    if (paid === null || fact.timeSeconds - paid.timeSeconds > SOON_HOURS * 3600) continue;
    if (paid.txId !== null && paid.txId === fact.txId) continue;
    first ??= dealing;
    used.add(fact.txId ?? `@${fact.timeSeconds}`);
  }
  const claim = first === null ? null : claimOf(first.other);
  if (first === null || claim === null) return [];
  const times = used.size === 1 ? 'Once' : `${used.size} times`;
  return [
    {
      kind: 'chain-hopping',
      account: first.other,
      sentence: `${times} this wallet used a bridge or a decentralised exchange within ${SOON_HOURS} hours of a payment (first ${labelledAs(claim)}), as many do who need another coin or lower fees.`,
      attribution: null,
    },
  ];
}
