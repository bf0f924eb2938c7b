import { calleeOf } from './explorerTransactions.js';
import { addressOf } from './listedRows.js';
import type { PlacedTransfer } from './loopbackExplorer.js';

/** A row as explorers list it. */
export type Row = Readonly<Record<string, string>> & { readonly blockNumber: string };

/** Transactions with what they moved of the native coin. */
export function txRows(placed: readonly PlacedTransfer[]): readonly Row[] {
  const fees = new Map<string, PlacedTransfer>();
  for (const fact of placed) if (fact.channel === 'fee') fees.set(fact.txId, fact);
  const natives = placed.filter((fact) => fact.channel === 'native');
  const paid = new Set(natives.map((fact) => fact.txId));
  // A fee without native value is the fee of a call: its row goes to the contract and moves nothing.
  const calls = [...fees.values()].filter((fee) => !paid.has(fee.txId));
  const rows = [
    ...natives,
    ...calls.map((fee) => ({ ...fee, amount: 0n, to: calleeOf(fee, placed) })),
  ];
  return inChainOrder(rows).map((fact) => ({
    ...commonFields(fact),
    nonce: '0',
    blockHash: fact.blockHash,
    transactionIndex: `${fact.txIndex}`,
    contractAddress: '',
    gas: '21000',
    gasPrice: '1',
    gasUsed: `${fees.get(fact.txId)?.amount ?? 0n}`,
    cumulativeGasUsed: '21000',
    input: '0x',
    methodId: '0x',
    functionName: '',
    confirmations: '100',
    isError: '0',
    txreceipt_status: '1',
  }));
}

/** Calls of contracts that moved the native coin. */
export function internalRows(
  placed: readonly PlacedTransfer[],
  dialect: 'etherscan' | 'blockscout' | 'routescan',
): readonly Row[] {
  const facts = inChainOrder(placed.filter((fact) => fact.channel === 'internal'));
  return facts.map((fact, at) => {
    const { hash: id, ...common } = commonFields(fact);
    // Blockscout counts the transaction itself as the first of its calls.
    const trace = fact.index.startsWith('#') ? `${at + 1}` : fact.index;
    return {
      ...common,
      ...(dialect === 'blockscout'
        ? { transactionHash: id, index: trace, callType: 'call' }
        : { hash: id, traceId: trace }),
      contractAddress: '',
      input: '',
      type: 'call',
      gas: '2300',
      gasUsed: '0',
      isError: '0',
      errCode: '',
    };
  });
}

/** Moves of tokens. */
export function tokenRows(placed: readonly PlacedTransfer[]): readonly Row[] {
  const facts = inChainOrder(placed.filter((fact) => fact.channel === 'token'));
  return facts.map((fact) => ({
    ...commonFields(fact),
    nonce: '0',
    blockHash: fact.blockHash,
    contractAddress: fact.asset.split('erc20:')[1] ?? '',
    tokenName: 'Token',
    tokenSymbol: 'TKN',
    tokenDecimal: '6',
    transactionIndex: `${fact.txIndex}`,
    gas: '60000',
    gasPrice: '0',
    gasUsed: '0',
    cumulativeGasUsed: '60000',
    input: 'deprecated',
    confirmations: '100',
  }));
}

/** Withdrawals of validators, which are told in gwei. */
export function withdrawalRows(placed: readonly PlacedTransfer[]): readonly Row[] {
  const facts = inChainOrder(placed.filter((fact) => fact.channel === 'withdrawal'));
  return facts.map((fact, at) => ({
    withdrawalIndex: `${at}`,
    validatorIndex: '7',
    address: addressOf(fact.to),
    amount: `${fact.amount / 1_000_000_000n}`,
    blockNumber: `${fact.height}`,
    timestamp: `${fact.timeSeconds}`,
  }));
}

function commonFields(fact: PlacedTransfer) {
  return {
    blockNumber: `${fact.height}`,
    timeStamp: `${fact.timeSeconds}`,
    hash: fact.txId,
    from: addressOf(fact.from),
    to: addressOf(fact.to),
    value: `${fact.amount}`,
  };
}

/** Facts as their chain holds them. Order: ascending. */
export function inChainOrder<Fact extends PlacedTransfer>(facts: readonly Fact[]): readonly Fact[] {
  return [...facts].sort((a, b) => a.height - b.height || a.txIndex - b.txIndex);
}
