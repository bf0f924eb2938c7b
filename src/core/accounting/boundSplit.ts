import type { Figures, Period, UsdFigures, ValuedAmount } from '../exposure.js';
import type { AssetSplit } from './assetSplit.js';
import type { BoundQuestion, FlowBounds } from './boundQuestion.js';
import type { Place } from './movement.js';

/** Arcs that the flows of one question may visit for conversions; what that leaves is told as any part. */
const CONVERSION_ARCS = 2_000_000;
/** Flows that looking through one conversion takes. */
const FLOWS_OF_CONVERSION = 3;

/** Bounds of what an asset's split gives the places that are asked about. */
export function boundSplit(
  split: AssetSplit,
  question: Pick<BoundQuestion, 'period' | 'isRisky'>,
): FlowBounds {
  const { bounder, asset, conversions } = split;
  const room = CONVERSION_ARCS / (FLOWS_OF_CONVERSION * Math.max(1, bounder.sizeOf(asset)));
  return bounder.boundFlow({
    ...question,
    asset,
    isUnseen,
    conversions: conversions.slice(0, Math.ceil(room)),
  });
}

/** Whether nobody saw where value at an edge came from or went: hubs and all that was not replayed. */
function isUnseen(place: Place): boolean {
  if (place.kind !== 'edge') return false;
  switch (place.what.kind) {
    case 'issued':
      // Against what a token was minted (a deposit, a burn on another chain) nobody saw.
      return place.asset.includes('/erc20:');
    case 'not-replayed':
    case 'coinjoin':
    case 'ambiguous-conversion':
    case 'unlisted-asset':
      return true;
    case 'boundary': {
      const { boundary } = place.what;
      return boundary.kind === 'service' && boundary.attribution.category === 'infrastructure';
    }
    default:
      return false;
  }
}

/** Amounts by both methods with their bounds, in atomic units and in US dollars. */
export function withBounds(
  split: AssetSplit,
  period: Period,
  told: {
    readonly haircut: ValuedAmount;
    readonly fifo: ValuedAmount;
    readonly bounds: FlowBounds;
  },
): Figures & { readonly usd: UsdFigures | null } {
  const { haircut, fifo, bounds } = told;
  const { atLeast, atMost } = split.valuers[period];
  const { lower, upper, upperIfUnseenRisky } = bounds;
  const usd =
    haircut.usdMicros === null || fifo.usdMicros === null
      ? null
      : {
          haircut: haircut.usdMicros,
          fifo: fifo.usdMicros,
          lower: atLeast(lower),
          upper: atMost(upper),
          upperIfUnseenRisky: atMost(upperIfUnseenRisky),
        };
  return {
    haircut: haircut.amount,
    fifo: fifo.amount,
    lower,
    upper,
    upperIfUnseenRisky,
    usd,
  };
}
