import { describe, expect, it } from 'vitest';
import { groupByTransaction } from '../../../../src/core/netting/groupByTransaction.js';
import { netTransaction } from '../../../../src/core/netting/netTransaction.js';
import {
  DAI,
  move,
  NETTING_SCOPE,
  NOPRICE,
  PARTIES,
  told,
  USDC,
} from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

const { A, B } = PARTIES;

describe('strangers in one bundle', () => {
  it('are not linked where no move connects them', () => {
    expect(told([move('A', 10n, ETH, 'B'), move('C', 20n, ETH, 'D')])).toEqual([
      'payment A 10 ETH > B 10 ETH',
      'payment C 20 ETH > D 20 ETH',
    ]);
  });

  it('who pay the same person are one payment of both', () => {
    expect(told([move('A', 10n, ETH, 'B'), move('C', 20n, ETH, 'B')])).toEqual([
      'payment A 10 ETH + C 20 ETH > B 30 ETH',
    ]);
  });

  it('are linked by an account through which the money of both passed', () => {
    const moves = [
      move('A', 10n, ETH, 'router'),
      move('C', 20n, ETH, 'router'),
      move('router', 10n, ETH, 'B'),
      move('router', 20n, ETH, 'D'),
    ];
    expect(told(moves)).toEqual(['payment A 10 ETH + C 20 ETH > B 10 ETH + D 20 ETH']);
  });

  it('are not linked by an account through which another asset passed', () => {
    const moves = [
      move('A', 10n, ETH, 'B'),
      move('C', 20n, ETH, 'D'),
      move('A', 5n, USDC, 'router'),
      move('router', 5n, USDC, 'D'),
    ];
    expect(told(moves)).toEqual([
      'payment A 10 ETH > B 10 ETH',
      'payment A 5 USDC > D 5 USDC',
      'payment C 20 ETH > D 20 ETH',
    ]);
  });

  it('are told apart through long chains of accounts that only hand on', () => {
    const moves = [
      move('router', 10n, ETH, 'pool'),
      move('A', 10n, ETH, 'router'),
      move('pool2', 20n, ETH, 'D'),
      move('C', 20n, ETH, 'pool2'),
      move('pool', 10n, ETH, 'B'),
    ];
    expect(told(moves)).toEqual(['payment A 10 ETH > B 10 ETH', 'payment C 20 ETH > D 20 ETH']);
  });
});

describe('a stranger’s trade in the same bundle', () => {
  const plain = move('A', 10n, ETH, 'B');

  it('does not take from what somebody paid, be it a swap that is sent on', () => {
    const sent = [move('C', 20n, ETH, 'pool'), move('pool', 40_000n, USDC, 'D')];
    expect(told([plain, ...sent])).toEqual([
      'conversion C 20 ETH > D 40000 USDC',
      'conversion pool 40000 USDC > pool 20 ETH',
      'payment A 10 ETH > B 10 ETH',
    ]);
  });

  it('does not take from it, be it a swap at a market', () => {
    const swap = [move('C', 1n, ETH, 'dex'), move('dex', 3_000n, USDC, 'C')];
    expect(told([...swap, move('A', 3_000n, USDC, 'B')])).toEqual([
      'conversion C 1 ETH > C 3000 USDC',
      'conversion dex 3000 USDC > dex 1 ETH',
      'payment A 3000 USDC > B 3000 USDC',
    ]);
  });

  it('is not mixed up with another stranger’s: each swap keeps its own price and receiver', () => {
    const one = [move('A', 10n, ETH, 'pool'), move('pool', 20_000n, USDC, 'B')];
    const two = [move('C', 20n, ETH, 'pool2'), move('pool2', 40_000n, DAI, 'D')];
    expect(told([...one, ...two]).slice(0, 2)).toEqual([
      'conversion A 10 ETH > B 20000 USDC',
      'conversion C 20 ETH > D 40000 DAI',
    ]);
  });

  it('does not blur a payment in the traded asset by who trades and pays in others', () => {
    // A pays a token to the market too, so that all of them are connected, but not in dollars.
    const moves = [
      move('C', 1n, ETH, 'dex'),
      move('dex', 3_000n, USDC, 'C'),
      move('A', 3_000n, USDC, 'B'),
      move('A', 1n, NOPRICE, 'dex'),
    ];
    expect(told(moves)).toContain('payment A 3000 USDC > B 3000 USDC');
  });

  it('is matched where what went into one conversion comes out of another', () => {
    const moves = [
      move('A', 1n, ETH, 'pool'),
      move('pool', 2_000n, USDC, 'pool2'),
      move('pool2', 1n, ETH, 'B'),
    ];
    expect(told(moves)).toContain('payment A 1 ETH > B 1 ETH');
  });

  it('is not linked by tokens that were newly made, or destroyed, for both', () => {
    const moves = [
      move('A', 10n, ETH, 'B'),
      move('C', 20n, ETH, 'D'),
      move('zero', 1n, USDC, 'A'),
      move('zero', 1n, USDC, 'C'),
    ];
    expect(told(moves)).toEqual([
      'payment A 10 ETH > B 10 ETH',
      'payment C 20 ETH > D 20 ETH',
      'payment issued 1 USDC > A 1 USDC',
      'payment issued 1 USDC > C 1 USDC',
    ]);
    const both = [move('A', 1n, USDC, 'zero'), move('C', 2n, USDC, 'zero')];
    expect(told(both)).toEqual([
      'payment A 1 USDC > burned 1 USDC',
      'payment C 2 USDC > burned 2 USDC',
    ]);
    const burned = [move('A', 5n, USDC, 'zero'), move('zero', 5n, USDC, 'B')];
    expect(told(burned)).toEqual([
      'payment A 5 USDC > burned 5 USDC',
      'payment issued 5 USDC > B 5 USDC',
    ]);
  });
});

