import type { Account } from '../account.js';
import { smallerAmount, sumAmounts } from '../amount.js';
import type { UtxoTx } from '../ledger.js';

/** What the detectors of CoinJoins look at: amounts and addresses, without their order. */
export interface CoinJoinShape {
  /** Amounts of the inputs. Units: satoshi. Order: as listed; no detector may depend on it. */
  readonly inputs: readonly bigint[];
  readonly outputs: readonly bigint[];
  /** What each address brought in all. */
  readonly brought: ReadonlyMap<Account, bigint>;
  /** Inputs of the address that signed for most of them. */
  readonly mostInputsOfOne: number;
  /** How many outputs have an amount. */
  readonly equal: ReadonlyMap<bigint, number>;
}

/** A CoinJoin that one detector sees. */
export interface CoinJoinMatch {
  /** What is told of it, such as `5 equal outputs of 1000000 satoshi`. */
  readonly seen: string;
  /** Belief that it is one, 0 to 100. */
  readonly confidence: number;
}

/** Inputs and outputs that the smallest CoinJoin has: two people, who get the same, and change. */
const FEWEST_INPUTS = 2;
const FEWEST_OUTPUTS = 3;

/** More than one in so many receiving addresses signed too: that is one owner who re-uses addresses. */
const REUSED_ONE_IN = 3;

/**
 * The shape of a transaction, or null for one that no CoinJoin protocol makes: newly mined money,
 * one input, fewer than three outputs, a script that has no address (a note as in Whirlpool's tx0,
 * a bare key), an address that is paid twice, or over a third of the receiving addresses among those
 * that pay.
 *
 * Order: inputs and outputs may stand in any order; the shape is the same.
 * Source: the first sizes and the count of outputs are those of BlockSci (Kalodner et al., USENIX
 * Security 2020, https://arxiv.org/abs/1709.02489); each output has an address of its own by
 * Schnoering & Vazirgiannis, https://arxiv.org/abs/2311.12491; scripts without an address and the
 * third of re-used addresses are the filters of the JoinMarket analysis at
 * https://github.com/crocs-muni/coinjoin-analysis/wiki/JoinMarket-analysis. Why re-use tells:
 * https://github.com/mempool/mempool/issues/4763.
 */
export function shapeOf(tx: UtxoTx): CoinJoinShape | null {
  if (tx.coinbase) return null;
  if (tx.inputs.length < FEWEST_INPUTS || tx.outputs.length < FEWEST_OUTPUTS) return null;
  const brought = new Map<Account, bigint>();
  const signed = new Map<Account, number>();
  let mostInputsOfOne = 0;
  for (const { account, amount } of tx.inputs) {
    if (account === null) return null;
    brought.set(account, (brought.get(account) ?? 0n) + amount);
    const times = (signed.get(account) ?? 0) + 1;
    signed.set(account, times);
    mostInputsOfOne = Math.max(mostInputsOfOne, times);
  }
  const paid = new Set<Account>();
  const equal = new Map<bigint, number>();
  let reused = 0;
  for (const { account, amount } of tx.outputs) {
    if (account === null || paid.has(account)) return null;
    paid.add(account);
    if (brought.has(account)) reused += 1;
    equal.set(amount, (equal.get(amount) ?? 0) + 1);
  }
  if (reused * REUSED_ONE_IN > tx.outputs.length) return null;
  return {
    inputs: tx.inputs.map(({ amount }) => amount),
    outputs: tx.outputs.map(({ amount }) => amount),
    brought,
    mostInputsOfOne,
    equal,
  };
}

/** The amount that most outputs have, and how many; the smallest where several are as frequent. */
export function mostFrequent(
  equal: Iterable<readonly [bigint, number]>,
): { readonly amount: bigint; readonly times: number } | null {
  let best: { readonly amount: bigint; readonly times: number } | null = null;
  for (const [amount, times] of equal) {
    const isBetter =
      best === null || times > best.times || (times === best.times && amount < best.amount);
    if (isBetter) best = { amount, times };
  }
  return best;
}

/**
 * Whether so many people can each have brought an amount: however the paying addresses are dealt
 * out to them, nobody's addresses count for more than that amount. So there are as many addresses.
 *
 * It takes the disguise from a payment of one rich address with crumbs of others beside it.
 * Edge: false where somebody earned more by taking part than the change that was left.
 * Source: our own weakening of the sub-transaction test (each group of inputs pays for its outputs)
 * of Maurer, Neudecker & Florian, "Anonymous CoinJoin Transactions with Arbitrary Values"
 * (Trustcom 2017), https://doi.org/10.1109/Trustcom/BigDataSE/ICESS.2017.280
 */
export function canEachHaveBrought(shape: CoinJoinShape, people: number, amount: bigint): boolean {
  const counted = [...shape.brought.values()].map((sum) => smallerAmount(sum, amount));
  return sumAmounts(counted) >= BigInt(people) * amount;
}
