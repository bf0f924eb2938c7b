import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../../src/core/ledger.js';
import type { Unseen } from '../../../../src/core/lookup.js';
import type { Move, Person } from '../../../support/dollarWorld.js';
import {
  accountS,
  CLAIMS,
  on,
  PEOPLE,
  signedBy,
  USDC,
  USDT,
} from '../../../support/dollarWorld.js';
import { ETH, exchange } from '../../../support/world.js';

/** What only carries what others send each other, by its label. */
const CARRIERS = (['DISPERSE', 'MULTICALL'] as const).map(
  (person) => ({ ...exchange(PEOPLE[person], person), category: 'infrastructure' }) as const,
);

const UNSEEN: Unseen = {
  channel: 'token',
  kind: 'capability',
  sentence: 'Its tokens were not seen.',
  cure: 'Add a source.',
};

/** X is met by a small payment, and its history is read; then larger ones by a contract are handed on. */
function traced(
  day3: readonly Move[],
  parts: {
    readonly by?: Person;
    readonly called?: Person;
    readonly isLabelled?: boolean;
    readonly isSeenWhole?: boolean;
  } = {},
) {
  const { by = 'X', called = 'DISPERSE', isLabelled = true, isSeenWhole = true } = parts;
  const asked: string[] = [];
  const paid: readonly (Transfer | readonly Transfer[])[] = [
    on(1, ['K', 'X', 9_000n, USDC], ['K', 'M', 9_000n, USDT]),
    on(2, ['X', 'S', 6_000n, USDC]),
    on(2.5, ['S', 'B', 5_000n, USDC]),
    signedBy(by, 3),
    on(3, [by, called, 0n, ETH], ...day3),
  ];
  const { composition, exposures } = accountS(paid, {
    claims: isLabelled ? [...CLAIMS, ...CARRIERS] : CLAIMS,
    // A contract without a label that pays many at once is busy.
    hubs: isLabelled ? [] : [PEOPLE.DISPERSE],
    lacks: ({ kind }) => (kind === 'transaction' || isSeenWhole ? [] : [UNSEEN]),
    policy: { window: 1 },
    onAbsorbed: (_, lookup) => {
      asked.push(lookup.kind);
    },
  });
  return {
    lookedUp: asked.filter((kind) => kind === 'transaction').length,
    incoming: composition.incoming.map(({ entity, reason, amount }) => [entity ?? reason, amount]),
    found: exposures.map(({ kind }) => kind),
  };
}

const batch = (amount: bigint, by: 'DISPERSE' | 'MULTICALL' = 'DISPERSE'): readonly Move[] => [
  ['X', by, 3_000n, USDC],
  [by, 'S', amount, USDC],
  [by, 'Y', 3_000n - amount, USDC],
];

describe('a payment through a labelled batch payer', () => {
  it('is told by the history of who paid', () => {
    const told = { lookedUp: 0, incoming: [['Kraken', 7_000n]], found: [] };
    expect(traced(batch(1_000n))).toEqual(told);
  });

  it('is looked up where the payer did not sign, or the contract has no label', () => {
    const told = { lookedUp: 1, incoming: [['Kraken', 7_000n]], found: [] };
    expect(traced(batch(1_000n), { by: 'Y' })).toEqual(told);
    expect(traced(batch(1_000n), { isLabelled: false })).toEqual(told);
  });

  it('is looked up where it paid more than it was given: who gave the rest is found', () => {
    const more = [
      ...batch(1_000n),
      ['L', 'DISPERSE', 2_001n, USDC],
      ['DISPERSE', 'S', 2_001n, USDC],
    ] as const;
    const { lookedUp, found } = traced(more);
    expect({ lookedUp, found }).toEqual({ lookedUp: 1, found: ['direct'] });
  });

  it('is looked up where a contract paid that takes the money of anybody: who gave it is found', () => {
    const moves = [...batch(2_000n, 'MULTICALL'), ['L', 'MULTICALL', 1_000n, USDC]] as const;
    const { lookedUp, found } = traced([...moves, ['MULTICALL', 'M', 1_000n, USDC]], {
      called: 'MULTICALL',
    });
    expect({ lookedUp, found }).toEqual({ lookedUp: 1, found: ['direct'] });
  });

  it('is looked up where the payer called another one, which may have called in the name of others', () => {
    expect(traced(batch(1_000n), { called: 'MULTICALL' }).lookedUp).toBe(1);
  });

  it('is looked up where it was of another asset, or something came back', () => {
    const changed = [
      ...batch(0n),
      ['M', 'DISPERSE', 1_000n, USDT],
      ['DISPERSE', 'S', 1_000n, USDT],
    ] as const;
    expect(traced(changed).lookedUp).toBe(1);
    expect(traced([...batch(1_000n), ['DISPERSE', 'X', 1n, USDC]]).lookedUp).toBe(1);
  });

  it('is looked up where not all of the payer was seen, or a market took part', () => {
    expect(traced(batch(1_000n), { isSeenWhole: false }).lookedUp).toBe(1);
    const swap: readonly Move[] = [
      ['X', 'D', 1_000n, USDT],
      ['D', 'S', 1_000n, USDC],
    ];
    expect(traced(swap).lookedUp).toBe(1);
  });

  it('is looked up where the wallet paid through it too', () => {
    expect(
      traced([...batch(1_000n), ['S', 'DISPERSE', 100n, USDT], ['DISPERSE', 'Y', 100n, USDT]])
        .lookedUp,
    ).toBe(1);
  });
});

it('what a labelled batch payer paid for somebody who was not seen came from no service', () => {
  const { composition } = accountS([on(1, ['DISPERSE', 'S', 100n, USDC])], {
    claims: [...CLAIMS, ...CARRIERS],
    fails: ({ kind }) => kind === 'transaction',
  });
  expect(composition.incoming).toMatchObject([{ place: 'unseen', reason: 'contract' }]);
});
