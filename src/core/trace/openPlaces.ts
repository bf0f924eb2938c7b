import { compareAmounts, largerAmount } from '../amount.js';
import type { Direction } from '../exposure.js';
import { AssetAmounts } from './assetAmounts.js';
import type { ChoiceRules, Frontier } from './frontier.js';
import {
  DIRECTIONS,
  largestShare,
  SHARE_ONE,
  shareOfDirection,
  whyNotFollowed,
} from './frontier.js';
import { ItemQueue } from './itemQueue.js';
import type { Ranked } from './rankedQueue.js';
import type { TraceNode } from './traceNode.js';

/**
 * What the floor leaves unexpanded may be at most this share together. Units: per cent.
 * Source: a policy choice; more would let somebody hide behind many small payers.
 */
const FLOOR_TOGETHER_PERCENT = 5n;
/**
 * A direction is explained when no more than this share is open. Units: per cent.
 * Source: a policy choice, the smallest share that the default rules judge beyond two hops.
 */
const OPEN_PERCENT = 5n;

/** How much a place is worth looking up next: the larger, the sooner. Ties: as the places were met. */
export type SearchOrder = (frontier: Frontier, node: TraceNode) => bigint;

/** Hopsight's own order: the place that the largest share of a direction passes comes first. */
export const byShare: SearchOrder = largestShare;

/** `large` should be looked up, `small` is left aside by the floor as long as it is little together. */
type Group = 'large' | 'small' | 'pending';

type Stakes = Readonly<Record<Direction, AssetAmounts>>;

/** What was counted of a place when it was last looked over. */
interface Standing extends Readonly<Record<Direction, AssetAmounts | null>> {
  readonly group: Group;
}

/**
 * The places that wait to be looked up, and how much of each direction's value waits with them.
 *
 * It looks over only what changed, so that a trace of many places costs in proportion to them.
 */
