import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../src/app/access/localActor.js';
import { HOST, type TestService, useServices } from '../support/openTestService.js';

const services = useServices();
const password = 'four words that do not rhyme';

const choose = ({ send }: TestService, link: string, fields: Readonly<Record<string, string>>) =>
  send({
    method: 'POST',
    url: link,
    headers: {
      origin: `http://${HOST}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `${new URLSearchParams({ password, again: password, ...fields })}`,
  });

describe('a link by which a password is chosen', () => {
  it('is used up by choosing alone, however often a program looks at it', async () => {
    const service = await services.open();
    const admin = await service.enter('admin');
    const { link } = service.app.access.addUser({ name: 'Grace', role: 'finance' }, admin.actor);
    const url = `/welcome/${link.secret}`;
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const answer = await service.send({ method, url });
      expect([answer.statusCode, answer.headers['referrer-policy']]).toEqual([200, 'no-referrer']);
    }
    expect((await choose(service, url, { again: 'another' })).statusCode).toBe(422);
    expect((await choose(service, url, {})).headers.location).toBe('/sign-in?done=password');
    expect((await service.send({ url })).statusCode).toBe(404);
    expect((await choose(service, url, {})).statusCode).toBe(422);
    expect(service.log.join('')).not.toContain(link.secret);
  });

  it('works for the last administrator too, while nobody can sign in', async () => {
    const service = await services.open();
    const { access } = service.app;
    const [first] = access.listUsers();
    const { secret } = access.resetPassword(first?.id ?? '', LOCAL_ACTOR);
    expect(access.hasUsers()).toBe(false);
    expect(access.createSetupLink()).toBeNull();
    const url = `/welcome/${secret}`;
    expect((await service.send({ url })).body).toContain('Choose a password');
    expect((await choose(service, url, {})).headers.location).toBe('/sign-in?done=password');
    expect(access.hasUsers()).toBe(true);
  });

  it('opens nothing where it was never given', async () => {
    const { send } = await services.open();
    for (const secret of ['nobody', 'a'.repeat(256)]) {
      expect((await send({ url: `/welcome/${secret}` })).statusCode, secret).toBe(404);
    }
  });
});
