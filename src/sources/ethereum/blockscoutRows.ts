import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { erc20AssetId, nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import { CapabilityError } from '../../core/errors.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import {
  internalRowSchema,
  tokenRowSchema,
  txRowSchema,
  withdrawalRowSchema,
} from './blockscoutFields.js';
import type { Movement } from './numberFacts.js';

/** Channels that a Blockscout lists per account. */
export type BlockscoutChannel = 'native' | 'internal' | 'token' | 'withdrawal';

/** A row of a list. */
export interface BlockscoutRow {
  /** Where the row stands: height, then places within it. Null while no block holds it. */
  readonly place: readonly number[] | null;
  /** Lower-case addresses that the row names; empty where the list leaves them out. */
  readonly parties: readonly string[];
  readonly movements: readonly Movement[];
}

/** What rows are read for. */
export interface BlockscoutContext {
  readonly chain: Chain;
  readonly asked: AskedRoute;
  /** Lower-case address whose fees count; null where everybody's do. */
  readonly payer: string | null;
}

/**
 * The rows of a page. Order: as listed.
 *
 * Edge: what no block holds yet, what failed, an NFT and a call in another's name move nothing, but
 * whoever sent a transaction that failed paid its fee.
 * Source: https://docs.blockscout.com/api-reference/get-address-transactions
 *
 * @throws {DecodeError} with the path of the first field that is not as documented.
 * @throws {CapabilityError} for a row that the instance is still to read again.
 */
export function decodeRows(
  items: readonly unknown[],
  channel: BlockscoutChannel,
  context: BlockscoutContext,
): readonly BlockscoutRow[] {
  switch (channel) {
    case 'native':
      return listOf(txRowSchema, items, context).map((row, at) => readTxRow(row, at, context));
    case 'internal':
      return listOf(internalRowSchema, items, context).map((row, at) => readCall(row, at, context));
    case 'token':
      return listOf(tokenRowSchema, items, context).map((row, at) => readToken(row, at, context));
    case 'withdrawal':
      return listOf(withdrawalRowSchema, items, context).map((row) => readWithdrawal(row, context));
  }
}

function listOf<Row>(
  row: z.ZodType<Row>,
  items: readonly unknown[],
  { asked }: BlockscoutContext,
): readonly Row[] {
  return decodeBody(z.object({ items: z.array(row) }), { items }, asked).items;
}

function readTxRow(
  row: z.infer<typeof txRowSchema>,
  at: number,
  context: BlockscoutContext,
): BlockscoutRow {
  const { chain, asked, payer } = context;
  const bad = (field: string) => createDecodeError(asked, `items.${at}.${field}`);
  const to = row.to ?? row.created_contract ?? null;
  const parties = [row.from, ...(to === null ? [] : [to])];
  const height = row.block_number ?? null;
  if (height === null) return { place: null, parties, movements: [] };
  // Until the instance has read the block again, it does not know whether the transaction failed.
  if (row.is_pending_update === true || !row.status) throw pendingRow(context);
  if (typeof row.timestamp !== 'number') throw bad('timestamp');
  if (typeof row.position !== 'number') throw bad('position');
  const moved = {
    kind: 'transfer',
    chain: chain.id,
    height,
    blockHash: null,
    txIndex: row.position,
    txId: row.hash,
    timeSeconds: row.timestamp,
    from: createAccount(chain.id, row.from),
    asset: nativeAssetId(chain),
    index: null,
  } as const;
  const movements: Movement[] = [];
  if (payer === null || payer === row.from) {
    const fee = row.fee?.value ?? null;
    if (fee === null) throw bad('fee.value');
    if (fee > 0n) movements.push({ ...moved, channel: 'fee', to: null, amount: fee });
  }
  if (row.status === 'ok') {
    if (to === null) throw bad('to');
    const receiver = createAccount(chain.id, to);
    movements.push({ ...moved, channel: 'native', to: receiver, amount: row.value });
  }
  return { place: [height, row.position], parties, movements };
}

