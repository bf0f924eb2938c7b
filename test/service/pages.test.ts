import { describe, expect, it } from 'vitest';
import { PRACTICE_WALLETS } from '../../src/service/pages/practiceWallets.js';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();
const opened = closeAfterwards();

const ORIGIN = 'http://127.0.0.1:8646';
const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

const see = ({ send }: TestService, session: TestSession, url: string) =>
  send({ url, headers: { cookie: session.cookie } });

/** Sends a form as the page of the server would. */
const fill = (
  { send }: TestService,
  session: TestSession,
  form: { readonly url: string; readonly fields?: Readonly<Record<string, string>> },
) =>
  send({
    method: 'POST',
    url: form.url,
    headers: {
      cookie: session.cookie,
      origin: ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `${new URLSearchParams({ csrf: session.csrfToken, ...form.fields })}`,
  });

const placeOf = (answer: { readonly headers: object }): string => {
  const place: unknown = Reflect.get(answer.headers, 'location');
  return typeof place === 'string' ? place : '';
};

const withBuiltIn = { labels: { builtIn: true, feeds: [] } };

async function live() {
  const explorer = await opened.server(
    startLoopbackExplorer({ facts: honestTransfers(), apiKey: TEST_KEY }),
  );
  return { ...withBuiltIn, chains: chainsOf({ ethereum: [explorerAt(explorer)] }) };
}

const settled = async ({ app }: TestService, place: string) => {
  const id = place.split('/').at(-1) ?? '';
  await app.work.settled(id, AbortSignal.timeout(30_000));
  return id;
};

describe('the form', () => {
  it('has a wallet screened, and its page says the decision', async () => {
    const service = await services.open(await live());
    const session = await service.enter('finance');
    const asked = await fill(service, session, {
      url: '/screenings',
      fields: { text: ` ${HONEST}\n`, payeeReference: 'INV-7' },
    });
    expect(asked.statusCode).toBe(303);
    const id = await settled(service, placeOf(asked));
    const page = await see(service, session, `/screenings/${id}`);
    expect(page.body).toContain('the policy lets this payment go ahead');
    expect(page.body).toContain('INV-7');
    const history = await see(service, session, '/screenings?text=INV-7');
    expect(history.body).toContain(`/screenings/${id}`);
    const month = await see(service, session, '/months/2026-11');
    expect(month.body).toMatch(/Exposure summary 2026-11, month still running/);
  });

  it('gives back what cannot be screened, with the reason and the text', async () => {
    const service = await services.open(withBuiltIn);
    const session = await service.enter('finance');
    const several = `${RONIN} and 115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn`;
    const again = await fill(service, session, { url: '/screenings', fields: { text: several } });
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain('The text has 2 different addresses');
    expect(again.body).toContain(`${several}</textarea>`);
    expect(
      service.app.work.listHistory({
        ...{ text: null, decision: null, fromIso: null, toIso: null, cursor: null },
        limit: 5,
      }).rows,
    ).toEqual([]);
  });

  it('is for who signed in and may screen; nobody else has anything screened by it', async () => {
    const service = await services.open(withBuiltIn);
    const nobody = await service.send({ url: '/' });
    expect([nobody.statusCode, placeOf(nobody)]).toEqual([303, '/sign-in']);
    const auditor = await service.enter('auditor');
    const form = { url: '/screenings', fields: { text: HONEST } };
    expect((await fill(service, auditor, form)).statusCode).toBe(403);
    const finance = await service.enter('finance');
    const stale = { ...finance, csrfToken: auditor.csrfToken };
    expect((await fill(service, stale, form)).statusCode).toBe(403);
  });
});

describe('two screenings', () => {
  it('are compared from the history, the older first whichever was named first', async () => {
    const service = await services.open(withBuiltIn);
    const session = await service.enter('finance');
    const ids: string[] = [];
    for (const text of [RONIN, '115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn']) {
      const asked = await fill(service, session, { url: '/screenings', fields: { text } });
      ids.push(await settled(service, placeOf(asked)));
    }
    const page = await see(service, session, `/compare?id=${ids[1]}&id=${ids[0]}`);
    expect(page.body).toContain('The two screenings are of different wallets.');
    const one = await see(service, session, `/compare?a=${ids[0]}`);
    expect([one.statusCode, one.body.includes('Mark exactly two')]).toEqual([400, true]);
  });
});

describe('practice', () => {
  it('gives each recorded wallet the answer that its title promises, and records none', async () => {
    const service = await services.open(withBuiltIn);
    const session = await service.enter('finance');
    for (const { text, asOf, title } of PRACTICE_WALLETS) {
      const fields = { text, ...(asOf === null ? {} : { asOf }) };
      const asked = await fill(service, session, { url: '/practice', fields });
      const id = placeOf(asked).split('/').at(-1) ?? '';
      await service.app.practice.settled(id, AbortSignal.timeout(30_000));
      const page = await see(service, session, `/practice/screenings/${id}`);
      expect(page.body).toContain('Practice: nothing here is recorded.');
      const [decision = ''] = title.split(':');
      expect(service.app.practice.readDocument(id)?.decision).toBe(decision.toLowerCase());
      expect(page.body).toContain(`decision-${decision.toLowerCase()}`);
      expect((await see(service, session, `/screenings/${id}`)).statusCode).toBe(404);
    }
  });
});

describe('people', () => {
  it('are added with a link that works once, sign in, and are told to the audit log', async () => {
    const service = await services.open();
    const admin = await service.enter('admin');
    const added = await fill(service, admin, {
      url: '/people',
      fields: { name: 'Grace', role: 'compliance' },
    });
    const [link = ''] = /\/welcome\/[\w-]+/.exec(added.body) ?? [];
    const password = 'four words that do not rhyme';
    const choose = () =>
      service.send({
        method: 'POST',
        url: link,
        headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
        payload: `${new URLSearchParams({ password, again: password })}`,
      });
    expect(placeOf(await choose())).toBe('/sign-in?done=password');
    expect((await choose()).statusCode).toBe(422);
    const signedIn = await service.send({
      method: 'POST',
      url: '/sign-in',
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `${new URLSearchParams({ name: 'Grace', password })}`,
    });
    expect(placeOf(signedIn)).toBe('/');
    const audit = await see(service, admin, '/audit');
    expect(audit.body).toContain('The log is whole');
    expect(audit.body).toContain('Grace');
  });

  it('without the permission see neither people, tokens nor the audit log', async () => {
    const service = await services.open();
    const finance = await service.enter('finance');
    for (const url of ['/people', '/tokens', '/audit']) {
      expect((await see(service, finance, url)).statusCode).toBe(403);
    }
    expect((await see(service, finance, '/labels')).body).not.toContain('Fetch all sets anew');
  });
});

describe('what pages load', () => {
  it('needs nobody signed in, and is not sent twice to who has it', async () => {
    const { send } = await services.open();
    for (const name of ['style.css', 'progress.js', 'icon.svg']) {
      const first = await send({ url: `/assets/${name}` });
      expect(first.statusCode).toBe(200);
      const etag = `${first.headers.etag}`;
      const again = await send({ url: `/assets/${name}`, headers: { 'if-none-match': etag } });
      expect(again.statusCode).toBe(304);
    }
    expect((await send({ url: '/assets/../server.js' })).statusCode).toBe(404);
  });
});
