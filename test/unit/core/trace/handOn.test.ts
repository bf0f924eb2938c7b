import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import type { Direction } from '../../../../src/core/exposure.js';
import type { Transfer } from '../../../../src/core/ledger.js';
import { abandon } from '../../../../src/core/trace/trace.js';
import type { Trace } from '../../../../src/core/trace/traceState.js';
import { traceWorld } from '../../../support/traceWorld.js';
import { ETH, ether, evmAccount } from '../../../support/world.js';

const SUBJECT = evmAccount(1);
const FIRST = evmAccount(2);
const SECOND = evmAccount(3);
const THIRD = evmAccount(4);
const GIVER = evmAccount(5);
const OTHER = evmAccount(6);

const stakeAt = (trace: Trace, account: Account, direction: Direction = 'incoming') =>
  trace.frontier.places.ofAccount(account)?.roles[direction]?.stake.get(ETH);
/** The same movement as a part of another transaction. */
const within = (of: Transfer, transfer: Transfer, index: string): Transfer => ({
  ...transfer,
  height: of.height,
  txId: of.txId,
  txIndex: of.txIndex,
  timeSeconds: of.timeSeconds,
  index,
});

describe('stake that reaches an account looked up before', () => {
  const HALF = 50_000_000n;
  /** Half comes from one account; of the other half some came from that one too, by way of others. */
  const stakes = (...parts: readonly bigint[]) => {
    const ways = parts.map((part, at) => ({ part, way: evmAccount(20 + at) }));
    const facts = [
      ether(GIVER, FIRST, 2n * HALF, 1),
      ...ways.flatMap(({ part, way }, at) => [
        ether(FIRST, way, part, 10 + at),
        ether(OTHER, way, HALF / BigInt(ways.length) - part, 20 + at),
      ]),
      ether(FIRST, SUBJECT, HALF, 40),
      ...ways.map(({ way }, at) => ether(way, SUBJECT, HALF / BigInt(ways.length), 50 + at)),
    ];
    const seen: (bigint | undefined)[] = [];
    const trace = traceWorld({
      subject: SUBJECT,
      facts,
      policy: { window: 1 },
      onAbsorbed: (now, lookup) => {
        const isWay = lookup.kind === 'account' && ways.some(({ way }) => way === lookup.account);
        if (isWay) seen.push(stakeAt(now, GIVER));
      },
    });
    return { seen, last: stakeAt(trace, GIVER) };
  };

  it('is handed on at once from a ten thousandth of all, and else before the search ends', () => {
    expect(stakes(10_000n)).toEqual({ seen: [HALF + 10_000n], last: HALF + 10_000n });
    expect(stakes(9_999n)).toEqual({ seen: [HALF], last: HALF + 9_999n });
  });

  it('waits for more, and is handed on with it', () => {
    expect(stakes(6_000n, 4_000n)).toEqual({
      seen: [HALF, HALF + 10_000n],
      last: HALF + 10_000n,
    });
    expect(stakes(6_000n, 3_999n)).toEqual({ seen: [HALF, HALF], last: HALF + 9_999n });
  });

  it('is handed on whole also where the budget ends the search', () => {
    const facts = [
      ether(GIVER, FIRST, 2n * HALF, 1),
      ether(FIRST, SECOND, 9_999n, 2),
      ether(OTHER, SECOND, HALF - 9_999n, 3),
      ether(FIRST, SUBJECT, HALF, 4),
      ether(SECOND, SUBJECT, HALF, 5),
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, policy: { window: 1, maxRequests: 3 } });
    expect(trace.end).toBe('budget');
    expect(stakeAt(trace, GIVER)).toBe(HALF + 9_999n);
  });

  it('is handed on whole also where a deadline ends the search', () => {
    const facts = [
      ether(GIVER, FIRST, 2n * HALF, 1),
      ether(FIRST, SECOND, 9_999n, 2),
      ether(OTHER, SECOND, HALF - 9_999n, 3),
      ether(FIRST, SUBJECT, HALF, 4),
      ether(SECOND, SUBJECT, HALF, 5),
    ];
    const late = {
      channel: null,
      kind: 'budget',
      sentence: 'It was late.',
      cure: 'Wait.',
    } as const;
    const trace = traceWorld({
      subject: SUBJECT,
      facts,
      policy: { window: 1 },
      onAbsorbed: (now, lookup) => {
        if (lookup.kind === 'account' && lookup.account === SECOND) abandon(now, late);
      },
    });
    expect(trace.end).toBe('aborted');
    expect(stakeAt(trace, GIVER)).toBe(HALF + 9_999n);
  });
});

describe('money that goes in a circle within one transaction', () => {
  /** The giver's money reaches the subject by one of three that pass a loan round among them. */
  const circle = (loan: bigint) => {
    const paid = ether(FIRST, SUBJECT, 1_000_000n, 10);
    return [
      ether(OTHER, GIVER, 1_000_000n, 1),
      within(paid, ether(GIVER, FIRST, 1_000_000n, 10), '0_1'),
      within(paid, ether(FIRST, SECOND, loan, 10), '0_2'),
      within(paid, ether(SECOND, THIRD, loan, 10), '0_3'),
      within(paid, ether(THIRD, FIRST, loan, 10), '0_4'),
      paid,
    ].map((fact) => ({ ...fact, channel: 'internal' as const }));
  };

  it('is seen through by the whole transaction, however large the circle', () => {
    const trace = traceWorld({ subject: SUBJECT, facts: circle(10n ** 24n) });
    const lookedUp = [...trace.frontier.places].map(({ lookup }) => lookup.kind);
    expect(lookedUp).toContain('transaction');
    expect(stakeAt(trace, GIVER)).toBe(1_000_000n);
    expect(stakeAt(trace, OTHER)).toBe(1_000_000n);
  });

  it('is no reason to look at the whole where there is no circle', () => {
    const [first, given, , , , paid] = circle(1n);
    const facts = [first, given, paid].flatMap((fact) => fact ?? []);
    const trace = traceWorld({ subject: SUBJECT, facts });
    const lookedUp = [...trace.frontier.places].map(({ lookup }) => lookup.kind);
    expect(lookedUp).not.toContain('transaction');
    expect(stakeAt(trace, GIVER)).toBe(1_000_000n);
  });
});

describe('two transactions of a block that two accounts know in different orders', () => {
  /**
   * Either account gets what it gives back from the other: the second does not know that the
   * transaction in which it was paid was the later one.
   */
  const facts = (amount: bigint): readonly Transfer[] => {
    const back = { ...ether(SECOND, FIRST, amount, 5), txIndex: 3 };
    const there = { ...ether(FIRST, SECOND, amount, 5), txId: '0xfe', txIndex: null };
    return [
      ether(GIVER, FIRST, amount + 1n, 1),
      { ...there, channel: 'internal' },
      { ...ether(FIRST, null, 1n, 5), txId: '0xfe', txIndex: 5 },
      back,
      ether(FIRST, SUBJECT, amount, 9),
    ];
  };

  it('are gone round twelve times and no more', () => {
    // A little over half of what comes round goes on to the giver each time.
    expect(stakeAt(traceWorld({ subject: SUBJECT, facts: facts(4_096n) }), GIVER)).toBe(4_096n);
    expect(stakeAt(traceWorld({ subject: SUBJECT, facts: facts(8_192n) }), GIVER)).toBe(8_191n);
  });
});
