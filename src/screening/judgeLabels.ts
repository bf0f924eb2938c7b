import type { Account } from '../core/account.js';
import { ownershipsOf } from '../core/accounting/tellExposures.js';
import type { Attribution } from '../core/attribution.js';
import { frozenSignals } from '../core/signals/frozen.js';
import { tellCustodial } from '../core/signals/impersonal.js';
import { notesAbout } from '../core/signals/labelNotes.js';
import { vouchedSignals } from '../core/signals/vouched.js';
import { decide, type Finding, type NextStep } from '../core/verdict.js';
import { evaluate } from '../rules/evaluate.js';
import type { RuleSet } from '../rules/ruleSet.js';
import { nextStepFor } from './wording.js';

/** What a rule set makes of an address by its labels alone. */
export interface LabelJudgement {
  /** Null where labels alone decide nothing; that is never a leave to pay. */
  readonly decision: 'review' | 'hold' | null;
  readonly findings: readonly Finding[];
  readonly nextStep: NextStep | null;
}

const NO_TOTALS = { totals: [], recentTotals: [], dprk: null };

/** Judges an account as the payee's own by what is claimed about it, without its history. */
export function judgeLabels(
  account: Account,
  claims: readonly Attribution[],
  ruleSet: RuleSet,
): LabelJudgement {
  const custodial = tellCustodial(account, { claimsOf: () => claims, ownAccounts: new Set() });
  const findings = evaluate(ruleSet, {
    exposures: ownershipsOf(account, claims),
    totals: { incoming: NO_TOTALS, outgoing: NO_TOTALS },
    signals: [
      ...(custodial === null ? [] : [custodial]),
      ...frozenSignals(account, claims),
      ...vouchedSignals(account, claims),
      ...notesAbout(account, claims),
    ],
    gaps: [],
    boundJointly: null,
  });
  const decided = decide(findings, []);
  if (decided.decision !== 'hold' && decided.decision !== 'review') {
    return { decision: null, findings, nextStep: null };
  }
  const nextStep = nextStepFor({ decided, findings, gaps: [], ruleSet, timeliness: 'current' });
  return { decision: decided.decision, findings, nextStep };
}
