import { addressOfAccount, createAccount } from '../../src/core/account.js';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import { findChain } from '../../src/core/chain.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { PlacedTransfer } from './loopbackExplorer.js';

/** `Transfer(address,address,uint256)`. Source: https://eips.ethereum.org/EIPS/eip-20 */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** Whom the transaction of a fee or of calls alone called: the token, or whoever moved something. */
export function calleeOf(
  fact: PlacedTransfer,
  placed: readonly PlacedTransfer[],
): NonNullable<Transfer['to']> {
  const others = placed.filter(({ txId, channel }) => txId === fact.txId && channel !== 'fee');
  const contract = others.find(({ channel }) => channel === 'token')?.asset.split('erc20:')[1];
  if (contract !== undefined) return createAccount(fact.chain, contract);
  const callee = others[0]?.from ?? fact.from;
  if (callee === null) throw new Error('An explorer lists no transaction without a party.');
  return callee;
}

/** The facts of one transaction, in the order given; none where the explorer does not have it. */
function factsOf(placed: readonly PlacedTransfer[], txId: string): readonly PlacedTransfer[] {
  return placed.filter((fact) => fact.txId === txId);
}

/** What `eth_getTransactionByHash` answers. A transaction that has no native fact was a call of nothing. */
export function txOf(placed: readonly PlacedTransfer[], txId: string): object | null {
  const facts = factsOf(placed, txId);
  const [first] = facts;
  if (first === undefined) return null;
  const native = facts.find(({ channel }) => channel === 'native');
  const fee = facts.find(({ channel }) => channel === 'fee');
  return {
    hash: txId,
    ...placeOf(first),
    from: addressOf((native ?? fee ?? first).from),
    to: addressOf(native?.to ?? calleeOf(first, placed)),
    value: hex(native?.amount ?? 0n),
    gas: '0x5208',
    gasPrice: '0x1',
    nonce: '0x0',
    input: '0x',
    type: '0x0',
    chainId: hex(BigInt(first.chain.split(':')[1] ?? '1')),
  };
}

/** What `eth_getTransactionReceipt` answers. */
export function receiptOf(placed: readonly PlacedTransfer[], txId: string): object | null {
  const facts = factsOf(placed, txId);
  const [first] = facts;
  if (first === undefined) return null;
  const { blockNumber, blockHash, transactionIndex } = placeOf(first);
  const fee = facts.find(({ channel }) => channel === 'fee');
  return {
    transactionHash: txId,
    ...{ blockNumber, blockHash, transactionIndex },
    contractAddress: null,
    cumulativeGasUsed: '0x5208',
    gasUsed: hex(fee?.amount ?? 0n),
    effectiveGasPrice: '0x1',
    status: '0x1',
    logs: facts
      .filter(({ channel }) => channel === 'token')
      .map((fact, at) => ({
        address: fact.asset.split('erc20:')[1],
        topics: [TRANSFER, topicOf(fact.from), topicOf(fact.to)],
        data: word(fact.amount.toString(16)),
        ...{ blockNumber, blockHash, transactionIndex },
        transactionHash: txId,
        logIndex: hex(BigInt(at)),
        removed: false,
      })),
  };
}

/** What `eth_getBlockByNumber` answers for a block that holds a fact. */
export function blockOf(placed: readonly PlacedTransfer[], tag: string): object | null {
  const fact = placed.find(({ height }) => hex(BigInt(height)) === tag);
  if (fact === undefined) return null;
  return {
    number: tag,
    hash: fact.blockHash,
    timestamp: hex(BigInt(fact.timeSeconds)),
  };
}

/** What an address holds of the native coin or of a token by the facts; never less than nothing. */
export function balanceOf(
  placed: readonly PlacedTransfer[],
  held: { readonly address: string; readonly contract: string | null },
): bigint {
  let sum = 0n;
  for (const fact of placed) {
    if (fact.asset !== assetOf(fact, held.contract)) continue;
    if (fact.to !== null && addressOfAccount(fact.to) === held.address) sum += fact.amount;
    if (fact.from !== null && addressOfAccount(fact.from) === held.address) sum -= fact.amount;
  }
  return sum > 0n ? sum : 0n;
}

function assetOf({ chain }: PlacedTransfer, contract: string | null): AssetId | null {
  if (contract !== null) return erc20AssetId(chain, contract);
  const known = findChain(chain);
  return known === undefined ? null : nativeAssetId(known);
}

function placeOf(fact: PlacedTransfer) {
  return {
    blockNumber: hex(BigInt(fact.height)),
    blockHash: fact.blockHash,
    transactionIndex: hex(BigInt(fact.txIndex)),
  };
}

function addressOf(account: Transfer['from']): string {
  if (account === null) throw new Error('An explorer lists no transaction without two parties.');
  return addressOfAccount(account);
}

function topicOf(account: Transfer['from']): string {
  return word(addressOf(account).slice(2));
}

function word(digits: string): string {
  return `0x${digits.padStart(64, '0')}`;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}
