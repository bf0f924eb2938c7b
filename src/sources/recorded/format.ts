import { z } from 'zod';
import { canonicalLabelAddress } from '../../chains/labelAddress.js';
import { type Account, addressOfAccount } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';
import { type Chain, findChain } from '../../core/chain.js';
import { Bug, DecodeError } from '../../core/errors.js';
import type { Channel, LedgerFact, Transfer, UtxoTx } from '../../core/ledger.js';
import { formatMoment, parseMoment } from '../../core/moment.js';

/** The accounts whose history in some channels is whole in a recorded file. */
export interface RecordedCoverage {
  readonly account: Account;
  readonly channels: readonly Channel[];
}

/** What a recorded file says about itself, on its first line. */
export interface RecordedHeader {
  /** Names the file in reports, for example `ronin-2022`. */
  readonly name: string;
  /** One line for a person. */
  readonly title: string;
  readonly chain: Chain;
  /** Up to where the file was recorded. */
  readonly anchor: {
    readonly height: number | null;
    readonly hash: string | null;
    readonly timeSeconds: number;
  };
  readonly hasTransactionIds: boolean;
  readonly coverage: readonly RecordedCoverage[];
  /** Pages where the same facts can be looked up. */
  readonly sources: readonly string[];
}

/** A recorded file, whole. */
export interface Recording {
  readonly header: RecordedHeader;
  /** Order: the file's. */
  readonly facts: readonly LedgerFact[];
}

const FORMAT = 'hopsight-recorded-1';

const CHANNELS = [
  'native',
  'internal',
  'token',
  'utxo',
  'fee',
  'withdrawal',
  'reward',
  'deposit',
] as const satisfies readonly Channel[];

const height = z.int().nonnegative().nullable();
const text = z.string().min(1).max(200);
const amount = z.string().regex(/^(0|[1-9]\d{0,77})$/, 'not a decimal amount');
const txId = z.string().regex(/^(0x)?[0-9a-f]{64}$/, 'not a lower-case transaction id');
const hash = txId.nullable();
const time = z.string().refine((value) => parseMoment(value) !== null, 'not a UTC time');

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'not a short name'),
  title: text,
  chain: text,
  anchor: z.strictObject({ height, hash, time }),
  coverage: z.array(z.strictObject({ account: text, channels: z.array(z.enum(CHANNELS)).min(1) })),
  hasTransactionIds: z.boolean(),
  sources: z.array(z.string().startsWith('https://').max(500)),
});

const position = { height, blockHash: hash, txIndex: height, time };

const transferSchema = z.strictObject({
  kind: z.literal('transfer'),
  ...position,
  txId: txId.nullable(),
  channel: z.enum(CHANNELS).exclude(['utxo']),
  from: text.nullable(),
  to: text.nullable(),
  asset: text,
  amount,
  index: text,
});

const inputSchema = z.strictObject({
  previous: z.tuple([txId, z.int().nonnegative()]).nullable(),
  account: text.nullable(),
  amount,
});

const utxoSchema = z.strictObject({
  kind: z.literal('utxo'),
  ...position,
  txId,
  coinbase: z.boolean(),
  inputs: z.array(inputSchema),
  outputs: z.array(z.strictObject({ account: text.nullable(), amount })),
  fee: amount,
});

const factSchema = z.discriminatedUnion('kind', [transferSchema, utxoSchema]);

/**
 * Reads a recorded file. `name` stands for the file in complaints.
 *
 * @throws {DecodeError} naming line and field of the first thing that is not as documented.
 */
export function parseRecording(content: string, name: string): Recording {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  const header = parseHeader(lines[0] ?? '', name);
  const readAccount = createAccountReader(header.chain, name);
  const facts = lines
    .slice(1)
    .map((line, at) => parseFact(line, { chain: header.chain, name, line: at + 2, readAccount }));
  return { header, facts };
}

/**
 * Reads the first line of a recorded file.
 *
 * @throws {DecodeError} naming the field that is not as documented.
 */
export function parseHeader(line: string, name: string): RecordedHeader {
  const read = parseLine(headerSchema, line, { name, line: 1 });
  const chain = findChain(read.chain);
  if (chain === undefined) throw badField(name, 'line 1: chain', 'a chain that Hopsight knows');
  const readAccount = createAccountReader(chain, name);
  return {
    name: read.name,
    title: read.title,
    chain,
    anchor: {
      height: read.anchor.height,
      hash: read.anchor.hash,
      timeSeconds: secondsOf(read.anchor.time),
    },
    hasTransactionIds: read.hasTransactionIds,
    coverage: read.coverage.map(({ account, channels }, at) => ({
      account: readAccount(account, `line 1: coverage.${at}.account`),
      channels,
    })),
    sources: read.sources,
  };
}

