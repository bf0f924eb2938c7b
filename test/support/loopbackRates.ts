import { dayOf, formatDay, parseMoment } from '../../src/core/moment.js';
import {
  type Answer,
  type LoopbackServer,
  type ServerManners,
  startFaultServer,
} from './faultServer.js';

/** What one euro costs in a currency on a day, as it stands on the wire; null where none is published. */
export type RateText = (currency: string, day: string) => string | null;

/** A server of rates in the form of the data service of the European Central Bank on 127.0.0.1. */
export function startLoopbackRates(
  options: ServerManners & { readonly rateOf: RateText },
): Promise<LoopbackServer> {
  return startFaultServer({ ...options, answer: (url) => series(url, options.rateOf) });
}

const HEAD = 'KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE';

/** A line of an answer. */
export function rateLine(currency: string, day: string, rate: string): string {
  return `EXR.D.${currency}.EUR.SP00.A,D,${currency},EUR,SP00,A,${day},${rate}`;
}

/** An answer of lines. */
export function rateBody(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${[HEAD, ...lines].join('\n')}\n`;
}

function series(url: URL, rateOf: RateText): Answer {
  const path = decodeURIComponent(url.pathname);
  const key = /^\/data\/EXR\/D\.([A-Z+]+)\.EUR\.SP00\.A$/.exec(path)?.[1];
  const dayAt = (name: string) => parseMoment(url.searchParams.get(name) ?? '');
  const [first, last] = [dayAt('startPeriod'), dayAt('endPeriod')];
  const form = [url.searchParams.get('format'), url.searchParams.get('detail')].join();
  if (key === undefined || first === null || last === null || form !== 'csvdata,dataonly') {
    return { status: 400, contentType: 'text/html', body: '<h1>Invalid syntax</h1>' };
  }
  const days = Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, at) =>
    formatDay(dayOf(first) + at),
  );
  const lines = key.split('+').flatMap((currency) =>
    days.flatMap((day) => {
      const rate = rateOf(currency, day);
      return rate === null ? [] : [rateLine(currency, day, rate)];
    }),
  );
  return { status: 200, contentType: 'text/csv', body: rateBody(lines) };
}

/** Whether the bank publishes rates on a day: on no weekend. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** The currencies of the requests that a server got, with the first and last day that were asked. */
export function ratesAsked(requests: readonly string[]): readonly string[] {
  return requests.map((request) => {
    const url = new URL(request, 'http://loopback');
    const currencies = /D\.([^.]+)\./.exec(decodeURIComponent(url.pathname))?.[1];
    const { searchParams } = url;
    return `${currencies} ${searchParams.get('startPeriod')} ${searchParams.get('endPeriod')}`;
  });
}

/** The `rates` of a configuration, at a server on this machine. */
export function ratesAt(server: { readonly url: string }): object {
  return { rates: { source: 'ecb', url: server.url, requestsPerSecond: 1000 } };
}
