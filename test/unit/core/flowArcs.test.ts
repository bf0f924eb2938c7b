import { describe, expect, it } from 'vitest';
import type { ArcTable } from '../../../src/core/accounting/arcTable.js';
import { ArcList } from '../../../src/core/accounting/arcTable.js';
import { createFlowNetwork } from '../../../src/core/accounting/flowNetwork.js';
import { reachedArcs } from '../../../src/core/accounting/reachedArcs.js';
import { shrinkArcs } from '../../../src/core/accounting/shrinkArcs.js';
import { MOST_SPLIT, splitCapacities } from '../../../src/core/accounting/splitAmounts.js';
import { Bug } from '../../../src/core/errors.js';

type Arc = readonly [from: number, to: number, room: bigint];

function tableOf(nodeCount: number, arcs: readonly Arc[]): ArcTable {
  const list = new ArcList(0);
  for (const [from, to, room] of arcs) list.add(from, to, room);
  return list.table(nodeCount);
}

function arcsOf({ tails, heads, capacities }: ArcTable): Arc[] {
  return capacities.map((room, arc) => [tails[arc] ?? -1, heads[arc] ?? -1, room]);
}

describe('a table of arcs', () => {
  it('is ordered by where they start, and has none that lets nothing through', () => {
    const arcs: Arc[] = [
      [2, 3, 4n],
      [0, 1, 5n],
      [0, 2, 0n],
      [1, 3, 6n],
      [0, 3, 7n],
    ];
    const table = tableOf(4, arcs);
    expect(arcsOf(table)).toEqual([
      [0, 1, 5n],
      [0, 3, 7n],
      [1, 3, 6n],
      [2, 3, 4n],
    ]);
    expect([...table.first]).toEqual([0, 2, 3, 4, 4]);
  });
});

describe('the arcs that can be reached', () => {
  it('are numbered along the flow, without those that nothing reaches', () => {
    const whole = tableOf(5, [
      [4, 1, 1n],
      [1, 0, 2n],
      [4, 0, 3n],
      [2, 0, 9n],
    ]);
    const { arcs, numberOf } = reachedArcs(whole, [4]);
    expect([...numberOf]).toEqual([2, 1, -1, -1, 0]);
    expect(arcsOf(arcs)).toEqual([
      [0, 1, 1n],
      [0, 2, 3n],
      [1, 2, 2n],
    ]);
  });

  it('run in no circle', () => {
    const circle: Arc[] = [
      [0, 1, 1n],
      [1, 2, 1n],
      [2, 1, 1n],
    ];
    expect(() => reachedArcs(tableOf(3, circle), [0])).toThrow(Bug);
    // A circle that nothing reaches is nobody's flow.
    expect(reachedArcs(tableOf(3, circle.slice(1)), [0]).arcs.nodeCount).toBe(1);
  });
});

describe('a network made smaller', () => {
  const chain = (given: bigint): Arc[] => [
    [0, 1, given],
    [1, 2, 3n],
    [1, 3, 2n],
  ];

  it('makes a node one with its only giver where that gives all that can be passed on', () => {
    expect(arcsOf(shrinkArcs(tableOf(4, chain(5n)), [0, 2, 3]).arcs)).toEqual([
      [0, 1, 3n],
      [0, 2, 2n],
    ]);
    // One unit less, and the arc between them is what limits.
    expect(arcsOf(shrinkArcs(tableOf(4, chain(4n)), [0, 2, 3]).arcs)).toEqual(chain(4n));
  });

  it('leaves a node apart to which two others give', () => {
    const arcs: Arc[] = [
      [0, 2, 5n],
      [1, 2, 5n],
      [2, 3, 5n],
    ];
    expect(arcsOf(shrinkArcs(tableOf(4, arcs), [0, 1, 3]).arcs)).toEqual(arcs);
  });

  it('keeps what is asked about, drops what leads nowhere, and adds up arcs side by side', () => {
    const arcs: Arc[] = [
      [0, 1, 5n],
      [0, 2, 4n],
      [0, 3, 2n],
      [0, 3, 1n],
      [1, 3, 5n],
    ];
    expect(shrinkArcs(tableOf(4, arcs), [0, 3])).toMatchObject({ kept: [0, 1] });
    expect(arcsOf(shrinkArcs(tableOf(4, arcs), [0, 3]).arcs)).toEqual([[0, 1, 8n]]);
    expect(arcsOf(shrinkArcs(tableOf(4, arcs), [0, 1, 3]).arcs)).toEqual([
      [0, 1, 5n],
      [0, 2, 3n],
      [1, 2, 5n],
    ]);
  });
});

describe('amounts split in two', () => {
  const splitOf = (arcs: readonly Arc[]) => {
    const network = createFlowNetwork(tableOf(4, arcs));
    return { ...network, split: splitCapacities(network) };
  };

  it('are put together again as what they were', () => {
    const amounts = [1n, (1n << 50n) - 1n, 1n << 50n, (1n << 50n) + 1n, (7n << 80n) + 5n];
    const { split, positions } = splitOf(amounts.map((amount): Arc => [0, 1, amount]));
    const told = amounts.map((_, at) => {
      const arc = positions[at] ?? 0;
      return (BigInt(split?.[2 * arc] ?? 0) << 50n) + BigInt(split?.[2 * arc + 1] ?? 0);
    });
    expect(told).toEqual(amounts);
  });

  it('are not, where those of one node are too large together to be exact', () => {
    const unit = 1n << 50n;
    const half = MOST_SPLIT / 2n;
    const [most, over] = [half - 3n * unit, half - 2n * unit];
    const into = (amount: bigint): Arc[] => [
      [0, 2, half],
      [1, 2, amount],
    ];
    const through = (amount: bigint): Arc[] => [
      [0, 1, half],
      [1, 2, amount],
    ];
    for (const arcs of [into, through]) {
      expect(splitOf(arcs(most)).split).not.toBeNull();
      expect(splitOf(arcs(over)).split).toBeNull();
    }
    expect(splitOf([[0, 1, MOST_SPLIT << 2_000n]]).split).toBeNull();
    // Those of different nodes may be more together.
    const apart: Arc[] = [
      [0, 1, half],
      [2, 3, half],
    ];
    expect(splitOf(apart).split).not.toBeNull();
  });
});