export class OpenPlaces {
  readonly #frontier: Frontier;
  readonly #rules: ChoiceRules;
  readonly #order: SearchOrder;
  /** By the place's number. */
  readonly #standings: (Standing | null)[] = [];
  readonly #sums: Record<Group, Stakes> = {
    large: noStakes(),
    small: noStakes(),
    pending: noStakes(),
  };
  readonly #large = new ItemQueue<TraceNode, bigint>(compareAmounts);
  /** Null until somebody asks for one: mostly all are left aside, however many there are. */
  #small: ItemQueue<TraceNode, bigint> | null = null;
  readonly #near = new ItemQueue<TraceNode, bigint>(compareAmounts);
  /** Places of the halo that lie further than what must be seen. */
  readonly #ahead = new ItemQueue<TraceNode, bigint>(compareAmounts);
  readonly #nearUnderWay = new Set<TraceNode>();

  constructor(frontier: Frontier, rules: ChoiceRules, order: SearchOrder) {
    this.#frontier = frontier;
    this.#rules = rules;
    this.#order = order;
  }

  /** The place to look up next, or null; `explained` when only what lies far is left, and little. */
  next(): { readonly node: TraceNode | null; readonly isExplained: boolean } {
    this.#lookOver();
    if (this.#ahead.first() !== null) return { node: this.#nextOfHalo(), isExplained: false };
    const isExplained = isWithin(this.#openShare(), OPEN_PERCENT);
    if (isExplained) {
      const near = this.#near.first();
      return {
        node: near?.item ?? null,
        isExplained: near === null && this.#large.first() !== null,
      };
    }
    const large = this.#large.first();
    const small = this.#firstSmall();
    if (large === null || small === null) {
      return { node: large?.item ?? small?.item ?? null, isExplained };
    }
    return { node: this.#large.isBefore(large, small) ? large.item : small.item, isExplained };
  }

  /**
   * A place of the halo, once all that must be seen was: what the halo adds takes no request from
   * what a verdict may not do without. Null while that is still under way.
   */
  #nextOfHalo(): TraceNode | null {
    const first = this.#near.first() ?? this.#firstSmall();
    if (first !== null) return first.item;
    return this.#nearUnderWay.size > 0 ? null : (this.#ahead.first()?.item ?? null);
  }

  /** The first of the small places; null where they are little together. */
  #firstSmall(): Ranked<TraceNode, bigint> | null {
    if (this.#isLittle()) return null;
    if (this.#small === null) {
      this.#small = new ItemQueue(compareAmounts);
      for (const node of this.#frontier.places) {
        if (this.#standings[node.order]?.group === 'small') this.#small.add(this.#ranked(node));
      }
    }
    return this.#small.first();
  }

  #ranked(node: TraceNode): Ranked<TraceNode, bigint> {
    return { item: node, rank: this.#order(this.#frontier, node), order: node.order };
  }

  /** The share of each direction that waits to be looked up, the larger of both. Units: `SHARE_ONE`. */
  openShare(): bigint {
    this.#lookOver();
    return this.#openShare();
  }

  #openShare(): bigint {
    const groups: Group[] = this.#isLittle() ? ['large', 'pending'] : ['large', 'small', 'pending'];
    return DIRECTIONS.map((direction) => {
      const together = new AssetAmounts();
      for (const group of groups) addAll(together, this.#sums[group][direction], 1n);
      return shareOfDirection(this.#frontier, direction, together);
    }).reduce(largerAmount, 0n);
  }

  #isLittle(): boolean {
    return isLittle(this.#frontier, this.#sums.small);
  }

  #lookOver(): void {
    for (const node of this.#frontier.places.takeChanged()) this.#place(node);
  }

  #place(node: TraceNode): void {
    // A list with holes in it would be as slow as a map.
    while (this.#standings.length <= node.order) this.#standings.push(null);
    const before = this.#standings[node.order] ?? null;
    if (before !== null) {
      this.#count(before, -1n);
      this.#standings[node.order] = null;
      for (const queue of [this.#large, this.#near, this.#ahead]) queue.remove(node);
      this.#small?.remove(node);
      this.#nearUnderWay.delete(node);
    }
    const group = this.#groupOf(node);
    if (group === null) return;
    const { incoming, outgoing } = node.roles;
    const standing: Standing = {
      group,
      incoming: incoming?.stake.copy() ?? null,
      outgoing: outgoing?.stake.copy() ?? null,
    };
    this.#standings[node.order] = standing;
    this.#count(standing, 1n);
    const isNearby = isNear(node, this.#rules);
    if (group === 'pending') {
      if (isNearby) this.#nearUnderWay.add(node);
      return;
    }
    if (group === 'small') {
      this.#small?.add(this.#ranked(node));
      return;
    }
    const entry = this.#ranked(node);
    // What must be seen keeps its order, or the halo would decide what a short budget leaves out of it.
    if (!isNearby && this.#rules.haloOf(node) !== null) {
      this.#ahead.add(entry);
      return;
    }
    this.#large.add(entry);
    if (isNearby) this.#near.add(entry);
  }

  #groupOf(node: TraceNode): Group | null {
    if (node.state === 'pending') return 'pending';
    if (node.state !== 'open') return null;
    const why = whyNotFollowed(this.#frontier, node, this.#rules);
    if (why === null) return 'large';
    return why === 'floor' ? 'small' : null;
  }

  #count(standing: Standing, sign: bigint): void {
    const sums = this.#sums[standing.group];
    for (const direction of DIRECTIONS) addAll(sums[direction], standing[direction], sign);
  }
}

/**
 * The places that the floor leaves aside: the smallest, as long as they are at most 5 % of each
 * direction together, so that a wallet paid in many small sums is looked at like any other.
 */
export function placesAside(frontier: Frontier, rules: ChoiceRules): ReadonlySet<TraceNode> {
  const small = [...frontier.places]
    .filter((node) => node.state === 'open' && whyNotFollowed(frontier, node, rules) === 'floor')
    .map((node) => ({ node, share: largestShare(frontier, node) }))
    .sort((a, b) => compareAmounts(a.share, b.share) || a.node.order - b.node.order);
  const together = noStakes();
  const aside = new Set<TraceNode>();
  for (const { node } of small) {
    for (const direction of DIRECTIONS) {
      addAll(together[direction], node.roles[direction]?.stake ?? null, 1n);
    }
    if (!isLittle(frontier, together)) break;
    aside.add(node);
  }
  return aside;
}

/** Whether a place lies so near that nothing may be decided without it. */
export function isNear(node: TraceNode, { policy }: ChoiceRules): boolean {
  return DIRECTIONS.some((direction) => {
    const role = node.roles[direction];
    return role !== null && role.depth < policy.requiredDepth;
  });
}

function isLittle(frontier: Frontier, stakes: Stakes): boolean {
  return DIRECTIONS.every((direction) =>
    isWithin(shareOfDirection(frontier, direction, stakes[direction]), FLOOR_TOGETHER_PERCENT),
  );
}

function isWithin(share: bigint, percent: bigint): boolean {
  return share * 100n <= percent * SHARE_ONE;
}

function noStakes(): Stakes {
  return { incoming: new AssetAmounts(), outgoing: new AssetAmounts() };
}

function addAll(sums: AssetAmounts, stakes: AssetAmounts | null, sign: bigint): void {
  for (const [asset, amount] of stakes ?? []) sums.add(asset, sign * amount);
}
