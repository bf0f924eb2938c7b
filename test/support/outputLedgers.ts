import type { UtxoTx } from '../../src/core/ledger.js';
import { JOINMARKET_JOIN, joinOf, type Part } from './coinJoins.js';
import { traceWorld } from './traceWorld.js';
import { bitcoinTx, btcAccount, claim } from './world.js';

/** A text in the form of a witness address. */
export const witness = (name: string) => `bc1q${name.padStart(38, 'q')}`;
/** The address that these ledgers are screened for. */
export const SUBJECT = witness('subject');
/** The account that a list names. */
export const LAZARUS = btcAccount('lazarus');

/** An output that is spent: whose it was, which, and its worth. Units: satoshi. */
export type Spent = readonly [name: string, of: string, index: number, amount: bigint];

/** Time between two heights: more than a week, so that nobody only passes money on. Units: seconds. */
const APART_SECONDS = 8 * 86_400;

/** When a height was reached. Units: Unix seconds. */
const timeAt = (height: number) => 1_650_000_000 + height * APART_SECONDS;

/** A transaction that spends outputs of others; without any it is newly mined. */
export function pay(
  id: string,
  height: number,
  from: readonly Spent[],
  to: readonly Part[],
): UtxoTx {
  const legs = {
    inputs: from.map(([name, txId, index, amount]) => ({
      previous: { txId, index },
      account: btcAccount(name),
      amount,
    })),
    outputs: to.map(([name, amount]) => ({
      account: name === null ? null : btcAccount(name),
      amount,
    })),
  };
  return { ...bitcoinTx(id, height, legs), timeSeconds: timeAt(height) };
}

/** Traces `SUBJECT`, with a claim about `LAZARUS`, unless told otherwise. */
export const trace = (
  facts: readonly UtxoTx[],
  more: Partial<Parameters<typeof traceWorld>[0]> = {},
) => traceWorld({ subject: btcAccount(SUBJECT), facts, claims: [claim(LAZARUS)], ...more });

/** How near a named address was met. */
export const reachOf =
  (traced: ReturnType<typeof trace>, direction: 'incoming' | 'outgoing') => (name: string) =>
    traced.frontier.reach[direction].get(btcAccount(name));

/** The CoinJoin of `JOINMARKET_JOIN` at a height, whose first person was funded by Lazarus. */
export const COINJOIN: UtxoTx = {
  ...joinOf(JOINMARKET_JOIN),
  height: 5,
  timeSeconds: timeAt(5),
};
