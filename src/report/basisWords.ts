import { findChain } from '../core/chain.js';
import type { DocumentPrices, ScreeningDocument } from './document.js';
import { formatMoment } from './format.js';

/**
 * What a verdict rests on: blocks, label sets, rules, prices, requests by host, digests, and the
 * record's id. Each text begins with what it is about and a colon.
 */
export function tellBasis(document: ScreeningDocument, zone: string): readonly string[] {
  const { anchors, labelSnapshots, ruleSet, tool, upstream } = document;
  const hosts = Object.entries(upstream.byHost).map(([host, count]) => `${host} (${count})`);
  return [
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
