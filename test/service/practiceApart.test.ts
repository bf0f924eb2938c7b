import { describe, expect, it } from 'vitest';
import { HONEST } from '../support/honestWallet.js';
import { HOST, useServices } from '../support/openTestService.js';

const services = useServices();

describe('practice and the record', () => {
  it('know nothing of each other, whichever id is asked for where', async () => {
    const { app, send, enter } = await services.open();
    const { actor, cookie, csrfToken } = await enter('compliance');
    const item = { text: HONEST, payeeReference: null, onlyOn: null, asOf: null };
    const ask = (work: typeof app.work) =>
      work.submit(
        { items: [{ ...item, reuse: 'never' }], urgency: 'single', idempotencyKey: null },
        actor,
      )[0]?.screeningId ?? '';
    const [real, rehearsed] = [ask(app.work), ask(app.practice)];
    const signal = AbortSignal.timeout(30_000);
    await Promise.all([app.work.settled(real, signal), app.practice.settled(rehearsed, signal)]);

    const see = async (url: string) => (await send({ url, headers: { cookie } })).statusCode;
    expect(await see(`/screenings/${real}`)).toBe(200);
    expect(await see(`/practice/screenings/${rehearsed}`)).toBe(200);
    for (const url of [
      `/practice/screenings/${real}`,
      `/screenings/${rehearsed}`,
      `/v1/screenings/${rehearsed}`,
      `/compare?a=${real}&b=${rehearsed}`,
    ]) {
      expect(await see(url), url).toBe(404);
    }
    for (const act of ['cancel', 'again']) {
      const answer = await send({
        method: 'POST',
        url: `/screenings/${rehearsed}/${act}`,
        headers: {
          ...{ cookie, origin: `http://${HOST}` },
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: `${new URLSearchParams({ csrf: csrfToken })}`,
      });
      expect(answer.statusCode, act).toBe(404);
    }
    const remove = { method: 'DELETE', url: `/v1/screenings/${rehearsed}` } as const;
    const headers = { cookie, 'x-csrf-token': csrfToken };
    expect((await send({ ...remove, headers })).statusCode).toBe(404);
    const audited = app.audit.list({ before: null, limit: 200 });
    expect(audited.map(({ subjectId }) => subjectId)).not.toContain(rehearsed);
  });
});
