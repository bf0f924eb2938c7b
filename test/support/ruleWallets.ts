import { createHash } from 'node:crypto';
import { address as bitcoinAddress } from 'bitcoinjs-lib';
import { formatAddress } from '../../src/chains/labelAddress.js';
import { type Account, chainOfAccount, createAccount } from '../../src/core/account.js';
import { parseDecimal } from '../../src/core/amount.js';
import { erc20AssetId } from '../../src/core/asset.js';
import { findChain } from '../../src/core/chain.js';
import { accountsOfFact, type LedgerFact, type Transfer } from '../../src/core/ledger.js';
import { parseMoment, SECONDS_PER_DAY } from '../../src/core/moment.js';
import type { ScreeningDocument } from '../../src/report/document.js';
import { formatRecording } from '../../src/sources/recorded/format.js';
import { openTestApp, TEST_NOW_MS } from './openTestApp.js';
import { bitcoinTx, chainNamed, ETH } from './world.js';

const ethereum = chainNamed('ethereum');
const bitcoin = chainNamed('bitcoin');

/** USD Coin on Ethereum; six decimals, dust below 10. */
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

/** The day on which test wallets are screened, and its neighbours. */
export const TODAY = '2026-11-22';
export const TOMORROW = '2026-11-23';

/** The Ethereum account that belongs to a word, always the same. */
export function evm(word: string): Account {
  return createAccount(ethereum.id, `0x${digest(word).slice(0, 40)}`);
}

/** The Bitcoin account (pay to a witness key) that belongs to a word, always the same. */
export function btc(word: string): Account {
  const key = Buffer.from(digest(word).slice(0, 40), 'hex');
  return createAccount(bitcoin.id, bitcoinAddress.toBech32(key, 0, 'bc'));
}

/** The wallet that is screened, unless a test says otherwise. */
export const PAYEE = evm('payee');
/** An account of an exchange; every test wallet's label set names it. */
export const EXCHANGE = evm('exchange');
/** The account that a test puts a risk claim on. */
export const MARKED = evm('marked');

/** A decimal amount in atomic units. */
function units(text: string, decimals: number): bigint {
  const { numerator, denominator } = parseDecimal(text);
  return (numerator * 10n ** BigInt(decimals)) / denominator;
}

/** The least atomic unit of USD Coin below an amount. */
export function oneLess(dollars: string): string {
  const micros = units(dollars, 6) - 1n;
  return `${micros / 1_000_000n}.${(micros % 1_000_000n).toString().padStart(6, '0')}`;
}

/** Dollars left of a whole, as a decimal text. */
export function rest(whole: string, part: string): string {
  const micros = units(whole, 6) - units(part, 6);
  return `${micros / 1_000_000n}.${(micros % 1_000_000n).toString().padStart(6, '0')}`;
}

/** A payment in USD Coin. `day` counts from the first of January 2026 and may be a part of a day. */
export function usdc(from: Account, to: Account, dollars: string, day: number): Transfer {
  const asset = { asset: USDC, amount: units(dollars, 6), channel: 'token' } as const;
  return transfer({ from, to, day, ...asset });
}

/** A payment in ether, in a transaction of its own or as an internal transfer of a contract. */
export function eth(
  from: Account,
  to: Account,
  coins: string,
  when: { readonly day: number; readonly channel?: 'native' | 'internal' },
): Transfer {
  const { day, channel = 'native' } = when;
  return transfer({ from, to, day, asset: ETH, amount: units(coins, 18), channel });
}

function transfer(
  parts: Pick<Transfer, 'from' | 'to' | 'asset' | 'amount' | 'channel'> & { readonly day: number },
): Transfer {
  const { day, ...legs } = parts;
  const words = [legs.from, legs.to, legs.asset, legs.amount, legs.channel, day].join(' ');
  return {
    kind: 'transfer',
    chain: ethereum.id,
    height: 24_000_000 + Math.round(day * 7200),
    blockHash: null,
    txIndex: 0,
    txId: `0x${digest(words)}`,
    timeSeconds: secondsOf(day),
    index: '0',
    ...legs,
  };
}

/** A Bitcoin transaction that spends whole outputs of earlier ones; no fee, so that sums stay round. */
export function btcPay(
  id: string,
  day: number,
  legs: {
    /** Account, its output's transaction and index, and the coins in it. */
    readonly from: readonly (readonly [Account, string, number, string])[];
    readonly to: readonly (readonly [Account, string])[];
  },
): LedgerFact {
  const tx = bitcoinTx(digest(id), Math.round(900_000 + day * 144), {
    inputs: legs.from.map(([account, of, index, coins]) => ({
      previous: { txId: digest(of), index },
      account,
      amount: units(coins, 8),
    })),
    outputs: legs.to.map(([account, coins]) => ({ account, amount: units(coins, 8) })),
  });
  return { ...tx, timeSeconds: secondsOf(day) };
}

function secondsOf(day: number): number {
  const start = parseMoment('2026-01-01') ?? 0;
  return start + Math.round(day * SECONDS_PER_DAY);
}

function digest(words: string): string {
  return createHash('sha256').update(words).digest('hex');
}

