import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { readApprovalKeys } from '../../src/app/payments/approvalKeys.js';
import { checkApproval } from '../../src/app/payments/checkApproval.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import {
  type LoopbackExplorerOptions,
  startLoopbackExplorer,
} from '../support/loopbackExplorer.js';
import { openTestApp } from '../support/openTestApp.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();
const opened = closeAfterwards();

const ORIGIN = 'http://127.0.0.1:8646';
const INVOICE = 'ZQ-2026/7';
const MARKUP = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';

/** What a contract answers that has frozen nobody. */
const NO = `0x${'0'.padStart(64, '0')}`;

/** A browser of somebody who signed in. */
function browserOf({ send }: TestService, { cookie, csrfToken }: TestSession) {
  return {
    see: (url: string) => send({ url, headers: { cookie } }),
    fill: (url: string, fields: Readonly<Record<string, string>> = {}) =>
      send({
        ...{ method: 'POST', url },
        headers: { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
        payload: `${new URLSearchParams({ csrf: csrfToken, ...fields })}`,
      }),
  };
}

const placeOf = ({ headers }: LightMyRequestResponse) => `${headers.location}`;
const idOf = (place: string) => place.split('/').at(-1) ?? '';
const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;

/** A service that looks at one explorer, its people, and a payee whose wallet waits for a second person. */
async function open(parts: Partial<LoopbackExplorerOptions> = {}) {
  const facts = honestTransfers();
  const server = await opened.server(
    startLoopbackExplorer({ facts, apiKey: TEST_KEY, calls: () => NO, ...parts }),
  );
  const clock = { aheadMs: 0 };
  const startMs = Date.UTC(2026, 10, 22);
  const startedMs = performance.now();
  const service = await services.open(
    {
      chains: chainsOf({ ethereum: [explorerAt(server)] }),
      labels: { builtIn: true, feeds: [] },
      approvals: { keyFolder: './keys' },
    },
    { nowMs: () => startMs + clock.aheadMs + Math.floor(performance.now() - startedMs) },
  );
  const [first, second, officer, auditor] = [
    await service.enter('finance'),
    await service.enter('finance'),
    await service.enter('compliance'),
    await service.enter('auditor'),
  ];
  const { payees, payments } = service.app;
  const payee = payees.add({ reference: 'S-17', name: 'Sarah Example', told: '' }, first.actor);
  const register = (text: string) =>
    payees.registerWallet(payee.id, { text, ...anyTime }, first.actor);
  const wallet = await register(HONEST);
  const ann = browserOf(service, first);
  const fields = {
    ...{ payee: payee.id, wallet: wallet.id, chain: 'ethereum', asset: 'eth' },
    ...{ amount: '0.5', invoice: INVOICE },
  };
  return {
    ...{ service, clock, payee, wallet, register, ann, fields, by: first.actor },
    cleo: browserOf(service, officer),
    reader: browserOf(service, auditor),
    confirm: () => payees.confirmWallet(wallet.id, second.actor),
    /** Checks one payment and waits until it is decided; gives the path of its page. */
    check: async (more: Readonly<Record<string, string>> = {}) => {
      const sent = await ann.fill('/payments', { ...fields, ...more });
      expect(sent.statusCode, sent.body).toBe(303);
      await payments.settled(idOf(placeOf(sent)), AbortSignal.timeout(50_000));
      return placeOf(sent);
    },
  };
}

const heading = ({ body }: LightMyRequestResponse) =>
  /<h1>.*?<\/h1>/.exec(body)?.[0].replaceAll(/<[^>]+>/g, '') ?? '';

describe('a payment that may be made', () => {
  it('is described, followed, and comes out with an approval that verifies offline', async () => {
    const { service, ann, payee, wallet, fields, confirm } = await open();
    const chosen = await ann.see('/payments/new');
    expect(chosen.body).toContain('<option value="S-17">Sarah Example</option>');
    const early = await ann.see('/payments/new?payee=s-17');
    expect(early.body).toContain(`>${wallet.address} (Waits for a second person)</option>`);
    confirm();
    const form = await ann.see('/payments/new?payee=s-17');
    expect(form.body).toContain(`<option value="${wallet.id}">${wallet.address}</option>`);
    const formKey = /name="formKey" value="([^"]+)"/.exec(form.body)?.[1] ?? '';

    const place = placeOf(await ann.fill('/payments', { ...fields, formKey }));
    expect(place).toMatch(/^\/payments\/\w{26}$/);
    expect((await ann.see(place)).statusCode).toBe(200);
    // The same form once more is the same asking; another amount in it is another one.
    expect(placeOf(await ann.fill('/payments', { ...fields, formKey }))).toBe(place);
    await service.app.payments.settled(idOf(place), AbortSignal.timeout(50_000));

    const page = await ann.see(place);
    expect(heading(page)).toMatch(/^Proceed: it may be paid until 2026-11-2\d /);
    expect(page.body).toContain('Pay it before its approval ends');
    const groups = /<p class="address">(.*?)<\/p>/.exec(page.body)?.[1] ?? '';
    expect(groups.replaceAll(/<[^>]+>/g, '')).toBe(wallet.address);
    expect(groups).toContain(`<span>${wallet.address.slice(2, 6)}</span>`);
    for (const told of [
      ...['<strong>0.50 ETH</strong>', '<dd>Ethereum</dd>', `>${INVOICE}</dd>`],
      ...['First payment', 'Control not shown', 'person 1, 2026-11-22'],
      `<a href="/payees/${payee.id}">S-17</a>`,
      `hopsight verify hopsight-approval-${idOf(place)}.json`,
    ]) {
      expect(page.body).toContain(told);
    }
    expect(page.body).toMatch(/<a href="\/screenings\/\w{26}">its screening<\/a>/);

    const file = await ann.see(`${place}/approval`);
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="hopsight-approval-${idOf(place)}.json"`,
    );
    const keys = readApprovalKeys({
      path: join(service.folder, 'keys'),
      platform: process.platform,
    });
    const nowMs = service.app.nowMs();
    expect(checkApproval(file.body, { keys, invoice: INVOICE, nowMs }).outcome).toBe('valid');
  });

  it('is no longer one when its approval ended; it is offered to be checked again', async () => {
    const { service, clock, confirm, check } = await open();
    confirm();
    const place = await check({ amount: '12.050' });
    clock.aheadMs = 2 * 86_400_000;
    const ann = browserOf(service, await service.enter('finance'));
    const page = await ann.see(place);
    expect(heading(page)).toBe('Approval ended: do not pay by it; it came out “Proceed”');
    expect(page.body).not.toContain('class="decision decision-proceed"');
    expect(page.body).not.toContain(`${place}/approval`);
    expect((await ann.see('/payments')).body).toContain('approval ended 2026-11-2');
    const again = await ann.see(/\/payments\/new\?again=\w+/.exec(page.body)?.[0] ?? '');
    for (const kept of [`value="${INVOICE}"`, 'value="12.05"', 'value="ETH"', 'selected']) {
      expect(again.body).toContain(kept);
    }
  });

  it('says so where labels changed since that speak about the wallet', async () => {
    const { service, ann, confirm, check } = await open();
    confirm();
    const place = await check();
    expect((await ann.see(place)).body).not.toContain('Do not pay by this page.');
    const file = join(service.folder, 'labels.csv');
    const row = `ethereum,${EMPLOYER},Somebody,stolen-funds,lazarus,,https://example.org,2022-04-14,vendor-label`;
    writeFileSync(
      file,
      `chain,address,entity,category,actor,event,source,source_date,confidence\n${row}\n`,
    );
    const config = { chains: chainsOf({ ethereum: [] }), labels: { builtIn: true, feeds: [] } };
    const { app } = openTestApp(config, { folder: service.folder });
    await app.importLabels({ file, set: 'later' });
    app.close();
    expect((await ann.see(place)).body).toContain('Do not pay by this page.');
  });
});

