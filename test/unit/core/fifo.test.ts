import { describe, expect, it } from 'vitest';
import type { Leg, Movement, Place } from '../../../src/core/accounting/movement.js';
import { edge, holding, mixed, questionOf, replay, SUBJECT } from '../../support/boundWorld.js';
import { BTC } from '../../support/world.js';

const [A, B, SHOP] = [holding(2), holding(3), edge(4)];
/** The same accounts with another asset. */
const [A2, B2, SUBJECT2] = [A, B, SUBJECT].map((place): Place => ({ ...place, asset: BTC }));
if (!A2 || !B2 || !SUBJECT2) throw new Error('places are missing');

const pay = (at: number, from: Place, to: Place, amount: bigint): Movement =>
  mixed(at, [{ place: from, amount }], [{ place: to, amount }]);

const convert = (at: number, given: Leg, got: Leg): Movement => ({
  ...mixed(at, [given], [got]),
  kind: 'conversion',
});

describe('first in, first out, of what was sent', () => {
  it('tells what came back in another asset as returned, and all else where it ended', () => {
    const movements = [
      pay(1, SUBJECT, A, 20n),
      pay(2, A, B, 8n),
      convert(3, { place: B, amount: 8n }, { place: B2, amount: 2n }),
      pay(4, A, SHOP, 9n),
      pay(5, B2, SUBJECT2, 1n),
    ];
    const { total, buckets } = replay('fifo', questionOf(movements, 'outgoing', { risky: [] }));
    const told = buckets.map(({ bucket, amount }) => ({
      kind: bucket.kind,
      account: bucket.kind === 'returned' ? null : bucket.place.account,
      amount,
    }));
    expect(total).toBe(20n);
    expect(told).toEqual([
      { kind: 'place', account: SHOP.account, amount: 9n },
      { kind: 'returned', account: null, amount: 4n },
      { kind: 'still-held', account: A.account, amount: 3n },
      { kind: 'still-held', account: B.account, amount: 4n },
    ]);
  });
});

describe('first in, first out, of what was received', () => {
  it('tells no value that came to the subject in another asset', () => {
    const movements = [
      pay(1, SHOP, A, 20n),
      convert(2, { place: A, amount: 10n }, { place: A2, amount: 5n }),
      pay(3, A2, SUBJECT2, 5n),
      pay(4, A, SUBJECT, 10n),
    ];
    const { total, buckets } = replay('fifo', questionOf(movements, 'incoming', { risky: [] }));
    expect(total).toBe(10n);
    expect(buckets).toMatchObject([{ bucket: { kind: 'place', place: SHOP }, amount: 10n }]);
  });
});
