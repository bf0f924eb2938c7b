import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import type { Direction } from '../../src/core/exposure.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { Trace } from '../../src/core/trace/traceState.js';
import { traceWorld } from '../support/traceWorld.js';
import { ASSETS, claim, ETH, ether, evmAccount } from '../support/world.js';

const who = (number: number) => evmAccount(number + 1);
const SUBJECT = who(0);
/** The trail ends here, and it gives what it never got. */
const LISTED = who(6);
const claims = [claim(LISTED)];

const payments = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 6 }),
    to: fc.integer({ min: 0, max: 6 }),
    // Sums of very different size, so that a part of them is too little to be handed on at once.
    amount: fc.oneof(
      fc.bigInt(1n, 1_000n),
      fc.bigInt(1n, 1_000n).map((n) => n * 1_000_003n),
    ),
    fee: fc.constantFrom(0n, 0n, 1n, 70n),
    /** Blocks since the payment before; within a block it may be the same transaction. */
    after: fc.constantFrom('same transaction', 'same block', 'next block'),
  }),
  { minLength: 1, maxLength: 80, size: 'max' },
);

type Payments = typeof payments extends fc.Arbitrary<infer Made> ? Made : never;

/** The payments as facts, where nobody but the listed account pays what it does not have. */
function ledgerOf(wanted: Payments, how: { readonly isPlain: boolean }): readonly Transfer[] {
  const balances = new Map<Account, bigint>();
  const facts: Transfer[] = [];
  let [height, txIndex, tx] = [1, 0, 0];
  for (const [
    at,
    { from: giver, to: getter, amount: most, fee: asked, after },
  ] of wanted.entries()) {
    const [from, to] = [who(giver), who(getter)];
    const held = from === LISTED ? most : (balances.get(from) ?? 0n);
    const amount = most < held ? most : held;
    const fee = asked < held - amount ? asked : held - amount;
    if (from === to || amount === 0n) continue;
    balances.set(from, held - amount - fee);
    balances.set(to, (balances.get(to) ?? 0n) + amount);
    if (how.isPlain || after !== 'same transaction') tx += 1;
    if (how.isPlain || after === 'next block') [height, txIndex] = [height + 1, 0];
    else if (after === 'same block') txIndex += 1;
    const txId = `0x${tx.toString(16).padStart(64, '0')}`;
    const place = { txId, txIndex, index: `0_${at}` };
    if (fee > 0n) facts.push({ ...ether(from, null, fee, height), ...place });
    facts.push({ ...ether(from, to, amount, height), ...place });
  }
  return facts;
}

/** A hub that never signs: it acts for others. */
const HUB = who(5);

function traceAll(
  facts: readonly Transfer[],
  how: { window?: number; luck?: Iterator<number>; hubs?: readonly Account[] },
) {
  const assets = new Map(
    [...ASSETS].map(([id, asset]) => [id, { ...asset, expansionFloorAmount: 0n }] as const),
  );
  const { window = 8, luck, hubs = [] } = how;
  return traceWorld({
    subject: SUBJECT,
    facts,
    claims,
    assets,
    hubs,
    policy: { depth: 40, requiredDepth: 40, maxRequests: 10_000, window },
    pick: (underWay) => Number(luck?.next().value ?? 0) % Math.max(1, underWay),
  });
}

/** What reached each place, by its key. */
function stakesOf(trace: Trace, direction: Direction): ReadonlyMap<string, bigint> {
  const stakes = new Map<string, bigint>();
  for (const { key, roles } of trace.frontier.places) {
    const stake = roles[direction]?.stake.get(ETH) ?? 0n;
    if (stake > 0n) stakes.set(key, stake);
  }
  return new Map([...stakes].sort());
}

/**
 * The haircut, over all payments at once: each takes of the stake that rests with an account the
 * part that it is of what the account had. Back in time for what came in, forth for what went out.
 */
function sweepAll(facts: readonly Transfer[], direction: Direction): ReadonlyMap<string, bigint> {
  const isBack = direction === 'incoming';
  const balances = new Map<Account | null, bigint>();
  const held = facts.map(({ from, to, amount }) => {
    const before = balances.get(from) ?? 0n;
    balances.set(from, before - amount);
    const after = (balances.get(to) ?? 0n) + amount;
    if (to !== null) balances.set(to, after);
    return { from, to, amount, had: isBack ? after : before };
  });
  const resting = new Map<Account | null, bigint>();
  const reached = new Map<string, bigint>();
  for (const { from, to, amount, had } of isBack ? held.reverse() : held) {
    const [near, far] = isBack ? [to, from] : [from, to];
    if (near === null) continue;
    const rests = resting.get(near) ?? 0n;
    const stake = near === SUBJECT ? amount : rests === 0n ? 0n : (rests * amount) / had;
    if (near !== SUBJECT) resting.set(near, rests - stake);
    if (far === null || far === SUBJECT || far === LISTED) continue;
    resting.set(far, (resting.get(far) ?? 0n) + stake);
    const key = `account|${far}`;
    if (stake > 0n) reached.set(key, (reached.get(key) ?? 0n) + stake);
  }
  return new Map([...reached].sort());
}

describe.each(['incoming', 'outgoing'] as const)('the stake that reaches each place: %s', (way) => {
  const windows = fc.integer({ min: 1, max: 12 });

  it('is that of one haircut over all payments, to the last unit', () => {
    fc.assert(
      fc.property(payments, windows, (wanted, window) => {
        const facts = ledgerOf(wanted, { isPlain: true });
        expect(stakesOf(traceAll(facts, { window }), way)).toEqual(sweepAll(facts, way));
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order in which histories come, also within one transaction', () => {
    const luck = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(payments, windows, luck, fc.boolean(), (wanted, window, lucks, hasHub) => {
        const facts = ledgerOf(wanted, { isPlain: false }).map((fact) =>
          hasHub && fact.from === HUB ? { ...fact, channel: 'internal' as const } : fact,
        );
        const hubs = hasHub ? [HUB] : [];
        expect(stakesOf(traceAll(facts, { window, luck: lucks, hubs }), way)).toEqual(
          stakesOf(traceAll(facts, { window: 1, hubs }), way),
        );
      }),
      { numRuns: 300 },
    );
  });
});
