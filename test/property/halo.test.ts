import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../src/core/account.js';
import { accountFor } from '../../src/core/accounting/accounting.js';
import type { HaloLookUp } from '../../src/core/halo/haloEntry.js';
import type { LedgerFact, Transfer } from '../../src/core/ledger.js';
import { factKey } from '../../src/core/ledger.js';
import type { Trace } from '../../src/core/trace/traceState.js';
import { haloOfWorld } from '../support/haloWorld.js';
import { screenRecorded } from '../support/recordedWorld.js';
import { traceWorld } from '../support/traceWorld.js';
import { LEDGER_SUBJECT, utxoLedgers } from '../support/utxoLedgers.js';
import { ASSETS, btcAccount, claim, ether, evmAccount, exchange } from '../support/world.js';

/** Assets whose every amount is followed, however small. */
const EVERY_AMOUNT = new Map(
  [...ASSETS].map(([id, asset]) => [id, { ...asset, expansionFloorAmount: 0n }] as const),
);

/** An account by its number in a ledger; the zero address is nobody's. */
const who = (number: number) => evmAccount(number + 1);

interface HaloWorld {
  readonly subject: Account;
  readonly facts: readonly LedgerFact[];
  readonly claims: readonly ReturnType<typeof claim>[];
}

/** Payments among a few; 8 is a seed, 9 an exchange. Days lie between them, so that few only pass money on. */
const accountWorlds: fc.Arbitrary<HaloWorld> = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 9 }),
      to: fc.integer({ min: 0, max: 9 }),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((wanted) => {
    const balances = new Map<number, bigint>();
    const facts: Transfer[] = [];
    wanted.forEach(({ from, to, amount }, at) => {
      if (from === to) return;
      const held = from >= 8 ? amount : (balances.get(from) ?? 0n);
      const paid = amount < held ? amount : held;
      if (paid === 0n) return;
      balances.set(from, held - paid);
      balances.set(to, (balances.get(to) ?? 0n) + paid);
      facts.push(ether(who(from), who(to), paid, (at + 1) * 15_000));
    });
    const claims = [claim(who(8)), exchange(who(9), 'Kraken')];
    return { subject: who(0), facts, claims };
  });

/**
 * A seed pays some, these pay others, and so on in three layers to the subject, each with money of an
 * exchange as well; months lie between, so that nobody only passes money on.
 */
const layeredWorlds: fc.Arbitrary<HaloWorld> = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 3, maxLength: 3 })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      amounts: fc.infiniteStream(fc.bigInt({ min: 1_000n, max: 9_000n })),
    }),
  )
  .map(({ sizes, amounts }) => {
    const layers = [
      [who(8)],
      ...sizes.map((size, layer) =>
        Array.from({ length: size }, (_, at) => who(10 + 10 * layer + at)),
      ),
      [who(0)],
    ];
    const facts: Transfer[] = [];
    const pay = (from: Account, to: Account, height: number) => {
      const amount = amounts.next().value ?? 1_000n;
      facts.push(ether(from, to, amount, height + facts.length));
    };
    layers.slice(1).forEach((layer, at) => {
      for (const to of layer) {
        if (at < 3) pay(who(9), to, (at + 1) * 200_000 - 10_000);
        for (const from of layers[at] ?? []) pay(from, to, (at + 1) * 200_000);
      }
    });
    return { subject: who(0), facts, claims: [claim(who(8)), exchange(who(9), 'Kraken')] };
  });

const outputWorlds: fc.Arbitrary<HaloWorld> = utxoLedgers.map((facts) => ({
  subject: LEDGER_SUBJECT,
  facts,
  claims: [claim(btcAccount('lazarus')), exchange(btcAccount('kraken'), 'Kraken')],
}));

const worlds = fc.oneof(accountWorlds, outputWorlds);
const depths = fc.integer({ min: 1, max: 4 });

/** A halo that says anything of some places, true or not. */
const lies = fc.nat({ max: 1_000 }).map((seed): HaloLookUp => {
  const hashOf = (key: string) =>
    [...key].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973, seed);
  return (key) => {
    const hash = hashOf(key);
    return hash % 3 === 0 ? null : { hops: hash % 3, isRead: hash % 2 === 0 };
  };
});

