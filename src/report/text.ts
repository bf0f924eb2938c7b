import { assertNever } from '../core/never.js';
import type { Decision } from '../core/verdict.js';
import type { ScreeningDocument } from './document.js';
import {
  BLANK,
  type Line,
  line,
  renderLines,
  type TextLayout,
  type TextStyle,
  wrap,
} from './lines.js';
import { tellCompleteness, tellSubject, tellTimes } from './openingWords.js';
import { compositionSection } from './textComposition.js';
import { exposuresSection } from './textExposures.js';
import { pathsSection } from './textPaths.js';
import { findingsSection, gapsSection, lookedAtSection, signalsSection } from './textSections.js';

/**
 * One screening for a person: the sentence, the next step, the paths, then everything behind them.
 *
 * Edge: characters that could steer a terminal are printed as their codes.
 */
export function formatScreeningText(document: ScreeningDocument, layout: TextLayout): string {
  const sections = [
    opening(document, layout),
    pathsSection(document, layout),
    findingsSection(document, layout),
    exposuresSection(document, layout),
    compositionSection(document, layout),
    signalsSection(document, layout),
    gapsSection(document, layout),
    lookedAtSection(document, layout),
  ].filter((section) => section.length > 0);
  const lines = sections.flatMap((section, at) => (at === 0 ? section : [BLANK, ...section]));
  return renderLines(lines, layout.paint);
}

function opening(document: ScreeningDocument, { zone, width }: TextLayout): Line[] {
  const { decision, nextStep } = document;
  const word = decision.toUpperCase();
  const [first, ...rest] = wrap(`${word}: ${document.summary}`, { indent: 0, width });
  const head = first?.pieces[0]?.text.slice(word.length) ?? '';
  return [
    line(0, { style: styleOfDecision(decision), text: word }, { style: 'strong', text: head }),
    ...rest.map(({ indent, pieces }) =>
      line(indent, ...pieces.map(({ text }) => ({ style: 'strong' as const, text }))),
    ),
    ...wrap(`Next step (${nextStep.who}): ${nextStep.text}`, { indent: 0, width }),
    BLANK,
    ...document.subjects.map((subject) => line(0, `Screened: ${tellSubject(subject)}`)),
    ...wrap(tellTimes(document, zone), { indent: 0, hang: 2, width }),
    ...wrap(tellCompleteness(document), { indent: 0, width }),
  ];
}

function styleOfDecision(decision: Decision): TextStyle {
  switch (decision) {
    case 'proceed':
      return 'good';
    case 'review':
    case 'incomplete':
      return 'warning';
    case 'hold':
      return 'alarm';
    default:
      return assertNever(decision, 'decision');
  }
}
