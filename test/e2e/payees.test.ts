import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type StartedService, startService } from './browser.js';
import { lookUnfolded as look, openAdaAndBob } from './people.js';

const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

let browser: Browser;
let service: StartedService;
let ada: Page;
let bob: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startService()]);
  [ada, bob] = await openAdaAndBob(browser, service, complaints);
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

describe('a new payee', () => {
  it('is added by one person, who registers the wallet and cannot confirm it', async () => {
    await ada.getByRole('link', { name: 'Payees', exact: true }).click();
    await ada.getByLabel('Reference', { exact: true }).fill('S-17');
    await ada.getByLabel('Name', { exact: true }).fill('Kim Example');
    await look(ada);
    await ada.getByRole('button', { name: 'Add the payee' }).click();
    await ada.getByRole('heading', { name: 'Kim Example' }).waitFor();
    await ada.getByLabel('Address, as the payee gave it').fill(RONIN);
    await ada.getByRole('button', { name: 'Register the wallet' }).click();
    await ada.getByText('Waits for a second person').waitFor();
    expect(await ada.getByRole('button', { name: 'Confirm the wallet' }).count()).toBe(0);
    await look(ada);
  });

  it('is paid to the wallet once another one compared the whole address and confirmed it', async () => {
    await bob.goto(`${service.url}/payees?text=kim`);
    await bob.getByRole('link', { name: 'S-17' }).click();
    const groups = await bob.locator('.compare .grouped > *').allTextContents();
    expect(groups.join('')).toBe(RONIN);
    expect(groups[1]).toBe('098B');
    await look(bob);
    await bob.getByRole('button', { name: 'Confirm the wallet' }).click();
    // The browser asks for the mark first.
    expect(await bob.getByText('The wallet is confirmed.').count()).toBe(0);
    await bob.getByLabel('I compared the whole address').check();
    await bob.getByRole('button', { name: 'Confirm the wallet' }).click();
    await bob.getByText('The wallet is confirmed.').waitFor();
    await bob.getByText('Payable', { exact: true }).waitFor();
    await look(bob);
  });

  it('has a text to sign, and red flags that are answered without scripts too', async () => {
    await ada.goto(bob.url().replace(/[?].*/, ''));
    await ada.getByText('Show that the payee controls it').click();
    await ada.getByRole('button', { name: 'Get a text to sign' }).click();
    expect(await ada.locator('.to-sign').textContent()).toContain(RONIN);
    await look(ada);
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies(await bob.context().cookies());
    const plain = await context.newPage();
    await plain.goto(bob.url());
    await plain.getByRole('link', { name: 'Go through the list' }).click();
    const flag = plain.locator('.card', { hasText: 'appear on camera' });
    await flag.getByLabel('not seen').check();
    await flag.getByLabel('Note').fill('three calls, all with camera');
    await plain.getByRole('button', { name: 'Keep the answers' }).click();
    await plain.getByText('The answers are kept.').waitFor();
    await bob.goto(plain.url());
    await look(bob);
    await context.close();
  });

  it('no page breaks its own policy, and no script fails', () => {
    expect(complaints).toEqual([]);
  });
});
