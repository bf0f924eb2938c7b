import { formatCanonicalJson } from '../../core/canonicalJson.js';
import { formatMoment } from '../../core/moment.js';
import type { ScreeningDocument } from '../../report/document.js';
import type { LabelStore } from '../../store/labelStore.js';
import type { PresentRecords } from '../../store/presentRecords.js';
import type { VouchStore } from '../../store/vouchStore.js';

/** What the labels of now are read from. */
export interface LabelsOfNow {
  readonly records: Pick<PresentRecords, 'readLabelVersion'>;
  readonly labels: Pick<LabelStore, 'openBook'>;
  readonly vouches: Pick<VouchStore, 'answer'>;
  readonly withBuiltIn: boolean;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Tells whether a screening was judged by the very labels and vouches of now, so that nothing of them has
 * to be compared. They are read anew when one of them changed, or another day began.
 */
export function createLabelMatch(
  means: LabelsOfNow,
): (screened: Pick<ScreeningDocument, 'labelSnapshots'>) => boolean {
  let known: { readonly key: string; readonly snapshotsJson: string } | null = null;
  return ({ labelSnapshots }) => {
    const iso = formatMoment(Math.floor(means.nowMs() / 1000));
    const day = iso.slice(0, 10);
    const key = `${means.records.readLabelVersion()} ${day}`;
    if (known?.key !== key) {
      const { labels, vouches, withBuiltIn } = means;
      const { snapshots } = vouches.answer(labels.openBook({ day, withBuiltIn }), { iso, day });
      known = { key, snapshotsJson: textOf(snapshots) };
    }
    return textOf(labelSnapshots) === known.snapshotsJson;
  };
}

function textOf(snapshots: ScreeningDocument['labelSnapshots']): string {
  return formatCanonicalJson(
    snapshots.map(({ set, id, rows, digest, asOf }) => ({ set, id, rows, digest, asOf })),
  );
}
