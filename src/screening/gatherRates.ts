import { type EuroRates, OLDEST_RATE_DAYS, quotesFor, type RateMissing } from '../core/currency.js';
import { SourceError } from '../core/errors.js';
import { dayOf, formatDay, parseMoment, SECONDS_PER_DAY } from '../core/moment.js';
import type { RateAt, RateCache, RateQuery, RateSource } from './ratePorts.js';

/** By which rates dollars of a day are told in a currency, or why there are none. */
export type RatesOfDay =
  | (EuroRates & {
      readonly kind: 'known';
      /** The UTC day on which they were published: the day itself, or one before. ISO date. */
      readonly rateDay: string;
    })
  | { readonly kind: 'missing'; readonly why: RateMissing };

/** What gathering rates needs. */
export interface RateGathering {
  /** ISO 4217 code, other than the dollar. */
  readonly currency: string;
  /** Under which name rates are kept. */
  readonly sourceName: string;
  /** Opens the source, once there is something to ask; null where nobody may be asked. */
  readonly openSource: () => RateSource | null;
  readonly cache: RateCache;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  /** How long one request may take, its repeated tries included. Units: milliseconds. */
  readonly waitMs?: number;
}

/** How long an answer counts of a day of which a rate may still come. Units: milliseconds. Source: a policy choice. */
const ASK_AGAIN_MS = 3_600_000;

const WAIT_MS = 20_000;

/**
 * Makes rates of UTC days known, as far as somebody tells them, and gives what is known of each: the newest
 * rates on or before the day, both of one day.
 *
 * A calendar year is asked at once, with a week on either side: few requests, and the source learns no day
 * of a payment. What it answers is kept for good, and a day of which all is known is never asked again.
 * Units: days since 1970. Edge: once the source did not answer, it is asked for nothing more in this run.
 *
 * @throws {StoreError} when the database fails; rates that cannot be had stay away.
 */
export async function gatherRates(
  days: readonly number[],
  gathering: RateGathering,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RatesOfDay>> {
  const today = dayOf(gathering.nowMs() / 1000);
  const askOnce = createAsking(gathering, today, signal);
  const known = new Map<number, RatesOfDay>();
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    // Of a day that has not come nobody can tell more than of today.
    const askedDay = Math.min(day, today);
    const hasFailed = !isAnswered(askedDay, gathering) && (await askOnce(askedDay)) === 'failed';
    known.set(day, tellDay({ day, askedDay, hasFailed }, gathering));
  }
  return known;
}

/** Asks for the stretch of a day, each once. */
function createAsking(
  gathering: RateGathering,
  today: number,
  signal: AbortSignal,
): (day: number) => Promise<'answered' | 'failed' | 'nobody'> {
  const outcomes = new Map<number, 'answered' | 'failed'>();
  let opened: RateSource | null | undefined;
  let isSilent = false;
  return async (day) => {
    const stretch = stretchOf(day, today);
    const before = outcomes.get(stretch.firstDay);
    if (before !== undefined) return before;
    opened = opened === undefined ? gathering.openSource() : opened;
    if (opened === null) return 'nobody';
    const answered = isSilent ? 'no' : await ask(stretch, { ...gathering, source: opened }, signal);
    if (answered === 'not now') isSilent = true;
    const outcome = answered === 'yes' ? 'answered' : 'failed';
    outcomes.set(stretch.firstDay, outcome);
    return outcome;
  };
}

/** Whether nobody needs to be asked of a day: all is known, or was asked a moment ago. */
function isAnswered(day: number, gathering: RateGathering): boolean {
  return isAskedSince(day, gathering, gathering.nowMs() - ASK_AGAIN_MS);
}

/**
 * Whether what is kept is what there is: an older rate is the newest one only if somebody was asked for
 * those after it, when the day was over or a moment ago.
 */
function isTold(day: number, gathering: RateGathering): boolean {
  const endMs = (day + 1) * SECONDS_PER_DAY * 1000;
  return isAskedSince(day, gathering, Math.min(endMs, gathering.nowMs() - ASK_AGAIN_MS));
}

function isAskedSince(
  day: number,
  { currency, sourceName, cache }: RateGathering,
  sinceMs: number,
): boolean {
  return quotesFor(currency).every((quoted) => {
    const at: RateAt = { source: sourceName, currency: quoted, day };
    return cache.isSettled(at) || (cache.readAskedMs(at) ?? 0) >= sinceMs;
  });
}

async function ask(
  stretch: Omit<RateQuery, 'currencies'>,
  asked: RateGathering & { readonly source: RateSource },
  signal: AbortSignal,
): Promise<'yes' | 'no' | 'not now'> {
  const { currency, source, cache, nowMs, waitMs = WAIT_MS } = asked;
  const query = { currencies: quotesFor(currency), ...stretch };
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    const rates = await source.fetchRates(query, limit);
    cache.writeRates({ ...query, source: source.name, fetchedAtMs: nowMs(), rates });
    return 'yes';
  } catch (error) {
    // Whoever ended the whole work is not to read that rates are missing.
    signal.throwIfAborted();
    if (!(error instanceof SourceError)) throw error;
    return error.retry === 'later' ? 'not now' : 'no';
  }
}

function tellDay(
  asked: { readonly day: number; readonly askedDay: number; readonly hasFailed: boolean },
  gathering: RateGathering,
): RatesOfDay {
  const { day, askedDay, hasFailed } = asked;
  if (!isTold(askedDay, gathering)) {
    return { kind: 'missing', why: hasFailed ? 'not-answered' : 'not-kept' };
  }
  const { currency, sourceName, cache } = gathering;
  const span = { source: sourceName, firstDay: day - OLDEST_RATE_DAYS, lastDay: day };
  const [dollars = [], units] = quotesFor(currency).map((quoted) =>
    cache.readRates({ ...span, currency: quoted }),
  );
  for (const { day: rateDay, perEuro } of dollars) {
    const unit = units === undefined ? '1' : units.find((one) => one.day === rateDay)?.perEuro;
    // Rates of two days would tell a worth that there never was.
    if (unit === undefined) continue;
    return { kind: 'known', rateDay: formatDay(rateDay), dollars: perEuro, units: unit };
  }
  return { kind: 'missing', why: 'not-published' };
}

/** A calendar year and the week on either side, as far as it has come. */
function stretchOf(day: number, today: number): Omit<RateQuery, 'currencies'> {
  const year = Number.parseInt(formatDay(day).slice(0, 4), 10);
  return {
    firstDay: firstDayOf(year) - OLDEST_RATE_DAYS,
    lastDay: Math.min(firstDayOf(year + 1) - 1 + OLDEST_RATE_DAYS, today),
  };
}

function firstDayOf(year: number): number {
  return (parseMoment(`${`${year}`.padStart(4, '0')}-01-01`) ?? 0) / SECONDS_PER_DAY;
}
