import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CompanyWorld, openCompanyWorld, paymentTo } from '../support/company.js';
import { type CompanyPayee, payeeNamed } from '../support/companyPeople.js';
import { launchBrowser, type StartedService, startService } from './browser.js';
import { look, openAdaAndBob } from './people.js';

/** Four processes are started one after the other before anybody signs in. */
const OPENING_MS = 120_000;

let world: CompanyWorld;
let browser: Browser;
let service: StartedService;
/** Who does everything, and a person of finance. */
let ada: Page;
let bob: Page;
/** The secret of a token. */
let token = '';
const complaints: string[] = [];

beforeAll(async () => {
  world = await openCompanyWorld(Math.floor(Date.now() / 1000));
  const { config, labels } = world;
  [browser, service] = await Promise.all([
    launchBrowser(),
    startService({
      config,
      prepare: ({ run, folder }) => {
        const file = join(folder, 'labels.csv');
        writeFileSync(file, labels);
        run('labels', 'import', file, '--set', 'company');
        const scopes = 'read,payees,pay,labels';
        const args = ['--scopes', scopes, '--expires', '1d', '--json'];
        token = JSON.parse(run('tokens', 'add', 'payroll program', ...args)).secret;
      },
    }),
  ]);
  [ada, bob] = await openAdaAndBob(browser, service, complaints);
  const synced = await ask('POST', '/labels/sync?wait=60', {});
  expect(synced.state).toBe('done');
}, OPENING_MS);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await world?.close();
});

