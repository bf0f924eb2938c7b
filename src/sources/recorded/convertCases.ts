import { z } from 'zod';
import { createAccount } from '../../core/account.js';
import { erc20AssetId, nativeAssetId } from '../../core/asset.js';
import { type Chain, findChainByName } from '../../core/chain.js';
import { orderFacts } from '../../core/chainOrder.js';
import { Bug, DecodeError } from '../../core/errors.js';
import type { LedgerFact, Transfer, UtxoTx } from '../../core/ledger.js';
import { parseMoment } from '../../core/moment.js';
import type { Recording } from './format.js';

const RONIN_BRIDGE = '0x1a2a1c938ce3ec39b6d47113c7955baa9dd454f2';
const RONIN_EXPLOITER = '0x098b716b8aaf21512996dc57eb0615e2383e2f96';

/** The addresses that OFAC lists for the Ronin theft, in the order of their listing. */
const RONIN_LISTED: readonly string[] = [
  RONIN_EXPLOITER,
  '0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b',
  '0x3cffd56b47b7b41c56258d9c7731abadc360e073',
  '0x53b6936513e738f44fb50d2b9476730c0ab3bfc1',
  '0x35fb6f6db4fb05e6a4ce86f2c93691425626d4b1',
  '0xf7b31119c2682c88d88d455dbb9d5932c65cf1be',
  '0x3e37627deaa754090fbfbb8bd226c1ce66d255e9',
  '0x08723392ed15743cc38513c4925f5e6be5c17243',
];

const ETHER_THEFT = '0xc28fad5e8d5e0ce6a2eaf67b6687be5d58113e16be590824d6cfa1a94467d0b7';
const USDC_THEFT = '0xed2c72ef1a552ddaec6dd1f5cddf0b59a8f37f82bdda5257d9c7c37db7bb9b08';
const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';

const WANNACRY_ADDRESS = '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn';

/** A row of a table of transfers, by column name. */
export type TransferRow = Readonly<Record<string, string>>;

/**
 * The Ronin theft of 2022-03-23 and what the listed addresses did with the ether.
 *
 * The table holds plain transfers, so the thefts themselves are not in it: the bridge paid them out
 * inside two calls of value zero. They are added at the times of those calls.
 *
 * @throws {DecodeError} when a row cannot be read or the two calls are not where they should be.
 */
export function convertRonin(rows: readonly TransferRow[]): Recording {
  const chain = chainNamed('ethereum');
  const ether = nativeAssetId(chain);
  const at = { chain: chain.id, blockHash: null, txIndex: null };
  const transfers = rows.map(
    (row, n): Transfer => ({
      kind: 'transfer',
      ...at,
      height: null,
      txId: null,
      timeSeconds: readTime(row.time_utc, `row ${n + 1}: time_utc`),
      channel: 'native',
      from: createAccount(chain.id, row.from ?? ''),
      to: createAccount(chain.id, row.to ?? ''),
      asset: ether,
      amount: readAmount(row.amount_wei, `row ${n + 1}: amount_wei`),
      index: `#${n + 1}`,
    }),
  );
  const bridge = createAccount(chain.id, RONIN_BRIDGE);
  const exploiter = createAccount(chain.id, RONIN_EXPLOITER);
  const calls = transfers.filter((transfer) => transfer.to === bridge && transfer.amount === 0n);
  const [etherCall, usdcCall, ...others] = calls;
  if (etherCall === undefined || usdcCall === undefined || others.length > 0) {
    throw new DecodeError('The table does not hold exactly two empty calls to the Ronin bridge.');
  }
  const theft = { kind: 'transfer', ...at, from: bridge, to: exploiter, index: '#1' } as const;
  const etherTheft: Transfer = {
    ...theft,
    height: 14_442_835,
    txId: ETHER_THEFT,
    timeSeconds: etherCall.timeSeconds,
    channel: 'internal',
    asset: ether,
    amount: 173_600n * 10n ** 18n,
  };
  const usdcTheft: Transfer = {
    ...theft,
    height: 14_442_840,
    txId: USDC_THEFT,
    timeSeconds: usdcCall.timeSeconds,
    channel: 'token',
    asset: erc20AssetId(chain.id, USDC),
    amount: 25_500_000n * 10n ** 6n,
  };
  const facts = transfers.flatMap((transfer): LedgerFact[] => {
    if (transfer === etherCall) return [transfer, etherTheft];
    return transfer === usdcCall ? [transfer, usdcTheft] : [transfer];
  });
  return {
    header: {
      name: 'ronin-2022',
      title: 'The Ronin bridge theft of 2022-03-23 and the eight addresses that OFAC lists for it',
      chain,
      anchor: { height: null, hash: null, timeSeconds: lastTime(facts) },
      hasTransactionIds: false,
      coverage: RONIN_LISTED.map((address) => ({
        account: createAccount(chain.id, address),
        channels: ['native', 'internal'],
      })),
      sources: [
        `https://etherscan.io/tx/${ETHER_THEFT}`,
        `https://etherscan.io/tx/${USDC_THEFT}`,
        ...RONIN_LISTED.map((address) => `https://etherscan.io/address/${address}`),
      ],
    },
    facts,
  };
}

