import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { nativeAssetId } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { BlockTime } from '../../core/lookup.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';
import { explorerLie } from './explorerApi.js';
import {
  addressSchema,
  amountSchema,
  flagSchema,
  hashSchema,
  numberSchema,
  optionalAddress,
} from './explorerFields.js';
import type { Movement } from './numberFacts.js';

const callRow = z.object({
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
});

type CallRow = z.infer<typeof callRow>;

/** A row about a call that names its transaction, as lists of an account do. */
export const internalRow = callRow.refine(
  (row) => (row.hash ?? row.transactionHash) !== undefined,
  { path: ['hash'] },
);

/** The calls inside one transaction, as an explorer lists them by its id. */
export interface ListedCalls {
  /** The block that each row names. Order: as listed. */
  readonly blocks: readonly BlockTime[];
  readonly movements: readonly Movement[];
}

/** What rows about calls are read for. */
export interface CallContext {
  readonly chain: Chain;
  readonly asked: AskedRoute;
}

/**
 * The calls inside a transaction. Order: as listed.
 *
 * Edge: some explorers leave the transaction id and the place among the calls out of this list.
 * Source: https://docs.etherscan.io/api-reference/endpoint/txlistinternal-txhash
 *
 * @throws {DecodeError} with the path of the first field that is not as documented.
 * @throws {IntegrityError} when a row names another transaction.
 */
export function decodeCalls(
  result: unknown,
  context: CallContext & { readonly txId: string },
): ListedCalls {
  const { txId, asked } = context;
  const rows = decodeBody(z.object({ result: z.array(callRow) }), { result }, asked).result;
  const movements = rows.map((row, at) => {
    if ((row.hash ?? row.transactionHash ?? txId) !== txId) {
      throw explorerLie('lists calls of another transaction', asked);
    }
    return readCall({ ...row, hash: txId }, at, context).movement;
  });
  return {
    blocks: rows.map((row) => ({ height: row.blockNumber, timeSeconds: row.timeStamp })),
    movements: movements.filter((movement) => movement !== null),
  };
}

const MOVING_CALLS = ['call', 'create', 'create2', 'selfdestruct', 'suicide'];
const STILL_CALLS = ['delegatecall', 'staticcall', 'callcode'];

/**
 * Whom a row about a call names, and what the call moved; `at` is the row's place in its list.
 *
 * Edge: a call that failed, moved nothing or acted in another's name (`delegatecall`) is no movement.
 *
 * @throws {DecodeError}
 */
export function readCall(
  row: CallRow,
  at: number,
  { chain, asked }: CallContext,
): {
  readonly txId: string | null;
  readonly to: string | null;
  readonly index: string | null;
  readonly movement: Movement | null;
} {
  const txId = row.hash ?? row.transactionHash ?? null;
  const type = row.type.toLowerCase();
  const creates = type.startsWith('create');
  const to = creates ? (row.contractAddress ?? row.to) : row.to;
  const index = row.traceId || row.index || null;
  const still = STILL_CALLS.includes(type) || STILL_CALLS.includes(row.callType ?? '');
  // Blockscout counts the transaction itself as the first of its calls, and lists it where it made a
  // contract: its value is told by the native list.
  const isTxItself = row.transactionHash !== undefined && row.index === '0';
  if (row.isError === '1' || row.value === 0n || still || isTxItself)
    return { txId, to, index, movement: null };
  const bad = (field: string) => createDecodeError(asked, `result.${at}.${field}`);
  if (!MOVING_CALLS.includes(type)) throw bad('type');
  if (to === null) throw bad(creates ? 'contractAddress' : 'to');
  const movement: Movement = {
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
  };
  return { txId, to, index, movement };
}
