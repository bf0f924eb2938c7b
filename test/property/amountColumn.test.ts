import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArcList } from '../../src/core/accounting/arcTable.js';
import { createFlowNetwork } from '../../src/core/accounting/flowNetwork.js';
import { maxFlow } from '../../src/core/accounting/maxFlow.js';
import { reachedArcs } from '../../src/core/accounting/reachedArcs.js';
import { shrinkArcs } from '../../src/core/accounting/shrinkArcs.js';
import { AmountColumn } from '../../src/core/columns/amountColumn.js';

const LENGTH = 4;
const place = fc.integer({ min: 0, max: LENGTH - 1 });
/** Where what is carried, what is borrowed, and what is too large to be split begins. */
const border = fc
  .tuple(fc.constantFrom(0n, 32n, 49n, 50n, 63n, 64n, 101n), fc.bigInt({ min: -2n, max: 2n }))
  .map(([bits, more]) => (bits === 0n ? more : (1n << bits) + more));
const amount = fc.oneof(border, fc.bigInt({ min: 0n, max: (1n << 70n) - 1n }));
/** One amount in so many is beyond what can be split, so that most columns stay split for long. */
const someLarge = fc.oneof(
  { weight: 40, arbitrary: amount },
  { weight: 1, arbitrary: fc.bigInt({ min: (1n << 102n) - 2n, max: 1n << 260n }) },
);

type Step =
  | readonly ['set' | 'add', number, bigint]
  | readonly ['setFrom' | 'addFrom' | 'takeFrom' | 'limitBy', number, number];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom('set', 'add'), place, someLarge),
  fc.tuple(fc.constantFrom('setFrom', 'addFrom', 'takeFrom', 'limitBy'), place, place),
);

/** What a step does to plain bigints. */
function takeStep(one: bigint[], other: readonly bigint[], [kind, index, what]: Step): void {
  const known = one[index] ?? 0n;
  const given = typeof what === 'bigint' ? what : (other[what] ?? 0n);
  switch (kind) {
    case 'set':
    case 'setFrom':
      one[index] = given;
      return;
    case 'add':
    case 'addFrom':
      one[index] = known + given;
      return;
    case 'takeFrom':
      one[index] = known - given;
      return;
    case 'limitBy':
      one[index] = given < known ? given : known;
  }
}

function takeStepInColumns(one: AmountColumn, other: AmountColumn, taken: Step): void {
  switch (taken[0]) {
    case 'set':
    case 'add':
      one[taken[0]](taken[1], taken[2]);
      return;
    case 'setFrom':
    case 'addFrom':
    case 'takeFrom':
    case 'limitBy':
      one[taken[0]](taken[1], other, taken[2]);
  }
}

describe('a column of amounts', () => {
  it('tells equal amounts from those that differ in either part, whole ones too', () => {
    for (const amount of [1n, 1n << 50n, 1n << 200n]) {
      const column = AmountColumn.of([amount, amount, amount + 1n, amount + (1n << 50n)]);
      const equal = [0, 1, 2, 3].map((index) => column.equals(index, column, 0));
      expect(equal).toEqual([true, true, false, false]);
    }
  });

  it('tells what bigints do, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), step), { maxLength: 40 }), (steps) => {
        const columns = [new AmountColumn(LENGTH), new AmountColumn(LENGTH)] as const;
        const lists = [new Array<bigint>(LENGTH).fill(0n), new Array<bigint>(LENGTH).fill(0n)];
        const [firstList = [], secondList = []] = lists;
        for (const [isFirst, taken] of steps) {
          const [one, other] = isFirst ? columns : [columns[1], columns[0]];
          const [list, otherList] = isFirst ? [firstList, secondList] : [secondList, firstList];
          takeStepInColumns(one, other, taken);
          takeStep(list, otherList, taken);
          expect(one.list()).toEqual(list);
          expect([...one]).toEqual(list);
          for (let index = 0; index < LENGTH; index += 1) {
            const known = list[index] ?? 0n;
            expect(one.at(index)).toBe(known);
            expect(one.isNothing(index)).toBe(known === 0n);
            expect(one.isBelowNothing(index)).toBe(known < 0n);
            expect(one.about(index) / Number(known || 1n)).toBeCloseTo(known === 0n ? 0 : 1, 12);
            expect(one.reaches(index, other, 0)).toBe(known >= (otherList[0] ?? 0n));
            expect(one.equals(index, one, 0)).toBe(known === (list[0] ?? 0n));
          }
        }
        const [column] = columns;
        const apart = column.copy();
        column.resize(LENGTH + 3);
        column.add(LENGTH + 2, 5n);
        expect(column.list()).toEqual([...firstList, 0n, 0n, 5n]);
        column.resize(2);
        expect(column.list()).toEqual(firstList.slice(0, 2));
        expect([apart.length, apart.list()]).toEqual([LENGTH, firstList]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is split up to the last amount that allows it', () => {
    const most = (1n << 102n) - 1n;
    expect(AmountColumn.of([most]).split()).not.toBeNull();
    expect(AmountColumn.of([1n, most + 1n]).split()).toBeNull();
    const sum = AmountColumn.of([most, 1n]);
    sum.addFrom(0, sum, 1);
    expect([sum.split(), sum.at(0)]).toEqual([null, most + 1n]);
  });
});

describe('arcs that let very much through', () => {
  const NODES = 8;
  const node = fc.integer({ min: 0, max: NODES - 1 });
  const arc = fc.tuple(node, node, fc.bigInt({ min: 0n, max: 9n }));

  it('are reached, made smaller and asked about as those that let little through', () => {
    fc.assert(
      fc.property(
        fc.array(arc, { minLength: 4, maxLength: 25, size: 'max' }),
        fc.constantFrom(0n, 45n, 49n, 60n, 97n, 100n, 150n),
        (arcs, scale) => {
          const flowOf = (shift: bigint) => {
            const list = new ArcList(2);
            for (const [from, to, room] of arcs) {
              // Ends come first, then what lies between, so that arcs have to be put in order.
              const [tail, head] = [Math.max(from, to), Math.min(from, to)];
              if (tail !== head) list.add(tail, head, room << shift);
            }
            const whole = list.table(NODES);
            const reached = reachedArcs(whole, [NODES - 1]);
            const end = reached.numberOf[0] ?? -1;
            if (end < 0) return 0n;
            const start = reached.numberOf[NODES - 1] ?? -1;
            const small = shrinkArcs(reached.arcs, [start, end]);
            const { nodeCount, tails, heads, amounts } = small.arcs;
            const network = createFlowNetwork({ nodeCount, tails, heads, capacities: amounts });
            const [source = 0, sink = 0] = small.kept;
            const flow = maxFlow(network, { sources: [source], sinks: [sink] });
            const plain = createFlowNetwork({ ...whole, capacities: whole.capacities });
            expect(maxFlow(plain, { sources: [NODES - 1], sinks: [0] })).toBe(flow);
            return flow;
          };
          expect(flowOf(scale)).toBe(flowOf(0n) << scale);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
