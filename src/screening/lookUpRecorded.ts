import type { Channel, LedgerFact } from '../core/ledger.js';
import { accountsOfFact } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { emptyReply } from './liveLookUp.js';
import type { RecordedSource } from './ports.js';
import type { LookUp } from './runTrace.js';

/** Where the answers come from. */
interface RecordedLookUp {
  readonly sources: readonly RecordedSource[];
  /** Channels by which value moves on this chain. */
  readonly channels: readonly Channel[];
  /** Facts after this moment are not used. Units: Unix seconds. */
  readonly untilSeconds: number;
}

/** Answers from recorded files; what a file does not cover is said to be unseen. */
export function createRecordedLookUp(from: RecordedLookUp): LookUp {
  return (lookup) => Promise.resolve(answer(from, lookup));
}

function answer(from: RecordedLookUp, lookup: Lookup): LookupReply {
  const inTime = (fact: LedgerFact) => fact.timeSeconds <= from.untilSeconds;
  switch (lookup.kind) {
    case 'account': {
      const { account } = lookup;
      const facts = from.sources.flatMap((source) => source.readFacts(account)).filter(inTime);
      const covered = new Set(from.sources.flatMap((source) => source.coveredChannels(account)));
      return emptyReply(lookup, { facts, unseen: uncovered(from, covered) });
    }
    case 'transaction': {
      const tx = firstOf(from.sources, (source) => source.readTransaction(lookup.txId));
      if (tx !== null) return emptyReply(lookup, { facts: [tx] });
      const parts = from.sources.flatMap((source) => source.readTransfers(lookup.txId) ?? []);
      if (parts.length === 0) {
        return emptyReply(lookup, { unseen: [notRecorded(null, 'this transaction')] });
      }
      // A file holds histories: of a transaction it has what the accounts that it covers took part in.
      const touched = new Set(parts.flatMap(accountsOfFact));
      const covered = new Set(
        from.sources.flatMap((source) =>
          [...touched].flatMap((account) => source.coveredChannels(account)),
        ),
      );
      return emptyReply(lookup, { facts: parts.filter(inTime), unseen: uncovered(from, covered) });
    }
    case 'spends': {
      const spends = from.sources
        .flatMap((source) => source.readSpends(lookup.txId))
        .filter((spend) => lookup.outputs.includes(spend.output));
      const facts = spends.flatMap(({ spentBy }) => {
        if (spentBy === null) return [];
        const tx = firstOf(from.sources, (source) => source.readTransaction(spentBy.txId));
        return tx === null || !inTime(tx) ? [] : [tx];
      });
      const known = spends.length === lookup.outputs.length;
      return emptyReply(lookup, { facts, unseen: known ? [] : [notRecorded(null)] });
    }
  }
}

function uncovered(from: RecordedLookUp, covered: ReadonlySet<Channel>): Unseen[] {
  if (covered.size === 0) return [notRecorded(null)];
  return from.channels
    .filter((channel) => !covered.has(channel))
    .map((channel) => notRecorded(channel, `its ${channel} transfers`));
}

function notRecorded(channel: Channel | null, what = 'the whole history of this account'): Unseen {
  return {
    channel,
    kind: 'capability',
    sentence: `The recorded data does not hold ${what}.`,
    cure: 'Screen with a live source: configure one, or use --profile public.',
  };
}

function firstOf<Item>(
  sources: readonly RecordedSource[],
  read: (source: RecordedSource) => Item | null,
): Item | null {
  for (const source of sources) {
    const found = read(source);
    if (found !== null) return found;
  }
  return null;
}
