import { describe, expect, it } from 'vitest';
import { erc20AssetId } from '../../../src/core/asset.js';
import { DecodeError, IntegrityError, RateLimitError } from '../../../src/core/errors.js';
import { parseMoment, SECONDS_PER_DAY } from '../../../src/core/moment.js';
import { readAssets } from '../../../src/packageFiles.js';
import { createDefiLlamaSource } from '../../../src/sources/prices/defiLlama.js';
import { always, type Fault, jsonBody, webPage } from '../../support/faultServer.js';
import { closeAfterwards } from '../../support/liveSources.js';
import { chartsAsked, startLoopbackPrices } from '../../support/loopbackPrices.js';
import { chainNamed, createTestClient, failureOf, noDeadline } from '../../support/sourceBench.js';

const opened = closeAfterwards();
const COIN = 'coingecko:ethereum';
const NOON = (parseMoment('2022-05-03') ?? 0) + SECONDS_PER_DAY / 2;
const HOURS_6 = 6 * 3600;

async function ask(fault: Fault | null, parts: { maxBytes?: number; days?: number } = {}) {
  const server = await opened.server(
    startLoopbackPrices({
      priceOf: () => '2000.5',
      ...(fault === null ? {} : { script: always(fault) }),
    }),
  );
  const { maxBytes = 1_000_000, days = 2 } = parts;
  const { http } = createTestClient({ maxBytes });
  const source = createDefiLlamaSource({ baseUrl: server.url, http });
  const query = { coin: COIN, startSeconds: NOON, days };
  return { server, source, answer: () => source.fetchPrices(query, noDeadline()) };
}

/** What the source makes of a body with these prices, each as `timestamp` and `price`. */
async function samplesOf(prices: string, parts: { days?: number; confidence?: string } = {}) {
  const { confidence = '0.99' } = parts;
  const body = `{"coins":{"${COIN}":{"symbol":"ETH","confidence":${confidence},"prices":${prices}}}}`;
  const { answer } = await ask(jsonBody(body), parts);
  return answer();
}

const at = (timestamp: number | string, price: string) =>
  `{"timestamp":${timestamp},"price":${price}}`;

describe('prices of many days', () => {
  it('come by one request, each with the moment it answers and its own time', async () => {
    const { server, answer } = await ask(null);
    expect(await answer()).toEqual([
      { askedSeconds: NOON, usd: '2000.5', timeSeconds: NOON + 7 },
      {
        askedSeconds: NOON + SECONDS_PER_DAY,
        usd: '2000.5',
        timeSeconds: NOON + SECONDS_PER_DAY + 7,
      },
    ]);
    expect(chartsAsked(server.requests)).toEqual([`${COIN} 2022-05-03 2`]);
  });

  it('keep twenty digits, and exponents', async () => {
    const told = await samplesOf(
      `[${at(NOON, '2945.12345678901234567890')},${at(NOON + SECONDS_PER_DAY, '1e-7')}]`,
    );
    expect(told.map(({ usd }) => usd)).toEqual(['2945.1234567890123456789', '0.0000001']);
  });

  it('are none where the source does not know the coin, or no day of it', async () => {
    for (const body of [
      '{"coins":{}}',
      `{"coins":{"${COIN}":{"prices":[]}}}`,
      '{"coins":{"a":7}}',
    ]) {
      expect(await (await ask(jsonBody(body))).answer(), body).toEqual([]);
    }
    const inherited = await ask(jsonBody('{"coins":{}}'));
    const query = { coin: 'constructor', startSeconds: NOON, days: 1 };
    expect(await inherited.source.fetchPrices(query, noDeadline())).toEqual([]);
  });

  it('of zero are none: the source writes it for a coin that it gave up', async () => {
    expect(await samplesOf(`[${at(NOON, '0')},${at(NOON + 1, '0e9')}]`)).toEqual([]);
  });

  it('are taken up to six hours from the asked moment, and not further', async () => {
    const timesOf = async (...times: readonly number[]) =>
      (await samplesOf(`[${times.map((time) => at(time, '5'))}]`)).map(
        ({ timeSeconds }) => timeSeconds,
      );
    expect(await timesOf(NOON - HOURS_6)).toEqual([NOON - HOURS_6]);
    expect(await timesOf(NOON + HOURS_6)).toEqual([NOON + HOURS_6]);
    expect(await timesOf(NOON - HOURS_6 - 1, NOON + HOURS_6 + 1)).toEqual([]);
  });

  it('of other days than those asked are left out', async () => {
    const off = [-1, 2, 400].map((days) => at(NOON + days * SECONDS_PER_DAY, '5'));
    expect(await samplesOf(`[${off}]`)).toEqual([]);
  });

  it('are the nearest to the moment, in whatever order they come', async () => {
    const three = [at(NOON + 300, '3'), at(NOON - 100, '1'), at(NOON + 100, '2')];
    for (const order of [three, [...three].reverse()]) {
      const told = await samplesOf(`[${order}]`);
      expect(told.map(({ usd }) => usd)).toEqual(['1']);
    }
  });

  it('may say the same twice, but not two things of one moment', async () => {
    expect(await samplesOf(`[${at(NOON, '5')},${at(NOON, '5.0')}]`)).toHaveLength(1);
    const failure = await failureOf(samplesOf(`[${at(NOON, '5')},${at(NOON, '6')}]`));
    expect(failure).toBeInstanceOf(IntegrityError);
  });

  it('in which the source has little trust are none', async () => {
    const told = async (confidence: string) =>
      (await samplesOf(`[${at(NOON, '5')}]`, { confidence })).length;
    expect(await told('0.9')).toBe(1);
    expect(await told('0.899999')).toBe(0);
    expect(await told('1')).toBe(1);
  });
});

