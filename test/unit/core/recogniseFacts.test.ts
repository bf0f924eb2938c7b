import { describe, expect, it } from 'vitest';
import type { LedgerFact, Transfer } from '../../../src/core/ledger.js';
import { KnownFacts } from '../../../src/core/trace/knownFacts.js';
import { recogniseFacts } from '../../../src/core/trace/recogniseFacts.js';
import { BTC, ether, evmAccount } from '../../support/world.js';

const [A, B, C] = [evmAccount(1), evmAccount(2), evmAccount(3)];

/** 5 from A to B inside one transaction, or what is said instead. */
function move(index: string, parts: Partial<Transfer> = {}): Transfer {
  return { ...ether(A, B, 5n, 7), channel: 'internal', index, ...parts };
}

/** The indexes of all facts that are known after these answers came one after the other. */
function indexesAfter(...answers: readonly (readonly LedgerFact[])[]): readonly string[] {
  const known = new KnownFacts();
  for (const answer of answers) {
    const seen = recogniseFacts(known, answer);
    expect(seen).toHaveLength(answer.length);
    for (const fact of seen) known.add(fact);
  }
  return known.values().map((fact) => (fact.kind === 'transfer' ? fact.index : ''));
}

describe('movements of one transaction that two lists name by other indexes', () => {
  it('are the same movement, whichever list came first', () => {
    expect(indexesAfter([move('0_1')], [move('#1')])).toEqual(['0_1']);
    expect(indexesAfter([move('#1')], [move('0_1')])).toEqual(['#1']);
  });

  it('are as many as the longer list has', () => {
    const places = [move('0_1'), move('0_2'), move('1')];
    const counts = [move('#1'), move('#2')];
    expect(indexesAfter(places, counts)).toEqual(['0_1', '0_2', '1']);
    expect(indexesAfter(counts, places)).toEqual(['#1', '#2', '1']);
  });

  it('are told by their index first, so that no third list is matched wrongly', () => {
    const first = [move('0'), move('1')];
    expect(indexesAfter(first, [move('1'), move('#1')])).toEqual(['0', '1']);
    expect(indexesAfter(first, [move('#1'), move('1'), move('2')])).toEqual(['0', '1', '2']);
  });

  it('come back as they are known, in the order of the answer', () => {
    const known = new KnownFacts();
    const [first, second] = [move('0_1', { txIndex: null }), move('0_2', { txIndex: null })];
    for (const fact of [first, second]) known.add(fact);
    const other = move('#1', { to: C });
    expect(recogniseFacts(known, [other, move('#1'), move('#2'), move('#3')])).toEqual([
      other,
      first,
      second,
      move('#3'),
    ]);
    expect(known.size).toBe(2);
  });
});

describe('movements that only look alike', () => {
  it.each<[string, Partial<Transfer>]>([
    ['of another transaction', { txId: `0x${'8'.repeat(64)}` }],
    ['by another channel', { channel: 'native' }],
    ['from another sender', { from: C }],
    ['to another receiver', { to: C }],
    ['of another amount', { amount: 6n }],
    ['of another asset', { asset: BTC }],
  ])('%s are two', (_, parts) => {
    expect(indexesAfter([move('0_1')], [move('#1', parts)])).toEqual(['0_1', '#1']);
  });

  it('of transactions that nobody named are two unless their index is the same', () => {
    const nameless = { txId: null };
    expect(indexesAfter([move('#1', nameless)], [move('#2', nameless)])).toEqual(['#1', '#2']);
    expect(indexesAfter([move('#1', nameless)], [move('#1', nameless)])).toEqual(['#1']);
  });
});

describe('a fact that is known', () => {
  it('is not noted twice', () => {
    const known = new KnownFacts();
    const added = [move('#1'), move('#1'), move('#2'), move('#2')].map((fact) => known.add(fact));
    expect(added).toEqual([true, false, true, false]);
    expect(known.values()).toEqual([move('#1'), move('#2')]);
    expect(known.alike(move('#3'))).toEqual([move('#1'), move('#2')]);
  });
});