describe('a payment that has to be looked at', () => {
  it('is released by who may, with a reason, and taken back with a tick', async () => {
    const { ann, cleo, confirm, check } = await open();
    confirm();
    await check();
    const place = await check({ invoice: ` ${INVOICE.toLowerCase()}` });
    const page = await ann.see(place);
    expect(heading(page)).toMatch(/^Review: do not pay yet/);
    expect(page.body).toContain('Invoice approved before');
    expect(page.body).not.toContain(`${place}/release`);
    expect((await ann.fill(`${place}/release`, { reason: 'I say so' })).statusCode).toBe(403);
    expect((await ann.see(`${place}/approval`)).statusCode).toBe(404);

    expect((await cleo.see(place)).body).toContain(`action="${place}/release"`);
    const long = 'so many words '.repeat(80);
    const refused = await cleo.fill(`${place}/release`, { reason: long });
    expect([refused.statusCode, refused.body.includes(`${long}</textarea>`)]).toEqual([422, true]);
    expect(refused.body).toContain('at most 1000 characters');
    const reason = 'The <b>second</b> half of it';
    const released = await cleo.fill(`${place}/release`, { reason });
    expect(placeOf(released)).toBe(`${place}?done=released`);
    const after = await ann.see(placeOf(released));
    expect(after.body).toContain('The payment is released');
    expect(heading(after)).toMatch(
      /^Review: let pass by one person by name; it may be paid until /,
    );
    expect(after.body).toContain('The &lt;b>second&lt;/b> half of it');
    expect(after.body).toContain('By person 3, 2026-11-22');
    const approval = await ann.see(`${place}/approval`);
    expect(JSON.parse(approval.body)).toMatchObject({ decision: 'released-review' });
    expect((await cleo.see(place)).body).not.toContain(`${place}/release`);

    expect((await ann.see(place)).body).not.toContain(`${place}/withdraw`);
    const notHers = await ann.fill(`${place}/withdraw`, { sure: 'yes' });
    expect(notHers.statusCode).toBe(422);
    expect(notHers.body).toContain('somebody who may release payments withdraws it');
    const unsure = await cleo.fill(`${place}/withdraw`);
    expect([unsure.statusCode, heading(unsure).startsWith('Review')]).toEqual([422, true]);
    expect(placeOf(await cleo.fill(`${place}/withdraw`, { sure: 'yes' }))).toBe(
      `${place}?done=withdrawn`,
    );
    const gone = await ann.see(place);
    expect(heading(gone)).toBe('Withdrawn: do not pay by it; it came out “Review”');
    expect(gone.body).toContain('Do not pay by its approval.');
    expect(gone.body).not.toContain(`${place}/withdraw`);
    expect((await ann.see(`${place}/approval`)).statusCode).toBe(409);
    expect((await ann.see('/payments')).body).toContain('<td>withdrawn 2026-11-22');
  });

  it('cannot be released while something of it is not known', async () => {
    const { ann, cleo, register, confirm, check } = await open();
    const early = await check();
    expect(heading(await cleo.see(early))).toMatch(/^Incomplete: do not pay yet/);
    expect((await cleo.see(early)).body).toContain('Have the wallet confirmed by a second person');
    confirm();
    await check();
    const other = await register(EMPLOYER);
    for (const wallet of [other.id]) {
      const place = await check({ wallet, invoice: INVOICE });
      const page = await cleo.see(place);
      expect(heading(page)).toMatch(/^Review: /);
      expect(page.body).toContain('It cannot be released as it stands.');
      expect(page.body).not.toContain(`${place}/release`);
      const forced = await cleo.fill(`${place}/release`, { reason: 'all the same' });
      expect([forced.statusCode, forced.body.includes('cannot be released')]).toEqual([422, true]);
      expect((await ann.see('/payments')).body).toContain('not complete');
    }
  });

  it('leads to the links with other payees', async () => {
    const { service, ann, by, confirm, check } = await open();
    confirm();
    const { payees, roster } = service.app;
    const other = payees.add({ reference: 'S-99', name: 'Other', told: '' }, by);
    await payees.registerWallet(other.id, { text: HONEST, ...anyTime }, by);
    const [known] = roster.listOf(other.id);
    const page = await ann.see(await check());
    expect(page.body).toContain('Linked to another payee');
    expect(page.body).toContain(`<a href="/roster/${known?.link.id}">One address</a>`);
  });
});

