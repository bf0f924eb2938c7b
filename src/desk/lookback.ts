import { Bug } from '../core/errors.js';
import type { FactBundle } from '../core/factBundle.js';
import type { Gap } from '../core/gap.js';
import type { Touch, Touched } from '../core/labels/impact.js';
import { parseMoment } from '../core/moment.js';
import type { PriceBook } from '../core/price.js';
import type { Decision, Finding } from '../core/verdict.js';
import type { RuleSet } from '../rules/ruleSet.js';
import { isNotInBundle } from '../screening/lookUpBundle.js';
import type { LabelBook, LabelSnapshot } from '../screening/ports.js';
import type { Rejudged } from '../screening/rejudge.js';
import { rejudge } from '../screening/rejudge.js';
import { DECISION_WEIGHTS } from './decisionWeight.js';
import type { LabelStates, RecordedVerdict, ScreenedMark, VerdictRecord } from './lookbackPorts.js';

/** What recorded screenings are judged again with. */
export interface LookbackMeans {
  readonly record: VerdictRecord;
  readonly labels: Pick<LabelStates, 'openBookOf'>;
  /** The state of each set that screenings use now. */
  readonly current: readonly LabelSnapshot[];
  /** What the labels do not know now and should. */
  readonly labelGaps: readonly Gap[];
  readonly ruleSet: RuleSet;
  readonly ruleSetDigest: string;
  readonly engineVersion: number;
  /** What coins were worth where no dated prices were gathered; null for what pegs fix alone. */
  readonly prices: PriceBook | null;
  /** The present moment, ISO 8601 in UTC. */
  readonly nowIso: string;
}

/** What of a verdict is compared. */
export interface Reading {
  readonly decision: Decision;
  readonly complete: boolean;
  readonly findings: readonly Finding[];
}

/** How a touched screening reads by the labels of now. */
export type NowReading =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'differs';
      /** As recorded; by other rules or another engine, as these read it with the labels of then. */
      readonly before: Reading;
      readonly again: Rejudged;
      /** What the labels of now would have had looked up, and was not. */
      readonly notLookedUp: readonly Gap[];
    }
  | { readonly kind: 'not-judged'; readonly why: 'version-1' | 'damaged' | 'labels-missing' };

/**
 * A recorded verdict that labels touch. What was decided on it, such as a payment, is to be found by
 * its record.
 */
export interface LookedBack {
  readonly record: { readonly kind: 'screening'; readonly verdict: RecordedVerdict };
  readonly touches: readonly Touch[];
  readonly now: NowReading;
  /** Whether the rule set and the engine are those of then; else those of now judge both times. */
  readonly judgedAsThen: boolean;
}

/**
 * Judges touched screenings by the labels of now, with nobody asked. Those that read differently or
 * cannot be judged again come first, most serious first; `same` ones last.
 */
export function lookBack(
  touched: readonly Touched<Pick<ScreenedMark, 'screeningId'>>[],
  means: LookbackMeans,
  onProgress: (done: number) => void,
): readonly LookedBack[] {
  const openBook = createBooks(means);
  return touched
    .map(({ screening, touches }, at) => {
      onProgress(at);
      return lookAt(means.record.readVerdict(screening.screeningId), touches, { means, openBook });
    })
    .sort(mostSeriousFirst);
}

interface Lookup {
  readonly means: LookbackMeans;
  readonly openBook: (snapshots: readonly LabelSnapshot[], iso: string) => LabelBook | null;
}

function lookAt(
  verdict: RecordedVerdict,
  touches: readonly Touch[],
  { means, openBook }: Lookup,
): LookedBack {
  const judgedAsThen =
    verdict.engineVersion === means.engineVersion && verdict.ruleSet.digest === means.ruleSetDigest;
  const told = (now: NowReading): LookedBack => ({
    record: { kind: 'screening', verdict },
    touches,
    now,
    judgedAsThen,
  });
  const bundle = means.record.readBundle(verdict.factsDigest);
  if (bundle === null) return told({ kind: 'not-judged', why: 'damaged' });
  if (bundle.version === 1) return told({ kind: 'not-judged', why: 'version-1' });
  if (!isOfSubjects(bundle, verdict)) return told({ kind: 'not-judged', why: 'damaged' });
  const book = openBook(labelsOfNow(verdict, means), momentOfLabels(verdict, means));
  if (book === null) return told({ kind: 'not-judged', why: 'labels-missing' });
  const judge = (by: LabelBook, labelGaps: readonly Gap[]) =>
    judgeBy(by, { verdict, bundle, labelGaps, means });
  const again = judge(book, means.labelGaps.length === 0 ? [] : labelGapsOf(verdict));
  const then = judgedAsThen ? null : openBook(verdict.labelSnapshots, momentThen(verdict));
  const before = then === null ? verdict : judge(then, labelGapsOf(verdict)).verdict;
  if (readsAlike(before, again.verdict)) return told({ kind: 'same' });
  const notLookedUp = again.verdict.gaps.filter(isNotInBundle);
  return told({ kind: 'differs', before, again, notLookedUp });
}