function traced(world: HaloWorld, depth: number, parts: Partial<Parameters<typeof traceWorld>[0]>) {
  const policy = { depth, requiredDepth: Math.min(2, depth), maxRequests: 100_000 };
  return traceWorld({ ...world, assets: EVERY_AMOUNT, policy, ...parts });
}

const exposuresOf = (trace: Trace) => accountFor(trace).exposures;

function told(trace: Trace): readonly string[] {
  return exposuresOf(trace).map(
    ({ direction, kind, attribution }) => `${direction} ${kind} ${attribution.account}`,
  );
}

describe('the halo', () => {
  it('adds to what is found and takes nothing away, and each exposure has its facts', () => {
    fc.assert(
      fc.property(worlds, depths, (world, depth) => {
        const without = traced(world, depth, {});
        const halo = haloOfWorld({ ...world, assets: EVERY_AMOUNT });
        const met = traced(world, depth, { halo });
        if (without.end === 'exhausted') {
          expect(told(met)).toEqual(expect.arrayContaining([...told(without)]));
        }
        const isFact = new Set(world.facts);
        for (const { amounts, paths } of exposuresOf(met)) {
          if (amounts.every(({ haircut }) => haircut === 0n)) continue;
          // A script without an address has no name that a path could tell.
          if (world.facts[0]?.kind === 'transfer') expect(paths.length).toBeGreaterThan(0);
          for (const { hops } of paths) {
            for (const { fact } of hops) expect(isFact.has(fact)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('shows at a depth of two what otherwise takes a depth of four', () => {
    fc.assert(
      fc.property(layeredWorlds, (world) => {
        const halo = haloOfWorld({ ...world, assets: EVERY_AMOUNT });
        const near = told(traced(world, 2, { halo }));
        // Where little is open the deeper search ends early, and may miss what the halo leads to.
        expect(near).toEqual(expect.arrayContaining([...told(traced(world, 4, {}))]));
        expect(near).toEqual([`incoming indirect ${who(8)}`]);
      }),
      { numRuns: 200 },
    );
  });

  it('that lies finds nothing that a whole search would not', () => {
    fc.assert(
      fc.property(worlds, depths, lies, (world, depth, halo) => {
        const whole = new Set(told(traced(world, 20, {})));
        for (const one of told(traced(world, depth, { halo }))) expect(whole).toContain(one);
      }),
      { numRuns: 200 },
    );
  });

  it('never turns proceed into anything else but by an exposure that was found', async () => {
    await fc.assert(
      fc.asyncProperty(
        worlds,
        depths,
        lies,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 8 }),
        async (world, depth, halo, maxRequests, window) => {
          const policy = { depth, requiredDepth: Math.min(2, depth), maxRequests, window };
          const given = { ...world, assets: EVERY_AMOUNT, policy };
          const { verdict } = await screenRecorded(given);
          fc.pre(verdict.decision === 'proceed');
          const again = (await screenRecorded({ ...given, halo })).verdict;
          if (again.findings.length === 0)
            expect(again.gaps.filter(({ matters }) => matters)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('makes the same search for any window and order of answers', () => {
    fc.assert(
      fc.property(
        worlds,
        depths,
        lies,
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (world, depth, halo, window, luck) => {
          const policy = { depth, requiredDepth: 1, maxRequests: 100_000 };
          const pick = (underWay: number) => (luck.next().value ?? 0) % Math.max(1, underWay);
          const shape = (trace: Trace) => ({
            facts: trace.facts.values().map(factKey).sort(),
            incoming: [...trace.frontier.reach.incoming].sort(),
            outgoing: [...trace.frontier.reach.outgoing].sort(),
          });
          const one = traced(world, depth, { halo, policy: { ...policy, window: 1 } });
          const many = traced(world, depth, { halo, policy: { ...policy, window }, pick });
          if (one.end === 'exhausted' && many.end === 'exhausted') {
            expect(shape(many)).toEqual(shape(one));
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