describe('a payment that cannot be read', () => {
  it('comes back with all that was typed, and what is wrong beside each field', async () => {
    const { service, ann, fields, payee } = await open();
    const wrong = { ...fields, asset: 'MOON', amount: '1,5', invoice: ' ' };
    const again = await ann.fill('/payments', wrong);
    expect(again.statusCode).toBe(422);
    expect(again.body).toMatch(/id="pay-asset-problem"[^>]*>This is none of the listed assets/);
    expect(again.body).toMatch(/id="pay-invoice-problem"[^>]*>The invoice is missing/);
    expect(again.body).toContain('value="MOON"');
    expect(again.body).toContain('value="1,5"');
    expect(again.body).toMatch(/aria-describedby="pay-asset-problem pay-asset-hint"/);
    const amount = await ann.fill('/payments', { ...fields, amount: '1,5' });
    expect(amount.body).toMatch(/id="pay-amount-problem"[^>]*>The amount has a comma/);
    const nobody = await ann.fill('/payments', { ...fields, payee: 'S-18', wallet: HONEST });
    expect(nobody.body).toMatch(/id="pay-payee-problem"[^>]*>No payee has this id/);
    expect(nobody.body).toContain(`value="${HONEST}"`);
    expect((await ann.see('/payments/new?payee=S-18')).statusCode).toBe(422);
    expect((await ann.see('/payments/new?again=nobody')).statusCode).toBe(404);
    const query = { payeeId: payee.id, decision: null, cursor: null, limit: 5 };
    expect(service.app.payments.list(query).checks).toEqual([]);
  });
});

