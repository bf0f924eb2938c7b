import { describe, expect, it } from 'vitest';
import { netTransaction } from '../../../../src/core/netting/netTransaction.js';
import {
  isWrapper,
  isZeroAddress,
  withWrappedSide,
  wrappersOf,
} from '../../../../src/core/netting/wrapped.js';
import {
  move,
  NETTED_ASSETS,
  NETTING_SCOPE,
  NOPRICE,
  PARTIES,
  TELLING_ASSETS,
  told,
  UNPRICED_SCOPE,
  USDC,
  WETH,
} from '../../../support/nettingWorld.js';
import { ETH, evmAccount } from '../../../support/world.js';

const sides = (transfers: Parameters<typeof withWrappedSide>[0]) =>
  withWrappedSide(transfers, NETTED_ASSETS).slice(transfers.length);
const deposit = move('A', 10n, ETH, 'weth', { channel: 'native' });
const withdrawal = move('weth', 10n, ETH, 'A');
const WRAPPED = ['conversion A 10 ETH > A 10 WETH', 'conversion weth 10 WETH > weth 10 ETH'];
const UNWRAPPED = ['conversion A 10 WETH > A 10 ETH', 'conversion weth 10 ETH > weth 10 WETH'];

describe('ether sent to its wrapper', () => {
  it('comes back as wrapped ether that no list of transfers shows', () => {
    expect(sides([deposit])).toEqual([
      {
        ...deposit,
        channel: 'token',
        asset: WETH,
        from: PARTIES.weth,
        to: PARTIES.A,
        index: `${deposit.index}w`,
      },
    ]);
    expect(told([deposit])).toEqual(WRAPPED);
  });

  it('is changed one to one even where nobody knows a price', () => {
    expect(told([deposit], { scope: UNPRICED_SCOPE })).toEqual(WRAPPED);
  });

  it('is not doubled where the source lists the token side', () => {
    const byContract = [deposit, move('weth', 10n, WETH, 'A')];
    expect(sides(byContract)).toEqual([]);
    expect(told(byContract)).toEqual(WRAPPED);
  });

  it('is not doubled where the source lists it as made from the zero address', () => {
    const minted = [deposit, move('zero', 10n, WETH, 'A')];
    expect(sides(minted)).toEqual([]);
    expect(told(minted)).toEqual(WRAPPED);
  });

  it('is not taken as listed for another sum, another token or another receiver', () => {
    expect(sides([deposit, move('weth', 9n, WETH, 'A')])).toHaveLength(1);
    expect(sides([deposit, move('weth', 10n, NOPRICE, 'A')])).toHaveLength(1);
    expect(sides([deposit, move('weth', 10n, WETH, 'B')])).toHaveLength(1);
    expect(sides([deposit, move('B', 10n, WETH, 'A')])).toHaveLength(1);
  });

  it('twice in one transaction is twice changed', () => {
    const twice = [deposit, { ...deposit, index: 'second' }];
    expect(sides(twice)).toHaveLength(2);
    expect(told(twice)).toContain('conversion A 20 ETH > A 20 WETH');
  });
});

describe('wrapped ether given back', () => {
  it('is destroyed though no list of transfers shows it', () => {
    expect(sides([withdrawal])).toMatchObject([{ asset: WETH, from: PARTIES.A, to: PARTIES.weth }]);
    expect(told([withdrawal])).toEqual(UNWRAPPED);
  });

  it('is not doubled where the source lists it, to the contract or to nobody', () => {
    const byContract = [withdrawal, move('A', 10n, WETH, 'weth')];
    expect(told(byContract)).toEqual(UNWRAPPED);
    const burned = [withdrawal, move('A', 10n, WETH, 'zero')];
    expect(sides(burned)).toEqual([]);
    expect(told(burned)).toEqual(UNWRAPPED);
  });

  it('by a router leaves the router out of it', () => {
    const moves = [
      move('A', 10n, WETH, 'router'),
      move('weth', 10n, ETH, 'router'),
      move('router', 10n, ETH, 'A'),
    ];
    expect(told(moves)).toEqual(UNWRAPPED);
  });
});

