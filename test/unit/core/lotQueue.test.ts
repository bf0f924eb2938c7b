import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LotQueue } from '../../../src/core/accounting/lotQueue.js';

type Lot = readonly [origin: number, amount: bigint, sent: bigint];

function queueOf(...lots: readonly Lot[]): LotQueue {
  const queue = new LotQueue();
  for (const lot of lots) put(queue, lot);
  return queue;
}

function put(queue: LotQueue, [origin, amount, sent]: Lot): void {
  queue.put({ origin, amount, sent, isFresh: true, next: null });
}

function take(queue: LotQueue, wanted: bigint): { readonly lots: Lot[]; readonly missing: bigint } {
  const lots: Lot[] = [];
  let missing = wanted;
  while (missing > 0n) {
    const lot = queue.take(missing);
    if (lot === null) break;
    lots.push([lot.origin, lot.amount, lot.sent]);
    missing -= lot.amount;
  }
  return { lots, missing };
}

function left(queue: LotQueue): (readonly [origin: number, sent: bigint])[] {
  const lots: (readonly [number, bigint])[] = [];
  queue.forEach((...lot) => {
    lots.push(lot);
  });
  return lots;
}

describe('a queue of lots', () => {
  it('gives the oldest first and splits the last', () => {
    const queue = queueOf([1, 10n, 10n], [2, 20n, 0n], [3, 30n, 30n]);
    expect(take(queue, 35n)).toEqual({
      lots: [
        [1, 10n, 10n],
        [2, 20n, 0n],
        [3, 5n, 5n],
      ],
      missing: 0n,
    });
    expect(left(queue)).toEqual([[3, 25n]]);
  });

  it('says what it did not hold', () => {
    const queue = queueOf([1, 10n, 10n]);
    expect(take(queue, 10n).missing).toBe(0n);
    expect(take(queue, 4n)).toEqual({ lots: [], missing: 4n });
    put(queue, [2, 3n, 3n]);
    expect(take(queue, 4n)).toEqual({ lots: [[2, 3n, 3n]], missing: 1n });
  });

  it('joins a lot with the one before where both come from one place and stand for as much', () => {
    const queue = queueOf([1, 10n, 5n], [1, 20n, 10n], [1, 30n, 30n], [2, 30n, 30n], [1, 2n, 1n]);
    expect(left(queue)).toEqual([
      [1, 15n],
      [1, 30n],
      [2, 30n],
      [1, 1n],
    ]);
  });

  it('joins nothing with a lot that is taken already', () => {
    const queue = queueOf([1, 10n, 10n]);
    take(queue, 10n);
    put(queue, [1, 5n, 5n]);
    expect(take(queue, 6n)).toEqual({ lots: [[1, 5n, 5n]], missing: 1n });
  });

  it('leaves the other lots where they are when one goes on to another queue', () => {
    const [from, to] = [queueOf([1, 10n, 10n], [2, 20n, 20n]), queueOf([3, 1n, 1n])];
    const lot = from.take(10n);
    if (lot === null) throw new Error('There was no lot.');
    expect(lot.isFresh).toBe(false);
    to.put(lot);
    expect(left(from)).toEqual([[2, 20n]]);
    expect(left(to)).toEqual([
      [3, 1n],
      [1, 10n],
    ]);
  });

  it('gives of what a lot stands for in proportion, and the rest with the rest', () => {
    const queue = queueOf([1, 3n, 100n]);
    expect(take(queue, 1n).lots).toEqual([[1, 1n, 33n]]);
    expect(take(queue, 1n).lots).toEqual([[1, 1n, 33n]]);
    expect(take(queue, 1n).lots).toEqual([[1, 1n, 34n]]);
  });

  it('keeps every lot that is left when it drops the taken ones', () => {
    const lots = [...Array(5_000).keys()].map((at): Lot => [at, 1n, BigInt(at)]);
    const last: Lot = [9_999, 1n, 7n];
    const kept = [...lots.slice(4_000), last];
    const queue = queueOf(...lots);
    expect(take(queue, 4_000n).lots).toEqual(lots.slice(0, 4_000));
    put(queue, last);
    expect(left(queue)).toEqual(kept.map(([origin, , sent]) => [origin, sent]));
    expect(take(queue, 2_000n)).toEqual({ lots: kept, missing: 999n });
  });

  it('loses and makes nothing, and equals a list of single units', () => {
    const step = fc.oneof(
      fc.record({
        put: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.bigInt({ min: 1n, max: 9n })),
      }),
      fc.record({ take: fc.bigInt({ min: 0n, max: 12n }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = new LotQueue();
        const units: number[] = [];
        for (const one of steps) {
          if ('put' in one) {
            const [origin, amount] = one.put;
            put(queue, [origin, amount, amount]);
            units.push(...Array<number>(Number(amount)).fill(origin));
            continue;
          }
          const { lots, missing } = take(queue, one.take);
          const given = lots.flatMap(([origin, amount, sent]) => {
            expect(sent).toBe(amount);
            return Array<number>(Number(amount)).fill(origin);
          });
          const expected = units.splice(0, Number(one.take));
          expect(given).toEqual(expected);
          expect(missing).toBe(one.take - BigInt(expected.length));
        }
        const rest = left(queue).flatMap(([origin, sent]) =>
          Array<number>(Number(sent)).fill(origin),
        );
        expect(rest).toEqual(units);
      }),
    );
  });
});
