import { type Account, addressOfAccount } from '../core/account.js';
import { layOutPicture, type PathPicture } from './layOutPicture.js';
import type { GraphEdge, GraphNode, MoneyGraph } from './moneyGraph.js';
import type { LinkDocument, LinkMemberDocument } from './rosterDocument.js';
import { LINK_TITLES } from './rosterWords.js';
import { onceEach, transferEdges } from './transferEdges.js';

/** What a wallet of a payee is called, by the id of the wallet. */
export type WalletNames = (walletId: string) => string;

/**
 * A link between payees as a picture: each one's wallet, what the money passed, and what is shared.
 *
 * Order: the same link and names give the same picture, to the pixel.
 */
export function createRosterPicture(
  link: LinkDocument,
  by: { readonly nameOf: WalletNames; readonly zone: string },
): PathPicture {
  const payees = new Set(link.members.map(({ payeeId }) => payeeId)).size;
  return layOutPicture(
    createRosterGraph(link, by),
    `${LINK_TITLES[link.kind]}: how ${payees} payees meet at ${addressOfAccount(link.account)}.`,
  );
}

function createRosterGraph(
  link: LinkDocument,
  { nameOf, zone }: { readonly nameOf: WalletNames; readonly zone: string },
): MoneyGraph {
  const hops = onceEach(link.members.flatMap((member) => member.hops));
  const owners = new Map<Account, string[]>();
  for (const member of link.members) {
    const wallet = walletOf(link, member);
    if (wallet === null) continue;
    owners.set(wallet, [...(owners.get(wallet) ?? []), nameOf(member.walletId)]);
  }
  const shared = sharedAccounts(link);
  const between = hops
    .flatMap(({ from, to }) => [from, to])
    .filter((account) => !owners.has(account) && !shared.has(account));
  const claimed = link.claims.filter(({ hops: away }) => away === 1);
  return {
    nodes: [
      ...[...owners].map(([account, names]) => accountNode(account, 'subject', names)),
      ...link.members.flatMap((member) => holderNode(member, nameOf)),
      ...[...new Set(between)].map((account) =>
        accountNode(account, 'account', ['passes money on']),
      ),
      ...[...shared].map((account) => sharedNode(link, account)),
      ...claimed.map(({ account, entity }) => accountNode(account, 'labelled', [entity])),
    ],
    edges: [
      ...transferEdges(hops, link, zone),
      ...link.members.flatMap((member) => holderEdge(link, member, nameOf)),
      ...claimed.map(({ account, entity }): GraphEdge => {
        const words = 'dealt with directly';
        const whole = `The shared account ${words} ${entity}`;
        return { from: link.account, to: account, kind: 'share', hops: [], texts: [words], whole };
      }),
    ],
  };
}

/** On whichever chains the shared account was reached: the ends of the ways that are not wallets. */
function sharedAccounts({ account, kind, members }: LinkDocument): ReadonlySet<Account> {
  const ends = members.flatMap(({ hops }) => {
    const end = isSource(kind) ? hops[0]?.from : hops.at(-1)?.to;
    return end === undefined ? [] : [end];
  });
  const address = addressOfAccount(account);
  return new Set([account, ...ends.filter((end) => addressOfAccount(end) === address)]);
}

/** Whether money came from the shared account, not to it. */
function isSource(kind: LinkDocument['kind']): boolean {
  return kind === 'shared-gas-funder' || kind === 'shared-payer';
}

/** The account of a member that dealt with the shared one; null where it is that one itself. */
function walletOf({ kind }: LinkDocument, { hops }: LinkMemberDocument): Account | null {
  return (isSource(kind) ? hops.at(-1)?.to : hops[0]?.from) ?? null;
}

function accountNode(
  account: Account,
  shape: GraphNode['shape'],
  names: readonly string[],
): GraphNode {
  const whole = [...names, addressOfAccount(account)].join(', ');
  return { key: account, account, shape, names, whole };
}

function sharedNode({ kind, claims }: LinkDocument, account: Account): GraphNode {
  const own = claims.filter(({ hops }) => hops === 0).map(({ entity }) => entity);
  const shape = own.length > 0 ? 'labelled' : kind === 'shared-deposit' ? 'service' : 'hub';
  return accountNode(account, shape, [SHARED_NAMES[kind], ...own]);
}

const SHARED_NAMES: Readonly<Record<LinkDocument['kind'], string>> = {
  'shared-address': 'the address that they gave',
  'shared-deposit': 'a deposit address',
  'shared-consolidation': 'the shared account',
  'shared-gas-funder': 'the first gas funder',
  'shared-payer': 'an outside payer',
};

/** A payee whose own wallet is shared has no way of money to it. */
function holderNode(member: LinkMemberDocument, nameOf: WalletNames): readonly GraphNode[] {
  if (member.hops.length > 0) return [];
  const name = nameOf(member.walletId);
  const key = `wallet ${member.walletId}`;
  return [{ key, account: null, shape: 'subject', names: [name], whole: name }];
}

function holderEdge(
  link: LinkDocument,
  member: LinkMemberDocument,
  nameOf: WalletNames,
): readonly GraphEdge[] {
  if (member.hops.length > 0) return [];
  const words = link.kind === 'shared-address' ? 'gave it' : 'gave it as a wallet';
  return [
    {
      ...{ from: `wallet ${member.walletId}`, to: link.account, kind: 'share', hops: [] },
      texts: [words],
      whole: `${nameOf(member.walletId)} ${words}`,
    },
  ];
}
