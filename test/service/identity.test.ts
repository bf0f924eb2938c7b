import { describe, expect, it } from 'vitest';
import { createOwnNames } from '../../src/service/ownNames.js';
import { HOST, useServices } from '../support/openTestService.js';

const services = useServices();
const ORIGIN = `http://${HOST}`;

const problemOf = (answer: { readonly statusCode: number; readonly body: string }) => ({
  status: answer.statusCode,
  code: JSON.parse(answer.body).code,
});

describe('the API', () => {
  it('answers nobody, and a token only what it may', async () => {
    const { send, token } = await services.open();
    const nobody = await send({ url: '/v1/screenings' });
    expect(problemOf(nobody)).toEqual({ status: 401, code: 'not-signed-in' });
    expect(nobody.headers['www-authenticate']).toBe('Bearer');
    expect(nobody.headers['content-type']).toMatch(/^application\/problem\+json/);
    const reader = token('read');
    expect((await send({ url: '/v1/screenings', headers: reader })).statusCode).toBe(200);
    const screen = { method: 'POST', url: '/v1/screenings', headers: reader } as const;
    expect(problemOf(await send({ ...screen, payload: [] }))).toEqual({
      status: 403,
      code: 'not-allowed',
    });
    for (const [url, scope] of [
      ['/v1/audit', 'audit'],
      ['/v1/metrics', 'read'],
      ['/v1/health', 'read'],
      ['/v1/labels', 'read'],
    ] as const) {
      expect((await send({ url, headers: token(scope) })).statusCode, url).toBe(200);
      expect((await send({ url, headers: token('manage') })).statusCode, url).toBe(403);
      expect((await send({ url })).statusCode, url).toBe(401);
    }
  });

  it('takes no revoked and no invented token, whatever cookie comes along', async () => {
    const { send, app, token, enter } = await services.open();
    const { cookie, actor } = await enter('admin');
    const headers = token('read');
    const [issued] = app.access.listTokens();
    app.access.revokeToken(issued?.id ?? '', actor);
    for (const authorization of [headers.authorization, 'Bearer no', 'Basic bm8=', '']) {
      const answer = await send({ url: '/v1/labels', headers: { authorization, cookie } });
      expect(answer.statusCode, authorization).toBe(401);
    }
  });

  it('takes a session for reading, and for a change only with its token and from here', async () => {
    const { send, enter } = await services.open();
    const { cookie, csrfToken } = await enter('finance');
    expect((await send({ url: '/v1/screenings', headers: { cookie } })).statusCode).toBe(200);
    const post = (headers: Record<string, string>) =>
      send({ method: 'POST', url: '/v1/screenings', headers: { cookie, ...headers }, payload: [] });
    const mine = { 'x-csrf-token': csrfToken };
    expect(problemOf(await post({}))).toEqual({ status: 403, code: 'foreign-form' });
    expect((await post({ 'x-csrf-token': `${csrfToken}x` })).statusCode).toBe(403);
    expect((await post({ ...mine, origin: 'http://evil.example' })).statusCode).toBe(403);
    // An empty list is refused by its form: whoever gets so far was let in.
    expect(problemOf(await post(mine))).toEqual({ status: 400, code: 'malformed' });
    expect((await post({ ...mine, origin: ORIGIN })).statusCode).toBe(400);
  });

  it('cannot be reached around its checks by another spelling of a path', async () => {
    const { send, enter } = await services.open();
    const { cookie } = await enter('finance');
    for (const url of [
      '/%761/screenings',
      '/v1%2fscreenings',
      '//v1/screenings',
      '/V1/screenings',
    ]) {
      const answer = await send({ method: 'POST', url, headers: { cookie }, payload: [] });
      expect([403, 404], url).toContain(answer.statusCode);
    }
  });
});

describe('a page', () => {
  it('takes a form of its own session alone, sent from here', async () => {
    const { send, enter } = await services.open();
    const [mine, other] = [await enter('finance'), await enter('finance')];
    const post = (csrf: string, headers: Record<string, string>) =>
      send({
        method: 'POST',
        url: '/nothing-is-here',
        headers: {
          cookie: mine.cookie,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        payload: new URLSearchParams({ csrf }).toString(),
      });
    const origin = ORIGIN;
    const own = mine.csrfToken;
    expect((await post(own, { origin })).statusCode).toBe(404);
    expect((await post(own, {})).statusCode).toBe(403);
    expect((await post(own, { origin: 'null' })).statusCode).toBe(403);
    expect((await post(own, { origin: 'null', 'sec-fetch-site': 'cross-site' })).statusCode).toBe(
      403,
    );
    // So a browser sends the form of a page that names no referrer.
    expect((await post(own, { origin: 'null', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(
      404,
    );
    expect((await post(own, { origin: 'http://127.0.0.1:8647' })).statusCode).toBe(403);
    expect((await post(own, { origin: `https://${HOST}` })).statusCode).toBe(403);
    expect((await post(other.csrfToken, { origin })).statusCode).toBe(403);
    expect((await post('', { origin })).statusCode).toBe(403);
  });
});

describe('the names of the server', () => {
  it('are those of this machine with its port; another is refused before anybody is looked up', async () => {
    const { send, token } = await services.open();
    const ask = (host: string) => send({ url: '/v1/labels', headers: { ...token('read'), host } });
    for (const host of ['localhost:8646', '127.0.0.1:8646', '[::1]:8646', 'LOCALHOST:8646']) {
      expect((await ask(host)).statusCode, host).toBe(200);
    }
    for (const host of [
      'evil.example',
      'evil.example:8646',
      '127.0.0.1',
      '127.0.0.1:80',
      '10.0.0.1:8646',
      '',
    ]) {
      const answer = await ask(host);
      expect(problemOf(answer), host).toEqual({ status: 421, code: 'wrong-host' });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });

  it('have the public one among them, with its own scheme', () => {
    const place = { host: '0.0.0.0', port: 8646, isTls: false };
    const names = createOwnNames(
      { ...place, publicUrl: 'https://hopsight.example.com' },
      () => 8646,
    );
    expect(names.isOurHost('hopsight.example.com')).toBe(true);
    expect(names.isOurHost('hopsight.example.com:8646')).toBe(false);
    expect(names.isOurHost('0.0.0.0:8646')).toBe(false);
    expect(names.isOurOrigin('https://hopsight.example.com')).toBe(true);
    expect(names.isOurOrigin('http://hopsight.example.com')).toBe(false);
    const plain = createOwnNames({ ...place, host: '10.1.2.3', publicUrl: null }, () => 80);
    expect(plain.isOurHost('10.1.2.3')).toBe(true);
    expect(plain.isOurHost('10.1.2.4')).toBe(false);
    expect(plain.isOurHost(undefined)).toBe(false);
  });
});

describe('the session cookie', () => {
  it('is for this host alone over TLS, and no script reads it', async () => {
    const publicUrl = 'https://hopsight.example.com';
    const behind = await services.open({}, { place: { host: '127.0.0.1', port: 8646, publicUrl } });
    const plain = await services.open();
    expect(behind.server.sessionCookie.name).toBe('__Host-hopsight_session');
    expect(plain.server.sessionCookie.name).toBe('hopsight_session');
    const { cookie } = await behind.enter('finance');
    const headers = { cookie, host: 'hopsight.example.com' };
    const answer = await behind.send({ url: '/v1/labels', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toContain('max-age=');
    expect((await plain.send({ url: '/v1/openapi.json' })).headers).not.toHaveProperty(
      'strict-transport-security',
    );
  });
});
