import { z } from 'zod';
import { assertNever } from '../../src/core/never.js';
import type { Severity } from '../../src/core/verdict.js';
import type { Condition, ExposureCondition, SignalCondition } from '../../src/rules/ruleSet.js';
import { parseRuleSet } from '../../src/rules/schema.js';
import type { RuleWallet } from './ruleWallets.js';

/** One condition of a rule that can fire by itself. */
export interface RuleLeaf {
  /** Rule and number, such as `dprk-ownership/1`. */
  readonly id: string;
  readonly ruleId: string;
  /** Id of the rule that is this leaf alone, in the file that `splitRules` writes. */
  readonly leafRuleId: string;
  readonly severity: Severity;
  readonly condition: ExposureCondition | SignalCondition;
}

/** Every leaf of a rule set file. Order: the file's. */
export function leavesOf(text: string): readonly RuleLeaf[] {
  return parseRuleSet(text, 'rules').rules.flatMap((rule) =>
    conditionsOf(rule.when).map((condition, at) => ({
      id: `${rule.id}/${at + 1}`,
      ruleId: rule.id,
      leafRuleId: leafRuleIdOf(rule.id, at),
      severity: rule.severity,
      condition,
    })),
  );
}

/** The rule set with each leaf beside it as a rule of its own, so that one screening tells which leaf fired. */
export function splitRules(text: string): string {
  const set = fileSchema.parse(JSON.parse(text));
  const leaves = set.rules.flatMap((rule) =>
    leafFields(rule.when).map((when, at) => ({ ...rule, id: leafRuleIdOf(rule.id, at), when })),
  );
  return JSON.stringify({ ...set, rules: [...set.rules, ...leaves] });
}

function leafRuleIdOf(ruleId: string, at: number): string {
  return `${ruleId}-leaf-${at + 1}`;
}

function conditionsOf(condition: Condition): readonly RuleLeaf['condition'][] {
  switch (condition.kind) {
    case 'any':
      return condition.conditions.flatMap(conditionsOf);
    case 'exposure':
    case 'signal':
      return [condition];
    case 'all':
    case 'not':
    case 'gap':
      throw new Error(
        `No rule used "${condition.kind}" when this test was written; say here how such a leaf is reached.`,
      );
    default:
      return assertNever(condition, 'condition');
  }
}

type ConditionFields = Readonly<Record<string, unknown>>;

const fileSchema = z.looseObject({
  rules: z.array(z.looseObject({ id: z.string(), when: z.record(z.string(), z.unknown()) })),
});

const anySchema = z.array(z.record(z.string(), z.unknown()));

function leafFields(when: ConditionFields): readonly ConditionFields[] {
  return when.any === undefined ? [when] : anySchema.parse(when.any).flatMap(leafFields);
}

/** What a finding points at. */
export interface ShownExposure {
  readonly kind: 'ownership' | 'direct' | 'indirect';
  readonly direction: 'incoming' | 'outgoing';
  /** Transfers between the marked account and the payee; 0 for ownership. */
  readonly hops: number;
}

/** A wallet on which a leaf fires, and the exposure that the finding points at; null for a signal. */
export interface FiringWallet extends RuleWallet {
  readonly shows: ShownExposure | null;
}

/** The wallets of one leaf, by what is special about them. */
export interface LeafWallets {
  /** Reached with the rule's own severity. */
  readonly fires?: Readonly<Record<string, FiringWallet>>;
  /** Differ from a wallet that fires in one respect, and do not fire. */
  readonly misses?: Readonly<Record<string, RuleWallet>>;
}
