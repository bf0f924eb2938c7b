import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { accountFor } from '../../src/core/accounting/accounting.js';
import { tellGaps } from '../../src/core/accounting/tellGaps.js';
import { formatShares, splitProRata, sumAmounts } from '../../src/core/amount.js';
import { missingIntervals, uniteIntervals } from '../../src/core/coverage.js';
import type { Transfer } from '../../src/core/ledger.js';
import { factKey } from '../../src/core/ledger.js';
import { decide } from '../../src/core/verdict.js';
import { accountWorld, traceWorld } from '../support/traceWorld.js';
import { LEDGER_SUBJECT, utxoLedgers } from '../support/utxoLedgers.js';
import { ASSETS, btcAccount, claim, ether, evmAccount, exchange } from '../support/world.js';

/** An account by its number in a ledger; the zero address is nobody's. */
const who = (number: number) => evmAccount(number + 1);
const SUBJECT = who(0);
const SOURCE = who(9);
const LAZARUS = who(8);
const claims = [claim(LAZARUS), exchange(SOURCE, 'Kraken')];

/** Ledgers in which nobody spends what was not received: wanted payments are cut to the balance. */
const ledgers = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 9 }),
      to: fc.integer({ min: 0, max: 9 }),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((wanted): Transfer[] => {
    const balances = new Map<number, bigint>();
    const facts: Transfer[] = [];
    wanted.forEach(({ from, to, amount }, at) => {
      if (from === to) return;
      const held = from >= 8 ? amount : (balances.get(from) ?? 0n);
      const paid = amount < held ? amount : held;
      if (paid === 0n) return;
      balances.set(from, held - paid);
      balances.set(to, (balances.get(to) ?? 0n) + paid);
      facts.push(ether(who(from), who(to), paid, at + 1));
    });
    return facts;
  });

/** Assets whose every amount is followed, however small. */
const everyAmount = new Map(
  [...ASSETS].map(([id, asset]) => [id, { ...asset, expansionFloorAmount: 0n }] as const),
);

const everything = { depth: 20, requiredDepth: 20, maxRequests: 10_000 };

describe('exact shares', () => {
  it('add up to the whole and none exceeds its part by more than rounding', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 24n }), { minLength: 1, maxLength: 12 }),
        (amount, parts) => {
          const shares = splitProRata(amount, parts);
          const whole = sumAmounts(parts);
          expect(sumAmounts(shares)).toBe(whole === 0n ? 0n : amount);
          shares.forEach((share, at) => {
            const exact = (amount * (parts[at] ?? 0n)) / (whole === 0n ? 1n : whole);
            expect(share === exact || share === exact + 1n).toBe(true);
          });
        },
      ),
    );
  });

  it('print to exactly one', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1 }), (parts) => {
        const millionths = formatShares(parts).map((share) => BigInt(share.replace('.', '')));
        const all = sumAmounts(millionths);
        expect(all).toBe(sumAmounts(parts) === 0n ? 0n : 1_000_000n);
      }),
    );
  });
});

describe('coverage', () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
    .map(([from, length]) => ({ from, to: from + length }));

  it('covered and missing heights together are exactly what was asked', () => {
    fc.assert(
      fc.property(interval, fc.array(interval), (asked, covered) => {
        const missing = missingIntervals(asked, covered);
        const united = uniteIntervals(covered);
        const holds = (list: readonly { from: number; to: number }[], height: number) =>
          list.some(({ from, to }) => from <= height && height <= to);
        for (let height = asked.from; height <= asked.to; height += 1) {
          expect(holds(missing, height)).toBe(!holds(united, height));
        }
        for (const { from, to } of missing) {
          expect(from >= asked.from && to <= asked.to && from <= to).toBe(true);
        }
      }),
    );
  });
});

