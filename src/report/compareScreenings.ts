import { addressOfAccount } from '../core/account.js';
import { compareFractions, parseDecimal } from '../core/amount.js';
import type { Decision, Severity } from '../core/verdict.js';
import type { DocumentExposure, DocumentSnapshot, ScreeningDocument } from './document.js';
import { tellGaps } from './gapWords.js';

/** A value that one screening had and the other has now. */
export interface Change<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** A rule that fired in one of two screenings, or with another severity. Null where it did not fire. */
export interface FindingChange extends Change<Severity | null> {
  readonly ruleId: string;
  /** Of the later screening, or of the earlier where only that had it. */
  readonly sentence: string;
}

/** What names an exposure whichever screening tells it. */
export type ExposureName = Pick<
  DocumentExposure,
  'account' | 'entity' | 'category' | 'direction' | 'kind'
>;

/** The numbers of an exposure that a person compares. */
export const COMPARED_FIGURES = ['lower', 'fifo', 'haircut', 'upper'] as const;

/** One of the numbers of an exposure. */
export type ComparedFigure = (typeof COMPARED_FIGURES)[number];

/** A share that is another now. Null is a share that was not told. Units: six places, 1 is all. */
export interface FigureChange extends Change<string | null> {
  readonly figure: ComparedFigure;
  readonly trend: 'more' | 'less' | 'unknown';
}

/** An exposure of both screenings whose numbers or distance differ. */
export interface ExposureChange {
  readonly name: ExposureName;
  /** Null where it is the same. */
  readonly minHops: Change<number> | null;
  readonly figures: readonly FigureChange[];
  /** Whether an amount of any asset differs, with or without a share that does. */
  readonly amounts: 'changed' | 'same';
}

/** A gap, by its title and sentence. */
export interface ComparedGap {
  readonly title: string;
  readonly sentence: string;
  readonly matters: boolean;
}

/** A label set that answered both times in another state, or only once. */
export interface LabelChange extends Change<DocumentSnapshot | null> {
  readonly set: string;
}

/** What differs between two screenings. Order: within each list the later one's, then what went. */
export interface ScreeningChanges {
  /** Whether both looked at the same accounts; else most of the rest says little. */
  readonly wallet: 'same' | 'another';
  /** Null where it is the same. */
  readonly decision: Change<Decision> | null;
  readonly complete: Change<boolean> | null;
  readonly findings: readonly FindingChange[];
  readonly exposures: {
    readonly added: readonly ExposureName[];
    readonly gone: readonly ExposureName[];
    readonly changed: readonly ExposureChange[];
  };
  readonly gaps: { readonly added: readonly ComparedGap[]; readonly gone: readonly ComparedGap[] };
  readonly labels: readonly LabelChange[];
  readonly ruleSet: Change<ScreeningDocument['ruleSet']> | null;
  readonly engineVersion: Change<number> | null;
  /** Whether both judged the same facts. */
  readonly facts: 'same' | 'another';
}

/**
 * What changed from one screening of a wallet to another.
 *
 * Edge: of two screenings with the same verdict digest nothing is told but what stands outside it.
 */
export function compareScreenings(
  before: ScreeningDocument,
  after: ScreeningDocument,
): ScreeningChanges {
  return {
    wallet: walletOf(before) === walletOf(after) ? 'same' : 'another',
    decision: changed(before.decision, after.decision),
    complete: changed(before.complete, after.complete),
    findings: compareFindings(before, after),
    exposures: compareExposures(before.exposures, after.exposures),
    gaps: compareGaps(before, after),
    labels: compareLabels(before.labelSnapshots, after.labelSnapshots),
    ruleSet:
      before.ruleSet.digest === after.ruleSet.digest
        ? null
        : { before: before.ruleSet, after: after.ruleSet },
    engineVersion: changed(before.tool.engineVersion, after.tool.engineVersion),
    facts: before.factsDigest === after.factsDigest ? 'same' : 'another',
  };
}

function changed<Value>(before: Value, after: Value): Change<Value> | null {
  return before === after ? null : { before, after };
}

