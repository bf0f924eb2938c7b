import type { Account } from '../account.js';
import type { AssetId, AssetList } from '../asset.js';
import { orderFacts } from '../chainOrder.js';
import type { Direction } from '../exposure.js';
import type { LedgerFact, Transfer, UtxoTx } from '../ledger.js';
import { accountsOfFact } from '../ledger.js';
import { findSpoofedTransfers } from '../patterns/spoofedTransfers.js';
import type { Trace } from '../trace/traceState.js';

/** One movement between the subject and another account. Units: `amount` is atomic. */
export interface Dealing {
  readonly direction: Direction;
  readonly other: Account;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly fact: LedgerFact;
}

/** What a trace saw of its subject itself. */
export interface SubjectHistory {
  readonly subject: Account;
  /** The subject's own transfers, fees included. Order: the chain's. */
  readonly transfers: readonly Transfer[];
  /** With whom it dealt; fees and spoofed rows are no dealings. Order: the chain's. */
  readonly dealings: readonly Dealing[];
  /** Token transfers of nothing in its name that it did not sign. */
  readonly spoofed: readonly Transfer[];
  /** Whether all of its history was seen. */
  readonly isWhole: boolean;
}

/** Reads the subject's own history out of a trace, in one pass over its facts. */
export function readSubjectHistory(trace: Trace): SubjectHistory {
  const { subject } = trace.start;
  const own: LedgerFact[] = [];
  for (const fact of trace.facts.values()) if (touches(fact, subject)) own.push(fact);
  const place = trace.frontier.places.ofAccount(subject);
  const ordered = orderFacts(own);
  const transfers = ordered.filter((fact): fact is Transfer => fact.kind === 'transfer');
  const spoofed = findSpoofedTransfers(subject, transfers);
  const left = new Set<LedgerFact>(spoofed);
  return {
    subject,
    transfers,
    dealings: ordered.flatMap((fact) => (left.has(fact) ? [] : dealingsOf(trace, fact))),
    spoofed,
    isWhole: !trace.busy.has(subject) && !(place && trace.unseen.has(place)),
  };
}

function touches(fact: LedgerFact, account: Account): boolean {
  return fact.kind === 'transfer'
    ? fact.from === account || fact.to === account
    : accountsOfFact(fact).includes(account);
}

function dealingsOf(trace: Trace, fact: LedgerFact): readonly Dealing[] {
  const { subject } = trace.start;
  if (fact.kind === 'utxo') return outputDealings(trace, fact);
  const { from, to, asset, amount } = fact;
  const direction: Direction = to === subject ? 'incoming' : 'outgoing';
  const other = direction === 'incoming' ? from : to;
  return other === null || other === subject ? [] : [{ direction, other, asset, amount, fact }];
}

/** Who paid with a transaction dealt with its receivers; who got something from it, with its payers. */
function outputDealings({ start, walk }: Trace, tx: UtxoTx): readonly Dealing[] {
  if (walk.kind !== 'outputs') return [];
  const { subject } = start;
  const { asset } = walk;
  const payers = new Set(tx.inputs.map(({ account }) => account));
  if (payers.has(subject)) {
    return tx.outputs.flatMap(({ account, amount }) =>
      account === null || payers.has(account)
        ? []
        : [{ direction: 'outgoing' as const, other: account, asset, amount, fact: tx }],
    );
  }
  let amount = 0n;
  for (const output of tx.outputs) if (output.account === subject) amount += output.amount;
  return [...payers].flatMap((other) =>
    other === null ? [] : [{ direction: 'incoming' as const, other, asset, amount, fact: tx }],
  );
}

/** Whether a dealing moved at least the dust limit of its asset. */
export function isAboveDust({ asset, amount }: Dealing, assets: AssetList): boolean {
  const listed = assets.get(asset);
  return listed !== undefined && amount > 0n && amount >= listed.dustAmount;
}
