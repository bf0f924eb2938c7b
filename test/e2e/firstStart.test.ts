import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers, launchBrowser, type StartedService, startService } from './browser.js';

const PASSWORD = 'four words that do not rhyme';
const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

let browser: Browser;
let service: StartedService;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), startService()]);
  page = await browser.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
});

afterAll(async () => {
  await browser?.close();
  await service?.stop();
});

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** The page as it is, in both schemes, on a desk and on a phone. */
async function look(): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const where = `${page.url()} ${colorScheme} ${width}`;
    expect({ where, barriers: await findBarriers(page) }).toEqual({ where, barriers: [] });
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    expect({ where, needed }).toEqual({ where, needed: width });
  }
}

describe('from the first start', () => {
  it('the printed link makes an administrator, who signs in', async () => {
    await page.goto(service.setupLink);
    await look();
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('The password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set up' }).click();
    await look();
    await page.getByLabel('Name').fill('Ada');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${service.url}/`);
    await look();
  });

  it('a practice wallet is held, under a banner, on one page of paper', async () => {
    await page.goto(`${service.url}/practice`);
    await look();
    await page.getByRole('button', { name: 'as of 2022-04-20' }).click();
    await page.locator('.decision-hold').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Hold');
    expect(await page.locator('.practice-banner').isVisible()).toBe(true);
    await look();
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
    await look();
    await page.getByRole('link', { name: 'History', exact: true }).click();
    expect(await page.locator('tbody tr').count()).toBe(1);
    await look();
  });

  it('the other pages have no barrier in either scheme, on a desk and on a phone', async () => {
    for (const place of ['/months', '/labels', '/people', '/tokens', '/audit', '/account']) {
      await page.goto(`${service.url}${place}`);
      await look();
    }
    await page.getByRole('button', { name: 'Begin to use a second factor' }).click();
    await page.getByRole('img', { name: 'QR code' }).waitFor();
    await look();
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
