import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { evaluate } from '../../../src/rules/evaluate.js';
import { explainRule } from '../../../src/rules/explain.js';
import { parseRuleSet } from '../../../src/rules/schema.js';
import { ruleSetDigest } from '../../../src/rules/digest.js';
import { createAmount, createEvidence, createExposure, createTotal, createTotals, ETH, createClaim } from './evidence.js';
test('x', () => {
  const set = parseRuleSet(readFileSync(new URL('../../../rules/default.json', import.meta.url), 'utf8'), 'd');
  const E18 = 10n ** 18n;
  const worked = createEvidence({ exposures: [createExposure({ amounts: [createAmount(0n, { asset: ETH, haircut: 125n*E18/100n, fifo: E18, lower: E18/2n, upper: 2n*E18, upperIfUnseenRisky: null, usd: { haircut: 2_500_000_000n, fifo: 2_000_000_000n } })] })],
    totals: createTotals([createTotal(2_001n*E18/1000n, { asset: ETH, usdMicros: 4_002_000_000n }), createTotal(7_000_000_000n)], []) });
  for (const f of evaluate(set, worked)) console.log(f.ruleId, f.severity, f.exposures, f.sentence);
  const e = worked.exposures[0]!;
  for (const ex of [
    {...e, amounts: e.amounts.map(a => ({...a, lower: null, upper: null}))},
    {...e, amounts: e.amounts.map(a => ({...a, lower: 0n}))},
    {...e, amounts: e.amounts.map(a => ({...a, usd: null}))},
    {...e, kind: 'direct' as const, direction: 'outgoing' as const, ownerHops: 1, minHops: 1, attribution: createClaim({authority:'researcher', set:'x', source:'https://a.b/c'}), amounts: [createAmount(1_000_000_000n)]},
    {...e, kind: 'ownership' as const, ownerHops: 0, amounts: []},
  ]) for (const f of evaluate(set, {...worked, exposures:[ex, {...ex, attribution: createClaim({authority:'vendor', entity:'Foo', set:'x', source:'https://a.b/c'})}]})) console.log('--', f.ruleId, f.severity, f.exposures, f.sentence);
  console.log(set.rules.slice(0, 8).map(explainRule).join('\n\n'));
  console.log(ruleSetDigest(set));
});
