import { accountsOfKey } from '../../chains/labelAddress.js';
import { OFAC_SET } from '../../core/labels/listNow.js';
import type { StoredVouch } from '../../core/vouch.js';
import { touchedByLabels } from '../../desk/touchedScreenings.js';
import type { BundleAccounts, ScreenedMark } from '../../store/bundleAccounts.js';
import { isBuiltInSet } from '../../store/labelMatch.js';
import type { LabelStore } from '../../store/labelStore.js';
import type { PresentRecord, PresentRecords } from '../../store/presentRecords.js';
import { VOUCH_SET, type VouchStore } from '../../store/vouchStore.js';
import { portsOf } from '../labelImpact.js';

/** What labels of then are compared with those of now by. */
export interface StandingMeans {
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly records: Pick<PresentRecords, 'listJudgedBy'>;
  readonly accounts: BundleAccounts;
  readonly withBuiltIn: boolean;
}

/**
 * Tells whether no label and no vouch that speaks about the accounts of a record came, changed or went
 * since, where the labels as a whole are others than those that it was judged by.
 *
 * The newest records that were judged by the same labels are compared at once and remembered until the
 * labels change again. Edge: an older one never stands, nor does one of whose facts nobody knows whom
 * they name, nor any after a change that is long to compare: at worst a wallet is screened anew.
 */
export function createLabelStandings(
  means: StandingMeans,
): (record: PresentRecord, now: { readonly version: string; readonly iso: string }) => boolean {
  const known = new Map<string, ReadonlySet<string>>();
  let knownAt = '';
  return ({ screeningId, snapshotsJson }, { version, iso }) => {
    // A vouch ends with a day, without any row that is written.
    const at = `${version} ${iso.slice(0, 10)}`;
    if (at !== knownAt) known.clear();
    knownAt = at;
    const standing = known.get(snapshotsJson) ?? findStanding(snapshotsJson, { means, iso });
    known.set(snapshotsJson, standing);
    return standing.has(screeningId);
  };
}

/** Most rows of label sets that are read for one comparison: all who ask wait for it. */
const MOST_ROWS = 2000;

/** Most claims that came, changed or went whose accounts are looked for. */
const MOST_CLAIMS = 100;

function findStanding(
  snapshotsJson: string,
  { means, iso }: { readonly means: StandingMeans; readonly iso: string },
): ReadonlySet<string> {
  // Written from snapshots; the chain shows any later change.
  const labelSnapshots: ScreenedMark['labelSnapshots'] = JSON.parse(snapshotsJson);
  if (countRows(labelSnapshots, means.labels.listCurrentSnapshots()) > MOST_ROWS) return new Set();
  const ports = portsOf(means, () => true);
  let claims = 0;
  const accountsOfKey: typeof ports.accountsOfKey = (account) => {
    claims += 1;
    return claims > MOST_CLAIMS ? [] : ports.accountsOfKey(account);
  };
  const marks = means.records
    .listJudgedBy(snapshotsJson)
    .map((record) => ({ ...record, labelSnapshots }));
  const byLabels = touchedByLabels(marks, { kind: 'screening' }, { ...ports, accountsOfKey });
  if (claims > MOST_CLAIMS) return new Set();
  const touched = new Set([
    ...byLabels.map(({ screening }) => screening.screeningId),
    ...touchedByVouches(marks, { means, iso }),
  ]);
  return new Set(
    marks.map(({ screeningId }) => screeningId).filter((screeningId) => !touched.has(screeningId)),
  );
}

/** How many rows a comparison reads. Edge: a change of OFAC's own list changes how its copies read. */
function countRows(
  then: ScreenedMark['labelSnapshots'],
  now: ScreenedMark['labelSnapshots'],
): number {
  const digestIn = (labels: ScreenedMark['labelSnapshots'], set: string) =>
    labels.find((one) => one.set === set)?.digest;
  const isSame = (set: string) => digestIn(then, set) === digestIn(now, set);
  return [...then, ...now]
    .filter(({ set }) => set !== VOUCH_SET)
    .filter(({ set }) => !isSame(set) || (isBuiltInSet(set) && !isSame(OFAC_SET)))
    .reduce((sum, { rows }) => sum + rows, 0);
}

/** The records that name an account of a vouch which holds now and may not have held then, or the other way round. */
function touchedByVouches(
  marks: readonly ScreenedMark[],
  { means, iso }: { readonly means: StandingMeans; readonly iso: string },
): readonly string[] {
  const vouches = means.vouches.listVouches();
  if (vouches.length === 0) return [];
  const accountsOf = ({ account }: StoredVouch) => [account, ...accountsOfKey(account)];
  const bundles = means.accounts.findBundles(new Set(vouches.flatMap(accountsOf)));
  return marks
    .filter(({ screenedAt, factsDigest, subjects }) =>
      vouches
        .filter((vouch) => changedSince(vouch, { fromIso: screenedAt, toIso: iso }))
        .flatMap(accountsOf)
        .some(
          (account) =>
            subjects.includes(account) || bundles.get(account)?.includes(factsDigest) === true,
        ),
    )
    .map(({ screeningId }) => screeningId);
}

/**
 * Whether a vouch was made, withdrawn or over since a screening began. Edge: what happened in the same
 * second counts, since nobody knows what came first.
 */
function changedSince(
  { madeAt, until, withdrawnAt }: StoredVouch,
  span: { readonly fromIso: string; readonly toIso: string },
): boolean {
  const { fromIso, toIso } = span;
  if (madeAt >= fromIso || (withdrawnAt !== null && withdrawnAt >= fromIso)) return true;
  return until >= fromIso.slice(0, 10) && until < toIso.slice(0, 10);
}
