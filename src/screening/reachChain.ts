import type { AssetList } from '../core/asset.js';
import type { Chain } from '../core/chain.js';
import { CapabilityError, SourceError } from '../core/errors.js';
import type { Channel } from '../core/ledger.js';
import type { Unseen } from '../core/lookup.js';
import { formatMoment, SECONDS_PER_DAY } from '../core/moment.js';
import { type ChainProof, isProven, type ProvableSource, proveChain } from './chainProof.js';
import { unseenFrom } from './failures.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import { createLiveLookUp } from './lookUpLive.js';
import { createRecordedLookUp } from './lookUpRecorded.js';
import type {
  AccountSource,
  HistorySource,
  LedgerCache,
  RecordedSource,
  Tip,
  UtxoSource,
} from './ports.js';
import type { ChainAccess } from './screenAccounts.js';
import { findSharedBlocks } from './sharedBlocks.js';

/** The sources of one chain, in the order in which they are asked. */
export interface ChainSources {
  readonly chain: Chain;
  readonly live: readonly {
    readonly source: HistorySource;
    readonly utxo: UtxoSource | null;
    readonly accounts: AccountSource | null;
    readonly proof: ChainProof;
  }[];
  readonly recorded: readonly RecordedSource[];
  /** Whether what one live source says of a screened account is asked of a second one too. */
  readonly isCrossChecked: boolean;
}

/** How a chain is looked at. */
export interface ReachOptions {
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly reach: LiveLookUp['reach'];
  /**
   * Up to which block it is looked at: the newest one, or that of a moment ago where somebody has looked up
   * to there. Wallets that are screened together share what they look up only up to one block.
   */
  readonly upTo: 'newest' | 'lately-known';
  /** Units: Unix seconds. */
  readonly untilSeconds: number;
  /** Whether that is now, or was asked for as an earlier moment. */
  readonly moment: LiveLookUp['moment'];
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
  const reached = await firstTip(sources, options, signal);
  if (reached.tip === null) return { kind: 'blind', chain, gap: reached.gap };
  const { tip, at } = reached;
  const lookUp = createLiveLookUp({
    chain,
    sources: sources.live.slice(at).map(({ source, utxo, accounts, proof }, after) => ({
      source,
      utxo,
      accounts,
      fetchTip:
        after === 0 ? async () => tip : createLaterTip({ source, chain, proof, tip }, options),
    })),
    isCrossChecked: sources.isCrossChecked,
    tip,
    cache: options.cache,
    assets: options.assets,
    channels: channelsOf(chain),
    reach: options.reach,
    untilSeconds: options.untilSeconds,
    moment: options.moment,
  });
  const { height, hash, timeSeconds } = tip;
  return {
    kind: 'ready',
    chain,
    lookUp,
    anchor: { height, hash, time: formatMoment(timeSeconds) },
    behind: behindOf(tip, { chain, ...options }),
  };
}

/** A verdict holds for a day; what is older than that does not show what happened since. */
const OLDEST_TIP_SECONDS = SECONDS_PER_DAY;

/** What is said of a newest block that is too old: nothing after it was seen. */
function behindOf(tip: Tip, options: ReachOptions & { readonly chain: Chain }): Unseen | null {
  const { chain, reach, untilSeconds } = options;
  if (untilSeconds - tip.timeSeconds <= OLDEST_TIP_SECONDS) return null;
  const offline = reach === 'cache-only';
  return {
    channel: null,
    kind: offline ? 'capability' : 'source-failed',
    sentence: `Nothing of ${chain.title} after ${formatMoment(tip.timeSeconds)} was seen.`,
    cure: offline
      ? 'Screen once without --offline, or name the moment with --as-of.'
      : `Screen again when the source has caught up, or add another to chains.${chain.name}.sources.`,
  };
}

type FirstTip =
  | { readonly tip: Tip; readonly at: number }
  | { readonly tip: null; readonly gap: Unseen };

/** The newest block of the first source that names one, and which source that is. */
async function firstTip(
  { chain, live }: ChainSources,
  options: ReachOptions,
  signal: AbortSignal,
): Promise<FirstTip> {
  let gap: Unseen = notConfigured(chain);
  for (const [at, { source, proof }] of live.entries()) {
    try {
      const tip = await tipOf({ source, chain, proof }, options, signal);
      if (tip !== null) return { tip, at };
      gap = NEVER_FETCHED;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      gap = unseenFrom(error, { chain, channel: null });
    }
  }
  return { tip: null, gap };
}

