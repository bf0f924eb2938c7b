import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LotQueues } from '../../../src/core/accounting/lotQueues.js';
import { AmountColumn } from '../../../src/core/columns/amountColumn.js';

type Lot = readonly [origin: number, amount: bigint, sent: bigint];

/** A balance among others. */
const [HERE, THERE] = [1, 3];

function queueOf(...lots: readonly Lot[]): LotQueues {
  const queues = new LotQueues();
  queues.clear(4);
  for (const lot of lots) put(queues, lot);
  return queues;
}

function put(queues: LotQueues, [origin, amount, sent]: Lot, place = HERE): void {
  queues.put(place, { origin, amount, sent, isFresh: true });
}

function take(
  queues: LotQueues,
  wanted: bigint,
): { readonly lots: Lot[]; readonly missing: bigint } {
  const lots: Lot[] = [];
  let missing = wanted;
  while (missing > 0n) {
    const lot = queues.take(HERE, missing);
    if (lot === null) break;
    lots.push([lot.origin, lot.amount, lot.sent]);
    missing -= lot.amount;
  }
  return { lots, missing };
}

function pass(queues: LotQueues, amount: bigint, to: number | null): bigint {
  return queues.pass(HERE, to, AmountColumn.of([7n, amount]), 1);
}

function left(queues: LotQueues, place = HERE): (readonly [origin: number, sent: bigint])[] {
  const lots: (readonly [number, bigint])[] = [];
  queues.forEach(place, (...lot) => {
    lots.push(lot);
  });
  return lots;
}

describe('the lots of a balance', () => {
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

  it('passes lots on as they are and splits the last, to the end of the other balance', () => {
    const queues = queueOf([1, 10n, 10n], [2, 20n, 0n], [3, 30n, 10n]);
    put(queues, [9, 1n, 1n], THERE);
    expect(pass(queues, 36n, THERE)).toBe(0n);
    expect(left(queues)).toEqual([[3, 8n]]);
    expect(left(queues, THERE)).toEqual([
      [9, 1n],
      [1, 10n],
      [2, 0n],
      [3, 2n],
    ]);
  });

  it('passes on all that a balance holds, and says what it did not', () => {
    const queues = queueOf([1, 10n, 10n], [2, 2n ** 120n, 2n ** 120n]);
    expect(pass(queues, 2n ** 120n + 15n, THERE)).toBe(5n);
    expect([left(queues), left(queues, THERE)]).toEqual([
      [],
      [
        [1, 10n],
        [2, 2n ** 120n],
      ],
    ]);
    expect(pass(queues, 4n, THERE)).toBe(4n);
  });

  it('lets go of what is passed out of sight', () => {
    const queues = queueOf([1, 10n, 10n], [2, 20n, 20n]);
    expect(pass(queues, 15n, null)).toBe(0n);
    expect(left(queues)).toEqual([[2, 15n]]);
    put(queues, [3, 1n, 1n], THERE);
    put(queues, [4, 2n, 2n], THERE);
    expect(left(queues, THERE)).toEqual([
      [3, 1n],
      [4, 2n],
    ]);
  });

  it('tells the balances that ever had a lot in their order, and knows nothing more once cleared', () => {
    const queues = queueOf();
    put(queues, [1, 5n, 5n], THERE);
    put(queues, [1, 5n, 5n]);
    pass(queues, 5n, THERE);
    put(queues, [2, 5n, 5n]);
    expect([...queues.places()]).toEqual([THERE, HERE]);
    queues.clear(2);
    expect([[...queues.places()], left(queues)]).toEqual([[], []]);
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
      fc.record({ pass: fc.bigInt({ min: 0n, max: 12n }), isSeen: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const queue = queueOf();
        const units: number[] = [];
        const there: number[] = [];
        for (const one of steps) {
          if ('put' in one) {
            const [origin, amount] = one.put;
            put(queue, [origin, amount, amount]);
            units.push(...Array<number>(Number(amount)).fill(origin));
            continue;
          }
          if ('pass' in one) {
            const missing = pass(queue, one.pass, one.isSeen ? THERE : null);
            const passed = units.splice(0, Number(one.pass));
            if (one.isSeen) there.push(...passed);
            expect(missing).toBe(one.pass - BigInt(passed.length));
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
        const unitsAt = (place: number) =>
          left(queue, place).flatMap(([origin, sent]) => Array<number>(Number(sent)).fill(origin));
        expect([unitsAt(HERE), unitsAt(THERE)]).toEqual([units, there]);
      }),
    );
  });
});
