import type { Account } from '../account.js';
import type { Fraction } from '../amount.js';
import { compareFractions, largerAmount } from '../amount.js';
import type { AssetId, AssetList } from '../asset.js';
import type { Attribution } from '../attribution.js';
import { isDprk, primaryAttribution } from '../attribution.js';
import type {
  Designation,
  Exposure,
  ExposureAmount,
  ExposureShare,
  Path,
  UsdFigures,
} from '../exposure.js';
import { parseMoment, recentSince } from '../moment.js';
import { usdMicrosOf } from '../price.js';
import { DIRECTIONS } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import { boundContact } from './boundContact.js';
import { type Contact, gatherContacts } from './contact.js';
import { widestPaths } from './path.js';
import { ownTotal } from './replay.js';

/** Evidence paths that one exposure shows at most. */
const MOST_PATHS = 4;

/** Below this share of a direction an entity's payments may be dust. Units: per cent. */
const DUST_PERCENT = 1n;

/**
 * How the subject relates to every entity with a risk claim: by its own label, by contact, and
 * through others.
 *
 * Order: ownership, then direct, then indirect; incoming before outgoing; largest share first.
 */
export function tellExposures(trace: Trace, splits: readonly AssetSplit[]): Exposure[] {
  const contacts = gatherContacts(trace, splits);
  const flows = contacts.map((contact) =>
    exposureOf(trace, splits, contact, isDust(trace, splits, contacts, contact)),
  );
  return [...ownership(trace), ...flows.sort(compareExposures)];
}

function ownership(trace: Trace): Exposure[] {
  const { subject, knowledge } = trace.start;
  return ownershipsOf(subject, knowledge.claimsOf(subject));
}

/**
 * The exposures of an account that is labelled itself: its strongest DPRK claim and its strongest
 * other one, so that a weak claim of the one kind hides no listing of the other.
 */
export function ownershipsOf(subject: Account, claims: readonly Attribution[]): Exposure[] {
  const risks = claims.filter((claim) => claim.use === 'exposure');
  return [risks.filter(isDprk), risks.filter((claim) => !isDprk(claim))].flatMap((group) => {
    const attribution = primaryAttribution(group);
    return attribution === null ? [] : [ownershipOf(subject, attribution)];
  });
}

/** The exposure of an account that is labelled itself: no value moved, nothing to apportion. */
function ownershipOf(subject: Account, attribution: Attribution): Exposure {
  return {
    subject,
    direction: 'incoming',
    kind: 'ownership',
    minHops: 0,
    ownerHops: 0,
    attribution,
    accounts: [subject],
    entityDesignation: 'unknown',
    designation: 'unknown',
    amounts: [],
    recentAmounts: [],
    share: null,
    dust: false,
    firstSeenSeconds: null,
    lastSeenSeconds: null,
    paths: [],
  };
}

function exposureOf(
  trace: Trace,
  splits: readonly AssetSplit[],
  contact: Contact,
  dust: boolean,
): Exposure {
  const { direction, distance, attribution } = contact;
  const mine = splits.filter((split) => split.direction === direction);
  const accounts = [...contact.accounts].sort(byAmount).map(([account]) => account);
  const paths = pathsOf(mine, contact);
  const { minHops, ownerHops } = hopsOf(trace, contact, paths);
  return {
    subject: trace.start.subject,
    direction,
    kind: distance,
    minHops,
    ownerHops,
    attribution,
    accounts,
    entityDesignation: designationOf(attribution.entityListedOn, contact),
    designation: designationOf(attribution.listedOn, contact),
    amounts: amountsOf(trace, mine, contact, 'whole'),
    recentAmounts: amountsOf(trace, mine, contact, 'recent'),
    share: shareOf(mine, contact, trace.start.assets),
    dust,
    firstSeenSeconds: contact.firstSeconds,
    lastSeenSeconds: contact.lastSeconds,
    paths,
  };
}

function byAmount(a: readonly [Account, bigint], b: readonly [Account, bigint]): number {
  if (a[1] !== b[1]) return a[1] > b[1] ? -1 : 1;
  return a[0] < b[0] ? -1 : 1;
}

function amountsOf(
  trace: Trace,
  splits: readonly AssetSplit[],
  contact: Contact,
  basis: 'whole' | 'recent',
): ExposureAmount[] {
  const { assets, nowSeconds } = trace.start;
  const sinceSeconds = basis === 'whole' ? Number.NEGATIVE_INFINITY : recentSince(nowSeconds);
  return [...contact.amounts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([asset, figures]) => {
      const haircut = basis === 'whole' ? figures.haircut : figures.recentHaircut;
      const fifo = basis === 'whole' ? figures.fifo : figures.recentFifo;
      const movements = splits.find((split) => split.asset === asset)?.movements ?? [];
      const bounds = boundContact({ ...contact, movements, sinceSeconds });
      return {
        asset,
        haircut,
        fifo,
        lower: bounds?.lower ?? null,
        upper: bounds?.upper ?? null,
        upperIfUnseenRisky: null,
        usd: usdOf(assets, asset, { haircut, fifo }),
      };
    });
}

function usdOf(
  assets: AssetList,
  asset: AssetId,
  figures: { readonly haircut: bigint; readonly fifo: bigint },
): UsdFigures | null {
  const haircut = usdMicrosOf(assets, asset, figures.haircut);
  const fifo = usdMicrosOf(assets, asset, figures.fifo);
  return haircut === null || fifo === null ? null : { haircut, fifo };
}

