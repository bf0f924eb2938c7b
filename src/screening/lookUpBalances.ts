import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { nativeAssetId } from '../core/asset.js';
import { SourceError } from '../core/errors.js';
import type { LedgerFact } from '../core/ledger.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';

/** Assets of which a balance is asked. Source: a policy choice; no chain has more listed ones. */
const MOST_ASSETS = 8;

/** What an account holds, and the requests for it. */
export interface BalancesRead {
  readonly balances: ReadonlyMap<AssetId, bigint> | null;
  readonly cost: number;
  readonly asked: number;
}

/** Nobody was asked. */
export const NO_BALANCES: BalancesRead = { balances: null, cost: 0, asked: 0 };

/**
 * What an account holds of the native coin and of the listed assets that its history names, at the
 * source that the history was read from.
 *
 * Edge: an asset of which the source cannot tell or fails to tell is left out: then nothing is
 * compared with it, and no bound is narrowed by it. Without a live source only what was read at the
 * same newest block is known.
 */
export async function lookUpBalances(
  from: LiveLookUp,
  asked: {
    readonly account: Account;
    readonly facts: readonly LedgerFact[];
    readonly anchored: AnchoredSource;
  },
  signal: AbortSignal,
): Promise<BalancesRead> {
  const { account, anchored } = asked;
  const source = anchored.utxo ?? anchored.accounts;
  if (source === null || from.moment === 'past') return NO_BALANCES;
  const tip = await anchored.fetchTip(signal);
  const balances = new Map<AssetId, bigint>();
  const assets = assetsOf(from, asked.facts);
  let sent = 0;
  let works = from.reach === 'live';
  for (const asset of assets) {
    const at = { account, asset, source: source.name, tip };
    const kept = from.cache.readBalance(at);
    let amount = kept ?? null;
    if (kept === undefined && works) {
      sent += 1;
      try {
        amount = await source.fetchBalance(account, asset, signal);
        from.cache.writeBalance({ ...at, amount });
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        // A source in trouble is not asked for the others: that would only cost time.
        works = false;
      }
    }
    if (amount !== null) balances.set(asset, amount);
  }
  return { balances: balances.size === 0 ? null : balances, cost: assets.length, asked: sent };
}

/** The native coin first, then the listed assets that are moved most. */
function assetsOf({ chain, assets }: LiveLookUp, facts: readonly LedgerFact[]): readonly AssetId[] {
  const native = nativeAssetId(chain);
  const moves = new Map<AssetId, number>();
  for (const fact of facts) {
    if (fact.kind === 'utxo' || fact.asset === native) continue;
    moves.set(fact.asset, (moves.get(fact.asset) ?? 0) + 1);
  }
  const tokens = [...moves].sort(([, a], [, b]) => b - a).map(([asset]) => asset);
  return [native, ...tokens].filter((asset) => assets.has(asset)).slice(0, MOST_ASSETS);
}
