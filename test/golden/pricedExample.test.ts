import { describe, expect, it } from 'vitest';
import { addressOfAccount } from '../../src/core/account.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  explorerAt,
  importLabels,
  inventedAddress,
  TEST_KEY,
  type TestLabel,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { chartsAsked, pricesAt, startLoopbackPrices } from '../support/loopbackPrices.js';
import { facts, type NAMES, pay, payToken, USDC, usdc, who } from '../support/workedExample.js';

const opened = closeAfterwards();

/** Who paid H: so many that it is nobody's own wallet. */
const crowd = Array.from({ length: 300 }, (_, at) =>
  payToken(
    pay(accountAt(inventedAddress(`customer ${at}`)), who('H'), usdc(100), '2022-05-02', 100 + at),
    USDC,
  ),
);

const LABELS: readonly TestLabel[] = [
  label('L', 'Lazarus Group', 'sanctioned', 'lazarus'),
  label('K', 'Kraken', 'exchange'),
  label('C', 'Coinbase', 'exchange'),
  label('B', 'Binance', 'exchange'),
];

function label(
  name: (typeof NAMES)[number],
  entity: string,
  category: string,
  actor: TestLabel['actor'] = '',
): TestLabel {
  return { chain: 'ethereum', address: addressOfAccount(who(name)), entity, category, actor };
}

async function screenExample(priceOnSwap: string, more: object = {}) {
  const explorer = await opened.server(
    startLoopbackExplorer({ facts: [...facts, ...crowd], apiKey: TEST_KEY }),
  );
  const prices = await opened.server(
    startLoopbackPrices({ priceOf: (_, day) => (day === '2022-05-03' ? priceOnSwap : '2000') }),
  );
  const app = opened.app({
    labels: { builtIn: false },
    chains: chainsOf({ ethereum: [explorerAt(explorer)] }),
    ...pricesAt(prices),
    ...more,
  });
  await importLabels(app, LABELS);
  const screen = () => app.screen(addressOfAccount(who('S')), { asOf: '2022-06-01' });
  return { document: await screen(), again: screen, prices, app };
}

describe('the wallet that four numbers are told of, at prices that are fetched', () => {
  it('has the same numbers, and the prices stand in the record', async () => {
    const { document, again, prices } = await screenExample('2000.000');
    expect(document).toMatchObject({ decision: 'hold', complete: true, gaps: [] });
    expect(document.exposures).toHaveLength(1);
    expect(document.exposures[0]).toMatchObject({
      direction: 'incoming',
      kind: 'indirect',
      minHops: 2,
      amounts: [
        {
          symbol: 'ETH',
          haircut: '1250000000000000000',
          fifo: '1000000000000000000',
          lower: '500000000000000000',
          upper: '2000000000000000000',
          usd: '2500.000000',
        },
      ],
      share: {
        asset: 'usd',
        haircut: '0.227231',
        fifo: '0.181785',
        lower: '0.090893',
        upper: '0.363570',
      },
    });
    const inDollars = document.composition.incoming.filter(({ asset }) => asset === 'usd');
    expect(inDollars.map(({ entity, origin, share }) => [entity ?? origin, share])).toEqual([
      ['Coinbase', '0.363570'],
      ['hub', '0.272678'],
      ['Lazarus Group', '0.227231'],
      ['Kraken', '0.136339'],
      ['unseen', '0.000182'],
    ]);
    expect(document.prices).toMatchObject([
      { coins: ['coingecko:ethereum'], source: `defillama ${prices.host}`, firstDay: '2022-04-01' },
    ]);
    expect(chartsAsked(prices.requests)).toEqual(['coingecko:ethereum 2022-01-01 365']);
    expect(document.upstream.byHost[prices.host]).toBe(1);

    const second = await again();
    expect(prices.requests).toHaveLength(1);
    expect(second.verdictDigest).toBe(document.verdictDigest);
    expect(second.factsDigest).toBe(document.factsDigest);
  });

  it.each([
    { price: '2098.24', received: 7_000_000_000n },
    // For 1.5 ETH at this price it got 149.495 USDC more than they were worth: nobody knows whose.
    { price: '1893.67', received: 7_000_000_000n + 149_495_000n },
  ])(
    'whose swap is believed at $price dollars, within five per cent of the 1,993.33 that it paid',
    async ({ price, received }) => {
      const { document } = await screenExample(price);
      expect(receivedDollars(document)).toBe(`${received}`);
    },
  );

  it.each(['2098.25', '1893.66'])(
    'whose swap is not believed at %s dollars: what the pool paid is income',
    async (price) => {
      const { document } = await screenExample(price);
      expect(receivedDollars(document)).toBe('9990000000');
    },
  );
});

function receivedDollars({
  totals,
}: Awaited<ReturnType<typeof screenExample>>['document']): string | undefined {
  return totals.incoming.received.find(({ asset }) => asset === USDC)?.amount;
}
