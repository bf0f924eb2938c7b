import { addressOfAccount } from '../core/account.js';
import { compareFractions, parseDecimal } from '../core/amount.js';
import type { AssetId } from '../core/asset.js';
import type { Actor } from '../core/attribution.js';
import { InputError } from '../core/errors.js';
import type { Direction } from '../core/exposure.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../core/moment.js';
import type { Decision } from '../core/verdict.js';
import type { DocumentExposure, ScreeningDocument } from './document.js';
import { monthOf } from './format.js';

/** How often something came up: in screenings, and in addresses however often each was screened. */
export interface Tally {
  readonly screenings: number;
  readonly addresses: number;
}

/** The largest share that an exposure had in a month, and by which method. Six places, 1 is all. */
export interface LargestShare {
  readonly share: string;
  readonly method: 'haircut' | 'fifo';
  readonly asset: AssetId | 'usd';
}

/** How one entity came up in a month, in one direction or as the label of the address itself. */
export interface SummaryExposure extends Tally {
  readonly entity: string;
  readonly actor: Actor | null;
  readonly direction: Direction | 'ownership';
  /** Null where no share is known. */
  readonly largestShare: LargestShare | null;
}

/** A screening that somebody should look at again. */
export interface SummaryEntry {
  readonly screeningId: string;
  readonly addresses: readonly string[];
  readonly screenedAt: string;
  readonly validUntil: string;
  readonly decision: Decision;
}

/** A month's screenings for the people who answer for them. */
export interface MonthlySummary {
  readonly month: string;
  readonly zone: string;
  readonly total: Tally;
  /** `addresses` counts each address once, by its latest decision of the month. */
  readonly decisions: Readonly<Record<Decision, Tally>>;
  readonly exposures: readonly SummaryExposure[];
  /** Latest screenings of their address that did not see all that the policy requires. */
  readonly incomplete: readonly SummaryEntry[];
  /** Latest screenings of their address whose validity has ended. */
  readonly stale: readonly SummaryEntry[];
}

/**
 * A period that holds a month in any time zone; the summary itself cuts it to the zone's.
 *
 * @throws {InputError} for a text that is no month
 */
export function periodAround(month: string): {
  readonly fromIso: string;
  readonly toIso: string;
} {
  const first = /^\d{4}-\d{2}$/.test(month) ? parseMoment(`${month}-01`) : null;
  if (first === null) throw new InputError('A month is written as 2026-11.');
  return {
    fromIso: formatMoment(first - SECONDS_PER_DAY),
    toIso: formatMoment(first + 32 * SECONDS_PER_DAY),
  };
}

/** The order in which decisions are listed: worst first. */
export const DECISION_ORDER: readonly Decision[] = ['hold', 'incomplete', 'review', 'proceed'];

/**
 * What the recorded screenings of one month say together.
 *
 * Units: `month` as `2026-11`; it begins and ends in `zone`. `now` is an ISO 8601 moment.
 * Order: exposures by entity, then direction; lists by time. Of the documents given only those of
 * the month count.
 */
export function summarise(
  documents: readonly ScreeningDocument[],
  { month, zone, now }: { readonly month: string; readonly zone: string; readonly now: string },
): MonthlySummary {
  const ofMonth = documents
    .filter((document) => monthOf(document.screenedAt, zone) === month)
    .sort((a, b) => compareText(a.screenedAt, b.screenedAt));
  // A look back is no newer knowledge than a screening of the present, however late it was made.
  const presentLast = [...ofMonth].sort(
    (a, b) => Number(b.asOf !== null) - Number(a.asOf !== null),
  );
  const latest = [...new Map(presentLast.map((document) => [wallet(document), document])).values()];
  const decided = (decision: Decision): Tally => ({
    screenings: ofMonth.filter((document) => document.decision === decision).length,
    addresses: latest.filter((document) => document.decision === decision).length,
  });
  return {
    month,
    zone,
    total: tally(ofMonth),
    decisions: {
      hold: decided('hold'),
      incomplete: decided('incomplete'),
      review: decided('review'),
      proceed: decided('proceed'),
    },
    exposures: tellExposures(ofMonth),
    incomplete: latest.filter((document) => !document.complete).map(tellEntry),
    stale: latest
      .filter((document) => Date.parse(document.validUntil) <= Date.parse(now))
      .map(tellEntry),
  };
}

function tally(documents: readonly ScreeningDocument[]): Tally {
  return { screenings: documents.length, addresses: new Set(documents.map(wallet)).size };
}

/** What stays the same when a wallet is screened again, on however many chains. */
function wallet(document: ScreeningDocument): string {
  return addressesOf(document).join(' ') || document.screeningId;
}

function addressesOf({ subjects }: ScreeningDocument): readonly string[] {
  return [...new Set(subjects.map((subject) => addressOfAccount(subject.account)))].sort();
}

function tellEntry(document: ScreeningDocument): SummaryEntry {
  return {
    screeningId: document.screeningId,
    addresses: addressesOf(document),
    screenedAt: document.screenedAt,
    validUntil: document.validUntil,
    decision: document.decision,
  };
}

function tellExposures(documents: readonly ScreeningDocument[]): SummaryExposure[] {
  const met = new Map<string, { document: ScreeningDocument; exposure: DocumentExposure }[]>();
  for (const document of documents) {
    for (const exposure of document.exposures) {
      const key = JSON.stringify([exposure.entity, directionOf(exposure)]);
      met.set(key, [...(met.get(key) ?? []), { document, exposure }]);
    }
  }
  return [...met.values()]
    .flatMap((meetings) =>
      meetings.slice(0, 1).map(({ exposure }) => ({
        entity: exposure.entity,
        actor: meetings.map((each) => each.exposure.actor).find((actor) => actor !== null) ?? null,
        direction: directionOf(exposure),
        ...tally([...new Set(meetings.map((each) => each.document))]),
        largestShare: largestShare(meetings.map((each) => each.exposure)),
      })),
    )
    .sort((a, b) => compareText(a.entity, b.entity) || compareText(a.direction, b.direction));
}

function directionOf(exposure: DocumentExposure): Direction | 'ownership' {
  return exposure.kind === 'ownership' ? 'ownership' : exposure.direction;
}

function largestShare(exposures: readonly DocumentExposure[]): LargestShare | null {
  const shares = exposures.flatMap(({ share }): LargestShare[] =>
    share === null
      ? []
      : [
          { share: share.haircut, method: 'haircut', asset: share.asset },
          { share: share.fifo, method: 'fifo', asset: share.asset },
        ],
  );
  return shares.reduce<LargestShare | null>(
    (most, next) =>
      most === null || compareFractions(parseDecimal(next.share), parseDecimal(most.share)) > 0
        ? next
        : most,
    null,
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