describe('an answer that is not as documented is refused whole', () => {
  it.each([
    ['a negative price', `[${at(NOON, '-5')}]`],
    ['a price in quotes', `[${at(NOON, '"5"')}]`],
    ['no price', `[{"timestamp":${NOON}}]`],
    ['null for a price', `[${at(NOON, 'null')}]`],
    ['a price that fills the memory', `[${at(NOON, '1e900')}]`],
    ['a time with decimals', `[${at(`${NOON}.5`, '5')}]`],
    ['a time before all time', `[${at('-1', '5')}]`],
    ['a time in milliseconds', `[${at(`${NOON}000`, '5')}]`],
    ['prices that are no list', '{"0":1}'],
    ['one bad price among good ones', `[${at(NOON, '5')},${at(NOON + 1, '-1')}]`],
    ['a key that stands twice', `[{"timestamp":${NOON},"price":5,"price":6}]`],
  ])('%s', async (_, prices) => {
    expect(await failureOf(samplesOf(prices))).toBeInstanceOf(DecodeError);
  });

  it.each([
    ['a web page', webPage(200)],
    ['no JSON', jsonBody('upstream error')],
    ['a list', jsonBody('[]')],
    ['an error in words', jsonBody('{"message":"use either start or end parameter, not both"}')],
    ['an error status', jsonBody('{"coins":{}}', 400)],
    ['a confidence in words', jsonBody(`{"coins":{"${COIN}":{"confidence":"high","prices":[]}}}`)],
    ['a negative confidence', jsonBody(`{"coins":{"${COIN}":{"confidence":-1,"prices":[]}}}`)],
    ['more than any answer has', { kind: 'flood' } as const],
  ])('%s', async (_, fault) => {
    const { answer } = await ask(fault);
    expect(await failureOf(answer())).toBeInstanceOf(DecodeError);
  });

  it('a refusal says that it is one', async () => {
    const { answer } = await ask(jsonBody('{"message":"forbidden"}', 403));
    expect(await failureOf(answer())).toBeInstanceOf(RateLimitError);
  });
});

describe('the names of assets at the source', () => {
  const { http } = createTestClient();
  const source = createDefiLlamaSource({ baseUrl: 'http://127.0.0.1:1', http });
  const assets = readAssets();

  it('are there for every listed asset with a dated price, one of its own', () => {
    const dated = [...assets.values()].filter(({ peg, wraps }) => peg === null && wraps === null);
    expect(dated.length).toBeGreaterThan(15);
    for (const asset of dated) expect(source.coinsOf(asset).length, asset.id).toBeGreaterThan(0);
  });

  it('are those of the list, else chain and contract', () => {
    const wbtc = assets.get(
      erc20AssetId(chainNamed('avalanche').id, '0x50b7545627a5162f82a992c33b87adc75187b218'),
    );
    expect(wbtc && source.coinsOf(wbtc)).toEqual([
      'avax:0x50b7545627a5162f82a992c33b87adc75187b218',
    ]);
    const pol = [...assets.values()].find(({ symbol }) => symbol === 'POL');
    expect(pol && source.coinsOf(pol)).toEqual([
      'coingecko:polygon-ecosystem-token',
      'coingecko:matic-network',
    ]);
  });

  it('are none on a chain that it does not price', () => {
    const contract = `0x${'a'.repeat(40)}`;
    const id = erc20AssetId(chainNamed('fantom').id, contract);
    const asset = { id, chain: chainNamed('fantom').id, symbol: 'X', decimals: 18, peg: null };
    const amounts = { dustAmount: 1n, expansionFloorAmount: 1n };
    expect(source.coinsOf({ ...asset, ...amounts, wraps: null })).toEqual([]);
  });
});
