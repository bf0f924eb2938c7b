import { describe, expect, it } from 'vitest';
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
