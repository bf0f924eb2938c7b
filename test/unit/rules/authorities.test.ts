import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Condition, ExposureCondition, SignalCondition } from '../../../src/rules/ruleSet.js';
import { parseRuleSet } from '../../../src/rules/schema.js';

function leavesOf(condition: Condition): readonly (ExposureCondition | SignalCondition)[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.conditions.flatMap(leavesOf);
    case 'not':
      return leavesOf(condition.condition);
    case 'gap':
      return [];
    default:
      return [condition];
  }
}

describe.each(['default', 'strict'])('the %s rule set', (id) => {
  const text = readFileSync(new URL(`../../../rules/${id}.json`, import.meta.url), 'utf8');
  const { rules } = parseRuleSet(text, id);
  const leaves = rules.flatMap(({ id: ruleId, severity, when }) =>
    leavesOf(when).map((leaf) => ({ ruleId, severity, leaf })),
  );

  it('says in every condition over exposures whose claims count', () => {
    for (const { ruleId, leaf } of leaves) {
      if (leaf.kind === 'exposure') expect(leaf.claim.authorities, ruleId).not.toBeNull();
    }
  });

  it('holds by no word of a vendor (but an issuer’s freeze) or of one’s own, and by no doubtful claim about a DPRK actor', () => {
    for (const { ruleId, severity, leaf } of leaves) {
      if (severity !== 'hold') continue;
      const { authorities, confidence, actors } = leaf.claim;
      // An issuer's freeze is its own act, on the chain for all to see.
      if (ruleId === 'frozen-by-issuer') continue;
      expect(authorities, ruleId).not.toContain('vendor');
      expect(authorities, ruleId).not.toContain('own');
      const onlyListed = authorities?.every((authority) => authority === 'list') ?? false;
      if (actors === 'dprk' && !onlyListed) expect(confidence?.atLeast, ruleId).toBe(0.5);
    }
  });

  it('holds by no claim that was withdrawn', () => {
    for (const { ruleId, severity, leaf } of leaves) {
      if (severity === 'hold') expect(leaf.claim.delisted, ruleId).toBe(false);
    }
  });
});
