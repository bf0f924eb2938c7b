import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import type { AssetId } from '../../../src/core/asset.js';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { Unpriced } from '../../../src/core/price.js';
import { createPriceBook } from '../../../src/core/price.js';
import { readAssets } from '../../../src/packageFiles.js';
import { whyUndecided } from '../../../src/screening/undecidedSwaps.js';
import { chainNamed, evmAccount, transfer } from '../../support/sourceBench.js';
import { claimsOf, exchange } from '../../support/world.js';

const ethereum = chainNamed('ethereum');
const ETH = nativeAssetId(ethereum);
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const DAI = erc20AssetId(ethereum.id, '0x6b175474e89094c44da98b954eedeac495271d0f');
const WETH = erc20AssetId(ethereum.id, '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2');
const UNLISTED = erc20AssetId(ethereum.id, `0x${'9'.repeat(40)}`);
const wallet = evmAccount(1);
const pool = evmAccount(2);
const dex = evmAccount(3);
const other = evmAccount(4);
const assets = readAssets();
const DUST = 3_000_000_000_000_000n;
const dollars = (amount: number) => BigInt(amount) * 1_000_000n;

const move = (from: Account, to: Account, amount: bigint, parts: Partial<Transfer> = {}) =>
  transfer({ txId: `0x${'1'.repeat(64)}`, from, to, amount, asset: ETH, ...parts });
const swapAt = (place: Account, given = DUST, got = dollars(10)) => [
  move(wallet, place, given),
  move(place, wallet, got, { asset: USDC, channel: 'token' }),
];

function why(facts: readonly Transfer[], missing: Unpriced | null = 'not-answered') {
  const isDated = (asset: AssetId) => asset === ETH || asset === WETH;
  return whyUndecided(facts, {
    assets,
    knowledge: {
      claimsOf: claimsOf([{ ...exchange(dex, 'Dex'), category: 'dex' }]),
      ownAccounts: new Set(),
    },
    prices: createPriceBook(assets, null),
    whyUnpriced: (asset) => (isDated(asset) ? missing : null),
  });
}

describe('a swap without a price', () => {
  it('is open where the price could be had', () => {
    expect(why(swapAt(pool))).toBe('not-answered');
    expect(why(swapAt(pool), 'not-kept')).toBe('not-kept');
  });

  it('is no gap where nobody has the price, or where it is there', () => {
    expect(why(swapAt(pool), 'not-known')).toBeNull();
    expect(why(swapAt(pool), null)).toBeNull();
  });

  it('needs none at a labelled market, but where another has a part in it', () => {
    expect(why(swapAt(dex))).toBeNull();
    expect(why([...swapAt(dex), move(wallet, pool, 1n)])).toBe('not-answered');
  });

  it('needs none between dollars, or of a coin and its wrapper', () => {
    const inDai = move(wallet, pool, 10n ** 19n, { asset: DAI, channel: 'token' });
    expect(why([inDai, ...swapAt(pool).slice(1)])).toBeNull();
    const wrapped = move(pool, wallet, DUST, { asset: WETH, channel: 'token' });
    expect(why([move(wallet, pool, DUST), wrapped])).toBeNull();
  });

  it('is of no weight where either side is dust, or moves an unlisted token', () => {
    expect(why(swapAt(pool, DUST - 1n))).toBeNull();
    expect(why(swapAt(pool, DUST, dollars(10) - 1n))).toBeNull();
    const token = move(pool, wallet, 10n ** 18n, { asset: UNLISTED, channel: 'token' });
    expect(why([move(wallet, pool, DUST), token])).toBeNull();
  });

  it('is none: payments in one asset, in two transactions, or that go both to others', () => {
    expect(why([move(wallet, pool, DUST), move(pool, other, DUST)])).toBeNull();
    const [given, got] = swapAt(pool);
    if (given === undefined || got === undefined) throw new Error('a swap has two sides');
    expect(why([given, { ...got, txId: `0x${'2'.repeat(64)}` }])).toBeNull();
    expect(why([given, { ...got, from: other, to: pool }])).toBeNull();
    expect(why([given, { ...got, txId: null }])).toBeNull();
    expect(why([{ ...given, channel: 'fee' }, got])).toBeNull();
  });
});
