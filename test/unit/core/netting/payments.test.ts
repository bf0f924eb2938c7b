import { describe, expect, it } from 'vitest';
import { groupByTransaction } from '../../../../src/core/netting/groupByTransaction.js';
import { netTransaction } from '../../../../src/core/netting/netTransaction.js';
import { payAlong } from '../../../../src/core/netting/payments.js';
import {
  move,
  NETTING_SCOPE,
  PARTIES,
  tellStep,
  told,
  USDC,
} from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

const { A, B, C, D } = PARTIES;

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

describe('payments along the moves of an asset', () => {
  const moves = [move('A', 10n, ETH, 'B'), move('C', 20n, ETH, 'D')];
  const [fact] = moves;
  if (fact === undefined) throw new Error('there are no moves');

  it('are one where the groups do not add up by themselves', () => {
    const nets = {
      asset: ETH,
      debits: [
        { place: A, amount: 12n },
        { place: C, amount: 18n },
      ],
      credits: [
        { place: B, amount: 10n },
        { place: D, amount: 20n },
      ],
      moves,
      fact,
    };
    expect(payAlong(nets).map(tellStep)).toEqual([
      'payment A 12 ETH + C 18 ETH > B 10 ETH + D 20 ETH',
    ]);
  });

  it('each name a transfer of their own as proof', () => {
    const steps = netTransaction({ transfers: moves, unlisted: [] }, NETTING_SCOPE);
    expect(steps.map((step) => step.fact)).toEqual(moves);
  });

  it('that no single transfer shows name the transaction’s first', () => {
    const through = [move('A', 10n, ETH, 'router'), move('router', 10n, ETH, 'B')];
    const [step] = netTransaction({ transfers: through, unlisted: [] }, NETTING_SCOPE);
    expect(step?.fact).toBe(through[0]);
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
});
