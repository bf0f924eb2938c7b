import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { depthOfJson } from '../../src/service/jsonBody.js';
import { LIMITS, TIMEOUTS } from '../../src/service/limits.js';
import { HONEST } from '../support/honestWallet.js';
import { useServices } from '../support/openTestService.js';

const services = useServices();

const codeOf = (answer: { readonly statusCode: number; readonly body: string }) => [
  answer.statusCode,
  JSON.parse(answer.body).code,
];

const portOf = (address: AddressInfo | string | null) =>
  typeof address === 'object' ? (address?.port ?? 0) : 0;

/** Sends bytes and gives all that comes back until the server ends the connection. */
function talk(port: number, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(sent));
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      told += text;
    });
    socket.on('close', () => resolve(told));
    socket.on('error', reject);
  });
}

describe('a submission', () => {
  it('is refused where it is too large, too long or too deep, and just taken below that', async () => {
    const { send, token } = await services.open();
    const post = (payload: string, type = 'application/json') =>
      send({
        method: 'POST',
        url: '/v1/screenings',
        headers: { ...token('screen'), 'content-type': type },
        payload,
      });
    const items = (count: number) =>
      JSON.stringify(Array.from({ length: count }, () => ({ text: HONEST })));
    expect(codeOf(await post(items(LIMITS.items + 1)))).toEqual([400, 'malformed']);
    expect((await post(items(LIMITS.items))).statusCode).toBe(202);
    const wide = (length: number) =>
      JSON.stringify([{ text: HONEST, externalId: 'x'.repeat(length) }]);
    expect(codeOf(await post(wide(LIMITS.bodyBytes)))).toEqual([413, 'too-large']);
    expect(codeOf(await post(wide(LIMITS.referenceCharacters + 1)))).toEqual([400, 'malformed']);
    expect((await post(wide(LIMITS.referenceCharacters))).statusCode).toBe(202);
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(codeOf(await post(deep))).toEqual([400, 'malformed']);
    for (const bad of ['', '{', '[1,]', 'null', '[null]', '[{"text":1}]', '[{}]', '[]']) {
      expect(codeOf(await post(bad)), bad).toEqual([400, 'malformed']);
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
      expect(codeOf(await post(items(1), type)), type).toEqual([415, 'media-type']);
    }
  });

  it('names no prototype and no field that is not known, and repeats neither', async () => {
    const { send, token, log } = await services.open();
    for (const field of [
      '"__proto__":{"a":1}',
      '"constructor":{"prototype":{"a":1}}',
      '"seed":"x"',
    ]) {
      const answer = await send({
        method: 'POST',
        url: '/v1/screenings',
        headers: { ...token('screen'), 'content-type': 'application/json' },
        payload: `[{"text":"${HONEST}",${field}}]`,
      });
      expect(codeOf(answer)).toEqual([400, 'malformed']);
      expect(answer.body).not.toContain('seed');
      expect(answer.body).not.toContain(HONEST);
    }
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    expect(log.join('')).not.toContain(HONEST);
  });

  it('has its problems told by place and field, and none of it is taken', async () => {
    const { send, token, app } = await services.open();
    const answer = await send({
      method: 'POST',
      url: '/v1/screenings',
      headers: token('screen'),
      payload: [
        { text: HONEST },
        { address: 'no address at all' },
        { text: HONEST, chain: 'etherium', asOf: '2999-01-01' },
        { text: HONEST, payeeReference: 'abandon '.repeat(11).concat('about') },
      ],
    });
    const { status, code, problems } = JSON.parse(answer.body);
    expect({ status, code }).toEqual({ status: 422, code: 'input' });
    expect(problems.map(({ at }: { at: string }) => at)).toEqual([
      '/1/address',
      '/2/chain',
      '/2/asOf',
      '/3/payeeReference',
    ]);
    for (const typed of ['no address at all', 'etherium', 'abandon']) {
      expect(answer.body).not.toContain(typed);
    }
    expect(app.work.health()).toMatchObject({ queued: { single: 0, batch: 0 }, running: 0 });
  });
});