/**
 * How far a further source is read: up to the first one's newest block, or its own where that is a
 * little older. It stands ready for what the first cannot give and is asked only once it is needed.
 *
 * Edge: one that is behind by more than the blocks that may still change is not read at all; what it
 * does not list yet would pass for nothing.
 */
function createLaterTip(
  later: ProvableSource & { readonly tip: Tip },
  options: ReachOptions,
): AnchoredSource['fetchTip'] {
  const { source, chain, tip } = later;
  const { cache } = options;
  const ask = async (signal: AbortSignal): Promise<Tip> => {
    if (options.reach === 'cache-only') {
      if (!isProven(later, cache)) throw new CapabilityError(NEVER_FETCHED.sentence);
      const known = cache.readTip(chain.id, source.name) ?? tip;
      return known.height < tip.height ? known : tip;
    }
    const own = await source.fetchTip(signal);
    if (own.height < finalHeight(chain, tip)) {
      throw new CapabilityError(
        `The source ${source.name} has come no further than block ${own.height} of ${chain.title}; wait until it has caught up, or configure another source.`,
        { source: source.name, height: own.height },
      );
    }
    await proveChain(later, cache, signal);
    const upTo = own.height < tip.height ? own : tip;
    await adoptTip(source, { cache, chain, tip: upTo }, signal);
    return upTo;
  };
  let asked: Promise<Tip> | null = null;
  return (signal) => {
    asked ??= ask(signal);
    return asked;
  };
}

/** Edge: null where nothing of the source is kept that it was shown to tell of this very chain. */
async function tipOf(
  provable: ProvableSource,
  options: ReachOptions,
  signal: AbortSignal,
): Promise<Tip | null> {
  const { cache } = options;
  const { source, chain } = provable;
  const known = isProven(provable, cache) ? cache.readTip(chain.id, source.name) : null;
  if (options.reach === 'cache-only') return known;
  if (known !== null && isLatelyKnown(known, options)) return known;
  const tip = await source.fetchTip(signal);
  await proveChain(provable, cache, signal);
  await adoptTip(source, { cache, chain, tip }, signal);
  return tip;
}

/**
 * How old a block may be that is gone on with. A policy choice: a verdict holds for a day from its block,
 * and a host that allows three requests a second answers for some hundred wallets meanwhile.
 */
const LATELY_SECONDS = 300;

function isLatelyKnown(
  { timeSeconds }: Tip,
  { upTo, moment, untilSeconds }: Pick<ReachOptions, 'upTo' | 'moment' | 'untilSeconds'>,
): boolean {
  if (upTo === 'newest' || moment === 'past') return false;
  return Math.abs(untilSeconds - timeSeconds) < LATELY_SECONDS;
}

/** Goes on to a source's newest block, keeping what stands in blocks that the chain still has. */
async function adoptTip(
  source: HistorySource,
  to: { readonly cache: LedgerCache; readonly chain: Chain; readonly tip: Tip },
  signal: AbortSignal,
): Promise<void> {
  const { cache, chain, tip } = to;
  const known = cache.readProvisionalBlocks(chain.id, source.name);
  const shared = await findSharedBlocks(source, { known, tip }, signal);
  cache.adoptTip(
    { chain: chain.id, source: source.name },
    { tip, finalHeight: finalHeight(chain, tip), shared },
  );
}

function finalHeight(chain: Chain, tip: Tip): number {
  return tip.height - chain.finalityDepth;
}

const NEVER_FETCHED: Unseen = {
  channel: null,
  kind: 'capability',
  sentence:
    'Nothing was fetched before from a source that has shown to be of this chain, and --offline asks no source.',
  cure: 'Screen once without --offline; what is fetched is kept.',
};

function notConfigured(chain: Chain): Unseen {
  return {
    channel: null,
    kind: 'capability',
    sentence: `${chain.title} has no source in the configuration, so nothing of it was seen.`,
    cure: `Add a source to chains.${chain.name}.sources in the configuration; "hopsight config check" says what a key would add.`,
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
    // A recording is of its day, and says so in the anchor.
    behind: null,
  };
}
