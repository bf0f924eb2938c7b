import { addressOfAccount } from '../core/account.js';
import type { Authority } from '../core/attribution.js';
import type { Designation } from '../core/exposure.js';
import { describeAmount, describeAsset } from './assetWords.js';
import { describeAmountBounds, describeShare } from './boundWords.js';
import type {
  DocumentAmount,
  DocumentExposure,
  DocumentLabel,
  DocumentPath,
  ScreeningDocument,
} from './document.js';
import { formatDollars, formatMoment, shortenAddress } from './format.js';
import { type Line, line, type TextLayout, wrap } from './lines.js';

/**
 * The evidence: each path with its hops, one a line, under the exposure that it proves. Several
 * paths share no hop; the widest comes first.
 */
export function pathsSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  const lines = document.exposures.flatMap((exposure, at) =>
    exposure.paths.flatMap((path, n) => [
      line(2, {
        style: 'strong',
        text: `${exposureTitle(exposure, at)}${exposure.paths.length > 1 ? `, path ${n + 1} of ${exposure.paths.length}` : ''}`,
      }),
      ...describePath(document, layout, { exposure, path }),
    ]),
  );
  return lines.length === 0 ? [] : [line(0, { style: 'strong', text: 'Paths' }), ...lines];
}

function describePath(
  document: ScreeningDocument,
  { zone }: TextLayout,
  { exposure, path }: { readonly exposure: DocumentExposure; readonly path: DocumentPath },
): Line[] {
  const { hops, carried } = path;
  const incoming = exposure.direction === 'incoming';
  const own = hops.at(incoming ? -1 : 0);
  return [
    line(4, {
      style: 'faint',
      text: [
        ...hops.slice(0, 1).map((hop) => shortenAddress(addressOfAccount(hop.from))),
        ...hops.map((hop) => shortenAddress(addressOfAccount(hop.to))),
      ].join(' → '),
    }),
    ...hops.map((hop) =>
      line(
        4,
        `${formatMoment(hop.time, zone)}  `,
        `${addressOfAccount(hop.from)} → ${addressOfAccount(hop.to)}  `,
        `${describeAmount(document, hop.asset, hop.amount)}  `,
        hop.txId === null ? 'transaction id not recorded' : `tx ${hop.txId}`,
      ),
    ),
    ...(own === undefined || hops.length === 1
      ? []
      : [
          line(4, {
            style: 'faint',
            text: `At most ${describeAmount(document, own.asset, carried)} can have ${incoming ? 'come' : 'gone'} this way.`,
          }),
        ]),
  ];
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
    ...exposure.amounts.flatMap((amount) => describeAmounts(document, amount, layout)),
    ...shareLines(document, exposure, layout),
    ...seenLines(exposure, layout),
  ];
}

function describeAmounts(
  document: ScreeningDocument,
  amount: DocumentAmount,
  { width }: TextLayout,
): Line[] {
  const { asset, symbol, haircut, fifo, usd } = amount;
  return [
    ...wrap(`${symbol}: ${describeAmountBounds(document, amount)}`, { indent: 4, width }),
    line(
      4,
      `${symbol} by method: pro rata (haircut) ${describeAmount(document, asset, haircut)}`,
      `, first in first out (FIFO) ${describeAmount(document, asset, fifo)}`,
      usd === null ? '; no price' : `; ${formatDollars(usd)} by haircut`,
    ),
  ];
}

function shareLines(
  document: ScreeningDocument,
  { share, direction, amounts }: DocumentExposure,
  { width }: TextLayout,
): Line[] {
  if (share === null) return [];
  const whole = direction === 'incoming' ? 'what came in' : 'what went out';
  const told = describeShare(share, amounts);
  const measure = describeAsset(document, share.asset);
  return wrap(`Share of ${whole} (${measure}): ${told}`, { indent: 4, width });
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
