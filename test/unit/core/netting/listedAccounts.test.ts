import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import {
  DAI,
  move,
  NETTED_ASSETS,
  NETTING_SCOPE,
  PARTIES,
  told,
  UNPRICED_SCOPE,
  USDC,
} from '../../../support/nettingWorld.js';
import { accountWorld } from '../../../support/traceWorld.js';
import { claim, ETH, ether, exchange } from '../../../support/world.js';

const signedBy = (party: keyof typeof PARTIES) => move(party, 1n, ETH, null, { channel: 'fee' });

describe('an account with a risk claim', () => {
  it('is no router: what it hands on in one transaction it got and it paid', () => {
    const moves = [move('C', 100n, ETH, 'thief'), move('thief', 100n, ETH, 'A')];
    expect(told(moves)).toEqual([
      'payment C 100 ETH > thief 100 ETH',
      'payment thief 100 ETH > A 100 ETH',
    ]);
    // Anybody else is left out.
    const honest = [move('C', 100n, ETH, 'D'), move('D', 100n, ETH, 'A')];
    expect(told(honest)).toEqual(['payment C 100 ETH > A 100 ETH']);
  });

  it('is no router be it a mixer', () => {
    const { knowledge } = NETTING_SCOPE;
    const mixer = claim(PARTIES.thief, { category: 'mixer', actor: null, authority: 'researcher' });
    const scope = { ...NETTING_SCOPE, knowledge: { ...knowledge, claimsOf: () => [mixer] } };
    const moves = [move('C', 5n, ETH, 'thief'), move('thief', 5n, ETH, 'A')];
    expect(told(moves, { scope })).toHaveLength(2);
  });

  it('is thinned out by nothing that else moves between the same people', () => {
    const moves = [
      move('C', 10_000n, ETH, 'thief'),
      move('C', 1n, ETH, 'A'),
      move('thief', 100n, ETH, 'A'),
    ];
    expect(told(moves)).toEqual([
      'payment C 1 ETH > A 1 ETH',
      'payment C 10000 ETH > thief 10000 ETH',
      'payment thief 100 ETH > A 100 ETH',
    ]);
  });

  it('is whom a router pays for', () => {
    const moves = [
      move('thief', 30n, ETH, 'router'),
      move('router', 10n, ETH, 'A'),
      move('router', 20n, ETH, 'B'),
    ];
    expect(told(moves)).toEqual(['payment thief 30 ETH > A 10 ETH + B 20 ETH']);
  });

  it('is two people where others handed money to it and from it', () => {
    const moves = [
      move('C', 10n, ETH, 'router'),
      move('router', 10n, ETH, 'thief'),
      move('thief', 10n, ETH, 'pool'),
      move('pool', 10n, ETH, 'A'),
    ];
    expect(told(moves)).toEqual([
      'payment C 10 ETH > thief 10 ETH',
      'payment thief 10 ETH > A 10 ETH',
    ]);
  });

  it('pays no more than it gave where the receiver paid some of it on', () => {
    const moves = [move('thief', 10n, ETH, 'A'), move('A', 4n, ETH, 'B')];
    expect(told(moves)).toEqual(['payment thief 4 ETH > B 4 ETH', 'payment thief 6 ETH > A 6 ETH']);
    const back = [move('B', 4n, ETH, 'A'), move('A', 10n, ETH, 'thief')];
    expect(told(back)).toEqual(['payment A 6 ETH > thief 6 ETH', 'payment B 4 ETH > thief 4 ETH']);
  });

  it('is no maker that is left out, however even the trade and whoever signed it', () => {
    const even = [signedBy('C'), move('C', 2_000n, USDC, 'thief'), move('thief', 1n, ETH, 'A')];
    expect(told(even)).toContain('payment thief 1 ETH > A 1 ETH');
    const unpriced = told(even, { scope: UNPRICED_SCOPE });
    expect(unpriced).toContain('payment thief 1 ETH > A 1 ETH');
  });

  it('with whom somebody swaps was paid and pays', () => {
    const swap = [move('A', 1n, ETH, 'thief'), move('thief', 2_000n, USDC, 'A')];
    expect(told(swap)).toEqual([
      'payment A 1 ETH > thief 1 ETH',
      'payment thief 2000 USDC > A 2000 USDC',
    ]);
  });

  it('whom the signer pays for what somebody else gives was paid by the signer', () => {
    const swap = [move('A', 1n, ETH, 'thief'), move('B', 2_000n, USDC, 'A')];
    expect(told([signedBy('A'), ...swap])).toContain('payment A 1 ETH > thief 1 ETH');
    const other = [move('thief', 1n, ETH, 'A'), move('A', 2_000n, USDC, 'B')];
    expect(told([signedBy('A'), ...other])).toContain('payment thief 1 ETH > A 1 ETH');
    // Who sent the call signed, where no fee tells.
    const [own, back] = swap;
    if (own === undefined || back === undefined) throw new Error('there is no swap');
    expect(told([{ ...own, channel: 'native' }, back])).toContain('payment A 1 ETH > thief 1 ETH');
    expect(told(swap)).not.toContain('payment A 1 ETH > thief 1 ETH');
  });

  it('who moved another asset at the same pool does not keep the signer from swapping', () => {
    const swap = [move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'A')];
    const swapped = 'conversion A 1 ETH > A 2000 USDC';
    expect(told([signedBy('A'), ...swap, move('thief', 5n, DAI, 'pool')])).toContain(swapped);
    expect(told([signedBy('A'), ...swap, move('pool', 5n, DAI, 'thief')])).toContain(swapped);
  });

  it('who swaps at a pool and sends it to somebody paid them, and is paid like that', () => {
    const sent = [move('thief', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'A')];
    expect(told(sent)).toContain('conversion thief 1 ETH > A 2000 USDC');
    const got = [move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'thief')];
    expect(told(got)).toContain('conversion A 1 ETH > thief 2000 USDC');
  });

  it('does not keep strangers in the bundle from swapping', () => {
    const moves = [
      move('A', 1n, ETH, 'pool'),
      move('pool', 2_000n, USDC, 'A'),
      move('thief', 5n, ETH, 'B'),
      move('C', 5n, DAI, 'thief'),
    ];
    expect(told(moves)).toContain('conversion A 1 ETH > A 2000 USDC');
  });
});

