import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { findBarriers, launchBrowser, type StartedService, startService } from './browser.js';

/** A build and a service come before anybody signs in. */
const OPENING_MS = 120_000;
const PASSWORD = 'four words that do not rhyme';

let browser: Browser;
let service: StartedService;
let ada: Page;
let bob: Page;
let closeExplorer: (() => Promise<void>) | undefined;
const complaints: string[] = [];

async function openPage(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  return page;
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${service.url}/`);
}

beforeAll(async () => {
  const explorer = await startLoopbackExplorer({
    ...{ facts: honestTransfers(), apiKey: TEST_KEY, delayMs: () => 50 },
    // Its issuers have frozen nobody.
    calls: () => `0x${'0'.padStart(64, '0')}`,
    tipSeconds: Math.floor(Date.now() / 1000),
  });
  const chains = chainsOf({ ethereum: [explorerAt(explorer)] });
  const config = { chains, approvals: { keyFolder: './keys' } };
  closeExplorer = explorer.close;
  [browser, service] = await Promise.all([
    launchBrowser(),
    startService({ config, prepare: () => undefined }),
  ]);
  [ada, bob] = await Promise.all([openPage(), openPage()]);
  await ada.goto(service.setupLink);
  await ada.getByLabel('Your name').fill('Ada');
  await ada.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ada.getByLabel('The password again').fill(PASSWORD);
  await ada.getByRole('button', { name: 'Set up' }).click();
  await signIn(ada, 'Ada');
  await ada.goto(`${service.url}/people`);
  await ada.getByLabel('Name').fill('Bob');
  await ada.getByLabel('finance:').check();
  await ada.getByRole('button', { name: 'Add, and get the link' }).click();
  await bob.goto((await ada.locator('.secret .code').textContent()) ?? '');
  await bob.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bob.getByLabel('The password again').fill(PASSWORD);
  await bob.getByRole('button', { name: 'Choose it' }).click();
  await signIn(bob, 'Bob');
}, OPENING_MS);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await closeExplorer?.();
});

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** The page as it is, in both schemes, on a desk and on a phone, with everything unfolded. */
async function look(page: Page): Promise<void> {
  await page.evaluate(
    'document.querySelectorAll("details").forEach((one) => { one.open = true; })',
  );
  for (const { colorScheme, width } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const where = `${page.url()} ${colorScheme} ${width}`;
    expect({ where, barriers: await findBarriers(page) }).toEqual({ where, barriers: [] });
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    expect({ where, needed }).toEqual({ where, needed: width });
  }
}

async function describePayment(page: Page, amount: string): Promise<void> {
  await page.getByLabel('Asset').fill('ETH');
  await page.getByLabel('Amount').fill(amount);
  await page.getByLabel('Invoice').fill('INV-2026/7');
  await page.getByRole('button', { name: 'Check the payment' }).click();
}

describe('a payment', () => {
  it('is described for a payee whose wallet another one confirmed', async () => {
    await ada.goto(`${service.url}/payees`);
    await ada.getByLabel('Reference', { exact: true }).fill('S-17');
    await ada.getByLabel('Name', { exact: true }).fill('Kim Example');
    await ada.getByRole('button', { name: 'Add the payee' }).click();
    await ada.getByLabel('Address, as the payee gave it').fill(HONEST);
    await ada.getByRole('button', { name: 'Register the wallet' }).click();
    await ada.getByText('Waits for a second person').waitFor();
    await bob.goto(ada.url());
    await bob.getByLabel('I compared the whole address').check();
    await bob.getByRole('button', { name: 'Confirm the wallet' }).click();
    await bob.getByText('The wallet is confirmed.').waitFor();

    await bob.getByRole('link', { name: 'Payments', exact: true }).click();
    await look(bob);
    await bob.getByRole('link', { name: 'Check a payment' }).click();
    await look(bob);
    await bob.getByLabel('Reference of the payee').fill('S-17');
    await bob.getByRole('button', { name: 'Go on to the payment' }).click();
    await describePayment(bob, '0,5');
    await bob.getByText('The amount has a comma').waitFor();
    await look(bob);
    expect(await bob.getByLabel('Invoice').inputValue()).toBe('INV-2026/7');
    await describePayment(bob, '0.5');
    // The page leads on by itself, whatever it says first.
    await bob.getByRole('heading', { name: /^Proceed/ }).waitFor();
    await look(bob);
    await bob.getByRole('link', { name: 'Check this payment again' }).click();
    expect(await bob.getByLabel('Amount').inputValue()).toBe('0.5');
    await bob.getByRole('button', { name: 'Check the payment' }).click();
    await bob.getByRole('heading', { name: /^Review/, level: 1 }).waitFor();
    expect(await bob.getByRole('button', { name: 'Release the payment' }).count()).toBe(0);
    await look(bob);
  });

  it('is released without scripts by who may, who sees the same page, and is withdrawn', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies(await ada.context().cookies());
    const plain = await context.newPage();
    await plain.goto(bob.url());
    await plain.getByLabel('Reason').fill('It is the second half.');
    await plain.getByRole('button', { name: 'Release the payment' }).click();
    await plain.getByText('The payment is released').waitFor();
    await context.close();
    await bob.reload();
    const [file] = await Promise.all([
      bob.waitForEvent('download'),
      bob.getByRole('link', { name: 'hopsight-approval-' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^hopsight-approval-\w{26}\.json$/);
    await look(bob);
    expect(await bob.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
    await ada.goto(bob.url());
    await ada.getByText('Withdraw this check').click();
    await ada.getByLabel('It was not paid and will not be.').check();
    await ada.getByRole('button', { name: 'Withdraw' }).click();
    await ada.getByRole('heading', { name: /^Withdrawn/ }).waitFor();
    await bob.reload();
    await look(bob);
    await bob.goto(`${service.url}/payments`);
    await look(bob);
  });

  it('is shown on pages that do not break their own policy, and no script fails', () => {
    expect(complaints).toEqual([]);
  });
});