/** Shares in US dollars where every asset of the direction is priced, else of the asset most concerned. */
function shareOf(
  splits: readonly AssetSplit[],
  contact: Contact,
  assets: AssetList,
): ExposureShare | null {
  const shares = splits.flatMap((split): ExposureShare[] => {
    const figures = contact.amounts.get(split.asset);
    if (figures === undefined) return [];
    return [
      {
        asset: split.asset,
        haircut: ratio(figures.haircut, ownTotal(split.haircut)),
        fifo: ratio(figures.fifo, ownTotal(split.fifo)),
      },
    ];
  });
  const used = splits.filter((split) => split.haircut.total > 0n);
  const usdOf = (asset: AssetId, amount: bigint) => usdMicrosOf(assets, asset, amount);
  if (used.length > 1 && used.every((split) => usdOf(split.asset, 0n) !== null)) {
    const sum = (amount: (split: AssetSplit) => bigint) =>
      used.reduce((all, split) => all + (usdOf(split.asset, amount(split)) ?? 0n), 0n);
    const figure = (split: AssetSplit, name: 'haircut' | 'fifo') =>
      contact.amounts.get(split.asset)?.[name] ?? 0n;
    return {
      asset: 'usd',
      haircut: ratio(
        sum((split) => figure(split, 'haircut')),
        sum((split) => ownTotal(split.haircut)),
      ),
      fifo: ratio(
        sum((split) => figure(split, 'fifo')),
        sum((split) => ownTotal(split.fifo)),
      ),
    };
  }
  return shares.reduce<ExposureShare | null>(
    (most, share) =>
      most === null || compareFractions(share.haircut, most.haircut) > 0 ? share : most,
    null,
  );
}

function ratio(numerator: bigint, denominator: bigint): Fraction {
  return denominator === 0n ? { numerator: 0n, denominator: 1n } : { numerator, denominator };
}

function pathsOf(splits: readonly AssetSplit[], contact: Contact): Path[] {
  const accounts = new Set(contact.accounts.keys());
  const paths = splits.flatMap(({ movements, asset }) =>
    contact.amounts.has(asset)
      ? widestPaths({
          movements,
          direction: contact.direction,
          accounts,
          distance: contact.distance,
          most: MOST_PATHS,
        })
      : [],
  );
  return paths.slice(0, MOST_PATHS);
}

function hopsOf(
  trace: Trace,
  contact: Contact,
  paths: readonly Path[],
): { readonly minHops: number; readonly ownerHops: number } {
  if (contact.distance === 'direct') return { minHops: 1, ownerHops: 1 };
  const reached = [...contact.accounts.keys()].flatMap((account) => {
    const reach = trace.frontier.reach[contact.direction].get(account);
    return reach === undefined ? [] : [reach];
  });
  const raw = [...reached.map((reach) => reach.raw), ...paths.map((path) => path.hops.length)];
  const minHops = raw.length === 0 ? 2 : Math.max(2, Math.min(...raw));
  // An account that was also met directly hides how near it is by way of others: two hops, then.
  const depths = reached.map((reach) => (reach.raw > 1 ? reach.depth : 2));
  return { minHops, ownerHops: depths.length === 0 ? 2 : Math.min(...depths) };
}

function designationOf(
  day: string | null,
  contact: { readonly firstSeconds: number; readonly lastSeconds: number },
): Designation {
  const listed = day === null ? null : parseMoment(day);
  if (listed === null) return 'unknown';
  if (contact.firstSeconds >= listed) return 'after';
  return contact.lastSeconds < listed ? 'before' : 'both';
}

/**
 * Whether what moved is no more than dust over all time. DPRK-linked entities are taken together,
 * so that nothing is gained by splitting a payment over them; others each for itself.
 *
 * A direct contact is dust by what moved directly, so that small background money of the same entity
 * does not turn an empty message into a payment. An indirect one counts both.
 * Incoming: below an absolute and a share floor, so that payments cannot be split to hide. Outgoing:
 * below the absolute floor alone, since strangers send dust to accounts that became famous.
 */
function isDust(
  trace: Trace,
  splits: readonly AssetSplit[],
  contacts: readonly Contact[],
  contact: Contact,
): boolean {
  const together = contacts.filter(
    (other) =>
      other.direction === contact.direction &&
      (contact.distance === 'indirect' || other.distance === 'direct') &&
      areJudgedTogether(other.attribution, contact.attribution),
  );
  return splits
    .filter((split) => split.direction === contact.direction)
    .every((split) => {
      let amount = 0n;
      for (const { amounts } of together) {
        const figures = amounts.get(split.asset);
        if (figures === undefined) continue;
        amount += largerAmount(figures.haircut, figures.fifo);
      }
      if (amount === 0n) return true;
      const floor = trace.start.assets.get(split.asset)?.dustAmount ?? 0n;
      const small = amount * 100n < split.haircut.total * DUST_PERCENT;
      return amount < floor && (contact.direction === 'outgoing' || small);
    });
}

function areJudgedTogether(a: Attribution, b: Attribution): boolean {
  return a.entity === b.entity || (isDprk(a) && isDprk(b));
}

const KIND_ORDER = ['ownership', 'direct', 'indirect'] as const;

function compareExposures(a: Exposure, b: Exposure): number {
  const none = { numerator: 0n, denominator: 1n };
  return (
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) ||
    compareFractions(b.share?.haircut ?? none, a.share?.haircut ?? none) ||
    (a.attribution.entity < b.attribution.entity ? -1 : 1)
  );
}
