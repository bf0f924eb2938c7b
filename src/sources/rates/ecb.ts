import { CsvError, parse } from 'csv-parse/sync';
import { OLDEST_RATE_DAYS } from '../../core/currency.js';
import { IntegrityError } from '../../core/errors.js';
import { dayOf, formatDay, parseMoment } from '../../core/moment.js';
import type { DayRate, RateQuery, RateSource } from '../../screening/ratePorts.js';
import { type AskedRoute, createDecodeError } from '../decodeBody.js';
import { type HttpClient, hostOfUrl } from '../http.js';
import { rateLimitError } from '../refusals.js';

/** What a source of the European Central Bank's rates is made with. */
export interface EcbOptions {
  /** Of the web service, without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
}

/** Under which name rates of a service are kept. */
export function ecbNameOf(baseUrl: string): string {
  return `ecb ${hostOfUrl(baseUrl)}`;
}

/** Above zero, with no more digits than any rate has: what is longer is none. */
const RATE = /^\d{1,12}(?:\.\d{1,12})?$/;

/** How the service writes that a day has no observation, such as a holiday. */
const NONE = new Set(['', 'NaN']);

/** Columns in which an answer says of which series a row is, and what each must hold of it. */
const SERIES = [
  ['FREQ', 'D'],
  ['CURRENCY_DENOM', 'EUR'],
  ['EXR_TYPE', 'SP00'],
  ['EXR_SUFFIX', 'A'],
] as const;

/**
 * The euro foreign exchange reference rates of the European Central Bank, by its data service.
 *
 * Of its ways to tell them this is the smallest for any month: the XML file of 90 days ends before the
 * months that are signed anew, that of all days has seven megabytes and thirty currencies; a year of two
 * currencies is about 30 kilobytes here. `detail=dataonly` leaves out what describes the series.
 * Edge: where a span has no rate at all the answer is empty, with status 200; that and whatever else does
 * not reach the end of what was asked is refused, since a rate that is missing would pass for a holiday. So
 * it is with a currency whose rates were suspended.
 * Source: https://data.ecb.europa.eu/help/api/data (query and parameters);
 * https://data.ecb.europa.eu/data/datasets/EXR (the dimensions of the key)
 */
export function createEcbSource({ baseUrl, http }: EcbOptions): RateSource {
  const asked: AskedRoute = { host: hostOfUrl(baseUrl), route: 'exchange rates' };
  return {
    name: ecbNameOf(baseUrl),
    fetchRates: async (query, signal) => {
      const request = {
        ...asked,
        url: `${baseUrl}/data/EXR/D.${query.currencies.join('+')}.EUR.SP00.A`,
        params: {
          startPeriod: formatDay(query.firstDay),
          endPeriod: formatDay(query.lastDay),
          detail: 'dataonly',
          format: 'csvdata',
        },
      };
      const reply = await http.fetchText(request, signal);
      // What it says of an error status is in words for people, and may repeat what was asked.
      if (reply.status === 403) throw rateLimitError(asked, { body: '', retryAfterMs: null });
      if (reply.status !== 200) throw createDecodeError(asked, `status ${reply.status}`);
      const rates = ratesIn(reply.body, query, asked);
      assertReaching(rates, query, asked);
      return rates;
    },
  };
}

/** @throws {IntegrityError} */
function assertReaching(rates: readonly DayRate[], query: RateQuery, asked: AskedRoute): void {
  const since = query.lastDay - OLDEST_RATE_DAYS;
  for (const currency of query.currencies) {
    if (rates.some((rate) => rate.currency === currency && rate.day >= since)) continue;
    throw new IntegrityError(
      `${asked.host} answers without the newest rates that were asked for; ask again later, or use another source of rates.`,
      { host: asked.host, route: asked.route },
    );
  }
}

/**
 * The rates of an answer.
 *
 * @throws {DecodeError} for what is not documented, such as a web page, another series or a negative rate.
 * @throws {IntegrityError} for a day or a currency that was not asked for, and two rates of one day.
 */
function ratesIn(body: string, query: RateQuery, asked: AskedRoute): readonly DayRate[] {
  const rates = new Map<string, DayRate>();
  for (const row of rowsIn(body, asked)) {
    const cell = (name: string): string => {
      const text = row[name];
      if (text === undefined) throw createDecodeError(asked, name);
      return text;
    };
    for (const [name, wanted] of SERIES) {
      if (cell(name) !== wanted) throw createDecodeError(asked, name);
    }
    const currency = cell('CURRENCY');
    const seconds = parseMoment(cell('TIME_PERIOD'));
    if (seconds === null) throw createDecodeError(asked, 'TIME_PERIOD');
    const day = dayOf(seconds);
    const isAsked = query.currencies.includes(currency);
    if (!isAsked || day < query.firstDay || day > query.lastDay) throw falseAnswer(asked);
    const perEuro = cell('OBS_VALUE');
    if (NONE.has(perEuro)) continue;
    if (!RATE.test(perEuro) || !/[1-9]/.test(perEuro)) throw createDecodeError(asked, 'OBS_VALUE');
    const place = `${currency} ${day}`;
    if (rates.has(place)) throw falseAnswer(asked);
    rates.set(place, { currency, day, perEuro });
  }
  return [...rates.values()];
}

/** Whole rows by the names of their columns. Edge: an empty answer has none. */
function rowsIn(body: string, asked: AskedRoute): readonly Readonly<Record<string, string>>[] {
  // A line without its end may have lost digits of its rate; what it says counts as not told.
  const whole = body.slice(0, body.lastIndexOf('\n') + 1);
  if (whole === '' && body !== '') throw createDecodeError(asked, '(whole answer)');
  try {
    return parse(whole, { columns: true, bom: true, max_record_size: 10_000 });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw createDecodeError(asked, '(whole answer)');
  }
}

function falseAnswer(asked: AskedRoute): IntegrityError {
  return new IntegrityError(
    `${asked.host} answers with rates that were not asked for, or two of one day; use another source of rates.`,
    { host: asked.host, route: asked.route },
  );
}
