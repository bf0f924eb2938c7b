import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/app/records.js';
import { formatCanonicalJson } from '../../src/core/canonicalJson.js';
import { figuresOf } from '../../src/desk/summary/differences.js';
import { parseMonthJson } from '../../src/report/month/monthJson.js';
import { keepMonth } from '../support/keptMonths.js';
import { fullMonth, NAMES, plainMonth } from '../support/monthModel.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();
const URL_OF_MONTH = '/v1/summaries/2026-10';
const NO_LABELS = { labels: { builtIn: false, feeds: [] } };

const see = ({ send }: TestService, session: TestSession, url: string) =>
  send({ url, headers: { cookie: session.cookie } });

const fill = (
  { send }: TestService,
  session: TestSession,
  form: { readonly url: string; readonly fields: Readonly<Record<string, string>> },
) =>
  send({
    method: 'POST',
    url: form.url,
    headers: {
      ...{ cookie: session.cookie, origin: 'http://127.0.0.1:8646' },
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `${new URLSearchParams({ csrf: session.csrfToken, ...form.fields })}`,
  });

const exportsOf = ({ app }: TestService) =>
  app.audit.list({ before: null, limit: 100 }).filter(({ action }) => action === 'summary-exported')
    .length;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the month by the API', () => {
  it('is JSON, or a file by the word or the header that asks for it, told in the audit log', async () => {
    const service = await services.open(NO_LABELS);
    const headers = service.token('read');
    const json = await service.send({ url: URL_OF_MONTH, headers });
    expect(json.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(parseMonthJson(json.body)).toMatchObject({ month: '2026-10', isRunning: false });
    expect(exportsOf(service)).toBe(0);
    for (const [format, accept, magic] of [
      ['pdf', 'application/pdf', '%PDF-'],
      ['csv', 'text/csv', 'month,'],
      ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ] as const) {
      const byWord = await service.send({ url: `${URL_OF_MONTH}?format=${format}`, headers });
      const byHeader = await service.send({ url: URL_OF_MONTH, headers: { ...headers, accept } });
      for (const { rawPayload, headers: told } of [byWord, byHeader]) {
        expect(rawPayload.toString('latin1').startsWith(magic), format).toBe(true);
        expect(told['content-disposition']).toContain(`"hopsight-2026-10.${format}"`);
      }
    }
    expect(exportsOf(service)).toBe(6);
    for (const month of ['2026-13', '26-1', '2026-11-01']) {
      const refused = await service.send({ url: `/v1/summaries/${month}`, headers });
      expect(refused.statusCode, month).toBe(400);
    }
    const future = await service.send({ url: '/v1/summaries/2027-02', headers });
    expect(future.statusCode).toBe(422);
  }, 60_000);

  it('goes on where nobody waits, and is taken by the same request', async () => {
    const service = await services.open(NO_LABELS);
    const headers = service.token('read');
    const begun = await service.send({ url: `${URL_OF_MONTH}?wait=0`, headers });
    expect(begun.statusCode).toBe(202);
    expect(JSON.parse(begun.body)).toMatchObject({ month: '2026-10', state: 'running' });
    const taken = await service.send({ url: `${URL_OF_MONTH}?wait=30`, headers });
    expect([taken.statusCode, JSON.parse(taken.body).month]).toEqual([200, '2026-10']);
  });

  it('is signed by a person who looked at it, never by a token, and stays word for word', async () => {
    const service = await services.open(NO_LABELS);
    const { cookie, csrfToken } = await service.enter('compliance');
    const own = { cookie, 'x-csrf-token': csrfToken };
    const sign = (headers: Readonly<Record<string, string>>, payload: object = {}) =>
      service.send({ method: 'POST', url: `${URL_OF_MONTH}/sign`, headers, payload });
    const byToken = await sign(service.token('read', 'release'));
    expect(byToken.statusCode).toBe(422);
    expect(byToken.body).toContain('never a token');

    const { body } = await service.send({ url: URL_OF_MONTH, headers: own });
    const figuresDigest = digestOf(formatCanonicalJson(figuresOf(JSON.parse(body))));
    const other = await sign(own, { figuresDigest: `sha256:${'0'.repeat(64)}` });
    expect(other.body).toContain('figures changed');
    const signed = await sign(own, { figuresDigest });
    expect(signed.statusCode).toBe(201);
    const told = JSON.parse(signed.body);
    expect(told).toMatchObject({ version: 1, href: `${URL_OF_MONTH}/versions/1`, figuresDigest });
    const again = await service.send({ url: told.href, headers: own });
    expect(digestOf(again.body)).toBe(told.modelDigest);
    const listed = await service.send({ url: `${URL_OF_MONTH}/versions`, headers: own });
    expect(JSON.parse(listed.body).versions).toEqual([told]);
    expect((await sign(own)).body).toContain('Nothing changed since version 1');
    const none = await service.send({ url: `${URL_OF_MONTH}/versions/2`, headers: own });
    expect(none.statusCode).toBe(404);
    const kept = { url: `${URL_OF_MONTH}/versions/kept`, headers: own };
    expect((await service.send(kept)).statusCode).toBe(404);
    const text = keepMonth(join(service.folder, 'test.sqlite'), fullMonth());
    expect((await service.send(kept)).body).toBe(text);
  });
});

