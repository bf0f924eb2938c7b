import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chainOrder, orderFacts } from '../../src/core/chainOrder.js';
import { TransferColumns } from '../../src/core/columns/transferColumns.js';
import type { Transfer } from '../../src/core/ledger.js';
import { ether, evmAccount } from '../support/world.js';

const CHANNELS: readonly Transfer['channel'][] = ['fee', 'native', 'internal', 'token'];

/** Facts that often share a time, a block or a transaction, or lack their place in it. */
const facts = fc.array(
  fc
    .record({
      time: fc.integer({ min: 0, max: 4 }),
      tx: fc.integer({ min: 0, max: 2 }),
      txIndex: fc.constantFrom(null, 0, 1, 2),
      channel: fc.constantFrom(...CHANNELS),
      index: fc.constantFrom('0', '2', '10', '0_1', '0_10'),
      at: fc.nat(),
    })
    .map(
      ({ time, tx, at, ...parts }): Transfer => ({
        ...ether(evmAccount(1), evmAccount(2), BigInt(at), time),
        ...parts,
        txId: `0x${time}${tx}`,
      }),
    ),
  { maxLength: 40 },
);

/** The same order by one comparison of everything, as the docstring tells it. */
function orderedByAll(given: readonly Transfer[]): Transfer[] {
  const known = new Map(
    given.flatMap(({ txId, txIndex }) => (txIndex === null ? [] : [[txId, txIndex] as const])),
  );
  const numbers = ({ index }: Transfer) => index.split('_').map(Number);
  const keyOf = (fact: Transfer) => [
    fact.timeSeconds,
    fact.txIndex ?? known.get(fact.txId) ?? -1,
    Number(fact.txId),
    CHANNELS.indexOf(fact.channel),
    ...numbers(fact),
  ];
  const compare = (a: readonly number[], b: readonly number[]) => {
    const at = a.findIndex((part, place) => part !== b[place]);
    return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
  };
  return [...given].sort((a, b) => compare(keyOf(a), keyOf(b)));
}

it('puts facts in the order of their chain, and leaves what is equal as it was given', () => {
  fc.assert(
    fc.property(facts, (given) => {
      expect(orderFacts(given)).toEqual(orderedByAll(given));
    }),
  );
});

it('compares all facts where a time is no whole number or lies too far from the others', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(0.5, Number.MAX_SAFE_INTEGER), (given, far) => {
      const moved = given.map((fact, at) =>
        at === 0 ? { ...fact, txId: '0x99', timeSeconds: fact.timeSeconds + far } : fact,
      );
      expect(orderFacts(moved)).toEqual(orderedByAll(moved));
    }),
  );
});

it('orders by what was noted as it does by the facts themselves', () => {
  // As histories tell it: moves of one transaction side by side, with or without numbers.
  const move = fc.record({
    from: fc.integer({ min: 1, max: 3 }).map(evmAccount),
    to: fc.integer({ min: 1, max: 3 }).map(evmAccount),
    channel: fc.constantFrom(...CHANNELS),
    index: fc.constantFrom('2', '10', '#0', '#1'),
  });
  const transaction = fc.record({
    timeSeconds: fc.integer({ min: -1, max: 3 }),
    txId: fc.constantFrom(null, '0x1', '0x2', '0x3'),
    txIndex: fc.constantFrom(null, 0, 1),
    moves: fc.array(move, { minLength: 1, maxLength: 3 }),
  });
  const told = fc
    .array(transaction, { maxLength: 12 })
    .map((each) =>
      each.flatMap(({ moves, ...parts }) =>
        moves.map((one): Transfer => ({ ...ether(one.from, one.to, 1n, 7), ...parts, ...one })),
      ),
    );
  const odd = fc.constantFrom(-0, 0.5, 2 ** 31, 2 ** 31 + 1, -(2 ** 31) - 1, 2 ** 40);
  fc.assert(
    fc.property(told, fc.option(odd), fc.nat(), (given, time, at) => {
      const moved = given.map((one, n) =>
        time === null || n !== at % given.length ? one : { ...one, timeSeconds: time },
      );
      expect(chainOrder(moved, TransferColumns.of(moved))).toEqual(chainOrder(moved));
    }),
    { numRuns: 1_000 },
  );
});

it('lets everybody get before they give where nobody numbered the moves of a transaction', () => {
  const chain = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 });
  fc.assert(
    fc.property(
      chain,
      fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
      (accounts, shuffled) => {
        const moves = accounts.slice(1).map((to, at): Transfer => {
          const moved = ether(evmAccount(accounts[at] ?? 0), evmAccount(to), 1n, 7);
          return { ...moved, txId: '0x1', txIndex: 0, index: '#0' };
        });
        const given = shuffled.flatMap((at) => moves[at] ?? []);
        expect(orderFacts(given)).toEqual(moves);
      },
    ),
  );
});
