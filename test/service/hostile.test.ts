import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { HONEST } from '../support/honestWallet.js';
import { openTestApp } from '../support/openTestApp.js';
import {
  HOST,
  type TestService,
  type TestSession,
  useServices,
} from '../support/openTestService.js';

const services = useServices();

/** What a page must show as text: markup, a way out of an attribute, a title or a style, and a formula. */
const MARKUP = `=1+1"'></title></style></textarea><script>alert(1)</script><img src=x onerror=alert(1)>`;
/** Turns what follows around, ends a line, and hides. */
const HIDDEN = '\u202eevil\u200b';
const HOSTILE = `${MARKUP}${HIDDEN}`;

const PLAIN = { labels: { builtIn: false, feeds: [] } };

let service: TestService;
let admin: TestSession;
let screeningId: string;
beforeAll(async () => {
  service = await services.open(PLAIN);
  admin = await service.enter('admin');
  await importLabels();
  const answer = await service.send({
    method: 'POST',
    url: '/v1/screenings?wait=30',
    headers: service.token('screen'),
    payload: [{ text: HONEST, payeeReference: HOSTILE }],
  });
  screeningId = JSON.parse(answer.body).screenings[0].screeningId;
});

/** Has the wallet be somebody's with a hostile name, as a label set of others may say. */
async function importLabels(): Promise<void> {
  const { folder } = service;
  const file = join(folder, 'hostile.csv');
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  writeFileSync(
    file,
    [
      'chain,address,entity,category,actor,event,source,source_date,confidence',
      [
        ...['ethereum', HONEST, quoted(MARKUP), 'stolen-funds', 'lazarus', quoted(MARKUP)],
        ...[
          quoted(`https://example.org/"onclick=alert(1) javascript:alert(1) ${MARKUP}`),
          '2022-04-14',
          'vendor-label',
        ],
      ].join(),
      '',
    ].join('\n'),
  );
  const { app } = openTestApp(PLAIN, { folder, profile: 'recorded' });
  await app.importLabels({ file, set: 'hostile' });
  app.close();
}

const see = (url: string) => service.send({ url, headers: { cookie: admin.cookie } });
const fill = (url: string, fields: Readonly<Record<string, string>>) =>
  service.send({
    method: 'POST',
    url,
    headers: {
      ...{ cookie: admin.cookie, origin: `http://${HOST}` },
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: `${new URLSearchParams({ csrf: admin.csrfToken, ...fields })}`,
  });

/** Whatever of a page is markup but not ours. */
const foreignMarkup = (html: string) => [
  ...(html.match(/<script(?! src="\/assets\/progress\.js" defer)/g) ?? []),
  ...(html.match(/<img|<iframe|javascript:[^ <&]*"/gi) ?? []),
  ...(html.match(/<[^>]*\son\w+=/gi) ?? []),
  ...(html.match(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/gu) ?? []),
];

describe('text of others', () => {
  it('is text on every page of a screening', async () => {
    for (const url of [
      `/screenings/${screeningId}`,
      '/screenings',
      `/screenings?text=${encodeURIComponent(HOSTILE)}`,
      `/compare?a=${screeningId}&b=${screeningId}`,
      '/months/2026-11',
      '/labels',
    ]) {
      const { statusCode, body } = await see(url);
      expect(statusCode, url).toBe(200);
      expect(foreignMarkup(body), url).toEqual([]);
    }
    const page = await see(`/screenings/${screeningId}`);
    expect(page.body).toContain('&lt;script');
    expect(page.body).toContain('\\u{202e}evil');
    expect(page.body).not.toMatch(/href="(?!\/|#|https:\/\/)/);
  });

  it('is text where it is given back, and where people and tokens have such names', async () => {
    const until = '2027-01-01';
    for (const answer of [
      await fill('/screenings', { text: HOSTILE, payeeReference: HOSTILE }),
      await fill('/labels/look-up', { address: HOSTILE }),
      await fill('/labels/look-up', { address: HONEST }),
      await fill('/people', { name: MARKUP.slice(0, 90), role: 'finance' }),
      await fill('/tokens', { name: MARKUP.slice(0, 90), scopes: 'read', until }),
      await fill('/account/second-factor/confirm', {
        code: HOSTILE,
        secret: HOSTILE,
        uri: HOSTILE,
      }),
      await see('/audit'),
    ]) {
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(answer.statusCode).toBeLessThan(500);
      expect(foreignMarkup(answer.body)).toEqual([]);
    }
    const signIn = await service.send({
      method: 'POST',
      url: '/sign-in',
      headers: { origin: `http://${HOST}`, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `${new URLSearchParams({ name: HOSTILE, password: HOSTILE })}`,
    });
    expect(foreignMarkup(signIn.body)).toEqual([]);
  });

  it('is no formula in the table of a month, and hides in no JSON', async () => {
    const headers = service.token('read');
    const csv = await service.send({
      url: '/v1/summaries/2026-11',
      headers: { ...headers, accept: 'text/csv' },
    });
    expect(csv.body).toContain("'=1+1");
    expect(csv.body).not.toMatch(/(?:^|,)"?[=+@-]/m);
    for (const url of ['/v1/screenings', `/v1/screenings/${screeningId}`]) {
      const { body } = await service.send({ url, headers });
      expect(body).not.toMatch(/[\u202a-\u202e\u200b]/u);
      expect(JSON.stringify(JSON.parse(body))).toContain(HIDDEN);
    }
  });

  it('begins no line of its own in a stream of events', async () => {
    const { body } = await service.send({
      url: `/v1/screenings/${screeningId}`,
      headers: { ...service.token('read'), accept: 'text/event-stream' },
    });
    const lines = body.split(/\r\n|\n|\r/);
    for (const line of lines) expect(line).toMatch(/^(?:(?:event|id|data): |: |$)/);
  });

  it('stands in no log line, no metric and no row of the audit log', async () => {
    const metrics = await service.send({ url: '/v1/metrics', headers: service.token('read') });
    const audit = await service.send({ url: '/v1/audit', headers: service.token('audit') });
    for (const told of [service.log.join(''), metrics.body, audit.body]) {
      for (const typed of ['alert(1)', 'evil', HONEST, admin.secret, 'person 1']) {
        expect(told.toLowerCase()).not.toContain(typed.toLowerCase());
      }
    }
  });
});