describe('a wrapper that makes its tokens from the zero address', () => {
  it('makes them for somebody else too, and takes them back from somebody else', () => {
    expect(told([deposit, move('zero', 10n, WETH, 'B')])).toEqual([
      'conversion A 10 ETH > B 10 WETH',
      'conversion weth 10 WETH > weth 10 ETH',
    ]);
    expect(told([withdrawal, move('B', 10n, WETH, 'zero')])).toEqual([
      'conversion B 10 WETH > A 10 ETH',
      'conversion weth 10 ETH > weth 10 WETH',
    ]);
  });

  it('makes what was paid in, and more is new money', () => {
    const more = [deposit, move('zero', 10n, WETH, 'A'), move('zero', 10n, WETH, 'B')];
    expect(told(more)).toEqual([...WRAPPED, 'payment issued 10 WETH > B 10 WETH']);
    const twice = [deposit, { ...deposit, index: 'second' }, ...more.slice(1)];
    expect(told(twice)).toContain('conversion weth 20 WETH > weth 20 ETH');
  });

  it('prefers the token that its payer got where two are alike', () => {
    const alike = [deposit, move('zero', 10n, WETH, 'B'), move('zero', 10n, WETH, 'A')];
    expect(told(alike)).toEqual([...WRAPPED, 'payment issued 10 WETH > B 10 WETH']);
    const back = [withdrawal, move('B', 10n, WETH, 'zero'), move('A', 10n, WETH, 'zero')];
    expect(told(back)).toEqual([...UNWRAPPED, 'payment B 10 WETH > burned 10 WETH']);
  });
});

describe('a wrapper that tells all that it makes and takes back', () => {
  const scope = { ...NETTING_SCOPE, assets: TELLING_ASSETS };
  const made = move('zero', 10n, WETH, 'A');
  const taken = move('A', 10n, WETH, 'zero');

  it('changes what it told, as any other', () => {
    expect(told([deposit, made], { scope })).toEqual(WRAPPED);
    expect(told([withdrawal, taken], { scope })).toEqual(UNWRAPPED);
  });

  it('took from somebody else what it paid and did not tell here', () => {
    expect(told([withdrawal], { scope })).toEqual([
      'conversion issued 10 WETH > A 10 ETH',
      'conversion weth 10 ETH > weth 10 WETH',
    ]);
    // Any other wrapper never tells, so it took from whom it paid.
    expect(told([withdrawal])).toEqual(UNWRAPPED);
  });

  it('made for somebody else what it got and did not tell here', () => {
    expect(told([deposit], { scope })).toEqual([
      'conversion A 10 ETH > burned 10 WETH',
      'conversion weth 10 WETH > weth 10 ETH',
    ]);
    expect(told([deposit])).toEqual(WRAPPED);
  });

  it('is worth a look at the whole transaction: a token that was made or taken proves the step', () => {
    const fee = move('A', 1n, ETH, null, { channel: 'fee' });
    const steps = netTransaction({ transfers: [fee, deposit], unlisted: [] }, scope);
    const facts = steps.filter(({ kind }) => kind === 'conversion').map(({ fact }) => fact);
    expect(facts.map(({ channel }) => channel)).toEqual(['token', 'token']);
  });
});

describe('what is no wrapping', () => {
  it('is wrapped ether sent to its own contract by mistake: it stays a payment', () => {
    const lost = move('A', 10n, WETH, 'weth');
    expect(sides([lost])).toEqual([]);
    expect(told([lost])).toEqual(['payment A 10 WETH > weth 10 WETH']);
  });

  it('is any token sent to the wrapper, and ether sent to the contract of another token', () => {
    expect(sides([move('A', 10n, USDC, 'weth')])).toEqual([]);
    const toToken = { ...deposit, to: evmAccount(30) };
    expect(sides([toToken])).toEqual([]);
  });

  it('is a fee, and newly made ether', () => {
    expect(sides([move('A', 10n, ETH, null, { channel: 'fee' })])).toEqual([]);
    expect(sides([move(null, 10n, ETH, 'weth', { channel: 'reward' })])).toEqual([]);
  });

  it('leaves the list as it was', () => {
    const moves = [move('A', 10n, ETH, 'B')];
    expect(withWrappedSide(moves, NETTED_ASSETS)).toBe(moves);
  });
});

describe('the contract of a wrapper', () => {
  it('is that of a listed token which wraps a coin, and no other account', () => {
    const isOne = (party: keyof typeof PARTIES) =>
      isWrapper(PARTIES[party], deposit, NETTED_ASSETS);
    expect(isOne('weth')).toBe(true);
    expect(isOne('A')).toBe(false);
    expect(isWrapper(evmAccount(30), deposit, NETTED_ASSETS)).toBe(false);
    expect([...wrappersOf(NETTED_ASSETS)]).toEqual([PARTIES.weth]);
  });
});

describe('the zero address', () => {
  it('is forty zeros and nothing near it', () => {
    expect(isZeroAddress(evmAccount(0))).toBe(true);
    expect(isZeroAddress(evmAccount(1))).toBe(false);
  });
});
