import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { Boundary } from '../boundary.js';
import { boundaryOf } from '../boundary.js';
import { bytesOf } from '../columns/columnMemory.js';
import { GrowingInts } from '../columns/growingInts.js';
import type { Party, PartyNumbers } from '../columns/partyNumbers.js';
import type { TransferColumns } from '../columns/transferColumns.js';
import type { NettingScope } from '../netting/belief.js';
import { isAccount } from '../netting/step.js';
import { isZeroAddress, wrappersOf } from '../netting/wrapped.js';
import type { Edge, Place, ReplayScope } from './movement.js';
import { EDGE, HOLDING, SUBJECT } from './movementTable.js';
import type { NumberedPlaces } from './numberedPlaces.js';

/** What a replay of an account-model chain needs to know besides. */
export interface AccountScope extends ReplayScope {
  /** The exchange that keeps an account for one customer to pay into; null for all others. */
  readonly depositOf: (account: Account) => Attribution | null;
}

/**
 * The numbers of places by account and asset. Accounts, and the ends that are none, have numbers too:
 * their spots. What stands at a spot is the same for each asset, so it is found once.
 */
export class PlaceBook implements NumberedPlaces {
  readonly assets: AssetId[];
  readonly #scope: AccountScope & NettingScope;
  readonly #wrappers: ReadonlySet<Account>;
  readonly #numbersOfAssets: Map<AssetId, number>;
  readonly #parties: PartyNumbers;
  /** The spots of parties that only the netting of transactions names. */
  readonly #others = new Map<Party, number>();
  readonly #otherNames: Party[] = [];
  /** By the spot: the boundary there. What is only not replayed has none. */
  readonly #boundaries = new Map<number, Edge>();
  /** How many spots there are. */
  #spots = 0;
  /** By the spot, its role, and `SPECIAL`: a byte each, for they are asked of every transfer. */
  #marks: Uint8Array;
  /** By asset and spot: one more than the number of the place; 0 where there is none yet. */
  readonly #places: GrowingInts[];
  /** By the number of the place. */
  readonly #spotOf: GrowingInts;
  readonly #assetOf: GrowingInts;

  /** The spots of parties and the numbers of assets are those of the columns. */
  constructor(scope: AccountScope & NettingScope, { parties, assets }: TransferColumns) {
    this.#scope = scope;
    this.#wrappers = wrappersOf(scope.assets);
    this.assets = [...assets];
    this.#numbersOfAssets = new Map(assets.map((asset, number) => [asset, number]));
    this.#places = assets.map(() => new GrowingInts(parties.count));
    this.#parties = parties;
    this.#marks = bytesOf(parties.count);
    // Most take part with one asset at least.
    this.#spotOf = new GrowingInts(parties.count);
    this.#assetOf = new GrowingInts(parties.count);
    for (const name of parties) this.#addSpot(name);
  }

  /** The spot of an account, or of an end that is none. */
  spotOf(name: Party): number {
    const known = this.#parties.find(name) ?? this.#others.get(name);
    if (known !== undefined) return known;
    const spot = this.#addSpot(name);
    this.#others.set(name, spot);
    this.#otherNames.push(name);
    return spot;
  }

  #addSpot(name: Party): number {
    const spot = this.#spots;
    this.#spots += 1;
    if (spot === this.#marks.length) {
      const larger = bytesOf(2 * spot + 1);
      larger.set(this.#marks);
      this.#marks = larger;
    }
    this.#marks[spot] = isAccount(name) ? this.#noteAccount(name, spot) : END;
    return spot;
  }

