import type { Account } from '../account.js';
import type { AssetList } from '../asset.js';
import type { Knowledge } from '../boundary.js';
import type { Policy } from '../policy.js';
import type { PriceBook } from '../price.js';
import { createTrace } from '../trace/trace.js';
import type { Trace } from '../trace/traceState.js';

/** What a seed's money is followed by. */
export interface HaloGrounds {
  readonly assets: AssetList;
  readonly prices: PriceBook;
  readonly knowledge: Knowledge;
  readonly policy: Policy;
  /** Units: Unix seconds. */
  readonly nowSeconds: number;
}

/**
 * A search forward from a seed: whom it paid, and over a second hop whom these paid.
 *
 * It is the tracer of a screening, turned to the outgoing side: time-respecting, by value, ended by
 * labelled accounts, services, mixers, hubs, CoinJoins, own accounts, deposit addresses and whatever
 * is below the expansion floor.
 * Order: the place that most of the seed's money reached comes first, one look-up at a time, so that
 * a request budget can end it between any two.
 */
export function createHaloTrace(seed: Account, hops: number, grounds: HaloGrounds): Trace {
  return createTrace({
    ...grounds,
    subject: seed,
    directions: ['outgoing'],
    policy: {
      ...grounds.policy,
      depth: hops,
      // All within reach is looked at, also the last few per cent: a little of a theft is much.
      requiredDepth: hops,
      window: 1,
      maxRequests: Number.MAX_SAFE_INTEGER,
    },
  });
}
