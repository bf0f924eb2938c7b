import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/core/role.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
const ENDS = { method: 'POST' } as const;

/** Requests of a person, as a page of the service sends them. */
function asPerson({ send }: TestService, { cookie, csrfToken }: TestSession) {
  const headers = { cookie, 'x-csrf-token': csrfToken };
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    told(await send({ method, url: `/v1${url}`, headers, ...(payload ? { payload } : {}) }));
  return {
    get: (url: string) => ask('GET', url),
    post: (url: string, payload?: object) => ask('POST', url, payload),
    remove: (url: string) => ask('DELETE', url),
  };
}

function told({ statusCode, headers, body }: LightMyRequestResponse) {
  return { status: statusCode, location: headers.location, ...JSON.parse(body) };
}

async function open() {
  const service = await services.open();
  const [first, second] = await Promise.all([service.enter('finance'), service.enter('finance')]);
  if (first === undefined || second === undefined) throw new Error('nobody signed in');
  return { ...service, first: asPerson(service, first), second: asPerson(service, second) };
}

describe('payees by the API', () => {
  it('are registered, changed, found, deactivated, merged, exported and deleted', async () => {
    const { first, log } = await open();
    const added = await first.post('/payees', { reference: 'AC-17', name: 'Ana Quux' });
    expect(added).toMatchObject({ status: 201, location: `/v1/payees/${added.id}`, told: '' });
    const url = `/payees/${added.id}`;
    expect(await first.post(url, { told: 'by mail' })).toMatchObject({
      ...{ status: 200, name: 'Ana Quux', told: 'by mail' },
    });
    expect((await first.get('/payees?text=ac-17')).payees).toHaveLength(1);
    expect((await first.post(`${url}/deactivate`)).deactivatedAt).not.toBeNull();
    expect((await first.get('/payees')).payees).toEqual([]);
    expect((await first.post(`${url}/reactivate`)).deactivatedAt).toBeNull();
    const duplicate = await first.post('/payees', { reference: 'ac17', name: 'Ana Quux' });
    const merged = await first.post(`${url}/merge`, { duplicateId: duplicate.id });
    expect(merged).toMatchObject({ status: 200, id: added.id });
    const { changes } = await first.get(`${url}/changes`);
    expect(changes.map(({ what }: { what: string }) => what)).toEqual([
      ...['merged', 'added', 'reactivated', 'deactivated', 'edited', 'added'],
    ]);
    expect(await first.get(`${url}/export`)).toMatchObject({
      payee: { reference: 'AC-17' },
      records: { screenings: [], duplicates: [{ reference: 'ac17' }] },
    });
    expect(await first.remove(url)).toMatchObject({ status: 200, kind: 'deleted' });
    expect((await first.get(url)).status).toBe(404);
    expect(log.join('\n')).not.toMatch(/AC-17|Quux/);
  });

  it('tell what was screened under a reference while it was theirs', async () => {
    const { first, send, token } = await open();
    const { id } = await first.post('/payees', { reference: 'AC-17', name: 'Ana' });
    await first.post(`/payees/${id}`, { reference: 'AC-18' });
    for (const payeeReference of ['AC-17', 'AC-18', 'BD-2']) {
      const payload = [{ text: ADDRESS, payeeReference, reuse: 'never' }];
      const headers = token('screen');
      await send({ ...ENDS, url: '/v1/screenings?wait=60', headers, payload });
    }
    const { records } = await first.get(`/payees/${id}/export`);
    expect(records.screenings).toMatchObject([{ payeeReference: 'AC-18', input: ADDRESS }]);
  });

  it('have changes taken back, each under the payee that has it', async () => {
    const { first } = await open();
    const { id } = await first.post('/payees', { reference: 'AC-17', name: 'Ana' });
    const other = await first.post('/payees', { reference: 'BD-2', name: 'Bo' });
    await first.post(`/payees/${id}`, { name: 'Cy' });
    const [change] = (await first.get(`/payees/${id}/changes`)).changes;
    const undo = (payeeId: string) => first.post(`/payees/${payeeId}/changes/${change.id}/undo`);
    expect((await undo(other.id)).status).toBe(404);
    expect(await undo(id)).toMatchObject({ status: 200, name: 'Ana' });
    expect(await undo(id)).toMatchObject({
      ...{ status: 422, code: 'input' },
      detail: expect.stringContaining('taken back already'),
    });
  });

  it.each([
    [{ reference: 'AC-17' }, 400],
    [{ reference: 'AC-17', name: 'Ana', extra: 1 }, 400],
    [{ reference: 'x'.repeat(201), name: 'Ana' }, 400],
    [{ reference: 'AC\u200b17', name: 'Ana' }, 422],
    [{ reference: 'ac-17', name: 'Ana' }, 422],
  ])('are refused as %j with %i', async (payload, status) => {
    const { first } = await open();
    await first.post('/payees', { reference: 'AC-17', name: 'Ana' });
    expect((await first.post('/payees', payload)).status).toBe(status);
  });
});

