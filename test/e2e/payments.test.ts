import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { launchBrowser, type StartedService, startService } from './browser.js';
import { lookUnfolded as look, openAdaAndBob } from './people.js';

/** A build and a service come before anybody signs in. */
const OPENING_MS = 120_000;

let browser: Browser;
let service: StartedService;
let ada: Page;
let bob: Page;
let closeExplorer: (() => Promise<void>) | undefined;
const complaints: string[] = [];

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
  [ada, bob] = await openAdaAndBob(browser, service, complaints);
}, OPENING_MS);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await closeExplorer?.();
});

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
