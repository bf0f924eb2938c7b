import type { Account } from '../account.js';
import { chainOfAccount } from '../account.js';
import type { AssetId } from '../asset.js';
import { nativeAssetId } from '../asset.js';
import type { ChainId } from '../chain.js';
import { findChainByName } from '../chain.js';
import type { LedgerFact } from '../ledger.js';

/**
 * Chains on which each transaction also pays for its place on the parent chain, beside its gas.
 *
 * Others that settle on a parent chain charge that as gas, so that it is in the fee that is listed:
 * https://docs.arbitrum.io/how-arbitrum-works/gas-fees
 * Source: https://specs.optimism.io/protocol/exec-engine.html#fees
 */
const CHAIN_NAMES = ['optimism', 'base'] as const;

const NATIVE: ReadonlyMap<ChainId, AssetId> = new Map(
  CHAIN_NAMES.flatMap((name) => {
    const chain = findChainByName(name);
    return chain === undefined ? [] : [[chain.id, nativeAssetId(chain)] as const];
  }),
);

/** Whether each transaction of a chain also pays for its place on the parent chain, beside its gas. */
export function paysParentFees(chain: ChainId): boolean {
  return NATIVE.has(chain);
}

/**
 * What one transaction is believed to have paid to the parent chain at most: 10,000 gas there at 100
 * gwei. Units: wei.
 *
 * Source: a policy choice. A swap of half a kilobyte took about that much gas (16 for a byte, and an
 * overhead of 2,100) until March 2024, and a hundredth of it since:
 * https://specs.optimism.io/protocol/exec-engine.html#l1-cost-fees-l1-fee-vault
 */
const MOST_OF_ONE = 10n ** 15n;

/**
 * What an account may have paid of an asset to the parent chain of its own, in fees that no list of
 * transactions tells: nothing but for the native coin of a chain that charges them.
 *
 * Units: atomic. Edge: what others signed, and what came, cost the account nothing. Where two fees of
 * a transaction are told, for it was looked up whole, nothing is missing.
 */
export function mostParentFees(
  account: Account,
  asset: AssetId,
  facts: Iterable<LedgerFact>,
): bigint {
  if (NATIVE.get(chainOfAccount(account)) !== asset) return 0n;
  const fees = new Map<string, number>();
  for (const fact of facts) {
    if (fact.kind === 'utxo' || fact.from !== account || fact.txId === null) continue;
    if (fact.channel !== 'fee' && fact.channel !== 'native') continue;
    const known = fees.get(fact.txId) ?? 0;
    fees.set(fact.txId, known + (fact.channel === 'fee' ? 1 : 0));
  }
  const notTold = [...fees.values()].filter((known) => known < 2);
  return BigInt(notTold.length) * MOST_OF_ONE;
}
