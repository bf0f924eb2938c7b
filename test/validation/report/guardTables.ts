import { SIGNAL_KINDS } from '../../../src/core/signal.js';
import type { Outcome } from '../outcome.js';
import { groupBy, meanOf, percent, type Table } from './table.js';

/** Places at which a trail ends because something was recognised there, or was not seen. */
const GUARD_PLACES = [
  'origin labelled',
  'origin mixer',
  'origin hub',
  'origin issued',
  'origin before-window',
  'origin unseen',
  'end labelled',
  'end mixer',
  'end hub',
  'end burned',
  'end unseen',
] as const;

/** How often each guard fires on the innocents, and how often nothing was planted for it. */
export function guardsOnInnocents(worlds: readonly Outcome[]): Table {
  const innocents = worlds.filter(({ family }) => family === 'innocent');
  const rules = new Set(
    innocents.flatMap(({ fired }) => fired.filter((name) => name.startsWith('rule'))),
  );
  const names = [
    ...SIGNAL_KINDS.map((kind) => `signal ${kind}`),
    ...GUARD_PLACES,
    ...[...rules].sort(),
  ];
  return {
    title: 'Guards on the innocents',
    text: 'How many innocents each signal, boundary and rule fires on. False is where nothing was planted for it: noise, gas from an exchange, deposit addresses and services are planted, and so is dust.',
    columns: ['guard', 'fires', 'rate', 'false', 'false rate'],
    rows: names.map((name) => {
      const firing = innocents.filter(({ fired }) => fired.includes(name));
      const kind = name.slice(name.indexOf(' ') + 1);
      const wrong = firing.filter(({ planted }) => !planted.includes(kind)).length;
      return [
        name,
        firing.length,
        percent(firing.length, innocents.length),
        wrong,
        percent(wrong, innocents.length),
      ];
    }),
  };
}

/** Part of the value that is explained, by kind of world. */
export function explainedByClass(worlds: readonly Outcome[]): Table {
  return {
    title: 'Value explained',
    text: 'Part of the value received and sent whose origin or end is known, in the mean over assets and worlds; the lowest world stands beside it.',
    columns: ['class', 'incoming', 'lowest', 'outgoing', 'lowest'],
    rows: [...groupBy(worlds, ({ family }) => family)].map(([family, some]) => [
      family,
      ...explainedCells(some.flatMap(({ explained }) => explained.incoming ?? [])),
      ...explainedCells(some.flatMap(({ explained }) => explained.outgoing ?? [])),
    ]),
  };
}

function explainedCells(shares: readonly number[]): readonly string[] {
  const mean = meanOf(shares);
  if (mean === null) return ['–', '–'];
  return [percent(mean, 1), percent(Math.min(...shares), 1)];
}

/** Requests of a screening, by kind of world. */
export function requestsByClass(worlds: readonly Outcome[]): Table {
  return {
    title: 'Requests per screening',
    text: 'Least possible are, for each account and channel that was looked up, the pages that hold its facts and at least one, each transaction once, and the newest block.',
    columns: ['class', 'median', 'most', 'least possible, median', 'ratio, mean', 'ratio, highest'],
    rows: [...groupBy(worlds, ({ family }) => family)].map(([family, some]) => {
      const ratios = some.map(({ requests, leastRequests }) => requests / leastRequests);
      return [
        family,
        medianOf(some.map(({ requests }) => requests)),
        Math.max(...some.map(({ requests }) => requests)),
        medianOf(some.map(({ leastRequests }) => leastRequests)),
        (meanOf(ratios) ?? 0).toFixed(3),
        Math.max(...ratios).toFixed(3),
      ];
    }),
  };
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
