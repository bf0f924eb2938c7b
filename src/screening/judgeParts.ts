import { tellJointShare } from '../core/accounting/share.js';
import { isDprk } from '../core/attribution.js';
import { isOwn } from '../core/claims.js';
import type { BoundJointly, Direction, Exposure, JudgedTotals } from '../core/exposure.js';
import type { Signal, SignalKind } from '../core/signal.js';
import type { Anchor, Subject, Verdict } from '../core/verdict.js';
import { decide } from '../core/verdict.js';
import { evaluate } from '../rules/evaluate.js';
import type { Grounds, SubjectPart } from './judgeSubject.js';
import { type Narrowing, payOnlyOn, sentenceOf, tellNarrowing } from './narrowing.js';
import { timelinessOf } from './validity.js';
import { nextStepFor, summaryOf } from './wording.js';

/**
 * One verdict over all subjects that a text stands for. Order: parts as the subjects.
 *
 * Law: the most severe of what the subjects come to, each by itself, whatever their order: `hold`,
 * `review`, `incomplete`, `proceed`; a subject that was not seen comes to `incomplete`, unless its labels
 * alone weigh more. Two things are told of all subjects together: shares and amounts, which are of the
 * money of all, and that a wallet is unused or fresh, which one chain alone never shows.
 */
export function judgeParts(
  grounds: Grounds,
  judged: {
    readonly subjects: readonly Subject[];
    readonly parts: readonly SubjectPart[];
    readonly anchors: Readonly<Record<string, Anchor>>;
  },
): Verdict {
  const { subjects, parts, anchors } = judged;
  const exposures = parts.flatMap((part) => part.exposures);
  const { ruleSet, policy, narrowing } = grounds;
  const signals = [...narrowingSignals(narrowing, subjects), ...withoutIdleChains(parts)];
  const gaps = [...grounds.labelGaps, ...parts.flatMap((part) => part.gaps)];
  const boundJointly = jointBoundsOf(parts);
  const totals = {
    incoming: totalsOf(parts, exposures, 'incoming'),
    outgoing: totalsOf(parts, exposures, 'outgoing'),
  };
  const composition = {
    incoming: parts.flatMap((part) => part.accounting?.composition.incoming ?? []),
    outgoing: parts.flatMap((part) => part.accounting?.composition.outgoing ?? []),
  };
  const findings = evaluate(ruleSet, { exposures, totals, signals, gaps, boundJointly });
  const decided = decide(findings, gaps);
  const timeliness = timelinessOf(anchors, grounds);
  const nextStep = nextStepFor({ decided, findings, gaps, ruleSet, timeliness });
  const summary = summaryOf({ decided, findings, gaps, requiredDepth: policy.requiredDepth });
  return {
    subjects,
    findings,
    exposures,
    totals,
    composition,
    signals,
    anchors,
    nextStep:
      narrowing !== null && decided.decision === 'proceed'
        ? { ...nextStep, text: `${nextStep.text} ${payOnlyOn(narrowing)}` }
        : nextStep,
    summary: narrowing === null ? summary : `${summary} ${sentenceOf(narrowing)}`,
    ...decided,
  };
}

function narrowingSignals(narrowing: Narrowing | null, subjects: readonly Subject[]): Signal[] {
  const [first] = subjects;
  if (narrowing === null || first === undefined) return [];
  return [tellNarrowing(narrowing, first.account)];
}

/** Bounds over all subjects: each bounds its own exposures. */
function jointBoundsOf(parts: readonly SubjectPart[]): BoundJointly {
  return (exposures, period) =>
    parts.flatMap(({ accounting }) => accounting?.boundJointly(exposures, period) ?? []);
}

function totalsOf(
  parts: readonly SubjectPart[],
  exposures: readonly Exposure[],
  direction: Direction,
): JudgedTotals {
  const mine = parts.flatMap(({ accounting }) => accounting?.totals[direction] ?? []);
  const totals = mine.flatMap((part) => part.totals);
  const named = exposures.filter(
    (exposure) => exposure.direction === direction && isDprk(exposure.attribution),
  );
  // A label of one's own may be about the same money; it is counted where nobody else says anything.
  const byOthers = named.filter(({ attribution }) => !isOwn(attribution));
  const dprk = byOthers.length > 0 ? byOthers : named;
  return {
    totals,
    recentTotals: mine.flatMap((part) => part.recentTotals),
    dprk: tellJointShare(dprk, totals, jointBoundsOf(parts)),
  };
}

/**
 * The signals; that a chain is not used, or only since a short while, says nothing about a wallet
 * that is used on another, or was before.
 *
 * Edge: nor does it while another was not seen, for the wallet may be used there. Where nothing else was
 * found that is `incomplete`: `review` says that somebody may look at all there is to see.
 */
function withoutIdleChains(parts: readonly SubjectPart[]): readonly Signal[] {
  const says = (part: SubjectPart, asked: SignalKind) =>
    part.signals.some(({ kind }) => kind === asked);
  const used = parts.filter((part) => part.accounting !== null && !says(part, 'no-history'));
  const isOld = used.some((part) => !says(part, 'fresh-wallet'));
  const unseen = parts.filter(({ gaps }) => gaps.some(({ matters }) => matters));
  // Of a chain that is only behind, all that is old was seen.
  const isBlind = unseen.some(({ accounting }) => accounting === null);
  const isLeftOut: Partial<Record<SignalKind, boolean>> = {
    'no-history': used.length > 0 || unseen.length > 0,
    'fresh-wallet': isOld || isBlind,
  };
  return parts.flatMap((part) => part.signals.filter(({ kind }) => isLeftOut[kind] !== true));
}
