import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/core/accounting/movement.js';
import type { Step } from '../../support/boundWorld.js';
import {
  boundFlow,
  edge,
  holding,
  mixed,
  movementsFrom,
  questionOf,
  SUBJECT as S,
} from '../../support/boundWorld.js';

const [X, Y] = [holding(11), holding(12)];
const [K, L, H, D] = [edge(21), edge(22), edge(23), edge(24)];

/** Bounds of what came from (or went to) L, with H as a place whose money nobody saw. */
function bound(direction: 'incoming' | 'outgoing', steps: readonly Step[]) {
  return boundFlow(questionOf(movementsFrom(steps), direction, { risky: [L], unseen: [H] }));
}

describe('bounds of what came from a risky place', () => {
  it('lie as far apart as mixed money can be told apart', () => {
    const steps: Step[] = [
      [K, X, 100n],
      [L, X, 250n],
      [K, X, 50n],
      [X, S, 200n],
    ];
    expect(bound('incoming', steps)).toEqual({
      lower: 50n,
      upper: 200n,
      upperIfUnseenRisky: 200n,
      total: 200n,
    });
  });

  it('do not spend money again that was spent before', () => {
    const steps: Step[] = [
      [L, X, 10n],
      [X, Y, 10n],
      [K, X, 10n],
      [X, S, 10n],
    ];
    expect(bound('incoming', steps)).toMatchObject({ lower: 0n, upper: 0n });
  });

  it('do not let money that arrived after a payment have funded it', () => {
    const steps: Step[] = [
      [K, X, 10n],
      [X, S, 10n],
      [L, X, 10n],
    ];
    expect(bound('incoming', steps)).toMatchObject({ lower: 0n, upper: 0n });
  });

  it('rise by what no other place can have given', () => {
    const steps: Step[] = [
      [L, X, 5n],
      [K, X, 1n],
      [X, S, 3n],
    ];
    expect(bound('incoming', steps)).toMatchObject({ lower: 2n, upper: 3n });
  });

  it('are equal where the money was never mixed', () => {
    const steps: Step[] = [
      [L, X, 5n],
      [X, S, 3n],
      [L, S, 4n],
      [K, S, 2n],
    ];
    expect(bound('incoming', steps)).toMatchObject({ lower: 7n, upper: 7n, total: 9n });
  });

  it('leave out what came before the time that is asked for', () => {
    const movements = movementsFrom([
      [L, X, 5n],
      [X, S, 3n],
      [X, S, 2n],
    ]);
    const question = questionOf(movements, 'incoming', { risky: [L] });
    const sinceSeconds = movements[2]?.fact.timeSeconds ?? 0;
    expect(boundFlow({ ...question, sinceSeconds })).toEqual({
      lower: 2n,
      upper: 2n,
      upperIfUnseenRisky: 2n,
      total: 2n,
    });
  });

  it('know nothing of a round trip but that it was no income', () => {
    const steps: Step[] = [
      [L, S, 10n],
      [S, X, 9n],
      [X, S, 9n],
    ];
    expect(bound('incoming', steps)).toEqual({
      lower: 10n,
      upper: 10n,
      upperIfUnseenRisky: 10n,
      total: 19n,
    });
  });

  it('say how far unseen places could raise them', () => {
    const steps: Step[] = [
      [K, X, 4n],
      [H, X, 3n],
      [X, S, 5n],
    ];
    expect(bound('incoming', steps)).toMatchObject({
      lower: 0n,
      upper: 0n,
      upperIfUnseenRisky: 3n,
    });
  });
});

describe('a place that gave more than it was seen to hold', () => {
  it('may have held the rest at any time, so money spent before may still have been there', () => {
    const steps: Step[] = [
      [L, X, 10n],
      [X, D, 10n],
      [X, S, 10n],
    ];
    expect(bound('incoming', steps)).toEqual({
      lower: 0n,
      upper: 10n,
      upperIfUnseenRisky: 10n,
      total: 10n,
    });
  });

  it('is unseen by as much as was short', () => {
    const steps: Step[] = [
      [K, X, 4n],
      [X, S, 10n],
    ];
    expect(bound('incoming', steps)).toMatchObject({
      lower: 0n,
      upper: 0n,
      upperIfUnseenRisky: 6n,
    });
  });

  it('keeps the truth between the bounds when a payment of another is hidden', () => {
    const hidden: Step = [K, X, 1n];
    const whole: Step[] = [[L, X, 5n], hidden, [X, S, 3n], [X, D, 3n]];
    const seen = whole.filter((step) => step !== hidden);
    expect(bound('incoming', whole)).toMatchObject({
      lower: 2n,
      upper: 3n,
      upperIfUnseenRisky: 3n,
    });
    expect(bound('incoming', seen)).toMatchObject({ lower: 2n, upper: 3n, upperIfUnseenRisky: 3n });
  });

  it('can have kept the money of the subject for longer', () => {
    const steps: Step[] = [
      [S, X, 10n],
      [X, D, 10n],
      [X, L, 10n],
    ];
    expect(bound('outgoing', steps)).toMatchObject({ lower: 0n, upper: 10n, total: 10n });
  });
});

