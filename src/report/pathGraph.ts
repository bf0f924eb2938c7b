import { type Account, addressOfAccount } from '../core/account.js';
import type { Direction } from '../core/exposure.js';
import { describeAmount } from './assetWords.js';
import type { DocumentExposure, DocumentHop, DocumentPath, ScreeningDocument } from './document.js';
import { formatMoment } from './format.js';
import type { GraphEdge, GraphNode, MoneyGraph, PlaceShape } from './moneyGraph.js';
import { shareGraph } from './shareGraph.js';

/**
 * The wallet, every hop of every path that proves an exposure, and the largest origins and ends of
 * its value besides.
 *
 * Order: wallets, then as the document names them.
 */
export function createPathGraph(document: ScreeningDocument, zone: string): MoneyGraph {
  const hops = uniqueHops(
    document.exposures.flatMap(({ paths }) => paths.flatMap((path) => path.hops)),
  );
  const between = new Map<string, DocumentHop[]>();
  for (const hop of hops) {
    const key = `${hop.from} ${hop.to}`;
    between.set(key, [...(between.get(key) ?? []), hop]);
  }
  const accounts = new Set([
    ...document.subjects.map(({ account }) => account),
    ...hops.flatMap(({ from, to }) => [from, to]),
  ]);
  const shares = shareGraph(document);
  return {
    nodes: [...[...accounts].map((account) => describeAccount(document, account)), ...shares.nodes],
    edges: [
      ...[...between.values()].flatMap((parallel) => describeTransfers(document, parallel, zone)),
      ...shares.edges,
    ],
  };
}

/** One transfer may prove several exposures. */
function uniqueHops(hops: readonly DocumentHop[]): readonly DocumentHop[] {
  return [...new Map(hops.map((hop) => [JSON.stringify(hop), hop])).values()];
}

function describeAccount(document: ScreeningDocument, account: Account): GraphNode {
  const address = addressOfAccount(account);
  const claims = document.exposures.filter((exposure) => accountsOf(exposure).has(account));
  const claimed = [...new Set(claims.map(({ entity, category }) => `${entity} (${category})`))];
  const isSubject = document.subjects.some((subject) => subject.account === account);
  const known = isSubject ? null : knownBySignal(document, account);
  const names = [...(isSubject ? ['This wallet'] : []), ...claimed, ...(known?.names ?? [])];
  const shape = isSubject ? 'subject' : (shapeOfClaims(claims) ?? known?.shape ?? 'account');
  return { key: account, account, shape, names, whole: [...names, address].join(', ') };
}

/** The accounts that an exposure claims: that of its label, and the far ends of its paths. */
function accountsOf({ label, paths, direction }: DocumentExposure): ReadonlySet<Account> {
  return new Set([label.account, ...paths.flatMap((path) => farEndOf(path, direction) ?? [])]);
}

function farEndOf({ hops }: DocumentPath, direction: Direction): Account | undefined {
  return direction === 'incoming' ? hops[0]?.from : hops.at(-1)?.to;
}

function shapeOfClaims(claims: readonly DocumentExposure[]): PlaceShape | null {
  if (claims.length === 0) return null;
  return claims.every(({ category }) => category === 'mixer') ? 'mixer' : 'labelled';
}

/** What behaviour says of an account on the way. */
function knownBySignal(
  { signals }: ScreeningDocument,
  account: Account,
): { readonly shape: PlaceShape; readonly names: readonly string[] } | null {
  const kinds = new Set(
    signals.filter((signal) => signal.account === account).map(({ kind }) => kind),
  );
  if (kinds.has('deposit-address') || kinds.has('deposit-box')) {
    return { shape: 'service', names: ['a deposit address'] };
  }
  if (kinds.has('busy')) return { shape: 'hub', names: ['a busy account'] };
  return kinds.has('contract') ? { shape: 'account', names: ['a contract'] } : null;
}

/** All transfers from one account to another as one arrow. */
function describeTransfers(
  document: ScreeningDocument,
  hops: readonly DocumentHop[],
  zone: string,
): readonly GraphEdge[] {
  const [first] = hops;
  if (first === undefined) return [];
  const days = [...new Set(hops.map(({ time }) => time.slice(0, 10)))].sort();
  const period = [...new Set([days[0], days.at(-1)])].join(' to ');
  const amounts = sumByAsset(document, hops);
  return [
    {
      ...{ from: first.from, to: first.to, kind: 'transfer', hops },
      texts: [...(hops.length > 1 ? [`${hops.length} transfers`] : []), ...amounts, period],
      whole: hops.map((hop) => describeHop(document, hop, zone)).join('; '),
    },
  ];
}

function sumByAsset(document: ScreeningDocument, hops: readonly DocumentHop[]): readonly string[] {
  return [...new Set(hops.map(({ asset }) => asset))].map((asset) => {
    const own = hops.filter((hop) => hop.asset === asset);
    const sum = own.reduce((total, { amount }) => total + BigInt(amount), 0n);
    return describeAmount(document, asset, `${sum}`);
  });
}

function describeHop(document: ScreeningDocument, hop: DocumentHop, zone: string): string {
  const tx = hop.txId === null ? 'transaction id not recorded' : `transaction ${hop.txId}`;
  const amount = describeAmount(document, hop.asset, hop.amount);
  return `${amount} on ${formatMoment(hop.time, zone)}, ${tx}`;
}
