import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { erc20AssetId } from '../../core/asset.js';
import { type AskedRoute, decodeBody } from '../decodeBody.js';
import { addressSchema as address, hashSchema as hash } from './explorerFields.js';
import type { Movement } from './numberFacts.js';

const whole = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,13}$/)
  .transform((text) => Number.parseInt(text, 16));
const amount = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,64}$/)
  .transform(BigInt);

const sentSchema = z
  .object({
    hash,
    // All three are null while no block holds the transaction.
    blockNumber: whole.nullable(),
    blockHash: hash.nullable(),
    transactionIndex: whole.nullable(),
    from: address,
    to: address.nullish(),
    value: amount,
    gasPrice: amount.nullish(),
    // Transactions of old, which are valid on every chain, name none.
    chainId: amount.nullish(),
  })
  .nullable();

const logSchema = z.object({
  address,
  topics: z.array(hash).max(4),
  data: z.string().regex(/^0x([0-9a-fA-F]{2})*$/),
  transactionHash: hash,
  removed: z.boolean().nullish(),
});

const receiptSchema = z
  .object({
    transactionHash: hash,
    blockNumber: whole,
    blockHash: hash,
    transactionIndex: whole,
    contractAddress: address.nullish(),
    gasUsed: amount,
    effectiveGasPrice: amount.nullish(),
    // What a rollup charges for its parent chain. Source: https://specs.optimism.io/protocol/exec-engine.html#l1-cost-fees-l1-fee-vault
    l1Fee: amount.nullish(),
    // Receipts of before the Byzantium fork have none. Source: https://eips.ethereum.org/EIPS/eip-658
    status: z.enum(['0x0', '0x1']).nullish(),
    logs: z.array(logSchema),
  })
  .nullable();

/** A transaction as its sender signed it. Units: wei. */
export type SentTx = NonNullable<z.infer<typeof sentSchema>>;

/** What became of a transaction. Units: wei. */
export type Receipt = NonNullable<z.infer<typeof receiptSchema>>;

/**
 * A transaction out of the answer to `eth_getTransactionByHash`; null where the node has none.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/ethgettransactionbyhash
 *
 * @throws {DecodeError}
 */
export function decodeSentTx(result: unknown, asked: AskedRoute): SentTx | null {
  return decodeBody(z.object({ result: sentSchema }), { result }, asked).result;
}

/**
 * A receipt out of the answer to `eth_getTransactionReceipt`; null while there is none.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/ethgettransactionreceipt
 *
 * @throws {DecodeError}
 */
export function decodeReceipt(result: unknown, asked: AskedRoute): Receipt | null {
  return decodeBody(z.object({ result: receiptSchema }), { result }, asked).result;
}

const statusSchema = z.object({ isError: z.enum(['0', '1']) });

/**
 * Whether a transaction failed, out of the answer to `getstatus`, which knows that of old ones too.
 *
 * Source: https://docs.etherscan.io/api-reference/endpoint/getstatus
 *
 * @throws {DecodeError}
 */
export function decodeFailed(result: unknown, asked: AskedRoute): boolean {
  return decodeBody(z.object({ result: statusSchema }), { result }, asked).result.isError === '1';
}

/** `Transfer(address,address,uint256)`. Source: https://eips.ethereum.org/EIPS/eip-20 */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** An address as a topic: its 20 bytes behind twelve of nothing. Source: https://docs.soliditylang.org/en/latest/abi-spec.html */
const ADDRESS_TOPIC = /^0x0{24}([0-9a-f]{40})$/;

/** Twice 32, and `0x`. */
const WORD_LENGTH = 66;

/**
 * The token movements of a receipt. Order: as logged.
 *
 * Edge: an NFT has its number as a fourth topic and moves no asset that is followed; a log that was
 * taken back moved nothing.
 * Blind spot: a wrapper that turns the native coin into a token logs no such movement.
 * Source: https://eips.ethereum.org/EIPS/eip-20
 */
export function readTokenMovements(
  { logs }: Receipt,
  position: Omit<Movement, 'kind' | 'channel' | 'from' | 'to' | 'asset' | 'amount' | 'index'>,
): readonly Movement[] {
  return logs.flatMap((log): readonly Movement[] => {
    const [event, ...topics] = log.topics;
    if (event !== TRANSFER || topics.length !== 2 || log.removed === true) return [];
    const [from, to] = topics.map((topic) => ADDRESS_TOPIC.exec(topic)?.[1]);
    if (from === undefined || to === undefined || log.data.length !== WORD_LENGTH) return [];
    return [
      {
        ...position,
        kind: 'transfer',
        channel: 'token',
        from: createAccount(position.chain, `0x${from}`),
        to: createAccount(position.chain, `0x${to}`),
        asset: erc20AssetId(position.chain, log.address),
        amount: BigInt(log.data),
        index: null,
      },
    ];
  });
}
