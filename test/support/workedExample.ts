import type { Account } from '../../src/core/account.js';
import type { Asset, AssetId } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { parseMoment } from '../../src/core/moment.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from './world.js';

/**
 * Who takes part: a contractor's wallet S, the middleman X, an exploiter's account L, three exchanges
 * K, C and B, a busy account H without a label, clients P1 and P2, a friend F, S's deposit address D.
 */
export const NAMES = ['S', 'X', 'L', 'K', 'C', 'B', 'H', 'F', 'P1', 'P2', 'D', 'pool'] as const;

/** The account of one who takes part. */
export function who(name: (typeof NAMES)[number]): Account {
  return evmAccount(NAMES.indexOf(name) + 1);
}

const ethereum = chainNamed('ethereum');
/** Dollars in coins. */
export const USDC: AssetId = erc20AssetId(
  ethereum.id,
  '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
);
const UNLISTED: AssetId = erc20AssetId(ethereum.id, `0x${'9'.repeat(40)}`);

const assets = new Map<AssetId, Asset>([
  ...[...ASSETS].map(
    ([id, asset]) =>
      [id, { ...asset, dustAmount: eth('0.003'), expansionFloorAmount: eth('0.015') }] as const,
  ),
  [
    USDC,
    {
      id: USDC,
      chain: ethereum.id,
      symbol: 'USDC',
      decimals: 6,
      peg: 'usd',
      wraps: null,
      dustAmount: usdc(10),
      expansionFloorAmount: usdc(50),
    },
  ],
]);

/** Ether is worth 2,000 dollars at every transfer. */
const prices = {
  priceOf: (asset: AssetId) =>
    asset === ETH ? { numerator: 2_000_000_000n, denominator: 10n ** 18n } : null,
};

/** So much ether. Units: in ether, out wei. */
export function eth(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(18, '0'));
}

/** So many dollars in coins. Units: in dollars, out millionths. */
export function usdc(amount: number): bigint {
  return BigInt(amount) * 1_000_000n;
}

/** A day at midnight. Units: Unix seconds. */
export function day(text: string): number {
  return parseMoment(text) ?? Number.NaN;
}

/** A payment in ether; `tx` numbers its transaction. */
export function pay(from: Account, to: Account, amount: bigint, on: string, tx: number): Transfer {
  return { ...ether(from, to, amount, tx), timeSeconds: day(on) };
}

/** The same payment in a token. */
export function payToken(transfer: Transfer, asset: AssetId, index = '#1'): Transfer {
  return { ...transfer, channel: 'token', asset, index };
}

function fee(from: Account, amount: bigint, on: string, tx: number): Transfer {
  return { ...ether(from, null, amount, tx), timeSeconds: day(on) };
}

/** The day on which S swaps. */
export const SWAP = '2022-05-03';
const CASH_OUT = '2022-05-06';

/** All that happened. Order: the chain's. */
export const facts: readonly Transfer[] = [
  pay(who('K'), who('X'), eth('1'), '2022-04-01', 1),
  pay(who('L'), who('X'), eth('2.5'), '2022-04-05', 2),
  pay(who('K'), who('X'), eth('0.5'), '2022-04-06', 3),
  pay(who('F'), who('S'), eth('0.001'), '2022-04-07', 4),
  payToken(pay(who('C'), who('P1'), usdc(50_000), '2022-04-08', 5), USDC),
  payToken(pay(who('P1'), who('S'), usdc(4_000), '2022-04-09', 6), USDC),
  pay(who('X'), who('S'), eth('2'), '2022-05-02', 7),
  fee(who('S'), eth('0.001'), SWAP, 8),
  pay(who('S'), who('pool'), eth('1.5'), SWAP, 8),
  payToken(pay(who('pool'), who('S'), usdc(2_990), SWAP, 8), USDC),
  payToken(pay(who('H'), who('P2'), usdc(20_000), '2022-05-04', 9), USDC),
  payToken(pay(who('P2'), who('S'), usdc(3_000), '2022-05-05', 10), USDC),
  fee(who('S'), eth('0.001'), CASH_OUT, 11),
  payToken(pay(who('S'), who('D'), usdc(6_000), CASH_OUT, 11), USDC),
  pay(who('B'), who('D'), eth('0.002'), CASH_OUT, 12),
  payToken(pay(who('D'), who('B'), usdc(6_000), '2022-05-07', 13), USDC),
  payToken(pay(who('pool'), who('S'), 10n ** 6n, '2022-05-08', 14), UNLISTED),
];

const claims = [
  claim(who('L')),
  exchange(who('K'), 'Kraken'),
  exchange(who('C'), 'Coinbase'),
  exchange(who('B'), 'Binance'),
];

/** The wallet S, its chain seen whole, and what is known of it. */
export const workedExample = {
  subject: who('S'),
  facts,
  claims,
  assets,
  prices,
  hubs: [who('H')],
  nowSeconds: day('2022-06-01'),
};
