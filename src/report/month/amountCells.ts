import type { AssetId } from '../../core/asset.js';
import { findChain } from '../../core/chain.js';
import type { MonthlySummary, MonthPayment, Worth } from '../../core/monthlySummary.js';
import { column, fileColumn, type MonthCell, textCell } from './monthTable.js';

/** How an asset is named: by its symbol, and with its id where two assets of the month share one. */
export type NameAsset = (asset: { readonly asset: AssetId; readonly symbol: string }) => string;

/** Names the assets of a month so that no two read alike: by chain where symbols are the same. */
export function nameAssets(summary: MonthlySummary): NameAsset {
  const sums = [summary.paid, summary.held].flatMap((cuts) => Object.values(cuts).flat());
  const met = [...summary.payments, ...sums.flatMap(({ amounts }) => amounts)];
  const ways: readonly NameAsset[] = [({ symbol }) => symbol, nameWithChain];
  const lone = ways.map((way) => namesOfOne(met, way));
  return (asset) => {
    const at = ways.findIndex((way, index) => lone[index]?.has(way(asset)) === true);
    return ways[at]?.(asset) ?? `${asset.symbol} (${asset.asset})`;
  };
}

function nameWithChain({ symbol, asset }: Parameters<NameAsset>[0]): string {
  const id = asset.slice(0, asset.indexOf('/'));
  return `${symbol} on ${findChain(id)?.name ?? id}`;
}

/** The names that stand for one asset alone. */
function namesOfOne(met: readonly Parameters<NameAsset>[0][], way: NameAsset): ReadonlySet<string> {
  const named = new Map<string, Set<AssetId>>();
  for (const each of met) {
    named.set(way(each), (named.get(way(each)) ?? new Set()).add(each.asset));
  }
  return new Set([...named].filter(([, assets]) => assets.size === 1).map(([name]) => name));
}

/** The columns of `assetCells`. */
export const ASSET_COLUMNS = [
  column('amount', 'amount', 19),
  column('asset', 'asset', 13),
  fileColumn('asset_id', 'asset id'),
];

/** The column of `worthCell`. */
export const WORTH_COLUMN = column('worth', 'worth', 14);

/** An amount of an asset. */
export function assetCells(
  amount: Pick<MonthPayment, 'asset' | 'symbol' | 'decimals' | 'amount'>,
  nameAsset: NameAsset,
): MonthCell[] {
  return [
    { kind: 'amount', amount: amount.amount, decimals: amount.decimals },
    textCell(nameAsset(amount)),
    textCell(amount.asset),
  ];
}

/** What something is worth. Edge: what has no price says so, and is not zero. */
export function worthCell(worth: Worth): MonthCell {
  return worth === null ? { kind: 'none', text: 'not known' } : { kind: 'money', micros: worth };
}
