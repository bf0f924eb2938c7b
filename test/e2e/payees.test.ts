import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers, launchBrowser, type StartedService, startService } from './browser.js';

const PASSWORD = 'four words that do not rhyme';
const RONIN = '0x098B716B8Aaf21512996dC57EB0615e2383E2f96';

let browser: Browser;
let service: StartedService;
let ada: Page;
let bob: Page;
const complaints: string[] = [];

/** A browser of somebody's own. */
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
  [browser, service] = await Promise.all([launchBrowser(), startService()]);
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
