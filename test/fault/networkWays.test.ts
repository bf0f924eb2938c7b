import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConfigError } from '../../src/core/errors.js';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { type LoopbackProxy, startLoopbackProxy } from '../support/loopbackProxy.js';
import { runCommand } from '../support/runCommand.js';
import { everythingIn, failureOf } from '../support/sourceBench.js';
import { OTHER_CA_FILE, TEST_CA_FILE, TEST_TLS } from '../support/testCertificates.js';

const opened = closeAfterwards();
const folders: string[] = [];
const proxies: LoopbackProxy[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const explorer = (parts: object = {}) =>
  opened.server(startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...parts }));

const startProxy = async (refusal?: number) => {
  const proxy = await startLoopbackProxy(refusal === undefined ? {} : { refusal });
  proxies.push(proxy);
  return proxy;
};

/** Screens the honest wallet at an explorer, under an environment. */
async function screenAt(
  server: { readonly url: string },
  env: Readonly<Record<string, string>>,
  config: object = {},
) {
  const app = await openHonestApp(
    { chains: chainsOf({ ethereum: [explorerAt(server)] }), ...config },
    { env },
  );
  folders.push(app.folder);
  try {
    return await app.screen(HONEST);
  } finally {
    app.app.close();
  }
}

describe('every request goes through the proxy that the environment names', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('to an https host by a tunnel (%s)', async (name) => {
    const server = await explorer({ tls: TEST_TLS });
    const proxy = await startProxy();
    const document = await screenAt(server, { [name]: proxy.url }, { caFile: TEST_CA_FILE });
    expect(document).toMatchObject({ decision: 'proceed', gaps: [] });
    expect(new Set(proxy.tunnels)).toEqual(new Set([server.host]));
    expect(proxy.requests).toEqual([]);
    // One tunnel is kept and used again.
    expect(proxy.tunnels.length).toBeLessThan(server.requests.length);
    expect(document.upstream.byHost).toEqual({ [server.host]: server.requests.length });
  });

  it.each(['HTTP_PROXY', 'http_proxy'])(
    'to an http host by its whole address (%s)',
    async (name) => {
      const server = await explorer();
      const proxy = await startProxy();
      expect(await screenAt(server, { [name]: proxy.url })).toMatchObject({ decision: 'proceed' });
      expect(proxy.requests).toEqual(server.requests.map((path) => `${server.url}${path}`));
      expect(proxy.tunnels).toEqual([]);
    },
  );

  it('with the user and password of its address, which nobody is told', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const proxy = await startProxy();
    const HTTPS_PROXY = proxy.url.replace('//', '//user:pr0xy%20secret@');
    const document = await screenAt(server, { HTTPS_PROXY }, { caFile: TEST_CA_FILE });
    expect(document.decision).toBe('proceed');
    const said = `Basic ${Buffer.from('user:pr0xy secret').toString('base64')}`;
    expect(new Set(proxy.shown)).toEqual(new Set([said]));
  });

  it('but for the hosts of NO_PROXY', async () => {
    const server = await explorer();
    const proxy = await startProxy();
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.1' };
    expect(await screenAt(server, env)).toMatchObject({ decision: 'proceed' });
    expect(proxy.requests).toEqual([]);
  });

  it('and no other environment counts than the one the application was given', async () => {
    const server = await explorer();
    const proxy = await startProxy();
    vi.stubEnv('HTTP_PROXY', proxy.url);
    vi.stubEnv('http_proxy', proxy.url);
    expect(await screenAt(server, {})).toMatchObject({ decision: 'proceed' });
    expect(proxy.requests).toEqual([]);
  });
});

