import { chainOfAccount } from '../core/account.js';
import type { Gap } from '../core/gap.js';
import type { LedgerCache } from './ports.js';
import type { ChainSources } from './reachChain.js';

/**
 * Forgets the histories that contradict the chain, or one another: the next run asks anew, and may be
 * told better.
 *
 * Edge: what a source keeps out of its lists for good is read again in every run; that costs requests.
 */
export function forgetContradictions(
  gaps: readonly Gap[],
  kept: { readonly chains: Iterable<ChainSources>; readonly cache: LedgerCache },
): void {
  const chains = [...kept.chains];
  for (const { kind, account } of gaps) {
    if (kind !== 'ledger-mismatch' || account === null) continue;
    const sources = chains.find(({ chain }) => chain.id === chainOfAccount(account))?.live ?? [];
    for (const { source } of sources) kept.cache.forgetHistory(account, source.name);
  }
}
