import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBarriers, type StartedService } from './browser.js';

/** Everybody's password. */
const PASSWORD = 'four words that do not rhyme';

/** A page in a browser of somebody's own. What it complains of is added to `complaints`. */
export async function openPage(browser: Browser, complaints: string[]): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  return page;
}

/** Signs somebody in who has chosen the password, from the page to sign in. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/');
}

/** Fills in the form of the first administrator, who is called Ada, and sends it. */
export async function setUp(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('The password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up' }).click();
}

/** Ada, the first administrator, signed in. */
export async function openAda(
  browser: Browser,
  { setupLink }: StartedService,
  complaints: string[],
): Promise<Page> {
  const ada = await openPage(browser, complaints);
  await ada.goto(setupLink);
  await setUp(ada);
  await signIn(ada, 'Ada');
  return ada;
}

/** Ada, the first administrator, and Bob of finance, whom she added, both signed in. */
export async function openAdaAndBob(
  browser: Browser,
  service: StartedService,
  complaints: string[],
): Promise<readonly [ada: Page, bob: Page]> {
  const ada = await openAda(browser, service, complaints);
  const bob = await openPage(browser, complaints);
  await ada.goto(`${service.url}/people`);
  await ada.getByLabel('Name').fill('Bob');
  await ada.getByLabel('finance:').check();
  await ada.getByRole('button', { name: 'Add, and get the link' }).click();
  await bob.goto((await ada.locator('.secret .code').textContent()) ?? '');
  await bob.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await bob.getByLabel('The password again').fill(PASSWORD);
  await bob.getByRole('button', { name: 'Choose it' }).click();
  await signIn(bob, 'Bob');
  return [ada, bob];
}

const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** Expects of a page as it is no barrier and no sideways scrolling: in both schemes, on a desk and on a phone. */
export async function look(page: Page): Promise<void> {
  for (const { colorScheme, width } of LOOKS) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const where = `${page.url()} ${colorScheme} ${width}`;
    expect({ where, barriers: await findBarriers(page) }).toEqual({ where, barriers: [] });
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    expect({ where, needed }).toEqual({ where, needed: width });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** The same with everything unfolded. */
export async function lookUnfolded(page: Page): Promise<void> {
  await page.evaluate(
    'document.querySelectorAll("details").forEach((one) => { one.open = true; })',
  );
  await look(page);
}
