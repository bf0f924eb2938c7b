import { describe, expect, it } from 'vitest';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  explorerAt,
  importLabels,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { chainNamed, transfer } from '../support/sourceBench.js';

const opened = closeAfterwards();

const PAYEE = inventedAddress('a freelancer of a batch payroll');
const COLLEAGUE = inventedAddress('a colleague of the same payroll');
/** Disperse.app. */
const BATCHER = '0xd152f549545093347a162dce210e7293f1452150';
const EXCHANGE = inventedAddress('an exchange');
const USDC = erc20AssetId(chainNamed('ethereum').id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const DOLLARS = 1_000_000n;
const WEEK_SECONDS = 7 * 86_400;
const START_SECONDS = Date.UTC(2023, 0, 1) / 1000;

/** One transaction by which somebody calls the batch payer, who pays the freelancer and a colleague. */
function batch(by: string, week: number): readonly Transfer[] {
  const timeSeconds = START_SECONDS + week * WEEK_SECONDS;
  const txId = `0x${week.toString(16).padStart(8, '0')}${'b'.repeat(56)}`;
  const move = (from: string, to: string, dollars: bigint, at: number) =>
    transfer({
      channel: 'token',
      asset: USDC,
      from: accountAt(from),
      to: accountAt(to),
      amount: dollars * DOLLARS,
      timeSeconds,
      txId,
      index: `#${at}`,
    });
  const position = { timeSeconds, txId };
  return [
    transfer({ ...position, channel: 'fee', from: accountAt(by), to: null, amount: 1_000n }),
    transfer({
      ...position,
      channel: 'native',
      from: accountAt(by),
      to: accountAt(BATCHER),
      amount: 0n,
    }),
    move(by, BATCHER, 3_000n, 1),
    move(BATCHER, PAYEE, 1_000n, 1),
    move(BATCHER, COLLEAGUE, 2_000n, 1),
  ];
}

/** What an exchange paid an employer, in coins for its fees and in dollars. */
function funded(employer: string, dollars: bigint): readonly Transfer[] {
  const parts = {
    from: accountAt(EXCHANGE),
    to: accountAt(employer),
    timeSeconds: START_SECONDS - WEEK_SECONDS,
  };
  return [
    transfer({ ...parts, amount: 10n ** 18n }),
    transfer({ ...parts, channel: 'token', asset: USDC, amount: dollars * DOLLARS }),
  ];
}

async function screen(facts: readonly Transfer[]) {
  const server = await opened.server(startLoopbackExplorer({ facts }));
  const app = opened.app({
    labels: { builtIn: false },
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
  });
  const label = { chain: 'ethereum', actor: '' } as const;
  await importLabels(app, [
    { ...label, address: EXCHANGE, entity: 'Exchange', category: 'exchange' },
    { ...label, address: BATCHER, entity: 'Batch payer', category: 'infrastructure' },
  ]);
  const document = await app.screen(PAYEE);
  return { document, asked: server.requestsByAction() };
}

describe('a freelancer who was paid two hundred times by one employer through a batch payer', () => {
  it('is payable, for the employer’s history tells what the transactions did', async () => {
    const employer = inventedAddress('an employer with a batch payroll');
    const weeks = Array.from({ length: 200 }, (_, week) => batch(employer, week));
    const { document, asked } = await screen([...funded(employer, 600_000n), ...weeks.flat()]);
    expect(document.decision).toBe('proceed');
    expect(document.composition.incoming.map(({ origin, share }) => [origin, share])).toEqual([
      ['service', '1.000000'],
      ['service', '1.000000'],
    ]);
    // Those under way when the employer was met; all of them took 600 requests, beyond any budget.
    expect(asked.eth_getTransactionByHash).toBeLessThanOrEqual(16);
    expect(document.upstream.requests).toBeLessThanOrEqual(60);
  });
});