function judgeBy(
  book: LabelBook,
  judged: {
    readonly verdict: RecordedVerdict;
    readonly bundle: FactBundle;
    readonly labelGaps: readonly Gap[];
    readonly means: LookbackMeans;
  },
): Rejudged {
  const { verdict, bundle, labelGaps, means } = judged;
  const nowSeconds = parseMoment(verdict.asOf ?? verdict.screenedAt);
  if (nowSeconds === null) throw new Bug('A screening was recorded without its time.');
  return rejudge({
    bundle,
    subjects: verdict.subjects,
    anchors: verdict.anchors,
    prices: means.prices,
    claimsOf: book.readClaims,
    labelGaps,
    ruleSet: means.ruleSet,
    policy: verdict.policy,
    nowSeconds,
    isPast: verdict.asOf !== null,
  });
}

/** What was not known of the labels then; what is not known now is no matter of one screening. */
function labelGapsOf({ gaps }: RecordedVerdict): readonly Gap[] {
  return gaps.filter(({ kind }) => kind === 'labels-stale');
}

/** The sets in use as they are now, and as it was then one that is not in use any more: that took no claim back. */
function labelsOfNow(
  { labelSnapshots }: RecordedVerdict,
  { current }: LookbackMeans,
): readonly LabelSnapshot[] {
  const isCurrent = new Set(current.map(({ set }) => set));
  return [...current, ...labelSnapshots.filter(({ set }) => !isCurrent.has(set))];
}

/** A question about a past day is answered by what had been published by then, also today. */
function momentOfLabels({ asOf }: RecordedVerdict, { nowIso }: LookbackMeans): string {
  return asOf ?? nowIso;
}

function momentThen({ asOf, screenedAt }: RecordedVerdict): string {
  return asOf ?? screenedAt;
}

function createBooks({ labels }: LookbackMeans): Lookup['openBook'] {
  const books = new Map<string, LabelBook | null>();
  return (snapshots, iso) => {
    const key = [iso, ...snapshots.map(({ set, digest }) => `${set}@${digest}`)].join(' ');
    const known = books.get(key);
    if (known !== undefined) return known;
    const book = labels.openBookOf({ snapshots, iso });
    books.set(key, book);
    return book;
  };
}

function isOfSubjects(bundle: FactBundle, { subjects }: RecordedVerdict): boolean {
  return (
    bundle.subjects.length === subjects.length &&
    bundle.subjects.every(({ account }, at) => subjects[at]?.account === account)
  );
}

/** Whether two verdicts decide the same for the same reasons. */
function readsAlike(a: Reading, b: Reading): boolean {
  const said = (findings: readonly Finding[]) =>
    findings.map(({ ruleId, severity, sentence }) => `${severity} ${ruleId} ${sentence}`).sort();
  const [saidByA, saidByB] = [said(a.findings), said(b.findings)];
  return (
    a.decision === b.decision &&
    a.complete === b.complete &&
    saidByA.length === saidByB.length &&
    saidByA.every((sentence, at) => sentence === saidByB[at])
  );
}

/**
 * Order: what reads worse, the worst decision and the widest step first; then what nobody can tell;
 * then the same decision for other reasons; then what reads better; within each the newest first.
 */
function mostSeriousFirst(a: LookedBack, b: LookedBack): number {
  return (
    rankOf(a) - rankOf(b) || compareText(b.record.verdict.screenedAt, a.record.verdict.screenedAt)
  );
}

function rankOf({ record, now }: LookedBack): number {
  if (now.kind === 'same') return 400;
  if (now.kind === 'not-judged') return 100;
  const then = DECISION_WEIGHTS[record.verdict.decision];
  const decision = DECISION_WEIGHTS[now.again.verdict.decision];
  if (decision > then) return (3 - decision) * 10 + then;
  return decision === then ? 200 + (3 - decision) : 300 + decision;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
