import type { ScreeningDocument } from './document.js';
import { layOutPicture, type PathPicture } from './layOutPicture.js';
import type { MoneyGraph } from './moneyGraph.js';
import { createPathGraph } from './pathGraph.js';

/** The paths of a screening as a picture. */
export function createPathPicture(document: ScreeningDocument, zone: string): PathPicture {
  const graph = createPathGraph(document, zone);
  return layOutPicture(graph, titleOf(graph));
}

function titleOf({ nodes, edges }: MoneyGraph): string {
  const hops = edges.reduce((sum, edge) => sum + edge.hops.length, 0);
  const labelled = nodes.filter(({ shape, account }) => shape === 'labelled' && account !== null);
  if (hops === 0) return 'Where the money of this wallet came from and where it went.';
  return `${hops} ${hops === 1 ? 'transfer' : 'transfers'} between this wallet and ${labelled.length} labelled ${labelled.length === 1 ? 'account' : 'accounts'}, and where the rest of its money came from and went.`;
}
