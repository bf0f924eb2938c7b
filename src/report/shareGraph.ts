import type { Account } from '../core/account.js';
import type { End, Origin } from '../core/composition.js';
import type { Direction } from '../core/exposure.js';
import { type ToldPortion, tellDirection } from './directionWords.js';
import type { ScreeningDocument } from './document.js';
import type { GraphEdge, GraphNode, MoneyGraph, PlaceShape } from './moneyGraph.js';

/** Origins or ends of one account that are drawn one by one; the rest is one place. */
const MOST_PLACES = 5;

/**
 * The largest origins and ends of each wallet's value. What a path already shows is left out.
 *
 * Order: incoming, then outgoing; within one, largest first.
 */
export function shareGraph(document: ScreeningDocument): MoneyGraph {
  const parts = (['incoming', 'outgoing'] as const).flatMap((direction) =>
    tellDirection(document, direction).accounts.flatMap(({ account, assets }) => {
      const [asset] = assets;
      if (asset === undefined) return [];
      const measure =
        assets.length > 1 && asset.title !== null ? asset.title.replace(/^Of /, 'of ') : null;
      return drawn(document, direction, asset.portions).map((place, at) =>
        describeShare(place, { account, direction, at, measure }),
      );
    }),
  );
  return { nodes: parts.map(({ node }) => node), edges: parts.map(({ edge }) => edge) };
}

interface DrawnShare {
  readonly shape: PlaceShape;
  readonly words: string;
  readonly percent: string | null;
}

function drawn(
  document: ScreeningDocument,
  direction: Direction,
  portions: readonly ToldPortion[],
): readonly DrawnShare[] {
  const shown = entitiesOnPaths(document, direction);
  const left = portions
    .filter(
      ({ place, words }) =>
        place !== 'labelled' || !shown.some((entity) => words.startsWith(entity)),
    )
    .toSorted((a, b) => b.share.localeCompare(a.share));
  const places = left
    .slice(0, MOST_PLACES)
    .map(({ place, words, percent }) => ({ shape: SHAPES[place], words, percent }));
  const rest = left.length - places.length;
  if (rest === 0) return places;
  const words = `${rest} smaller ${direction === 'incoming' ? (rest === 1 ? 'origin' : 'origins') : rest === 1 ? 'end' : 'ends'}`;
  return [...places, { shape: 'other', words, percent: null }];
}

function entitiesOnPaths(
  { exposures }: ScreeningDocument,
  direction: Direction,
): readonly string[] {
  return exposures
    .filter((exposure) => exposure.direction === direction && exposure.paths.length > 0)
    .map(({ entity }) => entity);
}

const SHAPES: Readonly<Record<Origin | End, PlaceShape>> = {
  labelled: 'labelled',
  service: 'service',
  mixer: 'mixer',
  hub: 'hub',
  unseen: 'unseen',
  'before-window': 'unseen',
  mined: 'other',
  issued: 'other',
  'own-company': 'other',
  returned: 'other',
  fee: 'other',
  burned: 'other',
  held: 'other',
  'own-change': 'other',
};

function describeShare(
  { shape, words, percent }: DrawnShare,
  told: {
    readonly account: Account;
    readonly direction: Direction;
    readonly at: number;
    readonly measure: string | null;
  },
): { readonly node: GraphNode; readonly edge: GraphEdge } {
  const { account, direction, at, measure } = told;
  const isIncoming = direction === 'incoming';
  const key = `${direction} ${at} ${account}`;
  const texts = percent === null ? [] : [percent, ...(measure === null ? [] : [measure])];
  const whole = `${percent ?? 'The rest'} ${isIncoming ? 'of what came in is from' : 'of what went out ended at'}: ${words}`;
  return {
    node: { key, account: null, shape, names: [words], whole: words },
    edge: {
      ...{ kind: 'share', hops: [], texts, whole },
      from: isIncoming ? key : account,
      to: isIncoming ? account : key,
    },
  };
}
