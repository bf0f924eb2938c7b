import type { Account } from '../../src/core/account.js';
import type { Channel, LedgerFact, Transfer } from '../../src/core/ledger.js';
import type { HistorySource } from '../../src/screening/ports.js';
import { createEsploraSource } from '../../src/sources/bitcoin/esploraHistory.js';
import { createBlockscoutSource } from '../../src/sources/ethereum/blockscoutHistory.js';
import { createExplorerSource } from '../../src/sources/ethereum/explorerHistory.js';
import {
  type Fault,
  type FaultScript,
  type LoopbackServer,
  limited,
  refusal,
} from './faultServer.js';
import { startLoopbackBlockscout } from './loopbackBlockscout.js';
import { startLoopbackEsplora } from './loopbackEsplora.js';
import { startLoopbackExplorer } from './loopbackExplorer.js';
import {
  btcAccount,
  chainNamed,
  createTestClient,
  evmAccount,
  tokenAsset,
  transfer,
  utxoTx,
} from './sourceBench.js';

/** What every source is put through, in each channel. */
export const SITUATIONS = [
  'full',
  'empty',
  'partial',
  'paged',
  'over-window',
  'rate-limited',
] as const;

/** One of them. */
export type Situation = (typeof SITUATIONS)[number];

/** A history that a server of a test holds. */
export interface TestHistory {
  readonly rows: number;
  readonly perBlock: number;
  readonly script?: FaultScript;
}

/** A source over a server. */
export interface Bench {
  readonly source: HistorySource;
  readonly server: LoopbackServer;
  /** What the server holds of the account, with its heights. */
  readonly placed: readonly LedgerFact[];
  readonly tip: { readonly height: number; readonly hash: string; readonly timeSeconds: number };
}

/** One channel of one source, and what of the contract it is tested for. */
export interface ContractRow {
  readonly source: 'Etherscan V2' | 'Routescan' | 'Blockscout REST' | 'Esplora';
  readonly channel: Channel;
  /** A situation that is missing here is not tested, and the table says so. */
  readonly tested: readonly Situation[];
  readonly account: Account;
  readonly stranger: Account;
  readonly pageSize: number;
  /** Requests that come before the first page of a walk. */
  readonly before: number;
  /** How many rows of one block are more than the source gives at once, and what then comes. */
  readonly overWindow: { readonly rows: number; readonly outcome: 'all' | 'refusal' };
  /** A refusal in the source's own words for asking too fast. */
  readonly limit: Fault;
  /** Whether the source counts its rows, in one request. */
  readonly counts: 'exactly' | 'at least' | 'never';
  start(history: TestHistory): Promise<Bench>;
}

const FIRST_SECONDS = 1_600_000_000;
const GWEI = 1_000_000_000n;

function evmFacts(
  channel: Transfer['channel'],
  { rows, perBlock }: TestHistory,
): readonly Transfer[] {
  const isWithdrawal = channel === 'withdrawal';
  const own = Array.from({ length: rows }, (_, at) => {
    const isSent = at % 2 === 0 && !isWithdrawal;
    return transfer({
      channel,
      timeSeconds: FIRST_SECONDS + Math.floor(at / perBlock),
      from: isWithdrawal ? null : evmAccount(isSent ? 1 : 3),
      to: evmAccount(isSent ? 3 : 1),
      amount: BigInt(at + 1) * GWEI,
      ...(channel === 'token' ? { asset: tokenAsset(77) } : {}),
    });
  });
  const from = isWithdrawal ? null : evmAccount(5);
  return [...own, transfer({ channel, from, to: evmAccount(6) })];
}

type EvmChannel = 'native' | 'internal' | 'token' | 'withdrawal';

const EVM = {
  tested: SITUATIONS,
  account: evmAccount(1),
  stranger: evmAccount(99),
} as const;

/** Explorers list ten thousand rows of one window of heights and refuse to go deeper. */
const EXPLORER = {
  ...EVM,
  pageSize: 1000,
  before: 0,
  overWindow: { rows: 10_400, outcome: 'refusal' },
  limit: refusal('Max calls per sec rate limit reached (3/sec)'),
  counts: 'exactly',
} as const;

