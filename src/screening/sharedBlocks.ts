import { SourceError } from '../core/errors.js';
import type { HistorySource, KnownBlock, SharedBlocks, Tip } from './ports.js';

/**
 * How far blocks that were known before are still part of a source's chain, or null where none is
 * known to be.
 *
 * A block that is still there proves all before it. The highest is asked for first, since chains
 * mostly grow; after a reorganisation the fork is found by halving.
 * Edge: what cannot be asked is taken for changed: reading it again costs only requests. Where the
 * source named two blocks of one height, only those below are compared.
 */
export async function findSharedBlocks(
  source: HistorySource,
  chain: { readonly known: readonly KnownBlock[]; readonly tip: Tip },
  signal: AbortSignal,
): Promise<SharedBlocks | null> {
  const { known, tip } = chain;
  const compared = belowContradiction(known);
  const isShared = async ({ height, hash }: KnownBlock): Promise<boolean> => {
    if (height > tip.height) return false;
    if (height === tip.height) return hash === tip.hash;
    return (await source.fetchBlockHash(height, signal)) === hash;
  };
  try {
    let [from, to] = [0, compared.length];
    for (let at = to - 1; from < to; at = Math.floor((from + to) / 2)) {
      const block = compared[at];
      if (block !== undefined && (await isShared(block))) from = at + 1;
      else to = at;
    }
    const last = compared[from - 1];
    return last === undefined ? null : { among: known, height: last.height };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return null;
  }
}

function belowContradiction(known: readonly KnownBlock[]): readonly KnownBlock[] {
  const first = known.findIndex(({ height }, at) => known[at + 1]?.height === height);
  return first < 0 ? known : known.slice(0, first);
}
