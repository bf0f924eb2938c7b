import type { Account } from '../../../src/core/account.js';
import type { AssetId } from '../../../src/core/asset.js';
import type { Direction } from '../../../src/core/exposure.js';
import { assetOf } from './assets.js';
import type { Cast } from './cast.js';
import type { ConnectedValue, Connection } from './world.js';

/** A part of a holding with a known beginning, and how far from it. Units: `part` in `FINE` of an atomic unit. */
interface Track {
  readonly beginning: Account;
  /** The asset in which it began. */
  readonly asset: AssetId;
  readonly part: bigint;
  readonly rawHops: number;
  readonly ownerHops: number;
}

/** The tracks in one holding, by where they began: at a labelled account or at the subject. */
export type Tracks = ReadonlyMap<string, Track>;

/** Parts of an atomic unit in which tracks are kept, so that rounding never shows. */
const FINE = 10n ** 18n;

/** No track at all. */
export const NO_TRACKS: Tracks = new Map();

/** Two holdings together: parts add up, and the nearer way counts. */
export function joinTracks(a: Tracks, b: Tracks): Tracks {
  const joined = new Map(a);
  for (const [key, track] of b) {
    const known = joined.get(key);
    joined.set(key, {
      ...track,
      part: track.part + (known?.part ?? 0n),
      rawHops: Math.min(track.rawHops, known?.rawHops ?? track.rawHops),
      ownerHops: Math.min(track.ownerHops, known?.ownerHops ?? track.ownerHops),
    });
  }
  return joined;
}

/** So much of a holding, each track in proportion; what is left when `take` is of `whole`. */
export function scaleTracks(tracks: Tracks, take: bigint, whole: bigint): Tracks {
  const scaled = new Map<string, Track>();
  for (const [key, track] of tracks) {
    const part = whole === 0n ? 0n : (track.part * take) / whole;
    if (part > 0n) scaled.set(key, { ...track, part });
  }
  return scaled;
}

/**
 * What tracks become where their holding is exchanged for another asset. What began at the subject
 * keeps its measure: the subject paid in that asset, whatever it turns into.
 */
export function convertTracks(
  tracks: Tracks,
  rate: { readonly give: bigint; readonly get: bigint; readonly subject: Account },
): Tracks {
  const converted = new Map<string, Track>();
  for (const [key, track] of tracks) {
    const { part, beginning } = track;
    const scaled = beginning === rate.subject ? part : (part * rate.get) / rate.give;
    converted.set(key, { ...track, part: scaled });
  }
  return converted;
}

/** Value that arrived where it is counted. */
interface Arrival {
  readonly direction: Direction;
  /** The labelled one of both ends. */
  readonly account: Account;
  readonly track: Track;
}

/**
 * Follows value from labelled accounts to the subject and from the subject to labelled accounts
 * while a world is built, by haircut, and remembers what arrived.
 */
export class TrackBook {
  readonly #cast: Cast;
  readonly #arrived = new Map<string, Arrival>();
  readonly #totals = new Map<string, bigint>();

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  /** What leaves an account carries its own track where the account begins one. */
  begin(
    from: Account,
    sum: { readonly asset: AssetId; readonly amount: bigint },
    held: Tracks,
  ): Tracks {
    const role = this.#cast.roleOf(from);
    if (role === 'person' || role === 'passer') return held;
    if (role !== 'labelled' && role !== 'subject') return NO_TRACKS;
    const { asset, amount } = sum;
    const track = { beginning: from, asset, part: amount * FINE, rawHops: 0, ownerHops: 0 };
    return new Map([[role === 'subject' ? `${from}|${asset}` : from, track]]);
  }

  /** One payment further; what the receiver then holds of known beginning. */
  arrive(step: {
    readonly from: Account;
    readonly to: Account;
    readonly asset: AssetId;
    readonly tracks: Tracks;
  }): Tracks {
    const { from, to, asset } = step;
    const { subject } = this.#cast;
    const free = this.#cast.roleOf(from) === 'passer';
    const further = new Map<string, Track>();
    for (const [key, track] of step.tracks) {
      const ownerHops = track.ownerHops + (free ? 0 : 1);
      further.set(key, { ...track, rawHops: track.rawHops + 1, ownerHops });
    }
    const role = this.#cast.roleOf(to);
    if (role === 'person' || role === 'passer') return further;
    for (const track of further.values()) {
      if (role === 'subject' && track.beginning !== subject) {
        this.#note({ direction: 'incoming', account: track.beginning, track: { ...track, asset } });
      }
      if (role === 'labelled' && track.beginning === subject) {
        this.#note({ direction: 'outgoing', account: to, track });
      }
    }
    return NO_TRACKS;
  }

  /** Counts what the subject received or sent in all. */
  count(direction: Direction, asset: AssetId, amount: bigint): void {
    const key = `${direction}|${asset}`;
    this.#totals.set(key, (this.#totals.get(key) ?? 0n) + amount);
  }

  /** What really connects labelled accounts with the subject. Order: as it was first met. */
  connections(): readonly Connection[] {
    const groups = new Map<string, Arrival[]>();
    for (const arrival of this.#arrived.values()) {
      const key = `${arrival.direction}|${arrival.account}`;
      groups.set(key, [...(groups.get(key) ?? []), arrival]);
    }
    return [...groups.values()].flatMap((arrivals) => this.#connection(arrivals));
  }

  #connection(arrivals: readonly Arrival[]): readonly Connection[] {
    const [first] = arrivals;
    if (first === undefined) return [];
    const { direction, account } = first;
    const values = arrivals.map(({ track }) => this.#value(direction, track));
    return [
      {
        account,
        entity: this.#cast.labelOf(account)?.entity ?? '',
        direction,
        rawHops: Math.min(...arrivals.map(({ track }) => track.rawHops)),
        ownerHops: Math.min(...arrivals.map(({ track }) => track.ownerHops)),
        values,
        dust: values.every(({ asset, amount, share }) => {
          const small = amount < assetOf(asset).dustAmount;
          return small && (direction === 'outgoing' || share < 0.01);
        }),
      },
    ];
  }

  #value(direction: Direction, { asset, part }: Track): ConnectedValue {
    const total = this.#totals.get(`${direction}|${asset}`) ?? 0n;
    const share = total === 0n ? 0 : Number((part * 1_000_000n) / (total * FINE)) / 1e6;
    return { asset, amount: part / FINE, share };
  }

  #note(arrival: Arrival): void {
    const { direction, account, track } = arrival;
    const key = `${direction}|${account}|${track.asset}`;
    const known = this.#arrived.get(key)?.track;
    this.#arrived.set(key, {
      ...arrival,
      track: {
        ...track,
        part: track.part + (known?.part ?? 0n),
        rawHops: Math.min(track.rawHops, known?.rawHops ?? track.rawHops),
        ownerHops: Math.min(track.ownerHops, known?.ownerHops ?? track.ownerHops),
      },
    });
  }
}
