import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlowNetwork } from '../../src/core/accounting/flowNetwork.js';
import { maxFlow } from '../../src/core/accounting/maxFlow.js';
import type { Movement, Place } from '../../src/core/accounting/movement.js';
import type { Method } from '../../src/core/accounting/replay.js';
import { largerAmount, smallerAmount } from '../../src/core/amount.js';
import { erc20AssetId } from '../../src/core/asset.js';
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
import { chainNamed, ETH } from '../support/world.js';

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

const OTHER_ASSET = erc20AssetId(chainNamed('ethereum').id, `0x${'1'.repeat(40)}`);
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

  /** Ledgers at whose end nobody holds anything, and one movement of each to hide. */
  const settled = steps({ most: 30, amount: 20n, cut: 'cut' }).map(payOutTheRest);

  it('hold when one transfer is hidden and the chain tells the balances', () => {
    fc.assert(
      fc.property(settled, directions, fc.nat(), luckyNumbers, (list, direction, pick, numbers) => {
        const { seen, truths } = hideOne(list, { direction, pick, numbers });
        const question = { ...questionOf(seen, direction, ENDS), chainBalanceOf: () => 0n };
        const { lower, upper, upperIfUnseenRisky } = boundFlow(question);
        const shows = HOLDINGS.some((place) => balanceOf(seen, place) !== 0n);
        for (const truth of truths) {
          expect(lower <= truth).toBe(true);
          expect(truth <= (shows ? upperIfUnseenRisky : upper)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hold when one transfer is hidden and nobody tells a balance, as far as the ledger shows it', () => {
    fc.assert(
      fc.property(settled, directions, fc.nat(), luckyNumbers, (list, direction, pick, numbers) => {
        const { seen, truths } = hideOne(list, { direction, pick, numbers });
        const question = questionOf(seen, direction, ENDS);
        const bounds = boundFlow({ ...question, chainBalanceOf: null });
        expect(bounds).toEqual(boundFlow({ ...question, chainBalanceOf: () => null }));
        const { lower, upper, upperIfUnseenRisky } = bounds;
        const isShort = shortfallsOf(seen).size > 0;
        const isLeftOver = HOLDINGS.some((place) => balanceOf(seen, place) > 0n);
        for (const truth of truths) {
          expect(lower <= truth).toBe(true);
          const limit = isShort ? upperIfUnseenRisky : upper;
          expect(truth <= limit || (direction === 'outgoing' && isLeftOver)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** What is seen without one movement, and what one way of telling money apart says in truth. */
function hideOne(
  list: readonly Step[],
  how: { readonly direction: Direction; readonly pick: number; readonly numbers: Stream },
) {
  const whole = movementsFrom(list);
  const hidden = whole[how.pick % Math.max(1, whole.length)] ?? null;
  const question = questionOf(whole, how.direction, ENDS);
  const options = (least: bigint, most: bigint) => {
    return [least + (BigInt(how.numbers.next().value ?? 0) % (most - least + 1n))];
  };
  return {
    seen: whole.filter((movement) => movement !== hidden),
    truths: allocate(question, { counts: question.isRisky, options, except: hidden }),
  };
}

type Stream = Iterator<number>;

describe('bounds through conversions', () => {
  const twin = (place: Place): Place => ({ ...place, asset: OTHER_ASSET });
  const wanted = fc.array(
    fc.record({
      from: fc.constantFrom(...PLACES),
      to: fc.constantFrom(...PLACES),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
      /** Quarters of a unit of the one asset for a unit of the other. */
      rate: fc.bigInt({ min: 1n, max: 16n }),
      what: fc.constantFrom('pay', 'pay in the other asset', 'convert', 'convert back'),
    }),
    { minLength: 5, maxLength: 60, size: 'max' },
  );

  /**
   * Amounts are so large that what rounding moves stays far below what any payment moves: a unit that
   * a conversion rounds away may be worth several of the other asset, and again at the next one.
   */
  const LARGE = 10n ** 15n;
  const SLACK = LARGE / 1_000n;

  /** Payments in two assets, and conversions of one into the other; nobody gives what it has not. */
  function ledgerOf(list: Parameters<Parameters<(typeof wanted)['map']>[0]>[0]): Movement[] {
    const balances = new Map<string, bigint>();
    const key = ({ account, asset }: Place) => `${account} ${asset}`;
    const held = (place: Place) => balances.get(key(place)) ?? 0n;
    return list.flatMap(({ from, to, amount: large, rate, what }, at): Movement[] => {
      const amount = large * LARGE;
      const isOther = what === 'pay in the other asset' || what === 'convert back';
      const giver = isOther ? placeIn(from) : from;
      const isConversion = what === 'convert' || what === 'convert back';
      const getter = isConversion ? (isOther ? from : placeIn(from)) : isOther ? placeIn(to) : to;
      const paid = giver.kind === 'holding' && held(giver) < amount ? held(giver) : amount;
      if (paid === 0n || (isConversion && from.kind !== 'holding')) return [];
      if (!isConversion && (from === to || (from.kind === 'edge' && to.kind === 'edge'))) return [];
      const into = isConversion ? (paid * rate) / 4n : paid;
      if (into === 0n) return [];
      balances.set(key(giver), held(giver) - paid);
      balances.set(key(getter), held(getter) + into);
      const [debits, credits] = [
        [{ place: giver, amount: paid }],
        [{ place: getter, amount: into }],
      ];
      return [{ ...mixed(at, debits, credits), kind: isConversion ? 'conversion' : 'payment' }];
    });
  }

  const twins = new Map(PLACES.map((place) => [place, twin(place)]));
  const placeIn = (place: Place) => twins.get(place) ?? place;
  const isRisky = (place: Place) => place === RISKY || place === twins.get(RISKY);
  const isUnseen = (place: Place) => place === UNSEEN || place === twins.get(UNSEEN);
  const assets = fc.constantFrom(ETH, OTHER_ASSET);

  it('hold for haircut and FIFO, but for the rounding of each row and conversion', () => {
    fc.assert(
      fc.property(wanted, directions, assets, (list, direction, asset) => {
        const movements = ledgerOf(list);
        const asked = { ...questionOf(movements, direction, ENDS), asset, isRisky, isUnseen };
        const { lower, upper, upperIfUnseenRisky, total } = boundFlow(asked);
        expect(lower <= upper && upper <= upperIfUnseenRisky).toBe(true);
        expect(0n <= lower && upperIfUnseenRisky <= total).toBe(true);
        for (const method of ['haircut', 'fifo'] as const) {
          const { buckets } = replay(method, asked);
          const told = buckets
            .filter(({ bucket }) => bucket.kind === 'place' && isRisky(bucket.place))
            .reduce((sum, { amount }) => sum + amount, 0n);
          expect(lower <= told + SLACK && told <= upper + SLACK).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('are all or nothing where there is one origin only', () => {
    fc.assert(
      fc.property(wanted, directions, assets, fc.boolean(), (list, direction, asset, risky) => {
        const end = risky ? RISKY : OTHER;
        const only = list.map((step) => ({
          ...step,
          from: step.from.kind === 'edge' ? end : step.from,
          to: step.to.kind === 'edge' ? end : step.to,
        }));
        const movements = payOutAll(ledgerOf(only), end);
        const asked = { ...questionOf(movements, direction, ENDS), asset, isRisky, isUnseen };
        const { lower, upper, total } = boundFlow(asked);
        const returned = replay('haircut', asked).buckets.some(
          ({ bucket }) => bucket.kind === 'returned',
        );
        if (!risky) expect(upper).toBe(0n);
        else if (!returned) expect([lower, upper]).toEqual([total, total]);
      }),
      { numRuns: 200 },
    );
  });

  /** Empties every holding into an end. */
  function payOutAll(movements: readonly Movement[], end: Place): Movement[] {
    const legs = movements.flatMap(({ debits, credits }) => [...debits, ...credits]);
    const places = new Set(legs.map(({ place }) => place));
    const rest = [...places].flatMap((place, at): Movement[] => {
      const amount = place.kind === 'holding' ? balanceOf(movements, place) : 0n;
      const to = place.asset === ETH ? end : placeIn(end);
      return amount > 0n ? [mixed(1_000 + at, [{ place, amount }], [{ place: to, amount }])] : [];
    });
    return [...movements, ...rest];
  }
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
