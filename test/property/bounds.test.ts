import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlowNetwork } from '../../src/core/accounting/flowNetwork.js';
import { maxFlow } from '../../src/core/accounting/maxFlow.js';
import type { Movement, Place } from '../../src/core/accounting/movement.js';
import type { Method } from '../../src/core/accounting/replay.js';
import { largerAmount, smallerAmount } from '../../src/core/amount.js';
import type { Direction } from '../../src/core/exposure.js';
import type { LedgerQuestion } from '../support/boundWorld.js';
import {
  boundFlow,
  edge,
  holding,
  mixed,
  movementsFrom,
  questionOf,
  replay,
  type Step,
  SUBJECT,
} from '../support/boundWorld.js';
import { allocate, allocateLastIn, shortfallsOf } from '../support/conservingAllocation.js';

const [RISKY, UNSEEN, OTHER] = [edge(21), edge(22), edge(23)];
const HOLDINGS = [11, 12, 13, 14].map(holding);
const PLACES: readonly Place[] = [...HOLDINGS, ...HOLDINGS, SUBJECT, RISKY, UNSEEN, OTHER];
const ENDS = { risky: [RISKY], unseen: [UNSEEN] };

const directions = fc.constantFrom<Direction[]>('incoming', 'outgoing');

/** Steps between places; with `cut` nobody pays more than was received. */
function steps(size: {
  readonly most: number;
  readonly amount: bigint;
  readonly cut: 'cut' | 'free';
}) {
  return fc
    .array(
      fc.record({
        from: fc.constantFrom(...PLACES),
        to: fc.constantFrom(...PLACES),
        amount: fc.bigInt({ min: 1n, max: size.amount }),
      }),
      { minLength: 2, maxLength: size.most, size: 'max' },
    )
    .map((wanted): Step[] => {
      const balances = new Map<Place, bigint>();
      return wanted.flatMap(({ from, to, amount }): Step[] => {
        const held = balances.get(from) ?? 0n;
        const bounded = size.cut === 'cut' && from.kind === 'holding' && held < amount;
        const paid = bounded ? held : amount;
        if (from === to || paid === 0n || (from.kind === 'edge' && to.kind === 'edge')) return [];
        balances.set(from, held - paid);
        balances.set(to, (balances.get(to) ?? 0n) + paid);
        return [[from, to, paid]];
      });
    });
}

/** Steps as movements, some two at a time, so that several places give and take together. */
function joined(list: readonly Step[], luck: readonly boolean[]): Movement[] {
  const movements: Movement[] = [];
  for (let at = 0; at < list.length; at += 1) {
    const [one, two] = [list[at], list[at + 1]];
    if (one === undefined) continue;
    const together = two !== undefined && luck[at] === true ? [one, two] : [one];
    const debits = together.map(([place, , amount]) => ({ place, amount }));
    const credits = together.map(([, place, amount]) => ({ place, amount }));
    const isOn = (side: typeof debits) => side.some(({ place }) => place === SUBJECT);
    if (together.length === 2 && isOn(debits) && isOn(credits)) {
      movements.push(...movementsFrom([one]));
      continue;
    }
    movements.push(mixed(at, debits, credits));
    at += together.length - 1;
  }
  return movements;
}

const flags = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });
const luckyNumbers = fc.infiniteStream(fc.nat());

function riskyBy(method: Method, question: LedgerQuestion) {
  const rows = replay(method, question).buckets.filter(
    ({ bucket }) => bucket.kind === 'place' && bucket.place === RISKY,
  );
  return { amount: rows.reduce((sum, row) => sum + row.amount, 0n), rows: BigInt(rows.length) };
}

