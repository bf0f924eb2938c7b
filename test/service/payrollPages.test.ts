import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';
import { PROCEEDS, REVIEWED } from '../support/paymentWorld.js';
import { RECORDED_CHAINS } from '../support/payrollWorld.js';

const services = useServices();

const ORIGIN = 'http://127.0.0.1:8646';
const HOSTILE = '<script>alert(1)</script>';
const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;

/** A browser of somebody who signed in. */
function browserOf({ send }: TestService, { cookie, csrfToken }: TestSession) {
  const post = (url: string, type: string, payload: string | Buffer) =>
    send({
      ...{ method: 'POST', url, payload },
      headers: { cookie, origin: ORIGIN, 'content-type': type },
    });
  return {
    see: (url: string) => send({ url, headers: { cookie } }),
    fill: (url: string, fields: Readonly<Record<string, string>> = {}) =>
      post(
        url,
        'application/x-www-form-urlencoded',
        `${new URLSearchParams({ csrf: csrfToken, ...fields })}`,
      ),
    upload: (
      text: string | Buffer,
      { csrf = csrfToken, url = '/payrolls', name = 'november.csv' } = {},
    ) =>
      post(
        url,
        'multipart/form-data; boundary=edge',
        Buffer.concat([
          Buffer.from(
            `--edge\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n`,
          ),
          Buffer.from(text),
          Buffer.from('\r\n--edge--\r\n'),
        ]),
      ),
  };
}

async function open() {
  const labels = { builtIn: true, feeds: [] };
  const service = await services.open({ ...RECORDED_CHAINS, labels });
  const [first, second, third, fourth] = [
    await service.enter('finance'),
    await service.enter('finance'),
    await service.enter('compliance'),
    await service.enter('auditor'),
  ];
  const { payees } = service.app;
  for (const [reference, text] of [
    ['C-7', PROCEEDS],
    ['C-8', REVIEWED],
  ] as const) {
    const { id } = payees.add({ reference, name: HOSTILE, told: '' }, first.actor);
    const wallet = await payees.registerWallet(id, { text, ...anyTime }, first.actor);
    payees.confirmWallet(wallet.id, second.actor);
  }
  return {
    ...{ service, first },
    ann: browserOf(service, first),
    cleo: browserOf(service, third),
    reader: browserOf(service, fourth),
  };
}

const placeOf = ({ headers }: LightMyRequestResponse) => `${headers.location}`;

const FILE = [
  'Contractor;Wallet;Chain;Coin;Amount;Net pay;Invoice',
  `C-7;${PROCEEDS};bitcoin;BTC;0.015;1;${HOSTILE} 1`,
  `C-8;${REVIEWED};bitcoin;BTC;0.02;2;R-2`,
  `${HOSTILE};${REVIEWED};bitcoin;BTC;0.02;2;R-3`,
].join('\n');

/** What the form of the page holds, as a browser would send it. */
function fieldsOf(html: string): Record<string, string> {
  const form = /<form[^>]*\/confirm">.*?<\/form>/s.exec(html)?.[0] ?? '';
  const fields: Record<string, string> = {};
  for (const [, name = '', value = ''] of form.matchAll(
    /<input[^>]*name="(\w+)"(?:[^>]*value="([^"]*)")?/g,
  )) {
    fields[name] = value;
  }
  for (const [, name = '', options = ''] of form.matchAll(
    /<select[^>]*name="(\w+)">(.*?)<\/select>/gs,
  )) {
    const chosen = /<option[^>]*selected[^>]*>/.exec(options)?.[0] ?? options;
    fields[name] = /value="([^"]*)"/.exec(chosen)?.[1] ?? '';
  }
  return fields;
}

describe('the pages of payrolls', () => {
  it('take a file, have its reading corrected, run it, show each row, give it back and drop it', async () => {
    const { ann, reader } = await open();
    const uploaded = await ann.upload(FILE, { name: `${HOSTILE}.csv`.replaceAll('"', '') });
    expect(uploaded.statusCode, uploaded.body).toBe(303);
    const home = placeOf(uploaded);
    const asked = (await ann.see(home)).body;
    expect(asked).toContain('This has to be answered first');
    expect(asked).toContain('Several columns may say the amount');
    expect(asked).not.toContain(HOSTILE);
    const fields = fieldsOf(asked);
    expect(fields.amount).toBe('?');
    const unanswered = await ann.fill(`${home}/confirm`, fields);
    expect([unanswered.statusCode, unanswered.body.includes('Choose the columns')]).toEqual([
      422,
      true,
    ]);
    const confirmed = await ann.fill(`${home}/confirm`, { ...fields, amount: '4' });
    expect(placeOf(confirmed)).toBe(home);
    const ready = (await ann.see(home)).body;
    expect(ready).toContain('Check the 3 payments');
    expect(ready).toContain('Several payees have this name');
    expect(ready).not.toContain(HOSTILE);
    expect((await reader.see(home)).body).not.toContain('<form');
    expect((await reader.fill(`${home}/run`)).statusCode).toBe(403);
    expect(placeOf(await ann.fill(`${home}/run`))).toBe(home);
    let page = (await ann.see(home)).body;
    for (let n = 0; n < 100 && page.includes('http-equiv="refresh"'); n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      page = (await ann.see(home)).body;
    }
    expect(page).toContain('1 proceed, 1 review, 1 unreadable');
    expect(page).toMatch(/<a href="\/payments\/\w{26}"><span class="mark decision-proceed">/);
    expect(page).not.toContain(HOSTILE);
    const only = (await ann.see(`${home}?outcome=review`)).body;
    expect([only.includes(REVIEWED), only.includes(PROCEEDS)]).toEqual([true, false]);
    const file = await ann.fill(`${home}/file`);
    expect(file.headers['content-disposition']).toContain('.checked.csv');
    expect(file.body).toContain(';R-2;review;');
    expect((await ann.fill(`${home}/drop`)).statusCode).toBe(422);
    expect(placeOf(await ann.fill(`${home}/drop`, { sure: 'yes' }))).toBe('/payrolls?done=dropped');
    const list = (await ann.see('/payrolls')).body;
    expect([list.includes('(erased)'), list.includes(HOSTILE)]).toEqual([true, false]);
  });

  it('take no file without the token of the session, from another place, or that is none', async () => {
    const { service, ann, first } = await open();
    for (const csrf of ['', 'invented']) {
      const answer = await ann.upload(FILE, { csrf });
      expect([answer.statusCode, answer.body.includes('another session')]).toEqual([403, true]);
    }
    const foreign = await service.send({
      ...{ method: 'POST', url: '/payrolls', payload: 'x' },
      headers: {
        ...{ cookie: first.cookie, origin: 'http://evil.example' },
        'content-type': 'multipart/form-data; boundary=edge',
      },
    });
    expect(foreign.statusCode).toBe(403);
    for (const [bytes, status, words] of [
      ['%PDF-1.7', 422, 'That did not work'],
      ['', 422, 'Choose a file'],
      [Buffer.alloc(10_000_001), 413, 'larger than 10 MB'],
    ] as const) {
      const answer = await ann.upload(bytes);
      expect([answer.statusCode, answer.body.includes(words)], words).toEqual([status, true]);
    }
    const without = await ann.fill('/payrolls');
    expect([without.statusCode, without.body.includes('Choose a file')]).toEqual([422, true]);
    // No other form takes files.
    expect((await ann.upload(FILE, { url: '/payments' })).statusCode).toBe(415);
    expect(service.app.payrolls.list()).toEqual([]);
  });
});
