import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import { primaryAttribution } from '../attribution.js';
import { boundaryOf } from '../boundary.js';
import type { Direction } from '../exposure.js';
import type { Transfer } from '../ledger.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import type { Distance, Split } from './replay.js';

/** What one entity did in one direction at one distance. */
export interface Contact {
  readonly direction: Direction;
  readonly distance: Distance;
  /** The strongest claim about any of the accounts. */
  attribution: Attribution;
  readonly accounts: Map<Account, bigint>;
  readonly amounts: Map<AssetId, MutableFigures>;
  firstSeconds: number;
  lastSeconds: number;
}

/** Amounts by method, while they are summed up. Units: atomic. */
interface MutableFigures {
  haircut: bigint;
  fifo: bigint;
  recentHaircut: bigint;
  recentFifo: bigint;
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

function riskOf(trace: Trace, account: Account): Attribution | null {
  const boundary = boundaryOf(account, trace.start.knowledge);
  if (boundary?.kind !== 'labelled' && boundary?.kind !== 'mixer') return null;
  return boundary.attribution;
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
  const key = [direction, distance, attribution.category, attribution.entity].join('|');
  const known = contacts.get(key);
  if (known !== undefined) {
    known.attribution = primaryAttribution([known.attribution, attribution]) ?? attribution;
    return known;
  }
  const contact: Contact = {
    direction,
    distance,
    attribution,
    accounts: new Map(),
    amounts: new Map(),
    firstSeconds: Number.POSITIVE_INFINITY,
    lastSeconds: Number.NEGATIVE_INFINITY,
  };
  contacts.set(key, contact);
  return contact;
}

function gatherSplit(trace: Trace, contacts: Map<string, Contact>, split: AssetSplit): void {
  const gather = (part: Split, figure: keyof MutableFigures) => {
    for (const { bucket, amount, firstSeconds, lastSeconds } of part.buckets) {
      if (bucket.kind !== 'place' || bucket.place.account === null) continue;
      const { account } = bucket.place;
      const attribution = riskOf(trace, account);
      if (attribution === null) continue;
      const { direction } = split;
      const contact = contactFor(contacts, { direction, distance: bucket.distance, attribution });
      const figures = contact.amounts.get(split.asset) ?? noFigures();
      figures[figure] += amount;
      contact.amounts.set(split.asset, figures);
      const before = contact.accounts.get(account) ?? 0n;
      contact.accounts.set(account, before + (figure === 'haircut' ? amount : 0n));
      contact.firstSeconds = Math.min(contact.firstSeconds, firstSeconds);
      contact.lastSeconds = Math.max(contact.lastSeconds, lastSeconds);
    }
  };
  gather(split.haircut, 'haircut');
  gather(split.fifo, 'fifo');
  gather(split.recentHaircut, 'recentHaircut');
  gather(split.recentFifo, 'recentFifo');
}

function noFigures(): MutableFigures {
  return { haircut: 0n, fifo: 0n, recentHaircut: 0n, recentFifo: 0n };
}

/** Transfers of nothing between the subject and others: contact, though no value moved. */
function emptyContacts(trace: Trace): Transfer[] {
  const { subject } = trace.start;
  return [...trace.facts.values()].filter(
    (fact): fact is Transfer =>
      fact.kind === 'transfer' &&
      fact.amount === 0n &&
      fact.from !== fact.to &&
      (fact.from === subject || fact.to === subject),
  );
}

function gatherEmpty(trace: Trace, contacts: Map<string, Contact>, transfer: Transfer): void {
  const direction: Direction = transfer.to === trace.start.subject ? 'incoming' : 'outgoing';
  const other = direction === 'incoming' ? transfer.from : transfer.to;
  const attribution = other === null ? null : riskOf(trace, other);
  if (other === null || attribution === null) return;
  const contact = contactFor(contacts, { direction, distance: 'direct', attribution });
  contact.accounts.set(other, contact.accounts.get(other) ?? 0n);
  contact.firstSeconds = Math.min(contact.firstSeconds, transfer.timeSeconds);
  contact.lastSeconds = Math.max(contact.lastSeconds, transfer.timeSeconds);
}
