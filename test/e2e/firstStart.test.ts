import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type StartedService, startService } from './browser.js';
import { look, openPage, setUp, signIn } from './people.js';

const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

let browser: Browser;
let service: StartedService;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startService()]);
  page = await openPage(browser, complaints);
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

describe('from the first start', () => {
  it('the printed link makes an administrator, who signs in', async () => {
    await page.goto(service.setupLink);
    await look(page);
    await setUp(page);
    await look(page);
    await signIn(page, 'Ada');
    await look(page);
  });

  it('a practice wallet is held, under a banner, on one page of paper', async () => {
    await page.goto(`${service.url}/practice`);
    await look(page);
    await page.getByRole('button', { name: 'as of 2022-04-20' }).click();
    await page.locator('.decision-hold').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Hold');
    expect(await page.locator('.practice-banner').isVisible()).toBe(true);
    await look(page);
    for (const format of ['A4', 'Letter']) {
      const pdf = await page.pdf({ format });
      expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    }
  });

  it('a wallet is screened while its page keeps itself up to date, and stands in the history', async () => {
    await page.goto(service.url);
    await page.getByLabel('What the contractor sent').fill(RONIN);
    await page.getByRole('button', { name: 'Check the wallet' }).click();
    await page.locator('.decision-hold').first().waitFor();
    await look(page);
    await page.getByRole('link', { name: 'History', exact: true }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await look(page);
  });

  it('the other pages have no barrier in either scheme, on a desk and on a phone', async () => {
    for (const place of ['/months', '/labels', '/people', '/tokens', '/audit', '/account']) {
      await page.goto(`${service.url}${place}`);
      await look(page);
    }
    await page.getByRole('button', { name: 'Begin to use a second factor' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await look(page);
  });

  it('without scripts a screening ends on its answer all the same', async () => {
    const cookies = await page.context().cookies();
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies(cookies);
    const plain = await context.newPage();
    await plain.goto(service.url);
    await plain.getByLabel('What the contractor sent').fill('115p7UMMngoj1pMvkpHijcRdfJNXj6LrLn');
    await plain.getByRole('button', { name: 'Check the wallet' }).click();
    await plain.locator('.decision-hold').first().waitFor();
    await context.close();
  });

  it('by keyboard alone the first stop leads past the head of the page', async () => {
    await page.goto(service.url);
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');
    expect(await focused()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('text');
  });

  it('no page breaks its own policy, and no script fails', () => {
    expect(complaints).toEqual([]);
  });
});
