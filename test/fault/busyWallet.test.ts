import { describe, expect, it } from 'vitest';
import type { ScreeningDocument } from '../../src/report/document.js';
import {
  type Answer,
  type AnswerRequest,
  always,
  type FaultScript,
  type LoopbackServer,
  startFaultServer,
} from '../support/faultServer.js';
import { HONEST, honestTransfers, laterCustomers, openHonestApp } from '../support/honestWallet.js';
import {
  chainsOf,
  closeAfterwards,
  esploraAt,
  explorerAt,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';

const opened = closeAfterwards();

const ROWS = 100_000;
const MOST_REQUESTS = 5;
const DEADLINE_MS = 1500;
const WALLET = inventedAddress('a wallet that is always at work');
const BITCOIN_WALLET = '34xp4vRoCGJym3xR7yCVPFHoCNxv4Twseo';
const TIP_HEIGHT = 3_000_000;

/** An explorer that makes up the rows of one list when they are asked for. */
function endlessExplorer(listed: 'txlist' | 'tokentx'): AnswerRequest {
  return ({ searchParams: query }) => {
    const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
    if (query.get('module') === 'proxy') {
      const result = {
        number: hex(TIP_HEIGHT),
        hash: txIdOf(TIP_HEIGHT),
        timestamp: hex(1_700_000_000),
      };
      return json({ jsonrpc: '2.0', id: 1, result });
    }
    if (query.get('action') !== listed) {
      return json({ status: '0', message: 'No transactions found', result: [] });
    }
    const [size, page] = [number('offset', 1000), number('page', 1)];
    const start = Math.max(0, number('startblock', 0) - FIRST_HEIGHT) + (page - 1) * size;
    const length = Math.max(0, Math.min(size, ROWS - start));
    const result = Array.from({ length }, (_, at) => rowAt(start + at));
    return json({ status: '1', message: 'OK', result });
  };
}

const FIRST_HEIGHT = 1_000_000;

function rowAt(at: number): Readonly<Record<string, string>> {
  return {
    blockNumber: `${FIRST_HEIGHT + at}`,
    timeStamp: `${1_600_000_000 + at * 12}`,
    hash: txIdOf(at),
    blockHash: txIdOf(FIRST_HEIGHT + at),
    transactionIndex: '0',
    from: inventedAddress(`customer ${at % 5}`),
    to: WALLET,
    contractAddress: '0xdac17f958d2ee523a2206206994597c13d831ec7',
    value: '1000000000000000000',
    gasUsed: '21000',
    gasPrice: '1',
    isError: '0',
    txreceipt_status: '1',
  };
}

/** An Esplora server whose one address has been paid in a hundred thousand transactions. */
const endlessEsplora: AnswerRequest = ({ pathname }) => {
  const tip = hash256(TIP_HEIGHT);
  if (pathname === '/blocks') {
    return json([{ id: tip, height: TIP_HEIGHT, timestamp: 1_700_000_000 }]);
  }
  if (pathname === `/block-height/${TIP_HEIGHT}`) {
    return { status: 200, contentType: 'text/plain', body: tip };
  }
  if (!pathname.includes('/txs/chain')) {
    const sums = { funded_txo_sum: 0, spent_txo_sum: 0 };
    return json({ address: BITCOIN_WALLET, chain_stats: { tx_count: ROWS, ...sums } });
  }
  const after = /\/txs\/chain\/([0-9a-f]{64})/.exec(pathname)?.[1];
  const from = after === undefined ? 0 : Number.parseInt(after, 16) + 1;
  return json(Array.from({ length: 25 }, (_, at) => payoutAt(from + at)));
};

function payoutAt(at: number) {
  return {
    txid: hash256(at),
    vin: [
      {
        txid: hash256(ROWS + at),
        vout: 0,
        prevout: { scriptpubkey_address: '1BoatSLRHtKNngkdXEeobR76b53LETtpyT', value: 21_000 },
        is_coinbase: false,
      },
    ],
    vout: [{ scriptpubkey_address: BITCOIN_WALLET, value: 20_000 }],
    fee: 1000,
    status: {
      confirmed: true,
      block_height: TIP_HEIGHT - at,
      block_hash: hash256(TIP_HEIGHT - at),
      block_time: 1_700_000_000 - at * 600,
    },
  };
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function hash256(number: number): string {
  return number.toString(16).padStart(64, '0');
}

function txIdOf(number: number): string {
  return `0x${hash256(number)}`;
}

function json(body: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

interface Busy {
  readonly what: string;
  readonly address: string;
  readonly answer: AnswerRequest;
  readonly chainsAt: (server: LoopbackServer) => object;
}

const explorer = (parts: object) => (server: LoopbackServer) => ({
  ethereum: {
    sources: [explorerAt(server, parts)],
    checkpoint: { height: TIP_HEIGHT, hash: txIdOf(TIP_HEIGHT) },
  },
});

const WALLETS: readonly Busy[] = [
  {
    what: 'an explorer, in pages of 1,000',
    address: WALLET,
    answer: endlessExplorer('txlist'),
    chainsAt: explorer({}),
  },
  {
    what: 'an explorer, in pages of 10',
    address: WALLET,
    answer: endlessExplorer('txlist'),
    chainsAt: explorer({ pageSize: 10 }),
  },
  {
    what: 'an explorer, all of them token transfers',
    address: WALLET,
    answer: endlessExplorer('tokentx'),
    chainsAt: explorer({}),
  },
  {
    what: 'an Esplora server',
    address: BITCOIN_WALLET,
    answer: endlessEsplora,
    chainsAt: (server) => ({
      bitcoin: {
        sources: [esploraAt(server)],
        checkpoint: { height: TIP_HEIGHT, hash: hash256(TIP_HEIGHT) },
      },
    }),
  },
];

async function screen(busy: Busy, script?: FaultScript) {
  const server = await opened.server(
    startFaultServer({ answer: busy.answer, ...(script === undefined ? {} : { script }) }),
  );
  const app = await openHonestApp({
    chains: busy.chainsAt(server),
    policy: { deadline: `${DEADLINE_MS}ms` },
  });
  const startedMs = performance.now();
  const document: ScreeningDocument = await app.screen(busy.address);
  const tookMs = performance.now() - startedMs;
  return { document, tookMs, server, app };
}

describe('a wallet with 100,000 transactions', () => {
  it.each(WALLETS)(
    'costs at most 5 requests and is for review as busy, from $what',
    async (busy) => {
      const { document, tookMs, server, app } = await screen(busy);
      const again = await app.screen(busy.address);
      app.close();
      expect(document.decision).toBe('review');
      expect(document.signals.map(({ kind }) => kind)).toContain('busy');
      // Besides, once in a database, the block that shows the chain.
      expect(document.upstream.requests).toBeLessThanOrEqual(1 + MOST_REQUESTS);
      expect(tookMs).toBeLessThan(DEADLINE_MS + 1000);
      expect(again.verdictDigest).toBe(document.verdictDigest);
      expect(server.requests).toHaveLength(document.upstream.requests + again.upstream.requests);
      // That it is busy is remembered: only the newest block is asked for again.
      expect(again.upstream.requests).toBeLessThanOrEqual(2);
    },
  );

  it.concurrent.each(WALLETS)(
    'costs at most 5 requests and is incomplete in time when nothing is answered, from $what',
    async (busy) => {
      const { document, tookMs, app } = await screen(busy, always({ kind: 'stall' }));
      app.close();
      expect(document.decision).toBe('incomplete');
      expect(document.upstream.requests).toBeLessThanOrEqual(MOST_REQUESTS);
      expect(tookMs).toBeLessThan(DEADLINE_MS + 1000);
    },
  );

  it.concurrent.each(WALLETS)(
    'costs at most 5 requests and never proceeds when only the newest block is answered, from $what',
    async (busy) => {
      const { document, tookMs, app } = await screen(busy, ({ url }) =>
        url.searchParams.get('module') === 'account' || url.pathname.startsWith('/address')
          ? { kind: 'stall' }
          : null,
      );
      app.close();
      expect(document.decision).toBe('incomplete');
      expect(document.upstream.requests).toBeLessThanOrEqual(MOST_REQUESTS);
      expect(tookMs).toBeLessThan(DEADLINE_MS + 1000);
    },
  );
});

describe('a wallet that came to have many customers', () => {
  it('is busy today, and is not as of a day before them', async () => {
    const server = await opened.server(
      startLoopbackExplorer({ facts: [...honestTransfers(), ...laterCustomers(300)] }),
    );
    const app = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(server)] }) });
    const today = await app.screen(HONEST);
    expect(today.signals.map(({ kind }) => kind)).toContain('busy');
    const before = await app.screen(HONEST, { asOf: '2025-03-01' });
    expect(before.signals.map(({ kind }) => kind)).not.toContain('busy');
    expect(before.decision).toBe('proceed');
    app.close();
  });
});