describe('bounds of a ledger', () => {
  const ledgers = fc.tuple(steps({ most: 60, amount: 1_000n, cut: 'free' }), flags);

  it('are in order and hold whatever the method', () => {
    fc.assert(
      fc.property(ledgers, directions, luckyNumbers, ([list, together], direction, numbers) => {
        const question = questionOf(joined(list, together), direction, ENDS);
        const { lower, upper, upperIfUnseenRisky, total } = boundFlow(question);
        expect(0n <= lower && lower <= upper).toBe(true);
        expect(upper <= upperIfUnseenRisky && upperIfUnseenRisky <= total).toBe(true);

        const fifo = riskyBy('fifo', question);
        expect(lower <= fifo.amount && fifo.amount <= upper).toBe(true);
        const haircut = riskyBy('haircut', question);
        expect(lower <= haircut.amount + haircut.rows).toBe(true);
        expect(haircut.amount <= upper + haircut.rows).toBe(true);
        const lastIn = allocateLastIn(question);
        expect(lower <= lastIn && lastIn <= upper).toBe(true);
        const any = (least: bigint, most: bigint) => {
          return [least + (BigInt(numbers.next().value ?? 0) % (most - least + 1n))];
        };
        for (const amount of allocate(question, { counts: question.isRisky, options: any })) {
          expect(lower <= amount && amount <= upper).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are reached by some way of telling the money apart', () => {
    const small = fc.tuple(steps({ most: 12, amount: 4n, cut: 'free' }), flags);
    fc.assert(
      fc.property(small, directions, ([list, together], direction) => {
        const question = questionOf(joined(list, together), direction, ENDS);
        const every = (least: bigint, most: bigint) => {
          return Array.from({ length: Number(most - least) + 1 }, (_, at) => least + BigInt(at));
        };
        const risky = [...allocate(question, { counts: question.isRisky, options: every })];
        const suspect = allocate(question, {
          counts: (place) => question.isRisky(place) || question.isUnseen(place),
          options: every,
          shortfall: 'counts',
        });
        const { lower, upper, upperIfUnseenRisky } = boundFlow(question);
        expect(lower).toBe(least(risky));
        expect(upper).toBe(most(risky));
        expect(upperIfUnseenRisky).toBe(most([...suspect]));
      }),
      { numRuns: 600 },
    );
  });

  it('hold when one transfer is hidden, or the ledger shows that something is missing', () => {
    const settled = steps({ most: 30, amount: 20n, cut: 'cut' }).map(payOutTheRest);
    fc.assert(
      fc.property(settled, directions, fc.nat(), luckyNumbers, (list, direction, pick, numbers) => {
        const whole = movementsFrom(list);
        if (whole.length === 0) return;
        const hidden = whole[pick % whole.length];
        const seen = whole.filter((movement) => movement !== hidden);
        const { lower, upper, upperIfUnseenRisky } = boundFlow(questionOf(seen, direction, ENDS));
        const question = questionOf(whole, direction, ENDS);
        const options = (least: bigint, most: bigint) => {
          return [least + (BigInt(numbers.next().value ?? 0) % (most - least + 1n))];
        };
        const counts = question.isRisky;
        for (const truth of allocate(question, { counts, options, except: hidden ?? null })) {
          const short = shortfallsOf(seen).size > 0;
          const leftOver = seen.some(({ debits, credits }) =>
            [...debits, ...credits].some(
              ({ place }) => place.kind === 'holding' && balanceOf(seen, place) > 0n,
            ),
          );
          expect(lower <= truth).toBe(true);
          if (direction === 'incoming') {
            expect(truth <= (short ? upperIfUnseenRisky : upper)).toBe(true);
          } else {
            expect(truth <= upper || leftOver).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Empties every holding into an edge, so that the balances on the chain are all zero. */
function payOutTheRest(list: readonly Step[]): Step[] {
  const movements = movementsFrom(list);
  const rest = HOLDINGS.map((place): Step => [place, OTHER, balanceOf(movements, place)]);
  return [...list, ...rest.filter(([, , amount]) => amount > 0n)];
}

function balanceOf(movements: readonly Movement[], place: Place): bigint {
  let balance = 0n;
  for (const { debits, credits } of movements) {
    for (const leg of debits) if (leg.place === place) balance -= leg.amount;
    for (const leg of credits) if (leg.place === place) balance += leg.amount;
  }
  return balance;
}

function least(amounts: readonly bigint[]): bigint {
  return amounts.reduce(smallerAmount, amounts[0] ?? 0n);
}

function most(amounts: readonly bigint[]): bigint {
  return amounts.reduce(largerAmount, 0n);
}

describe('the most that flows', () => {
  const NODES = 7;
  const arcs = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: NODES - 1 }),
      fc.integer({ min: 0, max: NODES - 1 }),
      fc.bigInt({ min: 0n, max: 9n }),
    ),
    { maxLength: 20, size: 'max' },
  );
  const names = fc.shuffledSubarray(
    Array.from({ length: NODES }, (_, at) => at),
    { minLength: NODES },
  );

  it('is the least that has to be cut', () => {
    fc.assert(
      fc.property(arcs, names, fc.boolean(), (drawn, name, twoSinks) => {
        const forward = drawn
          .filter(([from, to]) => from !== to)
          .map(([from, to, room]) => [Math.min(from, to), Math.max(from, to), room] as const);
        const called = (node: number) => name[node] ?? 0;
        const network = createFlowNetwork({
          nodeCount: NODES,
          tails: forward.map(([from]) => called(from)),
          heads: forward.map(([, to]) => called(to)),
          capacities: forward.map(([, , room]) => room),
        });
        const sinks = twoSinks ? [NODES - 2, NODES - 1] : [NODES - 1];
        const cuts: bigint[] = [];
        for (let side = 0; side < 2 ** NODES; side += 1) {
          const isNear = (node: number) => Math.floor(side / 2 ** node) % 2 === 1;
          if (!isNear(0) || sinks.some(isNear)) continue;
          cuts.push(
            forward.reduce(
              (sum, [from, to, room]) => (isNear(from) && !isNear(to) ? sum + room : sum),
              0n,
            ),
          );
        }
        const flow = maxFlow(network, { sources: [called(0)], sinks: sinks.map(called) });
        expect(flow).toBe(least(cuts));
      }),
      { numRuns: 1_000 },
    );
  });
});
