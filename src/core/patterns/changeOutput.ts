import type { Account } from '../account.js';
import { addressOfAccount } from '../account.js';
import { smallerAmount } from '../amount.js';
import type { UtxoTx } from '../ledger.js';
import { detectCoinJoin } from './coinJoin.js';
import type { Owners } from './coSpend.js';

/** By which rule outputs were known as change. A closed list. */
export type ChangeRule = 'direct' | 'one-time' | 'multi-input';

/** Outputs by which the payer of a transaction pays itself. */
export interface Change {
  readonly rule: ChangeRule;
  /** Belief in it, 0 to 100, as GraphSense publishes it. */
  readonly confidence: number;
  /** Their indexes. Order: ascending. */
  readonly outputs: readonly number[];
  /** Transaction by which the multi-input rule knows the owner; null for the other rules. */
  readonly joiningTx: string | null;
}

const DIRECT_CONFIDENCE = 100;
const ONE_TIME_CONFIDENCE = 50;
const MULTI_INPUT_CONFIDENCE = 50;

/** Outputs of a payment whose change is guessed: one has none, and many are a batch payout. */
const FEWEST_OUTPUTS = 2;
const MOST_OUTPUTS = 10;
/** A payment is often a multiple of this; what is left over hardly ever is. Units: satoshi. */
const ROUND_AMOUNT = 1_000n;

/**
 * The change of a payment, or null where none is known.
 *
 * `direct`: outputs to an address that pays. Else `one-time`, of 2 to 10 outputs exactly one: its
 * address is of the one script type that all inputs have, was never seen before and is paid once; its
 * amount is less than the smallest input (or that input would not have been needed) and no multiple
 * of 1,000 satoshi.
 *
 * Edge: never for a CoinJoin by any detector, nor for newly mined money.
 * Blind spot: `one-time` is a guess; a wallet that sends all to a fresh address of its own kind and a
 * round amount to a friend is right, one that pays an odd amount and keeps a round one is wrong.
 * Source: Meiklejohn et al., "A Fistful of Bitcoins" (IMC 2013),
 * https://doi.org/10.1145/2504730.2504747; conditions, numbers and confidences as in GraphSense,
 * https://github.com/graphsense/graphsense-lib
 */
export function findChange(tx: UtxoTx, seenBefore: (account: Account) => boolean): Change | null {
  if (tx.coinbase || detectCoinJoin(tx) !== null) return null;
  return directChange(tx) ?? oneTimeChange(tx, seenBefore);
}

/**
 * The change of a payment to an address whose owner is known to be the payer's by other payments
 * (`multi-input`), or null.
 *
 * Edge: never for a CoinJoin, nor for newly mined money.
 * Source: as `findChange`.
 */
export function findClusterChange(tx: UtxoTx, owners: Owners): Change | null {
  if (tx.coinbase || detectCoinJoin(tx) !== null) return null;
  const payerOf = new Map<Account, Account>();
  for (const { account } of tx.inputs) {
    if (account === null || payerOf.has(account)) continue;
    for (const other of owners.accountsWith(account)) payerOf.set(other, account);
  }
  const joined = tx.outputs.map(({ account }) => {
    const payer = account === null ? undefined : payerOf.get(account);
    return account === null || payer === undefined ? null : owners.joiningTx(payer, account);
  });
  const outputs = [...joined.keys()].filter((index) => joined[index] !== null);
  const [first] = outputs;
  if (first === undefined) return null;
  return {
    rule: 'multi-input',
    confidence: MULTI_INPUT_CONFIDENCE,
    outputs,
    joiningTx: joined[first] ?? null,
  };
}

function directChange({ inputs, outputs }: UtxoTx): Change | null {
  const payers = new Set(inputs.flatMap(({ account }) => account ?? []));
  const own = [...outputs.keys()].filter((index) => {
    const account = outputs[index]?.account ?? null;
    return account !== null && payers.has(account);
  });
  if (own.length === 0) return null;
  return { rule: 'direct', confidence: DIRECT_CONFIDENCE, outputs: own, joiningTx: null };
}

function oneTimeChange(
  { inputs, outputs }: UtxoTx,
  seenBefore: (account: Account) => boolean,
): Change | null {
  if (outputs.length < FEWEST_OUTPUTS || outputs.length > MOST_OUTPUTS) return null;
  const type = commonScriptType(inputs);
  const smallest = inputs
    .map(({ amount }) => amount)
    .reduce(smallerAmount, inputs[0]?.amount ?? 0n);
  if (type === null) return null;
  const candidates = [...outputs.entries()].filter(([, { account, amount }]) => {
    if (account === null || scriptTypeOf(account) !== type) return false;
    if (amount % ROUND_AMOUNT === 0n || amount >= smallest) return false;
    return !isPaidTwice(outputs, account) && !seenBefore(account);
  });
  const [change, ...others] = candidates;
  if (change === undefined || others.length > 0) return null;
  return {
    rule: 'one-time',
    confidence: ONE_TIME_CONFIDENCE,
    outputs: [change[0]],
    joiningTx: null,
  };
}

function isPaidTwice(outputs: UtxoTx['outputs'], account: Account): boolean {
  return outputs.filter((output) => output.account === account).length > 1;
}

/** How an output is locked. */
type ScriptType = 'p2pkh' | 'p2sh' | 'p2wpkh' | 'p2wsh' | 'p2tr';

/**
 * How the outputs of a Bitcoin mainnet address are locked, by its text; null for any other text.
 *
 * Source: https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki (a witness program of 20
 * bytes makes 42 characters, one of 32 bytes 62) and bip-0350 (version 1 begins with `bc1p`).
 */
function scriptTypeOf(account: Account): ScriptType | null {
  const address = addressOfAccount(account);
  if (address.startsWith('bc1q')) {
    return address.length === 42 ? 'p2wpkh' : address.length === 62 ? 'p2wsh' : null;
  }
  if (address.startsWith('bc1p')) return address.length === 62 ? 'p2tr' : null;
  if (address.startsWith('1')) return 'p2pkh';
  return address.startsWith('3') ? 'p2sh' : null;
}

function commonScriptType(inputs: UtxoTx['inputs']): ScriptType | null {
  const types = new Set(
    inputs.map(({ account }) => (account === null ? null : scriptTypeOf(account))),
  );
  const [type, ...others] = types;
  return type === undefined || others.length > 0 ? null : type;
}
