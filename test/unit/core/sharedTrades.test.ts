import { describe, expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import { addressOfAccount } from '../../../src/core/account.js';
import type { Asset, AssetId, AssetList } from '../../../src/core/asset.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import type { Transfer } from '../../../src/core/ledger.js';
import { accountWorld } from '../../support/traceWorld.js';
import {
  ASSETS,
  chainNamed,
  claim,
  ETH,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const SUBJECT = evmAccount(1);
const LAZARUS = evmAccount(2);
const KRAKEN = evmAccount(3);
const POOL = evmAccount(4);
const ROUTER = evmAccount(5);
const WRAPPER = evmAccount(6);
const WORTHLESS = evmAccount(7);
const ZERO = evmAccount(0);
const chain = chainNamed('ethereum').id;
const tokenOf = (contract: Account) => erc20AssetId(chain, addressOfAccount(contract));
const USD = tokenOf(evmAccount(8));
const WETH = tokenOf(WRAPPER);

const floors = { dustAmount: 3n, expansionFloorAmount: 10n };
const assets: AssetList = new Map<AssetId, Asset>([
  ...ASSETS,
  [USD, { id: USD, chain, symbol: 'USDC', decimals: 6, peg: 'usd', wraps: null, ...floors }],
  [WETH, { id: WETH, chain, symbol: 'WETH', decimals: 18, peg: null, wraps: ETH, ...floors }],
]);
/** A unit of ether is worth two of the dollar token. */
const prices = {
  priceOf: (asset: AssetId) => (asset === ETH ? { numerator: 2n, denominator: 1n } : null),
};
const dex = (account: Account) => ({ ...exchange(account, 'Uniswap'), category: 'dex' as const });

/** A transfer of a token in the transaction of a height. */
function token(
  asset: AssetId,
  move: {
    readonly from: Account;
    readonly to: Account;
    readonly amount: bigint;
    readonly height: number;
  },
): Transfer {
  const { from, to, amount, height } = move;
  return { ...ether(from, to, amount, height), channel: 'token', asset, index: `${from} ${to}` };
}

/** Of what the subject received in one asset, what came from the listed account. */
function fromListed(world: {
  readonly facts: readonly Transfer[];
  readonly markets?: readonly Account[];
  readonly isPriced?: boolean;
}) {
  const { facts, markets = [], isPriced = true } = world;
  const { exposures } = accountWorld({
    subject: SUBJECT,
    assets,
    facts,
    claims: [claim(LAZARUS), exchange(KRAKEN, 'Kraken'), ...markets.map(dex)],
    ...(isPriced ? { prices } : {}),
  });
  return exposures.flatMap(({ amounts }) =>
    amounts.map(({ asset, haircut, fifo, lower, upper }) => ({
      asset,
      figures: [lower, haircut, fifo, upper],
    })),
  );
}

const all = (asset: AssetId, amount: bigint) => [
  { asset, figures: [amount, amount, amount, amount] },
];

describe('a trade in which somebody else takes part', () => {
  it.each([
    { own: 100n, theirs: 9_900n, got: 19_800n },
    { own: 5_000n, theirs: 5_000n, got: 10_000n },
  ])('gives the subject what $theirs of $own more became', ({ own, theirs, got }) => {
    const facts = [
      ether(KRAKEN, SUBJECT, 5_000n, 1),
      ether(SUBJECT, POOL, own, 5),
      { ...ether(LAZARUS, POOL, theirs, 5), index: '0_1' },
      token(USD, { from: POOL, to: SUBJECT, amount: 20_000n, height: 5 }),
    ];
    expect(fromListed({ facts })).toEqual(all(USD, got));
  });

  it('is followed to whoever stands behind the others, where the subject takes part', () => {
    const mule = evmAccount(9);
    const facts = [
      ether(KRAKEN, SUBJECT, 1_000n, 1),
      ether(LAZARUS, mule, 9_900n, 2),
      ether(SUBJECT, POOL, 100n, 5),
      { ...ether(mule, POOL, 9_900n, 5), index: '0_1' },
      token(USD, { from: POOL, to: SUBJECT, amount: 20_000n, height: 5 }),
    ];
    expect(fromListed({ facts, markets: [POOL] })).toEqual(all(USD, 19_800n));
    const inOne = facts.map((fact) => (fact.from === mule ? { ...fact, to: SUBJECT } : fact));
    const forth = { ...ether(SUBJECT, POOL, 9_900n, 5), index: '0_2' };
    expect(fromListed({ facts: [...inOne, forth], markets: [POOL] })).toEqual(all(USD, 19_800n));
  });

  it('gives the subject nothing where it was alone', () => {
    const facts = [
      ether(LAZARUS, SUBJECT, 10_000n, 1),
      ether(SUBJECT, POOL, 10_000n, 5),
      token(USD, { from: POOL, to: SUBJECT, amount: 20_000n, height: 5 }),
    ];
    expect(fromListed({ facts })).toEqual(all(ETH, 10_000n));
  });

  it.each([true, false])(
    'hides no payment in it from a labelled market (priced: %s)',
    (isPriced) => {
      const facts = [
        ether(KRAKEN, SUBJECT, 1_000n, 1),
        ether(SUBJECT, POOL, 10_000n, 5),
        { ...ether(LAZARUS, SUBJECT, 9_900n, 5), index: '0_1' },
        token(USD, { from: POOL, to: SUBJECT, amount: 20_000n, height: 5 }),
      ];
      // The subject got the coins itself, straight from the listed account, and changed them after.
      expect(fromListed({ facts, markets: [POOL], isPriced })).toEqual(all(ETH, 9_900n));
    },
  );

  it.each([
    { token: 'no', isPriced: true },
    { token: 'no', isPriced: false },
    { token: 'a worthless', isPriced: true },
    { token: 'a worthless', isPriced: false },
  ])(
    'at a market is a payment to whom it sends, with $token token (priced: $isPriced)',
    (trade) => {
      const lure = token(tokenOf(WORTHLESS), { from: SUBJECT, to: ROUTER, amount: 1n, height: 5 });
      const facts = [
        ether(LAZARUS, POOL, 10_000n, 5),
        token(USD, { from: POOL, to: SUBJECT, amount: 20_000n, height: 5 }),
        ...(trade.token === 'no' ? [] : [lure]),
      ];
      const { isPriced } = trade;
      expect(fromListed({ facts, markets: [POOL], isPriced })).toEqual(all(USD, 20_000n));
    },
  );
});

it('what comes back in another asset can have returned, so that no upper share is below an estimate', () => {
  const [friend, mule] = [evmAccount(9), evmAccount(10)];
  const { totals, exposures } = accountWorld({
    subject: SUBJECT,
    assets,
    prices,
    claims: [claim(LAZARUS), exchange(KRAKEN, 'Kraken')],
    facts: [
      ether(KRAKEN, SUBJECT, 10_000n, 1),
      ether(SUBJECT, friend, 9_900n, 2),
      ether(friend, POOL, 9_900n, 3),
      token(USD, { from: POOL, to: friend, amount: 19_800n, height: 3 }),
      token(USD, { from: friend, to: SUBJECT, amount: 19_800n, height: 4 }),
      token(USD, { from: LAZARUS, to: mule, amount: 1_000n, height: 5 }),
      token(USD, { from: mule, to: SUBJECT, amount: 1_000n, height: 6 }),
    ],
  });
  const back = { amount: 19_800n };
  expect(totals.incoming.totals.find(({ asset }) => asset === USD)?.returned).toMatchObject({
    haircut: back,
    fifo: back,
    most: back,
  });
  const part = { numerator: 1_000n, denominator: 21_000n };
  expect(exposures[0]?.share).toMatchObject({ haircut: part, fifo: part, upper: part });
});

describe('a trade at a labelled market', () => {
  /** Lazarus gives much for little by way of a market; whoever gave the little pays the subject. */
  const facts = (little: bigint) => [
    token(USD, { from: KRAKEN, to: WORTHLESS, amount: 20_000n, height: 1 }),
    ether(LAZARUS, POOL, 10_000n, 3),
    { ...ether(POOL, WORTHLESS, 10_000n, 3), index: '0_1', channel: 'internal' as const },
    token(USD, { from: WORTHLESS, to: POOL, amount: little, height: 3 }),
    token(USD, { from: POOL, to: LAZARUS, amount: little, height: 3 }),
    ether(WORTHLESS, SUBJECT, 10_000n, 5),
  ];

  it.each([
    { little: 9_999n, told: all(ETH, 10_000n) },
    { little: 10_000n, told: [] },
  ])('is one up to twice the worth ($little for 20,000)', ({ little, told }) => {
    expect(fromListed({ facts: facts(little), markets: [POOL] })).toEqual(told);
  });
});

describe('a market that takes an unlisted token back for coins', () => {
  const facts: readonly Transfer[] = [
    token(tokenOf(WORTHLESS), { from: SUBJECT, to: POOL, amount: 1n, height: 5 }),
    token(WETH, { from: POOL, to: ROUTER, amount: 10_000n, height: 5 }),
    { ...ether(WRAPPER, ROUTER, 10_000n, 5), index: '0_1', channel: 'internal' },
    { ...ether(ROUTER, SUBJECT, 10_000n, 5), index: '0_2', channel: 'internal' },
  ];

  it('gives what that token was', () => {
    const { composition } = accountWorld({
      ...{ subject: SUBJECT, assets, prices, facts },
      claims: [dex(POOL)],
    });
    expect(composition.incoming).toMatchObject([{ place: 'unseen', reason: 'unlisted-asset' }]);
  });

  it("gives coins that may be anybody's, which the widest bound counts and no other", () => {
    const { exposures } = accountWorld({
      ...{ subject: SUBJECT, assets, prices },
      claims: [dex(POOL), claim(LAZARUS)],
      facts: [...facts, ether(LAZARUS, SUBJECT, 7_000n, 6)],
    });
    expect(exposures.flatMap(({ amounts }) => amounts)).toMatchObject([
      { asset: ETH, lower: 7_000n, upper: 7_000n, upperIfUnseenRisky: 17_000n },
    ]);
  });
});

describe('a wrapper that makes its tokens from the zero address', () => {
  const wrapped = [
    ether(LAZARUS, ROUTER, 10_000n, 5),
    { ...ether(ROUTER, WRAPPER, 10_000n, 5), index: '0_1' },
  ];

  it('makes no new money for whom it sends them to by a contract', () => {
    const facts = [
      ...wrapped,
      token(WETH, { from: ZERO, to: ROUTER, amount: 10_000n, height: 5 }),
      token(WETH, { from: ROUTER, to: SUBJECT, amount: 10_000n, height: 5 }),
    ];
    expect(fromListed({ facts })).toEqual(all(WETH, 10_000n));
  });

  it('makes no new money for whom it makes them', () => {
    const facts = [
      ...wrapped,
      token(WETH, { from: ZERO, to: SUBJECT, amount: 10_000n, height: 5 }),
    ];
    expect(fromListed({ facts })).toEqual(all(WETH, 10_000n));
  });
});
