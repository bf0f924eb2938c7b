import { afterEach } from 'vitest';
import type { Account } from '../../src/core/account.js';
import type { Channel, Transfer } from '../../src/core/ledger.js';
import type { AccountSource } from '../../src/screening/ports.js';
import { createBlockscoutSource } from '../../src/sources/ethereum/blockscoutHistory.js';
import type { Fault, FaultScript, LoopbackServer } from './faultServer.js';
import {
  type LoopbackBlockscout,
  type LoopbackBlockscoutOptions,
  startLoopbackBlockscout,
} from './loopbackBlockscout.js';
import {
  chainNamed,
  createTestClient,
  evmAccount,
  tokenAsset,
  transfer,
  walk,
} from './sourceBench.js';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** So many rows of one account in a channel, three in a block. */
export function blockscoutRows(
  count: number,
  channel: 'native' | 'internal' | 'token' = 'native',
): readonly Transfer[] {
  return Array.from({ length: count }, (_, at) =>
    transfer({
      channel,
      timeSeconds: 1_600_000_000 + Math.floor(at / 3),
      amount: BigInt(at + 1),
      ...(channel === 'token' ? { asset: tokenAsset(77) } : {}),
    }),
  );
}

/** A Blockscout with five rows of account 1, or what is said instead, and a source that asks it. */
export async function startBlockscout(
  options: Partial<LoopbackBlockscoutOptions> = {},
  made: { readonly chain?: string; readonly apiKey?: string } = {},
): Promise<{ readonly server: LoopbackBlockscout; readonly source: AccountSource }> {
  const server = await startLoopbackBlockscout({ facts: blockscoutRows(5), ...options });
  servers.push(server);
  const source = createBlockscoutSource({
    name: 'blockscout',
    chain: chainNamed(made.chain ?? 'ethereum'),
    baseUrl: server.url,
    apiKey: made.apiKey ?? null,
    http: createTestClient().http,
  });
  return { server, source };
}

/** All heights of an invented chain. */
export const ALL_HEIGHTS = { from: 0, to: 2_000_000 };

/** Reads all of account 1, or of another, in a channel. */
export function readBlockscout(
  source: AccountSource,
  channel: Channel = 'native',
  account: Account = evmAccount(1),
) {
  return walk(source, { account, channel, interval: ALL_HEIGHTS });
}

/** Changes the answers of one route and no other. */
export function editing(route: string, edit: (body: string) => string): FaultScript {
  return ({ url }) => (url.pathname.endsWith(route) ? { kind: 'edit', edit } : null);
}

/** One route meets a fault, and no other does. */
export function on(route: string, fault: Fault): FaultScript {
  return ({ url }) => (url.pathname.endsWith(route) ? fault : null);
}

/** Replaces parts of the first item of a list. */
export function firstItem(parts: object): (body: string) => string {
  return (body) => {
    const page = JSON.parse(body);
    page.items[0] = { ...page.items[0], ...parts };
    return JSON.stringify(page);
  };
}