describe('a proxy that does not let a request through', () => {
  it.each([
    {
      what: 'wants a password, for a tunnel',
      tls: TEST_TLS,
      refusal: 407,
      why: 'refused with status 407',
    },
    { what: 'forbids a tunnel', tls: TEST_TLS, refusal: 403, why: 'refused with status 403' },
    { what: 'wants a password', tls: undefined, refusal: 407, why: 'the proxy wants a password' },
  ])('$what: incomplete, and it is the proxy that is named', async ({ tls, refusal, why }) => {
    const server = await explorer(tls === undefined ? {} : { tls });
    const proxy = await startProxy(refusal);
    const url = proxy.url.replace('//', '//user:pr0xysecret@');
    const document = await screenAt(server, { HTTP_PROXY: url, HTTPS_PROXY: url });
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain(why);
    expect(document.summary).toContain('proxy');
    expect(JSON.stringify(document)).not.toContain('pr0xysecret');
    expect(server.requests).toEqual([]);
  });

  it('because it is down: incomplete, never asked without it', async () => {
    const server = await explorer();
    const proxy = await startProxy();
    await proxy.close();
    const document = await screenAt(server, { HTTP_PROXY: proxy.url });
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toContain('(proxy: ECONNREFUSED)');
    expect(server.requests).toEqual([]);
  });

  it('because its address is none: a configuration error', async () => {
    const server = await explorer();
    const failure = await failureOf(screenAt(server, { HTTPS_PROXY: 'socks5://u:SECRET@p' }));
    expect(failure).toBeInstanceOf(ConfigError);
    expect(everythingIn(failure)).not.toContain('SECRET');
    expect(server.requests).toEqual([]);
  });
});

describe('certificates', () => {
  it('of nobody known are refused, and the key that would help is named', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const document = await screenAt(server, {});
    expect(document.decision).toBe('incomplete');
    expect(document.summary).toMatch(/certificate of 127\.0\.0\.1:\d+ is not trusted .*caFile/);
    expect(server.requests).toEqual([]);
  });

  it('of the authority in caFile are trusted', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const document = await screenAt(server, {}, { caFile: TEST_CA_FILE });
    expect(document).toMatchObject({ decision: 'proceed', gaps: [] });
  });

  it('of NODE_EXTRA_CA_CERTS stay trusted beside a caFile', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const env = { NODE_EXTRA_CA_CERTS: TEST_CA_FILE };
    expect(await screenAt(server, env, { caFile: OTHER_CA_FILE })).toMatchObject({
      decision: 'proceed',
    });
    expect(await screenAt(server, {}, { caFile: OTHER_CA_FILE })).toMatchObject({
      decision: 'incomplete',
    });
  });

  it.each([
    { what: 'missing', text: null, words: 'cannot be read' },
    { what: 'empty', text: '', words: 'holds no certificate' },
    {
      what: 'broken',
      text: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      words: 'holds a certificate that cannot be read',
    },
  ])('in a caFile that is $what: a configuration error', async ({ text, words }) => {
    const server = await explorer();
    const app = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(server)] }),
      caFile: './ca.pem',
    });
    folders.push(app.folder);
    if (text !== null) app.write('ca.pem', text);
    const failure = await failureOf(app.screen(HONEST));
    expect(failure).toBeInstanceOf(ConfigError);
    expect(String(failure)).toContain(words);
    app.app.close();
  });
});

describe('the command, under a real environment', () => {
  let command: BuiltCommand;
  beforeAll(() => {
    command = buildCommand();
  });
  afterAll(() => command.remove());

  const hopsight = async (
    server: { readonly url: string },
    env: Readonly<Record<string, string>>,
  ) => {
    const { folder, app } = await openHonestApp({
      chains: chainsOf({ ethereum: [explorerAt(server)] }),
    });
    app.close();
    folders.push(folder);
    const clean = {
      HTTP_PROXY: '',
      HTTPS_PROXY: '',
      ALL_PROXY: '',
      NO_PROXY: '',
      NODE_EXTRA_CA_CERTS: '',
    };
    const args = [command.main, 'screen', HONEST, '--config', `${folder}/hopsight.json`];
    const options = { cwd: folder, env: { ...clean, TEST_KEY, ...env } };
    return await runCommand(process.execPath, args, options);
  };

  it('trusts NODE_EXTRA_CA_CERTS, as all of Node does, and not without it', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const without = await hopsight(server, {});
    expect(without.stdout).toContain('is not trusted');
    expect(server.requests).toEqual([]);
    const ended = await hopsight(server, { NODE_EXTRA_CA_CERTS: TEST_CA_FILE });
    expect(ended.stdout).not.toContain('is not trusted');
    expect(server.requests.length).toBeGreaterThan(1);
  });

  it('asks through HTTPS_PROXY, with NODE_EXTRA_CA_CERTS behind it', async () => {
    const server = await explorer({ tls: TEST_TLS });
    const proxy = await startProxy();
    await hopsight(server, { HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: TEST_CA_FILE });
    expect(proxy.tunnels).toContain(server.host);
    expect(server.requests.length).toBeGreaterThan(1);
  });
});
