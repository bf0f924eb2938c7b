import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { TIMEOUTS } from '../../src/service/limits.js';
import { documentSchema } from '../../src/service/schemas/document.js';
import { historySchema, submittedSchema } from '../../src/service/schemas/screening.js';
import { always } from '../support/faultServer.js';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { type TestService, useServices } from '../support/openTestService.js';

const services = useServices();
const opened = closeAfterwards();

const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
/** A right-to-left override, a line break, and the end of a script. */
const HOSTILE = 'invoice 7 \u202e </script>\r\n{"level":60}';

async function explorer(parts: object = {}) {
  return opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY, ...parts }),
  );
}

const live = async (parts: object = {}) => ({
  chains: chainsOf({ ethereum: [explorerAt(await explorer(parts))] }),
  labels: { builtIn: true, feeds: [] },
});

const post = ({ send, token }: TestService, payload: object, parts: object = {}, query = '') =>
  send({
    method: 'POST',
    url: `/v1/screenings${query}`,
    headers: { ...token('screen'), ...parts },
    payload,
  });

const submitted = (answer: { readonly body: string }) =>
  submittedSchema.parse(JSON.parse(answer.body)).screenings;

describe('wallets that are sent', () => {
  it('are answered with their documents once they are done, in the order in which they came', async () => {
    const service = await services.open(await live());
    const items = [
      { text: HONEST, externalId: 'first', payeeReference: HOSTILE },
      { address: HONEST, externalId: 'again', reuse: 'never' },
    ];
    const answer = await post(service, items, {}, '?wait=60');
    expect(answer.statusCode).toBe(200);
    const told = submitted(answer);
    expect(told.map(({ externalId, state }) => [externalId, state])).toEqual([
      ['first', 'done'],
      ['again', 'done'],
    ]);
    expect(told[0]?.document).toMatchObject({ decision: 'proceed', payeeReference: HOSTILE });
    // What a terminal or a log would act on stands escaped, and means the same.
    expect(answer.body).not.toContain('\u202e');
    expect(service.log.join('')).not.toContain('invoice 7');
    expect(service.log.join('')).not.toContain(HONEST);

    const again = await post(service, [{ text: HONEST }]);
    expect(again.statusCode).toBe(200);
    expect(submitted(again)[0]).toMatchObject({ state: 'done', isReused: true, externalId: null });

    const id = told[0]?.screeningId ?? '';
    const reader = service.token('read');
    const document = await service.send({ url: `/v1/screenings/${id}`, headers: reader });
    expect(document.statusCode).toBe(200);
    expect(documentSchema.parse(JSON.parse(document.body))).toEqual(told[0]?.document);
    const ended = await service.send({
      url: `/v1/screenings/${id}`,
      headers: { ...reader, accept: 'text/event-stream' },
    });
    expect(ended.body).toMatch(/^event: done\nid: end\ndata: \{.*\}\n\n$/);
    const after = { ...reader, accept: 'text/event-stream', 'last-event-id': 'end' };
    expect((await service.send({ url: `/v1/screenings/${id}`, headers: after })).statusCode).toBe(
      204,
    );
  });

  it('are told to be under way where nobody waits, and each is followed to its end', async () => {
    const service = await services.open(await live());
    const answer = await post(service, [{ text: HONEST }]);
    expect(answer.statusCode).toBe(202);
    const [state] = submitted(answer);
    expect(state).toMatchObject({ state: expect.stringMatching(/queued|running/), document: null });
    expect(answer.headers.location).toBe(state?.href);
    const headers = { ...service.token('read'), accept: 'text/event-stream' };
    const events = await service.send({ url: state?.href ?? '', headers });
    expect(events.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const kinds = [...events.body.matchAll(/^event: (\w+)$/gm)].map(([, kind]) => kind);
    expect(kinds.at(-1)).toBe('done');
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength(1);
    expect(kinds).toContain('running');
    for (const [, data] of events.body.matchAll(/^data: (.*)$/gm)) {
      expect(JSON.parse(data ?? '')).toMatchObject({ screeningId: state?.screeningId });
    }
  });

  it('are the same submission under the same key, and none under another', async () => {
    const service = await services.open(await live());
    const headers = { ...service.token('screen'), 'idempotency-key': 'order-17' };
    const item = { text: HONEST, reuse: 'never' };
    const first = await post(service, [item], headers, '?wait=60');
    const second = await post(service, [item], headers, '?wait=60');
    expect(submitted(second)[0]?.screeningId).toBe(submitted(first)[0]?.screeningId);
    const other = await post(service, [{ ...item, payeeReference: 'x' }], headers);
    expect(other.statusCode).toBe(422);
    const foreign = await post(service, [item], { 'idempotency-key': 'order-17' }, '?wait=60');
    expect(submitted(foreign)[0]?.screeningId).not.toBe(submitted(first)[0]?.screeningId);
    expect((await post(service, [item], { 'idempotency-key': 'a b' })).statusCode).toBe(400);
  });

  it('are told by their place where they do not fit a chain', async () => {
    const service = await services.open(await live());
    const items = [{ text: HONEST }, { text: HONEST, chain: 'bitcoin' }];
    const answer = await post(service, items);
    expect(answer.statusCode).toBe(422);
    expect(JSON.parse(answer.body).problems).toMatchObject([{ at: '/1' }]);
  });
});

describe('a screening that takes long', () => {
  it('shows signs of life, can be ended early, and holds nobody who waits when the server closes', async () => {
    const stalled = await live({ script: always({ kind: 'stall' }) });
    const timeouts = { ...TIMEOUTS, heartbeatMs: 20 };
    const service = await services.open(stalled, { timeouts });
    const [first, second] = submitted(
      await post(service, [{ text: HONEST }, { text: RONIN }], {}, '?wait=0'),
    );
    const url = await service.server.listen({ host: '127.0.0.1', port: 0 });
    const headers = { ...service.token('read', 'screen'), accept: 'text/event-stream' };
    const events = await fetch(`${url}${first?.href}`, { headers });
    const reader = (events.body ?? new ReadableStream())
      .pipeThrough(new TextDecoderStream())
      .getReader();
    let told = '';
    let hasCancelled = false;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      told += read.value;
      if (hasCancelled || !told.includes(': still here')) continue;
      hasCancelled = true;
      const ended = await fetch(`${url}${first?.href}`, { method: 'DELETE', headers });
      expect(ended.status).toBe(202);
    }
    expect(told).toMatch(/: still here\n\n/);
    expect(told).toMatch(/event: (?:done|failed)\nid: end\n/);
    const waiting = fetch(`${url}/v1/screenings?wait=60`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify([{ text: HONEST, reuse: 'never' }]),
    });
    const open = await fetch(`${url}${second?.href}`, { headers });
    const isAsked = () =>
      service.app.audit
        .list({ before: null, limit: 10 })
        .filter(({ action }) => action === 'screening-asked').length === 3;
    while (!isAsked()) await new Promise((resolve) => setImmediate(resolve));
    const closing = service.server.close();
    expect((await waiting).status).toBe(202);
    expect(await open.text()).toContain('event: ');
    await closing;
  });

  it('that is not known cannot be read or ended', async () => {
    const { send, token } = await services.open();
    const headers = token('read', 'screen');
    const url = '/v1/screenings/01JD9Q4Z3K8M5T7V2W6X0Y1A2B';
    expect((await send({ url, headers })).statusCode).toBe(404);
    expect((await send({ method: 'DELETE', url, headers })).statusCode).toBe(404);
  });
});

