import type { Account } from '../../core/account.js';
import { chainOfAccount } from '../../core/account.js';
import type { Attribution } from '../../core/attribution.js';
import type { Knowledge } from '../../core/boundary.js';
import { findChain } from '../../core/chain.js';
import type { UtxoTx } from '../../core/ledger.js';
import { SECONDS_PER_DAY } from '../../core/moment.js';
import { exchangesOf } from '../../core/patterns/depositAddress.js';
import type { SeenWallet } from '../../core/rosterFacts.js';
import type { MeetingPlace } from './meeting.js';

/** Share of what a spending transaction paid out that must go to the exchange. Units: per cent. */
const FORWARDED_PERCENT = 95n;

/**
 * The exchange to which everything that payees sent to an account of an unspent-output chain was passed
 * on; null where that was not seen.
 *
 * Each output that they paid it must have been spent within 24 hours, by a transaction that pays at
 * least 95 % to one labelled exchange. Nobody reads the account's own history on these chains, so
 * what others sent there counts neither way.
 * Source: as `detectDeposit`; the numbers are policy choices.
 */
export function outputDepositAt(
  { account, meetings }: MeetingPlace,
  {
    members,
    knowledge,
  }: {
    readonly members: readonly {
      readonly walletId: string;
      readonly seen: readonly SeenWallet[];
    }[];
    readonly knowledge: Knowledge;
  },
): string | null {
  if (findChain(chainOfAccount(account))?.family !== 'utxo') return null;
  const wallets = new Set(meetings.map(({ walletId }) => walletId));
  const met = members.filter(({ walletId }) => wallets.has(walletId));
  const exchangeOf = exchangesOf(knowledge);
  const entities = new Set<string | null>();
  for (const { facts } of met.flatMap(({ seen }) => seen)) {
    const txs = facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
    for (const tx of txs) {
      if (!isPayment(tx, account)) continue;
      for (const [index, output] of tx.outputs.entries()) {
        if (output.account !== account) continue;
        const spender = spenderOf(tx, index, txs);
        entities.add(spender === null ? null : forwardedTo(spender, tx, exchangeOf));
      }
    }
  }
  const [only = null] = entities;
  return entities.size === 1 ? only : null;
}

function isPayment(tx: UtxoTx, to: Account): boolean {
  return tx.inputs.every(({ account }) => account !== to);
}

function spenderOf(tx: UtxoTx, index: number, txs: readonly UtxoTx[]): UtxoTx | null {
  const spends = ({ inputs }: UtxoTx) =>
    inputs.some(({ previous }) => previous?.txId === tx.txId && previous.index === index);
  return txs.find(spends) ?? null;
}

function forwardedTo(
  spender: UtxoTx,
  { timeSeconds }: UtxoTx,
  exchangeOf: (account: Account) => Attribution | null,
): string | null {
  if (spender.timeSeconds - timeSeconds > SECONDS_PER_DAY) return null;
  const sums = new Map<string, bigint>();
  let all = 0n;
  for (const { account, amount } of spender.outputs) {
    all += amount;
    const entity = account === null ? undefined : exchangeOf(account)?.entity;
    if (entity !== undefined) sums.set(entity, (sums.get(entity) ?? 0n) + amount);
  }
  const found = [...sums].find(([, sum]) => sum * 100n >= all * FORWARDED_PERCENT);
  return found?.[0] ?? null;
}