describe('the depth of a JSON text', () => {
  it.each([
    ['1', 0],
    ['[]', 1],
    ['[{"a":[1,2]},[3]]', 3],
    ['["[[[[", "\\"[["]', 1],
    ['[[],[],[]]', 2],
  ])('%s is %i', (text, depth) => expect(depthOfJson(text)).toBe(depth));
});

describe('a path and a query', () => {
  it('are refused where they cannot be read or are too long, and are in no answer and no log', async () => {
    const { send, token, log } = await services.open();
    const headers = token('read');
    const typed = 'typed-by-somebody';
    for (const [url, expected] of [
      [`/v1/accounts/${'a'.repeat(LIMITS.pathPartCharacters + 1)}${typed}`, [404, 'not-found']],
      [`/v1/${typed}`, [404, 'not-found']],
      [`/v1/%zz${typed}`, [400, 'malformed']],
      [`/v1/screenings?limit=${typed}`, [400, 'malformed']],
      [`/v1/screenings?${typed}=1`, [400, 'malformed']],
      [`/v1/screenings?limit=${LIMITS.pageRows + 1}&cursor=${typed}`, [400, 'malformed']],
      [`/v1/screenings?cursor=${typed}`, [422, 'input']],
      [`/v1/screenings/${typed}`, [404, 'not-found']],
      [`/v1/accounts/${typed}`, [422, 'input']],
    ] as const) {
      const answer = await send({ url, headers });
      expect(codeOf(answer), url).toEqual(expected);
      expect(answer.body).not.toContain(typed);
    }
    expect((await send({ url: `/v1/screenings?text=${typed}`, headers })).statusCode).toBe(200);
    expect(log.join('')).not.toContain(typed);
    expect(log.join('')).not.toContain(headers.authorization.slice(7));
    for (const line of log) expect(JSON.parse(line)).toHaveProperty('msg');
  });
});

describe('a comparison', () => {
  it('of more than two is refused before any of them is read', async () => {
    const { send, enter } = await services.open();
    const { cookie } = await enter('auditor');
    const ask = (ids: string) => send({ url: `/compare?${ids}`, headers: { cookie } });
    expect((await ask('id=x&'.repeat(300))).statusCode).toBe(400);
    expect((await ask('id=x')).statusCode).toBe(400);
    expect((await ask('id=x&id=y')).statusCode).toBe(404);
  });
});

describe('a connection', () => {
  it('that sends its body or its headers too slowly, or too much of them, is ended with a problem', async () => {
    const timeouts = { ...TIMEOUTS, headersMs: 150, requestMs: 300, checkMs: 50 };
    const { server, token } = await services.open({}, { timeouts });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const port = portOf(server.server.address());
    const start = `POST /v1/screenings HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: ${token('screen').authorization}\r\n`;
    const slow = await talk(
      port,
      `${start}Content-Length: 100\r\nContent-Type: application/json\r\n\r\n[`,
    );
    expect(slow).toMatch(/^HTTP\/1\.1 408 .*"code":"too-slow"/s);
    expect(await talk(port, start)).toMatch(/^HTTP\/1\.1 408 .*"code":"too-slow"/s);
    const large = await talk(port, `${start}X-Large: ${'x'.repeat(LIMITS.headerBytes)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 .*"code":"headers-too-large"/s);
    expect(await talk(port, 'what is this\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 .*"code":"malformed"/s,
    );
  });
});

describe('who asks too often', () => {
  it('is told what is left and when to come again, apart from all others', async () => {
    const { send, token } = await services.open();
    const first = await send({ url: '/v1/openapi.json' });
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '300',
      'x-ratelimit-remaining': '299',
    });
    for (let asked = 1; asked < 300; asked += 1) await send({ url: '/v1/openapi.json' });
    const refused = await send({ url: '/v1/openapi.json' });
    expect(codeOf(refused)).toEqual([429, 'too-many-requests']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['x-ratelimit-remaining']).toBe('0');
    expect((await send({ url: '/v1/labels', headers: token('read') })).statusCode).toBe(200);
    // A supervisor is never refused.
    expect((await send({ url: '/v1/health/live' })).statusCode).toBe(200);
  });
});
