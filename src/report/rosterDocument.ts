import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import type { KnownLink, RosterCoverage } from '../core/knownLink.js';
import type { LinkClaim, LinkKind, LinkSeverity } from '../core/rosterLink.js';
import type { DocumentAsset, DocumentHop } from './document.js';

/** How one payee reaches the account that is shared. Amounts are decimal texts of atomic units. */
export interface LinkMemberDocument {
  readonly payeeId: string;
  readonly walletId: string;
  /** Order: in time. Empty where the shared account is the wallet itself. */
  readonly hops: readonly DocumentHop[];
}

/** One link as `--json`, the API and the pages show it: ids, and neither names nor references. */
export interface LinkDocument extends Omit<KnownLink, 'link'> {
  readonly id: string;
  readonly kind: LinkKind;
  readonly account: Account;
  /** By rule, whatever was answered. */
  readonly severity: LinkSeverity;
  readonly sentence: string;
  readonly hasClaimNear: boolean;
  readonly claims: readonly LinkClaim[];
  readonly members: readonly LinkMemberDocument[];
  /** The assets that the hops name. Order: by id. */
  readonly assets: readonly DocumentAsset[];
}

/** All links, and how much was seen to find them. */
export interface RosterDocument {
  readonly links: readonly LinkDocument[];
  readonly coverage: RosterCoverage;
}

/** A link as a document. */
export function createLinkDocument({ link, ...known }: KnownLink, listed: AssetList): LinkDocument {
  const { id, kind, account, severity, sentence, hasClaimNear, claims } = link;
  const named = new Set(link.members.flatMap(({ hops }) => hops.map(({ asset }) => asset)));
  return {
    ...{ id, kind, account, severity, sentence, hasClaimNear, claims },
    ...known,
    members: link.members.map(({ hops, ...member }) => ({
      ...member,
      hops: hops.map((hop) => ({ ...hop, amount: hop.amount.toString() })),
    })),
    assets: [...named].sort().flatMap((asset) => {
      const known = listed.get(asset);
      return known === undefined ? [] : [{ asset, symbol: known.symbol, decimals: known.decimals }];
    }),
  };
}

/** All links as a document. Order: as given. */
export function createRosterDocument(
  links: readonly KnownLink[],
  coverage: RosterCoverage,
  listed: AssetList,
): RosterDocument {
  return { links: links.map((link) => createLinkDocument(link, listed)), coverage };
}
