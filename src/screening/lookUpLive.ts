import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import type { HeightInterval } from '../core/coverage.js';
import { missingIntervals } from '../core/coverage.js';
import { CapabilityError, SourceError } from '../core/errors.js';
import type { Channel, LedgerFact } from '../core/ledger.js';
import { factKey } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { HUB_ROWS, hubReason, movesMoreThanDust } from '../core/trace/busy.js';
import { unseenFrom } from './failures.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import { emptyReply, NOT_CACHED } from './liveLookUp.js';
import { lookUpBalances, NO_BALANCES } from './lookUpBalances.js';
import { lookUpSpends, lookUpTransaction } from './lookUpOutputs.js';
import { lookUpTransfers } from './lookUpTransfers.js';
import type { HistorySource, Tip } from './ports.js';
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
  const known = recallBusy(from, account);
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
    readFrom.add(read.unseen === null ? read.anchored : null);
  }
  // What an account did after the moment that is asked about must not make it a hub before.
  const seen = [...facts.values()].filter((fact) => fact.timeSeconds <= from.untilSeconds);
  const hub = unseen.length > 0 ? null : hubReason(account, seen, from.assets);
  const busy = hub === null ? null : { reason: hub };
  const blind = unseen.length === from.channels.length;
  // A balance says something about a history only where both are whole and of one source.
  const [whole, ...others] = readFrom;
  const isComparable = lookup.balance === 'wanted' && busy === null && others.length === 0;
  const held =
    whole && isComparable
      ? await lookUpBalances(from, { account, facts: seen, anchored: whole }, signal)
      : NO_BALANCES;
  return emptyReply(lookup, {
    facts: seen,
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
function recallBusy(from: LiveLookUp, account: Account): Partial<LookupReply> | null {
  const interval = { from: 0, to: from.tip.height };
  for (const { source } of from.sources) {
    const busy = from.cache.readBusy(account, source.name);
    if (busy === null) continue;
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

interface SourceRead {
  readonly facts: readonly LedgerFact[];
  readonly busy: string | null;
  readonly unseen: Unseen | null;
  readonly cost: number;
  readonly asked: number;
}

interface ChannelRead extends SourceRead {
  /** Where it was read; null where nobody could be asked. */
  readonly anchored: AnchoredSource | null;
}

async function readChannel(
  from: LiveLookUp,
  asked: { readonly account: Account; readonly channel: Channel },
  signal: AbortSignal,
): Promise<ChannelRead> {
  const able = from.sources.filter(({ source }) => source.channels.includes(asked.channel));
  let partial: ChannelRead = {
    facts: [],
    busy: null,
    cost: 0,
    asked: 0,
    anchored: null,
    unseen: {
      channel: asked.channel,
      kind: 'capability',
      sentence: `No configured source of ${from.chain.title} sees ${asked.channel} transfers.`,
      cure: `Add a source to chains.${from.chain.name}.sources that does.`,
    },
  };
  for (const anchored of able) {
    const read = { ...(await readChannelAt(from, { ...asked, anchored }, signal)), anchored };
    const allAsked = partial.asked + read.asked;
    if (read.unseen === null) return { ...read, asked: allAsked };
    const facts = read.facts.length > 0 ? read.facts : partial.facts;
    partial = { ...read, facts, asked: allAsked };
    if (signal.aborted) break;
  }
  return partial;
}

/** Reads a channel from one source, once it is known how far that source has come. */
async function readChannelAt(
  from: LiveLookUp,
  asked: {
    readonly account: Account;
    readonly channel: Channel;
    readonly anchored: AnchoredSource;
  },
  signal: AbortSignal,
): Promise<SourceRead> {
  const { account, channel, anchored } = asked;
  const { source } = anchored;
  try {
    const tip = await anchored.fetchTip(signal);
    return await readChannelFrom(from, { account, channel, source, tip }, signal);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const unseen = unseenFrom(error, { chain: from.chain, channel });
    return { facts: [], busy: null, unseen, cost: 1, asked: 0 };
  }
}

/** What is read of one account from one source. */
interface SourceQuery {
  readonly account: Account;
  readonly channel: Channel;
  readonly source: HistorySource;
  readonly tip: Tip;
}

async function readChannelFrom(
  from: LiveLookUp,
  asked: SourceQuery,
  signal: AbortSignal,
): Promise<SourceRead> {
  const { account, channel, source, tip } = asked;
  const whole: HeightInterval = { from: 0, to: tip.height };
  const name = source.name;
  const sent = { requests: 0 };
  const seen = (unseen: Unseen | null, busy: string | null): SourceRead => {
    const facts = from.cache.readFacts({ account, channel, source: name, interval: whole });
    return { facts, busy, unseen, cost: costOf(facts, source), asked: sent.requests };
  };
  const stillMissing = () =>
    missingIntervals(whole, from.cache.readCoverage(account, channel, name));
  try {
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt += 1) {
      if (isSeenUntil(from, { account, channel, source: name })) return seen(null, null);
      const missing = stillMissing();
      if (missing.length > 0 && from.reach === 'cache-only') {
        return seen({ ...NOT_CACHED, channel }, null);
      }
      for (const interval of missing) {
        const busy = await readInterval(from, { ...asked, interval, sent }, signal);
        if (busy !== null) return seen(null, busy);
      }
      // Another process may have met a newer block meanwhile and forgotten what was provisional;
      // the facts count only if their coverage still stands after they were read.
      const read = seen(null, null);
      if (stillMissing().length === 0) return read;
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return seen(unseenFrom(error, { chain: from.chain, channel }), null);
  }
  return seen({ ...OVERTAKEN, channel }, null);
}

/** Times that an account is read before a run gives way to others that use the same database. */
const READ_ATTEMPTS = 3;

const OVERTAKEN: Unseen = {
  channel: null,
  kind: 'source-failed',
  sentence: 'Another run met newer blocks while this account was read.',
  cure: 'Screen again; what was fetched is kept.',
};

/** Requests that facts take from a source, whether they were fetched now or before. */
function costOf(facts: readonly LedgerFact[], source: HistorySource): number {
  return Math.max(1, Math.ceil(facts.length / source.pageSize));
}

/** Reads one interval page by page; gives the reason when the account turns out to be busy. */
async function readInterval(
  from: LiveLookUp,
  asked: SourceQuery & {
    readonly interval: HeightInterval;
    /** Counts the requests, so that they are known also when one of them fails. */
    readonly sent: { requests: number };
  },
  signal: AbortSignal,
): Promise<string | null> {
  const { account, channel, source, tip, interval, sent } = asked;
  let cursor: string | null = null;
  for (let pages = 0; ; pages += 1) {
    sent.requests += 1;
    const page = await source.fetchHistoryPage({ account, channel, interval, cursor }, signal);
    from.cache.writePage({
      account,
      channel,
      source: source.name,
      facts: page.facts,
      coverage:
        page.covered === null
          ? null
          : { account, channel, source: source.name, interval: page.covered },
    });
    if (page.nextCursor === null) return null;
    cursor = page.nextCursor;
    if (isSeenUntil(from, { account, channel, source: source.name })) return null;
    if (pages > 0) continue;
    sent.requests += 1;
    const full = await source.fetchHasRows(account, channel, HUB_ROWS, signal);
    if (full !== true) continue;
    if (isFlooded(account, page.facts, from.assets)) throw floodedBy(channel, source.name);
    const reason = `it has more than ${HUB_ROWS.toLocaleString('en-US')} transactions`;
    from.cache.writeBusy(account, source.name, reason, tip.height);
    return reason;
  }
}

/**
 * Whether most of what an account lists moves no more than dust. Anyone can send such rows by the
 * thousand, so they make nobody a hub: or a wallet that passes money on could end the trail cheaply.
 */
function isFlooded(account: Account, facts: readonly LedgerFact[], assets: AssetList): boolean {
  const valued = facts.filter((fact) => movesMoreThanDust(account, fact, assets));
  return valued.length * 2 < facts.length;
}

function floodedBy(channel: Channel, source: string): CapabilityError {
  return new CapabilityError(
    `This account has more than ${HUB_ROWS.toLocaleString('en-US')} ${channel} transfers, most of them worthless; look it up by hand or in a source that leaves such out.`,
    { source, channel },
  );
}
