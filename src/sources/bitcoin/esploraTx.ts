import { z } from 'zod';
import { addressOfScript } from '../../chains/bitcoin/script.js';
import { createAccount } from '../../core/account.js';
import { sumAmounts } from '../../core/amount.js';
import type { Chain } from '../../core/chain.js';
import { IntegrityError } from '../../core/errors.js';
import type { UtxoTx } from '../../core/ledger.js';
import type { Spend, Tip } from '../../screening/ports.js';
import { type AskedRoute, createDecodeError, decodeBody } from '../decodeBody.js';

/** A lower-case transaction id or block hash. */
export const hash256Schema = z
  .string()
  .regex(/^[0-9a-fA-F]{64}$/)
  .transform((hash) => hash.toLowerCase());

const satsSchema = z.int().nonnegative().transform(BigInt);
const indexSchema = z.int().nonnegative();

const outputSchema = z.object({
  scriptpubkey: z
    .string()
    .regex(/^([0-9a-fA-F]{2})*$/)
    .nullish(),
  scriptpubkey_address: z
    .string()
    .regex(/^[0-9a-zA-Z]{14,100}$/)
    .nullish(),
  value: satsSchema,
});

const statusSchema = z.object({
  confirmed: z.boolean(),
  block_height: indexSchema.nullish(),
  block_hash: hash256Schema.nullish(),
  block_time: indexSchema.nullish(),
});

const txSchema = z.object({
  txid: hash256Schema,
  vin: z
    .array(
      z.object({
        txid: hash256Schema,
        vout: indexSchema,
        prevout: outputSchema.nullish(),
        is_coinbase: z.boolean(),
      }),
    )
    .min(1),
  vout: z.array(outputSchema),
  fee: satsSchema,
  status: statusSchema,
});

type TxShape = z.infer<typeof txSchema>;

/** What the transactions are read for. */
export interface TxContext {
  readonly chain: Chain;
  readonly asked: AskedRoute;
}

/**
 * One confirmed transaction, or null for one that no block holds yet.
 *
 * Source: https://github.com/Blockstream/esplora/blob/master/API.md#transaction-format
 *
 * @throws {DecodeError} where a field is not as documented, an input without its spent output included.
 * @throws {IntegrityError} when inputs, outputs and fee do not add up, or an address is not its script's.
 */
export function decodeTx(body: unknown, context: TxContext): UtxoTx | null {
  return readTx(decodeBody(txSchema, body, context.asked), { ...context, path: '' });
}

/** The confirmed ones of a list of transactions. Order: as listed. @throws {SourceError} as `decodeTx` */
export function decodeTxs(body: unknown, context: TxContext): readonly UtxoTx[] {
  return decodeBody(z.array(txSchema), body, context.asked)
    .map((tx, at) => readTx(tx, { ...context, path: `${at}.` }))
    .filter((tx) => tx !== null);
}

function readTx(tx: TxShape, context: TxContext & { readonly path: string }): UtxoTx | null {
  const { chain, asked, path } = context;
  const { status } = tx;
  if (!status.confirmed) return null;
  if (typeof status.block_height !== 'number') {
    throw createDecodeError(asked, `${path}status.block_height`);
  }
  if (typeof status.block_time !== 'number') {
    throw createDecodeError(asked, `${path}status.block_time`);
  }
  const coinbase = tx.vin.some((input) => input.is_coinbase);
  if (coinbase && tx.vin.length > 1) throw createDecodeError(asked, `${path}vin`);
  const decoded: UtxoTx = {
    kind: 'utxo',
    chain: chain.id,
    height: status.block_height,
    blockHash: status.block_hash ?? null,
    txIndex: null,
    txId: tx.txid,
    timeSeconds: status.block_time,
    coinbase,
    inputs: coinbase ? [] : tx.vin.map((input, at) => readInput(input, { ...context, at })),
    outputs: tx.vout.map((output) => readOutput(output, context)),
    fee: tx.fee,
  };
  assertAddsUp(decoded, asked);
  return decoded;
}