describe('the history', () => {
  it('is read page by page, and by what is looked for', async () => {
    const service = await services.open();
    const item = { text: RONIN, payeeReference: 'payee 17', reuse: 'never' };
    await post(service, [item, item, { text: HONEST }], {}, '?wait=60');
    const headers = service.token('read');
    const read = async (query: string) => {
      const { body } = await service.send({ url: `/v1/screenings?${query}`, headers });
      return historySchema.parse(JSON.parse(body));
    };
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await read(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.screenings.map(({ screeningId }) => screeningId));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(3);
    expect((await read('text=payee+17')).screenings).toHaveLength(2);
    expect((await read('to=2026-11-22')).screenings).toHaveLength(0);
    expect((await read('from=2026-11-22&to=2026-11-23')).screenings).toHaveLength(3);
    expect((await read('decision=proceed')).screenings).toHaveLength(0);
  });
});

describe('the description of the API', () => {
  it('names every route', async () => {
    const { send } = await services.open();
    const described = z
      .object({ paths: z.record(z.string(), z.looseObject({})) })
      .parse(JSON.parse((await send({ url: '/v1/openapi.json' })).body));
    expect(Object.keys(described.paths).sort()).toEqual([
      '/v1/accounts/{account}',
      '/v1/audit',
      '/v1/audit/head',
      '/v1/health',
      '/v1/health/live',
      '/v1/health/ready',
      '/v1/labels',
      '/v1/labels/sync',
      '/v1/metrics',
      '/v1/payees',
      '/v1/payees/{payeeId}',
      '/v1/payees/{payeeId}/changes',
      '/v1/payees/{payeeId}/changes/{changeId}/undo',
      '/v1/payees/{payeeId}/deactivate',
      '/v1/payees/{payeeId}/export',
      '/v1/payees/{payeeId}/merge',
      '/v1/payees/{payeeId}/reactivate',
      '/v1/payees/{payeeId}/red-flags',
      '/v1/payees/{payeeId}/wallets',
      '/v1/payments',
      '/v1/payments/check',
      '/v1/payments/import',
      '/v1/payments/match',
      '/v1/payments/match/{month}',
      '/v1/payments/{checkId}',
      '/v1/payments/{checkId}/approval',
      '/v1/payments/{checkId}/overrides',
      '/v1/payments/{checkId}/overrides/{overrideId}/agree',
      '/v1/payments/{checkId}/overrides/{overrideId}/refuse',
      '/v1/payments/{checkId}/overrides/{overrideId}/withdraw',
      '/v1/payments/{checkId}/release',
      '/v1/payments/{checkId}/withdraw',
      '/v1/payrolls',
      '/v1/payrolls/{payrollId}',
      '/v1/payrolls/{payrollId}/confirm',
      '/v1/payrolls/{payrollId}/file',
      '/v1/payrolls/{payrollId}/rows',
      '/v1/payrolls/{payrollId}/run',
      '/v1/roster',
      '/v1/roster/refresh',
      '/v1/roster/{linkId}',
      '/v1/roster/{linkId}/answer',
      '/v1/screenings',
      '/v1/screenings/{screeningId}',
      '/v1/summaries/{month}',
      '/v1/summaries/{month}/sign',
      '/v1/summaries/{month}/versions',
      '/v1/summaries/{month}/versions/{version}',
      '/v1/wallets/{walletId}',
      '/v1/wallets/{walletId}/confirm',
      '/v1/wallets/{walletId}/end',
      '/v1/wallets/{walletId}/proof-request',
      '/v1/wallets/{walletId}/proofs',
    ]);
  });
});
