import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { Direction } from '../../../../src/core/exposure.js';
import type { UtxoTx } from '../../../../src/core/ledger.js';
import { lookupKey } from '../../../../src/core/lookup.js';
import { DEFAULT_POLICY } from '../../../../src/core/policy.js';
import { createPriceBook } from '../../../../src/core/price.js';
import { absorb, createTrace, isFinished, nextLookups } from '../../../../src/core/trace/trace.js';
import { pay, SUBJECT } from '../../../support/outputLedgers.js';
import { ASSETS, answerFrom, BTC, btcAccount } from '../../../support/world.js';

/** Payments that follow one another behind the place that is met twice. */
const BEHIND = 20;
const LARGE = 1_000_000n;
/** What a payment of 1,000 hands to a part of it that is one in a billion, and to one that is half. */
const BILLION = 1_000_000_000n;

/** Every amount is followed, however small. */
const assets = new Map(
  [...ASSETS].map(([id, asset]) => [id, { ...asset, expansionFloorAmount: 0n }] as const),
);

/** Traces, and tells how often labels were asked for at the last look-up whose key fits. */
function traced(facts: readonly UtxoTx[], direction: Direction, last: RegExp) {
  let asked = 0;
  let atLast = 0;
  const claimsOf = () => {
    asked += 1;
    return [];
  };
  const trace = createTrace({
    subject: btcAccount(SUBJECT),
    policy: { ...DEFAULT_POLICY, depth: 40, requiredDepth: 40, window: 1 },
    assets,
    prices: createPriceBook(assets, null),
    knowledge: { claimsOf, ownAccounts: new Set<Account>() },
    nowSeconds: 1_900_000_000,
  });
  const keys: string[] = [];
  while (!isFinished(trace)) {
    for (const lookup of nextLookups(trace)) {
      asked = 0;
      absorb(trace, lookupKey(lookup), answerFrom(facts, lookup));
      keys.push(lookupKey(lookup));
      if (last.test(lookupKey(lookup))) atLast = asked;
    }
  }
  const end = keys.find((key) => key.includes('|end'));
  const farthest = [...trace.frontier.places].find(({ key }) => key === end);
  return {
    asked: atLast,
    stake: farthest?.roles[direction]?.stake.get(BTC),
    depth: farthest?.roles[direction]?.depth,
  };
}

/** Money comes through a row of payments to `meet`, of which a second way leads by `late`. */
function backward(tiny: bigint, between: number) {
  const facts: UtxoTx[] = [];
  let of = 'end';
  facts.push(pay(of, 1, [], [['mined', 9n * BILLION]]));
  for (let at = 1; at <= BEHIND; at += 1) {
    facts.push(pay(`row${at}`, 1 + at, [['row', of, 0, 9n * BILLION]], [['row', 9n * BILLION]]));
    of = `row${at}`;
  }
  facts.push(
    pay(
      'meet',
      30,
      [['row', of, 0, 9n * BILLION]],
      [
        ['one', LARGE],
        ['two', tiny],
      ],
    ),
  );
  let before = 'meet';
  for (let at = 1; at <= between; at += 1) {
    facts.push(pay(`long${at}`, 30 + at, [['one', before, 0, LARGE]], [['one', LARGE]]));
    before = `long${at}`;
  }
  facts.push(
    pay('wage', 50, [['one', before, 0, LARGE]], [[SUBJECT, LARGE]]),
    pay('other', 2, [], [['rich', BILLION]]),
    pay(
      'late',
      51,
      [
        ['rich', 'other', 0, BILLION],
        ['two', 'meet', 1, tiny],
      ],
      [['payer', BILLION]],
    ),
    pay('little', 52, [['payer', 'late', 0, BILLION]], [[SUBJECT, 1_000n]]),
  );
  return traced(facts, 'incoming', /\|late$/);
}

/** The subject's money goes by `meet` through a row of payments; a second way leads by `late`. */
function forward(tiny: bigint, between: number) {
  const facts: UtxoTx[] = [
    pay('wage', 1, [], [[SUBJECT, LARGE]]),
    pay('bonus', 1, [], [[SUBJECT, 1_000n]]),
    pay('sent', 2, [[SUBJECT, 'wage', 0, LARGE]], [['one', LARGE]]),
    pay(
      'little',
      3,
      [
        [SUBJECT, 'bonus', 0, 1_000n],
        ['rich', 'x', 0, BILLION],
      ],
      [['two', BILLION]],
    ),
    pay(
      'late',
      4,
      [['two', 'little', 0, BILLION]],
      [
        ['kept', BILLION],
        ['three', tiny],
      ],
    ),
    pay(
      'meet',
      10,
      [
        ['one', between === 0 ? 'sent' : `long${between}`, 0, LARGE],
        ['three', 'late', 1, tiny],
      ],
      [['row', LARGE + tiny]],
    ),
  ];
  for (let at = 1; at <= between; at += 1) {
    const before = at === 1 ? 'sent' : `long${at - 1}`;
    facts.push(pay(`long${at}`, 4 + at, [['one', before, 0, LARGE]], [['one', LARGE]]));
  }
  let of = 'meet';
  for (let at = 1; at <= BEHIND; at += 1) {
    const next = at === BEHIND ? 'end' : `row${at}`;
    facts.push(pay(next, 10 + at, [['row', of, 0, LARGE + tiny]], [['row', LARGE + tiny]]));
    of = next;
  }
  return traced(facts, 'outgoing', /\|late\|1$/);
}

describe('a place that hands on outputs is not gone through again', () => {
  it('for nothing, on the way back', () => {
    const { asked, stake } = backward(1n, 0);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(BEHIND / 2);
    expect(stake).toBe(LARGE);
  });

  it('but for a single unit', () => {
    const { asked, stake } = backward(BILLION / 999n, 0);
    expect(asked).toBeGreaterThan(BEHIND);
    expect(stake).toBe(LARGE + 1n);
  });

  it('but for nothing where it comes nearer', () => {
    const { asked, stake, depth } = backward(1n, 4);
    expect(asked).toBeGreaterThan(BEHIND);
    expect(stake).toBe(LARGE);
    expect(depth).toBe(backward(1n, 1).depth);
  });

  it('for nothing, on the way forth', () => {
    const { asked, stake } = forward(1n, 0);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(BEHIND / 2);
    expect(stake).toBe(LARGE);
  });

  it('but for a single unit, on the way forth', () => {
    const { asked, stake } = forward(BILLION / 999n, 0);
    expect(asked).toBeGreaterThan(BEHIND);
    expect(stake).toBe(LARGE + 1n);
  });

  it('but for nothing where it comes nearer, on the way forth', () => {
    const { asked, stake, depth } = forward(1n, 4);
    expect(asked).toBeGreaterThan(BEHIND);
    expect(stake).toBe(LARGE);
    expect(depth).toBe(forward(1n, 1).depth);
  });
});
