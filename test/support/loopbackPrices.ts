import { dayOf, formatDay, SECONDS_PER_DAY } from '../../src/core/moment.js';
import {
  type Answer,
  type LoopbackServer,
  type ServerManners,
  startFaultServer,
} from './faultServer.js';

/** The JSON number that a coin costs on a day, as it stands on the wire; null where nobody knows. */
export type PriceText = (coin: string, day: string) => string | null;

/** How far from an asked moment the server looks for a price, and where it has them: at noon. */
const NOON_SECONDS = SECONDS_PER_DAY / 2;

/** A server of prices in the form of DefiLlama's coins API on 127.0.0.1. */
export function startLoopbackPrices(
  options: ServerManners & { readonly priceOf: PriceText },
): Promise<LoopbackServer> {
  return startFaultServer({ ...options, answer: (url) => chart(url, options.priceOf) });
}

function chart(url: URL, priceOf: PriceText): Answer {
  const [, route, coin = ''] = decodeURIComponent(url.pathname).split('/');
  const number = (name: string) => Number.parseInt(url.searchParams.get(name) ?? 'NaN', 10);
  const [start, span, searchWidth] = [number('start'), number('span'), number('searchWidth')];
  if (route !== 'chart' || url.searchParams.get('period') !== '1d' || Number.isNaN(start)) {
    return { status: 400, contentType: 'application/json', body: '{"message":"bad request"}' };
  }
  const prices = Array.from({ length: span }, (_, at) => {
    const asked = start + at * SECONDS_PER_DAY;
    const day = dayOf(asked);
    const price = priceOf(coin, formatDay(day));
    const noon = day * SECONDS_PER_DAY + NOON_SECONDS;
    const timestamp = Math.abs(noon - asked) <= searchWidth ? noon + 7 : asked;
    return price === null ? '' : `{"timestamp":${timestamp},"price":${price}}`;
  }).filter((text) => text !== '');
  const known = `{${JSON.stringify(coin)}:{"symbol":"X","confidence":0.99,"prices":[${prices}]}}`;
  const body = `{"coins":${prices.length === 0 ? '{}' : known}}`;
  return { status: 200, contentType: 'application/json', body };
}

/** The coins of the requests that a server got, with their years and how many days were asked. */
export function chartsAsked(requests: readonly string[]): readonly string[] {
  return requests.map((request) => {
    const url = new URL(request, 'http://loopback');
    const start = Number.parseInt(url.searchParams.get('start') ?? '0', 10);
    const coin = decodeURIComponent(url.pathname).replace('/chart/', '');
    return `${coin} ${formatDay(dayOf(start))} ${url.searchParams.get('span')}`;
  });
}

/** The `prices` of a configuration, at a server on this machine. */
export function pricesAt(server: { readonly url: string }): object {
  return { prices: { source: 'defillama', url: server.url, requestsPerSecond: 1000 } };
}