function etherscan(channel: EvmChannel): ContractRow {
  return {
    ...EXPLORER,
    source: 'Etherscan V2',
    channel,
    start: async (history) => {
      const { rows, script } = history;
      const facts = evmFacts(channel, history);
      const server = await startLoopbackExplorer({
        facts,
        apiKey: 'k',
        ...(script === undefined ? {} : { script }),
      });
      const source = createExplorerSource({
        name: 'explorer',
        chain: chainNamed('ethereum'),
        baseUrl: `${server.url}/v2/api`,
        apiKey: 'k',
        http: createTestClient().http,
      });
      return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
    },
  };
}

function routescan(channel: EvmChannel): ContractRow {
  return {
    ...EXPLORER,
    source: 'Routescan',
    channel,
    pageSize: 500,
    limit: limited(null, '{"message":"Too Many Requests"}'),
    start: async (history) => {
      const { rows, script } = history;
      const server = await startLoopbackExplorer({
        facts: evmFacts(channel, history),
        dialect: 'routescan',
        ...(script === undefined ? {} : { script }),
      });
      const source = createExplorerSource({
        name: 'routescan',
        chain: chainNamed('ethereum'),
        baseUrl: `${server.url}/v2/network/mainnet/evm/1/etherscan/api`,
        apiKey: null,
        pageSize: 500,
        http: createTestClient().http,
      });
      return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
    },
  };
}

function blockscout(channel: EvmChannel): ContractRow {
  return {
    ...EVM,
    source: 'Blockscout REST',
    channel,
    pageSize: 50,
    // The block that shows the chain, and how much of it was taken in.
    before: 1,
    overWindow: { rows: 120, outcome: 'all' },
    limit: limited(
      null,
      '{"message":"Too many requests. Increase limits now at https://dev.blockscout.com"}',
    ),
    counts: channel === 'native' || channel === 'token' ? 'at least' : 'never',
    start: async (history) => {
      const { rows, script } = history;
      const server = await startLoopbackBlockscout({
        facts: evmFacts(channel, history),
        ...(script === undefined ? {} : { script }),
      });
      const source = createBlockscoutSource({
        name: 'blockscout',
        chain: chainNamed('ethereum'),
        baseUrl: server.url,
        apiKey: null,
        http: createTestClient().http,
      });
      return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
    },
  };
}

const esplora: ContractRow = {
  source: 'Esplora',
  channel: 'utxo',
  tested: SITUATIONS,
  account: btcAccount(1),
  stranger: btcAccount(99),
  pageSize: 25,
  before: 0,
  overWindow: { rows: 60, outcome: 'all' },
  limit: limited(null, '{"message":"Your request rate exceeds the current limit"}'),
  counts: 'exactly',
  start: async ({ rows, perBlock, script }) => {
    const own = Array.from({ length: rows }, (_, at) =>
      utxoTx(at + 1, { timeSeconds: FIRST_SECONDS + Math.floor(at / perBlock) }),
    );
    const input = { previous: null, account: btcAccount(8), amount: 1000n };
    const facts = [...own, utxoTx(100_000, { inputs: [input] })];
    const server = await startLoopbackEsplora({
      facts,
      ...(script === undefined ? {} : { script }),
    });
    const source = createEsploraSource({
      name: 'esplora',
      chain: chainNamed('bitcoin'),
      baseUrl: server.url,
      http: createTestClient().http,
    });
    return { source, server, placed: server.placed.slice(0, rows), tip: server.tip };
  },
};

/** The contract that every source passes: each row is a source and a channel, each cell one test. */
export const CONTRACT: readonly ContractRow[] = [
  ...(['native', 'internal', 'token', 'withdrawal'] as const).map(etherscan),
  ...(['native', 'internal', 'token'] as const).map(routescan),
  ...(['native', 'internal', 'token', 'withdrawal'] as const).map(blockscout),
  esplora,
];

/** The contract as a Markdown table; a cell without a test reads `untested`. */
export function formatContract(
  rows: readonly Pick<ContractRow, 'source' | 'channel' | 'tested'>[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['source', 'channel', ...SITUATIONS]),
    line(['---', '---', ...SITUATIONS.map(() => '---')]),
    ...rows.map(({ source, channel, tested }) =>
      line([
        source,
        channel,
        ...SITUATIONS.map((situation) => (tested.includes(situation) ? 'tested' : 'untested')),
      ]),
    ),
  ].join('\n');
}