describe('payments along the moves of an asset', () => {
  const moves = [move('A', 10n, ETH, 'B'), move('C', 20n, ETH, 'D')];
  it('each name a transfer of their own as proof', () => {
    const steps = netTransaction({ transfers: moves, unlisted: [] }, NETTING_SCOPE);
    expect(steps.map((step) => step.fact)).toEqual(moves);
    const linked = [...moves, move('A', 1n, USDC, 'D')];
    const again = netTransaction({ transfers: linked, unlisted: [] }, NETTING_SCOPE);
    expect(again.map((step) => step.fact)).toEqual(linked);
  });

  it('that no single transfer shows name the transaction’s first', () => {
    const through = [move('A', 10n, ETH, 'router'), move('router', 10n, ETH, 'B')];
    const [step] = netTransaction({ transfers: through, unlisted: [] }, NETTING_SCOPE);
    expect(step?.fact).toBe(through[0]);
    const back = through.toReversed();
    const [other] = netTransaction({ transfers: back, unlisted: [] }, NETTING_SCOPE);
    expect(other?.fact).toBe(back[0]);
  });

  it('do not name a transfer of another asset between the same people', () => {
    const both = [move('C', 1n, USDC, 'D'), move('A', 3n, USDC, 'B'), move('A', 10n, ETH, 'B')];
    const steps = netTransaction({ transfers: both, unlisted: [] }, NETTING_SCOPE);
    const ether = steps.find(({ debits }) => debits[0]?.asset === ETH);
    expect(ether?.fact).toBe(both[2]);
  });

  it('weigh each leg by its amount', () => {
    const [step] = netTransaction({ transfers: moves, unlisted: [] }, NETTING_SCOPE);
    expect(step?.debits).toEqual([{ place: A, asset: ETH, amount: 10n, weight: 10n }]);
    expect(step?.credits).toEqual([{ place: B, asset: ETH, amount: 10n, weight: 10n }]);
  });
});

describe('transfers by transaction', () => {
  const at = (txId: string | null, index: string) => move('A', 1n, ETH, 'B', { txId, index });
  const sizes = (list: readonly (string | null)[]) =>
    [...groupByTransaction(list.map((txId, index) => at(txId, `${index}`)))].map(
      (group) => group.length,
    );

  it('stand together while the id is the same', () => {
    expect(sizes(['a', 'a', 'b', 'a'])).toEqual([2, 1, 1]);
    expect(sizes([])).toEqual([]);
  });

  it('without an id stand alone', () => {
    expect(sizes([null, null, 'a', 'a'])).toEqual([1, 1, 2]);
  });

  it('told with another time stand apart, for one transaction has one time', () => {
    const [first, second] = [at('a', '0'), at('a', '1')];
    const later = { ...second, timeSeconds: second.timeSeconds + 1 };
    expect([...groupByTransaction([first, second])]).toEqual([[first, second]]);
    expect([...groupByTransaction([first, later])]).toEqual([[first], [later]]);
  });
});
