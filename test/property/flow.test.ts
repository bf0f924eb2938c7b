import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArcTable } from '../../src/core/accounting/arcTable.js';
import { ArcList } from '../../src/core/accounting/arcTable.js';
import { createFlowNetwork } from '../../src/core/accounting/flowNetwork.js';
import { createFlows, maxFlow } from '../../src/core/accounting/maxFlow.js';
import { reachedArcs } from '../../src/core/accounting/reachedArcs.js';
import { shrinkArcs } from '../../src/core/accounting/shrinkArcs.js';
import { splitCapacities } from '../../src/core/accounting/splitAmounts.js';

const NODES = 9;
const node = fc.integer({ min: 0, max: NODES - 1 });

/** Arcs from lower nodes to higher ones, with what each lets through. */
function networks(capacity: fc.Arbitrary<bigint>): fc.Arbitrary<ArcTable> {
  return fc
    .array(fc.tuple(node, node, capacity), { minLength: 5, maxLength: 30, size: 'max' })
    .map((arcs) => {
      const list = new ArcList(1);
      for (const [from, to, room] of arcs) {
        if (from !== to) list.add(Math.min(from, to), Math.max(from, to), room);
      }
      return list.table(NODES);
    });
}

describe('a flow through large amounts', () => {
  // Around the border between both columns, so that what is carried over and borrowed counts.
  const large = fc
    .tuple(
      fc.constantFrom(0n, 1n, 2n, 3n, 1n << 46n),
      fc.bigInt({ min: -3n, max: 3n }),
      fc.constantFrom(0n, 1n << 49n, (1n << 50n) - 1n),
    )
    .map(([units, more, part]) => {
      const amount = (units << 50n) + more + part;
      return amount < 0n ? 0n : amount;
    });

  it('is the same whether amounts are split or not, and whatever was asked before', () => {
    fc.assert(
      fc.property(networks(large), fc.boolean(), (arcs, twoSinks) => {
        // So much more that it is beyond what can be split, and nothing else about it differs.
        const scale = 60n;
        const wide = { ...arcs, capacities: arcs.capacities.map((room) => room << scale) };
        const [split, whole] = [createFlowNetwork(arcs), createFlowNetwork(wide)];
        fc.pre(splitCapacities(whole) === null);
        expect(splitCapacities(split)).not.toBeNull();
        const ends = { sources: [0, 1], sinks: twoSinks ? [NODES - 2, NODES - 1] : [NODES - 1] };
        const [flows, wideFlows] = [createFlows(split), createFlows(whole)];
        const flow = maxFlow(split, ends);
        expect(flows(ends)).toBe(flow);
        expect(wideFlows(ends)).toBe(flow << scale);
        const limits = new Map([[split.positions[0] ?? 0, (1n << 50n) + 1n]]);
        const wideLimits = new Map([[whole.positions[0] ?? 0, ((1n << 50n) + 1n) << scale]]);
        if (arcs.heads.length === 0) return;
        expect(flows({ ...ends, limits }) << scale).toBe(
          wideFlows({ ...ends, limits: wideLimits }),
        );
        expect(flows({ sources: [2], sinks: [NODES - 1] })).toBe(
          maxFlow(split, { sources: [2], sinks: [NODES - 1] }),
        );
        expect([flows(ends), wideFlows(ends)]).toEqual([flow, flow << scale]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a network made smaller', () => {
  const amounts = fc.bigInt({ min: 0n, max: 9n });

  it('lets as much through between the nodes that are kept, and is not larger', () => {
    fc.assert(
      fc.property(
        networks(amounts),
        fc.uniqueArray(node, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 15 }),
        (arcs, ends, asked) => {
          const kept = [0, ...ends.filter((end) => end > 0)];
          const small = shrinkArcs(arcs, kept);
          expect(small.arcs.heads.length).toBeLessThanOrEqual(arcs.heads.length);
          for (let arc = 0; arc < small.arcs.heads.length; arc += 1) {
            expect(small.arcs.tails[arc]).toBeLessThan(small.arcs.heads[arc] ?? 0);
          }
          const chosen = kept.flatMap((_, at) =>
            at > 0 && (asked >> (at - 1)) % 2 === 1 ? at : [],
          );
          const flow = (table: ArcTable, numbers: readonly number[]) =>
            maxFlow(createFlowNetwork(table), {
              sources: [numbers[0] ?? 0],
              sinks: chosen.map((at) => numbers[at] ?? 0),
            });
          expect(flow(small.arcs, small.kept)).toBe(flow(arcs, kept));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('lets as much through from the nodes that it is asked from', () => {
    const names = fc.shuffledSubarray(
      Array.from({ length: NODES }, (_, at) => at),
      { minLength: NODES },
    );
    fc.assert(
      fc.property(networks(amounts), names, (drawn, name) => {
        const called = (one: number) => name[one] ?? 0;
        const list = new ArcList(4);
        for (const [arc, tail] of drawn.tails.entries()) {
          list.add(called(tail), called(drawn.heads[arc] ?? 0), drawn.capacities[arc] ?? 0n);
        }
        const whole = list.table(NODES);
        const sources = [called(0), called(2)];
        const { arcs, numberOf } = reachedArcs(whole, sources);
        const numbers = sources.map((one) => numberOf[one] ?? -1);
        for (let end = 3; end < NODES; end += 1) {
          const flow = maxFlow(createFlowNetwork(whole), { sources, sinks: [called(end)] });
          const number = numberOf[called(end)] ?? -1;
          if (number < 0) expect(flow).toBe(0n);
          else {
            const ends = { sources: numbers, sinks: [number] };
            expect(maxFlow(createFlowNetwork(arcs), ends)).toBe(flow);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
