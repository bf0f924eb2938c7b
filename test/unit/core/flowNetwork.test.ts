import { describe, expect, it } from 'vitest';
import { createFlowNetwork } from '../../../src/core/accounting/flowNetwork.js';
import { maxFlow } from '../../../src/core/accounting/maxFlow.js';
import { Bug } from '../../../src/core/errors.js';

/** A network from arcs as `[from, to, capacity]`. */
function networkOf(nodeCount: number, arcs: readonly (readonly [number, number, bigint])[]) {
  return createFlowNetwork({
    nodeCount,
    tails: arcs.map(([from]) => from),
    heads: arcs.map(([, to]) => to),
    capacities: arcs.map(([, , capacity]) => capacity),
  });
}

describe('the most that flows through a network', () => {
  it('is the narrowest of several arcs in a row', () => {
    const network = networkOf(4, [
      [0, 1, 9n],
      [1, 2, 4n],
      [2, 3, 7n],
    ]);
    expect(maxFlow(network, { sources: [0], sinks: [3] })).toBe(4n);
  });

  it('takes a first choice back where another one lets more through', () => {
    const network = networkOf(4, [
      [0, 1, 1n],
      [0, 2, 1n],
      [1, 2, 1n],
      [1, 3, 1n],
      [2, 3, 1n],
    ]);
    expect(maxFlow(network, { sources: [0], sinks: [3] })).toBe(2n);
  });

  it('counts all sources and all sinks together', () => {
    const network = networkOf(5, [
      [0, 2, 5n],
      [1, 2, 5n],
      [2, 3, 4n],
      [2, 4, 3n],
    ]);
    expect(maxFlow(network, { sources: [0, 1], sinks: [3, 4] })).toBe(7n);
    expect(maxFlow(network, { sources: [0], sinks: [3, 4] })).toBe(5n);
    expect(maxFlow(network, { sources: [0, 1], sinks: [4] })).toBe(3n);
  });

  it('ends at the first of two sinks on one way, and starts at the last of two sources', () => {
    const network = networkOf(5, [
      [0, 1, 4n],
      [0, 3, 2n],
      [1, 2, 1n],
      [3, 2, 1n],
      [2, 4, 1n],
    ]);
    expect(maxFlow(network, { sources: [0], sinks: [1, 4] })).toBe(5n);
    expect(maxFlow(network, { sources: [0, 3], sinks: [4] })).toBe(1n);
    expect(maxFlow(network, { sources: [0, 1, 3], sinks: [2] })).toBe(2n);
  });

  it('adds arcs between the same two nodes', () => {
    const network = networkOf(2, [
      [0, 1, 2n],
      [0, 1, 3n],
    ]);
    expect(maxFlow(network, { sources: [0], sinks: [1] })).toBe(5n);
  });

  it('is nothing where no way leads to a sink', () => {
    const network = networkOf(3, [[0, 1, 2n]]);
    expect(maxFlow(network, { sources: [0], sinks: [2] })).toBe(0n);
  });

  it('is exact for amounts beyond what a double can hold', () => {
    const network = networkOf(3, [
      [0, 1, 10n ** 40n + 1n],
      [1, 2, 10n ** 40n + 3n],
    ]);
    expect(maxFlow(network, { sources: [0], sinks: [2] })).toBe(10n ** 40n + 1n);
  });

  it('answers again from the same network', () => {
    const network = networkOf(2, [[0, 1, 2n]]);
    const ends = { sources: [0], sinks: [1] };
    expect([maxFlow(network, ends), maxFlow(network, ends)]).toEqual([2n, 2n]);
  });
});

describe('a network that cannot be', () => {
  it('is refused when arcs run in a circle', () => {
    const circle = [
      [0, 1, 1n],
      [1, 2, 1n],
      [2, 1, 1n],
    ] as const;
    expect(() => networkOf(3, circle)).toThrow(Bug);
  });

  it('is refused when an arc ends at a node that is not there', () => {
    expect(() => networkOf(2, [[0, 2, 1n]])).toThrow(Bug);
  });
});