const esploraTxSchema = z.object({
  txid: z.string(),
  fee: z.int(),
  status: z.object({
    block_height: z.int(),
    block_hash: z.string().nullable(),
    block_time: z.int(),
  }),
  vin: z.array(
    z.object({
      txid: z.string().nullable(),
      vout: z.int(),
      is_coinbase: z.boolean(),
      prevout: z.object({ scriptpubkey_address: z.string().optional(), value: z.int() }).nullable(),
    }),
  ),
  vout: z.array(z.object({ scriptpubkey_address: z.string().optional(), value: z.int() })),
});

/**
 * The transactions of one WannaCry ransom address, from rows in the form of the Esplora API.
 *
 * Order: as the chain applied them.
 * Source: https://github.com/Blockstream/esplora/blob/master/API.md#transaction-format
 *
 * @throws {DecodeError} naming the row that cannot be read.
 */
export function convertWannacry(rows: readonly unknown[]): Recording {
  const chain = chainNamed('bitcoin');
  const facts = orderFacts(rows.map((row, n) => convertEsploraTx(row, chain, n + 1)));
  return {
    header: {
      name: 'wannacry-2017',
      title: 'The 115 transactions of one of the three WannaCry ransom addresses of 2017',
      chain,
      anchor: {
        height: facts.at(-1)?.height ?? null,
        hash: null,
        timeSeconds: lastTime(facts),
      },
      hasTransactionIds: true,
      coverage: [{ account: createAccount(chain.id, WANNACRY_ADDRESS), channels: ['utxo'] }],
      sources: [`https://mempool.space/address/${WANNACRY_ADDRESS}`],
    },
    facts,
  };
}

function convertEsploraTx(row: unknown, chain: Chain, line: number): UtxoTx {
  const read = esploraTxSchema.safeParse(row);
  if (!read.success) {
    const field = (read.error.issues[0]?.path ?? []).map(String).join('.');
    throw new DecodeError(`Row ${line} is not an Esplora transaction at ${field}.`, { field });
  }
  const { txid, fee, status, vin, vout } = read.data;
  const account = (address: string | undefined) =>
    address === undefined ? null : createAccount(chain.id, address);
  return {
    kind: 'utxo',
    chain: chain.id,
    height: status.block_height,
    blockHash: status.block_hash,
    txIndex: null,
    txId: txid,
    timeSeconds: status.block_time,
    coinbase: vin.some((input) => input.is_coinbase),
    inputs: vin.map((input, n) => {
      if (input.prevout === null) {
        throw new DecodeError(`Row ${line} does not say what input ${n} spends.`);
      }
      return {
        previous: input.txid === null ? null : { txId: input.txid, index: input.vout },
        account: account(input.prevout.scriptpubkey_address),
        amount: BigInt(input.prevout.value),
      };
    }),
    outputs: vout.map((output) => ({
      account: account(output.scriptpubkey_address),
      amount: BigInt(output.value),
    })),
    fee: BigInt(fee),
  };
}

function chainNamed(name: string): Chain {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('A chain of the recorded cases is not known.', { name });
  return chain;
}

function lastTime(facts: readonly LedgerFact[]): number {
  return facts.reduce((last, fact) => Math.max(last, fact.timeSeconds), 0);
}

function readTime(text: string | undefined, field: string): number {
  const seconds = parseMoment(text ?? '');
  if (seconds === null) throw new DecodeError(`No time can be read at ${field}.`, { field });
  return seconds;
}

function readAmount(text: string | undefined, field: string): bigint {
  if (text === undefined || !/^\d+$/.test(text)) {
    throw new DecodeError(`No amount can be read at ${field}.`, { field });
  }
  return BigInt(text);
}