function readInput(
  input: TxShape['vin'][number],
  context: TxContext & { readonly path: string; readonly at: number },
) {
  const { asked, path, at } = context;
  if (!input.prevout) throw createDecodeError(asked, `${path}vin.${at}.prevout`);
  const previous = { txId: input.txid, index: input.vout };
  return { previous, ...readOutput(input.prevout, context) };
}

/** The address comes from the script itself; one that the server adds must be the same. */
function readOutput(output: z.infer<typeof outputSchema>, { chain, asked }: TxContext) {
  const said = output.scriptpubkey_address ?? null;
  const paid = output.scriptpubkey ? addressOfScript(output.scriptpubkey) : null;
  if (said !== null && paid !== null && said !== paid) {
    throw new IntegrityError(
      `${asked.host} names an address that the script does not pay (${asked.route}); use another source.`,
      { host: asked.host, route: asked.route },
    );
  }
  const address = paid ?? said;
  return {
    account: address === null ? null : createAccount(chain.id, address),
    amount: output.value,
  };
}

function assertAddsUp(tx: UtxoTx, asked: AskedRoute): void {
  if (tx.coinbase) return;
  const received = sumAmounts(tx.inputs.map((input) => input.amount));
  const sent = sumAmounts(tx.outputs.map((output) => output.amount));
  if (received === sent + tx.fee) return;
  throw new IntegrityError(
    `${asked.host} lists a transaction whose inputs are not its outputs and fee (${asked.route}); use another source.`,
    { host: asked.host, route: asked.route },
  );
}

const spendSchema = z.object({
  spent: z.boolean(),
  txid: hash256Schema.nullish(),
  status: statusSchema.nullish(),
});

/** How the outputs of a transaction were spent. Order: by output. @throws {DecodeError} */
export function decodeSpends(body: unknown, asked: AskedRoute): readonly Spend[] {
  return decodeBody(z.array(spendSchema), body, asked).map((spend, output) => {
    if (!spend.spent) return { output, spentBy: null };
    if (!spend.txid) throw createDecodeError(asked, `${output}.txid`);
    return { output, spentBy: { txId: spend.txid, height: spend.status?.block_height ?? null } };
  });
}

const blockSchema = z
  .object({ id: hash256Schema, height: indexSchema, timestamp: indexSchema })
  .transform(({ id, height, timestamp }) => ({ hash: id, height, timeSeconds: timestamp }));

/** Blocks, by height, hash and time. Order: as listed. @throws {DecodeError} */
export function decodeBlocks(body: unknown, asked: AskedRoute): readonly Tip[] {
  return decodeBody(z.object({ blocks: z.array(blockSchema).min(1) }), { blocks: body }, asked)
    .blocks;
}

const sumSchema = z.number().nonnegative();

const statsSchema = z.object({
  address: z.string(),
  chain_stats: z.object({
    tx_count: indexSchema,
    funded_txo_sum: sumSchema,
    spent_txo_sum: sumSchema,
  }),
});

/** What a server counts of an address, of confirmed transactions alone. */
export interface AddressStats {
  readonly address: string;
  readonly txCount: number;
  /** Units: satoshi. Null where the sums of all time are too large to be exact in JSON. */
  readonly balance: bigint | null;
}

/**
 * What a server counts of an address.
 *
 * Source: https://github.com/Blockstream/esplora/blob/master/API.md#get-addressaddress
 *
 * @throws {DecodeError}
 * @throws {IntegrityError} when more was spent than received.
 */
export function decodeStats(body: unknown, asked: AskedRoute): AddressStats {
  const { address, chain_stats } = decodeBody(statsSchema, body, asked);
  const { tx_count: txCount, funded_txo_sum: funded, spent_txo_sum: spent } = chain_stats;
  if (![funded, spent].every(Number.isSafeInteger)) return { address, txCount, balance: null };
  if (spent > funded) {
    throw new IntegrityError(
      `${asked.host} names an address that spent more than it received (${asked.route}); use another source.`,
      { host: asked.host, route: asked.route },
    );
  }
  return { address, txCount, balance: BigInt(funded) - BigInt(spent) };
}
