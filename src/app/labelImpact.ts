import { accountsOfKey, tracedTwin } from '../chains/labelAddress.js';
import { decodeFactBundle } from '../core/decodeBundle.js';
import { InputError } from '../core/errors.js';
import { formatMoment, parseMoment } from '../core/moment.js';
import type { PriceBook } from '../core/price.js';
import { type LookbackMeans, lookBack } from '../desk/lookback.js';
import type { RecordedVerdict, ScreenedMark } from '../desk/lookbackPorts.js';
import { type Standing, standingOf } from '../desk/standing.js';
import { mergeTouched } from '../desk/touchedByVouches.js';
import {
  currentStates,
  isJudgedByCurrent,
  type Since,
  type TouchedPorts,
  touchedByLabels,
} from '../desk/touchedScreenings.js';
import type { LabelImpact } from '../report/impactDocument.js';
import { ruleSetDigest } from '../rules/digest.js';
import type { RuleSet } from '../rules/ruleSet.js';
import { tellLabelGaps } from '../screening/labelGaps.js';
import type { BundleAccounts } from '../store/bundleAccounts.js';
import { isBuiltInSet, speaksAbout } from '../store/labelMatch.js';
import type { LabelStore } from '../store/labelStore.js';
import type { ScreeningStore } from '../store/screeningStore.js';
import { VOUCH_SET, type VouchStore } from '../store/vouchStore.js';
import { findSnapshot, importsOf } from './compareLabels.js';
import { newerScreenings, readStored, tellItem } from './impactItems.js';
import { readUpkeep, type UpkeepMeans } from './labelUpkeep.js';
import { readPolicy } from './records.js';
import { touchedByVouchesSince } from './vouchImpact.js';

/** How far a look back has come. */
export interface ImpactProgress {
  readonly activity: 'reading recorded facts' | 'judging again';
  readonly done: number;
  readonly total: number;
}

/** Which changes of labels are asked about. */
export interface ImpactRequest {
  /** A snapshot or a time from which on changes count; null for all that a screening did not know. */
  readonly since: string | null;
  /** The only set that is looked at; null for all. */
  readonly set: string | null;
  readonly onProgress: (progress: ImpactProgress) => void;
}

/** What past screenings are looked through with. */
export interface ImpactMeans {
  readonly screenings: ScreeningStore;
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly accounts: BundleAccounts;
  readonly withBuiltIn: boolean;
  readonly upkeep: UpkeepMeans;
  readonly ruleSet: RuleSet;
  readonly engineVersion: number;
  /** What coins were worth where no dated prices were gathered; null for what pegs fix alone. */
  readonly prices: PriceBook | null;
  readonly nowSeconds: number;
}

/**
 * The past screenings that would read differently by the labels of now. Asks nobody.
 *
 * @throws {InputError} when there is no such set or snapshot.
 */
export function tellImpact(request: ImpactRequest, means: ImpactMeans): LabelImpact {
  const { labels, accounts } = means;
  const since = readSince(request, means);
  if (request.set !== null) importsOf(labels.listImports(), request.set);
  const unreadable = new Set(
    accounts.fill((at) => request.onProgress({ activity: 'reading recorded facts', ...at })),
  );
  const screened = accounts.listScreened();
  const ports = portsOf(means, (set) => request.set === null || set === request.set);
  const touched = touchedSince(screened, since, { means, ports });
  const lookback = lookbackMeansOf(means);
  const { current, labelGaps } = lookback;
  const looked = lookBack(touched, lookback, (done) =>
    request.onProgress({ activity: 'judging again', done, total: touched.length }),
  );
  const newer = newerScreenings(
    screened.filter(({ labelSnapshots }) => isJudgedByCurrent(labelSnapshots, current)),
    means,
  );
  const items = looked
    .filter(({ now }) => now.kind !== 'same')
    .map((one) => tellItem(one, { means, newer }));
  const notJudged = items.filter(({ now }) => now === null).length;
  return {
    since: request.since,
    set: request.set,
    labelSnapshots: current.map(({ set, id, rows, digest, asOf }) => ({
      set,
      id,
      rows,
      digest,
      asOf,
    })),
    labelGaps: labelGaps.map(({ sentence, cure }) => `${sentence} ${cure}`),
    counts: {
      screenings: screened.length,
      touched: touched.length,
      differ: items.length - notJudged,
      notJudged,
      same: touched.length - items.length,
      screenedSince: items.filter(({ screenedSince }) => screenedSince !== null).length,
    },
    items,
    unreadable: screened
      .filter(({ factsDigest }) => unreadable.has(factsDigest))
      .map(({ screeningId }) => screeningId),
  };
}

