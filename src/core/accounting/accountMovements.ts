import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Transfer } from '../ledger.js';
import { orderFacts } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import { groupByTransaction } from '../netting/groupByTransaction.js';
import { netTransaction } from '../netting/netTransaction.js';
import type { NoAccount, Step, StepLeg } from '../netting/step.js';
import { isAccount } from '../netting/step.js';
import { withoutOwnTrade } from '../netting/withoutOwnTrade.js';
import type { Leg, Movement, Place, ReplayScope } from './movement.js';
import { nearPlace } from './movement.js';

/** What a replay of an account-model chain needs to know besides. */
export interface AccountScope extends ReplayScope {
  /** The exchange that keeps an account for one customer to pay into; null for all others. */
  readonly depositOf: (account: Account) => Attribution | null;
}

/**
 * Transfers as movements between places, transaction by transaction, in the order of the chain.
 *
 * Edge: what the subject converts is no movement, for nothing was received or sent by it; movements
 * of nothing, within one place, and between two ends are left out.
 */
export function* accountMovements(
  facts: {
    readonly transfers: readonly Transfer[];
    /** Transfers of assets that are not listed, by transaction id. */
    readonly unlisted: ReadonlyMap<string, readonly Transfer[]>;
  },
  scope: AccountScope & NettingScope,
): Generator<Movement> {
  const places = new PlaceBook(scope);
  for (const transfers of groupByTransaction(orderFacts(facts.transfers))) {
    const txId = transfers[0]?.txId ?? null;
    const unlisted = txId === null ? [] : (facts.unlisted.get(txId) ?? []);
    for (const step of netTransaction({ transfers, unlisted }, scope)) {
      const rest = withoutOwnTrade(step, scope.subject);
      const movement = rest === null ? null : movementOf(rest, places);
      if (movement !== null) yield movement;
    }
  }
}

function movementOf(step: Step, places: PlaceBook): Movement | null {
  const debits = step.debits.map((leg) => places.legOf(leg));
  const credits = step.credits.map((leg) => places.legOf(leg));
  const isEnd = ({ place }: Leg) => place.kind === 'edge';
  if (debits.every(isEnd) && credits.every(isEnd)) return null;
  return { kind: step.kind, fact: step.fact, debits, credits };
}

/** Places by account and asset, each made once. */
class PlaceBook {
  readonly #scope: AccountScope;
  readonly #places = new Map<AssetId, Map<Account | NoAccount, Place>>();

  constructor(scope: AccountScope) {
    this.#scope = scope;
  }

  legOf({ place, asset, amount, weight }: StepLeg): Leg {
    const at = this.#placeOf(place, asset);
    return weight === amount ? { place: at, amount } : { place: at, amount, weight };
  }

  #placeOf(at: Account | NoAccount, asset: AssetId): Place {
    let ofAsset = this.#places.get(asset);
    if (ofAsset === undefined) {
      ofAsset = new Map();
      this.#places.set(asset, ofAsset);
    }
    const known = ofAsset.get(at);
    if (known !== undefined) return known;
    const place = this.#create(at, asset);
    ofAsset.set(at, place);
    return place;
  }

  #create(at: Account | NoAccount, asset: AssetId): Place {
    if (!isAccount(at)) return { kind: 'edge', account: null, asset, what: { kind: at } };
    const near = nearPlace(at, asset, this.#scope);
    if (near !== null) return near;
    const exchange = this.#scope.depositOf(at);
    if (exchange !== null) {
      const boundary = { kind: 'service', attribution: exchange } as const;
      return { kind: 'edge', account: at, asset, what: { kind: 'boundary', boundary } };
    }
    if (this.#scope.isReplayed(at)) return { kind: 'holding', account: at, asset };
    return { kind: 'edge', account: at, asset, what: { kind: 'not-replayed' } };
  }
}
