import { parseAccount } from './account.js';
import { parseAssetId } from './asset.js';
import type { JsonValue } from './canonicalJson.js';
import { findChain } from './chain.js';
import type { ReadJson } from './jsonFields.js';
import {
  fieldsOf,
  isObject,
  listOf,
  named,
  oneOf,
  orNull,
  readAmount,
  readCount,
  readText,
  readTruth,
  readWhole,
} from './jsonFields.js';
import type { LedgerFact, Transfer, UtxoTx } from './ledger.js';

/** A fact as JSON: amounts as decimal texts, all else as it is. */
export function encodeFact(fact: LedgerFact): JsonValue {
  const position = {
    kind: fact.kind,
    chain: fact.chain,
    height: fact.height,
    blockHash: fact.blockHash,
    txIndex: fact.txIndex,
    txId: fact.txId,
    timeSeconds: fact.timeSeconds,
  };
  if (fact.kind === 'transfer') {
    const { channel, from, to, asset, index } = fact;
    return { ...position, channel, from, to, asset, index, amount: fact.amount.toString() };
  }
  return {
    ...position,
    coinbase: fact.coinbase,
    fee: fact.fee.toString(),
    inputs: fact.inputs.map(({ previous, account, amount }) => ({
      previous: previous === null ? null : { txId: previous.txId, index: previous.index },
      account,
      amount: amount.toString(),
    })),
    outputs: fact.outputs.map(({ account, amount }) => ({ account, amount: amount.toString() })),
  };
}

/** An account by its CAIP-10 text. */
export const readAccount = named(parseAccount, 'an account on a known chain');

/** An asset by its CAIP-19 text. */
export const readAssetId = named(parseAssetId, 'an asset on a known chain');

/** Channels that a transfer may have. */
const TRANSFER_CHANNELS = [
  'native',
  'internal',
  'token',
  'fee',
  'withdrawal',
  'reward',
  'deposit',
] as const;

const position = {
  chain: named((text) => findChain(text)?.id, 'a known chain'),
  height: orNull(readWhole),
  blockHash: orNull(readText),
  txIndex: orNull(readWhole),
  timeSeconds: readWhole,
};

const readTransfer = fieldsOf<Transfer>({
  ...position,
  kind: oneOf(['transfer']),
  txId: orNull(readText),
  channel: oneOf(TRANSFER_CHANNELS),
  from: orNull(readAccount),
  to: orNull(readAccount),
  asset: readAssetId,
  index: readText,
  amount: readAmount,
});

const readUtxoTx = fieldsOf<UtxoTx>({
  ...position,
  kind: oneOf(['utxo']),
  txId: readText,
  coinbase: readTruth,
  fee: readAmount,
  inputs: listOf(
    fieldsOf({
      previous: orNull(fieldsOf({ txId: readText, index: readCount })),
      account: orNull(readAccount),
      amount: readAmount,
    }),
  ),
  outputs: listOf(fieldsOf({ account: orNull(readAccount), amount: readAmount })),
});

/** A fact from its JSON. @throws {DecodeError} for anything that `encodeFact` does not give. */
export const readFact: ReadJson<LedgerFact> = (value, at) =>
  isObject(value) && value.kind === 'utxo' ? readUtxoTx(value, at) : readTransfer(value, at);
