import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openNetwork } from '../../src/app/network.js';
import { loadConfig } from '../../src/config.js';
import type { QuotaStore } from '../../src/screening/ports.js';
import { failureOf, noDeadline, openTestQuotas } from '../support/sourceBench.js';
import { createFolder } from './store/temporaryDatabase.js';

const HOST = 'api.example';

function open(
  sources: readonly object[],
  given: { readonly quotas?: QuotaStore; readonly env?: Readonly<Record<string, string>> } = {},
) {
  const { quotas = openTestQuotas(), env = {} } = given;
  const chains = { ethereum: { sources } };
  const file = join(createFolder(), 'hopsight.json');
  writeFileSync(file, JSON.stringify({ chains }));
  const { config } = loadConfig({ file, env, profile: null });
  const { gates } = openNetwork(config, { env, quotas, nowMs: () => 0 });
  const asked = { host: HOST, route: 'things', urgency: 'single' } as const;
  return () => gates.pass(asked, async () => 'sent', noDeadline());
}

const source = (parts: object) => ({ kind: 'explorer', url: `https://${HOST}/api`, ...parts });

describe('limits of a configuration', () => {
  test.each([
    [{ requestsPerDay: 2 }, { requestsPerDay: 5 }],
    [{ requestsPerDay: 5 }, { requestsPerDay: 2 }],
    [{}, { requestsPerDay: 2 }],
    [{ requestsPerDay: 2 }, {}],
  ])('are the stricter ones of several sources at one host: %o, %o', async (one, other) => {
    const send = open([source(one), source(other)]);
    expect([await send(), await send()]).toEqual(['sent', 'sent']);
    expect(await failureOf(send())).toMatchObject({ window: 'day' });
  });

  test('are counted for each key apart; a key by its variable is known by what it is', async () => {
    const quotas = openTestQuotas();
    const once = { requestsPerDay: 1 };
    await open([source({ ...once, apiKeyEnv: 'A' })], { quotas, env: { A: 'key 1' } })();
    const same = open([source({ ...once, apiKeyEnv: 'B' })], { quotas, env: { B: 'key 1' } });
    expect(await failureOf(same())).toMatchObject({ window: 'day' });
    await open([source({ ...once, apiKeyEnv: 'A' })], { quotas, env: { A: 'key 2' } })();
    await open([source(once)], { quotas })();
  });
});
