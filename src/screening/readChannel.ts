import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import type { HeightInterval } from '../core/coverage.js';
import { missingIntervals } from '../core/coverage.js';
import { CapabilityError, SourceError } from '../core/errors.js';
import type { Channel, LedgerFact } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import { HUB_ROWS, movesMoreThanDust } from '../core/trace/busy.js';
import { unseenFrom } from './failures.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import { NOT_CACHED } from './liveLookUp.js';
import type { HistorySource, Tip } from './ports.js';
import { isSeenUntil } from './seenUntil.js';

/** What one source said of a channel of an account. */
export interface SourceRead {
  readonly facts: readonly LedgerFact[];
  readonly busy: string | null;
  readonly unseen: Unseen | null;
  readonly cost: number;
  readonly asked: number;
}

/** What was read of a channel, and where. */
export interface ChannelRead extends SourceRead {
  /** Where it was read; null where nobody could be asked. */
  readonly anchored: AnchoredSource | null;
}

/**
 * A channel of an account, from the first source that gives it whole.
 *
 * Edge: where none does, what was seen of it with the reason that the last one gave.
 */
export async function readChannel(
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
export async function readChannelAt(
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
export function costOf(facts: readonly LedgerFact[], source: HistorySource): number {
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
