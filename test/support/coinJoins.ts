import type { UtxoTx } from '../../src/core/ledger.js';
import { bitcoinTx, btcAccount } from './world.js';

/** Who pays or is paid, and how much. Units: satoshi. Null for a script without an address. */
export type Part = readonly [name: string | null, amount: bigint];

/** A transaction of named addresses; each input spends an output of a transaction of its own. */
export function jointTx(inputs: readonly Part[], outputs: readonly Part[], id = 'joint'): UtxoTx {
  const accountOf = (name: string | null) => (name === null ? null : btcAccount(name));
  return bitcoinTx(id, 10, {
    inputs: inputs.map(([name, amount], at) => ({
      previous: { txId: `funds ${at}`, index: 0 },
      account: accountOf(name),
      amount,
    })),
    outputs: outputs.map(([name, amount]) => ({ account: accountOf(name), amount })),
  });
}

/** Parts with an address of their own each, named by a word and their number. */
export function partsOf(word: string, amounts: readonly bigint[]): readonly Part[] {
  return amounts.map((amount, at) => [`${word}${at}`, amount]);
}

/** So many times the same amount. */
export function times(count: number, amount: bigint): readonly bigint[] {
  return Array.from({ length: count }, () => amount);
}

/** Amounts that differ from each other by a satoshi. */
export function spread(count: number, from: bigint): readonly bigint[] {
  return Array.from({ length: count }, (_, at) => from + BigInt(at));
}

/** The amounts of a made-up transaction. */
export interface JointAmounts {
  readonly inputs: readonly bigint[];
  readonly outputs: readonly bigint[];
}

/** A made-up round of the 0.01 BTC pool of Whirlpool, in its published shape: two newcomers, three remixers. */
export const WHIRLPOOL_ROUND: JointAmounts = {
  inputs: [1_000_000n, 1_000_170n, 1_000_000n, 1_009_500n, 1_000_000n],
  outputs: times(5, 1_000_000n),
};

/** A made-up round of Wasabi 1.0: 10 people, 7 with change, and the coordinator. */
export const WASABI_10_ROUND: JointAmounts = {
  inputs: spread(10, 15_000_000n),
  outputs: [...times(10, 9_999_000n), ...spread(7, 4_000_123n), 120_777n],
};

/** A made-up round of Wasabi 1.1: 12 people on the first level, 4 of them also on the second. */
export const WASABI_11_ROUND: JointAmounts = {
  inputs: [...spread(8, 15_000_000n), ...spread(4, 45_000_000n)],
  outputs: [
    ...times(12, 10_002_000n),
    ...times(4, 20_004_000n),
    ...spread(10, 3_000_123n),
    120_777n,
  ],
};

/** A made-up round of Wasabi 2: 20 inputs, amounts of the published list, and change. */
export const WASABI_20_ROUND: JointAmounts = {
  inputs: spread(20, 1_300_000n),
  outputs: [
    ...times(5, 1_048_576n),
    ...times(6, 531_441n),
    ...times(4, 1_000_000n),
    ...times(3, 118_098n),
    ...spread(4, 77_123n),
  ],
};

/** A made-up CoinJoin of JoinMarket: three people, each with change. */
export const JOINMARKET_JOIN: JointAmounts = {
  inputs: [7_300_000n, 9_100_000n, 5_500_000n],
  outputs: [...times(3, 5_000_000n), 2_301_000n, 4_100_500n, 495_000n],
};

/** A transaction of such amounts in which every address stands once. */
export function joinOf({ inputs, outputs }: JointAmounts): UtxoTx {
  return jointTx(partsOf('in', inputs), partsOf('out', outputs));
}
