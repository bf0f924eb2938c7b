import { describe, expect, it } from 'vitest';
import { createNetwork } from '../../src/service/ownNames.js';
import { type TestService, useServices } from '../support/openTestService.js';

const services = useServices();
const PUBLIC = 'https://hopsight.example.com';
const PROXY = '10.0.0.1';

const behindProxy = () =>
  services.open(
    { service: { publicUrl: PUBLIC, trustedProxy: PROXY } },
    { place: { host: '10.0.0.2', port: 8646, publicUrl: PUBLIC }, trustedProxy: PROXY },
  );

/** Asks as somebody at `remoteAddress`, and gives what is left of their requests. */
const leftAfter = async (
  { send }: TestService,
  { remoteAddress, forwardedFor }: { remoteAddress: string; forwardedFor: string },
) => {
  const headers = { host: 'hopsight.example.com', 'x-forwarded-for': forwardedFor };
  const answer = await send({ url: '/v1/openapi.json', remoteAddress, headers });
  return Number(answer.headers['x-ratelimit-remaining']);
};

describe('who asks', () => {
  it('is the one who is connected, whatever they say, where no proxy is named', async () => {
    const { send } = await services.open();
    const left = [];
    for (const forwardedFor of ['1.1.1.1', '2.2.2.2', '3.3.3.3, 4.4.4.4']) {
      const headers = { 'x-forwarded-for': forwardedFor, forwarded: `for=${forwardedFor}` };
      const answer = await send({ url: '/v1/openapi.json', headers });
      left.push(Number(answer.headers['x-ratelimit-remaining']));
    }
    expect(left).toEqual([299, 298, 297]);
  });

  it('is whom the proxy saw, and not whom that one says to have forwarded for', async () => {
    const service = await behindProxy();
    const from = (forwardedFor: string) =>
      leftAfter(service, { remoteAddress: PROXY, forwardedFor });
    expect(await from('1.1.1.1')).toBe(299);
    expect(await from('9.9.9.9, 1.1.1.1')).toBe(298);
    expect(await from(`8.8.8.8, ${PROXY}, 1.1.1.1`)).toBe(297);
    expect(await from('2.2.2.2')).toBe(299);
  });
});

describe('behind a proxy that encrypts', () => {
  it('nobody is answered past it', async () => {
    const { send, token } = await behindProxy();
    const ask = (remoteAddress: string) =>
      send({
        url: '/v1/labels',
        remoteAddress,
        headers: { ...token('read'), host: 'hopsight.example.com' },
      });
    for (const remoteAddress of [PROXY, `::ffff:${PROXY}`, '127.0.0.1']) {
      expect((await ask(remoteAddress)).statusCode, remoteAddress).toBe(200);
    }
    for (const remoteAddress of ['10.0.0.3', '::ffff:10.0.0.3', '203.0.113.7']) {
      expect((await ask(remoteAddress)).statusCode, remoteAddress).toBe(421);
    }
  });

  it('a name that the proxy forwards is no name of the server, and in no link', async () => {
    const service = await behindProxy();
    const { cookie, csrfToken } = await service.enter('admin');
    const forwarded = {
      ...{ 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
      'x-forwarded-for': '1.1.1.1',
    };
    const added = await service.send({
      method: 'POST',
      url: '/people',
      remoteAddress: PROXY,
      headers: {
        ...{ host: 'hopsight.example.com', cookie, ...forwarded },
        // So a browser sends the form of a page that names no referrer.
        ...{ origin: 'null', 'sec-fetch-site': 'same-origin' },
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: `${new URLSearchParams({ csrf: csrfToken, name: 'Grace', role: 'finance' })}`,
    });
    expect(added.body).toContain(`${PUBLIC}/welcome/`);
    expect(added.body).not.toContain('evil.example');
    const asked = await service.send({
      url: '/v1/labels',
      headers: { host: 'evil.example', ...forwarded, 'x-forwarded-host': 'hopsight.example.com' },
      remoteAddress: PROXY,
    });
    expect(asked.statusCode).toBe(421);
  });
});

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.1', '10.0.0.1', true],
    ['10.0.0.1', '10.0.0.2', false],
    ['fd00::/8', 'fd12::1', true],
    ['fd00::/8', 'fe80::1', false],
    ['::1', '127.0.0.1', false],
  ])('%s has %s: %s', (text, address, has) => {
    expect(createNetwork(text)(address)).toBe(has);
    expect(createNetwork(text)(undefined)).toBe(false);
  });
});