describe('wallets by the API', () => {
  async function openWithWallet() {
    const opened = await open();
    const { id } = await opened.first.post('/payees', { reference: 'AC-17', name: 'Ana' });
    const wallet = await opened.first.post(`/payees/${id}/wallets`, { text: ADDRESS });
    return { ...opened, wallet, url: `/wallets/${wallet.id}` };
  }

  it('are confirmed by another person, and by no token with all permissions', async () => {
    const { first, second, send, token, wallet, url } = await openWithWallet();
    expect(wallet).toMatchObject({ status: 201, location: `/v1${url}`, confirmedAt: null });
    const own = await first.post(`${url}/confirm`);
    expect(own).toMatchObject({ status: 422, detail: expect.stringContaining('another person') });
    const headers = token(...PERMISSIONS);
    const machine = told(await send({ ...ENDS, url: `/v1${url}/confirm`, headers }));
    expect(machine).toMatchObject({ status: 422, detail: expect.stringContaining('token') });
    expect((await second.post(`${url}/confirm`)).confirmedBy).not.toBe(wallet.registeredBy);
    expect((await first.get(url)).confirmedAt).not.toBeNull();
    const edited = await first.post(url, { validUntil: '2026-12-31', custody: 'custodial' });
    expect(edited).toMatchObject({ validUntil: '2026-12-31', confirmedAt: null });
    expect((await first.post(`${url}/end`)).endedAt).not.toBeNull();
    expect((await second.post(`${url}/confirm`)).status).toBe(422);
  });

  it('are asked to be proven, and keep what was seen', async () => {
    const { first, url } = await openWithWallet();
    const asked = await first.post(`${url}/proof-request`);
    expect(asked).toMatchObject({ status: 201, message: expect.stringContaining(ADDRESS) });
    const kept = await first.post(`${url}/proofs`, { kind: 'statement', note: 'of May' });
    expect(kept).toMatchObject({ status: 201, kind: 'statement', method: null });
    expect((await first.get(url)).proofs).toHaveLength(1);
    expect((await first.post(`${url}/proofs`, { kind: 'signature' })).status).toBe(400);
    const wrong = await first.post(`${url}/proofs`, { kind: 'signature', signature: '0x00' });
    expect(wrong.status).toBe(422);
  });

  it.each([
    [{ text: 'not an address' }, 422],
    [{ text: ADDRESS, chains: [] }, 400],
    [{ text: ADDRESS, validFrom: '31.12.2026' }, 400],
    [{ text: ADDRESS, custody: 'mine' }, 400],
  ])('are refused as %j with %i', async (payload, status) => {
    const { first } = await open();
    const { id } = await first.post('/payees', { reference: 'AC-17', name: 'Ana' });
    expect((await first.post(`/payees/${id}/wallets`, payload)).status).toBe(status);
    expect((await first.post('/payees/nobody/wallets', payload)).status).toBe(
      status === 422 ? 404 : status,
    );
  });
});
