import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { HOST, type TestService, useServices } from '../support/openTestService.js';

const services = useServices();

/** That of everybody whom the support signs in. */
const PASSWORD = 'correct horse battery staple';

const signIn = (
  { send }: TestService,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
) =>
  send({
    method: 'POST',
    url: '/sign-in',
    headers: {
      origin: `http://${HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    payload: `${new URLSearchParams(fields)}`,
  });

describe('many who sign in at once', () => {
  it('do not wait without end: some are told to come again', async () => {
    const service = await services.open();
    const crowd = Array.from({ length: 150 }, (_, at) =>
      signIn(service, { name: `made up ${at}`, password: 'x' }),
    );
    const answers = await Promise.all(crowd);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([422, 503]));
    const refused = answers.find(({ statusCode }) => statusCode === 503);
    expect(refused?.body).toContain('try again in a few seconds');
    const after = await signIn(service, { name: 'first', password: PASSWORD });
    expect([after.statusCode, after.headers.location]).toEqual([303, '/']);
  });
});

describe('a refused sign-in', () => {
  it('says and does the same whether the name is known, and in the end locks both', async () => {
    const service = await services.open({}, { nowMs: () => TEST_NOW_MS });
    await service.enter('finance');
    const tell = async (name: string) => {
      const answers = [];
      for (let tried = 0; tried < 6; tried += 1) {
        const { statusCode, headers, body } = await signIn(service, { name, password: 'wrong' });
        answers.push([statusCode, headers['set-cookie'], body.replaceAll(name, 'NAME')]);
      }
      return answers;
    };
    const [known, unknown] = [await tell('person 1'), await tell('person 9')];
    expect(known).toEqual(unknown);
    expect(known.at(-2)).toEqual(known.at(0));
    expect(`${known.at(-1)}`).toContain('Too many attempts failed');
    // The right password opens a locked name no more than a wrong one.
    const right = await signIn(service, { name: 'person 1', password: PASSWORD });
    expect([right.statusCode, right.headers['set-cookie']]).toEqual([422, undefined]);
  });
});

describe('a session', () => {
  const secretOf = (answer: { readonly headers: object }, { server }: TestService): string => {
    const set = `${Reflect.get(answer.headers, 'set-cookie')}`;
    return new RegExp(`^${server.sessionCookie.name}=([^;]*)`).exec(set)?.[1] ?? '';
  };

  it('has a secret of its own each time, whatever cookie the browser brought', async () => {
    const service = await services.open();
    const { name } = service.server.sessionCookie;
    const secrets = [];
    for (const brought of ['invented', 'x'.repeat(600)]) {
      const fields = { name: 'first', password: PASSWORD };
      const answer = await signIn(service, fields, { cookie: `${name}=${brought}` });
      secrets.push(secretOf(answer, service));
      const asked = await service.send({
        url: '/account',
        headers: { cookie: `${name}=${brought}` },
      });
      expect(asked.statusCode).toBe(303);
    }
    expect(new Set(secrets).size).toBe(2);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(service.log.join('')).not.toContain(secrets[0]);
  });

  it('ends on the server when somebody signs out, and when they are disabled', async () => {
    const service = await services.open();
    const [admin, one, other] = [
      await service.enter('admin'),
      await service.enter('finance'),
      await service.enter('finance'),
    ];
    const asks = async ({ cookie }: typeof one) =>
      (await service.send({ url: '/account', headers: { cookie } })).statusCode;
    const out = await service.send({
      method: 'POST',
      url: '/sign-out',
      headers: {
        ...{ cookie: one.cookie, origin: `http://${HOST}` },
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: `${new URLSearchParams({ csrf: one.csrfToken })}`,
    });
    expect(secretOf(out, service)).toBe('');
    expect(out.headers['set-cookie']).toContain('Expires=Thu, 01 Jan 1970');
    expect([await asks(one), await asks(other)]).toEqual([303, 200]);
    service.app.access.disableUser(other.actor.id, admin.actor);
    expect(await asks(other)).toBe(303);
  });

  it('leads nowhere but to this server, whatever the sign-in is asked for with', async () => {
    const service = await services.open();
    for (const query of [
      '?next=https://evil.example',
      '?return=//evil.example',
      '?done=%0d%0aX: 1',
    ]) {
      const answer = await service.send({
        method: 'POST',
        url: `/sign-in${query}`,
        headers: {
          origin: `http://${HOST}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: `${new URLSearchParams({ name: 'first', password: PASSWORD, next: '//evil.example' })}`,
      });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    }
  });
});
