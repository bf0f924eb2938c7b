import type { AssetId } from '../asset.js';
import type { Period } from '../exposure.js';
import { BoundInquiry } from './boundInquiry.js';
import type { BoundedLedger, BoundQuestion, FlowBounds } from './boundQuestion.js';
import { Layouts } from './layouts.js';
import { placeAt, sideOf } from './movementTable.js';
import type { Reach } from './reach.js';

/** Answers questions about one ledger; what it lays out is kept from question to question. */
export interface Bounder {
  readonly boundFlow: (question: BoundQuestion) => FlowBounds;
  /** The most of what the subject received (or sent) that can have made a round trip. */
  readonly mostReturned: (asset: AssetId, period: Period) => bigint;
  /** Arcs of an asset's network: what one flow costs. */
  readonly sizeOf: (asset: AssetId) => number;
}

/**
 * Bounds of how much of what a subject received came from risky places, or of what it sent went to
 * them, whichever way mixed money is told apart.
 *
 * `upper` is the most that flows between the risky places and the subject in the time-expanded
 * network; `lower` is the total less the most that flows between all others and the subject. Within
 * one asset both ends are reached by some way of telling the money apart, in whole units; a method
 * that rounds each row can be off by one unit per row. Through a conversion bounds travel as
 * fractions of what was changed, from the far end to the subject: they hold, but are not always
 * reached.
 * Edge: what a place gave beyond what it was seen to hold counts as unseen. What a place still holds
 * at the end is neither risky nor unseen.
 * Blind spot: a payment that nobody saw and that left no such mark moves the truth outside; only the
 * balance on the chain can show it.
 */
export function createBounder(ledger: BoundedLedger): Bounder {
  const layouts = new Layouts(ledger);
  let isRoundTripPossible: boolean | null = null;
  return {
    boundFlow: (question) => new BoundInquiry(ledger, question, layouts).answer(),
    mostReturned: (asset, period) => {
      isRoundTripPossible ??= standsBeyond(ledger);
      return isRoundTripPossible ? mostReturned(layouts.ownReach(asset, period)) : 0n;
    },
    sizeOf: (asset) => layouts.timelineOf(asset).arcs.heads.length,
  };
}

/** Whether the subject is, in any asset, also where its value could have come from (or gone to). */
function standsBeyond({ table, direction }: BoundedLedger): boolean {
  for (let at = 0; at < table.count; at += 1) {
    const [from, to] = sideOf(table, at, direction === 'incoming' ? 'debits' : 'credits');
    for (let leg = from; leg < to; leg += 1) {
      if (placeAt(table, leg).kind === 'subject') return true;
    }
  }
  return false;
}

const NO_LIMITS: ReadonlyMap<number, bigint> = new Map();

/** Edge: what comes back in another asset than it left in has been converted on the way; it counts. */
function mostReturned({ mostTo, ends }: Reach): bigint {
  const sinks = ends.flatMap((end) =>
    end.kind === 'returned' || end.kind === 'conversion' ? end.node : [],
  );
  return mostTo(sinks, NO_LIMITS);
}
