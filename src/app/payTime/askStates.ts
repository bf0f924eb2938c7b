import type { Chain } from '../../core/chain.js';
import { AbortedError, CapabilityError, SourceError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { proveChain } from '../../screening/chainProof.js';
import type { ChainStateSource } from '../../screening/payPorts.js';
import type { LedgerCache, Tip } from '../../screening/ports.js';
import type { InFlight } from '../../sources/inFlight.js';
import type { StateAccess } from './connectStates.js';

/** What sources have shown of themselves, for a while. */
export interface StatesKnown {
  readonly cache: LedgerCache;
  /** When a source last showed that its newest block is not old, by name and place. Units: milliseconds since 1970. */
  readonly freshAtMs: Map<string, number>;
  /** Newest blocks that are being asked for, by the same: those who wait for one share it. */
  readonly tips: InFlight<Tip>;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/** Whom a question is put to, in turn. */
export interface StatesAsked {
  readonly chain: Chain;
  readonly states: readonly StateAccess[];
  readonly known: StatesKnown;
}

/**
 * What the first source gives that is of its chain, is not behind and can answer.
 *
 * Edge: all that one question takes is asked of one source, so that no answer is put together from two.
 *
 * @throws {SourceError} of the last of them, when none can. @throws what `ask` throws besides, at once.
 */
export async function askStates<Answer>(
  { chain, states, known }: StatesAsked,
  ask: (source: ChainStateSource) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  let failure: SourceError = nobodyError(chain);
  for (const access of states) {
    try {
      await proveChain({ ...access, chain }, known.cache, signal);
      await assertFresh(access, { chain, known }, signal);
      return await ask(access.source);
    } catch (error) {
      if (!(error instanceof SourceError) || signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** A freeze of the last hour may be missing from a state that is older. Units: milliseconds. */
const OLDEST_STATE_MS = 3_600_000;

/** How long a source that was up to date is taken to be so. Units: milliseconds. */
const FRESH_FOR_MS = 60_000;

async function assertFresh(
  { source, proof }: StateAccess,
  { chain, known }: Pick<StatesAsked, 'chain' | 'known'>,
  signal: AbortSignal,
): Promise<void> {
  const key = `${chain.name} ${source.name} ${proof.place}`;
  const nowMs = known.nowMs();
  const shownMs = known.freshAtMs.get(key);
  if (shownMs !== undefined && Math.abs(nowMs - shownMs) < FRESH_FOR_MS) return;
  const start = (own: AbortSignal) => source.fetchTip(own);
  const tip = await known.tips.share({ key, start, onAbort: abortedError }, signal);
  if (nowMs - tip.timeSeconds * 1000 > OLDEST_STATE_MS) {
    throw new CapabilityError(
      `The newest block of ${chain.title} at the source ${source.name} is of ${formatMoment(tip.timeSeconds)}; wait until it has caught up, or configure another source.`,
      { source: source.name, chain: chain.name },
    );
  }
  known.freshAtMs.set(key, nowMs);
}

function abortedError(): AbortedError {
  return new AbortedError('Nobody waits any more for what stands on the chain now; ask again.');
}

function nobodyError(chain: Chain): CapabilityError {
  return new CapabilityError(
    `Nobody can be asked what stands on ${chain.title} now; add a source of kind "explorer" or "rpc" to chains.${chain.name}.sources.`,
    { chain: chain.name },
  );
}
