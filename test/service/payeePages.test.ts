import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();

const ORIGIN = 'http://127.0.0.1:8646';
const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
/** Begins and ends as the other one. */
const ALIKE = '0x5290111111111111111111111111111111119ee7';

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

const DETAILS = { reference: 'S-17', name: 'Kim Example', told: 'by mail' };

/** Two people of finance, and a payee. */
async function open() {
  const service = await services.open();
  const [first, second, reader] = [
    await service.enter('finance'),
    await service.enter('finance'),
    await service.enter('auditor'),
  ];
  const ada = browserOf(service, first);
  const payee = service.app.payees.add(DETAILS, first.actor);
  const home = `/payees/${payee.id}`;
  const register = (text: string, payeeId = payee.id) =>
    service.app.payees.registerWallet(
      payeeId,
      { text, chains: null, custody: 'own', validFrom: null, validUntil: null },
      first.actor,
    );
  return {
    ...{ service, payee, home, register, ada },
    by: first.actor,
    bob: browserOf(service, second),
    reader: browserOf(service, reader),
  };
}

describe('the list of payees', () => {
  it('adds one, and finds them by reference, name and address, by state and page by page', async () => {
    const { service, ada, by, register } = await open();
    const added = await ada.fill('/payees', { ...DETAILS, reference: 'S-18', name: 'Ana Quux' });
    expect([added.statusCode, placeOf(added)]).toEqual([
      303,
      expect.stringMatching(/^\/payees\/\w{26}$/),
    ]);
    await register(ADDRESS);
    for (const [query, there, missing] of [
      ['text=quux', 'S-18', 'S-17'],
      [`text=${ADDRESS.slice(2, 12)}`, 'S-17', 'S-18'],
      ['text=s-1', 'S-18', 'deactivated</td>'],
    ] as const) {
      const { body } = await ada.see(`/payees?${query}`);
      expect(body, query).toContain(there);
      expect(body, query).not.toContain(missing);
    }
    expect((await ada.see('/payees')).body).toContain('1 waiting for a second person');
    for (let n = 100; n < 130; n += 1) {
      service.app.payees.add({ reference: `T-${n}`, name: 'Many', told: '' }, by);
    }
    const page = await ada.see('/payees');
    expect(page.body).not.toContain('T-129');
    const next = /href="(\/payees\?[^"]+)" rel="next"/.exec(page.body)?.[1] ?? '';
    const more = await ada.see(next.replaceAll('&amp;', '&'));
    expect(more.body).toContain('T-129');
  });

  it('gives back what cannot be added, with the reason and all that was typed', async () => {
    const { ada } = await open();
    const again = await ada.fill('/payees', {
      ...DETAILS,
      name: 'Other "Name"',
      reference: 's-17',
    });
    expect(again.statusCode).toBe(422);
    expect(again.body).toContain('That did not work.');
    expect(again.body).toContain('value="s-17"');
    expect(again.body).toContain('value="Other &quot;Name&quot;"');
    expect(again.body).toContain('by mail</textarea>');
  });
});

