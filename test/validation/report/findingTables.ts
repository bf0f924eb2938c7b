import type { Outcome } from '../outcome.js';
import { groupBy, percent, type Table } from './table.js';

/** How many planted connections were found and how many claims are true, by distance. */
export function recallByHop(worlds: readonly Outcome[]): Table {
  const sought = worlds.flatMap((one) => one.sought);
  const claimed = worlds.flatMap((one) => one.claimed);
  const hops = [
    ...new Set([...sought.map(({ rawHops }) => rawHops), ...claimed.map((one) => one.hops)]),
  ];
  hops.sort((a, b) => a - b);
  return {
    title: 'Recall and precision by hop',
    text: 'Hops are payments between the subject and the labelled account. Beyond depth lies what is more than four owner hops away, which the default policy does not follow; recall is of the rest. Exact are those whose every amount was told as it was planted.',
    columns: [
      'hops',
      'planted',
      'beyond depth',
      'found',
      'recall',
      'exact',
      'claimed',
      'true',
      'precision',
    ],
    rows: hops.map((hop) => [
      hop,
      ...soughtCells(sought.filter(({ rawHops }) => rawHops === hop)),
      ...claimedCells(claimed.filter((one) => one.hops === hop)),
    ]),
  };
}

/** The same by what was planted. */
export function recallByPattern(worlds: readonly Outcome[]): Table {
  const groups = groupBy(worlds, ({ family, pattern }) => `${family}: ${pattern}`);
  return {
    title: 'Recall and precision by pattern',
    text: 'Patterns in which nothing is planted and nothing was claimed are left out.',
    columns: [
      'pattern',
      'planted',
      'beyond depth',
      'found',
      'recall',
      'exact',
      'claimed',
      'true',
      'precision',
    ],
    rows: [...groups].flatMap(([pattern, some]) => {
      const [sought, claimed] = [
        some.flatMap((one) => one.sought),
        some.flatMap((one) => one.claimed),
      ];
      if (sought.length + claimed.length === 0) return [];
      return [[pattern, ...soughtCells(sought), ...claimedCells(claimed)]];
    }),
  };
}

function soughtCells(sought: readonly Outcome['sought'][number][]): readonly (string | number)[] {
  const within = sought.filter(({ isBeyond }) => !isBeyond);
  const found = within.filter(({ isFound }) => isFound);
  const exact = found.filter(({ isExact }) => isExact === true);
  return [
    sought.length,
    sought.length - within.length,
    found.length,
    percent(found.length, within.length),
    percent(exact.length, found.length),
  ];
}

function claimedCells(
  claimed: readonly Outcome['claimed'][number][],
): readonly (string | number)[] {
  const right = claimed.filter(({ isTrue }) => isTrue).length;
  return [claimed.length, right, percent(right, claimed.length)];
}
