import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Transfer } from '../ledger.js';
import type { NettingScope } from '../netting/belief.js';
import type { NoAccount } from '../netting/step.js';
import { isAccount } from '../netting/step.js';
import { isWrapper, isZeroAddress } from '../netting/wrapped.js';
import { GrowingInts } from './growingInts.js';
import type { Place, ReplayScope } from './movement.js';
import { nearPlace } from './movement.js';
import type { TableWriter } from './tableWriter.js';

/** What a replay of an account-model chain needs to know besides. */
export interface AccountScope extends ReplayScope {
  /** The exchange that keeps an account for one customer to pay into; null for all others. */
  readonly depositOf: (account: Account) => Attribution | null;
}

/**
 * The numbers of places by account and asset; each place is made once. Accounts, and the ends that
 * are none, have numbers too: their spots.
 */
export class PlaceBook {
  readonly #scope: AccountScope & NettingScope;
  readonly #writer: TableWriter;
  readonly #spots = new Map<Account | NoAccount, number>();
  readonly #names: (Account | NoAccount)[] = [];
  /** 1 for the zero address and for the contract of a wrapper, by the spot. */
  readonly #isSpecial = new GrowingInts();
  /** The first place of each spot: those of other assets differ in the asset alone. */
  readonly #firstPlaces: Place[] = [];
  /** One more than the number of the place, by the spot; 0 where there is none yet. */
  readonly #places = new Map<AssetId, GrowingInts>();
  /** By the number of the place. */
  readonly #roles = new GrowingInts();

  constructor(scope: AccountScope & NettingScope, writer: TableWriter) {
    this.#scope = scope;
    this.#writer = writer;
  }

  /** The spot of an account that a transfer names, or of an end that is none. */
  spotOf(name: Account | NoAccount, met: Transfer): number {
    const known = this.#spots.get(name);
    if (known !== undefined) return known;
    const spot = this.#names.length;
    this.#spots.set(name, spot);
    this.#names.push(name);
    this.#isSpecial.push(isAccount(name) && this.#makesTokens(name, met) ? 1 : 0);
    return spot;
  }

  #makesTokens(account: Account, met: Transfer): boolean {
    return isZeroAddress(account) || isWrapper(account, met, this.#scope.assets);
  }

  /** Whether a spot is neither the zero address nor the contract of a wrapper. */
  isPlain(spot: number): boolean {
    return this.#isSpecial.at(spot) === 0;
  }

  /** Whether the replay ends at a place. */
  isEnd(number: number): boolean {
    return this.#roles.at(number) <= RISK;
  }

  /** Whether the replay ends at a place because somebody with a risk claim is there. */
  isRisk(number: number): boolean {
    return this.#roles.at(number) === RISK;
  }

  /** Whether a place is a balance that is replayed. */
  isHolding(number: number): boolean {
    return this.#roles.at(number) === REPLAYED;
  }

  /** The number of a spot's place of an asset. */
  numberAt(spot: number, asset: AssetId): number {
    let places = this.#places.get(asset);
    if (places === undefined) {
      places = new GrowingInts();
      this.#places.set(asset, places);
    }
    const known = places.at(spot);
    if (known > 0) return known - 1;
    const place = this.#create(spot, asset);
    const number = this.#writer.addPlace(place);
    this.#roles.push(roleOf(place));
    places.set(spot, number + 1);
    return number;
  }

  #create(spot: number, asset: AssetId): Place {
    const first = this.#firstPlaces[spot];
    if (first !== undefined) return { ...first, asset };
    const name = this.#names[spot];
    if (name === undefined) throw new RangeError('A book of places has no such spot.');
    const place = this.#placeOf(name, asset);
    this.#firstPlaces[spot] = place;
    return place;
  }

  #placeOf(name: Account | NoAccount, asset: AssetId): Place {
    if (!isAccount(name)) return { kind: 'edge', account: null, asset, what: { kind: name } };
    const near = nearPlace(name, asset, this.#scope);
    if (near !== null) return near;
    const exchange = this.#scope.depositOf(name);
    if (exchange !== null) {
      const boundary = { kind: 'service', attribution: exchange } as const;
      return { kind: 'edge', account: name, asset, what: { kind: 'boundary', boundary } };
    }
    if (this.#scope.isReplayed(name)) return { kind: 'holding', account: name, asset };
    return { kind: 'edge', account: name, asset, what: { kind: 'not-replayed' } };
  }
}

/** What a place is, as a number, for it is asked of every transfer. */
const END = 0;
const RISK = 1;
const REPLAYED = 2;
const OWN = 3;

function roleOf(place: Place): number {
  if (place.kind !== 'edge') return place.kind === 'holding' ? REPLAYED : OWN;
  if (place.what.kind !== 'boundary') return END;
  const { kind } = place.what.boundary;
  return kind === 'labelled' || kind === 'mixer' ? RISK : END;
}