describe('a wallet of a payee', () => {
  it('waits for a second person, who is shown the whole address; nobody confirms their own', async () => {
    const { ada, bob, home, payee, service } = await open();
    const registered = await ada.fill(`${home}/wallets`, { text: ADDRESS, custody: 'own' });
    expect(placeOf(registered)).toBe(`${home}?done=registered`);
    const [wallet] = service.app.payees.read(payee.id)?.wallets ?? [];
    const url = `${home}/wallets/${wallet?.id}/confirm`;
    const own = await ada.see(home);
    expect(own.body).toContain('Waits for a second person');
    expect(own.body).not.toContain(url);
    const refused = await ada.fill(url, { compared: 'yes' });
    expect([refused.statusCode, refused.body.includes('another person has to')]).toEqual([
      422,
      true,
    ]);
    const other = await bob.see(home);
    expect(other.body).toContain(url);
    const shown = /<p class="compare">(.*?)<\/p>/.exec(other.body)?.[1] ?? '';
    expect([...shown.matchAll(/<span>(\w+)<\/span>/g)].map(([, group]) => group)).toEqual([
      '0x',
      ...(ADDRESS.slice(2).match(/.{4}/g) ?? []),
    ]);
    const unmarked = await bob.fill(url);
    expect([unmarked.statusCode, unmarked.body.includes('Compare the whole address')]).toEqual([
      422,
      true,
    ]);
    expect(service.app.payees.readWallet(wallet?.id ?? '')?.confirmedAt).toBeNull();
    expect(placeOf(await bob.fill(url, { compared: 'yes' }))).toBe(`${home}?done=confirmed`);
    const confirmed = await ada.see(`${home}?done=confirmed`);
    expect(confirmed.body).toContain('The wallet is confirmed.');
    expect(confirmed.body).toContain('<strong class="text-good">Payable</strong>');
    expect(confirmed.body).toMatch(/<dt>Confirmed<\/dt><dd>person 2, /);
    const told = confirmed.body.replaceAll(/<[^>]*>/g, '');
    expect(told).toContain('confirmed by: nothing → person 2');
    expect(told).toMatch(/confirmed: nothing → \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  });

  it('says which other wallet in use looks alike, where it differs, and whose it is', async () => {
    const { service, bob, home, register, by } = await open();
    await register(ADDRESS);
    expect((await bob.see(home)).body).not.toContain('looks alike');
    const other = service.app.payees.add({ reference: 'S-99', name: 'Other', told: '' }, by);
    const alike = await register(ALIKE, other.id);
    const { body } = await bob.see(home);
    expect(body).toContain('Another wallet in use looks alike.');
    expect(body).toContain(`It is of <a href="/payees/${other.id}">S-99</a>`);
    expect(body).toContain('<span>5290</span><strong>1111</strong>');
    // Case is a checksum: the same group in other letters is no difference.
    expect(body).toMatch(/<\/strong><span>9ee7<\/span><\/span>/i);
    service.app.payees.endWallet(alike.id, by);
    expect((await bob.see(home)).body).not.toContain('looks alike');
  });

  it('is changed, ended and screened', async () => {
    const { ada, home, register, service } = await open();
    const { id } = await register(ADDRESS);
    const url = `${home}/wallets/${id}`;
    const wrong = { custody: 'custodial', validFrom: '2027-01-31', validUntil: '2027-01-01' };
    const refused = await ada.fill(`${url}/edit`, wrong);
    expect([refused.statusCode, refused.body.includes('value="2027-01-31"')]).toEqual([422, true]);
    const edited = await ada.fill(`${url}/edit`, { ...wrong, validUntil: '2027-02-01' });
    expect(placeOf(edited)).toBe(`${home}?done=changed`);
    expect((await ada.see(home)).body).toContain('2027-01-31 to 2027-02-01 (UTC)');
    const place = placeOf(await ada.fill(`${url}/check`));
    expect(place).toMatch(/^\/screenings\/\w+$/);
    const screeningId = place.split('/').at(-1) ?? '';
    await service.app.work.settled(screeningId, AbortSignal.timeout(30_000));
    expect((await ada.see(home)).body).toContain(`href="${place}"`);
    expect(service.app.work.readDocument(screeningId)?.payeeReference).toBe('S-17');
    expect(placeOf(await ada.fill(`${url}/end`))).toBe(`${home}?done=ended`);
    expect((await ada.see(home)).body).toContain('<strong class="text-faint">Ended</strong>');
  });

  it('has the text to sign until it is used, and keeps what was typed when it shows nothing', async () => {
    const { ada, home, register, service } = await open();
    const { id } = await register(ADDRESS);
    const url = `${home}/wallets/${id}`;
    expect(placeOf(await ada.fill(`${url}/ask-proof`))).toBe(`${home}?done=asked`);
    const message = service.app.payees.readProofRequest(id)?.message ?? 'none';
    expect((await ada.see(home)).body).toContain(message.split('\n')[0]);
    const wrong = await ada.fill(`${url}/proof`, { kind: 'signature', text: '0xno-signature' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('0xno-signature</textarea>');
    const fields = { kind: 'statement', text: 'statement of 2 May, seen by call' };
    expect(placeOf(await ada.fill(`${url}/proof`, fields))).toBe(`${home}?done=proven`);
    expect((await ada.see(home)).body).toContain('statement of 2 May, seen by call');
  });
});

describe('a payee', () => {
  it('is changed, and the history takes it back', async () => {
    const { ada, home } = await open();
    const refused = await ada.fill(`${home}/edit`, { ...DETAILS, name: ' ' });
    expect([refused.statusCode, refused.body.includes('must not be blank')]).toEqual([422, true]);
    await ada.fill(`${home}/edit`, { ...DETAILS, name: 'Kim Renamed' });
    const { body } = await ada.see(home);
    expect(body).toContain('<h1>Kim Renamed</h1>');
    expect(body).toMatch(/Kim Example<\/span> → <span class="as-typed">Kim Renamed/);
    const undo = new RegExp(`${home}/changes/\\w+/undo`).exec(body)?.[0] ?? '';
    expect(placeOf(await ada.fill(undo))).toBe(`${home}?done=undone`);
    expect((await ada.see(home)).body).toContain('<h1>Kim Example</h1>');
  });

  it('has changes of their own alone to take back', async () => {
    const { ada, home, service, by } = await open();
    const { id } = service.app.payees.add({ reference: 'S-2', name: 'Other', told: '' }, by);
    service.app.payees.edit(id, { name: 'Renamed' }, by);
    const [change] = service.app.payees.listChanges(id);
    const answer = await ada.fill(`${home}/changes/${change?.id}/undo`);
    expect(answer.statusCode).toBe(404);
    expect(service.app.payees.read(id)?.name).toBe('Renamed');
  });

  it('is merged, deactivated, given out and deleted', async () => {
    const { ada, home, service, by, payee } = await open();
    const into = service.app.payees.add({ reference: 'S-2', name: 'Same', told: '' }, by);
    const unknown = await ada.fill(`${home}/merge`, { into: 'S-3' });
    expect([unknown.statusCode, unknown.body.includes('value="S-3"')]).toEqual([422, true]);
    expect(placeOf(await ada.fill(`${home}/merge`, { into: 's-2' }))).toBe(
      `/payees/${into.id}?done=merged`,
    );
    const merged = await ada.see(home);
    expect(merged.body).toContain(`<a href="/payees/${into.id}">S-2</a>`);
    expect(merged.body).not.toContain('Register a wallet');
    await ada.fill(`/payees/${into.id}/deactivate`);
    expect((await ada.see('/payees?state=deactivated')).body).toContain('S-2');
    expect((await ada.see(`/payees/${into.id}`)).body).not.toContain('Register a wallet');
    await ada.fill(`/payees/${into.id}/reactivate`);
    const exported = await ada.fill(`/payees/${into.id}/export`);
    expect(exported.headers['content-disposition']).toBe(
      `attachment; filename="hopsight-payee-${into.id}.json"`,
    );
    expect(JSON.parse(exported.body)).toMatchObject({
      payee: { reference: 'S-2' },
      records: { redFlags: [], duplicates: [{ id: payee.id }] },
    });
    const unsure = await ada.fill(`/payees/${into.id}/delete`);
    expect([unsure.statusCode, service.app.payees.read(into.id)?.id]).toEqual([422, into.id]);
    const deleted = await ada.fill(`/payees/${into.id}/delete`, { sure: 'yes' });
    expect(placeOf(deleted)).toBe('/payees?done=deleted');
    expect((await ada.see('/payees?done=deleted')).body).toContain('The payee is deleted');
    expect((await ada.see(`/payees/${into.id}`)).statusCode).toBe(404);
  });

  it('has the links to other payees, each with the way to it and to them', async () => {
    const { service, ada, home, register, by } = await open();
    await register(ADDRESS);
    expect((await ada.see(home)).body).toContain('None by what was seen.');
    const other = service.app.payees.add({ reference: 'S-99', name: 'Other', told: '' }, by);
    await register(ADDRESS, other.id);
    const [known] = service.app.roster.listOf(other.id);
    const { body } = await ada.see(home);
    expect(body).toContain(`<a href="/roster/${known?.link.id}">One address</a>`);
    expect(body).toContain(`<a href="/payees/${other.id}">S-99</a>`);
  });

  it('is read by who only reads, without any form', async () => {
    const { reader, home, register } = await open();
    await register(ADDRESS);
    expect((await reader.see('/audit')).body).toContain(`href="${home}"`);
    for (const url of ['/payees', home, `${home}/red-flags`]) {
      const { statusCode, body } = await reader.see(url);
      expect([url, statusCode]).toEqual([url, 200]);
      expect(body, url).toContain('S-17');
      expect(body, url).not.toContain('method="post"');
    }
  });

  it('shows what people type as text, and what hides in it as codes', async () => {
    const { ada, bob, service, by, register } = await open();
    const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';
    const { id } = service.app.payees.add(
      { reference: `<b>${hostile.slice(0, 30)}`, name: hostile, told: `${hostile}</textarea>` },
      by,
    );
    const { id: walletId } = await register(ADDRESS, id);
    await service.app.payees.recordProof(walletId, { kind: 'statement', note: hostile }, by);
    const note = { 'answer.copies-code': 'seen', 'note.copies-code': hostile };
    await ada.fill(`/payees/${id}/red-flags`, note);
    const again = await ada.fill('/payees', { ...DETAILS, name: `${hostile}\u202eabc` });
    for (const { body } of [
      again,
      await bob.see('/payees'),
      await bob.see(`/payees/${id}`),
      await bob.see(`/payees/${id}/red-flags`),
      await bob.see(`/payees?text=${encodeURIComponent(hostile)}`),
    ]) {
      expect(body).toContain('&lt;script');
      expect(body).not.toMatch(/<script>|<img|<b>/);
      expect(body).not.toContain('\u202e');
    }
    expect(again.body).toContain('\\u{202e}');
  });

  it('stands in no log by name, reference or address', async () => {
    const { ada, home, register, service } = await open();
    await register(ADDRESS);
    await ada.see(`/payees?text=Kim`);
    await ada.fill(`${home}/edit`, { ...DETAILS, name: 'Kim Renamed' });
    await ada.fill('/payees', DETAILS);
    expect(service.log.length).toBeGreaterThan(0);
    expect(service.log.join('\n')).not.toMatch(/Kim|S-17|529084/);
  });
});

describe('the red flags of a payee', () => {
  it('are answered for what was marked; the payee and the list tell who did and when', async () => {
    const { ada, bob, home } = await open();
    const url = `${home}/red-flags`;
    const { body } = await ada.see(url);
    expect(body).toContain('Harm from profiling is real');
    expect(body).toContain('href="https://ofac.treasury.gov/media/923126/download?inline"');
    const fields = { 'answer.avoids-camera': 'seen', 'note.avoids-camera': 'two calls' };
    expect(placeOf(await ada.fill(url, fields))).toBe(`${url}?done=answered`);
    await bob.fill(url, { 'answer.avoids-camera': 'not-applicable' });
    const list = await ada.see(url);
    expect(list.body).toMatch(/<strong>does not apply<\/strong><span class="when"> person 2, /);
    expect(list.body).toContain('Answers from before (1)');
    expect(list.body).toContain('two calls');
    const page = await ada.see(home);
    expect(page.body).toContain('does not apply');
    expect(page.body).not.toContain('two calls');
    expect(page.body).toContain('None of these is a finding.');
  });

  it('keep nothing of a form in which something is missing, and give all of it back', async () => {
    const { ada, home, service, payee } = await open();
    const url = `${home}/red-flags`;
    const fields = { 'answer.copies-code': 'seen', 'note.avoids-camera': 'two calls' };
    const again = await ada.fill(url, fields);
    expect([again.statusCode, again.body.includes('A note goes with an answer')]).toEqual([
      422,
      true,
    ]);
    expect(again.body).toContain('value="two calls"');
    expect(again.body).toMatch(/name="answer\.copies-code" value="seen" checked/);
    expect((await ada.fill(url)).statusCode).toBe(422);
    expect(service.app.redFlags.listAnswers(payee.id)).toEqual([]);
  });
});
