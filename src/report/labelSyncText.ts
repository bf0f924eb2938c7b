import type { SyncedSet } from './labelDocument.js';
import { type Line, line, type Piece, wrap } from './lines.js';

/** What came of a sync, one set after the other. */
export function describeSync(sets: readonly SyncedSet[], width: number): Line[] {
  if (sets.length === 0) {
    return wrap(
      'No label set has a feed, so there is nothing to sync; name one in labels.feeds of the configuration.',
      { indent: 0, width },
    );
  }
  return sets.flatMap((synced) => describeSet(synced, width));
}

function describeSet(
  { set, result, snapshot, host, changes, leftOut, problem }: SyncedSet,
  width: number,
): Line[] {
  const inForce =
    snapshot === null
      ? 'there is no state in force'
      : `in force is ${snapshot.id} (${snapshot.rows} claims${snapshot.asOf === null ? '' : `, as of ${snapshot.asOf}`})`;
  const from = host === null ? '' : ` from ${host}`;
  return [
    line(0, { style: 'strong', text: `${set}: ` }, WORDS[result], `${from}; ${inForce}`),
    ...(changes === null
      ? []
      : [line(2, `${changes.added} added, ${changes.removed} gone, ${changes.changed} changed`)]),
    ...leftOut.flatMap(({ problem: why, rows }) =>
      wrap(`${rows} ${rows === 1 ? 'row' : 'rows'} left out: ${why}`, {
        indent: 2,
        width,
        hang: 2,
      }),
    ),
    ...(problem === null ? [] : wrap(problem, { indent: 2, width, hang: 2 })),
  ];
}

const WORDS: Readonly<Record<SyncedSet['result'], Piece>> = {
  imported: { style: 'good', text: 'new state taken' },
  unchanged: { style: 'plain', text: 'up to date' },
  refused: { style: 'alarm', text: 'file refused' },
  failed: { style: 'alarm', text: 'not fetched' },
};