/** A recorded file as text: one JSON object per line, the header first. */
export function formatRecording({ header, facts }: Recording): string {
  const { anchor } = header;
  const lines = [
    {
      format: FORMAT,
      name: header.name,
      title: header.title,
      chain: header.chain.id,
      anchor: {
        height: anchor.height,
        hash: anchor.hash,
        time: formatMoment(anchor.timeSeconds),
      },
      coverage: header.coverage.map(({ account, channels }) => ({
        account: addressOfAccount(account),
        channels,
      })),
      hasTransactionIds: header.hasTransactionIds,
      sources: header.sources,
    },
    ...facts.map(encodeFact),
  ];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function encodeFact(fact: LedgerFact) {
  const at = {
    height: fact.height,
    blockHash: fact.blockHash,
    txIndex: fact.txIndex,
    time: formatMoment(fact.timeSeconds),
  };
  if (fact.kind === 'transfer') {
    return {
      kind: fact.kind,
      ...at,
      txId: fact.txId,
      channel: fact.channel,
      from: addressOrNull(fact.from),
      to: addressOrNull(fact.to),
      asset: fact.asset,
      amount: fact.amount.toString(),
      index: fact.index,
    };
  }
  return {
    kind: fact.kind,
    ...at,
    txId: fact.txId,
    coinbase: fact.coinbase,
    inputs: fact.inputs.map(({ previous, account, amount: value }) => ({
      previous: previous === null ? null : [previous.txId, previous.index],
      account: addressOrNull(account),
      amount: value.toString(),
    })),
    outputs: fact.outputs.map(({ account, amount: value }) => ({
      account: addressOrNull(account),
      amount: value.toString(),
    })),
    fee: fact.fee.toString(),
  };
}

interface FactContext {
  readonly chain: Chain;
  readonly name: string;
  readonly line: number;
  readonly readAccount: AccountReader;
}

function parseFact(line: string, context: FactContext): LedgerFact {
  const { chain, readAccount } = context;
  const read = parseLine(factSchema, line, context);
  const where = `line ${context.line}`;
  const account = (address: string | null, field: string): Account | null =>
    address === null ? null : readAccount(address, `${where}: ${field}`);
  const at = {
    chain: chain.id,
    height: read.height,
    blockHash: read.blockHash,
    txIndex: read.txIndex,
    timeSeconds: secondsOf(read.time),
  };
  if (read.kind === 'transfer') {
    if (!read.asset.startsWith(`${chain.id}/`)) {
      throw badField(context.name, `${where}: asset`, `an asset of ${chain.id}`);
    }
    const transfer: Transfer = {
      kind: 'transfer',
      ...at,
      txId: read.txId,
      channel: read.channel,
      from: account(read.from, 'from'),
      to: account(read.to, 'to'),
      asset: read.asset as AssetId,
      amount: BigInt(read.amount),
      index: read.index,
    };
    return transfer;
  }
  const tx: UtxoTx = {
    kind: 'utxo',
    ...at,
    txId: read.txId,
    coinbase: read.coinbase,
    inputs: read.inputs.map((input, n) => ({
      previous:
        input.previous === null ? null : { txId: input.previous[0], index: input.previous[1] },
      account: account(input.account, `inputs.${n}.account`),
      amount: BigInt(input.amount),
    })),
    outputs: read.outputs.map((output, n) => ({
      account: account(output.account, `outputs.${n}.account`),
      amount: BigInt(output.amount),
    })),
    fee: BigInt(read.fee),
  };
  return tx;
}

type AccountReader = (address: string, field: string) => Account;

/** Reads addresses of one chain; each spelling is checked once. */
function createAccountReader(chain: Chain, name: string): AccountReader {
  const known = new Map<string, Account>();
  return (address, field) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const read = canonicalLabelAddress(chain.name, address);
    if (!read.ok) throw badField(name, field, `an address of ${chain.title}`);
    known.set(address, read.account);
    return read.account;
  };
}

function parseLine<Schema extends z.ZodType>(
  schema: Schema,
  line: string,
  place: { readonly name: string; readonly line: number },
): z.infer<Schema> {
  const read = schema.safeParse(parseJson(line, place));
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = [...(issue?.path ?? [])].map(String).join('.') || 'the whole line';
  throw badField(place.name, `line ${place.line}: ${field}`, issue?.message ?? 'another form');
}

function parseJson(line: string, place: { readonly name: string; readonly line: number }): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new DecodeError(
      `Line ${place.line} of the recorded file ${place.name} is not JSON; record the file again.`,
      { field: `line ${place.line}` },
      { cause },
    );
  }
}

function badField(name: string, field: string, expected: string): DecodeError {
  return new DecodeError(
    `The recorded file ${name} is not as documented at ${field} (${expected}); correct it or record it again.`,
    { field },
  );
}

function secondsOf(moment: string): number {
  const seconds = parseMoment(moment);
  if (seconds === null) throw new Bug('A checked time could not be read.', { moment });
  return seconds;
}

function addressOrNull(account: Account | null): string | null {
  return account === null ? null : addressOfAccount(account);
}
