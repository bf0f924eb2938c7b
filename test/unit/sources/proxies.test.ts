import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/core/errors.js';
import { readProxies } from '../../../src/sources/proxies.js';
import { everythingIn, failureOf } from '../../support/sourceBench.js';

function proxyFor(url: string, env: Readonly<Record<string, string>>): string | null {
  return readProxies(env)(new URL(url))?.href ?? null;
}

const P = 'http://proxy.test:3128/';

describe('the proxy of a request', () => {
  test.each([
    { env: { HTTPS_PROXY: P }, url: 'https://api.test', proxy: P },
    { env: { https_proxy: P }, url: 'https://api.test', proxy: P },
    { env: { https_proxy: P, HTTPS_PROXY: 'http://other' }, url: 'https://api.test', proxy: P },
    { env: { https_proxy: '', HTTPS_PROXY: P }, url: 'https://api.test', proxy: P },
    { env: { HTTPS_PROXY: P }, url: 'http://api.test', proxy: null },
    { env: { HTTP_PROXY: P }, url: 'http://api.test', proxy: P },
    { env: { HTTP_PROXY: P }, url: 'https://api.test', proxy: null },
    { env: { ALL_PROXY: P }, url: 'https://api.test', proxy: P },
    { env: { all_proxy: 'http://other', HTTP_PROXY: P }, url: 'http://api.test', proxy: P },
    { env: { HTTPS_PROXY: 'proxy.test:3128' }, url: 'https://api.test', proxy: P },
    { env: {}, url: 'https://api.test', proxy: null },
  ])('of $url under $env is $proxy', ({ env, url, proxy }) => {
    expect(proxyFor(url, env)).toBe(proxy);
  });

  test.each([
    { no: 'api.test', url: 'https://api.test', isFree: true },
    { no: 'API.test', url: 'https://api.test', isFree: true },
    { no: 'test', url: 'https://api.test', isFree: true },
    { no: '.test', url: 'https://api.test', isFree: true },
    { no: '*.test', url: 'https://api.test', isFree: true },
    { no: 'pi.test', url: 'https://api.test', isFree: false },
    { no: 'a.test', url: 'https://api.test', isFree: false },
    { no: 'x, api.test', url: 'https://api.test', isFree: true },
    { no: 'x api.test', url: 'https://api.test', isFree: true },
    { no: '*', url: 'https://api.test', isFree: true },
    { no: 'api.test:443', url: 'https://api.test', isFree: true },
    { no: 'api.test:8443', url: 'https://api.test', isFree: false },
    { no: 'api.test:8443', url: 'https://api.test:8443', isFree: true },
    { no: '127.0.0.1', url: 'https://127.0.0.1:9', isFree: true },
    { no: '[::1]', url: 'https://[::1]:9', isFree: true },
    { no: '::1', url: 'https://[::1]:9', isFree: true },
    { no: '[::1]:9', url: 'https://[::1]:9', isFree: true },
    { no: '[::1]:8', url: 'https://[::1]:9', isFree: false },
    { no: '', url: 'https://api.test', isFree: false },
    { no: ' , ', url: 'https://api.test', isFree: false },
  ])('NO_PROXY "$no" and $url: free $isFree', ({ no, url, isFree }) => {
    expect(proxyFor(url, { HTTPS_PROXY: P, NO_PROXY: no })).toBe(isFree ? null : P);
    expect(proxyFor(url, { HTTPS_PROXY: P, no_proxy: no })).toBe(isFree ? null : P);
  });

  test.each(['socks5://user:SECRET@proxy.test', 'http://', 'http://SECRET@[bad', 'ftp://SECRET'])(
    'that is "%s" is refused without repeating it',
    async (text) => {
      const failure = await failureOf(
        Promise.resolve().then(() => readProxies({ HTTPS_PROXY: text })),
      );
      expect(failure).toBeInstanceOf(ConfigError);
      expect(String(failure)).toContain('HTTPS_PROXY');
      expect(everythingIn(failure)).not.toContain('SECRET');
    },
  );
});
