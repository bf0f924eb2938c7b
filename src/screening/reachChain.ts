import type { AssetList } from '../core/asset.js';
import type { Chain } from '../core/chain.js';
import { SourceError } from '../core/errors.js';
import type { Channel } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import { formatMoment } from '../core/moment.js';
import { unseenFrom } from './failures.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import { createLiveLookUp } from './lookUpLive.js';
import { createRecordedLookUp } from './lookUpRecorded.js';
import type { HistorySource, LedgerCache, RecordedSource, Tip, UtxoSource } from './ports.js';
import type { ChainAccess } from './screenAccounts.js';

/** The sources of one chain, in the order in which they are asked. */
export interface ChainSources {
  readonly chain: Chain;
  readonly live: readonly {
    readonly source: HistorySource;
    readonly utxo: UtxoSource | null;
  }[];
  readonly recorded: readonly RecordedSource[];
}

/** How a chain is looked at. */
export interface ReachOptions {
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly reach: LiveLookUp['reach'];
  /** Units: Unix seconds. */
  readonly untilSeconds: number;
}

/** Channels by which value moves that a source of the chain is expected to see. */
function channelsOf(chain: Chain): readonly Channel[] {
  return chain.family === 'utxo' ? ['utxo'] : ['native', 'internal', 'token'];
}

/**
 * Makes a chain ready to be asked: finds the newest block of each live source, else falls back on
 * what was recorded.
 *
 * Edge: sources that do not answer are left out; when none answers, the chain is blind.
 */
export async function reachChain(
  sources: ChainSources,
  options: ReachOptions,
  signal: AbortSignal,
): Promise<ChainAccess> {
  const { chain } = sources;
  if (sources.live.length === 0 && sources.recorded.length > 0) {
    return reachRecorded(sources, options);
  }
  const anchored: AnchoredSource[] = [];
  let gap: Unseen = notConfigured(chain);
  for (const { source, utxo } of sources.live) {
    try {
      const tip = await tipOf(source, { chain, ...options }, signal);
      if (tip === null) gap = NEVER_FETCHED;
      else anchored.push({ source, utxo, tip });
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      gap = unseenFrom(error, { chain, channel: null });
    }
    if (anchored.length > 0) break;
  }
  const first = anchored[0];
  if (first === undefined) return { kind: 'blind', chain, gap };
  anchored.push(...laterSources(sources, first, options));
  const lookUp = createLiveLookUp({
    chain,
    sources: anchored,
    cache: options.cache,
    assets: options.assets,
    channels: channelsOf(chain),
    reach: options.reach,
    untilSeconds: options.untilSeconds,
  });
  const { height, hash, timeSeconds } = first.tip;
  return {
    kind: 'ready',
    chain,
    lookUp,
    anchor: { height, hash, time: formatMoment(timeSeconds) },
  };
}

/**
 * Further sources stand ready for what the first cannot give. They are anchored at its block, so
 * that asking for their own newest block costs nothing until one is needed.
 */
function laterSources(
  sources: ChainSources,
  first: AnchoredSource,
  options: ReachOptions,
): AnchoredSource[] {
  const { chain } = sources;
  const { tip } = first;
  const from = sources.live.findIndex(({ source }) => source === first.source) + 1;
  return sources.live.slice(from).map(({ source, utxo }) => {
    if (options.reach === 'live') {
      options.cache.adoptTip(chain.id, source.name, tip, finalHeight(chain, tip));
    }
    return { source, utxo, tip };
  });
}

async function tipOf(
  source: HistorySource,
  options: ReachOptions & { readonly chain: Chain },
  signal: AbortSignal,
): Promise<Tip | null> {
  const { cache, chain } = options;
  if (options.reach === 'cache-only') return cache.readTip(chain.id, source.name);
  const tip = await source.fetchTip(signal);
  cache.adoptTip(chain.id, source.name, tip, finalHeight(chain, tip));
  return tip;
}

function finalHeight(chain: Chain, tip: Tip): number {
  return tip.height - chain.finalityDepth;
}

const NEVER_FETCHED: Unseen = {
  channel: null,
  kind: 'capability',
  sentence: 'Nothing of this chain was fetched before, and --offline asks no source.',
  cure: 'Screen once without --offline; what is fetched is kept.',
};

function notConfigured(chain: Chain): Unseen {
  return {
    channel: null,
    kind: 'capability',
    sentence: `${chain.title} has no source in the configuration, so nothing of it was seen.`,
    cure: `Add a source to chains.${chain.name}.sources, or use --profile public.`,
  };
}

function reachRecorded(sources: ChainSources, options: ReachOptions): ChainAccess {
  const { chain, recorded } = sources;
  const lookUp = createRecordedLookUp({
    sources: recorded,
    channels: channelsOf(chain),
    untilSeconds: options.untilSeconds,
  });
  const newest = recorded.reduce((a, b) =>
    b.anchor.timeSeconds > a.anchor.timeSeconds ? b : a,
  ).anchor;
  return {
    kind: 'ready',
    chain,
    lookUp,
    anchor: { height: newest.height, hash: newest.hash, time: formatMoment(newest.timeSeconds) },
  };
}
