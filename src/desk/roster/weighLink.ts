import type { ChainId } from '../../core/chain.js';
import { findChain } from '../../core/chain.js';
import { assertNever } from '../../core/never.js';
import type { LinkClaim, LinkKind, LinkSeverity } from '../../core/rosterLink.js';

/** What a link is weighed by. */
export interface LinkGrounds {
  readonly kind: LinkKind;
  readonly payees: number;
  readonly chain: ChainId;
  /** Whether the history of the shared account itself was seen. */
  readonly lookedAt: boolean;
  readonly claims: readonly LinkClaim[];
  /** The exchange at which the shared account is one customer's deposit address. */
  readonly exchange: string | null;
  /** Whether the shared account is itself the wallet of one of the payees. */
  readonly isHeld: boolean;
}

/** Payees from which on a shared account holds by itself. Source: the caution of the screening rules. */
const MANY = 3;

/**
 * How much a link weighs, by rule.
 *
 * A shared address, deposit address or consolidation account: `review`; by three payees or more, or with a
 * DPRK claim on it or on one that it dealt with directly, `hold`. A shared first gas funder: `review`,
 * never more, for whoever sets up wallets for others may be an agency, and a claim about the funder
 * holds by itself in each wallet's own screening. A shared payer: `info`, since two honest freelancers
 * may have one client; with a claim `review`.
 *
 * An account whose own history nobody looked at weighs `info` unless a claim says more: it may be an
 * exchange's, where strangers meet as at a bank, or one person's, and the facts say neither. To call
 * for a review would make every unlabelled service one; to say nothing would hide what a deeper
 * screening shows. So it is told, with the cure. A shared address is a fact of the register itself and
 * needs no look.
 *
 * Blind spot: payees who were robbed by one thief meet at the thief's account, and are held as well.
 * Source: policy choices, after public reports (ZachXBT, August 2024) of developers under different names
 * who sent what they earned to one deposit address.
 */
export function weighLink({ kind, payees, lookedAt, claims }: LinkGrounds): LinkSeverity {
  const hasClaim = claims.length > 0;
  switch (kind) {
    case 'shared-address':
      return hasClaim || payees >= MANY ? 'hold' : 'review';
    case 'shared-deposit':
    case 'shared-consolidation':
      if (hasClaim) return 'hold';
      if (!lookedAt) return 'info';
      return payees >= MANY ? 'hold' : 'review';
    case 'shared-gas-funder':
      return hasClaim || lookedAt ? 'review' : 'info';
    case 'shared-payer':
      return hasClaim ? 'review' : 'info';
    default:
      return assertNever(kind, 'kind of link');
  }
}

/** A link in words: what is shared, what else is known, and what it may be besides. */
export function describeLink(grounds: LinkGrounds): string {
  const { kind, lookedAt, claims, isHeld } = grounds;
  // Whose account it is a claim says itself; nobody looks such an account up.
  const isKnown = kind === 'shared-address' || lookedAt || claims.some(({ hops }) => hops === 0);
  return [
    whatIsShared(grounds),
    ...(isHeld && kind !== 'shared-address' ? ['The account is a wallet of one of them.'] : []),
    ...(claims.length === 0 ? [] : [describeClaims(claims)]),
    ...(isKnown ? [] : [notLookedAt(grounds)]),
    MAY_BE[kind],
  ].join(' ');
}

function whatIsShared({ kind, payees, exchange }: LinkGrounds): string {
  switch (kind) {
    case 'shared-address':
      return `${payees} payees gave one address.`;
    case 'shared-deposit':
      return `${payees} payees send to one deposit address at ${exchange ?? 'an exchange'}, which an exchange keeps for one customer.`;
    case 'shared-consolidation':
      return `The money of ${payees} payees comes together at one account that is no known service’s.`;
    case 'shared-gas-funder':
      return `The wallets of ${payees} payees got their first coins for fees from one account.`;
    case 'shared-payer':
      return `${payees} payees are paid by one account that is not yours.`;
    default:
      return assertNever(kind, 'kind of link');
  }
}

function describeClaims(claims: readonly LinkClaim[]): string {
  const [first] = claims;
  const more = claims.length > 1 ? ` (and ${claims.length - 1} more)` : '';
  return first?.hops === 0
    ? `By what a source says, this account belongs to ${first.entity}${more}.`
    : `It dealt directly with an account that, by what a source says, belongs to ${first?.entity}${more}.`;
}

function notLookedAt({ chain }: LinkGrounds): string {
  const cure =
    findChain(chain)?.family === 'utxo'
      ? 'on this chain only a wallet’s own history is read, so look the account up in a block explorer'
      : 'screen one of the wallets again with more requests or more depth';
  return `The account’s own history was not looked at, so it may be a service that many use; to know, ${cure}.`;
}

const MAY_BE: Readonly<Record<LinkKind, string>> = {
  'shared-address': 'People of one household, agency or payment service may share one; ask them.',
  'shared-deposit':
    'One customer of an exchange may be a family, an agency or a payment service; ask them.',
  'shared-consolidation':
    'It may be a household, an agency, or a service without a label; this says nothing about who holds it.',
  'shared-gas-funder':
    'A friend, an agency or a client who sets up wallets does the same; it is context, no more.',
  'shared-payer': 'Two people may have one client: alone this says nothing about them.',
};
