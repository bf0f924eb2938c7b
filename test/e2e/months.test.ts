import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepMonth } from '../support/keptMonths.js';
import { fullMonth, NAMES } from '../support/monthModel.js';
import { openTestApp } from '../support/openTestApp.js';
import { findBarriers, launchBrowser, type StartedService, startService } from './browser.js';

/** A build, a screening and a service come before anybody signs in. */
const OPENING_MS = 120_000;
const PASSWORD = 'four words that do not rhyme';
const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';
const MONTH = '2026-10';

let browser: Browser;
let service: StartedService;
let page: Page;
let closeWorld: (() => void) | undefined;
const complaints: string[] = [];

beforeAll(async () => {
  const world = openTestApp(
    { database: './kept.sqlite' },
    { profile: 'recorded', nowMs: Date.now },
  );
  closeWorld = world.close;
  const { screeningId } = await world.screen(RONIN);
  const database = join(world.folder, 'kept.sqlite');
  const { screenings, ...rest } = fullMonth();
  const hold = { count: 1, ids: [screeningId] };
  keepMonth(database, { ...rest, screenings: { ...screenings, hold } });
  const config = { database, chains: {}, approvals: { keyFolder: './keys' } };
  [browser, service] = await Promise.all([
    launchBrowser(),
    startService({ config, prepare: () => undefined }),
  ]);
  page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  await page.goto(service.setupLink);
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up' }).click();
  await page.getByLabel('Name').fill('Ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`${service.url}/`);
}, OPENING_MS);

afterAll(async () => {
  await browser?.close();
  await service?.stop();
  closeWorld?.();
});

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** The page as it is, in both schemes, on a desk and on a phone, with everything unfolded. */
async function look(at: Page): Promise<void> {
  await at.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
  for (const { colorScheme, width } of LOOKS) {
    await at.setViewportSize({ width, height: 800 });
    await at.emulateMedia({ colorScheme });
    const where = `${at.url()} ${colorScheme} ${width}`;
    expect({ where, barriers: await findBarriers(at) }).toEqual({ where, barriers: [] });
    const needed = await at.evaluate('document.documentElement.scrollWidth');
    expect({ where, needed }).toEqual({ where, needed: width });
  }
}

describe('a month', () => {
  it('shows what needs a look first, with pictures and the way to every row', async () => {
    await page.goto(`${service.url}/months`);
    await look(page);
    await page.goto(`${service.url}/months/${MONTH}?version=kept`);
    const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
    expect(headings.slice(0, 2)).toEqual([
      'Paid on chain from our own accounts without a valid screening at the time',
      'Payments to look at',
    ]);
    await page.getByText('5 payments on chain left our own accounts').first().waitFor();
    expect(await page.locator('svg.picture').count()).toBe(1);
    expect(await page.locator('svg.month-bar').count()).toBeGreaterThan(5);
    await look(page);
    const concern = page.getByRole('row', { name: /^Screening was no longer valid/ });
    await concern.getByRole('link', { name: '3 rows' }).click();
    await page.getByRole('heading', { level: 1, name: /Screening was no longer valid/ }).waitFor();
    expect(await page.getByRole('row').count()).toBe(4);
    await look(page);
  });

  it('comes as a file of the telling that is looked at', async () => {
    await page.goto(`${service.url}/months/${MONTH}?version=kept`);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(`hopsight-${MONTH}-kept.csv`);
  });

  it('is signed without scripts, by who looked at it, and stays as it was', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    await context.addCookies(await page.context().cookies());
    const plain = await context.newPage();
    await plain.goto(`${service.url}/months/${MONTH}`);
    await plain.getByLabel('I looked at this month, and answer for it.').check();
    await plain.getByRole('button', { name: `Sign ${MONTH}` }).click();
    await plain.getByText('The month is signed.').waitFor();
    await plain.getByText('Version 1, as Ada signed it on').waitFor();
    await context.close();
    await page.goto(`${service.url}/months/${MONTH}`);
    await page.getByText('Nothing changed since version 1 was signed.').waitFor();
    expect(await page.getByRole('button', { name: 'Sign' }).count()).toBe(0);
    await look(page);
  });

  it('has names in their own letters, and no script fails', async () => {
    await page.goto(`${service.url}/months/${MONTH}?version=kept`);
    await page.getByText(NAMES.chinese).first().waitFor();
    expect(complaints).toEqual([]);
  });
});
