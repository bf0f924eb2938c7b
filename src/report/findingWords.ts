import { type Finding, SEVERITIES, type Severity } from '../core/verdict.js';

/** A rule that fired, in words. */
export interface ToldFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly text: string;
  /** Positions in the list of exposures. */
  readonly exposures: readonly number[];
  /** Where the reason for the rule can be read. */
  readonly source: string;
}

/**
 * The rules that fired. Several rules often say the same of the same money: a sentence that was
 * already told is not told again.
 *
 * Order: the heaviest first.
 */
export function tellFindings(findings: readonly Finding[]): readonly ToldFinding[] {
  const told = new Set<string>();
  const newPart = (text: string): string => {
    const sentences = text.split(AFTER_SENTENCE);
    const fresh = sentences.filter((sentence) => !told.has(sentence));
    for (const sentence of sentences) told.add(sentence);
    return fresh.length === 0 ? 'As said above.' : fresh.join(' ');
  };
  return heaviestFirst(findings).map(({ ruleId, severity, sentence, exposures, source }) => ({
    ...{ ruleId, severity, exposures, source },
    text: newPart(sentence),
  }));
}

/** The blank between two sentences. */
const AFTER_SENTENCE = /(?<=\.) (?=[A-Z])/;

function heaviestFirst(findings: readonly Finding[]): readonly Finding[] {
  return SEVERITIES.toReversed().flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
}
