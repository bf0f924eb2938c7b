import type {
  ComparedFigure,
  ExposureChange,
  ExposureName,
  FigureChange,
  FindingChange,
  LabelChange,
  ScreeningChanges,
} from './compareScreenings.js';
import type { DocumentSnapshot, ScreeningDocument } from './document.js';
import { formatPercent } from './format.js';

/** What changed, in sentences; the decision first. Order: from what a payer acts on to what explains it. */
export function tellChanges(
  changes: ScreeningChanges,
  { after }: { readonly after: ScreeningDocument },
): readonly string[] {
  const { exposures, gaps } = changes;
  return [
    ...(changes.wallet === 'same' ? [] : ['The two screenings are of different wallets.']),
    tellDecision(changes, after),
    ...(changes.complete === null
      ? []
      : [
          changes.complete.after
            ? 'Now all that the policy requires was seen; before, something was missing.'
            : 'Now something that the policy requires was not seen; before, all of it was.',
        ]),
    ...changes.findings.map(tellFinding),
    ...exposures.added.map((name) => `New exposure: ${tellName(name)}.`),
    ...exposures.gone.map((name) => `No longer an exposure: ${tellName(name)}.`),
    ...exposures.changed.map(tellExposure),
    ...gaps.added.map(({ title, sentence }) => `Not seen now: ${title}. ${sentence}`),
    ...gaps.gone.map(({ title, sentence }) => `Seen now, or needed no more: ${title}. ${sentence}`),
    ...changes.labels.map(tellLabels),
    ...(changes.ruleSet === null
      ? []
      : [
          `The rules are others: ${changes.ruleSet.before.id} before, ${changes.ruleSet.after.id} now, of another digest.`,
        ]),
    ...(changes.engineVersion === null
      ? []
      : [
          `The engine is another: version ${changes.engineVersion.before} before, ${changes.engineVersion.after} now.`,
        ]),
    changes.facts === 'same'
      ? 'Both judged the same facts.'
      : 'The facts are others: the wallet or its surroundings moved money since, or more of it was seen.',
  ];
}

function tellDecision({ decision }: ScreeningChanges, after: ScreeningDocument): string {
  return decision === null
    ? `The decision is the same: ${after.decision}.`
    : `The decision changed from ${decision.before} to ${decision.after}.`;
}

function tellFinding({ ruleId, before, after, sentence }: FindingChange): string {
  if (before === null) return `The rule ${ruleId} fires now (${after}): ${sentence}`;
  if (after === null) return `The rule ${ruleId} (${before}) does not fire any more.`;
  return `The rule ${ruleId} weighs ${after} now, ${before} before: ${sentence}`;
}

/** An exposure by what stays the same of it. */
function tellName({ entity, category, direction, kind }: ExposureName): string {
  return kind === 'ownership'
    ? `${entity} (${category}), the address itself`
    : `${entity} (${category}), ${direction}, ${kind}`;
}

function tellExposure({ name, minHops, figures, amounts }: ExposureChange): string {
  const parts = [
    ...(minHops === null ? [] : [`${minHops.after} hops away, ${minHops.before} before`]),
    ...figures.map(tellFigure),
    ...(figures.length === 0 && amounts === 'changed' ? ['its amounts differ'] : []),
  ];
  return `${tellName(name)}: ${parts.join('; ')}.`;
}

/** What each number is called. */
const FIGURE_WORDS: Readonly<Record<ComparedFigure, string>> = {
  lower: 'at least',
  fifo: 'first in first out',
  haircut: 'pro rata',
  upper: 'at most',
};

function tellFigure({ figure, before, after, trend }: FigureChange): string {
  const word = trend === 'unknown' ? '' : ` (${trend})`;
  return `${FIGURE_WORDS[figure]} ${tellShare(after)}, ${tellShare(before)} before${word}`;
}

/** A share as a percentage, or that it was not told. */
function tellShare(share: string | null): string {
  return share === null ? 'not told' : formatPercent(share, 'as the share says');
}

function tellLabels({ set, before, after }: LabelChange): string {
  if (before === null) return `The label set ${set} answers now (${tellState(after)}).`;
  if (after === null) return `The label set ${set} does not answer any more.`;
  return `The label set ${set} is in another state: ${tellState(after)}, ${tellState(before)} before.`;
}

function tellState(snapshot: DocumentSnapshot | null): string {
  if (snapshot === null) return 'not there';
  const { asOf, rows } = snapshot;
  return `${asOf === null ? 'day not known' : `as of ${asOf}`}, ${rows} ${rows === 1 ? 'row' : 'rows'}`;
}
