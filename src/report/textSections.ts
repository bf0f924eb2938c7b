import { addressOfAccount } from '../core/account.js';
import { findChain } from '../core/chain.js';
import type { GapKind } from '../core/gap.js';
import { type Finding, SEVERITIES, type Severity } from '../core/verdict.js';
import type { DocumentGap, DocumentLabel, DocumentPrices, ScreeningDocument } from './document.js';
import { formatMoment, formatPercent } from './format.js';
import { type Line, line, type TextLayout, type TextStyle, wrap } from './lines.js';
import { describeLabel } from './textExposures.js';

const SEVERITY_STYLES: Readonly<Record<Severity, TextStyle>> = {
  info: 'plain',
  review: 'warning',
  hold: 'alarm',
};

/**
 * The rules that fired, each with where its reason can be read. Several rules often say the same of
 * the same money: a sentence that was already printed is not printed again.
 *
 * Order: the heaviest first.
 */
export function findingsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  const title = line(0, { style: 'strong', text: 'Findings' });
  if (document.findings.length === 0) return [title, line(2, 'No rule fired.')];
  const told = new Set<string>();
  const newPart = (text: string): string => {
    const sentences = text.split(AFTER_SENTENCE);
    const fresh = sentences.filter((sentence) => !told.has(sentence));
    for (const sentence of sentences) told.add(sentence);
    return fresh.length === 0 ? 'As said above.' : fresh.join(' ');
  };
  return [
    title,
    ...heaviestFirst(document.findings).flatMap((finding) => [
      line(
        2,
        { style: SEVERITY_STYLES[finding.severity], text: finding.severity },
        `  ${finding.ruleId}`,
        finding.exposures.length === 0
          ? ''
          : `, see ${finding.exposures.map((at) => `[${at}]`).join(' ')} under Exposures`,
      ),
      ...wrap(newPart(finding.sentence), { indent: 4, width }),
      line(4, `Why this is a rule: ${finding.source}`),
    ]),
  ];
}

/** The blank between two sentences. */
const AFTER_SENTENCE = /(?<=\.) (?=[A-Z])/;

function heaviestFirst(findings: readonly Finding[]): readonly Finding[] {
  return SEVERITIES.toReversed().flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
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

/** Places that a group of like gaps names before it only counts them. */
const MOST_PLACES = 3;

/**
 * What was not seen and should have been, with its cure; those that matter first. Gaps of one kind
 * with one cure stand together.
 */
export function gapsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  if (document.gaps.length === 0) return [];
  const groups = new Map<string, DocumentGap[]>();
  for (const gap of document.gaps) {
    const key = [gap.matters, gap.kind, gap.direction, gap.channel, gap.sentence].join('|');
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  const ordered = [...groups.values()].sort((a, b) => rank(a) - rank(b));
  return [
    line(0, { style: 'strong', text: 'What was not seen' }),
    ...ordered.flatMap((gaps) => describeGaps(gaps, width)),
  ];
}

const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  'source-failed': 'A source did not answer',
  capability: 'No source has it',
  budget: 'The search was cut off',
  'unsupported-chain': 'The chain is not traced',
  unpriced: 'There is no price',
  'labels-stale': 'The labels are missing or old',
  'ledger-mismatch': 'The amounts do not add up',
};

function rank([first]: readonly DocumentGap[]): number {
  return first?.matters === true ? 0 : 1;
}

function describeGaps(gaps: readonly DocumentGap[], width: number): Line[] {
  const [first] = gaps;
  if (first === undefined) return [];
  const places = gaps.slice(0, MOST_PLACES).map(describePlace);
  const more = gaps.length - MOST_PLACES;
  return [
    line(
      2,
      first.matters
        ? {
            style: 'warning',
            text: `${GAP_WORDS[first.kind]}: without it the verdict is not complete`,
          }
        : { style: 'plain', text: `${GAP_WORDS[first.kind]}: this verdict does not depend on it` },
    ),
    ...wrap(first.sentence, { indent: 4, width }),
    ...places.flatMap((place) =>
      place === '' ? [] : wrap(`Where: ${place}`, { indent: 4, hang: 2, width }),
    ),
    ...(more > 0
      ? [line(4, `Where: and ${more} more ${more === 1 ? 'place' : 'places'} like these`)]
      : []),
    ...wrap(`Cure: ${first.cure}`, { indent: 4, width }),
  ];
}

function describePlace(gap: DocumentGap): string {
  const parts = [
    gap.account === null ? null : addressOfAccount(gap.account),
    gap.direction,
    gap.channel,
    gap.share === null ? null : describeShare(gap.kind, gap.share),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function describeShare(kind: GapKind, share: string): string {
  const percent = formatPercent(share, 'as the share says');
  return kind === 'unpriced' ? `${percent} of the asset` : `up to ${percent} may hide here`;
}

function describePrices(
  { assets }: ScreeningDocument,
  { asset, source, firstDay, lastDay, days }: DocumentPrices,
): string {
  const symbol = assets.find((one) => one.asset === asset)?.symbol ?? asset;
  const chain = findChain(asset.split('/')[0] ?? '')?.name;
  const name = chain === undefined ? symbol : `${symbol} on ${chain}`;
  const when =
    firstDay === lastDay ? `on ${firstDay}` : `on ${days} days from ${firstDay} to ${lastDay}`;
  return `Prices: ${name} ${when}, ${source}`;
}

/** What the verdict rests on: blocks, label sets, rules, requests by host, and the record's id. */
export function lookedAtSection(document: ScreeningDocument, { zone, width }: TextLayout): Line[] {
  const { anchors, labelSnapshots, ruleSet, tool, upstream } = document;
  const hosts = Object.entries(upstream.byHost).map(([host, count]) => `${host} (${count})`);
  const texts = [
    ...Object.entries(anchors).map(([chain, anchor]) =>
      [
        `${findChain(chain)?.title ?? chain}: `,
        anchor.height === null ? 'block not recorded' : `up to block ${anchor.height}`,
        anchor.hash === null ? '' : ` (${anchor.hash})`,
        anchor.time === null ? '' : `, ${formatMoment(anchor.time, zone)}`,
      ].join(''),
    ),
    ...(labelSnapshots.length === 0 ? ['Labels: no label set was there to ask.'] : []),
    ...labelSnapshots.map(({ set, rows, digest, asOf }) =>
      [
        `Labels: ${set}, ${rows} ${rows === 1 ? 'row' : 'rows'}`,
        asOf === null ? ', date not known' : `, as of ${asOf}`,
        `, ${digest}`,
      ].join(''),
    ),
    `Rules: ${ruleSet.id}, ${ruleSet.digest}`,
    ...document.prices.map((prices) => describePrices(document, prices)),
    [
      `Requests: ${upstream.requests} sent, ${upstream.fromCache} answered from the cache`,
      hosts.length === 0 ? '; no host was asked' : `; these hosts were asked: ${hosts.join(', ')}`,
    ].join(''),
    `Verdict: ${document.verdictDigest}`,
    `Facts: ${document.factsDigest}`,
    [
      `Record: ${document.screeningId}`,
      document.payeeReference === null ? '' : `, payee ${document.payeeReference}`,
      `, ${tool.name} ${tool.version}, engine ${tool.engineVersion}`,
    ].join(''),
  ];
  return [
    line(0, { style: 'strong', text: 'What was looked at' }),
    ...texts.flatMap((text) => wrap(text, { indent: 2, hang: 2, width })),
  ];
}