describe('the subject itself, where a listed account has a part', () => {
  const scope = { ...NETTING_SCOPE, subject: PARTIES.A };
  const passes = [move('thief', 100n, ETH, 'A'), move('A', 100n, ETH, 'D')];

  it('got what it handed on in the same transaction; nobody else did', () => {
    expect(told(passes, { scope })).toEqual([
      'payment A 100 ETH > D 100 ETH',
      'payment thief 100 ETH > A 100 ETH',
    ]);
    expect(told(passes)).toEqual(['payment thief 100 ETH > D 100 ETH']);
  });

  it('got it though it came by way of a router', () => {
    const routed = [
      move('thief', 100n, ETH, 'router'),
      move('router', 100n, ETH, 'A'),
      move('A', 100n, ETH, 'pool'),
      move('pool', 100n, ETH, 'D'),
    ];
    expect(told(routed, { scope })).toContain('payment thief 100 ETH > A 100 ETH');
  });

  it('got it though nobody listed has a part: who is behind the payer is not known yet', () => {
    const unknown = [move('C', 100n, ETH, 'A'), move('A', 100n, ETH, 'D')];
    const paid = ['payment A 100 ETH > D 100 ETH', 'payment C 100 ETH > A 100 ETH'];
    expect(told(unknown, { scope })).toEqual(paid);
    const beside = [...unknown, move('thief', 5n, ETH, 'B'), move('B', 2n, ETH, 'router')];
    expect(told(beside, { scope })).toEqual(expect.arrayContaining(paid));
    // Also what it kept a part of, or added something to.
    const less = [move('C', 100n, ETH, 'A'), move('A', 30n, ETH, 'D')];
    expect(told(less, { scope })).toContain('payment C 100 ETH > A 100 ETH');
    const more = [move('C', 100n, ETH, 'A'), move('A', 130n, ETH, 'D')];
    expect(told(more, { scope })).toContain('payment C 100 ETH > A 100 ETH');
  });

  it('got it whatever the payer and the paid trade with others in the transaction', () => {
    const moves = [
      move('B', 100n, DAI, 'C'),
      move('C', 100n, USDC, 'A'),
      move('A', 100n, USDC, 'D'),
      move('D', 100n, DAI, 'pool'),
    ];
    const steps = told(moves, { scope });
    expect(steps).toContain('conversion B 100 DAI > A 100 USDC');
    expect(steps).toContain('conversion A 100 USDC > pool 100 DAI');
  });

  it('got nothing where a router gave back what was too much, or a loan went round', () => {
    const refund = [
      move('A', 100n, ETH, 'router'),
      move('router', 90n, ETH, 'D'),
      move('router', 10n, ETH, 'A'),
    ];
    expect(told(refund, { scope })).toEqual(['payment A 90 ETH > D 90 ETH']);
    const loan = [
      move('pool', 100n, ETH, 'A'),
      move('A', 100n, ETH, 'router'),
      move('router', 100n, ETH, 'pool'),
    ];
    // To itself: that is nothing received and nothing sent.
    expect(told(loan, { scope })).toEqual(['payment A 100 ETH > A 100 ETH']);
  });

  it('got nothing where it traded on what it had traded for', () => {
    const route = [
      move('A', 1n, ETH, 'pool'),
      move('pool', 2_000n, DAI, 'A'),
      move('A', 2_000n, DAI, 'pool2'),
      move('pool2', 2_000n, USDC, 'A'),
    ];
    expect(told(route, { scope })).toContain('conversion A 1 ETH > A 2000 USDC');
    expect(told(route, { scope })).not.toContain('payment pool 2000 DAI > A 2000 DAI');
  });

  it('swaps as ever where nobody listed has a part', () => {
    const swap = [move('A', 1n, ETH, 'pool'), move('pool', 2_000n, USDC, 'A')];
    expect(told(swap, { scope })).toContain('conversion A 1 ETH > A 2000 USDC');
  });

  it('is told to have dealt with it both ways', () => {
    const { exposures } = accountWorld({
      subject: PARTIES.A,
      facts: passes,
      claims: [claim(PARTIES.thief)],
      assets: NETTED_ASSETS,
    });
    expect(exposures).toMatchObject([{ direction: 'incoming', kind: 'direct' }]);
  });
});

