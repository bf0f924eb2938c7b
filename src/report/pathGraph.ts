import { type Account, addressOfAccount } from '../core/account.js';
import type { Direction } from '../core/exposure.js';
import type { DocumentExposure, DocumentPath, ScreeningDocument } from './document.js';
import type { GraphNode, MoneyGraph, PlaceShape } from './moneyGraph.js';
import { shareGraph } from './shareGraph.js';
import { onceEach, transferEdges } from './transferEdges.js';

/**
 * The wallet, every hop of every path that proves an exposure, and the largest origins and ends of
 * its value besides.
 *
 * Order: wallets, then as the document names them.
 */
export function createPathGraph(document: ScreeningDocument, zone: string): MoneyGraph {
  const hops = onceEach(
    document.exposures.flatMap(({ paths }) => paths.flatMap((path) => path.hops)),
  );
  const accounts = new Set([
    ...document.subjects.map(({ account }) => account),
    ...hops.flatMap(({ from, to }) => [from, to]),
  ]);
  const shares = shareGraph(document);
  return {
    nodes: [...[...accounts].map((account) => describeAccount(document, account)), ...shares.nodes],
    edges: [...transferEdges(hops, document, zone), ...shares.edges],
  };
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