/** One row of a user's label table. */
export interface LabelRow {
  readonly account: Account;
  readonly entity: string;
  readonly category: string;
  readonly actor: string;
  readonly confidence: string;
  readonly source_date: string;
  readonly delisted_on: string;
  readonly note: string;
  /** None where it is left out. */
  readonly event?: string;
}

/** A claim by a sanctions list that an account is Lazarus', unless the parts say otherwise. */
export function marked(
  parts: Partial<Omit<LabelRow, 'account'>> = {},
  account: Account = MARKED,
): LabelRow {
  return {
    account,
    entity: 'Lazarus Group',
    category: 'sanctioned',
    actor: 'lazarus',
    confidence: 'list',
    source_date: '2022-04-14',
    delisted_on: '',
    note: '',
    ...parts,
  };
}

/** A claim about nobody of the DPRK. */
export function markedOther(
  parts: Partial<Omit<LabelRow, 'account'>> = {},
  account: Account = MARKED,
): LabelRow {
  return marked({ entity: 'Listed Trading Company', actor: '', ...parts }, account);
}

/** A claim that an account belongs to an exchange. */
export function exchangeLabel(account: Account): LabelRow {
  const parts = { entity: 'Example Exchange', category: 'exchange', confidence: 'researcher' };
  return marked({ ...parts, actor: '' }, account);
}

/** A wallet with the world around it, as a recorded file and a label table hold it. */
export interface RuleWallet {
  readonly facts: readonly LedgerFact[];
  readonly labels: readonly LabelRow[];
  /** What is screened; `PAYEE` when not given. */
  readonly subject?: Account;
  /** Accounts whose history the file does not hold. */
  readonly uncovered?: readonly Account[];
  /** Parts of the configuration beside chains and labels. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly asOf?: string;
  readonly builtIn?: boolean;
}

/** Screens a wallet from end to end with a rules file, or with the default policy. */
export async function screenWallet(
  wallet: RuleWallet,
  rulesFile?: string,
): Promise<ScreeningDocument> {
  const [document] = await screenLabelled(wallet, [wallet.labels], rulesFile);
  if (document === undefined) throw new Error('a wallet was not screened');
  return document;
}

/** Screens the same wallet under one label table after another. Order: the tables'. */
export async function screenLabelled(
  wallet: RuleWallet,
  tables: readonly (readonly LabelRow[])[],
  rulesFile?: string,
): Promise<readonly ScreeningDocument[]> {
  const subject = wallet.subject ?? PAYEE;
  const onBitcoin = chainOfAccount(subject) === bitcoin.id;
  const chain = onBitcoin ? bitcoin : ethereum;
  const test = openTestApp(
    {
      chains: { [chain.name]: { sources: [{ kind: 'recorded', path: './wallet.jsonl' }] } },
      labels: { builtIn: wallet.builtIn ?? false },
      ...wallet.config,
    },
    rulesFile === undefined ? {} : { rulesFile },
  );
  try {
    test.write('wallet.jsonl', recordingOf(wallet, { subject, chain }));
    const documents: ScreeningDocument[] = [];
    for (const labels of tables) {
      await test.app.importLabels({
        file: test.write('labels.csv', formatLabels(labels)),
        set: 'test',
      });
      documents.push(await test.screen(formatAddress(subject), { asOf: wallet.asOf ?? null }));
    }
    return documents;
  } finally {
    test.close();
  }
}

function recordingOf(
  wallet: RuleWallet,
  on: { readonly subject: Account; readonly chain: typeof ethereum },
): string {
  const channels =
    on.chain === bitcoin ? (['utxo'] as const) : (['native', 'internal', 'token'] as const);
  const met = new Set([on.subject, ...wallet.facts.flatMap(accountsOfFact)]);
  const covered = [...met].filter(
    (account) =>
      chainOfAccount(account) === on.chain.id && wallet.uncovered?.includes(account) !== true,
  );
  return formatRecording({
    header: {
      name: 'test-wallet',
      title: 'A wallet of a test',
      chain: on.chain,
      anchor: { height: null, hash: null, timeSeconds: Math.floor(TEST_NOW_MS / 1000) },
      hasTransactionIds: true,
      coverage: covered.map((account) => ({ account, channels })),
      sources: ['https://example.org/wallet'],
    },
    facts: wallet.facts,
  });
}

const COLUMNS =
  'chain,address,entity,category,actor,event,source,source_date,confidence,delisted_on,note';

/** A label table as a person would import it; the exchange is always in it. */
export function formatLabels(labels: readonly LabelRow[]): string {
  const rows = [exchangeLabel(EXCHANGE), ...labels].map((row) => {
    const chain = findChain(chainOfAccount(row.account))?.name ?? '';
    const source = 'https://example.org/claims';
    const cells = [
      chain,
      formatAddress(row.account),
      row.entity,
      row.category,
      row.actor,
      row.event ?? '',
    ];
    cells.push(source, row.source_date, row.confidence, row.delisted_on, row.note);
    return cells.map((cell) => `"${cell}"`).join(',');
  });
  return `${[COLUMNS, ...rows].join('\n')}\n`;
}
