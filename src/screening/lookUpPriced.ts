import type { AssetList } from '../core/asset.js';
import type { Knowledge } from '../core/boundary.js';
import type { Unseen } from '../core/lookup.js';
import { createPriceBook } from '../core/price.js';
import type { GatheredPrices, Unpriced } from './gatherPrices.js';
import type { LookUp } from './runTrace.js';
import { whyUndecided } from './undecidedSwaps.js';

/**
 * The same look-ups, each answered once every price that its facts name is known: the tracer asks
 * for prices while it takes an answer, and cannot wait.
 *
 * Where a swap cannot be decided for want of a price that could be had, the answer says so.
 */
export function createPricedLookUp(
  lookUp: LookUp,
  prices: GatheredPrices,
  known: { readonly assets: AssetList; readonly knowledge: Knowledge },
): LookUp {
  const scope = {
    ...known,
    prices: createPriceBook(known.assets, prices.book),
    whyUnpriced: prices.whyUnpriced,
  };
  return async (lookup, signal) => {
    const reply = await lookUp(lookup, signal);
    await prices.gather(reply.facts, signal);
    const why = whyUndecided(reply.facts, scope);
    if (why === null) return reply;
    return { ...reply, unseen: [...reply.unseen, undecided(why)] };
  };
}

function undecided(why: Unpriced): Unseen {
  return {
    channel: null,
    kind: 'unpriced',
    sentence:
      'A swap could not be told from two payments for want of a price, so the trail ends at it.',
    cure: cureOfUnpriced(why),
  };
}

/** What would bring a price that is missing. */
export function cureOfUnpriced(why: Unpriced): string {
  switch (why) {
    case 'not-answered':
      return 'Screen again when the source of prices answers; what was fetched is kept.';
    case 'not-kept':
      return 'Screen once without --offline; prices are kept.';
    case 'not-known':
      return 'The source of prices has none for these days and is asked again after a week; another prices.url may know more.';
  }
}