describe('bounds of what went to a risky place', () => {
  it('count what is still held and what came back as gone elsewhere', () => {
    const steps: Step[] = [
      [S, X, 10n],
      [X, L, 4n],
      [X, S, 3n],
      [X, D, 1n],
    ];
    expect(bound('outgoing', steps)).toMatchObject({ lower: 4n, upper: 4n, total: 10n });
  });

  it('lie as far apart as mixed money can be told apart', () => {
    const steps: Step[] = [
      [K, X, 6n],
      [S, X, 10n],
      [X, L, 8n],
      [X, H, 4n],
    ];
    expect(bound('outgoing', steps)).toEqual({
      lower: 2n,
      upper: 8n,
      upperIfUnseenRisky: 10n,
      total: 10n,
    });
  });

  it('leave out what was sent before the time that is asked for', () => {
    const movements = movementsFrom([
      [S, X, 5n],
      [S, X, 2n],
      [X, L, 7n],
    ]);
    const question = questionOf(movements, 'outgoing', { risky: [L] });
    const sinceSeconds = movements[1]?.fact.timeSeconds ?? 0;
    expect(boundFlow({ ...question, sinceSeconds })).toMatchObject({
      lower: 2n,
      upper: 2n,
      total: 2n,
    });
  });

  it('do not let money leave before it arrived', () => {
    const steps: Step[] = [
      [K, X, 6n],
      [X, L, 6n],
      [S, X, 5n],
      [X, D, 5n],
    ];
    expect(bound('outgoing', steps)).toMatchObject({ lower: 0n, upper: 0n });
  });
});

describe('a movement with several givers and takers', () => {
  const incoming = (movements: Parameters<typeof questionOf>[0]) =>
    boundFlow(questionOf(movements, 'incoming', { risky: [L] }));

  it('can have passed any input to any output', () => {
    const output = holding(30);
    const movements = [
      mixed(
        1,
        [
          { place: L, amount: 40n },
          { place: K, amount: 60n },
        ],
        [
          { place: output, amount: 90n },
          { place: D, amount: 10n },
        ],
      ),
      mixed(
        2,
        [{ place: output, amount: 90n }],
        [
          { place: S, amount: 50n },
          { place: holding(31), amount: 30n },
          { place: D, amount: 10n },
        ],
      ),
    ];
    expect(incoming(movements)).toMatchObject({ lower: 0n, upper: 40n, total: 50n });
  });

  it('cannot pass on what it gave to another output', () => {
    const [one, two] = [holding(30), holding(31)];
    const make = mixed(
      1,
      [
        { place: L, amount: 40n },
        { place: K, amount: 60n },
      ],
      [
        { place: one, amount: 50n },
        { place: two, amount: 50n },
      ],
    );
    const spend = (place: Place, height: number) =>
      mixed(height, [{ place, amount: 50n }], [{ place: S, amount: 50n }]);
    const both = [make, spend(one, 2), spend(two, 3)];
    expect(incoming(both)).toMatchObject({ lower: 40n, upper: 40n, total: 100n });
  });

  it('gives first and takes then where a place is on both sides, and adds legs of one place', () => {
    const movements = [
      ...movementsFrom([[K, X, 10n]]),
      mixed(
        2,
        [
          { place: X, amount: 4n },
          { place: L, amount: 6n },
          { place: X, amount: 6n },
        ],
        [
          { place: S, amount: 9n },
          { place: X, amount: 7n },
        ],
      ),
      mixed(3, [{ place: X, amount: 7n }], [{ place: S, amount: 7n }]),
    ];
    expect(incoming(movements)).toMatchObject({ lower: 6n, upper: 6n, total: 16n });
    expect(incoming(movements.slice(0, 2))).toMatchObject({ lower: 0n, upper: 6n, total: 9n });
  });
});

describe('long ledgers', () => {
  it('are answered whatever their length, without deep calls', () => {
    const steps: Step[] = [[L, holding(100), 10n ** 9n]];
    let last = steps[0]?.[1] ?? X;
    for (let hop = 1; hop < 20_000; hop += 1) {
      const next = holding(100 + hop);
      steps.push([last, next, 10n ** 9n - BigInt(hop)], [last, D, 1n]);
      last = next;
    }
    steps.push([last, S, 10n ** 9n - 19_999n]);
    const { lower, upper } = bound('incoming', steps);
    expect([lower, upper]).toEqual([10n ** 9n - 19_999n, 10n ** 9n - 19_999n]);
  });
});
