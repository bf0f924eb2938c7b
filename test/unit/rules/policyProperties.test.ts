import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACTORS, AUTHORITIES, RISK_CATEGORIES } from '../../../src/core/attribution.js';
import type { Exposure } from '../../../src/core/exposure.js';
import { SIGNAL_KINDS, type Signal } from '../../../src/core/signal.js';
import { SEVERITIES } from '../../../src/core/verdict.js';
import { evaluate } from '../../../src/rules/evaluate.js';
import { parseRuleSet } from '../../../src/rules/schema.js';
import {
  createAmount,
  createClaim,
  createEvidence,
  createExposure,
  createTotal,
  createTotals,
  SUBJECT,
} from './evidence.js';

const readSet = (id: string) =>
  parseRuleSet(readFileSync(new URL(`../../../rules/${id}.json`, import.meta.url), 'utf8'), id);
const defaultSet = readSet('default');
const strictSet = readSet('strict');

const claim = fc.record({
  category: fc.constantFrom(...RISK_CATEGORIES),
  actor: fc.constantFrom(null, ...ACTORS),
  authority: fc.constantFrom(...AUTHORITIES),
  confidence: fc.constantFrom(0.2, 0.49, 0.5, 1),
  delistedOn: fc.constantFrom(null, '2025-03-21'),
});

/** Up to 2,000 dollars of 2,000 received, so that every threshold is crossed by some. */
const amount = fc
  .record({
    sorted: fc
      .tuple(...Array.from({ length: 4 }, () => fc.bigInt(0n, 2_000_000_000n)))
      .map((parts) => [...parts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))),
    lowerKnown: fc.boolean(),
    upperKnown: fc.boolean(),
    priced: fc.boolean(),
  })
  .map(({ sorted: [lower = 0n, haircut = 0n, fifo = 0n, upper = 0n], ...known }) => {
    const figures = {
      haircut,
      fifo,
      lower: known.lowerKnown ? lower : null,
      upper: known.upperKnown ? upper : null,
      upperIfUnseenRisky: null,
    };
    return createAmount(0n, { ...figures, usd: known.priced ? figures : null });
  });

const exposure: fc.Arbitrary<Exposure> = fc
  .record({
    claim,
    kind: fc.constantFrom('ownership', 'direct', 'indirect'),
    direction: fc.constantFrom('incoming', 'outgoing'),
    hops: fc.integer({ min: 1, max: 6 }),
    dust: fc.boolean(),
    amounts: fc.array(amount, { maxLength: 2 }),
  })
  .map(({ claim, kind, direction, hops, dust, amounts }) =>
    createExposure({
      kind,
      direction,
      dust,
      ownerHops: kind === 'ownership' ? 0 : kind === 'direct' ? 1 : hops,
      attribution: createClaim(claim),
      amounts: kind === 'ownership' ? [] : amounts,
      recentAmounts: kind === 'ownership' ? [] : amounts.slice(0, 1),
    }),
  );

const signal: fc.Arbitrary<Signal> = fc
  .record({ kind: fc.constantFrom(...SIGNAL_KINDS), claim: fc.option(claim) })
  .map(({ kind, claim }) => ({
    kind,
    account: SUBJECT,
    sentence: 'Something was noticed.',
    attribution: claim === null ? null : createClaim(claim),
  }));

const evidence = fc
  .record({
    exposures: fc.array(exposure, { maxLength: 4 }),
    signals: fc.array(signal, { maxLength: 2 }),
  })
  .map((found) =>
    createEvidence({ ...found, totals: createTotals([createTotal(2_000_000_000n)]) }),
  );

describe('the policies', () => {
  test('an exposure to an exchange or the like changes no finding', () => {
    const service = exposure.chain((found) =>
      fc.constantFrom('exchange', 'bridge', 'dex', 'merchant').map((category) => ({
        ...found,
        kind: 'direct' as const,
        attribution: createClaim({ category, actor: null, authority: 'vendor' }),
      })),
    );
    fc.assert(
      fc.property(evidence, service, (found, unrelated) => {
        const dprk = (exposures: readonly Exposure[]) =>
          evaluate(defaultSet, { ...found, exposures }).filter((f) => f.ruleId.startsWith('dprk-'));
        expect(dprk([...found.exposures, unrelated])).toEqual(dprk(found.exposures));
      }),
    );
  });

  test('strict is never milder than default, rule by rule', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        const strict = new Map(evaluate(strictSet, found).map((f) => [f.ruleId, f.severity]));
        for (const { ruleId, severity } of evaluate(defaultSet, found)) {
          const answer = strict.get(ruleId);
          expect(answer, ruleId).toBeDefined();
          if (answer === undefined) continue;
          expect(SEVERITIES.indexOf(answer), ruleId).toBeGreaterThanOrEqual(
            SEVERITIES.indexOf(severity),
          );
        }
      }),
    );
  });

  test('one more DPRK exposure never removes a finding, whether it has a price or not', () => {
    fc.assert(
      fc.property(evidence, exposure, (found, more) => {
        const fired = (exposures: readonly Exposure[]) =>
          evaluate(defaultSet, { ...found, exposures }).map((f) => f.ruleId);
        expect(fired([...found.exposures, more])).toEqual(
          expect.arrayContaining(fired(found.exposures)),
        );
      }),
    );
  });

  test('every sentence is whole, and every finding points at exposures that exist', () => {
    fc.assert(
      fc.property(evidence, (found) => {
        for (const finding of evaluate(defaultSet, found)) {
          expect(finding.sentence).toMatch(/\.$/);
          expect(finding.sentence).not.toMatch(/undefined|null|NaN| {2}|- \d/);
          for (const at of finding.exposures) expect(found.exposures[at]).toBeDefined();
        }
      }),
    );
  });
});