function walletOf({ subjects }: ScreeningDocument): string {
  return [...new Set(subjects.map(({ account }) => addressOfAccount(account)))].sort().join(' ');
}

function compareFindings(
  before: ScreeningDocument,
  after: ScreeningDocument,
): readonly FindingChange[] {
  const [was, is] = [before, after].map(
    ({ findings }) => new Map(findings.map((finding) => [finding.ruleId, finding])),
  );
  const ids = new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])]);
  return [...ids].flatMap((ruleId) => {
    const [old, now] = [was?.get(ruleId), is?.get(ruleId)];
    const change = changed(old?.severity ?? null, now?.severity ?? null);
    return change === null
      ? []
      : [{ ...change, ruleId, sentence: now?.sentence ?? old?.sentence ?? '' }];
  });
}

function compareExposures(
  before: readonly DocumentExposure[],
  after: readonly DocumentExposure[],
): ScreeningChanges['exposures'] {
  const was = new Map(before.map((exposure) => [keyOf(exposure), exposure]));
  const is = new Map(after.map((exposure) => [keyOf(exposure), exposure]));
  return {
    added: [...is].filter(([key]) => !was.has(key)).map(([, exposure]) => nameOf(exposure)),
    gone: [...was].filter(([key]) => !is.has(key)).map(([, exposure]) => nameOf(exposure)),
    changed: [...is].flatMap(([key, exposure]) => {
      const old = was.get(key);
      return old === undefined ? [] : compareExposure(old, exposure);
    }),
  };
}

function nameOf({ account, entity, category, direction, kind }: DocumentExposure): ExposureName {
  return { account, entity, category, direction, kind };
}

function keyOf(exposure: DocumentExposure): string {
  return JSON.stringify(nameOf(exposure));
}

function compareExposure(
  before: DocumentExposure,
  after: DocumentExposure,
): readonly ExposureChange[] {
  const minHops = changed(before.minHops, after.minHops);
  const figures = compareShares(before, after);
  const [was, is] = [before, after].map(({ amounts }) => JSON.stringify(amounts));
  const amounts = was === is ? 'same' : 'changed';
  if (minHops === null && figures.length === 0 && amounts === 'same') return [];
  return [{ name: nameOf(after), minHops, figures, amounts }];
}

/** Edge: shares of different measures (an asset, or dollars) are not more or less than each other. */
function compareShares(
  { share: before }: DocumentExposure,
  { share: after }: DocumentExposure,
): readonly FigureChange[] {
  const isComparable = before?.asset === after?.asset;
  return COMPARED_FIGURES.flatMap((figure) => {
    const change = changed(before?.[figure] ?? null, after?.[figure] ?? null);
    return change === null
      ? []
      : [{ ...change, figure, trend: isComparable ? trendOf(change) : 'unknown' }];
  });
}

function trendOf({ before, after }: Change<string | null>): FigureChange['trend'] {
  if (before === null || after === null) return 'unknown';
  return compareFractions(parseDecimal(after), parseDecimal(before)) > 0 ? 'more' : 'less';
}

function compareGaps(
  before: ScreeningDocument,
  after: ScreeningDocument,
): ScreeningChanges['gaps'] {
  const [was = [], is = []] = [before, after].map((document) => tellGaps(document).map(gapOf));
  const without = (gaps: readonly ComparedGap[], others: readonly ComparedGap[]) => {
    const known = new Set(others.map((gap) => JSON.stringify(gap)));
    return gaps.filter((gap) => !known.has(JSON.stringify(gap)));
  };
  return { added: without(is, was), gone: without(was, is) };
}

function gapOf({ title, sentence, matters }: ComparedGap): ComparedGap {
  return { title, sentence, matters };
}

function compareLabels(
  before: readonly DocumentSnapshot[],
  after: readonly DocumentSnapshot[],
): readonly LabelChange[] {
  const sets = new Set([...after, ...before].map(({ set }) => set));
  return [...sets].flatMap((set) => {
    const [was, is] = [before, after].map(
      (snapshots) => snapshots.find((snapshot) => snapshot.set === set) ?? null,
    );
    return was?.digest === is?.digest ? [] : [{ set, before: was ?? null, after: is ?? null }];
  });
}
