import { setImmediate } from 'node:timers/promises';
import type { MonthlySummary } from '../../core/monthlySummary.js';
import type { LookbackMeans } from '../../desk/lookback.js';
import { lookBack } from '../../desk/lookback.js';
import { recheckSample, tellRecheck } from '../../desk/summary/recheckSample.js';
import type { LabelBook } from '../../screening/ports.js';
import { digestOf } from '../records.js';

/** Most screenings that are judged again; each takes as long as it has facts. Source: a policy choice. */
const MOST_RECHECKED = 200;

/** The screenings of a month that may be judged again. Order of ids: in time. */
export interface Recheckable {
  /** Those that came out `proceed`. */
  readonly proceeds: readonly string[];
  /** Those about whose accounts labels say something else now. */
  readonly touched: readonly string[];
}

/**
 * Judges one in twenty of a month's `proceed` again by the labels and rules of now, and whatever labels
 * say something else about: a sample alone would miss who was listed late. Asks nobody.
 *
 * Order: what labels touch, where it reads otherwise now, then the sample.
 * Edge: of what is more than can be judged in a while the rest is told as not judged.
 */
export async function recheckMonth(
  { proceeds, touched }: Recheckable,
  asked: {
    readonly month: string;
    readonly lookback: LookbackMeans;
    readonly onProgress: (done: number, of: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<MonthlySummary['recheck']> {
  const { lookback, onProgress, signal } = asked;
  const sample = new Set(recheckSample(proceeds, asked.month, digestOf));
  const all = [...new Set([...touched, ...sample])];
  const judged = all.slice(0, MOST_RECHECKED);
  const means = { ...lookback, labels: rememberBooks(lookback.labels) };
  const rechecked: MonthlySummary['recheck'][number][] = [];
  for (const [at, screeningId] of judged.entries()) {
    signal.throwIfAborted();
    onProgress(at, judged.length);
    // Others wait for this thread too.
    await setImmediate();
    const [looked] = lookBack(
      [{ screening: { screeningId }, touches: [] }],
      means,
      () => undefined,
    );
    if (looked === undefined) continue;
    const told = tellRecheck(screeningId, looked);
    if (sample.has(screeningId) || told.now !== told.before) rechecked.push(told);
  }
  const left = all.slice(MOST_RECHECKED).map((screeningId) => ({
    screeningId,
    before: lookback.record.readVerdict(screeningId).decision,
    now: null,
    why: `At most ${MOST_RECHECKED} are judged again at a time.`,
  }));
  return [...rechecked, ...left];
}

/** Most screenings of a month were judged by the same labels. */
function rememberBooks({ openBookOf }: LookbackMeans['labels']): LookbackMeans['labels'] {
  const books = new Map<string, LabelBook | null>();
  return {
    openBookOf: (recorded) => {
      const key = [
        recorded.iso,
        ...recorded.snapshots.map(({ set, digest }) => `${set}@${digest}`),
      ];
      const known = books.get(key.join(' '));
      if (known !== undefined) return known;
      const book = openBookOf(recorded);
      books.set(key.join(' '), book);
      return book;
    },
  };
}
