import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useServices } from '../support/openTestService.js';

const services = useServices();

const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const BUILT_IN = { labels: { builtIn: true, feeds: [] } };

describe('the description of the API', () => {
  it('is OpenAPI 3.1 by its published schema', async () => {
    const { send } = await services.open();
    const description: unknown = JSON.parse((await send({ url: '/v1/openapi.json' })).body);
    const told = z.looseObject({ paths: z.looseObject({}) }).parse(description);
    const validate = (document: Record<string, unknown>) => new Validator().validate(document);
    expect(await validate(structuredClone(told))).toMatchObject({ valid: true });
    expect(await validate({ ...structuredClone(told), paths: [] })).toMatchObject({ valid: false });
    expect(told).toMatchObject({ openapi: '3.1.0' });
  });
});

describe('an account', () => {
  it('is told by its labels and its newest verdict, and nobody is asked', async () => {
    const { send, token } = await services.open(BUILT_IN);
    const headers = token('read', 'screen');
    const read = async () =>
      JSON.parse((await send({ url: `/v1/accounts/${RONIN}`, headers })).body);
    expect(await read()).toMatchObject({
      labels: { consequence: { decision: 'hold' } },
      newest: null,
    });
    await send({
      method: 'POST',
      url: '/v1/screenings?wait=60',
      headers,
      payload: [{ text: RONIN }],
    });
    const { newest } = await read();
    expect(newest).toMatchObject({
      decision: 'hold',
      href: `/v1/screenings/${newest.screeningId}`,
    });
    expect(['stands', 'expired']).toContain(newest.standing);
  });
});

describe('label sets', () => {
  it('are listed with their snapshots, and fetched anew by who may', async () => {
    const { send, token } = await services.open(BUILT_IN);
    const listed = JSON.parse((await send({ url: '/v1/labels', headers: token('read') })).body);
    expect(listed.sets.length).toBeGreaterThan(0);
    expect(listed.snapshots.length).toBeGreaterThan(0);
    const sync = { method: 'POST', url: '/v1/labels/sync?wait=60' } as const;
    expect((await send({ ...sync, headers: token('read') })).statusCode).toBe(403);
    const synced = await send({ ...sync, headers: token('labels') });
    expect([synced.statusCode, JSON.parse(synced.body)]).toEqual([
      200,
      { state: 'done', sets: [] },
    ]);
  });
});

describe('a supervisor', () => {
  it('learns that the service lives and cannot work, where its worker does not start', async () => {
    const { folder, send: sound } = await services.open();
    expect((await sound({ url: '/v1/health/live' })).json()).toEqual({ status: 'alive' });
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("no worker");');
    const { app, send, token } = await services.open({}, { workerFile: pathToFileURL(broken) });
    expect((await send({ url: '/v1/health/live' })).statusCode).toBe(200);
    while (app.work.health().workerProblem === null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const ready = await send({ url: '/v1/health/ready' });
    expect(ready.statusCode).toBe(503);
    // Who asks this need not have signed in.
    expect(ready.json()).not.toHaveProperty('workerProblem');
    expect(ready.json()).toMatchObject({ status: 'not-ready', database: 'ready', labels: null });
    expect(ready.json().worker).not.toBe('ready');
    const health = await send({ url: '/v1/health', headers: token('read') });
    expect(health.json()).toMatchObject({ alive: true, status: 'not-ready', running: 0 });
    // The message of an error that nobody foresaw may repeat what was typed.
    expect(health.json().workerProblem).toMatch(/^Hopsight made a mistake of its own.*broken\.mjs/);
    expect(health.body).not.toContain('no worker');
    const metrics = await send({ url: '/v1/metrics', headers: token('read') });
    expect(metrics.body).toMatch(/^hopsight_worker_ready 0$/m);
  });

  it('learns that it can work once the worker is ready, and how old the labels are', async () => {
    const { send, app, token } = await services.open(BUILT_IN);
    while (app.work.health().worker !== 'ready') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const ready = await send({ url: '/v1/health/ready' });
    expect(ready.statusCode).toBe(200);
    expect(ready.json()).toMatchObject({
      status: 'ready',
      worker: 'ready',
      labels: { standing: 'static' },
    });
    const { body, headers } = await send({ url: '/v1/metrics', headers: token('read') });
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(body).toMatch(/^hopsight_label_set_age_days\{set="[\w-]+"\} \d+$/m);
    expect(body).toMatch(/^hopsight_queue_length\{urgency="single"\} 0$/m);
    expect(body).toMatch(/route="\/v1\/health\/ready",status="2xx"/);
  });
});

describe('the audit log', () => {
  it('is read page by page, without a name', async () => {
    const { send, token } = await services.open();
    const headers = token('audit');
    token('read');
    const first = (await send({ url: '/v1/audit?limit=2', headers })).json();
    expect(first.rows).toHaveLength(2);
    expect(first.rows[0]).toMatchObject({ action: 'token-issued' });
    const next = (
      await send({ url: `/v1/audit?limit=200&cursor=${first.nextCursor}`, headers })
    ).json();
    expect(next.nextCursor).toBe(null);
    expect(next.rows[0].sequence).toBe(first.rows[1].sequence - 1);
    expect(JSON.stringify([first, next])).not.toContain('"first"');
  });
});
