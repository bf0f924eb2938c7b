import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import { HUB_ROWS, hubReason } from '../core/busy.js';
import type { Chain } from '../core/chain.js';
import type { HeightInterval } from '../core/coverage.js';
import { missingIntervals } from '../core/coverage.js';
import { SourceError } from '../core/errors.js';
import type { Channel, LedgerFact, UtxoTx } from '../core/ledger.js';
import { factKey } from '../core/ledger.js';
import type { Lookup, LookupReply, Unseen } from '../core/lookup.js';
import { unseenFrom } from './failures.js';
import type { HistorySource, LedgerCache, Spend, Tip, UtxoSource } from './ports.js';
import type { LookUp } from './runTrace.js';

/** One source with the block up to which it is asked. */
export interface AnchoredSource {
  readonly source: HistorySource;
  readonly utxo: UtxoSource | null;
  readonly tip: Tip;
}

/** Where the answers come from. */
export interface LiveLookUp {
  readonly chain: Chain;
  /** Asked in this order; the next one only for what the one before cannot give. */
  readonly sources: readonly AnchoredSource[];
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly channels: readonly Channel[];
  /** `cache-only` answers from what was fetched before. */
  readonly reach: 'live' | 'cache-only';
  /** Facts after this moment are not used. Units: Unix seconds. */
  readonly untilSeconds: number;
}

const NOT_CACHED: Unseen = {
  channel: null,
  kind: 'capability',
  sentence: 'This was not fetched before, and --offline asks no source.',
  cure: 'Screen once without --offline; what is fetched is kept.',
};

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
      return readAccount(from, lookup.account, signal);
    case 'transaction': {
      const found = await readTransaction(from, lookup.txId, signal);
      const { cost } = found;
      if (found.tx === null) return reply(lookup, { unseen: [found.unseen], cost });
      return reply(lookup, { facts: [found.tx], cost });
    }
    case 'spends':
      return readSpends(from, lookup, signal);
  }
}

function reply(lookup: Lookup, parts: Partial<LookupReply>): LookupReply {
  return { facts: [], unseen: [], busy: null, unspent: [], cost: 0, ...parts, lookup };
}

async function readAccount(
  from: LiveLookUp,
  account: Account,
  signal: AbortSignal,
): Promise<LookupReply> {
  const lookup: Lookup = { kind: 'account', account };
  const facts = new Map<string, LedgerFact>();
  const unseen: Unseen[] = [];
  let cost = 0;
  for (const channel of from.channels) {
    const read = await readChannel(from, { account, channel }, signal);
    cost += read.cost;
    for (const fact of read.facts) facts.set(factKey(fact), fact);
    if (read.busy !== null) {
      return reply(lookup, { facts: [...facts.values()], busy: { reason: read.busy }, cost });
    }
    if (read.unseen !== null) unseen.push(read.unseen);
  }
  const all = [...facts.values()];
  const hub = unseen.length > 0 ? null : hubReason(account, all, from.assets);
  const busy = hub === null ? null : { reason: hub };
  const blind = unseen.length === from.channels.length;
  return reply(lookup, {
    facts: all,
    unseen: blind ? unseen.slice(0, 1).map((gap) => ({ ...gap, channel: null })) : unseen,
    busy,
    cost,
  });
}

interface ChannelRead {
  readonly facts: readonly LedgerFact[];
  readonly busy: string | null;
  readonly unseen: Unseen | null;
  readonly cost: number;
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
    unseen: {
      channel: asked.channel,
      kind: 'capability',
      sentence: `No configured source of ${from.chain.title} sees ${asked.channel} transfers.`,
      cure: `Add a source to chains.${from.chain.name}.sources that does.`,
    },
  };
  for (const anchored of able) {
    const read = await readChannelFrom(from, { ...asked, anchored }, signal);
    if (read.unseen === null) return read;
    partial = { ...read, facts: read.facts.length > 0 ? read.facts : partial.facts };
    if (signal.aborted) break;
  }
  return partial;
}

