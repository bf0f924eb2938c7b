import { createHash } from 'node:crypto';
import { formatCanonicalJson, type JsonValue } from '../core/canonicalJson.js';
import type { ClaimFilter, Condition, RuleSet } from './ruleSet.js';

/**
 * A text that two rule sets share exactly when they judge alike by the same words: `sha256:` and 64
 * hex digits over the parsed set in canonical form.
 *
 * Edge: blanks, the order of keys and defaults written out do not count; `0.10` and `0.1` differ.
 */
export function ruleSetDigest(ruleSet: RuleSet): string {
  const hash = createHash('sha256').update(formatCanonicalJson(encodeRuleSet(ruleSet)));
  return `sha256:${hash.digest('hex')}`;
}

function encodeRuleSet({ id, title, description, rules }: RuleSet): JsonValue {
  return {
    id,
    title,
    description,
    rules: rules.map((rule) => ({
      id: rule.id,
      severity: rule.severity,
      when: encodeCondition(rule.when),
      reason: rule.reason,
      source: rule.source,
      nextStep: rule.nextStep === null ? null : { ...rule.nextStep },
    })),
  };
}

function encodeCondition(condition: Condition): JsonValue {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { kind: condition.kind, conditions: condition.conditions.map(encodeCondition) };
    case 'not':
      return { kind: 'not', condition: encodeCondition(condition.condition) };
    case 'signal':
      return { kind: 'signal', signal: condition.signal, claim: encodeClaim(condition.claim) };
    case 'gap':
      return { kind: 'gap', gap: condition.gap };
    case 'exposure': {
      const { claim, hops, threshold, ...rest } = condition;
      return {
        ...rest,
        claim: encodeClaim(claim),
        hops: { ...hops },
        threshold:
          threshold === null
            ? null
            : {
                ...threshold,
                atLeast: `${threshold.atLeast.numerator}/${threshold.atLeast.denominator}`,
              },
      };
    }
  }
}

/** A set from before claims were asked for their confidence keeps its digest. */
function encodeClaim({ confidence, ...rest }: ClaimFilter): JsonValue {
  return confidence === null ? { ...rest } : { ...rest, confidence: { ...confidence } };
}
