import { describeAmount, type NamesAssets } from './assetWords.js';
import type { DocumentHop } from './document.js';
import { formatMoment } from './format.js';
import type { GraphEdge } from './moneyGraph.js';

/** Hops each once: one transfer may prove several things. Order: as first given. */
export function onceEach(hops: readonly DocumentHop[]): readonly DocumentHop[] {
  return [...new Map(hops.map((hop) => [JSON.stringify(hop), hop])).values()];
}

/** All transfers from one account to another as one arrow. Order: as first given. */
export function transferEdges(
  hops: readonly DocumentHop[],
  named: NamesAssets,
  zone: string,
): readonly GraphEdge[] {
  const between = new Map<string, DocumentHop[]>();
  for (const hop of hops) {
    const key = `${hop.from} ${hop.to}`;
    between.set(key, [...(between.get(key) ?? []), hop]);
  }
  return [...between.values()].flatMap((parallel) => describeTransfers(named, parallel, zone));
}

function describeTransfers(
  named: NamesAssets,
  hops: readonly DocumentHop[],
  zone: string,
): readonly GraphEdge[] {
  const [first] = hops;
  if (first === undefined) return [];
  const days = [...new Set(hops.map(({ time }) => time.slice(0, 10)))].sort();
  const period = [...new Set([days[0], days.at(-1)])].join(' to ');
  const amounts = sumByAsset(named, hops);
  return [
    {
      ...{ from: first.from, to: first.to, kind: 'transfer', hops },
      texts: [...(hops.length > 1 ? [`${hops.length} transfers`] : []), ...amounts, period],
      whole: hops.map((hop) => describeHop(named, hop, zone)).join('; '),
    },
  ];
}

function sumByAsset(named: NamesAssets, hops: readonly DocumentHop[]): readonly string[] {
  return [...new Set(hops.map(({ asset }) => asset))].map((asset) => {
    const own = hops.filter((hop) => hop.asset === asset);
    const sum = own.reduce((total, { amount }) => total + BigInt(amount), 0n);
    return describeAmount(named, asset, `${sum}`);
  });
}

function describeHop(named: NamesAssets, hop: DocumentHop, zone: string): string {
  const tx = hop.txId === null ? 'transaction id not recorded' : `transaction ${hop.txId}`;
  const amount = describeAmount(named, hop.asset, hop.amount);
  return `${amount} on ${formatMoment(hop.time, zone)}, ${tx}`;
}
