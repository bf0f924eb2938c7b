import { readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect as openSocket } from 'node:net';
import { connect } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { TIMEOUTS } from '../../src/service/limits.js';
import type { ServerOptions } from '../../src/service/server.js';
import { useServices } from '../support/openTestService.js';
import { TEST_CA_FILE, TEST_TLS } from '../support/testCertificates.js';

const services = useServices();
const ca = readFileSync(TEST_CA_FILE, 'utf8');

/** That of everybody whom the support signs in. */
const PASSWORD = 'correct horse battery staple';

async function listening(options: Partial<ServerOptions> = {}) {
  const service = await services.open({}, { tls: TEST_TLS, ...options });
  await service.server.listen({ host: '127.0.0.1', port: 0 });
  const address = service.server.server.address();
  return { ...service, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Sends a form, or asks for a page, as a browser does that came over TLS. */
const ask = (
  port: number,
  {
    path,
    form,
    cookie,
  }: { readonly path: string; readonly form?: string; readonly cookie?: string },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = {
      origin: `https://localhost:${port}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...(cookie === undefined ? {} : { cookie }),
    };
    const method = form === undefined ? 'GET' : 'POST';
    request({ host: 'localhost', port, path, method, headers, ca, agent: false }, (answer) => {
      answer.resume().on('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
      });
    })
      .on('error', reject)
      .end(form);
  });

describe('over TLS', () => {
  it('the session is a cookie of this host alone, and browsers are told to come no other way', async () => {
    const { port } = await listening();
    const form = `${new URLSearchParams({ name: 'first', password: PASSWORD })}`;
    const signedIn = await ask(port, { path: '/sign-in', form });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/']);
    expect(signedIn.headers['strict-transport-security']).toBe('max-age=31536000');
    const [cookie = '', ...more] = signedIn.headers['set-cookie'] ?? [];
    expect(more).toEqual([]);
    const [pair = '', ...attributes] = cookie.split('; ');
    expect(pair).toMatch(/^__Host-hopsight_session=[\w-]{43}$/);
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
    expect((await ask(port, { path: '/account', cookie: pair })).status).toBe(200);
    // The cookie of a plain connection, which any page of this machine could set, opens nothing.
    const plain = pair.replace('__Host-', '');
    expect((await ask(port, { path: '/account', cookie: plain })).status).toBe(303);
  });

  it('nothing is answered without it, and nothing by versions that are broken', async () => {
    const { port } = await listening();
    const plain = new Promise((resolve, reject) => {
      plainRequest({ host: '127.0.0.1', port, path: '/sign-in', agent: false }, resolve)
        .on('error', reject)
        .end();
    });
    await expect(plain).rejects.toThrow();
    const old = new Promise((resolve, reject) => {
      const socket = connect(
        { host: 'localhost', port, ca, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' },
        () => resolve(socket.getProtocol()),
      );
      socket.on('error', reject);
    });
    await expect(old).rejects.toThrow();
    expect((await ask(port, { path: '/sign-in' })).status).toBe(200);
  });

  it('nobody holds a connection who says nothing', async () => {
    const timeouts = { ...TIMEOUTS, headersMs: 150, checkMs: 50 };
    const { port } = await listening({ timeouts });
    const silent = new Promise((resolve, reject) => {
      openSocket(port, '127.0.0.1').on('error', reject).on('close', resolve).resume();
    });
    await expect(silent).resolves.toBe(false);
  });
});
