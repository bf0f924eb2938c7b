import { describe, expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import { decide } from '../../../src/core/verdict.js';
import { accountWorld, traceWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const LAZARUS = evmAccount(2);
const KRAKEN = evmAccount(3);
const claims = [claim(LAZARUS), exchange(KRAKEN, 'Kraken')];
const BLOCKS_PER_DAY = 7_200;

/** A chain of accounts that each get 1,000 and pay it on after some days. */
function relay(accounts: number, daysHeld: number) {
  const facts = [];
  let from = LAZARUS;
  for (let at = 0; at < accounts; at += 1) {
    const to = at === accounts - 1 ? SUBJECT : evmAccount(100 + at);
    facts.push(ether(from, to, 1_000n, 1 + at * daysHeld * BLOCKS_PER_DAY));
    from = to;
  }
  return facts;
}

describe('how far a trace goes', () => {
  it('uses no depth for accounts that only pass money on within a week', () => {
    const { exposures } = accountWorld({ subject: SUBJECT, facts: relay(9, 6), claims });
    expect(exposures).toMatchObject([{ kind: 'indirect', minHops: 9, ownerHops: 1 }]);
  });

  it('uses depth for accounts that keep money longer, and stops where the policy says', () => {
    expect(accountWorld({ subject: SUBJECT, facts: relay(4, 8), claims }).exposures).toMatchObject([
      { minHops: 4, ownerHops: 4 },
    ]);
    const far = accountWorld({ subject: SUBJECT, facts: relay(6, 8), claims });
    expect(far.exposures).toEqual([]);
    expect(far.composition.incoming).toMatchObject([{ place: 'unseen', reason: 'depth' }]);
  });

  it('follows at most twelve accounts that only pass money on', () => {
    const long = accountWorld({ subject: SUBJECT, facts: relay(30, 1), claims });
    expect(long.exposures).toEqual([]);
    expect(long.composition.incoming).toMatchObject([{ place: 'unseen', reason: 'depth' }]);
  });

  it('does not follow payments older than the policy looks back', () => {
    const facts = [ether(LAZARUS, KRAKEN, 1n, 1), ether(evmAccount(50), SUBJECT, 1_000n, 2)];
    const { composition } = accountWorld({
      subject: SUBJECT,
      facts,
      claims,
      policy: { lookbackDays: 30 },
    });
    expect(composition.incoming).toMatchObject([{ place: 'unseen', reason: 'age' }]);
  });

  it('reopens an account that it meets again by a shorter way', () => {
    // The subject gets from 50 directly and, larger, through 40 ← 41 ← 50; Lazarus paid 50 by 51.
    const day = (at: number) => at * 30 * BLOCKS_PER_DAY;
    const facts = [
      ether(LAZARUS, evmAccount(51), 5_000n, day(1)),
      ether(evmAccount(51), evmAccount(50), 5_000n, day(2)),
      ether(evmAccount(50), evmAccount(41), 3_000n, day(3)),
      ether(evmAccount(41), evmAccount(40), 3_000n, day(4)),
      ether(evmAccount(40), SUBJECT, 3_000n, day(5)),
      ether(evmAccount(50), SUBJECT, 2_000n, day(6)),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims });
    expect(trace.frontier.reach.incoming.get(LAZARUS)).toEqual({ depth: 3, raw: 3 });
  });
});

describe('many small payers', () => {
  const payers = Array.from({ length: 200 }, (_, at) => evmAccount(1_000 + at));
  const facts = payers.flatMap((payer, at) => [
    ether(KRAKEN, payer, 5n, 1 + at),
    ether(payer, SUBJECT, 5n, 1_000 + at),
  ]);

  it('are looked up until only a twentieth of the value is left aside', () => {
    const { composition } = accountWorld({ subject: SUBJECT, facts, claims });
    expect(composition.incoming).toMatchObject([
      { place: 'service', amount: 950n },
      { place: 'unseen', reason: 'floor', amount: 50n },
    ]);
  });

  it('are a gap, and no reason to proceed, where the budget ends before', () => {
    const trace = traceWorld({ subject: SUBJECT, facts, claims, policy: { maxRequests: 20 } });
    const gaps = tellGaps(trace, accountFor(trace).splits);
    expect(decide([], gaps).decision).toBe('incomplete');
    expect(gaps[0]).toMatchObject({ kind: 'budget', matters: true });
    expect(gaps[0]?.cure).toContain('--max-requests');
  });
});

describe('a payee paid in small sums by one labelled account among many', () => {
  it('is found although each payment is below the floor', () => {
    const facts = Array.from({ length: 60 }, (_, at) => [
      ether(at % 3 === 0 ? LAZARUS : KRAKEN, evmAccount(2_000 + at), 9n, 1 + at),
      ether(evmAccount(2_000 + at), SUBJECT, 9n, 500 + at),
    ]).flat();
    const { exposures } = accountWorld({ subject: SUBJECT, facts, claims });
    expect(exposures).toMatchObject([{ kind: 'indirect', minHops: 2 }]);
    expect(exposures[0]?.amounts[0]?.haircut).toBeGreaterThanOrEqual(150n);
  });
});
