import { addressOfAccount } from '../core/account.js';
import { findChain } from '../core/chain.js';
import type { Severity } from '../core/verdict.js';
import type { ScreeningDocument } from './document.js';
import { formatMoment, formatPercent } from './format.js';
import { type Line, line, type TextLayout, type TextStyle, wrap } from './lines.js';
import { describeLabel } from './textExposures.js';

const SEVERITY_STYLES: Readonly<Record<Severity, TextStyle>> = {
  info: 'plain',
  review: 'warning',
  hold: 'alarm',
};

/** The rules that fired, each with where its reason can be read. */
export function findingsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  const title = line(0, { style: 'strong', text: 'Findings' });
  if (document.findings.length === 0) return [title, line(2, 'No rule fired.')];
  return [
    title,
    ...document.findings.flatMap((finding) => [
      line(
        2,
        { style: SEVERITY_STYLES[finding.severity], text: finding.severity },
        `  ${finding.ruleId}`,
        finding.exposures.length === 0
          ? ''
          : `, exposures ${finding.exposures.map((at) => `[${at}]`).join(' ')}`,
      ),
      ...wrap(finding.sentence, { indent: 4, width }),
      line(4, `Reason: ${finding.source}`),
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
      ...(signal.label === null ? [] : describeLabel(signal.label, 4)),
    ]),
  ];
}

/** What was not seen and should have been, each with its cure; those that matter first. */
export function gapsSection(document: ScreeningDocument, { width }: TextLayout): Line[] {
  if (document.gaps.length === 0) return [];
  const ordered = [...document.gaps].sort((a, b) => Number(b.matters) - Number(a.matters));
  return [
    line(0, { style: 'strong', text: 'Gaps' }),
    ...ordered.flatMap((gap) => {
      const where = [
        gap.account === null ? null : addressOfAccount(gap.account),
        gap.direction,
        gap.channel,
        gap.share === null
          ? null
          : `up to ${formatPercent(gap.share, 'as the share says')} may hide here`,
      ].filter((part) => part !== null);
      return [
        line(
          2,
          gap.matters
            ? { style: 'warning', text: `${gap.kind}: matters` }
            : { style: 'plain', text: `${gap.kind}: does not matter for this verdict` },
        ),
        ...wrap(gap.sentence, { indent: 4, width }),
        ...(where.length === 0 ? [] : [line(4, `Where: ${where.join(', ')}`)]),
        ...wrap(`Cure: ${gap.cure}`, { indent: 4, width }),
      ];
    }),
  ];
}

/** What the verdict rests on: blocks, label sets, rules, requests by host, and the record's id. */
export function lookedAtSection(document: ScreeningDocument, { zone }: TextLayout): Line[] {
  const { anchors, labelSnapshots, ruleSet, tool, upstream } = document;
  const hosts = Object.entries(upstream.byHost);
  return [
    line(0, { style: 'strong', text: 'What was looked at' }),
    ...Object.entries(anchors).map(([chain, anchor]) =>
      line(
        2,
        `${findChain(chain)?.title ?? chain}: `,
        anchor.height === null ? 'block not recorded' : `up to block ${anchor.height}`,
        anchor.hash === null ? '' : ` (${anchor.hash})`,
        anchor.time === null ? '' : `, ${formatMoment(anchor.time, zone)}`,
      ),
    ),
    ...(labelSnapshots.length === 0 ? [line(2, 'Labels: no label set was there to ask.')] : []),
    ...labelSnapshots.map(({ set, rows, digest, asOf }) =>
      line(
        2,
        `Labels: ${set}, ${rows} rows`,
        asOf === null ? ', date not known' : `, as of ${asOf}`,
        `, ${digest}`,
      ),
    ),
    line(2, `Rules: ${ruleSet.id}, ${ruleSet.digest}`),
    line(
      2,
      `Requests: ${upstream.requests} sent, ${upstream.fromCache} answered from the cache`,
      hosts.length === 0
        ? '; no host learned an address'
        : `; these hosts learned addresses: ${hosts.map(([host, count]) => `${host} (${count})`).join(', ')}`,
    ),
    line(2, `Verdict: ${document.verdictDigest}`),
    line(2, `Facts: ${document.factsDigest}`),
    line(
      2,
      `Record: ${document.screeningId}`,
      document.payeeReference === null ? '' : `, payee ${document.payeeReference}`,
      `, ${tool.name} ${tool.version}, engine ${tool.engineVersion}`,
    ),
  ];
}