/**
 * Ids of all past screenings about whose accounts labels or vouches say something else now than when they
 * were judged. Asks nobody.
 */
export function listTouched(means: ImpactMeans): ReadonlySet<string> {
  means.accounts.fill(() => undefined);
  const ports = portsOf(means, () => true);
  const since = { kind: 'screening' } as const;
  const touched = touchedSince(means.accounts.listScreened(), since, { means, ports });
  return new Set(touched.map(({ screening }) => screening.screeningId));
}

function touchedSince(
  screened: readonly ScreenedMark[],
  since: Since,
  { means, ports }: { readonly means: ImpactMeans; readonly ports: TouchedPorts },
) {
  return mergeTouched(
    screened,
    touchedByLabels(screened, since, ports),
    touchedByVouchesSince(screened, since, { means, ports }),
  );
}

/** What recorded screenings are judged again with, by the labels and rules of now. */
export function lookbackMeansOf(means: ImpactMeans): LookbackMeans {
  const current = currentStates(portsOf(means, () => true));
  const upkeep = readUpkeep(means.labels, means.upkeep);
  return {
    ...means,
    record: recordIn(means),
    labels: booksOf(means),
    current,
    labelGaps: tellLabelGaps({ sets: current.length, upkeep }, means.nowSeconds),
    ruleSetDigest: ruleSetDigest(means.ruleSet),
    nowIso: formatMoment(means.nowSeconds),
  };
}

/**
 * Whether a recorded verdict may still be relied on.
 *
 * @throws {InputError} when there is no such screening.
 */
export function tellStanding(screeningId: string, means: ImpactMeans): Standing {
  const unreadable = means.accounts.fill(() => undefined);
  const mark = means.accounts.listScreened().find((one) => one.screeningId === screeningId);
  if (mark === undefined) {
    throw new InputError(
      'The database holds no screening with this id; check it, or name the database with --config.',
    );
  }
  const ports = portsOf(means, () => true);
  const since = { kind: 'screening' } as const;
  return standingOf(mark, recordIn(means).readVerdict(screeningId), {
    ports,
    isVouchedAnew: touchedByVouchesSince([mark], since, { means, ports }).length > 0,
    unreadable,
    nowIso: formatMoment(means.nowSeconds),
  });
}

function readSince({ since, set }: ImpactRequest, { labels }: ImpactMeans): Since {
  if (since === null) return { kind: 'screening' };
  const moment = parseMoment(since);
  if (moment !== null) return { kind: 'moment', iso: formatMoment(moment) };
  const snapshot = findSnapshot(labels.listImports(), since);
  if (set === null || set === snapshot.set) return { kind: 'snapshot', snapshot };
  throw new InputError(
    `The snapshot ${snapshot.id} is none of the set ${set}; name one of its own, or a day.`,
  );
}

/** What screenings that labels touch are found with, among the sets that are asked about. */
export function portsOf(
  means: Pick<ImpactMeans, 'labels' | 'accounts' | 'withBuiltIn'>,
  isAsked: (set: string) => boolean,
): TouchedPorts {
  return {
    labels: means.labels,
    index: means.accounts,
    isBuiltIn: isBuiltInSet,
    isUsed: (set) => isAsked(set) && (means.withBuiltIn || !isBuiltInSet(set)),
    accountsOfKey,
    speaksAbout: (claim, account) => speaksAbout(claim, account, tracedTwin),
  };
}

/** What sets said, lowered by the vouches that were in force. */
function booksOf({ labels, vouches, nowSeconds }: ImpactMeans): LookbackMeans['labels'] {
  return {
    openBookOf: ({ snapshots, iso }) => {
      const day = iso.slice(0, 10);
      const sets = snapshots.filter(({ set }) => set !== VOUCH_SET);
      const book = labels.openBookOf({ snapshots: sets, day });
      if (book === null) return null;
      // Only what was judged then knows which vouches of its second it had.
      const isNow = iso === formatMoment(nowSeconds);
      return vouches.answer(book, isNow ? { iso, day } : { iso, day, recorded: snapshots });
    },
  };
}

function recordIn({ screenings }: ImpactMeans) {
  return {
    readVerdict: (screeningId: string): RecordedVerdict => {
      const { document, ...stored } = readStored(screenings, screeningId);
      const { engineVersion, factsDigest, policyJson, labelSnapshots } = stored;
      return {
        ...document,
        screeningId,
        engineVersion,
        factsDigest,
        labelSnapshots,
        policy: readPolicy(policyJson),
      };
    },
    readBundle: (factsDigest: string) =>
      screenings.checkFactBundle(factsDigest) === 'whole'
        ? decodeFactBundle(screenings.readFactBundle(factsDigest) ?? '')
        : null,
  };
}
