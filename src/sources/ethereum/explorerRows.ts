import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { erc20AssetId, nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import { internalRow, readCall } from './explorerCalls.js';
import {
  addressSchema,
  amountSchema,
  flagSchema,
  hashSchema,
  numberSchema,
  optionalAddress,
  optionalHash,
} from './explorerFields.js';
import type { Movement } from './numberFacts.js';

/** Channels that explorers list per account. */
export const EXPLORER_CHANNELS = ['native', 'internal', 'token', 'withdrawal'] as const;

/** A channel that explorers list per account. */
export type ExplorerChannel = (typeof EXPLORER_CHANNELS)[number];

/** A row of an explorer's list, before the facts of its transaction are numbered. */
export interface ExplorerRow {
  /** What a list names once; null where equal rows may stand in it. */
  readonly once: string | null;
  readonly height: number;
  /** Lower-case addresses that the row names as parties. */
  readonly parties: readonly string[];
  /** What makes the row itself again on another page. */
  readonly signature: string;
  /** Zero to two movements; an `index` of null is still to be numbered. */
  readonly movements: readonly Movement[];
}

/** What the rows are about. */
export interface RowContext {
  readonly chain: Chain;
  readonly channel: ExplorerChannel;
  /** Lower-case address whose rows were asked for. */
  readonly address: string;
  readonly asked: AskedRoute;
}

const txRow = z.object({
  blockNumber: numberSchema,
  timeStamp: numberSchema,
  // Balances that existed from the first block on are listed without sender and transaction.
  hash: z.union([hashSchema, z.string().regex(/^GENESIS/)]),
  from: z.union([addressSchema, z.literal('GENESIS')]),
  to: optionalAddress,
  contractAddress: optionalAddress,
  blockHash: optionalHash,
  transactionIndex: numberSchema,
  value: amountSchema,
  gasUsed: amountSchema,
  gasPrice: amountSchema,
  isError: flagSchema,
  txreceipt_status: z.enum(['0', '1', '']).nullish(),
});

const tokenRow = z
  .object({
    blockNumber: numberSchema,
    timeStamp: numberSchema,
    hash: hashSchema,
    from: addressSchema,
    to: addressSchema,
    contractAddress: addressSchema,
    blockHash: optionalHash,
    transactionIndex: numberSchema.optional(),
    value: amountSchema.optional(),
    tokenID: z.string().max(80).nullish(),
  })
  .refine((row) => row.value !== undefined || isText(row.tokenID), { path: ['value'] });

/** Units: `amount` in gwei. */
const withdrawalRow = z.object({
  withdrawalIndex: numberSchema,
  address: addressSchema,
  amount: amountSchema,
  blockNumber: numberSchema,
  timestamp: numberSchema,
});

const WEI_PER_GWEI = 1_000_000_000n;

/**
 * The rows of one page. Order: as listed.
 *
 * Edge: a failed transaction moves nothing but its fee; a movement of zero is kept, since it is
 * contact; a call in another's name (`delegatecall`) and an NFT move no asset that is followed.
 * Source: https://docs.etherscan.io/api-reference/endpoint/txlist,
 * https://docs.etherscan.io/api-reference/endpoint/txsbeaconwithdrawal
 *
 * @throws {DecodeError} with the path of the first field that is not as documented.
 */
export function decodeRows(result: unknown, context: RowContext): readonly ExplorerRow[] {
  switch (context.channel) {
    case 'native':
      return listOf(txRow, result, context).map((row, at) => readTxRow(row, at, context));
    case 'internal':
      return listOf(internalRow, result, context).map((row, at) =>
        readInternalRow(row, at, context),
      );
    case 'token':
      return listOf(tokenRow, result, context).map((row) => readTokenRow(row, context));
    case 'withdrawal':
      return listOf(withdrawalRow, result, context).map((row) => readWithdrawal(row, context));
  }
}

function listOf<Row>(row: z.ZodType<Row>, result: unknown, context: RowContext): readonly Row[] {
  return decodeBody(z.object({ result: z.array(row) }), { result }, context.asked).result;
}

function readTxRow(row: z.infer<typeof txRow>, at: number, context: RowContext): ExplorerRow {
  const { chain, address } = context;
  const failed = row.isError === '1' || row.txreceipt_status === '0';
  const to = row.to ?? row.contractAddress;
  if (to === null && !failed) throw createDecodeError(context.asked, `result.${at}.to`);
  const position = {
    chain: chain.id,
    height: row.blockNumber,
    blockHash: row.blockHash,
    txIndex: row.transactionIndex,
    txId: row.hash.startsWith('GENESIS') ? null : row.hash,
    timeSeconds: row.timeStamp,
  };
  const moved = {
    ...position,
    kind: 'transfer',
    asset: nativeAssetId(chain),
    index: null,
  } as const;
  const from = row.from === 'GENESIS' ? null : createAccount(chain.id, row.from);
  const movements: Movement[] = [];
  const fee = row.gasUsed * row.gasPrice;
  if (row.from === address && fee > 0n) {
    movements.push({ ...moved, channel: 'fee', from, to: null, amount: fee });
  }
  if (!failed && to !== null) {
    const receiver = createAccount(chain.id, to);
    movements.push({ ...moved, channel: 'native', from, to: receiver, amount: row.value });
  }
  return {
    once: row.hash,
    height: row.blockNumber,
    parties: [row.from, ...(to === null ? [] : [to])],
    signature: [row.hash, row.from, to, row.value].join(),
    movements,
  };
}

function readInternalRow(
  row: z.infer<typeof internalRow>,
  at: number,
  context: RowContext,
): ExplorerRow {
  const { txId, to, index, movement } = readCall(row, at, context);
  return {
    once: null,
    height: row.blockNumber,
    parties: [row.from, ...(to === null ? [] : [to])],
    signature: [txId, row.from, to, row.value, index].join(),
    movements: movement === null ? [] : [movement],
  };
}

function readTokenRow(row: z.infer<typeof tokenRow>, context: RowContext): ExplorerRow {
  const { chain } = context;
  const { from, to, contractAddress: contract, value } = row;
  const movements: Movement[] = [];
  if (value !== undefined && !isText(row.tokenID)) {
    movements.push({
      kind: 'transfer',
      channel: 'token',
      chain: chain.id,
      height: row.blockNumber,
      blockHash: row.blockHash,
      txIndex: row.transactionIndex ?? null,
      txId: row.hash,
      timeSeconds: row.timeStamp,
      from: createAccount(chain.id, from),
      to: createAccount(chain.id, to),
      asset: erc20AssetId(chain.id, contract),
      amount: value,
      index: null,
    });
  }
  return {
    once: null,
    height: row.blockNumber,
    parties: [from, to],
    signature: [row.hash, contract, from, to, value].join(),
    movements,
  };
}

function readWithdrawal(row: z.infer<typeof withdrawalRow>, { chain }: RowContext): ExplorerRow {
  const movement: Movement = {
    kind: 'transfer',
    channel: 'withdrawal',
    chain: chain.id,
    height: row.blockNumber,
    blockHash: null,
    txIndex: null,
    txId: null,
    timeSeconds: row.timestamp,
    from: null,
    to: createAccount(chain.id, row.address),
    asset: nativeAssetId(chain),
    amount: row.amount * WEI_PER_GWEI,
    index: `${row.withdrawalIndex}`,
  };
  return {
    once: `${row.withdrawalIndex}`,
    height: row.blockNumber,
    parties: [row.address],
    signature: `${row.withdrawalIndex}`,
    movements: [movement],
  };
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
