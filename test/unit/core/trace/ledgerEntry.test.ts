import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import { netTransaction } from '../../../../src/core/netting/netTransaction.js';
import { LedgerEntry } from '../../../../src/core/trace/ledgerEntry.js';
import { move, NETTING_SCOPE, type Party, USDC } from '../../../support/nettingWorld.js';
import { ETH } from '../../../support/world.js';

/** What the entry of a transaction tells of it, and what netting does. */
const toldOf = (transfers: readonly Transfer[]) => {
  const steps = netTransaction({ transfers, unlisted: [] }, NETTING_SCOPE);
  const position = { tx: '0x1', timeSeconds: 0, height: null, txIndex: null };
  const none = { givenAndTaken: [], before: new Map(), after: new Map() };
  return { steps, entry: new LedgerEntry(position, { steps, ...none }) };
};

describe('an entry of a history', () => {
  it('tells of a payment, and of a fee beside it, what netting does', () => {
    const fee = move('A', 1n, ETH, null, { channel: 'fee' });
    for (const transfers of [
      [move('A', 4n, ETH, 'B')],
      [fee],
      [fee, move('A', 4n, ETH, 'B')],
      [fee, move('zero', 4n, USDC, 'A', { channel: 'token' })],
    ]) {
      const { steps, entry } = toldOf(transfers);
      expect(steps).toHaveLength(transfers.length);
      expect(entry.steps).toEqual(steps);
    }
  });

  it('does not take for one transfer what passed through somebody, or came to more', () => {
    const through = [move('C', 10n, ETH, 'A'), move('A', 10n, ETH, 'B')];
    const twice = [move('A', 4n, ETH, 'B'), move('A', 3n, ETH, 'B')];
    for (const transfers of [through, twice]) {
      const { steps, entry } = toldOf(transfers);
      expect(steps).toHaveLength(1);
      expect(entry.steps).toEqual(steps);
    }
  });

  it('tells what netting does, whatever a transaction moved, as often as it is asked', () => {
    const party = fc.constantFrom<Party>('A', 'B', 'C', 'router', 'dex', 'zero', 'weth');
    const movement = fc
      .record({
        from: party,
        to: fc.option(party),
        amount: fc.bigInt({ min: 0n, max: 3n }),
        asset: fc.constantFrom(ETH, USDC),
      })
      .map(({ from, to, amount, asset }) =>
        move(from, amount, asset, to, to === null ? { channel: 'fee' } : {}),
      );
    fc.assert(
      fc.property(fc.array(movement, { minLength: 1, maxLength: 5 }), (transfers) => {
        const { steps, entry } = toldOf(transfers);
        expect(entry.steps).toEqual(steps);
        expect(entry.steps).toEqual(steps);
      }),
      { numRuns: 500 },
    );
  });
});
