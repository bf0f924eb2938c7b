import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { erc20AssetId, nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { factKey, type Transfer } from '../../core/ledger.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';

/** Channels that explorers list per account. */
export const EXPLORER_CHANNELS = ['native', 'internal', 'token'] as const;

/** A channel that explorers list per account. */
export type ExplorerChannel = (typeof EXPLORER_CHANNELS)[number];

/** A row of an explorer's list, before the facts of its transaction are numbered. */
export interface ExplorerRow {
  readonly height: number;
  /** Lower-case addresses that the row names as parties. */
  readonly parties: readonly string[];
  /** What makes the row itself again on another page. */
  readonly signature: string;
  /** Zero to two movements; an `index` of null is still to be numbered. */
  readonly movements: readonly Movement[];
}

type Movement = Omit<Transfer, 'index'> & { readonly index: string | null };

/** What the rows are about. */
export interface RowContext {
  readonly chain: Chain;
  readonly channel: ExplorerChannel;
  /** Lower-case address whose rows were asked for. */
  readonly address: string;
  readonly asked: AskedRoute;
}

const toLower = (text: string) => text.toLowerCase();
const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform(toLower);
const optionalAddress = z
  .union([addressSchema, z.literal('')])
  .nullish()
  .transform((address) => (address === '' ? null : (address ?? null)));
const hashSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform(toLower);
const optionalHash = z
  .union([hashSchema, z.literal('')])
  .nullish()
  .transform((hash) => (hash === '' ? null : (hash ?? null)));
const numberSchema = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform((digits) => Number.parseInt(digits, 10));
const amountSchema = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const flagSchema = z.enum(['0', '1']);

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

const internalRow = z
  .object({
    blockNumber: numberSchema,
    timeStamp: numberSchema,
    hash: hashSchema.optional(),
    transactionHash: hashSchema.optional(),
    from: addressSchema,
    to: optionalAddress,
    contractAddress: optionalAddress,
    value: amountSchema,
    type: z.string().max(40),
    callType: z.string().max(40).nullish(),
    traceId: z.string().max(400).nullish(),
    index: z.string().max(20).nullish(),
    isError: flagSchema,
  })
  .refine((row) => (row.hash ?? row.transactionHash) !== undefined, { path: ['hash'] });

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

/**
 * The rows of one page. Order: as listed.
 *
 * Edge: a failed transaction moves nothing but its fee; a movement of zero is kept, since it is
 * contact; a call in another's name (`delegatecall`) and an NFT move no asset that is followed.
 * Source: https://docs.etherscan.io/api-reference/endpoint/txlist
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
  }
}

function listOf<Row>(row: z.ZodType<Row>, result: unknown, context: RowContext): readonly Row[] {
  return decodeBody(z.object({ result: z.array(row) }), { result }, context.asked).result;
}

function readTxRow(row: z.infer<typeof txRow>, at: number, context: RowContext): ExplorerRow {
  const { chain, address } = context;
  const failed = row.isError === '1' || row.txreceipt_status === '0';
  const to = row.to ?? row.contractAddress;
  if (to === null && !failed) throw fieldError(at, 'to', context);
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
    height: row.blockNumber,
    parties: [row.from, ...(to === null ? [] : [to])],
    signature: [row.hash, row.from, to, row.value].join(),
    movements,
  };
}

const MOVING_CALLS = ['call', 'create', 'create2', 'selfdestruct', 'suicide'];
const STILL_CALLS = ['delegatecall', 'staticcall', 'callcode'];

function readInternalRow(
  row: z.infer<typeof internalRow>,
  at: number,
  context: RowContext,
): ExplorerRow {
  const { chain } = context;
  const txId = row.hash ?? row.transactionHash ?? null;
  const type = row.type.toLowerCase();
  const creates = type.startsWith('create');
  const to = creates ? (row.contractAddress ?? row.to) : row.to;
  const index = row.traceId || row.index || null;
  const still = STILL_CALLS.includes(type) || STILL_CALLS.includes(row.callType ?? '');
  const movements: Movement[] = [];
  if (row.isError === '0' && row.value > 0n && !still) {
    if (!MOVING_CALLS.includes(type)) throw fieldError(at, 'type', context);
    if (to === null) throw fieldError(at, creates ? 'contractAddress' : 'to', context);
    movements.push({
      kind: 'transfer',
      channel: 'internal',
      chain: chain.id,
      height: row.blockNumber,
      blockHash: null,
      txIndex: null,
      txId,
      timeSeconds: row.timeStamp,
      from: createAccount(chain.id, row.from),
      to: createAccount(chain.id, to),
      asset: nativeAssetId(chain),
      amount: row.value,
      index,
    });
  }
  return {
    height: row.blockNumber,
    parties: [row.from, ...(to === null ? [] : [to])],
    signature: [txId, row.from, to, row.value, index].join(),
    movements,
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
    height: row.blockNumber,
    parties: [from, to],
    signature: [row.hash, contract, from, to, value].join(),
    movements,
  };
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function fieldError(at: number, field: string, context: RowContext) {
  return createDecodeError(context.asked, `result.${at}.${field}`);
}

/**
 * The facts of a page's rows, equal movements of one transaction told apart by `#1`, `#2` and so on.
 *
 * Explorers give no log index. A block's rows stand on one page, or their count goes on from the
 * pages before, so that a movement has the same index whichever way it was read.
 *
 * @param rowsBefore rows of the same block on the pages before this one
 */
export function numberFacts(rows: readonly ExplorerRow[], rowsBefore: number): readonly Transfer[] {
  const counts = new Map<string, number>();
  return rows
    .flatMap((row) => row.movements)
    .map((movement) => {
      if (movement.index !== null) return { ...movement, index: movement.index };
      const key = factKey({ ...movement, index: '' });
      const count = (counts.get(key) ?? rowsBefore) + 1;
      counts.set(key, count);
      return { ...movement, index: `#${count}` };
    });
}
