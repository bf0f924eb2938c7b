import type { Account } from '../account.js';
import { compareFractions, largerAmount } from '../amount.js';
import type { Attribution } from '../attribution.js';
import { isDprk } from '../attribution.js';
import { isOwn, strongestClaim, withoutOwn } from '../claims.js';
import type {
  AssetTotal,
  Exposure,
  ExposureAmount,
  ExposureTotals,
  Path,
  Period,
} from '../exposure.js';
import { DIRECTIONS } from '../trace/frontier.js';
import type { Trace } from '../trace/traceState.js';
import type { AssetSplit } from './assetSplit.js';
import { boundSplit, withBounds } from './boundSplit.js';
import { type Contact, gatherContacts } from './contact.js';
import { designationOf } from './datedAmounts.js';
import type { Place } from './movement.js';
import { widestPaths } from './path.js';
import { tellShare } from './share.js';

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
export function tellExposures(
  trace: Trace,
  splits: readonly AssetSplit[],
  totals: ExposureTotals,
): Exposure[] {
  const contacts = gatherContacts(trace, splits);
  const flows = contacts.map((contact) =>
    exposureOf(trace, splits, contact, {
      dust: isDust(trace, splits, contacts, contact),
      totals: totals[contact.direction].totals,
    }),
  );
  return [...ownership(trace), ...flows.sort(compareExposures)];
}

function ownership(trace: Trace): Exposure[] {
  const { subject, knowledge } = trace.start;
  return ownershipsOf(subject, knowledge.claimsOf(subject));
}

/**
 * The exposures of an account that is labelled itself: its strongest DPRK claim and its strongest
 * other one, so that a weak claim of the one kind hides no listing of the other; and beside them the
 * same of one's own labels.
 */
export function ownershipsOf(subject: Account, claims: readonly Attribution[]): Exposure[] {
  const risks = claims.filter((claim) => claim.use === 'exposure');
  const own = risks.filter(isOwn);
  const others = withoutOwn(risks);
  const groups = [others, own].flatMap((claimed) => [
    claimed.filter(isDprk),
    claimed.filter((claim) => !isDprk(claim)),
  ]);
  return groups.flatMap((group) => {
    const attribution = strongestClaim(group);
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
    byDate: [],
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
  asked: { readonly dust: boolean; readonly totals: readonly AssetTotal[] },
): Exposure {
  const { direction, distance, attribution } = contact;
  const mine = splits.filter((split) => split.direction === direction);
  const accounts = [...contact.accounts].sort(byAmount).map(([account]) => account);
  const paths = pathsOf(mine, contact);
  const touches = [...contact.touches.values()];
  const { minHops, ownerHops } = hopsOf(trace, contact, paths);
  const amounts = amountsOf(mine, contact, 'whole');
  return {
    subject: trace.start.subject,
    direction,
    kind: distance,
    minHops,
    ownerHops,
    attribution,
    accounts,
    entityDesignation: designationOf(touches, (claim) => claim.entityListedOn),
    designation: designationOf(touches, (claim) => claim.listedOn),
    amounts,
    recentAmounts: amountsOf(mine, contact, 'recent'),
    byDate: amounts.flatMap(({ asset }) => {
      const dated = contact.dated.get(asset);
      return dated === undefined ? [] : [{ asset, ...dated }];
    }),
    share: tellShare(amounts, asked.totals),
    dust: asked.dust,
    firstSeenSeconds: Math.min(...touches.map(({ firstSeconds }) => firstSeconds)),
    lastSeenSeconds: Math.max(...touches.map(({ lastSeconds }) => lastSeconds)),
    paths,
  };
}

function byAmount(a: readonly [Account, bigint], b: readonly [Account, bigint]): number {
  if (a[1] !== b[1]) return a[1] > b[1] ? -1 : 1;
  return a[0] < b[0] ? -1 : 1;
}

function amountsOf(
  splits: readonly AssetSplit[],
  contact: Contact,
  period: Period,
): ExposureAmount[] {
  const { accounts, distance } = contact;
  return splits
    .flatMap((split): ExposureAmount[] => {
      const figures = contact.amounts.get(split.asset)?.[period];
      if (figures === undefined) return [];
      const bounds = boundSplit(split, {
        period,
        isRisky: (place, met) => isOf(accounts, place) && met === distance,
      });
      const { haircut, fifo } = figures;
      return [{ asset: split.asset, ...withBounds(split, period, { haircut, fifo, bounds }) }];
    })
    .sort((a, b) => (a.asset < b.asset ? -1 : 1));
}

function isOf(accounts: Contact['accounts'], place: Place): boolean {
  return place.account !== null && accounts.has(place.account);
}

function pathsOf(splits: readonly AssetSplit[], contact: Contact): Path[] {
  const accounts = new Set(contact.accounts.keys());
  const { direction, distance } = contact;
  const paths: Path[] = [];
  for (const { table, asset } of splits) {
    const most = MOST_PATHS - paths.length;
    if (most === 0) break;
    if (!contact.amounts.has(asset)) continue;
    paths.push(...widestPaths({ table, asset, direction, accounts, distance, most }));
  }
  return paths;
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
        const figures = amounts.get(split.asset)?.whole;
        if (figures === undefined) continue;
        amount += largerAmount(figures.haircut.amount, figures.fifo.amount);
      }
      if (amount === 0n) return true;
      const floor = trace.start.assets.get(split.asset)?.dustAmount ?? 0n;
      const small = amount * 100n < split.splits.whole.haircut.total * DUST_PERCENT;
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
