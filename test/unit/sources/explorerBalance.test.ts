import { afterEach, describe, expect, test } from 'vitest';
import { createAccount } from '../../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../../src/core/asset.js';
import { DecodeError } from '../../../src/core/errors.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import { type LoopbackServer, startFaultServer } from '../../support/faultServer.js';
import { chainNamed, createTestClient, failureOf, noDeadline } from '../../support/sourceBench.js';

const ethereum = chainNamed('ethereum');
const ME = '0x52908400098527886e0f7030069857d2e4169ee7';
const TOKEN = '0xde709f2102306220921060314715629080e2fb77';
const me = createAccount(ethereum.id, ME);
const ether = nativeAssetId(ethereum);
const token = erc20AssetId(ethereum.id, TOKEN);

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** An explorer that answers everything with one value. */
async function start(result: unknown) {
  const body = JSON.stringify({ status: '1', message: 'OK', result });
  const server = await startFaultServer({
    answer: () => ({ status: 200, contentType: 'application/json', body }),
  });
  servers.push(server);
  const source = createExplorerSource({
    name: 'explorer',
    chain: ethereum,
    baseUrl: server.url,
    apiKey: null,
    http: createTestClient().http,
  });
  return { source, server };
}

describe('a balance', () => {
  test('of the native coin and of a token is asked for by one request each', async () => {
    const { source, server } = await start('170000000000000000000000');
    for (const asset of [ether, token]) {
      const balance = await source.fetchBalance(me, asset, noDeadline());
      expect(balance).toBe(170_000n * 10n ** 18n);
    }
    const asked = server.requests.map((one) =>
      Object.fromEntries(new URL(one, server.url).searchParams),
    );
    const both = { chainid: '1', module: 'account', address: ME, tag: 'latest' };
    expect(asked).toEqual([
      { ...both, action: 'balance' },
      { ...both, action: 'tokenbalance', contractaddress: TOKEN },
    ]);
  });

  test('that the explorer does not know is not zero', async () => {
    const unknown = await start(null);
    expect(await unknown.source.fetchBalance(me, token, noDeadline())).toBeNull();
    const zero = await start('0');
    expect(await zero.source.fetchBalance(me, token, noDeadline())).toBe(0n);
  });

  test.each(['-1', '1.5', '0x5', '', 5, [], {}])('of %j is no answer', async (value) => {
    const { source } = await start(value);
    const failure = await failureOf(source.fetchBalance(me, token, noDeadline()));
    expect(failure).toBeInstanceOf(DecodeError);
  });

  test('of another chain is never asked for', async () => {
    const { source, server } = await start('1');
    const polygon = chainNamed('polygon');
    const elsewhere = createAccount(polygon.id, ME);
    for (const [account, asset] of [
      [elsewhere, token],
      [me, nativeAssetId(polygon)],
      [me, erc20AssetId(polygon.id, TOKEN)],
    ] as const) {
      const failure = await failureOf(source.fetchBalance(account, asset, noDeadline()));
      expect(failure).toMatchObject({ code: 'bug' });
    }
    expect(server.requests).toEqual([]);
  });
});
