import type { AssetList } from '../core/asset.js';
import type { Knowledge } from '../core/boundary.js';
import type { LookupReply, Unseen } from '../core/lookup.js';
import type { Unpriced } from '../core/price.js';
import { createPriceBook } from '../core/price.js';
import type { GatheredPrices, KnownPrices } from './gatherPrices.js';
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
  const withUndecided = createSwapCheck(prices, known);
  return async (lookup, signal) => {
    const reply = await lookUp(lookup, signal);
    await prices.gather(reply.facts, signal);
    return withUndecided(reply);
  };
}

/**
 * Adds to an answer that a swap in it cannot be decided; all prices of its facts must be known.
 *
 * Edge: what an answer said of that before is forgotten, since other labels may decide another way.
 */
export function createSwapCheck(
  prices: KnownPrices,
  known: { readonly assets: AssetList; readonly knowledge: Knowledge },
): (reply: LookupReply) => LookupReply {
  const scope = {
    ...known,
    prices: createPriceBook(known.assets, prices.book),
    whyUnpriced: prices.whyUnpriced,
  };
  return (reply) => {
    const why = whyUndecided(reply.facts, scope);
    const others = reply.unseen.filter(({ kind }) => kind !== 'unpriced');
    return { ...reply, unseen: why === null ? others : [...others, undecided(why)] };
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
