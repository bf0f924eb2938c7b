import { describe, expect, it } from 'vitest';
import { lotsOf } from '../../../../src/core/patterns/lots.js';
import { ETH, ether, evmAccount } from '../../../support/world.js';

const [ACCOUNT, PAYER, SHOP] = [evmAccount(1), evmAccount(2), evmAccount(3)];

describe('what was spent of what had come', () => {
  it('is taken first in, first out, whatever the order given', () => {
    const first = ether(PAYER, ACCOUNT, 10n, 1);
    const second = ether(PAYER, ACCOUNT, 20n, 2);
    const spend = ether(ACCOUNT, SHOP, 15n, 3);
    const rest = ether(ACCOUNT, null, 20n, 4);
    expect(lotsOf(ACCOUNT, [rest, spend, second, first])).toEqual([
      expect.objectContaining({
        asset: ETH,
        received: 30n,
        sent: 15n,
        fees: 20n,
        spends: [
          { receipt: first, spend, amount: 10n },
          { receipt: second, spend, amount: 5n },
          { receipt: second, spend: rest, amount: 15n },
        ],
      }),
    ]);
  });

  it('never funds what had left before it came', () => {
    const facts = [ether(ACCOUNT, SHOP, 5n, 1), ether(PAYER, ACCOUNT, 5n, 2)];
    expect(lotsOf(ACCOUNT, facts)).toMatchObject([{ received: 5n, sent: 5n, spends: [] }]);
  });

  it('leaves out what goes to itself, what moves nothing and what is others’', () => {
    const facts = [
      ether(ACCOUNT, ACCOUNT, 5n, 1),
      ether(PAYER, ACCOUNT, 0n, 2),
      ether(PAYER, SHOP, 5n, 3),
    ];
    expect(lotsOf(ACCOUNT, facts)).toEqual([]);
  });
});
