import type { Account } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { nativeAssetId } from '../core/asset.js';
import { SourceError } from '../core/errors.js';
import type { LedgerFact } from '../core/ledger.js';
import type { AnchoredSource, LiveLookUp } from './liveLookUp.js';
import type { BalanceSource } from './ports.js';
import { settleBalances } from './settleBalances.js';

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
 * same newest block is known. What was moved since that block is taken off again (`settleBalances`);
 * a budget does not count the requests for that, since they depend on the moment and not on the facts.
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
  const assets = assetsOf(from, asked.facts);
  const at = (asset: AssetId) => ({ account, asset, source: source.name, tip });
  const balances = new Map<AssetId, bigint>();
  const missing: AssetId[] = [];
  for (const asset of assets) {
    const kept = from.cache.readBalance(at(asset));
    if (kept === undefined) missing.push(asset);
    else if (kept !== null) balances.set(asset, kept);
  }
  let sent = 0;
  const onRequest = () => {
    sent += 1;
  };
  if (from.reach === 'live' && missing.length > 0) {
    const query = { account, assets: missing, source, onRequest };
    const told = await readBalances(query, signal);
    for (const asset of told.unknown) from.cache.writeBalance({ ...at(asset), amount: null });
    const settled = await settleBalances(
      {
        account,
        chain: from.chain,
        channels: from.channels,
        source,
        height: tip.height,
        facts: asked.facts,
        held: told.held,
        readAgain: async () => {
          const again = await readBalances({ ...query, assets: [...told.held.keys()] }, signal);
          return again.held;
        },
        onRequest,
      },
      signal,
    );
    for (const [asset, amount] of settled) {
      balances.set(asset, amount);
      from.cache.writeBalance({ ...at(asset), amount });
    }
  }
  return { balances: balances.size === 0 ? null : balances, cost: assets.length, asked: sent };
}

/** Asks for one balance after the other, until the source fails. */
async function readBalances(
  query: {
    readonly account: Account;
    readonly assets: readonly AssetId[];
    readonly source: BalanceSource;
    readonly onRequest: () => void;
  },
  signal: AbortSignal,
): Promise<{ readonly held: ReadonlyMap<AssetId, bigint>; readonly unknown: readonly AssetId[] }> {
  const held = new Map<AssetId, bigint>();
  const unknown: AssetId[] = [];
  try {
    for (const asset of query.assets) {
      query.onRequest();
      const amount = await query.source.fetchBalance(query.account, asset, signal);
      if (amount === null) unknown.push(asset);
      else held.set(asset, amount);
    }
  } catch (error) {
    // A source in trouble is not asked for the others: that would only cost time.
    if (!(error instanceof SourceError)) throw error;
  }
  return { held, unknown };
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
