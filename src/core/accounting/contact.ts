import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import { isDprk } from '../attribution.js';
import { boundaryOf } from '../boundary.js';
import { isOwn, isUsedBox, strongestClaim } from '../claims.js';
import type { Direction, Period } from '../exposure.js';
import type { Transfer } from '../ledger.js';
import { findSpoofedTransfers } from '../patterns/spoofedTransfers.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import type { DatedSums, Touch } from './datedAmounts.js';
import { addDated, noteTouch } from './datedAmounts.js';
import type { BucketAmount, Distance, Method } from './replay.js';

/** What one entity did in one direction at one distance. */
export interface Contact {
  readonly direction: Direction;
  readonly distance: Distance;
  /** The strongest claim about any of the accounts. */
  attribution: Attribution;
  readonly accounts: Map<Account, bigint>;
  readonly amounts: Map<AssetId, ContactFigures>;
  /** By account, with the claim about each. */
  readonly touches: Map<Account, Touch>;
  readonly dated: DatedSums;
}

/** What one entity moved of one asset, by period and method. */
export type ContactFigures = Record<Period, Record<Method, MutableAmount>>;

/** An amount and its worth, while they are summed up. */
interface MutableAmount {
  amount: bigint;
  usdMicros: bigint | null;
}

/**
 * Every entity with a risk claim that value came from or went to, and those that were only sent an
 * empty message. Order: as met.
 */
export function gatherContacts(trace: Trace, splits: readonly AssetSplit[]): Contact[] {
  const contacts = new Map<string, Contact>();
  for (const split of splits) gatherSplit(trace, contacts, split);
  for (const transfer of emptyContacts(trace)) gatherEmpty(trace, contacts, transfer);
  return [...contacts.values()];
}

/**
 * The risk claims that value met at an account counts for.
 *
 * Edge: what comes out of an address that a service keeps for a customer, and reaches the subject
 * through others, is the service's money: the claim about the customer does not go with it.
 */
function risksMet(
  trace: Trace,
  account: Account,
  met: { readonly direction: Direction; readonly distance: Distance },
): readonly Attribution[] {
  const boundary = boundaryOf(account, trace.start.knowledge);
  if (boundary?.kind !== 'labelled' && boundary?.kind !== 'mixer') return [];
  const isPaidOut = met.direction === 'incoming' && met.distance === 'indirect';
  return isPaidOut && isUsedBox(boundary.service) ? [] : boundary.risks;
}

function contactFor(
  contacts: Map<string, Contact>,
  met: {
    readonly direction: Direction;
    readonly distance: Distance;
    readonly attribution: Attribution;
  },
): Contact {
  const { attribution, direction, distance } = met;
  // A label of one's own stands for itself: it is not what others say of the same entity.
  const whose = isOwn(attribution) ? 'own' : 'others';
  const whom = isDprk(attribution) ? 'dprk' : 'other';
  const { category, entity } = attribution;
  const key = [direction, distance, category, entity, whose, whom].join('|');
  const known = contacts.get(key);
  if (known !== undefined) {
    known.attribution = strongestClaim([known.attribution, attribution]) ?? attribution;
    return known;
  }
  const contact: Contact = {
    direction,
    distance,
    attribution,
    accounts: new Map(),
    amounts: new Map(),
    touches: new Map(),
    dated: new Map(),
  };
  contacts.set(key, contact);
  return contact;
}

function gatherSplit(trace: Trace, contacts: Map<string, Contact>, split: AssetSplit): void {
  const { direction, asset } = split;
  for (const period of PERIODS) {
    for (const method of METHODS) {
      for (const row of split.splits[period][method].buckets) {
        const { bucket } = row;
        const account = bucket.kind === 'place' ? bucket.place.account : null;
        if (bucket.kind !== 'place' || account === null) continue;
        const { distance } = bucket;
        for (const attribution of risksMet(trace, account, { direction, distance })) {
          const contact = contactFor(contacts, { direction, distance, attribution });
          addRow(contact, { asset, period, method, account, claim: attribution, row });
        }
      }
    }
  }
}

function addRow(
  contact: Contact,
  met: {
    readonly asset: AssetId;
    readonly period: Period;
    readonly method: Method;
    readonly account: Account;
    readonly claim: Attribution;
    readonly row: BucketAmount;
  },
): void {
  const { asset, period, method, account, claim, row } = met;
  const figures = contact.amounts.get(asset) ?? noFigures();
  contact.amounts.set(asset, figures);
  addTo(figures[period][method], row);
  const before = contact.accounts.get(account) ?? 0n;
  const counts = period === 'whole' && method === 'haircut';
  contact.accounts.set(account, before + (counts ? row.amount : 0n));
  if (counts) addDated(contact.dated, { asset, claim, row });
  // Lots remember where they came from, not when they left it: the sweep tells the times.
  if (method === 'fifo' && contact.touches.size > 0) return;
  const { firstSeconds, lastSeconds } = row;
  noteTouch(contact.touches, account, { claim, firstSeconds, lastSeconds });
}

const PERIODS: readonly Period[] = ['whole', 'recent'];
const METHODS: readonly Method[] = ['haircut', 'fifo'];

function addTo(sum: MutableAmount, row: BucketAmount): void {
  sum.amount += row.amount;
  sum.usdMicros =
    sum.usdMicros === null || row.usdMicros === null ? null : sum.usdMicros + row.usdMicros;
}

function noFigures(): ContactFigures {
  const nothing = () => ({ amount: 0n, usdMicros: 0n });
  return {
    whole: { haircut: nothing(), fifo: nothing() },
    recent: { haircut: nothing(), fifo: nothing() },
  };
}

/**
 * Transfers of nothing between the subject and others: contact, though no value moved.
 *
 * Edge: one that somebody else wrote in the subject's name is none.
 */
function emptyContacts(trace: Trace): Transfer[] {
  const { subject } = trace.start;
  const own: Transfer[] = [];
  for (const fact of trace.facts.values()) {
    if (fact.kind !== 'transfer' || fact.from === fact.to) continue;
    if (fact.from === subject || fact.to === subject) own.push(fact);
  }
  const spoofed = new Set(findSpoofedTransfers(subject, own));
  return own.filter((fact) => fact.amount === 0n && !spoofed.has(fact));
}

function gatherEmpty(trace: Trace, contacts: Map<string, Contact>, transfer: Transfer): void {
  const direction: Direction = transfer.to === trace.start.subject ? 'incoming' : 'outgoing';
  const other = direction === 'incoming' ? transfer.from : transfer.to;
  if (other === null) return;
  const met = { direction, distance: 'direct' } as const;
  for (const attribution of risksMet(trace, other, met)) {
    const contact = contactFor(contacts, { ...met, attribution });
    contact.accounts.set(other, contact.accounts.get(other) ?? 0n);
    const { timeSeconds } = transfer;
    const touch = { claim: attribution, firstSeconds: timeSeconds, lastSeconds: timeSeconds };
    noteTouch(contact.touches, other, touch);
  }
}