describe('a payment straight from a listed account', () => {
  const { A, C, thief } = PARTIES;
  const kraken = PARTIES.exchange;
  const at = (transfer: Transfer, day: number): Transfer => ({
    ...transfer,
    timeSeconds: 1_640_000_000 + day * 86_400,
  });
  /** C has a history of its own with A, so that all that C did is read too. */
  const before = [
    at(ether(kraken, C, 1_000n, 1), 0),
    at(ether(C, A, 50n, 2), 1),
    at({ ...move('exchange', 900_000n, USDC, 'C'), txId: '0xaa', height: 3 }, 0),
    at(ether(kraken, thief, 1_000n, 4), 0),
  ];
  const found = (tx: readonly Transfer[]) =>
    accountWorld({
      subject: A,
      facts: [...before, ...tx.map((one, index) => ({ ...one, index: `${index}` }))],
      claims: [claim(thief), exchange(kraken, 'Kraken')],
      assets: NETTED_ASSETS,
    }).exposures.map(({ direction, kind, amounts }) => [direction, kind, amounts[0]?.haircut]);

  it('is found, whatever an accomplice hands it in the same transaction', () => {
    const paid = move('thief', 100n, ETH, 'A');
    const direct = [['incoming', 'direct', 100n]];
    expect(found([paid])).toEqual(direct);
    expect(found([move('C', 100n, ETH, 'thief'), paid])).toEqual(direct);
    expect(found([signedBy('C'), move('C', 1n, USDC, 'thief'), paid])).toEqual(direct);
    expect(found([signedBy('C'), move('C', 200_000n, USDC, 'thief'), paid])).toEqual(direct);
  });

  it('is found where the money goes the other way', () => {
    const tx = [move('A', 40n, ETH, 'thief'), move('thief', 40n, ETH, 'C')];
    expect(found(tx)).toEqual([['outgoing', 'direct', 40n]]);
  });
});

it('what a listed account got and gave by one contract it gave to others, not to itself', () => {
  const moves = [
    move('A', 10n, ETH, 'router'),
    move('router', 10n, ETH, 'thief'),
    move('thief', 10n, ETH, 'router'),
    move('router', 10n, ETH, 'B'),
  ];
  expect(told(moves)).toEqual([
    'payment A 10 ETH > thief 10 ETH',
    'payment thief 10 ETH > B 10 ETH',
  ]);
  const more = [...moves, move('C', 30n, ETH, 'router'), move('router', 30n, ETH, 'D')];
  expect(told(more)).toEqual([
    'payment A 3 ETH + C 7 ETH > thief 10 ETH',
    'payment A 7 ETH + C 23 ETH > B 7 ETH + D 23 ETH',
    'payment thief 10 ETH > B 3 ETH + D 7 ETH',
  ]);
});
