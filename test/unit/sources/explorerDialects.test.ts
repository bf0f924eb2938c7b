import { afterEach, describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import {
  CapabilityError,
  ConfigError,
  RateLimitError,
  TransportError,
} from '../../../src/core/errors.js';
import type { Channel } from '../../../src/core/ledger.js';
import { createExplorerSource } from '../../../src/sources/ethereum/explorerHistory.js';
import {
  always,
  type Fault,
  type FaultScript,
  jsonBody,
  type LoopbackServer,
  limited,
  refusal,
} from '../../support/faultServer.js';
import { startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import {
  chainNamed,
  createTestClient,
  evmAccount,
  failureOf,
  noDeadline,
  transfer,
  walk,
} from '../../support/sourceBench.js';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const GWEI = 1_000_000_000n;
const interval = { from: 0, to: 2_000_000 };

async function start(
  dialect: 'etherscan' | 'blockscout' | 'routescan',
  parts: {
    readonly channel?: 'native' | 'internal' | 'withdrawal';
    readonly script?: FaultScript;
  } = {},
) {
  const channel = parts.channel ?? 'native';
  const from = channel === 'withdrawal' ? null : evmAccount(2);
  const facts = [transfer({ channel, from, to: evmAccount(1), amount: 7n * GWEI })];
  const { script } = parts;
  const server = await startLoopbackExplorer({
    facts,
    dialect,
    ...(script === undefined ? {} : { script }),
  });
  servers.push(server);
  const path = dialect === 'routescan' ? '/v2/network/mainnet/evm/1/etherscan/api' : '/v2/api';
  const source = createExplorerSource({
    name: 'explorer',
    chain: chainNamed('ethereum'),
    baseUrl: `${server.url}${path}`,
    apiKey: null,
    http: createTestClient().http,
  });
  const read = (read: Channel = channel) =>
    walk(source, { account: evmAccount(1), channel: read, interval });
  return { server, source, read };
}

describe('Routescan', () => {
  it('is asked at the address of its chain, which is not named twice', async () => {
    const { server, source, read } = await start('routescan');
    expect((await read()).facts).toHaveLength(1);
    expect((await source.fetchTip(noDeadline())).height).toBe(server.tip.height);
    expect(server.requests.every((path) => !path.includes('chainid'))).toBe(true);
  });

  it('lists no withdrawals', async () => {
    expect((await start('routescan')).source.channels).toEqual(['native', 'internal', 'token']);
  });

  it.each([
    ['https://api.routescan.io/v2/network/mainnet/evm/10/etherscan/api', true],
    ['https://api.routescan.io/v2/network/mainnet/evm/all/etherscan/api', true],
    ['https://api.routescan.io/v2/network/mainnet/evm/43114/etherscan/api', false],
    ['https://api.etherscan.io/v2/api', false],
  ])('of another chain is an error of the configuration: %s', (baseUrl, isRefused) => {
    const make = () =>
      createExplorerSource({
        name: 'routescan',
        chain: chainNamed('avalanche'),
        baseUrl,
        apiKey: null,
        http: createTestClient().http,
      });
    if (isRefused) expect(make).toThrow(ConfigError);
    else expect(make).not.toThrow();
  });

  const REFUSALS: readonly { what: string; fault: Fault; error: new (...given: never) => Error }[] =
    [
      {
        what: 'a chain that it does not serve',
        fault: refusal('chain not supported', 'NOTOK'),
        error: CapabilityError,
      },
      {
        what: 'such a chain, said in the message',
        fault: jsonBody('{"status":"0","message":"chain not supported","result":null}'),
        error: CapabilityError,
      },
      {
        what: 'a page that took too long',
        fault: refusal('Timeout reached, please use a narrower block range'),
        error: TransportError,
      },
      {
        what: 'too many requests',
        fault: limited(null, '{"message":"Too Many Requests"}'),
        error: RateLimitError,
      },
    ];
  it.each(REFUSALS)('refuses $what', async ({ fault, error }) => {
    const { read } = await start('routescan', { script: always(fault) });
    expect(await failureOf(read())).toBeInstanceOf(error);
  });
});

describe("Blockscout's Etherscan-like API", () => {
  it('names a transaction and a place among its calls in its own way', async () => {
    const { read, server } = await start('blockscout', { channel: 'internal' });
    expect((await read()).facts).toMatchObject([{ txId: server.placed[0]?.txId, index: '1' }]);
  });

  it('counts the transaction itself as the first of its calls, which moves nothing more', async () => {
    const script = always({
      kind: 'edit',
      edit: (body: string) => body.replace('"index":"1"', '"index":"0"'),
    });
    const { read } = await start('blockscout', { channel: 'internal', script });
    expect((await read()).facts).toEqual([]);
    const atEtherscan = always({
      kind: 'edit',
      edit: (body: string) => body.replace('"traceId":"1"', '"traceId":"0"'),
    });
    const other = await start('etherscan', { channel: 'internal', script: atEtherscan });
    expect((await other.read()).facts).toHaveLength(1);
  });

  it.each([
    {
      status: '2',
      message: 'Some internal transactions within this block range have not yet been processed',
      result: [],
    },
    {
      status: '2',
      message: 'Internal transactions for this transaction have not been processed yet',
      result: null,
    },
    {
      status: '0',
      message:
        'Result window is too large, PageNo x Offset size must be less than or equal to 10000',
      result: null,
    },
  ])('has words of its own for what it cannot give: %j', async (body) => {
    const script = always(jsonBody(JSON.stringify(body)));
    const { read } = await start('blockscout', { channel: 'internal', script });
    expect(await failureOf(read())).toBeInstanceOf(CapabilityError);
  });

  it('does not end an account of which nothing is listed', async () => {
    for (const message of [
      'No transactions found',
      'No internal transactions found',
      'No token transfers found',
    ]) {
      const body = JSON.stringify({ status: '0', message, result: [] });
      const { read } = await start('blockscout', { script: always(jsonBody(body)) });
      expect((await read()).pages.at(-1)?.covered).toEqual(interval);
    }
  });

  it('limits with a body of its own', async () => {
    const body =
      '{"status":"0","message":"Too many requests. Increase limits now at https://dev.blockscout.com","result":null}';
    const { read } = await start('blockscout', { script: always(limited(null, body)) });
    expect(await failureOf(read())).toBeInstanceOf(RateLimitError);
  });

  it('passes no block on from its node, and the setting that helps is named', async () => {
    const fault = jsonBody('{"status":"0","message":"Unknown module","result":null}', 400);
    const { source } = await start('blockscout', { script: always(fault) });
    const failure = await failureOf(source.fetchTip(noDeadline()));
    expect(failure).toBeInstanceOf(CapabilityError);
    expect(String(failure)).toContain('set "api" to "blockscout"');
  });
});

describe('withdrawals at Etherscan', () => {
  it('come from nobody, told in gwei and kept in wei', async () => {
    const { read } = await start('etherscan', { channel: 'withdrawal' });
    const native = nativeAssetId(chainNamed('ethereum'));
    expect((await read()).facts).toMatchObject([
      { from: null, to: evmAccount(1), amount: 7n * GWEI, asset: native, txId: null, index: '0' },
    ]);
  });

  it('are those of Ethereum alone', () => {
    const channelsAt = (name: string) =>
      createExplorerSource({
        name: 'explorer',
        chain: chainNamed(name),
        baseUrl: 'https://api.etherscan.io/v2/api',
        apiKey: null,
        http: createTestClient().http,
      }).channels;
    expect(channelsAt('ethereum')).toContain('withdrawal');
    expect(channelsAt('gnosis')).not.toContain('withdrawal');
  });
});
