import { addressOfAccount } from '../core/account.js';
import type { GapKind } from '../core/gap.js';
import type { DocumentGap, ScreeningDocument } from './document.js';
import { formatPercent } from './format.js';

/** Gaps of one kind with one sentence, told together. */
export interface ToldGaps {
  readonly matters: boolean;
  /** What kind of gap it is, and whether the verdict is complete without it. */
  readonly title: string;
  readonly sentence: string;
  /** Where, at most three places, and how many more there are. */
  readonly places: readonly string[];
  readonly cure: string;
}

/** Places that a group of like gaps names before it only counts them. */
const MOST_PLACES = 3;

/** What was not seen and should have been, with its cure. Order: those that matter first. */
export function tellGaps({ gaps }: Pick<ScreeningDocument, 'gaps'>): readonly ToldGaps[] {
  const groups = new Map<string, DocumentGap[]>();
  for (const gap of gaps) {
    const key = [gap.matters, gap.kind, gap.direction, gap.channel, gap.sentence].join('|');
    groups.set(key, [...(groups.get(key) ?? []), gap]);
  }
  const told = [...groups.values()].flatMap(tellGroup);
  return [...told.filter(({ matters }) => matters), ...told.filter(({ matters }) => !matters)];
}

/** What kind of gap it is, in a few words. */
const GAP_WORDS: Readonly<Record<GapKind, string>> = {
  'source-failed': 'A source did not answer',
  capability: 'No source has it',
  budget: 'The search was cut off',
  'unsupported-chain': 'The chain is not traced',
  unpriced: 'There is no price',
  'labels-stale': 'The labels are missing or old',
  'ledger-mismatch': 'The amounts do not add up',
};

function tellGroup(gaps: readonly DocumentGap[]): readonly ToldGaps[] {
  const [first] = gaps;
  if (first === undefined) return [];
  const { kind, matters, sentence, cure } = first;
  const more = gaps.length - MOST_PLACES;
  return [
    {
      ...{ matters, sentence, cure },
      title: matters
        ? `${GAP_WORDS[kind]}: without it the verdict is not complete`
        : `${GAP_WORDS[kind]}: this verdict does not depend on it`,
      places: [
        ...gaps
          .slice(0, MOST_PLACES)
          .map(describePlace)
          .filter((place) => place !== ''),
        ...(more > 0 ? [`and ${more} more ${more === 1 ? 'place' : 'places'} like these`] : []),
      ],
    },
  ];
}

function describePlace(gap: DocumentGap): string {
  const parts = [
    gap.account === null ? null : addressOfAccount(gap.account),
    gap.direction,
    gap.channel,
    gap.share === null ? null : describeShare(gap.kind, gap.share),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function describeShare(kind: GapKind, share: string): string {
  const percent = formatPercent(share, 'as the share says');
  return kind === 'unpriced' ? `${percent} of the asset` : `up to ${percent} may hide here`;
}
