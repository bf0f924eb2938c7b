import type { Account } from './account.js';
import type { AssetId } from './asset.js';
import type { ChainId } from './chain.js';

/** The ways by which value moves. A closed list. */
export const CHANNELS = [
  'native',
  'internal',
  'token',
  'utxo',
  'fee',
  'withdrawal',
  'reward',
  'deposit',
] as const;

/** A way by which value moves. A source states which of them it can see. */
export type Channel = (typeof CHANNELS)[number];

/** Where a fact stands on its chain. Unknown parts are null, never guessed. */
export interface ChainPosition {
  readonly chain: ChainId;
  readonly height: number | null;
  readonly blockHash: string | null;
  /** Index of the transaction in its block. */
  readonly txIndex: number | null;
  /** Lower-case transaction id; null where the source recorded none. */
  readonly txId: string | null;
  /** Unix time of the block. Units: seconds. */
  readonly timeSeconds: number;
}

/**
 * One movement of one asset between two accounts (account-model chains).
 *
 * Units: `amount` in atomic units. Edge: `from` null is issue by the protocol (reward, withdrawal);
 * `to` null is a fee that leaves all accounts.
 */
export interface Transfer extends ChainPosition {
  readonly kind: 'transfer';
  readonly channel: Exclude<Channel, 'utxo'>;
  readonly from: Account | null;
  readonly to: Account | null;
  readonly asset: AssetId;
  readonly amount: bigint;
  /**
   * Tells equal movements of one transaction apart: a log index or trace path, or `#n` (the n-th of
   * its kind) where the source gives none.
   */
  readonly index: string;
}

/** An input of a transaction: which output it spends, whose that was, and how much. */
export interface UtxoInput {
  /** Null when the source does not know which output is spent. */
  readonly previous: { readonly txId: string; readonly index: number } | null;
  /** Null for a script that has no address. */
  readonly account: Account | null;
  readonly amount: bigint;
}

/** An output of a transaction; its position in the list is its index. */
export interface UtxoOutput {
  readonly account: Account | null;
  readonly amount: bigint;
}

/**
 * One transaction of an unspent-output chain, whole. Units: satoshi.
 *
 * Edge: a coinbase has no inputs; its value is newly mined (and collected fees).
 */
export interface UtxoTx extends ChainPosition {
  readonly kind: 'utxo';
  readonly txId: string;
  readonly coinbase: boolean;
  readonly inputs: readonly UtxoInput[];
  readonly outputs: readonly UtxoOutput[];
  readonly fee: bigint;
}

/** What a chain says happened. */
export type LedgerFact = Transfer | UtxoTx;

/**
 * A key that two observations of the same fact share, whatever the source.
 *
 * Edge: where the transaction id is unknown, time and content stand in for it.
 */
export function factKey(fact: LedgerFact): string {
  if (fact.kind === 'utxo') return `${fact.chain}|${fact.txId}`;
  return `${keyWithoutIndex(fact)}|${fact.index}`;
}

/** What equal movements of one transaction have in common of their keys. */
export function keyWithoutIndex(transfer: Transfer): string {
  const { chain, txId, timeSeconds, channel, asset, from, to, amount } = transfer;
  const where = txId ?? `@${timeSeconds}`;
  return `${chain}|${where}|${channel}|${asset}|${from ?? ''}|${to ?? ''}|${amount}`;
}

/** The accounts that a fact touches, each once, in the order in which they appear. */
export function accountsOfFact(fact: LedgerFact): readonly Account[] {
  const touched = new Set<Account>();
  if (fact.kind === 'transfer') {
    if (fact.from !== null) touched.add(fact.from);
    if (fact.to !== null) touched.add(fact.to);
  } else {
    for (const input of fact.inputs) if (input.account !== null) touched.add(input.account);
    for (const output of fact.outputs) if (output.account !== null) touched.add(output.account);
  }
  return [...touched];
}