describe('accounting for a ledger seen whole', () => {
  it('assigns every unit received and sent, by both methods, and leaves nothing unseen', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const { splits, composition } = accountWorld({
          subject: SUBJECT,
          facts,
          claims,
          policy: everything,
          assets: everyAmount,
        });
        for (const {
          splits: { whole },
          direction,
        } of splits) {
          const { haircut, fifo } = whole;
          expect(fifo.total).toBe(haircut.total);
          for (const { buckets, total } of [haircut, fifo]) {
            expect(sumAmounts(buckets.map(({ amount }) => amount))).toBe(total);
          }
          const moved = facts.filter(
            (fact) => (direction === 'incoming' ? fact.to : fact.from) === SUBJECT,
          );
          expect(haircut.total).toBe(sumAmounts(moved.map(({ amount }) => amount)));
        }
        const rows = [...composition.incoming, ...composition.outgoing];
        expect(rows.filter((row) => row.place === 'unseen')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('never gives an entity more than it can have sent', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const sent = sumAmounts(
          facts.filter((fact) => fact.from === LAZARUS).map(({ amount }) => amount),
        );
        const { exposures } = accountWorld({ subject: SUBJECT, facts, claims, policy: everything });
        const incoming = exposures.filter(({ direction }) => direction === 'incoming');
        for (const figure of ['haircut', 'fifo'] as const) {
          const given = incoming.flatMap(({ amounts }) => amounts.map((amount) => amount[figure]));
          expect(sumAmounts(given) <= sent).toBe(true);
        }
      }),
    );
  });

  it('evidence paths exist for every indirect exposure and follow time', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const { exposures } = accountWorld({ subject: SUBJECT, facts, claims, policy: everything });
        for (const exposure of exposures) {
          if (exposure.amounts.every(({ haircut }) => haircut === 0n)) continue;
          expect(exposure.paths.length).toBeGreaterThan(0);
          for (const { hops } of exposure.paths) {
            const times = hops.map((hop) => hop.fact.timeSeconds);
            expect([...times].sort((a, b) => a - b)).toEqual(times);
            expect(hops.slice(1).map((hop) => hop.from)).toEqual(
              hops.slice(0, -1).map((hop) => hop.to),
            );
            const [near, far] = [hops.at(-1)?.to, hops[0]?.from];
            const subjectEnd = exposure.direction === 'incoming' ? near : far;
            expect(subjectEnd).toBe(SUBJECT);
          }
        }
      }),
    );
  });

  it('an unrelated label changes nothing', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const world = { subject: SUBJECT, facts, policy: everything };
        const before = accountWorld({ ...world, claims });
        const after = accountWorld({ ...world, claims: [...claims, claim(evmAccount(77))] });
        expect(after.exposures).toEqual(before.exposures);
      }),
    );
  });
});

