import { nativeAssetId } from '../../src/core/asset.js';
import type { Transfer, UtxoTx } from '../../src/core/ledger.js';
import { accountAt, importLabels, inventedAddress, type TestLabel } from './liveSources.js';
import { openTestApp, type TestApp } from './openTestApp.js';
import { chainNamed, transfer, utxoTx } from './sourceBench.js';

const FINNEY = 1_000_000_000_000_000n;
const START_SECONDS = Date.UTC(2023, 0, 1) / 1000;
const MONTH_SECONDS = 30 * 86_400;

/** A contractor's wallet, paid each month by an employer that buys its coins at an exchange. */
export const HONEST = inventedAddress('an honest contractor');
/** Who pays the wages. */
export const EMPLOYER = inventedAddress('an employer');
const LANDLORD = inventedAddress('a landlord');
const EXCHANGE = inventedAddress('an exchange');

/** A contractor's Bitcoin address, paid each month by an exchange. */
export const HONEST_BITCOIN = '12c6DSiU4Rq3P4ZxziKxzrL5LmMBrzjrJX';
const BITCOIN_EXCHANGE = '1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1';

/** Months for which the honest wallet was paid. */
const MONTHS = 24;

function pay(parts: {
  readonly from: string;
  readonly to: string;
  readonly finneys: number;
  readonly month: number;
  readonly chain?: string;
}): Transfer {
  const chain = chainNamed(parts.chain ?? 'ethereum');
  return transfer({
    chain: chain.id,
    asset: nativeAssetId(chain),
    from: accountAt(parts.from, chain.name),
    to: accountAt(parts.to, chain.name),
    amount: BigInt(parts.finneys) * FINNEY,
    timeSeconds: START_SECONDS + Math.round(parts.month * MONTH_SECONDS),
  });
}

/** What a chain holds of the honest wallet and of those around it. Order: by time. */
export function honestTransfers(chain = 'ethereum'): readonly Transfer[] {
  const months = Array.from({ length: MONTHS }, (_, month) => month);
  return [
    pay({ chain, from: EXCHANGE, to: EMPLOYER, finneys: 60_000, month: -1 }),
    ...months.flatMap((month) => [
      pay({ chain, from: EMPLOYER, to: HONEST, finneys: 2_000, month }),
      pay({ chain, from: HONEST, to: LANDLORD, finneys: 700, month: month + 0.1 }),
    ]),
    pay({ chain, from: LANDLORD, to: EXCHANGE, finneys: 9_000, month: MONTHS }),
  ];
}

/** One more wage, in a block of its own. */
export function nextWage(height: number): Transfer {
  return { ...pay({ from: EMPLOYER, to: HONEST, finneys: 1_500, month: MONTHS + 1 }), height };
}

/** Payments from so many strangers to the honest wallet, a year after its last wage. */
export function laterCustomers(count: number): readonly Transfer[] {
  return Array.from({ length: count }, (_, at) =>
    pay({
      from: inventedAddress(`customer ${at}`),
      to: HONEST,
      finneys: 100,
      month: MONTHS + 12 + at / 1000,
    }),
  );
}

/** Payments to the honest Bitcoin address: more than fit on one page. */
const PAYOUTS = 30;

/** What the Bitcoin chain holds of the honest address. Order: by time. */
export function honestTxs(): readonly UtxoTx[] {
  const from = accountAt(BITCOIN_EXCHANGE, 'bitcoin');
  const to = accountAt(HONEST_BITCOIN, 'bitcoin');
  return Array.from({ length: PAYOUTS }, (_, at) =>
    utxoTx(at + 1, {
      inputs: [{ previous: null, account: from, amount: 50_000_000n }],
      outputs: [
        { account: to, amount: 30_000_000n },
        { account: from, amount: 19_990_000n },
      ],
      fee: 10_000n,
    }),
  );
}

const LABELS: readonly TestLabel[] = [
  { chain: 'ethereum', address: EXCHANGE, entity: 'Exchange', category: 'exchange', actor: '' },
  {
    chain: 'bitcoin',
    address: BITCOIN_EXCHANGE,
    entity: 'Exchange',
    category: 'exchange',
    actor: '',
  },
];

/** An application that knows the exchange around the honest wallet by an imported label. */
export async function openHonestApp(...given: Parameters<typeof openTestApp>): Promise<TestApp> {
  const [config, parts] = given;
  const app = openTestApp({ labels: { builtIn: false }, ...config }, parts);
  await importLabels(app, LABELS);
  return app;
}
