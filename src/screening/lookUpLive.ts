import type { Account } from '../core/account.js';
import { SourceError } from '../core/errors.js';
import type { Channel, LedgerFact } from '../core/ledger.js';
import { factKey } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { hubReason } from '../core/trace/busy.js';
import { crossCheck } from './crossCheck.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import { emptyReply } from './liveLookUp.js';
import { lookUpBalances, NO_BALANCES } from './lookUpBalances.js';
import { lookUpSpends, lookUpTransaction } from './lookUpOutputs.js';
import { lookUpTransfers } from './lookUpTransfers.js';
import { costOf, readChannel } from './readChannel.js';
import { readWithdrawals } from './readWithdrawals.js';
import type { LookUp } from './runTrace.js';
import { isSeenUntil } from './seenUntil.js';

/**
 * Answers from the cache, and from live sources for what the cache does not cover.
 *
 * The one place where a failed request becomes something unseen. Each page is written with the
 * coverage it proves before the next is asked, so that a run cut off at any moment loses no page.
 */
export function createLiveLookUp(from: LiveLookUp): LookUp {
  return async (lookup, signal) => {
    const reply = await answer(from, lookup, signal);
    const facts = reply.facts.filter((fact) => fact.timeSeconds <= from.untilSeconds);
    return { ...reply, facts };
  };
}

async function answer(from: LiveLookUp, lookup: Lookup, signal: AbortSignal): Promise<LookupReply> {
  switch (lookup.kind) {
    case 'account':
      return readAccount(from, lookup, signal);
    case 'transaction':
      return from.chain.family === 'utxo'
        ? lookUpTransaction(from, lookup, signal)
        : lookUpTransfers(from, lookup, signal);
    case 'spends':
      return lookUpSpends(from, lookup, signal);
  }
}

async function readAccount(
  from: LiveLookUp,
  lookup: Extract<Lookup, { kind: 'account' }>,
  signal: AbortSignal,
): Promise<LookupReply> {
  const { account } = lookup;
  const known = await recallBusy(from, account, signal);
  if (known !== null) return emptyReply(lookup, known);
  const facts = new Map<string, LedgerFact>();
  const unseen: Unseen[] = [];
  const readFrom = new Set<AnchoredSource | null>();
  let cost = 0;
  let asked = 0;
  for (const channel of from.channels) {
    const read = await readChannel(from, { account, channel }, signal);
    cost += read.cost;
    asked += read.asked;
    for (const fact of read.facts) facts.set(factKey(fact), fact);
    if (read.busy !== null) {
      return emptyReply(lookup, {
        facts: [...facts.values()],
        busy: { reason: read.busy },
        cost,
        asked,
      });
    }
    if (read.unseen !== null) unseen.push(read.unseen);
    else if (lookup.balance === 'wanted') {
      const checked = await crossCheck(from, { account, channel, read }, signal);
      cost += checked.cost;
      asked += checked.asked;
      if (checked.unseen !== null) unseen.push(checked.unseen);
    }
    readFrom.add(read.unseen === null ? read.anchored : null);
  }
  let isLateRead = false;
  const addLate = async (balances: LookupReply['balances']) => {
    if (isLateRead) return;
    const late = await readWithdrawals(from, { account, facts: facts.values(), balances }, signal);
    if (late === null) return;
    isLateRead = true;
    cost += late.cost;
    asked += late.asked;
    for (const fact of late.facts) facts.set(factKey(fact), fact);
    if (late.unseen !== null) unseen.push(late.unseen);
  };
  if (unseen.length === 0) await addLate(null);
  // What an account did after the moment that is asked about must not make it a hub before.
  const isPast = (fact: LedgerFact) => fact.timeSeconds <= from.untilSeconds;
  const seen = [...facts.values()].filter(isPast);
  const hub = unseen.length > 0 ? null : hubReason(account, seen, from.assets);
  const busy = hub === null ? null : { reason: hub };
  const blind = readFrom.size === 1 && readFrom.has(null);
  // A balance says something about a history only where both are whole and of one source.
  const [whole, ...others] = readFrom;
  const isComparable = lookup.balance === 'wanted' && busy === null && others.length === 0;
  const held =
    whole && isComparable
      ? await lookUpBalances(from, { account, facts: seen, anchored: whole }, signal)
      : NO_BALANCES;
  if (held.balances !== null) await addLate(held.balances);
  return emptyReply(lookup, {
    facts: [...facts.values()].filter(isPast),
    unseen: blind ? unseen.slice(0, 1).map((gap) => ({ ...gap, channel: null })) : unseen,
    busy,
    balances: held.balances,
    cost: cost + held.cost,
    asked: asked + held.asked,
  });
}

/**
 * What was seen of an account that was found to be busy before: the same as on that first time,
 * whichever channel it was that showed it. Not where all that is asked about came before.
 */
async function recallBusy(
  from: LiveLookUp,
  account: Account,
  signal: AbortSignal,
): Promise<Partial<LookupReply> | null> {
  const interval = { from: 0, to: from.tip.height };
  for (const anchored of from.sources) {
    const { source } = anchored;
    const busy = from.cache.readBusy(account, source.name);
    if (busy === null || !(await isAnchored(anchored, signal))) continue;
    const facts = new Map<string, LedgerFact>();
    let cost = 0;
    const asked = from.channels.filter(
      (channel) => from.cache.readCoverage(account, channel, source.name).length > 0,
    );
    const isSeen = (channel: Channel) =>
      isSeenUntil(from, { account, channel, source: source.name });
    if (asked.length > 0 && asked.every(isSeen)) continue;
    for (const channel of from.channels) {
      const query = { account, channel, source: source.name, interval };
      const read = from.cache.readFacts(query);
      const wasAsked = asked.includes(channel);
      if (read.length > 0 || wasAsked) cost += costOf(read, source);
      for (const fact of read) facts.set(factKey(fact), fact);
    }
    return { facts: [...facts.values()], busy: { reason: busy.reason }, cost };
  }
  return null;
}

/** Whether a source counts at all: what is kept of one that has not shown its chain ends no trail. */
async function isAnchored({ fetchTip }: AnchoredSource, signal: AbortSignal): Promise<boolean> {
  try {
    await fetchTip(signal);
    return true;
  } catch (error) {
    // Where nobody else tells of the account either, it is asked for there, and that is the gap.
    if (!(error instanceof SourceError)) throw error;
    return false;
  }
}