  #noteAccount(name: Account, spot: number): number {
    const makesTokens = isZeroAddress(name) || this.#wrappers.has(name);
    return this.#noteRole(name, spot) + (makesTokens ? SPECIAL : 0);
  }

  #noteRole(name: Account, spot: number): number {
    const { subject, isReplayed } = this.#scope;
    if (name === subject) return OWN;
    const boundary = this.#endOf(name);
    if (boundary === null) return isReplayed(name) ? REPLAYED : END;
    this.#boundaries.set(spot, { kind: 'boundary', boundary });
    return boundary.kind === 'labelled' || boundary.kind === 'mixer' ? RISK : END;
  }

  #endOf(name: Account): Boundary | null {
    const { knowledge, depositOf } = this.#scope;
    const boundary = boundaryOf(name, knowledge);
    if (boundary !== null) return boundary;
    const exchange = depositOf(name);
    return exchange === null ? null : { kind: 'service', attribution: exchange };
  }

  #nameAt(spot: number): Party | undefined {
    return this.#parties.nameAt(spot) ?? this.#otherNames[spot - this.#parties.count];
  }

  /** Whether a spot is neither the zero address nor the contract of a wrapper. */
  isPlain(spot: number): boolean {
    return this.#markOf(spot) < SPECIAL;
  }

  /** Whether the replay ends at a spot. */
  isEnd(spot: number): boolean {
    return this.#roleOf(spot) <= RISK;
  }

  /** Whether the replay ends at a spot because somebody with a risk claim is there. */
  isRisk(spot: number): boolean {
    return this.#roleOf(spot) === RISK;
  }

  /** Whether balances at a spot are replayed. */
  isHolding(spot: number): boolean {
    return this.#roleOf(spot) === REPLAYED;
  }

  #roleOf(spot: number): number {
    return this.#markOf(spot) % SPECIAL;
  }

  #markOf(spot: number): number {
    return this.#marks[spot] ?? END;
  }

  /** The number of an asset. */
  numberOfAsset(asset: AssetId): number {
    const known = this.#numbersOfAssets.get(asset);
    if (known !== undefined) return known;
    this.#numbersOfAssets.set(asset, this.assets.length);
    this.#places.push(new GrowingInts(this.#parties.count));
    return this.assets.push(asset) - 1;
  }

  /** The number of a spot's place of an asset that has a number. */
  numberAt(spot: number, asset: number): number {
    const places = this.#places[asset];
    if (places === undefined) throw new RangeError('A book of places has no such asset.');
    const known = places.at(spot);
    if (known > 0) return known - 1;
    this.#spotOf.push(spot);
    this.#assetOf.push(asset);
    places.set(spot, this.#spotOf.length);
    return this.#spotOf.length - 1;
  }

  /** The number of a spot's place of an asset; -1 where it has none yet. */
  find(spot: number, asset: number): number {
    return (this.#places[asset]?.at(spot) ?? 0) - 1;
  }

  /** How many places have a number. */
  get count(): number {
    return this.#spotOf.length;
  }

  /** The number of a place's asset. */
  assetOf(number: number): number {
    return this.#assetOf.at(number);
  }

  /** What a place is: `EDGE`, `HOLDING` or `SUBJECT`. */
  kindOf(number: number): number {
    const role = this.#roleOf(this.#spotOf.at(number));
    return role === REPLAYED ? HOLDING : role === OWN ? SUBJECT : EDGE;
  }

  /** A place by its number: made anew each time, for most are never asked for. */
  placeAt(number: number): Place {
    const spot = this.#spotOf.at(number);
    const name = this.#nameAt(spot);
    const asset = this.assets[this.#assetOf.at(number)];
    if (name === undefined || asset === undefined) {
      throw new RangeError('A book of places has no such place.');
    }
    if (!isAccount(name)) return { kind: 'edge', account: null, asset, what: { kind: name } };
    const role = this.#roleOf(spot);
    if (role === OWN) return { kind: 'subject', account: name, asset };
    if (role === REPLAYED) return { kind: 'holding', account: name, asset };
    const what = this.#boundaries.get(spot) ?? NOT_REPLAYED;
    return { kind: 'edge', account: name, asset, what };
  }
}

/** The same for most accounts that were met, so it is made once. */
const NOT_REPLAYED: Edge = { kind: 'not-replayed' };

/** The role of what stands at a spot. */
const END = 0;
const RISK = 1;
const REPLAYED = 2;
const OWN = 3;

/** Added to the role of the zero address and of the contract of a wrapper. */
const SPECIAL = 4;
