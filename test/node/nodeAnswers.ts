import { z } from 'zod';

const amount = z.string().transform(BigInt);
const whole = z.string().transform(Number);
const address = z.string().toLowerCase();

const tx = z.object({
  hash: z.string(),
  blockNumber: whole,
  blockHash: z.string(),
  transactionIndex: whole,
  nonce: whole,
  from: address,
  to: address.nullish(),
  value: amount,
  gas: amount,
  input: z.string(),
});

const block = z.object({ hash: z.string(), timestamp: whole, transactions: z.array(tx) });

const receipt = z.object({
  status: amount,
  gasUsed: amount,
  cumulativeGasUsed: amount,
  effectiveGasPrice: amount,
  contractAddress: address.nullish(),
  logs: z.array(z.object({ address, topics: z.array(z.string()), data: z.string() })),
});

/** A transaction as the node lists it in a block. Units: wei. */
export type Tx = z.infer<typeof tx>;

/** What became of a transaction. Units: wei. */
export type Receipt = z.infer<typeof receipt>;

/** A call inside a transaction, with the calls that it made. Units: wei. */
export interface Call {
  readonly type: string;
  readonly from: string;
  readonly to?: string | undefined;
  readonly value: bigint;
  readonly gas: bigint;
  readonly gasUsed: bigint;
  readonly error?: string | undefined;
  readonly calls?: readonly Call[] | undefined;
}

const call: z.ZodType<Call> = z.object({
  type: z.string(),
  from: address,
  to: address.optional(),
  // Calls that cannot carry value, such as a static one, say nothing of it.
  value: amount.default(0n),
  gas: amount,
  gasUsed: amount,
  error: z.string().optional(),
  get calls() {
    return z.array(call).optional();
  },
});

/** A block with its transactions, out of the answer to `eth_getBlockByNumber`. */
export const readBlock = readingOnce(block);

/** A transaction that is in a block, out of the answer to `eth_getTransactionByHash`. */
export const readTx = readingOnce(tx);

/** What became of a transaction, out of the answer to `eth_getTransactionReceipt`. */
export const readReceipt = readingOnce(receipt);

/** The outermost call, out of the answer to `debug_traceTransaction` with the `callTracer`. */
export const readCall = readingOnce(call);

/** Reads an answer, and one that was read before no second time; a chain is gone through often. */
function readingOnce<Read>(shape: z.ZodType<Read>): (answer: unknown) => Read {
  const known = new WeakMap<object, Read>();
  return (answer) => {
    if (typeof answer !== 'object' || answer === null) return shape.parse(answer);
    const before = known.get(answer);
    if (before !== undefined) return before;
    const read = shape.parse(answer);
    known.set(answer, read);
    return read;
  };
}
