import { describe, expect, it } from 'vitest';
import {
  DecodeError,
  IntegrityError,
  RateLimitError,
  TransportError,
} from '../../../src/core/errors.js';
import { dayOf, formatDay, parseMoment } from '../../../src/core/moment.js';
import { createEcbSource } from '../../../src/sources/rates/ecb.js';
import { always, type Fault, jsonBody, limited, webPage } from '../../support/faultServer.js';
import { closeAfterwards } from '../../support/liveSources.js';
import {
  isWeekend,
  rateBody,
  rateLine,
  ratesAsked,
  startLoopbackRates,
} from '../../support/loopbackRates.js';
import { createTestClient, failureOf, noDeadline } from '../../support/sourceBench.js';

const opened = closeAfterwards();
const dayNumber = (day: string) => dayOf(parseMoment(day) ?? 0);
const FIRST = '2026-10-01';
const LAST = '2026-10-31';
const PER_EURO: Readonly<Record<string, string>> = { USD: '1.1534', JPY: '172.90' };

async function ask(fault: Fault | null, currencies: readonly string[] = ['USD', 'JPY']) {
  const server = await opened.server(
    startLoopbackRates({
      rateOf: (currency, day) => (isWeekend(day) ? null : (PER_EURO[currency] ?? null)),
      ...(fault === null ? {} : { script: always(fault) }),
    }),
  );
  const { http } = createTestClient({ maxBytes: 1_000_000, timeoutMs: 2_000 });
  const source = createEcbSource({ baseUrl: server.url, http });
  const query = { currencies, firstDay: dayNumber(FIRST), lastDay: dayNumber(LAST) };
  return { server, source, answer: () => source.fetchRates(query, noDeadline()) };
}

/** What the source makes of these lines, beside the last rates of what was asked. */
async function told(lines: readonly string[], currencies?: readonly string[]) {
  const ends = (currencies ?? ['USD', 'JPY']).map((one) => rateLine(one, '2026-10-30', '2'));
  const { answer } = await ask(csv(rateBody([...lines, ...ends])), currencies);
  return answer();
}

function csv(body: string): Fault {
  return { kind: 'answer', answer: { status: 200, contentType: 'text/csv', body } };
}

describe('rates of many days', () => {
  it('come by one request, with every digit, and none of weekends', async () => {
    const { server, source, answer } = await ask(null);
    const rates = await answer();
    expect(ratesAsked(server.requests)).toEqual([`USD+JPY ${FIRST} ${LAST}`]);
    expect(rates).toHaveLength(2 * 22);
    expect(rates[0]).toEqual({ currency: 'USD', day: dayNumber(FIRST), perEuro: '1.1534' });
    expect(rates.find(({ currency }) => currency === 'JPY')?.perEuro).toBe('172.90');
    expect(rates.filter(({ day }) => isWeekend(formatDay(day)))).toEqual([]);
    expect(source.name).toBe(`ecb ${server.host}`);
  });

  it('are read by the names of columns, whatever else stands beside them', async () => {
    const body = [
      'TITLE,OBS_VALUE,EXR_SUFFIX,TIME_PERIOD,FREQ,EXR_TYPE,CURRENCY,CURRENCY_DENOM',
      '"US dollar, ""spot""\n=cmd()",1.1,A,2026-10-30,D,SP00,USD,EUR',
    ];
    const { answer } = await ask(csv(`${body.join('\r\n')}\r\n`), ['USD']);
    expect(await answer()).toEqual([
      { currency: 'USD', day: dayNumber('2026-10-30'), perEuro: '1.1' },
    ]);
  });

  it('are none on days that are told without one', async () => {
    const rates = await told([rateLine('USD', '2026-10-02', 'NaN'), rateLine('JPY', FIRST, '')]);
    expect(rates.map(({ day }) => formatDay(day))).toEqual(['2026-10-30', '2026-10-30']);
  });

  it('are not taken from a line that was cut off: its digits may be fewer', async () => {
    const body = rateBody([rateLine('USD', '2026-10-29', '1.1534')]);
    const { answer } = await ask(csv(`${body}${rateLine('USD', '2026-10-30', '1.1')}`), ['USD']);
    expect((await answer()).map(({ day }) => formatDay(day))).toEqual(['2026-10-29']);
  });
});

