import type { Account } from '../../../src/core/account.js';
import { chainOfAccount } from '../../../src/core/account.js';
import type { AssetId } from '../../../src/core/asset.js';
import type { Knowledge } from '../../../src/core/boundary.js';
import { boundaryOf } from '../../../src/core/boundary.js';
import type { Direction } from '../../../src/core/exposure.js';
import type { Transfer, UtxoTx } from '../../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../../src/core/lookup.js';
import { BITCOIN, LISTED } from '../generate/assets.js';

/** A payment that leads from a place to another. */
export interface Link {
  /** `incoming`: against the way of the money, to where it came from. */
  readonly direction: Direction;
  readonly met: Account | null;
  /** Where it leads; null where nothing follows: a boundary, or the subject itself. */
  readonly to: Lookup | null;
  readonly asset: AssetId;
  readonly amount: bigint;
  readonly timeSeconds: number;
  /** Whether money can have gone this way in the order of time, seen from the place. */
  readonly isAlongTheWay: boolean;
}

/** What is known of the accounts that links meet. */
export interface LinkScope {
  readonly subject: Account;
  readonly knowledge: Knowledge;
}

/**
 * Every payment that a reply tells of, as ways to go on. Order: as the facts, senders first.
 *
 * Edge: nothing leads on from a hub. Unlisted tokens and payments of nothing are no payments.
 */
export function linksOf(reply: LookupReply, scope: LinkScope): readonly Link[] {
  if (reply.busy !== null && !isSubject(reply.lookup, scope)) return [];
  return reply.facts.flatMap((fact) =>
    fact.kind === 'transfer'
      ? linksOfTransfer(reply.lookup, fact, scope)
      : linksOfTx(reply.lookup, fact, scope),
  );
}

function isSubject(lookup: Lookup, { subject }: LinkScope): boolean {
  return lookup.kind === 'account' && lookup.account === subject;
}

function linksOfTransfer(lookup: Lookup, fact: Transfer, scope: LinkScope): readonly Link[] {
  const { from, to, asset, amount, timeSeconds } = fact;
  if (lookup.kind !== 'account' || !LISTED.has(asset) || amount === 0n) return [];
  const direction = to === lookup.account ? 'incoming' : 'outgoing';
  const met = direction === 'incoming' ? from : to;
  if (met === null || met === lookup.account) return [];
  const next: Lookup = { kind: 'account', account: met, balance: 'not-wanted' };
  return [
    {
      direction,
      met,
      to: isClosed(met, scope) ? null : next,
      asset,
      amount,
      timeSeconds,
      isAlongTheWay: true,
    },
  ];
}

function linksOfTx(lookup: Lookup, tx: UtxoTx, scope: LinkScope): readonly Link[] {
  const { subject } = scope;
  const chain = chainOfAccount(subject);
  const own = (legs: readonly { readonly account: Account | null; readonly amount: bigint }[]) =>
    legs.reduce((sum, { account, amount }) => sum + (account === subject ? amount : 0n), 0n);
  const net = own(tx.outputs) - own(tx.inputs);
  const goesBack = lookup.kind === 'transaction' || (lookup.kind === 'account' && net > 0n);
  const link = (direction: Direction, met: Account | null, to: Lookup | null, amount: bigint) => ({
    direction,
    met,
    to: met !== null && isClosed(met, scope) ? null : to,
    asset: BITCOIN.id,
    amount,
    timeSeconds: tx.timeSeconds,
    isAlongTheWay: goesBack === (direction === 'incoming'),
  });
  const back = tx.inputs.map(({ account, previous, amount }) =>
    link(
      'incoming',
      account,
      previous === null ? null : { kind: 'transaction', chain, txId: previous.txId },
      amount,
    ),
  );
  const forth = tx.outputs.map(({ account, amount }, index) =>
    link('outgoing', account, { kind: 'spends', chain, txId: tx.txId, outputs: [index] }, amount),
  );
  return [...back, ...forth].filter(({ met, amount }) => met !== subject && amount > 0n);
}

function isClosed(account: Account, { subject, knowledge }: LinkScope): boolean {
  return account === subject || boundaryOf(account, knowledge) !== null;
}
