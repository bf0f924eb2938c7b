import { addressOfAccount } from '../../src/core/account.js';
import type { Transfer } from '../../src/core/ledger.js';
import { inChainOrder } from './explorerLists.js';
import { calleeOf } from './explorerTransactions.js';
import type { PlacedTransfer } from './loopbackExplorer.js';

/** A row of a Blockscout's list, and where it stands. */
export interface ListedItem {
  readonly txId: string | null;
  readonly parties: readonly string[];
  /** Height and places within it. */
  readonly key: readonly number[];
  /** What the next page is asked for after this row, in the order in which it decides. */
  readonly cursor: Readonly<Record<string, number>>;
  /** What the cursor holds besides, and which decides nothing. */
  readonly besides: Readonly<Record<string, string | number | null>>;
  readonly item: object;
}

/** Transactions as lists show them. Order: ascending. */
export function txItems(placed: readonly PlacedTransfer[]): readonly ListedItem[] {
  const byTx = new Map<string, PlacedTransfer[]>();
  for (const fact of inChainOrder(placed)) {
    if (fact.channel === 'withdrawal') continue;
    byTx.set(fact.txId, [...(byTx.get(fact.txId) ?? []), fact]);
  }
  return [...byTx.values()].flatMap((facts) => {
    const native = facts.find(({ channel }) => channel === 'native');
    const fee = facts.find(({ channel }) => channel === 'fee');
    const first = native ?? fee ?? facts[0];
    if (first === undefined) return [];
    // A transaction that moved no coins itself was a call of the contract that moved something.
    const to = addressOf(native?.to ?? calleeOf(first, placed));
    const from = addressOf(first.from);
    const isListed = native !== undefined || fee !== undefined;
    const { height, txIndex, txId, timeSeconds } = first;
    return [
      {
        txId,
        parties: isListed ? [from, to] : [],
        key: [height, txIndex],
        cursor: { block_number: height, index: txIndex },
        besides: { hash: txId, inserted_at: timeText(timeSeconds), value: '0', fee: '0' },
        item: {
          hash: txId,
          result: 'success',
          status: 'ok',
          block_number: height,
          timestamp: timeText(timeSeconds),
          from: party(from),
          to: party(to),
          created_contract: null,
          confirmations: 100,
          value: `${native?.amount ?? 0n}`,
          fee: { type: 'actual', value: `${fee?.amount ?? 0n}` },
          gas_price: '1',
          gas_used: `${fee?.amount ?? 0n}`,
          nonce: 0,
          position: txIndex,
          raw_input: '0x',
          token_transfers: null,
          token_transfers_overflow: null,
          has_error_in_internal_transactions: false,
          is_pending_update: false,
        },
      },
    ];
  });
}

/** Calls inside transactions, each list without the transaction itself. Order: ascending. */
export function internalItems(placed: readonly PlacedTransfer[]): readonly ListedItem[] {
  const counts = new Map<string, number>();
  return inChainOrder(placed.filter(({ channel }) => channel === 'internal')).map((fact) => {
    const { height, txIndex, txId } = fact;
    const index = (counts.get(txId) ?? 0) + 1;
    counts.set(txId, index);
    return {
      txId,
      parties: [addressOf(fact.from), addressOf(fact.to)],
      key: [height, txIndex, index],
      cursor: { block_number: height, transaction_index: txIndex, index },
      besides: {},
      item: {
        error: null,
        success: true,
        type: 'call',
        transaction_hash: txId,
        transaction_index: txIndex,
        from: party(addressOf(fact.from)),
        to: party(addressOf(fact.to)),
        created_contract: null,
        value: `${fact.amount}`,
        block_number: height,
        timestamp: timeText(fact.timeSeconds),
        index,
        gas_limit: '2300',
      },
    };
  });
}

/** Movements of tokens. Order: ascending. */
export function tokenItems(placed: readonly PlacedTransfer[]): readonly ListedItem[] {
  const counts = new Map<number, number>();
  return inChainOrder(placed.filter(({ channel }) => channel === 'token')).map((fact) => {
    const { height, txId } = fact;
    const logIndex = counts.get(height) ?? 0;
    counts.set(height, logIndex + 1);
    return {
      txId,
      parties: [addressOf(fact.from), addressOf(fact.to)],
      key: [height, logIndex],
      cursor: { block_number: height, index: logIndex },
      besides: {},
      item: {
        transaction_hash: txId,
        from: party(addressOf(fact.from)),
        to: party(addressOf(fact.to)),
        total: { value: `${fact.amount}`, decimals: null },
        token: {
          address_hash: fact.asset.split('erc20:')[1],
          name: 'Token',
          symbol: 'TKN',
          decimals: '6',
          type: 'ERC-20',
        },
        token_type: 'ERC-20',
        type: 'token_transfer',
        timestamp: timeText(fact.timeSeconds),
        method: 'transfer',
        block_hash: fact.blockHash,
        block_number: height,
        log_index: logIndex,
      },
    };
  });
}

/** Withdrawals of validators. Order: ascending. */
export function withdrawalItems(placed: readonly PlacedTransfer[]): readonly ListedItem[] {
  return inChainOrder(placed.filter(({ channel }) => channel === 'withdrawal')).map((fact, at) => ({
    txId: null,
    parties: [addressOf(fact.to)],
    key: [fact.height, at],
    cursor: { index: at },
    besides: {},
    item: {
      index: at,
      validator_index: 7,
      block_number: fact.height,
      amount: `${fact.amount}`,
      timestamp: timeText(fact.timeSeconds),
    },
  }));
}

/** An address's own page. */
export function addressItem(address: string, balance: bigint): object {
  return {
    ...party(address),
    coin_balance: `${balance}`,
    block_number_balance_updated_at: 1,
    exchange_rate: null,
    has_beacon_chain_withdrawals: false,
  };
}

function party(address: string): object {
  return {
    hash: address,
    is_contract: false,
    name: null,
    is_scam: false,
    reputation: 'ok',
    ens_domain_name: null,
    metadata: null,
    public_tags: [],
  };
}

function addressOf(account: Transfer['from']): string {
  if (account === null) throw new Error('A Blockscout lists no transfer without two parties.');
  return addressOfAccount(account);
}

function timeText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', '.000000Z');
}