describe('an answer that is not as documented', () => {
  it.each<readonly [string, Fault]>([
    ['a web page', webPage(200)],
    ['JSON', jsonBody('{"dataSets":[]}')],
    ['an error in words', jsonBody('no results for SECRET', 404)],
    ['a line of too few cells', csv(rateBody(['EXR.D.USD.EUR.SP00.A,D,USD']))],
    ['a quote without an end', csv(rateBody(['"EXR.D.USD']))],
    ['no column of rates', csv('KEY,FREQ\nA,D\n')],
  ])('such as %s is refused', async (_, fault) => {
    const failure = await failureOf((await ask(fault)).answer());
    expect(failure).toBeInstanceOf(DecodeError);
    expect(`${failure}`).not.toContain('SECRET');
  });

  it.each([
    ['-1.1'],
    ['1,1'],
    ['0'],
    ['0.000'],
    ['1e3'],
    ['Infinity'],
    [' 1.1'],
    ['1.1\u0000'],
    ['1'.repeat(13)],
    ['<script>alert(1)</script>'],
    ["1'; DROP TABLE currency_rate; --"],
  ])('with the rate %j is refused', async (rate) => {
    const line = rateLine('USD', '2026-10-02', rate);
    const failure = await failureOf(told([line]));
    expect(failure).toBeInstanceOf(DecodeError);
    expect(`${failure}`).not.toContain('script');
  });

  it.each([
    ['of months', rateLine('USD', '2026-10', '1.1')],
    ['of no day', rateLine('USD', '2026-02-30', '1.1')],
    ['of another series', rateLine('USD', '2026-10-02', '1.1').replace(',D,', ',M,')],
    ['against another currency', rateLine('USD', '2026-10-02', '1.1').replace(',EUR,', ',GBP,')],
    ['of forwards', rateLine('USD', '2026-10-02', '1.1').replace(',SP00,', ',FM01,')],
  ])('with a rate %s is refused', async (_, line) => {
    expect(await failureOf(told([line]))).toBeInstanceOf(DecodeError);
  });
});

describe('an answer that is false', () => {
  it.each([
    ['a day before', [rateLine('USD', '2026-09-30', '1.1')]],
    ['a day after', [rateLine('USD', '2026-11-02', '1.1')]],
    ['another currency', [rateLine('GBP', '2026-10-02', '1.1')]],
    ['two of one day', ['1.1', '1.2'].map((rate) => rateLine('USD', '2026-10-02', rate))],
  ])('is refused: %s', async (_, lines) => {
    expect(await failureOf(told(lines))).toBeInstanceOf(IntegrityError);
  });

  it('is refused where it does not reach the end: what is missing would pass for holidays', async () => {
    const early = ['USD', 'JPY'].map((one) => rateLine(one, '2026-10-23', '1.1'));
    const dollars = rateLine('USD', '2026-10-30', '1.1');
    for (const lines of [[], early, [dollars], [dollars, rateLine('JPY', '2026-10-23', '172')]]) {
      const { answer } = await ask(csv(rateBody(lines)));
      expect(await failureOf(answer()), lines.join()).toBeInstanceOf(IntegrityError);
    }
    const withinAWeek = ['USD', 'JPY'].map((one) => rateLine(one, '2026-10-24', '1.1'));
    const { answer } = await ask(csv(rateBody(withinAWeek)));
    expect(await answer()).toHaveLength(2);
  });

  it('is refused where it was cut off half-way without a sign of it', async () => {
    expect(await failureOf((await ask({ kind: 'truncate' })).answer())).toBeInstanceOf(
      IntegrityError,
    );
  });
});

describe('a server that does not answer', () => {
  it.each<readonly [string, Fault, unknown]>([
    ['closes the connection', { kind: 'refuse' }, TransportError],
    ['resets it in the body', { kind: 'reset-in-body' }, TransportError],
    ['answers 500', jsonBody('{}', 500), TransportError],
    ['limits the rate', limited('0'), RateLimitError],
    ['refuses', webPage(403), RateLimitError],
    ['sends without an end', { kind: 'flood' }, DecodeError],
  ])('and %s is told apart', async (_, fault, kind) => {
    expect(await failureOf((await ask(fault)).answer())).toBeInstanceOf(kind);
  });
});
