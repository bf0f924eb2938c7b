import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../src/core/attribution.js';
import { ACTORS, RISK_CATEGORIES } from '../../src/core/attribution.js';
import { lowerByVouch } from '../../src/core/claims.js';
import type { Decision, Verdict } from '../../src/core/verdict.js';
import { screenLedger } from '../support/screenLedger.js';
import { ASSETS, claim, ether, evmAccount, exchange } from '../support/world.js';

/** Accounts of a ledger: the subject, people, and an exchange that funds them all. */
const who = (number: number) => evmAccount(number + 1);
const SUBJECT = who(0);
const SOURCE = who(7);
const NOW_SECONDS = 1_660_000_000;

/** Ledgers in which nobody spends what was not received, but the exchange. */
const ledgers = fc
  .array(
    fc.record({
      from: fc.integer({ min: 0, max: 7 }),
      to: fc.integer({ min: 0, max: 7 }),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((wanted) => {
    const balances = new Map<number, bigint>();
    return wanted.flatMap(({ from, to, amount }, at) => {
      const held = from === 7 ? amount : (balances.get(from) ?? 0n);
      const paid = amount < held ? amount : held;
      if (from === to || paid === 0n) return [];
      balances.set(from, held - paid);
      balances.set(to, (balances.get(to) ?? 0n) + paid);
      return [ether(who(from), who(to), paid, at + 1)];
    });
  });

const account = fc.integer({ min: 0, max: 6 }).map(who);
const day = fc.constantFrom(null, '2020-01-01', '2022-04-20');

const risk = (authorities: readonly Attribution['authority'][]) =>
  fc
    .record({
      account,
      entity: fc.constantFrom('Lazarus Group', 'Another', 'A third'),
      category: fc.constantFrom(...RISK_CATEGORIES),
      actor: fc.constantFrom(null, ...ACTORS),
      authority: fc.constantFrom(...authorities),
      confidence: fc.constantFrom(0.2, 0.5, 1),
      delistedOn: day,
    })
    .map((parts) => claim(parts.account, parts));
const service = (authorities: readonly Attribution['authority'][]) =>
  fc
    .record({
      account,
      entity: fc.constantFrom('Kraken', 'HTX'),
      category: fc.constantFrom('exchange', 'bridge', 'dex', 'infrastructure', 'burn'),
      event: fc.constantFrom(null, 'Ronin Bridge 2022-03-23'),
      authority: fc.constantFrom(...authorities),
    })
    .map((parts): Attribution => ({ ...exchange(parts.account, parts.entity), ...parts }));
const OTHERS = ['list', 'government', 'researcher', 'vendor'] as const;
const others = fc.array(fc.oneof(risk(OTHERS), service(OTHERS)), { maxLength: 4 });
const note = risk(OTHERS).map((one): Attribution => ({ ...one, use: 'note' }));

const screen = (facts: readonly ReturnType<typeof ether>[], claims: readonly Attribution[]) =>
  screenLedger({
    subject: SUBJECT,
    facts,
    claims: [exchange(SOURCE, 'Kraken'), ...claims],
    assets: ASSETS,
    prices: { priceOf: () => null },
    hubs: [],
    nowSeconds: NOW_SECONDS,
  });

/** Worse is higher. */
const rank = ({ decision }: Verdict) =>
  (['proceed', 'incomplete', 'review', 'hold'] as const satisfies readonly Decision[]).indexOf(
    decision,
  );
/** What a verdict says but for what is told of claims and guesses beside. */
const told = ({ decision, exposures, findings, composition, gaps }: Verdict) => ({
  decision,
  exposures,
  findings: findings.filter(({ ruleId }) => ruleId !== 'label-note' && ruleId !== 'vouched'),
  composition,
  gaps,
});
const runs = { numRuns: 150 };

describe('claims', () => {
  it('about an account that nobody met change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, others, risk([...OTHERS, 'own']), async (facts, claims, more) => {
        const elsewhere = { ...more, account: evmAccount(77) };
        expect(await screen(facts, [...claims, elsewhere])).toEqual(await screen(facts, claims));
      }),
      runs,
    );
  });

  it('that are notes are told at most, and change nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, others, note, async (facts, claims, guess) => {
        expect(told(await screen(facts, [...claims, guess]))).toEqual(
          told(await screen(facts, claims)),
        );
      }),
      runs,
    );
  });

  it('do not depend on the order in which they are known', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, others, async (facts, claims) => {
        expect(told(await screen(facts, [...claims].reverse()))).toEqual(
          told(await screen(facts, claims)),
        );
      }),
      runs,
    );
  });

  it('of one’s own never lower the decision, whatever they say, and remove no exposure of others', async () => {
    const own = fc.oneof(risk(['own']), service(['own']));
    await fc.assert(
      fc.asyncProperty(ledgers, others, own, async (facts, claims, label) => {
        const before = await screen(facts, claims);
        const after = await screen(facts, [...claims, label]);
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
        const byOthers = after.exposures.filter(({ attribution }) => attribution !== label);
        expect(byOthers).toEqual(before.exposures);
      }),
      { numRuns: 300 },
    );
  });

  it('that name a service never keep a hold from being one: without them nobody proceeds', async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, others, service(OTHERS), async (facts, claims, label) => {
        const held = (await screen(facts, [...claims, label])).decision === 'hold';
        const without = await screen(facts, claims);
        if (held) expect(without.decision).not.toBe('proceed');
      }),
      { numRuns: 300 },
    );
  });

  it('of a list or a government are lowered by no vouch', async () => {
    const vouch = { vouchId: '01J', authorId: 1, until: '2099-12-31' };
    const official = fc.array(risk(['list', 'government']), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(ledgers, official, async (facts, claims) => {
        const vouched = claims.map((one) => lowerByVouch(one, vouch));
        expect(vouched).toEqual(claims);
        expect(await screen(facts, vouched)).toEqual(await screen(facts, claims));
      }),
      { numRuns: 50 },
    );
  });

  it('that a vouch lowers leave what it leaves where nobody made them', async () => {
    const vouch = { vouchId: '01J', authorId: 1, until: '2099-12-31' };
    const weak = risk(['researcher', 'vendor']);
    await fc.assert(
      fc.asyncProperty(ledgers, others, weak, async (facts, claims, one) => {
        const vouched = await screen(facts, [...claims, lowerByVouch(one, vouch)]);
        expect(told(vouched)).toEqual(told(await screen(facts, claims)));
      }),
      runs,
    );
  });
});
