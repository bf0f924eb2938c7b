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
  // Of each, what one history tells of a transaction: moves side by side, with or without numbers.
  const numbered = fc.constantFrom('2', '10', '#0', '#1');
  const told = fc
    .array(fc.record({ fact: facts, index: numbered, to: fc.integer({ min: 1, max: 3 }) }))
    .map((parts) =>
      parts.flatMap(({ fact, index, to }) =>
        fact.slice(0, 3).map((one) => ({ ...one, index, to: evmAccount(to) })),
      ),
    );
  fc.assert(
    fc.property(told, fc.constantFrom(0, 0.5, 2 ** 31, 2 ** 40), (given, later) => {
      const moved = given.map((one) => ({ ...one, timeSeconds: one.timeSeconds + later }));
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