async function readChannelFrom(
  from: LiveLookUp,
  asked: {
    readonly account: Account;
    readonly channel: Channel;
    readonly anchored: AnchoredSource;
  },
  signal: AbortSignal,
): Promise<ChannelRead> {
  const { account, channel } = asked;
  const { source, tip } = asked.anchored;
  const whole: HeightInterval = { from: 0, to: tip.height };
  const known = from.cache.readBusy(account, source.name);
  const readCached = () =>
    from.cache.readFacts({ account, channel, source: source.name, interval: whole });
  const done = (unseen: Unseen | null, busy: string | null): ChannelRead => {
    const facts = readCached();
    return { facts, busy, unseen, cost: costOf(facts, source) };
  };
  if (known !== null) return done(null, known.reason);
  const covered = from.cache.readCoverage(account, channel, source.name);
  const missing = missingIntervals(whole, covered);
  if (missing.length > 0 && from.reach === 'cache-only') {
    return done({ ...NOT_CACHED, channel }, null);
  }
  try {
    for (const interval of missing) {
      const busy = await readInterval(from, { ...asked, interval }, signal);
      if (busy !== null) return done(null, busy);
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return done(unseenFrom(error, { chain: from.chain, channel }), null);
  }
  return done(null, null);
}

/** Requests that facts take from a source, whether they were fetched now or before. */
function costOf(facts: readonly LedgerFact[], source: HistorySource): number {
  return Math.max(1, Math.ceil(facts.length / source.pageSize));
}

/** Reads one interval page by page; gives the reason when the account turns out to be busy. */
async function readInterval(
  from: LiveLookUp,
  asked: {
    readonly account: Account;
    readonly channel: Channel;
    readonly anchored: AnchoredSource;
    readonly interval: HeightInterval;
  },
  signal: AbortSignal,
): Promise<string | null> {
  const { account, channel, interval } = asked;
  const { source, tip } = asked.anchored;
  let cursor: string | null = null;
  for (let pages = 0; ; pages += 1) {
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
    if (pages > 0) continue;
    const full = await source.fetchHasRows(account, channel, HUB_ROWS, signal);
    if (full !== true) continue;
    const reason = `it has more than ${HUB_ROWS.toLocaleString('en-US')} transactions`;
    from.cache.writeBusy(account, source.name, reason, tip.height);
    return reason;
  }
}

type TransactionRead =
  | { readonly tx: UtxoTx; readonly cost: number }
  | { readonly tx: null; readonly unseen: Unseen; readonly cost: number };

async function readTransaction(
  from: LiveLookUp,
  txId: string,
  signal: AbortSignal,
): Promise<TransactionRead> {
  const cached = from.cache.readTransaction(from.chain.id, txId);
  if (cached !== null) return { tx: cached, cost: 1 };
  if (from.reach === 'cache-only') return { tx: null, unseen: NOT_CACHED, cost: 0 };
  let unseen: Unseen = noTransaction(from.chain);
  for (const { source, utxo } of from.sources) {
    if (utxo === null) continue;
    try {
      const tx = await utxo.fetchTransaction(txId, signal);
      if (tx === null) continue;
      if (tx.txId !== txId) continue;
      from.cache.writeTransaction(source.name, tx);
      return { tx, cost: 1 };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unseen = unseenFrom(error, { chain: from.chain, channel: null });
    }
  }
  return { tx: null, unseen, cost: 1 };
}

function noTransaction(chain: Chain): Unseen {
  return {
    channel: null,
    kind: 'capability',
    sentence: `No source of ${chain.title} has the transaction before this one.`,
    cure: `Add another source to chains.${chain.name}.sources.`,
  };
}

async function readSpends(
  from: LiveLookUp,
  lookup: Extract<Lookup, { kind: 'spends' }>,
  signal: AbortSignal,
): Promise<LookupReply> {
  const found = await spendsOf(from, lookup.txId, signal);
  if (found.spends === null) return reply(lookup, { unseen: [found.unseen], cost: 1 });
  const facts: LedgerFact[] = [];
  const unseen: Unseen[] = [];
  const unspent: number[] = [];
  let cost = 1;
  for (const output of lookup.outputs) {
    const spentBy = found.spends.find((spend) => spend.output === output)?.spentBy ?? null;
    if (spentBy === null) {
      unspent.push(output);
      continue;
    }
    const read = await readTransaction(from, spentBy.txId, signal);
    cost += read.cost;
    if (read.tx === null) unseen.push(read.unseen);
    else if (read.tx.timeSeconds > from.untilSeconds) unspent.push(output);
    else facts.push(read.tx);
  }
  return reply(lookup, { facts, unseen, unspent, cost });
}

type SpendsRead =
  | { readonly spends: readonly Spend[] }
  | { readonly spends: null; readonly unseen: Unseen };

async function spendsOf(from: LiveLookUp, txId: string, signal: AbortSignal): Promise<SpendsRead> {
  let unseen: Unseen = from.reach === 'cache-only' ? NOT_CACHED : noTransaction(from.chain);
  for (const { utxo, tip } of from.sources) {
    if (utxo === null) continue;
    const cached = from.cache.readSpends(from.chain.id, txId, tip);
    if (cached !== null) return { spends: cached };
    if (from.reach === 'cache-only') continue;
    try {
      const spends = await utxo.fetchSpends(txId, signal);
      const finalHeight = tip.height - from.chain.finalityDepth;
      from.cache.writeSpends(from.chain.id, txId, spends, tip, finalHeight);
      return { spends };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unseen = unseenFrom(error, { chain: from.chain, channel: null });
    }
  }
  return { spends: null, unseen };
}
