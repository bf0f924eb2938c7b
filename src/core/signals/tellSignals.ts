import type { Account } from '../account.js';
import type { Attribution } from '../attribution.js';
import { isDprk, primaryAttribution } from '../attribution.js';
import type { Knowledge } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import type { Exposure } from '../exposure.js';
import type { LedgerFact, Transfer } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import { tellJoinedPayments } from './joinedPayments.js';

/**
 * What the subject's own history says beside flows of value. Context, worded so that it accuses
 * nobody.
 */
export function tellSignals(trace: Trace, exposures: readonly Exposure[]): Signal[] {
  return [
    ...noHistory(trace),
    ...busy(trace),
    ...firstGasFunder(trace),
    ...dustContacts(exposures),
    ...possibleVictims(exposures),
    ...tellJoinedPayments(trace),
    ...notes(trace),
    ...noise(trace),
    ...missingIds(trace),
  ];
}

/**
 * Whether an account belongs to a service, or to nobody, by its label: then it is not one person's,
 * and what moves through it says nothing about the one who named it.
 */
export function tellCustodial(account: Account, knowledge: Knowledge): Signal | null {
  const boundary = boundaryOf(account, knowledge);
  if (boundary?.kind !== 'service' && boundary?.kind !== 'burn') return null;
  const { attribution } = boundary;
  const sentence =
    boundary.kind === 'burn'
      ? `This address is labelled as one that nobody has the key of (${attribution.entity}): what is sent to it is lost.`
      : `This address is labelled as that of a service (${attribution.entity}), not of a person.`;
  return { kind: 'custodial', account, sentence, attribution };
}

/** A label is the claim of its source; the sentence must not make it a fact about the holder. */
function labelledAs({ entity, use }: Attribution): string {
  return `an account ${use === 'exposure' ? 'attributed to' : 'labelled as'} ${entity}`;
}

function noHistory(trace: Trace): Signal[] {
  const { subject } = trace.start;
  if (trace.unseen.size > 0 || [...trace.facts.values()].some(movesValue)) return [];
  return [
    {
      kind: 'no-history',
      account: subject,
      sentence: 'This wallet has no payments on this chain yet, so its funds say nothing about it.',
      attribution: null,
    },
  ];
}

/** Worthless tokens and empty messages come to any address; they are no history. */
function movesValue(fact: LedgerFact): boolean {
  return fact.kind === 'utxo' || fact.amount > 0n;
}

function busy(trace: Trace): Signal[] {
  const reason = trace.busy.get(trace.start.subject);
  if (reason === undefined) return [];
  return [
    {
      kind: 'busy',
      account: trace.start.subject,
      sentence: `This is not a personal wallet: ${reason}. Money sent to it may be lost.`,
      attribution: null,
    },
  ];
}

/** Who paid the first native coins that this account held. */
function firstGasFunder(trace: Trace): Signal[] {
  const { subject, knowledge } = trace.start;
  const receipts = [...trace.facts.values()].filter(
    (fact): fact is Transfer => isTransfer(fact) && fact.to === subject && isNative(fact),
  );
  const first = orderFacts(receipts).find((fact) => fact.amount > 0n && fact.from !== subject);
  if (first === undefined || first.from === null) return [];
  const attribution = primaryAttribution(knowledge.claimsOf(first.from));
  const who = attribution === null ? 'an account without a label' : labelledAs(attribution);
  return [
    {
      kind: 'first-gas-funder',
      account: first.from,
      sentence: `The first coins for fees came from ${who}.`,
      attribution: attribution !== null && isDprk(attribution) ? attribution : null,
    },
  ];
}

function isTransfer(fact: LedgerFact): fact is Transfer {
  return fact.kind === 'transfer';
}

function isNative(fact: Transfer): boolean {
  return fact.channel === 'native' || fact.channel === 'internal';
}

function dustContacts(exposures: readonly Exposure[]): Signal[] {
  return exposures
    .filter((exposure) => exposure.dust)
    .map((exposure) => ({
      kind: 'dust-contact' as const,
      account: exposure.accounts[0] ?? exposure.subject,
      sentence:
        exposure.direction === 'incoming'
          ? `Dust came from ${labelledAs(exposure.attribution)}; anyone can send dust.`
          : `Dust or an empty message went to ${labelledAs(exposure.attribution)}.`,
      attribution: exposure.attribution,
    }));
}

function possibleVictims(exposures: readonly Exposure[]): Signal[] {
  return exposures
    .filter(
      ({ direction, kind, attribution, dust }) =>
        direction === 'outgoing' &&
        kind === 'direct' &&
        !dust &&
        (attribution.category === 'stolen-funds' || attribution.category === 'ransom'),
    )
    .map((exposure) => ({
      kind: 'possible-victim' as const,
      account: exposure.accounts[0] ?? exposure.subject,
      sentence: `Value went straight to ${labelledAs(exposure.attribution)}; whoever was robbed or blackmailed looks like this too.`,
      attribution: exposure.attribution,
    }));
}

function notes(trace: Trace): Signal[] {
  const { subject, knowledge } = trace.start;
  return knowledge
    .claimsOf(subject)
    .filter((claim: Attribution) => claim.use === 'note')
    .map((claim) => ({
      kind: 'label-note' as const,
      account: subject,
      sentence: `A source guesses at a relation with ${claim.entity}: ${claim.note ?? 'no more is said'}.`,
      attribution: claim,
    }));
}

function noise(trace: Trace): Signal[] {
  if (trace.noise.size === 0) return [];
  return [
    {
      kind: 'noise',
      account: trace.start.subject,
      sentence: `Transfers of unlisted assets that were left out: ${trace.noise.size}. Anyone can make such tokens.`,
      attribution: null,
    },
  ];
}

function missingIds(trace: Trace): Signal[] {
  const missing = [...trace.facts.values()].filter((fact) => fact.txId === null).length;
  if (missing === 0) return [];
  return [
    {
      kind: 'missing-transaction-ids',
      account: trace.start.subject,
      sentence: `Transfers recorded without a transaction id: ${missing}. They are shown by time and amount.`,
      attribution: null,
    },
  ];
}
