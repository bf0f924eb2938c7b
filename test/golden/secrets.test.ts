import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openTestApp } from '../support/openTestApp.js';

const WALLET = '0x1bf53ce80ff2ed5711b8a2db8f7ea5b38da118d6';
const SEED = `${'abandon '.repeat(11)}about`;

it('a seed phrase beside an address is refused, and no file holds it afterwards', async () => {
  const { app, screen, folder, close } = openTestApp({}, { profile: 'recorded' });
  await expect(screen(WALLET, { payeeReference: SEED })).rejects.toThrow(
    /^The payee reference is refused\. The text looks like a seed phrase/,
  );
  await screen(WALLET, { payeeReference: 'P-17, Jane Example' });
  app.close();
  expect(readFileSync(join(folder, 'test.sqlite'), 'utf8')).not.toContain('abandon');
  close();
});