describe('documents of the worker', () => {
  it('have the same bytes twice, and do not hold up the server', async () => {
    const service = await services.open(NO_LABELS);
    keepMonth(join(service.folder, 'test.sqlite'), plainMonth(1_500));
    const session = await service.enter('finance');
    const get = (format: string) =>
      fill(service, session, {
        url: '/months/2026-10/file?version=kept',
        fields: { format },
      });
    const printing = get('pdf');
    let slowestMs = 0;
    let isPrinting = true;
    printing.finally(() => {
      isPrinting = false;
    });
    while (isPrinting) {
      const before = performance.now();
      await service.send({ url: '/v1/health/live' });
      // What the worker sends comes between turns of the loop.
      await new Promise((resolve) => setImmediate(resolve));
      slowestMs = Math.max(slowestMs, performance.now() - before);
    }
    expect(slowestMs).toBeLessThan(1_000);
    const pdf = await printing;
    expect(pdf.rawPayload.length).toBeGreaterThan(100_000);
    expect(digest((await get('pdf')).rawPayload)).toBe(digest(pdf.rawPayload));
    const xlsx = digest((await get('xlsx')).rawPayload);
    expect(digest((await get('xlsx')).rawPayload)).toBe(xlsx);
  }, 120_000);
});

describe('the pages of months', () => {
  it('lead from every figure to its rows, and from each row to its page', async () => {
    const service = await services.open(NO_LABELS);
    keepMonth(join(service.folder, 'test.sqlite'), fullMonth());
    const session = await service.enter('auditor');
    const page = await see(service, session, '/months/2026-10?version=kept');
    expect(page.statusCode).toBe(200);
    const [first] = page.body.match(/<h2>[^<]*/g) ?? [];
    expect(first).toContain('without a valid screening');
    const places = [...page.body.matchAll(/href="(\/months\/2026-10\/rows\/\d+\?version=kept)"/g)];
    expect(new Set(places.map(([, place]) => place)).size).toBeGreaterThan(20);
    let rows = '';
    for (const [, place = ''] of places) {
      const { statusCode, body } = await see(service, session, place.replaceAll('&amp;', '&'));
      expect(statusCode, place).toBe(200);
      rows += body;
    }
    for (const { payeeId, checkId, screeningId } of fullMonth().payments) {
      if (payeeId !== null) expect(rows).toContain(`href="/payees/${payeeId}"`);
      if (checkId !== null) expect(rows).toContain(`href="/payments/${checkId}"`);
      if (screeningId !== null) expect(rows).toContain(`href="/screenings/${screeningId}"`);
    }
    expect(page.body).toContain('href="/roster/link-1"');
    expect(rows).toContain(NAMES.cyrillic);
    const none = await see(service, session, '/months/2026-10/rows/9999?version=kept');
    expect(none.statusCode).toBe(422);
    expect((await see(service, session, '/months/2026-10/head')).body).toContain('"rows":0');
    expect((await see(service, session, '/months/2026-10?version=7')).statusCode).toBe(422);
    expect((await see(service, session, '/months/26-1')).statusCode).toBe(404);
  }, 60_000);

  it('have a month signed by who may and marks it, and say what changed since', async () => {
    const service = await services.open(NO_LABELS);
    const session = await service.enter('compliance');
    const before = await see(service, session, '/months/2026-10');
    const [, seen = ''] = /name="seen" value="([^"]+)"/.exec(before.body) ?? [];
    const theirs = await see(service, await service.enter('finance'), '/months/2026-10');
    expect([theirs.statusCode, theirs.body.includes('name="seen"')]).toEqual([200, false]);
    const url = '/months/2026-10/sign';
    const unsure = await fill(service, session, { url, fields: { seen } });
    expect(unsure.statusCode).toBe(422);
    const stale = `sha256:${'0'.repeat(64)}`;
    const changed = await fill(service, session, { url, fields: { seen: stale, sure: 'yes' } });
    expect(changed.body).toContain('figures changed');
    const signed = await fill(service, session, { url, fields: { seen, sure: 'yes' } });
    expect(signed.headers.location).toBe('/months/2026-10?version=1&done=signed');
    const after = await see(service, session, '/months/2026-10');
    expect(after.body).toContain('Nothing changed since version 1 was signed.');
    const list = await see(service, session, '/months');
    expect(list.body).toMatch(/href="\/months\/2026-10\?version=1"/);
    const running = await see(service, session, '/months/2026-11');
    expect(running.body).toContain('It can be signed once the month is over.');
  });

  it('show a month that the service kept by itself, once its day had come', async () => {
    let nowMs = Date.UTC(2026, 9, 20);
    const service = await services.open(NO_LABELS, { nowMs: () => nowMs });
    nowMs = Date.UTC(2026, 10, 3, 5, 59);
    await service.app.months.keeper.check();
    expect(service.app.records.keptMonths.list()).toEqual([]);
    nowMs = Date.UTC(2026, 10, 3, 6, 0);
    await service.app.months.keeper.check();
    expect(service.app.records.keptMonths.list().map(({ month }) => month)).toEqual(['2026-10']);
    expect(service.app.months.keeper.state().problem).toBeNull();
    const again = await service.enter('admin');
    const page = await see(service, again, '/months');
    expect(page.body).toMatch(/href="\/months\/2026-10\?version=kept"/);
    const head = await see(service, again, '/months/2026-10/head');
    expect(JSON.parse(head.body)).toMatchObject({
      rows: expect.any(Number),
      signature: expect.any(String),
    });
  });
});
