import type { Account } from '../core/account.js';
import type { DocumentHop } from './document.js';

/** How something is drawn, so that its kind is told by form as well as by words. */
export type PlaceShape =
  | 'subject'
  | 'labelled'
  | 'service'
  | 'mixer'
  | 'hub'
  | 'unseen'
  | 'account'
  | 'other';

/** An account, or where some part of the value came from or ended without its way being told. */
export interface GraphNode {
  readonly key: string;
  /** Null for what is no single account. */
  readonly account: Account | null;
  readonly shape: PlaceShape;
  /** What it is called; the address of an account stands apart. */
  readonly names: readonly string[];
  /** Everything about it in one text. */
  readonly whole: string;
}

/** What passed between two of them. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** `transfer`: the hops between two accounts; `share`: part of a direction, whose way is not told. */
  readonly kind: 'transfer' | 'share';
  /** Order: as the paths have them. Empty for a share. */
  readonly hops: readonly DocumentHop[];
  readonly texts: readonly string[];
  readonly whole: string;
}

/** The paths of a screening as accounts and what passed between them. */
export interface MoneyGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
