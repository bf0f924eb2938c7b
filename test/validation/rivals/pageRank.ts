import type { AssetId } from '../../../src/core/asset.js';
import type { Direction } from '../../../src/core/exposure.js';
import type { Lookup } from '../../../src/core/lookup.js';
import { lookupKey } from '../../../src/core/lookup.js';
import type { Link } from './links.js';
import type { SearchOrder } from './orders.js';

/** Part of what reaches a place that stays there. Source: https://arxiv.org/abs/2201.05757 */
const STAYS = 0.15;

/** What is too little to push on at a place that was looked up before. */
const SMALLEST_PUSH = 1e-4;

/** Weight that waits at a place, by the payment that brought it. */
interface Chip {
  readonly direction: Direction;
  readonly asset: AssetId;
  /** Money that moved against the order of time cannot have come this way. */
  readonly timeSeconds: number;
  weight: number;
}

interface Spot {
  readonly place: Lookup;
  readonly chips: Map<string, Chip>;
  links: readonly Link[] | null;
  asked: boolean;
}

/**
 * Personalised PageRank by local push from the subject, along the order of time and in the same
 * asset; the place with the most weight is looked up next.
 *
 * Source: TRacer, https://arxiv.org/abs/2201.05757
 */
export function createPageRank(): SearchOrder {
  const spots = new Map<string, Spot>();

  function spotOf(place: Lookup): Spot {
    const key = lookupKey(place);
    const known = spots.get(key);
    if (known !== undefined) return known;
    const spot: Spot = { place, chips: new Map(), links: null, asked: false };
    spots.set(key, spot);
    return spot;
  }

  function give(link: Link, weight: number): Spot | null {
    if (link.to === null) return null;
    const spot = spotOf(link.to);
    const { direction, asset, timeSeconds } = link;
    const key = `${direction}|${asset}|${timeSeconds}`;
    const chip = spot.chips.get(key) ?? { direction, asset, timeSeconds, weight: 0 };
    chip.weight += weight;
    spot.chips.set(key, chip);
    return spot;
  }

  function push(start: Spot): void {
    const waiting = new Set([start]);
    for (const spot of waiting) {
      waiting.delete(spot);
      const chips = [...spot.chips.values()];
      spot.chips.clear();
      for (const chip of chips) {
        for (const reached of pushChip(spot.links ?? [], chip, give)) {
          if (reached.links !== null && weightOf(reached) > SMALLEST_PUSH) waiting.add(reached);
        }
      }
    }
  }

  return {
    absorb: (place, links) => {
      const spot = spotOf(place);
      const isFirst = spots.size === 1;
      spot.links = links;
      spot.asked = true;
      if (isFirst) spreadFromSubject(links, give);
      else push(spot);
    },
    choose: () => {
      let best: Spot | null = null;
      for (const spot of spots.values()) {
        if (!spot.asked && (best === null || weightOf(spot) > weightOf(best))) best = spot;
      }
      if (best === null) return null;
      best.asked = true;
      return best.place;
    },
  };
}

type Give = (link: Link, weight: number) => Spot | null;

function weightOf({ chips }: Spot): number {
  let sum = 0;
  for (const { weight } of chips.values()) sum += weight;
  return sum;
}

/** Half of the weight against the way of the money and half along it, every asset alike. */
function spreadFromSubject(links: readonly Link[], give: Give): void {
  for (const direction of ['incoming', 'outgoing'] as const) {
    const open = links.filter((link) => link.isAlongTheWay && link.direction === direction);
    const assets = new Set(open.map(({ asset }) => asset));
    for (const asset of assets) {
      const same = open.filter((link) => link.asset === asset);
      share(same, (0.5 * (1 - STAYS)) / assets.size, give);
    }
  }
}

function pushChip(links: readonly Link[], chip: Chip, give: Give): readonly Spot[] {
  const open = links.filter(
    (link) =>
      link.isAlongTheWay &&
      link.direction === chip.direction &&
      link.asset === chip.asset &&
      (chip.direction === 'incoming'
        ? link.timeSeconds <= chip.timeSeconds
        : link.timeSeconds >= chip.timeSeconds),
  );
  return share(open, chip.weight * (1 - STAYS), give);
}

function share(links: readonly Link[], weight: number, give: Give): readonly Spot[] {
  const whole = links.reduce((sum, { amount }) => sum + Number(amount), 0);
  return links.flatMap((link) => give(link, (weight * Number(link.amount)) / whole) ?? []);
}
