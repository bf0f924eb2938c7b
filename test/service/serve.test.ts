import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.js';
import { ConfigError } from '../../src/core/errors.js';
import { assertMayListen } from '../../src/service/mayListen.js';
import { DEFAULT_SERVICE, type ServiceConfig } from '../../src/serviceConfig.js';
import { useServices } from '../support/openTestService.js';

const services = useServices();
const folder = mkdtempSync(join(tmpdir(), 'hopsight-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const writeConfig = (service: object) => {
  const file = join(folder, 'hopsight.json');
  const plain = { database: './test.sqlite', labels: { builtIn: false, feeds: [] } };
  writeFileSync(file, JSON.stringify({ ...plain, service }));
  return file;
};

describe('where the service may listen', () => {
  const tls = { certFile: '/c.pem', keyFile: '/k.pem' };
  const place = (parts: Partial<ServiceConfig>): ServiceConfig => ({
    ...DEFAULT_SERVICE,
    ...parts,
  });
  const publicUrl = 'https://hopsight.example.com';

  it.each([
    ['for this machine alone, with nobody', place({}), 'none'],
    ['for others over TLS, with somebody', place({ host: '10.1.2.3', tls }), 'some'],
    [
      'behind a named proxy',
      place({ host: '10.1.2.3', trustedProxy: '10.1.2.4', publicUrl }),
      'some',
    ],
    ['everywhere under a name', place({ host: '0.0.0.0', tls, publicUrl }), 'some'],
  ] as const)('%s', (_, config, people) => {
    expect(() => assertMayListen(config, people)).not.toThrow();
  });

  it.each([
    ['others before anybody has an account', place({ host: '10.1.2.3', tls }), 'none', '127.0.0.1'],
    ['others without TLS', place({ host: '10.1.2.3' }), 'some', 'service.tls'],
    ['everywhere without a name', place({ host: '0.0.0.0', tls }), 'some', 'service.publicUrl'],
    [
      'a proxy that browsers reach nowhere',
      place({ trustedProxy: '10.1.2.4' }),
      'some',
      'service.publicUrl',
    ],
    [
      'a proxy that is everybody',
      place({ trustedProxy: '0.0.0.0/0', publicUrl }),
      'some',
      'the proxy alone',
    ],
    ['passwords in the open', place({ publicUrl: 'http://a.example' }), 'some', 'https://'],
  ] as const)('not for %s, and it says what to do', (_, config, people, cure) => {
    expect(() => assertMayListen(config, people)).toThrow(ConfigError);
    expect(() => assertMayListen(config, people)).toThrow(cure);
  });
});

describe('the configuration of the service', () => {
  it('is for this machine alone where nothing is said, and has its files beside it', () => {
    const load = (service: object) =>
      loadConfig({ file: writeConfig(service), env: {}, profile: null });
    expect(load({}).config.service).toEqual(DEFAULT_SERVICE);
    const tls = { certFile: 'c.pem', keyFile: '/k.pem' };
    const { service } = load({
      tls,
      publicUrl: 'https://a.example/',
      trustedProxy: '10.0.0.0/8',
    }).config;
    expect(service.tls).toEqual({ certFile: join(folder, 'c.pem'), keyFile: '/k.pem' });
    expect(service.publicUrl).toBe('https://a.example');
    for (const [bad, told] of [
      [{ prt: 1 }, '"port"'],
      [{ port: 70_000 }, '65535'],
      [{ publicUrl: 'https://a.example/path' }, 'without a path'],
      [{ trustedProxy: 'everybody' }, 'network'],
    ] as const) {
      expect(() => load(bad)).toThrow(told);
    }
  });
});

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

describe('hopsight serve', () => {
  const start = (...args: readonly string[]) => {
    const config = writeConfig({});
    const child = spawn(
      process.execPath,
      [services.main, 'serve', '--profile', 'recorded', '--config', config, ...args],
      { cwd: folder },
    );
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = once(child, 'exit');
    return { child, ended, out: () => out, err: () => err };
  };

  it('says where it listens and how the first person gets in, and stops when it is told to', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { child, ended, out } = start('--port', `${port}`);
    while (!out().includes('/welcome/') && child.exitCode === null)
      await Promise.race([once(child.stdout, 'data'), ended]);
    expect(out().startsWith(`Hopsight listens on ${url}\n`)).toBe(true);
    expect(out().split(`${url}/welcome/`)).toHaveLength(2);
    const live = await fetch(`${url}/v1/health/live`);
    expect(await live.json()).toEqual({ status: 'alive' });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('does not listen with files that are no certificate and key, and says so', async () => {
    writeFileSync(join(folder, 'no.pem'), 'no certificate');
    const tls = { certFile: 'no.pem', keyFile: 'no.pem' };
    const config = join(folder, 'tls.json');
    writeFileSync(config, JSON.stringify({ database: './tls.sqlite', service: { tls } }));
    const { ended, err } = start('--config', config, '--port', `${await freePort()}`);
    expect(await ended).toEqual([78, null]);
    expect(err()).toContain('service.tls');
  });

  it('does not listen where others come before anybody has an account', async () => {
    const { ended, out, err } = start('--host', '0.0.0.0', '--port', `${await freePort()}`);
    expect(await ended).toEqual([78, null]);
    expect(err()).toContain('Nobody has an account yet');
    expect(out()).toBe('');
  });
});
