import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PartyNumbers } from '../../../src/core/columns/partyNumbers.js';
import { ReadyPlaces } from '../../../src/core/trace/readyPlaces.js';
import { TracePlaces } from '../../../src/core/trace/tracePlaces.js';
import { bitcoinTx, btcAccount, chainNamed } from '../../support/world.js';

const chain = chainNamed('bitcoin').id;
const account = btcAccount('a');

/** A place, and a transaction of a height to step to. */
function placeAt(height: number, at: number) {
  const txId = `tx${at}`;
  const places = new TracePlaces(new PartyNumbers());
  const node = places.meet({ kind: 'transaction', chain, txId }, account);
  return { node, tx: bitcoinTx(txId, height, { inputs: [], outputs: [] }) };
}

describe.each(['incoming', 'outgoing'] as const)('places that wait, %s', (direction) => {
  it('are taken by time, and of equal times in the order added', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 40 }), (heights) => {
        const ready = new ReadyPlaces(direction);
        const places = heights.map(placeAt);
        for (const { node, tx } of places) ready.add(node, tx);
        const sign = direction === 'incoming' ? -1 : 1;
        const wanted = [...places].sort((a, b) => sign * (a.tx.timeSeconds - b.tx.timeSeconds));
        expect(wanted.map(() => ready.take()?.tx.txId)).toEqual(wanted.map(({ tx }) => tx.txId));
        expect(ready.take()).toBeNull();
      }),
    );
  });

  it('wait once, and may wait again when taken', () => {
    const ready = new ReadyPlaces(direction);
    const { node, tx } = placeAt(1, 0);
    ready.add(node, tx);
    ready.add(node, tx);
    expect(ready.take()?.node).toBe(node);
    expect(ready.take()).toBeNull();
    ready.add(node, tx);
    expect(ready.take()?.node).toBe(node);
  });
});
