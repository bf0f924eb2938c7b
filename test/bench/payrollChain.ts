import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAccount } from '../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { chainNamed } from '../support/world.js';

/** What the process of the chain is told by, so that nothing happens where this file is only imported. */
const MARK = 'the-chain-of-the-payroll-bench';

const WALLETS = 1_000;
const CLIENTS = 20;
const MONTHS = 6;
const DAY = 86_400;
/** A block of Ethereum takes so long. Units: seconds. */
const BLOCK_SECONDS = 12;
/**
 * Requests after which there is another block. On loopback a run takes minutes that would take an hour at a
 * host which allows three requests a second, and the chain has to go on as it would meanwhile.
 */
const REQUESTS_PER_BLOCK = 3 * BLOCK_SECONDS;
/** Every so manieth wallet, from the first, is paid by the listed account, and shares a deposit address with the next. */
const EVERY = 100;

const ethereum = chainNamed('ethereum');
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');

const address = (word: string) =>
  `0x${createHash('sha256').update(word).digest('hex').slice(0, 40)}`;

const EXCHANGES = [1, 2, 3].map((at) => address(`exchange ${at}`));
const LISTED = address('a listed account');

/** From which the company pays. */
export const TREASURY = address('the treasury');

/** Everybody who is on the payroll, and what is right about them. */
export const PAYEES = Array.from({ length: WALLETS }, (_, at) => ({
  reference: `C-${at}`,
  address: address(`payee ${at}`),
  decision: at % EVERY === 0 ? 'hold' : boxOf(at) === null ? 'proceed' : 'review',
  /** The deposit address that they share with another; null where they send to none. */
  box: boxOf(at),
}));

/** Two of every hundred send to one deposit address. */
function boxOf(at: number): string | null {
  const isBoxed = at % EVERY === 10 || at % EVERY === 11;
  return isBoxed ? address(`box ${Math.floor(at / EVERY)}`) : null;
}

/** A label table that names the exchanges and the listed account. */
export function labelTable(): string {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const line = (...[at, entity, category, actor]: readonly string[]) =>
    [
      ...['ethereum', at, entity, category, actor, ''],
      ...['https://example.org/labels', '2026-01-01', 'official'],
    ].join();
  return [
    header,
    ...EXCHANGES.map((at, nth) => line(at, `Exchange ${nth}`, 'exchange', '')),
    line(LISTED, 'Nobody in particular', 'sanctioned', 'lazarus'),
    '',
  ].join('\n');
}

/**
 * Half a year of a payroll: everybody has their first gas from one of three exchanges, is paid by one of twenty
 * clients and by the company, and sells most of it at an exchange.
 *
 * Units: Unix seconds; all of it happened before.
 */
function payrollTransfers(nowSeconds: number): readonly Transfer[] {
  const facts: Transfer[] = [];
  const move = (from: string, to: string, amount: number, daysAgo: number) => {
    facts.push({
      ...{ kind: 'transfer', chain: ethereum.id, height: null, blockHash: null, txIndex: null },
      ...{ channel: 'token', asset: USDC, index: `#${facts.length}` },
      txId: `0x${createHash('sha256').update(`move ${facts.length}`).digest('hex')}`,
      timeSeconds: Math.floor(nowSeconds - daysAgo * DAY),
      ...{ from: createAccount(ethereum.id, from), to: createAccount(ethereum.id, to) },
      amount: BigInt(amount) * 1_000_000n,
    });
  };
  const gas = (from: string, to: string, daysAgo: number) => {
    move(from, to, 0, daysAgo);
    const last = facts.pop();
    if (last === undefined) return;
    const coin = { channel: 'native' as const, asset: nativeAssetId(ethereum) };
    facts.push({ ...last, ...coin, amount: 10n ** 17n });
  };
  const clients = Array.from({ length: CLIENTS }, (_, at) => address(`client ${at}`));
  for (const [at, client] of clients.entries()) {
    move(EXCHANGES[at % EXCHANGES.length] ?? '', client, 2_000_000, 400);
  }
  for (const [at, { address: wallet, box }] of PAYEES.entries()) {
    const exchange = EXCHANGES[at % EXCHANGES.length] ?? '';
    gas(exchange, wallet, 300);
    if (at % EVERY === 0) move(LISTED, wallet, 2_000, 45);
    for (let month = MONTHS; month > 0; month -= 1) {
      const wage = 2_000 + ((at * 37 + month * 101) % 2_000);
      const daysAgo = month * 30 + (at % 25);
      move(clients[(at + (month % 2)) % CLIENTS] ?? '', wallet, wage, daysAgo);
      move(wallet, box ?? exchange, wage - 400, daysAgo - 4);
      if (box !== null) move(box, EXCHANGES[0] ?? '', wage - 400, daysAgo - 4.2);
    }
    move(TREASURY, wallet, 1_500, 20);
  }
  return facts;
}

/** An explorer of that chain in a process of its own, so that its work and its memory count for nobody else's. */
export interface PayrollChain {
  readonly url: string;
  /** Requests since the start. */
  readonly countRequests: () => Promise<number>;
  readonly close: () => void;
}

/** What the process of the chain tells. */
interface Told {
  readonly url: string;
  readonly requests: number;
}

/** Starts it. Units: `nowSeconds` is Unix time. */
export async function startPayrollChain(nowSeconds: number): Promise<PayrollChain> {
  const child = fork(fileURLToPath(import.meta.url), [MARK, `${nowSeconds}`], { execArgv: [] });
  const next = async (): Promise<Told> => {
    const [told] = await once(child, 'message');
    return told;
  };
  const { url } = await next();
  return {
    url,
    countRequests: async () => {
      child.send('count');
      return (await next()).requests;
    },
    close: () => {
      child.kill();
    },
  };
}

const [, , mark, startedAt] = process.argv;
if (mark === MARK) {
  const nowSeconds = Number(startedAt);
  const server = await startLoopbackExplorer({
    ...{ facts: payrollTransfers(nowSeconds), tipSeconds: nowSeconds - BLOCK_SECONDS },
    // No issuer froze anybody, and nobody has a name.
    calls: () => `0x${'0'.repeat(64)}`,
    onAnswered: (answers) => {
      if (answers % REQUESTS_PER_BLOCK === 0) server.addBlock(Math.floor(Date.now() / 1000));
    },
  });
  const tell = () =>
    process.send?.({ url: server.url, requests: server.requests.length } satisfies Told);
  process.on('message', tell);
  // Whoever started it may have been ended.
  process.on('disconnect', () => process.exit());
  tell();
}
