import { addressOfAccount } from '../core/account.js';
import type { Authority } from '../core/attribution.js';
import type { Designation } from '../core/exposure.js';
import { describeAmount, describeAsset } from './assetWords.js';
import type { DocumentExposure, DocumentLabel, ScreeningDocument } from './document.js';
import { formatDollars, formatMoment, formatPercent, shortenAddress } from './format.js';
import { type Line, line, type TextLayout, wrap } from './lines.js';

/** The evidence: each path with its hops, one a line, under the exposure that it proves. */
export function pathsSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  const lines = document.exposures.flatMap((exposure, at) =>
    exposure.paths.flatMap((path, n) => [
      line(2, {
        style: 'strong',
        text: `${exposureTitle(exposure, at)}${exposure.paths.length > 1 ? `, path ${n + 1}` : ''}`,
      }),
      line(4, {
        style: 'faint',
        text: [
          ...path.hops.slice(0, 1).map((hop) => shortenAddress(addressOfAccount(hop.from))),
          ...path.hops.map((hop) => shortenAddress(addressOfAccount(hop.to))),
        ].join(' → '),
      }),
      ...path.hops.map((hop) =>
        line(
          4,
          `${formatMoment(hop.time, layout.zone)}  `,
          `${addressOfAccount(hop.from)} → ${addressOfAccount(hop.to)}  `,
          `${describeAmount(document, hop.asset, hop.amount)}  `,
          hop.txId === null ? 'transaction id not recorded' : `tx ${hop.txId}`,
        ),
      ),
    ]),
  );
  return lines.length === 0 ? [] : [line(0, { style: 'strong', text: 'Paths' }), ...lines];
}

/** Every exposure with its claim, its amounts and shares by method, and both listing dates. */
export function exposuresSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  if (document.exposures.length === 0) return [];
  return [
    line(0, { style: 'strong', text: 'Exposures' }),
    ...document.exposures.flatMap((exposure, at) =>
      describeExposure(document, layout, exposure, at),
    ),
    ...wrap(
      'A label is the claim of its source, to be weighed. None of this says who holds the wallet.',
      { indent: 2, width: layout.width, style: 'faint' },
    ),
  ];
}

function exposureTitle(exposure: DocumentExposure, at: number): string {
  const distance =
    exposure.kind === 'ownership'
      ? 'the address itself'
      : `${exposure.direction}, ${exposure.kind}, ${exposure.minHops} ${exposure.minHops === 1 ? 'hop' : 'hops'}`;
  return `[${at}] ${exposure.entity} (${exposure.category}): ${distance}`;
}

function describeExposure(
  document: ScreeningDocument,
  layout: TextLayout,
  exposure: DocumentExposure,
  at: number,
): Line[] {
  return [
    line(2, exposureTitle(exposure, at)),
    ...describeLabel(exposure.label, 4),
    ...designationLines(exposure),
    ...exposure.amounts.map((amount) =>
      line(
        4,
        `${amount.symbol}: pro rata (haircut) ${describeAmount(document, amount.asset, amount.haircut)}`,
        `, first in first out (FIFO) ${describeAmount(document, amount.asset, amount.fifo)}`,
        amount.lower === null
          ? ''
          : `, at least ${describeAmount(document, amount.asset, amount.lower)}`,
        amount.upper === null
          ? ''
          : `, at most ${describeAmount(document, amount.asset, amount.upper)}`,
        amount.upperIfUnseenRisky === null
          ? ''
          : `, at most ${describeAmount(document, amount.asset, amount.upperIfUnseenRisky)} if the unseen is risky`,
        amount.usd === null ? '; no price' : `; ${formatDollars(amount.usd)} by haircut`,
      ),
    ),
    ...shareLines(document, exposure),
    ...seenLines(exposure, layout),
  ];
}

function shareLines(document: ScreeningDocument, exposure: DocumentExposure): Line[] {
  const { share } = exposure;
  if (share === null) return [];
  const figure = (amounts: 'haircut' | 'fifo') =>
    exposure.amounts.some((amount) => amount[amounts] !== '0') ? 'some' : 'as the share says';
  const bounds =
    share.lower === null || share.upper === null
      ? ''
      : `, at least ${formatPercent(share.lower, 'as the share says')} and at most ${formatPercent(share.upper, 'as the share says')}`;
  return [
    line(
      4,
      `Share of ${exposure.direction === 'incoming' ? 'what came in' : 'what went out'}`,
      ` (${describeAsset(document, share.asset)}): haircut ${formatPercent(share.haircut, figure('haircut'))}`,
      `, FIFO ${formatPercent(share.fifo, figure('fifo'))}${bounds}`,
    ),
  ];
}

function designationLines(exposure: DocumentExposure): Line[] {
  if (exposure.kind === 'ownership') return [];
  if (exposure.entityDesignation === 'unknown' && exposure.designation === 'unknown') {
    return [line(4, 'No listing date is known to compare its transfers with.')];
  }
  return [
    line(
      4,
      `Transfers with it: ${DESIGNATION_WORDS[exposure.entityDesignation]} the entity was listed`,
      `, ${DESIGNATION_WORDS[exposure.designation]} the address was published`,
    ),
  ];
}

const DESIGNATION_WORDS: Readonly<Record<Designation, string>> = {
  before: 'before',
  after: 'after',
  both: 'before and after',
  unknown: 'unknown whether before or after',
};

function seenLines({ firstSeen, lastSeen }: DocumentExposure, { zone }: TextLayout): Line[] {
  if (firstSeen === null || lastSeen === null) return [];
  return [
    line(
      4,
      `First transfer ${formatMoment(firstSeen, zone)}, last ${formatMoment(lastSeen, zone)}`,
    ),
  ];
}

const AUTHORITY_WORDS: Readonly<Record<Authority, string>> = {
  list: 'on a sanctions list',
  government: 'named by a government',
  researcher: 'attributed by researchers',
  vendor: 'labelled by a vendor',
  own: 'a label of your own',
};

/** Edge: only an address that the list still holds is said to be on it. */
function authorityWords({ authority, delistedOn }: DocumentLabel): string {
  return authority === 'list' && delistedOn !== null
    ? 'formerly on a sanctions list'
    : AUTHORITY_WORDS[authority];
}

/** A claim: whose it is, how sure, where it can be read, and its dates. */
export function describeLabel(label: DocumentLabel, indent: number): Line[] {
  const dates = [
    label.sourceDate === null ? null : `published ${label.sourceDate}`,
    label.entityListedOn === null ? null : `entity listed ${label.entityListedOn}`,
    label.listedOn === null ? null : `address listed ${label.listedOn}`,
    label.delistedOn === null ? null : `no longer listed since ${label.delistedOn}`,
  ].filter((date) => date !== null);
  return [
    line(
      indent,
      `Claim: ${addressOfAccount(label.account)}, ${authorityWords(label)}`,
      `, confidence ${label.confidence}`,
    ),
    ...(dates.length === 0 ? [] : [line(indent, `Dates: ${dates.join(', ')}`)]),
    line(indent, `Source: ${label.source}`),
  ];
}