const MOVING_CALLS = ['call', 'create', 'create2', 'selfdestruct'];
const STILL_CALLS = ['delegatecall', 'staticcall', 'callcode'];

function readCall(
  row: z.infer<typeof internalRowSchema>,
  at: number,
  { chain, asked }: BlockscoutContext,
): BlockscoutRow {
  const type = row.type.toLowerCase();
  const to = (type.startsWith('create') ? row.created_contract : row.to) ?? null;
  const txIndex = row.transaction_index ?? null;
  const read = {
    place: [row.block_number, txIndex ?? 0, row.index],
    parties: [row.from, ...(to === null ? [] : [to])],
    movements: [],
  };
  // The first one is the transaction itself, whose value the native list tells; instances leave it out
  // only where it is a call, and not where it makes a contract.
  const isTxItself = row.index === 0;
  const isStill = STILL_CALLS.includes(type);
  if (!row.success || isStill || isTxItself || row.value === 0n) return read;
  if (!MOVING_CALLS.includes(type)) throw createDecodeError(asked, `items.${at}.type`);
  if (to === null) throw createDecodeError(asked, `items.${at}.to`);
  const movement: Movement = {
    kind: 'transfer',
    channel: 'internal',
    chain: chain.id,
    height: row.block_number,
    blockHash: null,
    txIndex,
    txId: row.transaction_hash,
    timeSeconds: row.timestamp,
    from: createAccount(chain.id, row.from),
    to: createAccount(chain.id, to),
    asset: nativeAssetId(chain),
    amount: row.value,
    index: `${row.index}`,
  };
  return { ...read, movements: [movement] };
}

function readToken(
  row: z.infer<typeof tokenRowSchema>,
  at: number,
  { chain, asked }: BlockscoutContext,
): BlockscoutRow {
  const place = [row.block_number, row.log_index];
  const read = { place, parties: [row.from, row.to], movements: [] };
  const bad = (field: string) => createDecodeError(asked, `items.${at}.${field}`);
  const kind = row.token_type ?? row.token?.type ?? null;
  if (kind === null) throw bad('token.type');
  // NFTs have numbers and counts where tokens have amounts; how many decimals there are is not asked.
  const isNumbered = row.total?.token_id !== undefined && row.total.token_id !== null;
  if (kind !== 'ERC-20' || isNumbered) return read;
  const contract = row.token?.address_hash ?? row.token?.address ?? null;
  if (contract === null) throw bad('token.address_hash');
  const amount = row.total?.value ?? null;
  if (amount === null) throw bad('total.value');
  const movement: Movement = {
    kind: 'transfer',
    channel: 'token',
    chain: chain.id,
    height: row.block_number,
    blockHash: row.block_hash ?? null,
    txIndex: null,
    txId: row.transaction_hash,
    timeSeconds: row.timestamp,
    from: createAccount(chain.id, row.from),
    to: createAccount(chain.id, row.to),
    asset: erc20AssetId(chain.id, contract),
    amount,
    index: `${row.log_index}`,
  };
  return { ...read, movements: [movement] };
}

function readWithdrawal(
  row: z.infer<typeof withdrawalRowSchema>,
  { chain, payer }: BlockscoutContext,
): BlockscoutRow {
  const to = row.receiver ?? payer;
  const movement: Movement = {
    kind: 'transfer',
    channel: 'withdrawal',
    chain: chain.id,
    height: row.block_number,
    blockHash: null,
    txIndex: null,
    txId: null,
    timeSeconds: row.timestamp,
    from: null,
    to: to === null ? null : createAccount(chain.id, to),
    asset: nativeAssetId(chain),
    amount: row.amount,
    index: `${row.index}`,
  };
  const parties = to === null ? [] : [to];
  return { place: [row.block_number, row.index], parties, movements: [movement] };
}

function pendingRow({ chain, asked }: BlockscoutContext): CapabilityError {
  return new CapabilityError(
    `The explorer at ${asked.host} is still to read again a block that ${asked.route} lists; try again later or add another source for ${chain.title}.`,
    { host: asked.host, route: asked.route },
  );
}
