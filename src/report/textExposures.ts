import { addressOfAccount } from '../core/account.js';
import type { Authority } from '../core/attribution.js';
import type { Designation } from '../core/exposure.js';
import { describeAmount, describeAsset } from './assetWords.js';
import { describeAmountBounds, describeShare, isExact } from './boundWords.js';
import type {
  DocumentAmount,
  DocumentExposure,
  DocumentLabel,
  DocumentTotal,
  ScreeningDocument,
} from './document.js';
import { formatDollars, formatMoment } from './format.js';
import { type Line, line, type TextLayout, wrap } from './lines.js';

/** Every exposure with its claim, its amounts and shares by method, and both listing dates. */
export function exposuresSection(document: ScreeningDocument, layout: TextLayout): Line[] {
  if (document.exposures.length === 0) return [];
  return [
    line(0, { style: 'strong', text: 'Exposures' }),
    ...document.exposures.flatMap((exposure, at) =>
      describeExposure(document, layout, exposure, at),
    ),
    ...wrap(LABEL_CAUTION, { indent: 2, width: layout.width, style: 'faint' }),
  ];
}

/** What is said under every list of exposures. */
export const LABEL_CAUTION =
  'A label is the claim of its source, to be weighed. None of this says who holds the wallet.';

/** An exposure in one line: its number, whose it is, and how far away. */
export function exposureTitle(exposure: DocumentExposure, at: number): string {
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
  return [line(2, exposureTitle(exposure, at)), ...exposureDetails(document, exposure, layout)];
}

/** All about an exposure but its title: its claim, dates, amounts and share. */
export function exposureDetails(
  document: ScreeningDocument,
  exposure: DocumentExposure,
  layout: TextLayout,
): Line[] {
  return [
    ...describeLabel(exposure.label, { indent: 4, width: layout.width }),
    ...designationLines(exposure, layout),
    ...exposure.amounts.flatMap((amount) => describeAmounts(document, amount, layout)),
    ...datedLines(document, exposure, layout),
    ...shareLines(document, exposure, layout),
    ...seenLines(exposure, layout),
  ];
}

/** Bounds first, then what the methods say where the bounds leave that open; and the worth. */
function describeAmounts(
  document: ScreeningDocument,
  amount: DocumentAmount,
  { width }: TextLayout,
): Line[] {
  const { asset, symbol, haircut, fifo, usd } = amount;
  const bounds = `${symbol}: ${describeAmountBounds(document, amount)}`;
  const worth = usd === null ? 'no price' : `worth ${formatDollars(usd)}`;
  const page = { indent: 4, hang: 2, width };
  if (isExact([amount])) return wrap(`${bounds}; ${worth}`, page);
  const by = usd === null ? '' : ' by haircut';
  return [
    ...wrap(bounds, page),
    ...wrap(
      `${symbol} by method: pro rata (haircut) ${describeAmount(document, asset, haircut)}, ` +
        `first in first out (FIFO) ${describeAmount(document, asset, fifo)}; ${worth}${by}`,
      page,
    ),
  ];
}

function shareLines(
  document: ScreeningDocument,
  { share, direction, account, amounts }: DocumentExposure,
  { width }: TextLayout,
): Line[] {
  if (share === null) return [];
  const isIncoming = direction === 'incoming';
  const { incoming, outgoing } = document.totals;
  const own = (total: DocumentTotal) => total.account === account;
  const told = describeShare({
    share,
    amounts,
    asset: share.asset,
    totals: (isIncoming ? incoming.received : outgoing.sent).filter(own),
    returned: (isIncoming ? incoming : outgoing).returned.filter(own),
  });
  const measure = describeAsset(document, share.asset);
  const whole = isIncoming ? 'what came in' : 'what went out';
  return wrap(`Share of ${whole} (${measure}): ${told}`, { indent: 4, hang: 2, width });
}

function designationLines(exposure: DocumentExposure, { width }: TextLayout): Line[] {
  if (exposure.kind === 'ownership') return [];
  if (exposure.entityDesignation === 'unknown' && exposure.designation === 'unknown') {
    return [line(4, 'No listing date is known to compare its transfers with.')];
  }
  return wrap(
    `Transfers with it: ${DESIGNATION_WORDS[exposure.entityDesignation]} the entity was listed, ` +
      `${DESIGNATION_WORDS[exposure.designation]} the address was published`,
    { indent: 4, hang: 2, width },
  );
}

/**
 * The amounts before and after a listing date, where both are something; and what moved while an
 * address was listed that is so no longer.
 */
function datedLines(
  document: ScreeningDocument,
  { byDate, label }: DocumentExposure,
  { width }: TextLayout,
): Line[] {
  const kinds = [
    ['entityListed', 'the entity was listed'],
    ['addressListed', 'the address was published'],
    ['delisted', 'it was delisted'],
  ] as const;
  return byDate.flatMap((dated) =>
    kinds.flatMap(([kind, day]) => {
      const { before, after, unknown } = dated[kind];
      const isParted = [before, after, unknown].filter((part) => part !== '0').length > 1;
      const isTold = isParted || (kind === 'delisted' && label.delistedOn !== null);
      if (!isTold) return [];
      const told = (part: string) => describeAmount(document, dated.asset, part);
      const rest = unknown === '0' ? '' : `, ${told(unknown)} not known`;
      const text = `By pro rata: ${told(before)} before ${day}, ${told(after)} after${rest}`;
      return wrap(text, { indent: 4, hang: 2, width });
    }),
  );
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

/** A claim: whose it is, how sure, where it can be read (each source on a line), and its dates. */
export function describeLabel(
  label: DocumentLabel,
  page: { readonly indent: number; readonly width: number },
): Line[] {
  const dates = [
    label.sourceDate === null ? null : `published ${label.sourceDate}`,
    label.entityListedOn === null ? null : `entity listed ${label.entityListedOn}`,
    label.listedOn === null ? null : `address listed ${label.listedOn}`,
    label.delistedOn === null ? null : `no longer listed since ${label.delistedOn}`,
  ].filter((date) => date !== null);
  const claim = `Claim: ${addressOfAccount(label.account)}, ${authorityWords(label)}, confidence ${label.confidence}`;
  const hanging = { ...page, hang: 2 };
  return [
    ...wrap(claim, hanging),
    ...(dates.length === 0 ? [] : wrap(`Dates: ${dates.join(', ')}`, hanging)),
    ...label.source.split(BETWEEN_SOURCES).flatMap((source) => wrap(`Source: ${source}`, hanging)),
  ];
}

/** Several sources of one claim stand behind each other, each beginning with its link. */
const BETWEEN_SOURCES = /; (?=https?:\/\/)/;