describe('the trace', () => {
  const shape = (facts: readonly Transfer[], pick: (underWay: number) => number, window = 8) => {
    const trace = traceWorld({
      subject: SUBJECT,
      facts,
      claims,
      pick,
      policy: { ...everything, window },
    });
    const { incoming, outgoing } = trace.frontier.reach;
    return { facts: trace.facts.values().map(factKey).sort(), incoming, outgoing };
  };

  it('does not depend on the order in which answers arrive', () => {
    fc.assert(
      fc.property(ledgers, fc.infiniteStream(fc.nat()), (facts, luck) => {
        const pick = (underWay: number) => (luck.next().value ?? 0) % Math.max(1, underWay);
        expect(shape(facts, pick)).toEqual(shape(facts, () => 0));
      }),
    );
  });

  it('when exhausted, does not depend on how many look-ups are under way', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1, max: 12 }), (facts, window) => {
        const one = shape(facts, () => 0, 1);
        const many = shape(facts, () => 0, window);
        expect(many.facts).toEqual(one.facts);
        expect([...many.incoming].sort()).toEqual([...one.incoming].sort());
        expect([...many.outgoing].sort()).toEqual([...one.outgoing].sort());
      }),
    );
  });

  describe('of unspent outputs', () => {
    const outputShape = (
      facts: Parameters<typeof traceWorld>[0]['facts'],
      how: { readonly pick?: (underWay: number) => number; window?: number; depth: number },
    ) => {
      const { pick = () => 0, window = 8, depth } = how;
      const trace = traceWorld({
        subject: LEDGER_SUBJECT,
        facts,
        claims: [claim(btcAccount('lazarus')), exchange(btcAccount('kraken'), 'Kraken')],
        pick,
        assets: everyAmount,
        policy: { depth, requiredDepth: depth, maxRequests: 10_000, window },
      });
      const { incoming, outgoing } = trace.frontier.reach;
      return {
        end: trace.end,
        facts: trace.facts.values().map(factKey).sort(),
        incoming: [...incoming].sort(),
        outgoing: [...outgoing].sort(),
      };
    };
    const depths = fc.integer({ min: 1, max: 20 });

    it('does not depend on the order in which answers arrive', () => {
      fc.assert(
        fc.property(utxoLedgers, fc.infiniteStream(fc.nat()), depths, (facts, luck, depth) => {
          const pick = (underWay: number) => (luck.next().value ?? 0) % Math.max(1, underWay);
          expect(outputShape(facts, { pick, depth })).toEqual(outputShape(facts, { depth }));
        }),
        { numRuns: 300 },
      );
    });

    it('when exhausted, does not depend on how many look-ups are under way', () => {
      fc.assert(
        fc.property(
          utxoLedgers,
          fc.integer({ min: 2, max: 12 }),
          depths,
          (facts, window, depth) => {
            const many = outputShape(facts, { window, depth });
            expect(many).toEqual(outputShape(facts, { window: 1, depth }));
            expect(many.end).toBe('exhausted');
          },
        ),
        { numRuns: 300 },
      );
    });
  });

  it('a larger budget never removes a direct exposure', () => {
    fc.assert(
      fc.property(ledgers, fc.integer({ min: 1, max: 9 }), (facts, maxRequests) => {
        const direct = (most: number) =>
          accountWorld({
            subject: SUBJECT,
            facts,
            claims,
            policy: { ...everything, maxRequests: most },
          })
            .exposures.filter((exposure) => exposure.kind === 'direct')
            .map((exposure) => `${exposure.direction} ${exposure.attribution.entity}`);
        expect(direct(maxRequests + 5)).toEqual(expect.arrayContaining(direct(maxRequests)));
      }),
    );
  });

  it('says what a spent budget left open, and never proceeds over it', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const trace = traceWorld({
          subject: SUBJECT,
          facts,
          claims,
          assets: everyAmount,
          policy: { ...everything, maxRequests: 1 },
        });
        const open = [...trace.frontier.places].filter(({ state }) => state === 'open');
        const gaps = tellGaps(trace, accountFor(trace).splits);
        const { decision } = decide([], gaps);
        expect(gaps.length > 0).toBe(open.length > 0);
        expect(decision).toBe(gaps.some((gap) => gap.matters) ? 'incomplete' : 'proceed');
      }),
    );
  });

  it('a wallet seen whole whose money comes from an exchange has no gap', () => {
    fc.assert(
      fc.property(ledgers, (facts) => {
        const honest = facts.filter((fact) => fact.from !== LAZARUS && fact.to !== LAZARUS);
        const kept: Transfer[] = [];
        const balances = new Map<Account | null, bigint>();
        for (const fact of honest) {
          const held = balances.get(fact.from) ?? 0n;
          if (fact.from !== SOURCE && held < fact.amount) continue;
          balances.set(fact.from, held - fact.amount);
          balances.set(fact.to, (balances.get(fact.to) ?? 0n) + fact.amount);
          kept.push(fact);
        }
        const trace = traceWorld({ subject: SUBJECT, facts: kept, claims });
        const gaps = tellGaps(trace, accountFor(trace).splits);
        expect(gaps).toEqual([]);
        expect(decide([], gaps).decision).toBe('proceed');
      }),
    );
  });
});
