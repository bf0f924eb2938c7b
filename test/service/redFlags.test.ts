import { describe, expect, it } from 'vitest';
import { readRedFlags } from '../../src/packageFiles.js';
import { type TestService, useServices } from '../support/openTestService.js';

const services = useServices();

async function open() {
  const service = await services.open();
  const { actor } = await service.enter('finance');
  const { id } = service.app.payees.add({ reference: 'S-1', name: 'Kim Example', told: '' }, actor);
  return { ...service, url: `/v1/payees/${id}/red-flags` };
}

const ask = async (
  { send }: Pick<TestService, 'send'>,
  headers: { readonly authorization: string },
  { url, payload }: { readonly url: string; readonly payload?: object },
) => {
  const answer = await send(
    payload === undefined
      ? { method: 'GET', url, headers }
      : { method: 'POST', url, headers, payload },
  );
  return { status: answer.statusCode, ...JSON.parse(answer.body) };
};

const GIVEN = { flagId: 'avoids-camera', answer: 'seen', note: 'camera off in May' };

describe('red flags by the API', () => {
  it('are the whole list with its caution, and every answer, the newest first', async () => {
    const service = await open();
    const { url } = service;
    const reader = service.token('read');
    const before = await ask(service, reader, { url });
    expect(before.caution).toEqual(readRedFlags().caution);
    expect(before.flags.map(({ id }: { id: string }) => id)).toEqual(
      readRedFlags().flags.map(({ id }) => id),
    );
    const writer = service.token('payees');
    const added = await ask(service, writer, { url, payload: [GIVEN] });
    expect(added).toMatchObject({ status: 201, answers: [GIVEN] });
    const other = { flagId: 'avoids-camera', answer: 'not-applicable' };
    await ask(service, writer, { url, payload: [other] });
    const { flags } = await ask(service, reader, { url });
    expect(flags.find(({ id }: { id: string }) => id === 'avoids-camera')).toMatchObject({
      standing: 'published',
      source: { url: 'https://www.ic3.gov/PSA/2023/PSA231018', date: '2023-10-18' },
      answers: [
        { answer: 'not-applicable', note: '' },
        { answer: 'seen', note: 'camera off in May' },
      ],
    });
  });

  it('refuse an unknown payee, flag, word or field, and keep nothing then', async () => {
    const service = await open();
    const token = service.token('read', 'payees');
    const post = (payload: object, url = service.url) => ask(service, token, { url, payload });
    expect(await post([GIVEN], '/v1/payees/nobody/red-flags')).toMatchObject({
      ...{ status: 404, code: 'not-found' },
    });
    expect((await ask(service, token, { url: '/v1/payees/nobody/red-flags' })).status).toBe(404);
    expect(await post([GIVEN, { ...GIVEN, flagId: 'none' }])).toMatchObject({
      ...{ status: 422, code: 'input' },
    });
    expect((await post([{ ...GIVEN, answer: 'perhaps' }])).status).toBe(400);
    expect((await post([{ ...GIVEN, score: 3 }])).status).toBe(400);
    expect((await post([])).status).toBe(400);
    const { flags } = await ask(service, token, { url: service.url });
    expect(flags.flatMap(({ answers }: { answers: object[] }) => answers)).toEqual([]);
  });

  it('leave nothing of a note in the log and the audit', async () => {
    const service = await open();
    const payload = [GIVEN, { ...GIVEN, flagId: 'none' }];
    await ask(service, service.token('payees'), { url: service.url, payload: [GIVEN] });
    await ask(service, service.token('payees'), { url: service.url, payload });
    const rows = service.app.audit.list({ before: null, limit: 100 });
    expect(rows.map(({ action }) => action)).toContain('red-flag-answered');
    expect(JSON.stringify(rows)).not.toMatch(/camera|Kim|S-1/);
    expect(service.log.join('\n')).not.toMatch(/camera|Kim|S-1/);
  });
});
