import { accountsOfKey } from '../../chains/labelAddress.js';
import { formatCanonicalJson } from '../../core/canonicalJson.js';
import type { StoredVouch } from '../../core/vouch.js';
import { touchedByLabels } from '../../desk/touchedScreenings.js';
import type { BundleAccounts, ScreenedMark } from '../../store/bundleAccounts.js';
import type { LabelStore } from '../../store/labelStore.js';
import type { PresentRecord } from '../../store/presentRecords.js';
import type { VouchStore } from '../../store/vouchStore.js';
import { portsOf } from '../labelImpact.js';

/** What labels of then are compared with those of now by. */
export interface StandingMeans {
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly accounts: BundleAccounts;
  readonly withBuiltIn: boolean;
}

/**
 * Tells whether no label and no vouch that speaks about the accounts of a record came, changed or went
 * since, where the labels as a whole are others than those that it was judged by.
 *
 * All records that were judged by the same labels are compared at once and remembered until the labels
 * change again. Edge: of facts that cannot be read nobody knows whom they name; such a record never stands.
 */
export function createLabelStandings(
  means: StandingMeans,
): (record: PresentRecord, now: { readonly version: string; readonly iso: string }) => boolean {
  const known = new Map<string, Compared>();
  let knownAt = '';
  return (record, { version, iso }) => {
    // A vouch ends with a day, without any row that is written.
    const at = `${version} ${iso.slice(0, 10)}`;
    if (at !== knownAt) known.clear();
    knownAt = at;
    const before = known.get(record.snapshotsJson);
    const compared =
      before?.ids.has(record.screeningId) === true
        ? before
        : compare(record.snapshotsJson, { means, iso });
    known.set(record.snapshotsJson, compared);
    return !compared.touched.has(record.screeningId);
  };
}

interface Compared {
  /** All records that were compared. */
  readonly ids: ReadonlySet<string>;
  readonly touched: ReadonlySet<string>;
}

function compare(
  snapshotsJson: string,
  { means, iso }: { readonly means: StandingMeans; readonly iso: string },
): Compared {
  const { accounts } = means;
  const unreadable = new Set(accounts.fill(() => undefined));
  const texts = new Map<ScreenedMark['labelSnapshots'], string>();
  const textOf = (labelSnapshots: ScreenedMark['labelSnapshots']) => {
    const text =
      texts.get(labelSnapshots) ?? formatCanonicalJson(labelSnapshots.map((one) => ({ ...one })));
    texts.set(labelSnapshots, text);
    return text;
  };
  const marks = accounts
    .listScreened()
    .filter(({ labelSnapshots }) => textOf(labelSnapshots) === snapshotsJson);
  const ports = portsOf(means, () => true);
  const byLabels = touchedByLabels(marks, { kind: 'screening' }, ports);
  return {
    ids: new Set(marks.map(({ screeningId }) => screeningId)),
    touched: new Set([
      ...byLabels.map(({ screening }) => screening.screeningId),
      ...touchedByVouches(marks, { means, iso }),
      ...marks
        .filter(({ factsDigest }) => unreadable.has(factsDigest))
        .map(({ screeningId }) => screeningId),
    ]),
  };
}

/** The records that name an account of a vouch which holds now and did not then, or the other way round. */
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
        .filter((vouch) => holdsAt(vouch, screenedAt) !== holdsAt(vouch, iso))
        .flatMap(accountsOf)
        .some(
          (account) =>
            subjects.includes(account) || bundles.get(account)?.includes(factsDigest) === true,
        ),
    )
    .map(({ screeningId }) => screeningId);
}

function holdsAt({ madeAt, until, withdrawnAt }: StoredVouch, iso: string): boolean {
  return madeAt <= iso && iso.slice(0, 10) <= until && (withdrawnAt === null || withdrawnAt > iso);
}
