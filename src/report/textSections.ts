import { addressOfAccount } from '../core/account.js';
import type { Severity } from '../core/verdict.js';
import { tellBasis } from './basisWords.js';
import type { DocumentLabel, ScreeningDocument } from './document.js';
import { tellFindings } from './findingWords.js';
import { tellGaps } from './gapWords.js';
import { type Line, line, type TextLayout, type TextStyle, wrap } from './lines.js';
import { describeLabel } from './textExposures.js';

const SEVERITY_STYLES: Readonly<Record<Severity, TextStyle>> = {
  info: 'plain',
  review: 'warning',
  hold: 'alarm',
};

/** The rules that fired, each with where its reason can be read. Order: the heaviest first. */
export function findingsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  const title = line(0, { style: 'strong', text: 'Findings' });
  if (document.findings.length === 0) return [title, line(2, 'No rule fired.')];
  return [
    title,
    ...tellFindings(document.findings).flatMap(({ severity, ruleId, exposures, text, source }) => [
      line(
        2,
        { style: SEVERITY_STYLES[severity], text: severity },
        `  ${ruleId}`,
        exposures.length === 0
          ? ''
          : `, see ${exposures.map((at) => `[${at}]`).join(' ')} under Exposures`,
      ),
      ...wrap(text, { indent: 4, width }),
      line(4, `Why this is a rule: ${source}`),
    ]),
  ];
}

/** Behaviour that is worth knowing, each with the claim behind it where there is one. */
export function signalsSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  if (document.signals.length === 0) return [];
  return [
    line(0, { style: 'strong', text: 'Also seen' }),
    ...document.signals.flatMap((signal) => [
      ...wrap(`${signal.kind}: ${signal.sentence}`, { indent: 2, width: layout.width }),
      line(4, `Account: ${addressOfAccount(signal.account)}`),
      ...describeClaim(document, signal.label, layout),
    ]),
  ];
}

/** The claim behind a signal, once: an exposure may have told it. */
function describeClaim(
  { exposures }: ScreeningDocument,
  label: DocumentLabel | null,
  { width }: TextLayout,
): Line[] {
  if (label === null) return [];
  const at = exposures.findIndex(
    (exposure) =>
      exposure.label.account === label.account && exposure.label.source === label.source,
  );
  return at < 0
    ? describeLabel(label, { indent: 4, width })
    : [line(4, `Claim: the same as of [${at}] under Exposures`)];
}

/**
 * What was not seen and should have been, with its cure; those that matter first. Gaps of one kind
 * with one cure stand together.
 */
export function gapsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  if (document.gaps.length === 0) return [];
  return [
    line(0, { style: 'strong', text: 'What was not seen' }),
    ...tellGaps(document).flatMap(({ matters, title, sentence, places, cure }) => [
      line(2, { style: matters ? 'warning' : 'plain', text: title }),
      ...wrap(sentence, { indent: 4, width }),
      ...places.flatMap((place) => wrap(`Where: ${place}`, { indent: 4, hang: 2, width })),
      ...wrap(`Cure: ${cure}`, { indent: 4, width }),
    ]),
  ];
}

/** What the verdict rests on: blocks, label sets, rules, requests by host, and the record's id. */
export function lookedAtSection(document: ScreeningDocument, { zone, width }: TextLayout): Line[] {
  return [
    line(0, { style: 'strong', text: 'What was looked at' }),
    ...tellBasis(document, zone).flatMap((text) => wrap(text, { indent: 2, hang: 2, width })),
  ];
}
