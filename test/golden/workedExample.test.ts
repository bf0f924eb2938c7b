import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { formatShare, formatShares } from '../../src/core/amount.js';
import type { Asset, AssetId } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { parseMoment } from '../../src/core/moment.js';
import { accountWorld } from '../support/traceWorld.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from '../support/world.js';

/**
 * A contractor's wallet S, the middleman X, an exploiter's account L, three exchanges K, C and B, a
 * busy account H without a label, clients P1 and P2, a friend F, S's deposit address D.
 */
const NAMES = ['S', 'X', 'L', 'K', 'C', 'B', 'H', 'F', 'P1', 'P2', 'D', 'pool'] as const;

function who(name: (typeof NAMES)[number]): Account {
  return evmAccount(NAMES.indexOf(name) + 1);
}

const ethereum = chainNamed('ethereum');
const USDC: AssetId = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
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

function eth(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(18, '0'));
}

function usdc(amount: number): bigint {
  return BigInt(amount) * 1_000_000n;
}

function day(text: string): number {
  return parseMoment(text) ?? Number.NaN;
}

function pay(from: Account, to: Account, amount: bigint, on: string, tx: number): Transfer {
  return { ...ether(from, to, amount, tx), timeSeconds: day(on) };
}

function payToken(transfer: Transfer, asset: AssetId, index = '#1'): Transfer {
  return { ...transfer, channel: 'token', asset, index };
}

function fee(from: Account, amount: bigint, on: string, tx: number): Transfer {
  return { ...ether(from, null, amount, tx), timeSeconds: day(on) };
}

const SWAP = '2022-05-03';
const CASH_OUT = '2022-05-06';

const facts: readonly Transfer[] = [
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

const world = {
  facts,
  claims,
  assets,
  prices,
  hubs: [who('H')],
  nowSeconds: day('2022-06-01'),
};

describe('the wallet that four numbers are told of', () => {
  const { totals, exposures, composition } = accountWorld({ ...world, subject: who('S') });

  it('received 11,002 dollars: a conversion is no income', () => {
    expect(totals.incoming.totals.map(({ asset, amount }) => [asset, amount])).toEqual([
      [USDC, usdc(7_000)],
      [ETH, eth('2.001')],
    ]);
    const worth = totals.incoming.totals.map(({ usdMicros }) => usdMicros ?? 0n);
    expect(worth.reduce((sum, one) => sum + one, 0n)).toBe(11_002_000_000n);
  });

  it('has one exposure, two hops back, by four numbers', () => {
    expect(exposures).toHaveLength(1);
    const [exposure] = exposures;
    expect(exposure).toMatchObject({
      direction: 'incoming',
      kind: 'indirect',
      minHops: 2,
      entityDesignation: 'after',
      designation: 'before',
      amounts: [
        {
          asset: ETH,
          lower: eth('0.5'),
          fifo: eth('1'),
          haircut: eth('1.25'),
          upper: eth('2'),
          // Nobody saw where the friend's 0.001 came from.
          upperIfUnseenRisky: eth('2.001'),
        },
      ],
    });
    const share = exposure?.share;
    expect(share?.asset).toBe('usd');
    expect(share && formatShare(share.haircut)).toBe('0.227231');
    expect(share && formatShare(share.fifo)).toBe('0.181785');
    expect(share?.lower && formatShare(share.lower)).toBe('0.090893');
    expect(share?.upper && formatShare(share.upper)).toBe('0.363570');
  });

  it('shows the path from the exploiter to the wallet', () => {
    expect(exposures[0]?.paths).toMatchObject([
      {
        carried: eth('2'),
        hops: [
          { from: who('L'), to: who('X'), amount: eth('2.5') },
          { from: who('X'), to: who('S'), amount: eth('2') },
        ],
      },
    ]);
  });

  it('tells where every dollar came from', () => {
    expect(inDollars(composition.incoming)).toEqual({
      'service Coinbase': '0.363570',
      hub: '0.272678',
      'labelled Lazarus Group': '0.227231',
      'service Kraken': '0.136339',
      'unseen dust': '0.000182',
    });
  });

  it('tells where every dollar went', () => {
    expect(inDollars(composition.outgoing)).toEqual({
      'service Binance': '0.999334',
      fee: '0.000666',
    });
  });
});

describe('what the swap carried on to the exchange', () => {
  it('is told in the asset that was got, to the last unit', () => {
    const { splits } = accountWorld({ ...world, subject: who('D') });
    const received = splits.find(({ asset, direction }) => {
      return asset === USDC && direction === 'incoming';
    });
    const ofLazarus = (method: 'haircut' | 'fifo') =>
      received?.splits.whole[method].buckets.find(
        ({ bucket }) => bucket.kind === 'place' && bucket.place.account === who('L'),
      )?.amount;
    // Of the 6,000 that S paid on. The haircut's part is rounded with all others of the 6,000.
    expect(ofLazarus('haircut')).toBe(1_121_811_467n);
    expect(ofLazarus('fifo')).toBe(6_666_667n);
  });

  it('takes the origins of what was given, pro rata and in order', () => {
    // The same wallet, had it paid on nothing but what the swap brought.
    const until = facts.filter(({ timeSeconds }) => timeSeconds <= day(SWAP));
    const onward = payToken(pay(who('S'), who('D'), usdc(2_990), '2022-05-04', 20), USDC);
    const withoutPay = until.filter(({ from }) => from !== who('P1') && from !== who('C'));
    const { splits } = accountWorld({
      ...world,
      facts: [...withoutPay, onward],
      subject: who('D'),
    });
    const split = splits.find(({ direction }) => direction === 'incoming')?.splits.whole;
    const told = (method: 'haircut' | 'fifo') =>
      Object.fromEntries(
        (split?.[method].buckets ?? []).flatMap(({ bucket, amount }) =>
          bucket.kind === 'place' ? [[nameOf(bucket.place.account), amount]] : [],
        ),
      );
    expect(told('haircut')).toEqual({ K: 1_120_689_655n, L: 1_867_816_092n, F: 1_494_253n });
    expect(told('fifo')).toEqual({ K: 1_993_333_333n, L: 996_666_667n });
  });
});

function nameOf(account: Account | null): string {
  return NAMES.find((name) => who(name) === account) ?? 'nobody';
}

/** Shares of all value in US dollars by place, entity and reason. */
function inDollars(
  rows: readonly {
    readonly place: string;
    readonly entity: string | null;
    readonly reason: string | null;
    readonly usdMicros: bigint | null;
  }[],
): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const { place, entity, reason, usdMicros } of rows) {
    const name = [place, entity, reason].filter((part) => part !== null).join(' ');
    sums.set(name, (sums.get(name) ?? 0n) + (usdMicros ?? 0n));
  }
  const shares = formatShares([...sums.values()]);
  return Object.fromEntries([...sums.keys()].map((name, at) => [name, shares[at] ?? '']));
}