/** A request of the program with the token. */
async function ask(method: 'GET' | 'POST', place: string, body?: object) {
  const answer = await fetch(`${service.url}/v1${place}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...JSON.parse(await answer.text()) };
}

/** Somebody is registered in the browser of one person and confirmed in that of another. */
async function register({ reference, name, text }: CompanyPayee): Promise<void> {
  await ada.goto(`${service.url}/payees`);
  await ada.getByLabel('Reference', { exact: true }).fill(reference);
  await ada.getByLabel('Name', { exact: true }).fill(name);
  await ada.getByRole('button', { name: 'Add the payee' }).click();
  await ada.getByRole('heading', { name, exact: true }).waitFor();
  await ada.getByLabel('Address, as the payee gave it').fill(text);
  await ada.getByRole('button', { name: 'Register the wallet' }).click();
  await ada.getByText('Waits for a second person').waitFor();
  expect(await ada.getByRole('button', { name: 'Confirm the wallet' }).count()).toBe(0);
  await bob.goto(ada.url().replace(/[?#].*/, ''));
  const shown = await bob.locator('.compare .grouped > *').allTextContents();
  expect(shown.join('').toLowerCase()).toBe(text.toLowerCase());
  await bob.getByLabel('I compared the whole address').check();
  await bob.getByRole('button', { name: 'Confirm the wallet' }).click();
  await bob.getByText('The wallet is confirmed.').waitFor();
}

/** The person of finance has a payment checked by the form. */
async function askFor(mark: string): Promise<void> {
  const { reference, chain, asset, amount, invoice } = payeeNamed(mark);
  await bob.getByRole('link', { name: 'Payments', exact: true }).click();
  await bob.goto(`${service.url}/payments/new`);
  await bob.getByLabel('Reference of the payee').fill(reference);
  await bob.getByRole('button', { name: 'Go on to the payment' }).click();
  await bob.getByLabel('Chain').selectOption(chain);
  await bob.getByLabel('Asset').fill(asset);
  await bob.getByLabel('Amount').fill(amount);
  await bob.getByLabel('Invoice').fill(invoice);
  await bob.getByRole('button', { name: 'Check the payment' }).click();
}

/** The same for many, by a program and one person. */
async function registerByProgram(marks: readonly string[]): Promise<void> {
  for (const mark of marks) {
    const { reference, name, text, chain } = payeeNamed(mark);
    const { id } = await ask('POST', '/payees', { reference, name });
    await ask('POST', `/payees/${id}/wallets`, { text, chains: [chain] });
    await bob.goto(`${service.url}/payees/${id}`);
    await bob.getByLabel('I compared the whole address').check();
    await bob.getByRole('button', { name: 'Confirm the wallet' }).click();
    await bob.getByText('The wallet is confirmed.').waitFor();
  }
}

const BOXES = ['box 1', 'box 2'];

describe('a company in the browser', () => {
  it('registers payees whose names are markup and formulas, and another person confirms', async () => {
    for (const mark of ['direct 1', 'depositor 4']) await register(payeeNamed(mark));
    await look(bob);
  });

  it('shows a link between payees as a picture with its steps', async () => {
    await registerByProgram(BOXES);
    const payments = BOXES.map((mark) => paymentTo(payeeNamed(mark)));
    const checked = await ask('POST', '/payments/check?wait=60', payments);
    const decisions = checked.payments.map(
      ({ decision }: { readonly decision: string }) => decision,
    );
    expect(decisions).toEqual(['review', 'review']);
    await ada.getByRole('link', { name: 'Links', exact: true }).click();
    await look(ada);
    expect(await ada.locator('.cards .card').count()).toBe(1);
    await ada.locator('.card h3 a').click();
    const picture = ada.locator('.picture-part svg');
    await picture.waitFor();
    const drawn = (await picture.textContent()) ?? '';
    for (const mark of BOXES) expect(drawn).toContain(payeeNamed(mark).reference);
    await look(ada);
  });

  it('has a payment checked by one person, who pays by its approval', async () => {
    await askFor('direct 1');
    await bob.locator('section.decision-proceed').waitFor();
    await look(bob);
    const { address, amount, invoice } = payeeNamed('direct 1');
    const shown = ((await bob.locator('main').textContent()) ?? '').toLowerCase();
    for (const term of [address, amount.replace('1500', '1,500'), invoice.toLowerCase()]) {
      expect(shown).toContain(term);
    }
  });

  it('has a review released by a person who may, with a reason', async () => {
    await askFor('box 1');
    await bob.locator('section.decision-review').waitFor();
    expect(await bob.getByRole('button', { name: 'Release the payment' }).count()).toBe(0);
    await ada.goto(bob.url().replace(/[?#].*/, ''));
    await look(ada);
    await ada.getByLabel('Reason').fill('They are sisters and share the account, as they showed');
    await ada.getByRole('button', { name: 'Release the payment' }).click();
    await ada.getByText('let pass by one person by name').waitFor();
    await look(ada);
    await bob.reload();
    expect(await bob.getByText('let pass by one person by name').count()).toBe(1);
  });

  it('has a payroll uploaded, asked about, checked and given back', async () => {
    const rows = ['direct 1', 'box 2'].map((mark, at) => {
      const { payee, wallet, chain, asset } = paymentTo(payeeNamed(mark));
      return [payee, wallet, chain, asset, `${at + 1}.500`, `ZQ-2026/page/${at}`].join();
    });
    const lines = ['payee,wallet,chain,asset,amount,invoice', ...rows];
    await bob.getByRole('link', { name: 'Payrolls', exact: true }).click();
    await look(bob);
    const buffer = Buffer.from(lines.join('\n'));
    const file = { name: 'november.csv', mimeType: 'text/csv', buffer };
    await bob.getByLabel('A file of payments').setInputFiles(file);
    await bob.getByRole('button', { name: 'Upload it' }).click();
    await bob.getByText('This has to be answered first.').waitFor();
    expect(await bob.locator('.problem').textContent()).toContain('1.500');
    await look(bob);
    await bob.getByLabel('Between whole coins and parts of them').selectOption(',');
    await bob.getByRole('button', { name: 'It is read so' }).click();
    await bob.getByRole('button', { name: 'Check the 2 payments' }).click();
    await bob.locator('.facts dd', { hasText: /^done$/ }).waitFor();
    expect(await bob.locator('tbody td .mark').allTextContents()).toEqual(['Proceed', 'Review']);
    await look(bob);
    const coming = bob.waitForEvent('download');
    await bob.getByRole('button', { name: 'Download the file with its decisions' }).click();
    const given = readFileSync(await (await coming).path(), 'utf8').split('\n');
    for (const [at, decision] of ['Hopsight decision', 'proceed', 'review'].entries()) {
      expect(given[at]?.startsWith(`${lines[at]},${decision},`)).toBe(true);
    }
  });

  it('no page breaks its own policy, and no script fails', () => {
    expect(complaints).toEqual([]);
  });
});
