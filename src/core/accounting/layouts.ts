import type { AssetId } from '../asset.js';
import type { Period } from '../exposure.js';
import type { BoundedLedger } from './boundQuestion.js';
import { amountAt } from './movementTable.js';
import type { Reach } from './reach.js';
import { reachOf } from './reach.js';
import { forEachOwnLeg } from './replay.js';
import type { Timeline } from './timeline.js';
import { layOutTimeline } from './timeline.js';

/**
 * What of a ledger is laid out for flow questions: each part once, when it is first asked for.
 * Nothing in it depends on which places a question is about.
 */
export class Layouts {
  readonly #ledger: BoundedLedger;
  readonly #timelines = new Map<AssetId, Timeline>();
  readonly #own = new Map<string, Reach>();
  readonly #legs = new Map<number, Reach | null>();
  readonly #totals = new Map<string, bigint>();

  constructor(ledger: BoundedLedger) {
    this.#ledger = ledger;
  }

  timelineOf(asset: AssetId): Timeline {
    return kept(this.#timelines, asset, () => layOutTimeline({ ...this.#ledger, asset }));
  }

  /** What the subject's own transfers of a period can reach. */
  ownReach(asset: AssetId, period: Period): Reach {
    return kept(this.#own, `${asset} ${period}`, () => {
      const timeline = this.timelineOf(asset);
      const { older, recent } = timeline;
      return reachOf(timeline, period === 'recent' ? [recent] : [older, recent]);
    });
  }

  /** What value that passes a conversion by a leg can reach; null where none does. */
  legReach(asset: AssetId, leg: number): Reach | null {
    return kept(this.#legs, leg, () => {
      const timeline = this.timelineOf(asset);
      const start = timeline.throughConversion.get(leg);
      return start === undefined ? null : reachOf(timeline, [start]);
    });
  }

  /** What the subject received (or sent) of an asset. Units: atomic. */
  ownTotal(asset: AssetId, period: Period): bigint {
    return kept(this.#totals, `${asset} ${period}`, () => {
      const { table, recentSeconds } = this.#ledger;
      let total = 0n;
      forEachOwnLeg({ ...this.#ledger, asset }, (leg, timeSeconds) => {
        if (period === 'recent' && timeSeconds < recentSeconds) return;
        total += amountAt(table, leg);
      });
      return total;
    });
  }
}

/** What is kept under a key; what is not yet there is made. */
function kept<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
