import { describe, expect, it } from 'vitest';
import { primaryAttribution } from '../../../../src/core/claims.js';
import { ownersOf, ownLabelFirst, payerOf } from '../../../../src/core/patterns/coSpend.js';
import { JOINMARKET_JOIN, joinOf, jointTx } from '../../../support/coinJoins.js';
import { btcAccount, claim, claimsOf, exchange } from '../../../support/world.js';

const [A, B, C, D, E] = ['a', 'b', 'c', 'd', 'e'].map((name) => btcAccount(name));
if (!A || !B || !C || !D || !E) throw new Error('no accounts');

/** A payment that the named addresses sign together, at a height. */
function signedBy(id: string, names: readonly string[], height: number) {
  const tx = jointTx(
    names.map((name) => [name, 100n] as const),
    [['shop', 99n]],
    id,
  );
  return { ...tx, height, timeSeconds: height * 600 };
}

const labelOf = (...claims: ReturnType<typeof claim>[]) => {
  const of = claimsOf(claims);
  return (account: Parameters<typeof of>[0]) => primaryAttribution(of(account));
};

describe('owners by co-spending', () => {
  const txs = [
    signedBy('ab', ['a', 'b'], 1),
    signedBy('cd', ['c', 'd'], 2),
    signedBy('bc', ['b', 'c'], 3),
    signedBy('ad', ['a', 'd'], 4),
    signedBy('e', ['e'], 5),
  ];

  it('are whoever signed together, with the transaction that joined them', () => {
    const owners = ownersOf(txs);
    expect([...owners.accountsWith(A)].sort()).toEqual([A, B, C, D]);
    expect(owners.joiningTx(A, B)).toBe('ab');
    expect(owners.joiningTx(D, C)).toBe('cd');
    // A and D signed together only in the end; they were one owner's before, by B and C.
    expect(owners.joiningTx(A, D)).toBe('bc');
    expect(owners.joiningTx(B, C)).toBe('bc');
  });

  it('do not join who never signed with another', () => {
    const owners = ownersOf(txs);
    expect(owners.accountsWith(E)).toEqual([E]);
    expect(owners.joiningTx(A, E)).toBeNull();
    expect(owners.joiningTx(A, A)).toBeNull();
    expect(owners.joiningTx(E, btcAccount('never met'))).toBeNull();
    expect(owners.accountsWith(btcAccount('never met'))).toEqual([btcAccount('never met')]);
  });

  it('do not depend on the order in which the transactions are given', () => {
    const backward = ownersOf([...txs].reverse());
    for (const [one, other] of [
      [A, B],
      [A, D],
      [C, D],
      [A, E],
    ] as const) {
      expect(backward.joiningTx(one, other)).toBe(ownersOf(txs).joiningTx(one, other));
    }
    expect(backward.accountsWith(A)).toEqual(ownersOf(txs).accountsWith(A));
  });

  it('are not joined by a CoinJoin, nor by newly mined money', () => {
    const join = joinOf(JOINMARKET_JOIN);
    const [first, second] = [btcAccount('in0'), btcAccount('in1')];
    expect(ownersOf([join]).joiningTx(first, second)).toBeNull();
    const plain = { ...join, outputs: join.outputs.slice(0, 2) };
    expect(ownersOf([plain]).joiningTx(first, second)).toBe('joint');
    expect(ownersOf([{ ...plain, coinbase: true }]).joiningTx(first, second)).toBeNull();
  });

  it('are at most five hundred accounts', () => {
    const names = Array.from({ length: 500 }, (_, at) => `n${at}`);
    const [large, more] = [signedBy('large', names, 1), signedBy('more', ['n0', 'late'], 2)];
    const full = ownersOf([large, more]);
    expect(full.accountsWith(btcAccount('n0'))).toHaveLength(500);
    expect(full.joiningTx(btcAccount('n0'), btcAccount('late'))).toBeNull();
    const room = ownersOf([signedBy('large', names.slice(0, 499), 1), more]);
    expect(room.joiningTx(btcAccount('n0'), btcAccount('late'))).toBe('more');
  });
});

describe('a label of an owner', () => {
  const owners = ownersOf([signedBy('ab', ['a', 'b'], 1)]);

  it('is inferred for an account without one, with its proof', () => {
    expect(ownLabelFirst(A, owners, labelOf(claim(B)))).toEqual({
      attribution: claim(B),
      joiningTx: 'ab',
    });
  });

  it('never overrides what an account’s own label says', () => {
    const own = exchange(A, 'Kraken');
    expect(ownLabelFirst(A, owners, labelOf(own, claim(B)))).toEqual({
      attribution: own,
      joiningTx: null,
    });
  });

  it('is not inferred from a service, nor from a stranger', () => {
    expect(ownLabelFirst(A, owners, labelOf(exchange(B, 'Kraken')))).toBeNull();
    expect(ownLabelFirst(A, owners, labelOf(claim(C)))).toBeNull();
  });
});

describe('a payment that a listed account signs', () => {
  const tx = jointTx(
    [
      ['a', 100n],
      [null, 50n],
      ['b', 70n],
      ['c', 30n],
    ],
    [['subject', 249n]],
  );

  it('is that owner’s whole, but for inputs with a label of their own', () => {
    expect(payerOf(tx, labelOf(claim(B), exchange(C, 'Kraken')))).toEqual({
      payer: B,
      attribution: claim(B),
      provingTx: 'joint',
      countsAs: [B, B, B, C],
    });
  });

  it('is the strongest claim’s, whatever the order of the inputs', () => {
    const weaker = claim(A, { authority: 'vendor', entity: 'Other' });
    const backward = { ...tx, inputs: [...tx.inputs].reverse() };
    for (const one of [tx, backward]) {
      expect(payerOf(one, labelOf(weaker, claim(C)))?.payer).toBe(C);
      expect(payerOf(one, labelOf(claim(A), claim(C)))?.payer).toBe(A);
    }
  });

  it('is nobody’s where nobody listed signs', () => {
    expect(payerOf(tx, labelOf(claim(D), exchange(A, 'Kraken')))).toBeNull();
    expect(payerOf(tx, labelOf(claim(btcAccount('subject'))))).toBeNull();
    expect(payerOf({ ...tx, coinbase: true }, labelOf(claim(A)))).toBeNull();
  });

  it('is nobody’s where it is a CoinJoin', () => {
    const listed = labelOf(claim(btcAccount('in0')));
    const join = joinOf(JOINMARKET_JOIN);
    expect(payerOf(join, listed)).toBeNull();
    expect(payerOf({ ...join, outputs: join.outputs.slice(0, 2) }, listed)?.payer).toBe(
      btcAccount('in0'),
    );
  });
});
