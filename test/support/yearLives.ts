import { COMPANY, type CompanyPayee, payeeNamed } from './companyPeople.js';
import { inventedAddress } from './liveSources.js';
import { coinAddress, type YearChains } from './yearChains.js';
import {
  COIN_EXCHANGE,
  COIN_TREASURY,
  EXCHANGE,
  LATE_LISTED,
  LISTED,
  SHARED_BOX,
  TREASURY,
  WHO,
} from './yearPlan.js';

const DOLLAR = 1_000_000n;
const COIN = 10n ** 18n;
const secondsOf = (iso: string) => Date.parse(iso) / 1000;

/** What the chains hold of before the year, and of what others do in it. */
export function foundLives(chains: YearChains): void {
  const open = secondsOf('2025-02-01T00:00:00Z');
  for (const chain of ['ethereum', 'polygon'] as const) {
    const funds = { chain, from: EXCHANGE, to: TREASURY, at: open } as const;
    chains.move({ ...funds, asset: 'USDC', amount: 2_000_000n * DOLLAR });
  }
  chains.spend(COIN_EXCHANGE, [{ to: COIN_TREASURY, amount: 500_000_000n }], open);
  for (const [at, payee] of COMPANY.entries()) {
    const begins = secondsOf('2025-03-01T00:00:00Z') + at * 6_000;
    if (payee.chain === 'bitcoin') foundCoinLife(chains, payee, begins);
    else foundLife(chains, payee, begins);
  }
  foundShared(chains);
  foundLateListed(chains);
}

const DAY = 86_400;

/** Gas from the exchange, a client with money of the exchange, two wages, and most of them sold again. */
function foundLife(chains: YearChains, payee: CompanyPayee, begins: number): void {
  const { address } = payee;
  const chain = payee.chain === 'polygon' ? 'polygon' : 'ethereum';
  const client = inventedAddress(`client of ${address} in a year`);
  const move = (
    from: string,
    to: string,
    paid: { readonly asset: 'USDC' | 'coin'; readonly amount: bigint; readonly after: number },
  ) => chains.move({ chain, from, to, ...paid, at: begins + paid.after * DAY });
  move(EXCHANGE, address, { asset: 'coin', amount: COIN / 5n, after: 0 });
  move(EXCHANGE, client, { asset: 'USDC', amount: 60_000n * DOLLAR, after: 10 });
  for (const after of [40, 100]) {
    move(client, address, { asset: 'USDC', amount: 2_500n * DOLLAR, after });
    move(address, EXCHANGE, { asset: 'USDC', amount: 2_000n * DOLLAR, after: after + 4 });
  }
}

/** Coins of the exchange that came by way of a client. */
function foundCoinLife(chains: YearChains, { address }: CompanyPayee, begins: number): void {
  const client = coinAddress(`client of ${address} in a year`);
  chains.spend(COIN_EXCHANGE, [{ to: client, amount: 20_000_000n }], begins);
  chains.spend(client, [{ to: address, amount: 12_000_000n }], begins + 10 * DAY);
}

/** Two begin to sell at one deposit address of the exchange, which sweeps it. */
function foundShared(chains: YearChains): void {
  const move = (from: string, to: string, dollars: bigint, iso: string) =>
    chains.move({
      ...{ chain: 'ethereum', from, to, asset: 'USDC' },
      ...{ amount: dollars * DOLLAR, at: secondsOf(iso) },
    });
  const gas = { chain: 'ethereum', from: EXCHANGE, to: SHARED_BOX, asset: 'coin' } as const;
  chains.move({ ...gas, amount: COIN / 100n, at: secondsOf('2026-06-20T08:00:00Z') });
  for (const [at, mark] of WHO.share.entries()) {
    const day = `2026-07-0${1 + at * 3}`;
    move(payeeNamed(mark).address, SHARED_BOX, 900n, `${day}T08:00:00Z`);
    move(SHARED_BOX, EXCHANGE, 900n, `${day}T11:00:00Z`);
  }
}

/** A client that pays one of the forty in August, and again after a list named it. */
function foundLateListed(chains: YearChains): void {
  const move = (from: string, to: string, dollars: bigint, iso: string) =>
    chains.move({
      ...{ chain: 'ethereum', from, to, asset: 'USDC' },
      ...{ amount: dollars * DOLLAR, at: secondsOf(iso) },
    });
  const { address } = payeeNamed(WHO.lateListed);
  move(EXCHANGE, LATE_LISTED, 40_000n, '2026-06-01T08:00:00Z');
  move(LATE_LISTED, address, 2_000n, '2026-08-05T08:00:00Z');
  move(EXCHANGE, LISTED, 20_000n, '2025-11-01T08:00:00Z');
}