describe('the list of payments', () => {
  it('is newest first, by payee and decision, and page by page', async () => {
    const { service, ann, by, payee, fields, confirm, check } = await open();
    confirm();
    const first = await check({ invoice: 'ZQ-first' });
    await check({ invoice: 'zq-FIRST' });
    for (let n = 0; n < 25; n += 1) {
      const request = { ...fields, asset: 'ETH', invoice: `ZQ-${100 + n}` };
      service.app.payments.check([request], { urgency: 'batch', idempotencyKey: null }, by);
    }
    const page = await ann.see('/payments?payee=s-17');
    expect(page.body.indexOf('ZQ-124')).toBeLessThan(page.body.indexOf('ZQ-123'));
    expect(page.body).not.toContain('ZQ-first');
    const next = /href="(\/payments\?[^"]+)" rel="next"/.exec(page.body)?.[1] ?? '';
    const more = await ann.see(next.replaceAll('&amp;', '&'));
    expect(more.body).toContain('ZQ-first');
    expect(more.body).toContain(`<a href="${first}">`);
    const reviews = await ann.see(`/payments?payee=${payee.id}&decision=review`);
    expect(reviews.body).toContain('zq-FIRST');
    expect(reviews.body).not.toContain('ZQ-first');
    expect((await ann.see('/payments?decision=hold')).body).toContain('No payment was checked');
    const unknown = await ann.see('/payments?payee=S-18');
    expect(unknown.body).toContain('No payee has this reference');
    expect(unknown.body).not.toContain('ZQ-');
    expect((await ann.see('/payments?cursor=x')).statusCode).toBe(422);
  });

  it('is read by who only reads, without any form, as is each payment', async () => {
    const { reader, ann, payee, confirm, check } = await open();
    confirm();
    const place = await check();
    for (const url of ['/payments', place, `/payees/${payee.id}`]) {
      const { statusCode, body } = await reader.see(url);
      expect([url, statusCode]).toEqual([url, 200]);
      expect(body, url).toContain('S-17');
      expect(body, url).not.toContain('method="post"');
      expect(body, url).not.toContain('/payments/new');
    }
    expect((await reader.see('/payments/new')).statusCode).toBe(403);
    expect((await reader.see(`${place}/approval`)).statusCode).toBe(200);
    const home = await ann.see(`/payees/${payee.id}`);
    expect(home.body).toContain(`/payments/new?payee=${payee.id}`);
    expect(home.body).toContain(`/payments?payee=${payee.id}`);
  });
});

describe('a payment under way', () => {
  it('says how far it is and loads itself anew, with and without scripts, until it is decided', async () => {
    const { service, ann, fields, confirm } = await open({ delayMs: () => 200 });
    confirm();
    const place = placeOf(await ann.fill('/payments', fields));
    const page = await ann.see(place);
    const { screeningId } = service.app.payments.read(idOf(place)) ?? { screeningId: '' };
    expect(heading(page)).toBe('Checking the payment');
    expect(page.body).toContain('Do not pay yet.');
    expect(page.body).toContain(`<div id="progress" data-screening="${screeningId}">`);
    expect(page.body).toContain('<noscript><meta http-equiv="refresh" content="3"/></noscript>');
    expect((await ann.see('/payments')).body).toContain('is being checked');
    await ann.fill(`${place}/withdraw`, { sure: 'yes' });
    const gone = await ann.see(place);
    expect(heading(gone)).toBe('Withdrawn: do not pay');
    await service.app.payments.settled(idOf(place), AbortSignal.timeout(50_000));
    expect((await ann.see(`${place}/approval`)).statusCode).toBe(404);
  });
});

describe('what people type', () => {
  it('is shown as text, and what hides in it as codes; no log has it', async () => {
    const hostile = `${MARKUP}\u202eabc`;
    const { service, ann, cleo, fields, confirm, check, payee, by } = await open();
    service.app.payees.edit(payee.id, { name: MARKUP, reference: '<b>"><img>' }, by);
    confirm();
    const place = await check({ invoice: MARKUP });
    const again = await check({ invoice: MARKUP });
    await cleo.fill(`${again}/release`, { reason: hostile });
    for (const { body } of [
      await ann.see('/payments'),
      await ann.see(`/payments?payee=${encodeURIComponent(hostile)}`),
      await ann.see('/payments/new'),
      await ann.see(`/payments/new?payee=${payee.id}`),
      await ann.see(`/payments/new?again=${idOf(place)}`),
      await ann.fill('/payments', { ...fields, amount: hostile, asset: hostile, invoice: hostile }),
      await ann.see(again),
    ]) {
      expect(body).not.toMatch(/<script>|<img|<b>/);
      expect(body).not.toContain('\u202e');
    }
    expect((await ann.see(again)).body).toContain('\\u{202e}abc');
    const log = service.log.join('\n');
    expect(log.length).toBeGreaterThan(0);
    for (const typed of ['alert(1)', 'Sarah', HONEST]) {
      expect(log.toLowerCase()).not.toContain(typed.toLowerCase());
    }
  });
});
