import { describe, expect, it } from 'vitest';
import { erc20AssetId } from '../../src/core/asset.js';
import { checkpointOf } from '../../src/core/checkpoint.js';
import { SourceError } from '../../src/core/errors.js';
import type { Answer } from '../support/faultServer.js';
import { accountAt, closeAfterwards, inventedAddress, TEST_KEY } from '../support/liveSources.js';
import { type AskedNode, type NodeServer, startNodeServer } from '../support/nodeServer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { chainNamed, everythingIn, failureOf, noDeadline } from '../support/sourceBench.js';

const opened = closeAfterwards();

const ethereum = chainNamed('ethereum');
const checkpoint = checkpointOf(ethereum.id);
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const payee = accountAt(inventedAddress('somebody who is about to be paid'));
const YES = `0x${'1'.padStart(64, '0')}`;
const NO = `0x${'0'.repeat(64)}`;

const json = (body: unknown, status = 200): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify(body),
});
const result = (value: unknown) => json({ jsonrpc: '2.0', id: 1, result: value });
const nodeError = (error: unknown, status = 200) => json({ jsonrpc: '2.0', id: 1, error }, status);
const refusal = (text: string) => json({ status: '0', message: 'NOTOK', result: text });
const page = (status = 200): Answer => ({
  status,
  contentType: 'text/html',
  body: '<!DOCTYPE html><html><body>Just a moment...</body></html>',
});

/** A block as nodes give it; the rest of its fields is left out. */
function block(height: number, hash: string, atMs: number): Answer {
  const timestamp = `0x${Math.floor(atMs / 1000).toString(16)}`;
  return result({ number: `0x${height.toString(16)}`, hash, timestamp });
}

const newest = (atMs = TEST_NOW_MS - 12_000) => block(24_000_000, `0x${'ab'.repeat(32)}`, atMs);

/** A node of Ethereum; every contract answers `word`. */
function ethereumNode(asked: AskedNode, word: string): Answer {
  const isBlock = asked.method === 'eth_getBlockByNumber';
  const isNewest = asked.query.get('tag') === 'latest' || asked.body.includes('latest');
  if (isBlock && isNewest) return newest();
  if (isBlock) return block(checkpoint?.height ?? 0, checkpoint?.hash ?? '', 0);
  return result(asked.method === 'eth_call' ? word : '0x');
}

type Kind = 'node' | 'etherscan' | 'blockscout';

function sourceAt(kind: Kind, { url }: NodeServer): object {
  switch (kind) {
    case 'node':
      return { kind: 'rpc', url: `${url}/rpc` };
    case 'etherscan':
      return { kind: 'explorer', url: `${url}/v2/api`, apiKeyEnv: 'TEST_KEY' };
    case 'blockscout':
      return { kind: 'explorer', api: 'blockscout', url: `${url}/api/v2`, apiKeyEnv: 'TEST_KEY' };
  }
}

/** Servers of a kind, each with its own way to answer; null is a node in order that says yes. */
async function openWith(
  kind: Kind,
  faults: readonly ((asked: AskedNode) => Answer | null)[],
  word = YES,
) {
  const servers: NodeServer[] = [];
  for (const fault of faults) {
    servers.push(
      await opened.server(startNodeServer((asked) => fault(asked) ?? ethereumNode(asked, word))),
    );
  }
  const sources = servers.map((server) => sourceAt(kind, server));
  const { app } = opened.app({ labels: { builtIn: false }, chains: { ethereum: { sources } } });
  return { servers, askFrozen: () => app.payTime.askFrozen(payee, USDC, noDeadline()) };
}

const onCall = (answer: Answer) => (asked: AskedNode) =>
  asked.method === 'eth_call' ? answer : null;
const inOrder = () => null;

const FAULTS: readonly (readonly [what: string, answer: Answer])[] = [
  ['a web page with status 200', page()],
  ['a web page with status 403', page(403)],
  ['a web page with status 404', page(404)],
  ['a daily limit in words', refusal('Daily request limit of 100000 per day reached')],
  ['a bad key', refusal('Invalid API Key')],
  ['a plan that leaves the chain out', refusal('Free API access is not supported for this chain')],
  ['a word that nobody knows', refusal('Something else')],
  ['a number for a limit per day', nodeError({ code: -32005, message: 'daily limit exceeded' })],
  ['a method that it does not know', nodeError({ code: -32601, message: 'Method not found' })],
  ['the same as Blockscout says it', nodeError('Action not found.')],
  ['a state that it does not have', nodeError({ code: -32000, message: 'header not found' })],
  ['an error that nobody knows', nodeError({ code: -32000, message: 'unexpected thing' })],
  ['no result at all', json({ jsonrpc: '2.0', id: 1 })],
  ['null', result(null)],
  ['a number', result(1)],
  ['half a byte', result('0x1')],
  ['a word', result('true')],
  ['a list', json([])],
  ['half of its answer', { ...result(YES), body: '{"jsonrpc":"2.0","id":1,"resu' }],
];

/** A limit of the moment, which comes with status 200. */
const LIMITS: Readonly<Record<Kind, Answer>> = {
  node: nodeError({ code: -32005, message: 'request rate limited' }),
  etherscan: refusal('Max calls per sec rate limit reached (3/sec)'),
  blockscout: nodeError('Too many requests'),
};

describe.each<Kind>(['node', 'etherscan', 'blockscout'])('a chain asked by %s', (kind) => {
  it.each(FAULTS)('is asked elsewhere where one answers with %s', async (_, answer) => {
    const { askFrozen, servers } = await openWith(kind, [onCall(answer), inOrder]);
    expect(await askFrozen()).toBe('frozen');
    expect(servers.map(({ methods }) => methods.includes('eth_call'))).toEqual([true, true]);
  });

  it.each(FAULTS)('gives an error and no answer where all answer with %s', async (_, answer) => {
    const { askFrozen, servers } = await openWith(kind, [onCall(answer)], NO);
    const failure = await failureOf(askFrozen());
    expect(failure).toBeInstanceOf(SourceError);
    const told = everythingIn(failure);
    expect(told).not.toContain(TEST_KEY);
    expect(told).not.toContain('/rpc');
    expect(told).toContain(servers[0]?.host);
  });

  it('is asked again after a moment where one limits its rate', async () => {
    let calls = 0;
    const once = (asked: AskedNode) => {
      if (asked.method !== 'eth_call') return null;
      calls += 1;
      return calls === 1 ? LIMITS[kind] : null;
    };
    const { askFrozen } = await openWith(kind, [once]);
    expect(await askFrozen()).toBe('frozen');
    expect(calls).toBe(2);
  });

  it.each([
    ['as geth does', { code: 3, message: 'execution reverted: no', data: '0x08c379a0' }],
    ['without a reason', { code: -32000, message: 'execution reverted' }],
    ['as Nethermind does', { code: -32015, message: 'VM execution error.', data: 'Reverted 0x' }],
    ['by an instruction that is none', { code: -32000, message: 'invalid opcode: INVALID' }],
  ])(
    'takes a contract that fails %s for one that says nothing, and asks nobody else',
    async (_, error) => {
      const { askFrozen, servers } = await openWith(kind, [onCall(nodeError(error)), inOrder]);
      expect(await askFrozen()).toBe('cannot-tell');
      expect(servers[1]?.methods).toEqual([]);
    },
  );

  it('is not asked of a source of another chain', async () => {
    const other = (asked: AskedNode) =>
      asked.method === 'eth_getBlockByNumber' && !`${asked.body}${asked.query}`.includes('latest')
        ? block(checkpoint?.height ?? 0, `0x${'cd'.repeat(32)}`, 0)
        : null;
    const { askFrozen, servers } = await openWith(kind, [other, inOrder]);
    expect(await askFrozen()).toBe('frozen');
    expect(servers[0]?.methods).not.toContain('eth_call');
    const alone = await openWith(kind, [other], NO);
    await expect(alone.askFrozen()).rejects.toThrow(/wrong chain/);
  });

  it('is not asked of a source that is behind', async () => {
    const behind = (asked: AskedNode) =>
      asked.method === 'eth_getBlockByNumber' && `${asked.body}${asked.query}`.includes('latest')
        ? newest(TEST_NOW_MS - 2 * 3_600_000)
        : null;
    const { askFrozen, servers } = await openWith(kind, [behind, inOrder]);
    expect(await askFrozen()).toBe('frozen');
    expect(servers[0]?.methods).not.toContain('eth_call');
    const alone = await openWith(kind, [behind], NO);
    await expect(alone.askFrozen()).rejects.toThrow(/caught up/);
  });

  it('shows its chain once, and its newest block once in a while', async () => {
    const { askFrozen, servers } = await openWith(kind, [inOrder], NO);
    expect(await askFrozen()).toBe('not-frozen');
    expect(await askFrozen()).toBe('not-frozen');
    expect(servers[0]?.methods).toEqual([
      'eth_getBlockByNumber',
      'eth_getBlockByNumber',
      'eth_call',
      'eth_call',
    ]);
  });

  it('shows its newest block once to all who ask at a time', async () => {
    let shown = 0;
    const counting = (asked: AskedNode) => {
      if (`${asked.body}${asked.query}`.includes('latest'))
        shown += asked.method === 'eth_call' ? 0 : 1;
      return null;
    };
    const { askFrozen } = await openWith(kind, [counting], NO);
    const answers = await Promise.all(Array.from({ length: 9 }, askFrozen));
    expect(answers).toEqual(Array.from({ length: 9 }, () => 'not-frozen'));
    expect(shown).toBe(1);
  });

  it('shows its key to nobody but its own server', async () => {
    const seen: AskedNode[] = [];
    const { askFrozen } = await openWith(kind, [
      (asked) => {
        seen.push(asked);
        return null;
      },
    ]);
    await askFrozen();
    const shown = {
      node: (_: AskedNode) => false,
      etherscan: ({ query }: AskedNode) => query.get('apikey') === TEST_KEY,
      blockscout: ({ headers }: AskedNode) => headers.authorization === `Bearer ${TEST_KEY}`,
    }[kind];
    expect(seen.every(shown)).toBe(kind !== 'node');
    const path = { node: '/rpc', etherscan: '/v2/api', blockscout: '/api/eth-rpc' }[kind];
    expect(new Set(seen.map((asked) => asked.path))).toEqual(new Set([path]));
  });
});

describe('a question that is sent to a server which redirects it', () => {
  it('does not go on to another place', async () => {
    const elsewhere = await opened.server(startNodeServer((asked) => ethereumNode(asked, NO)));
    const headers = { Location: `${elsewhere.url}/rpc` };
    const moved = (): Answer => ({ ...result(NO), status: 307, headers });
    const { askFrozen } = await openWith('node', [moved]);
    await expect(askFrozen()).rejects.toThrow(/redirects/);
    expect(elsewhere.methods).toEqual([]);
  });
});

describe('a question whose asker leaves', () => {
  it('ends with an error', async () => {
    const server = await opened.server(startNodeServer((asked) => ethereumNode(asked, NO)));
    const { app } = opened.app({ chains: { ethereum: { sources: [sourceAt('node', server)] } } });
    const leaving = new AbortController();
    leaving.abort();
    await expect(app.payTime.askFrozen(payee, USDC, leaving.signal)).rejects.toBeInstanceOf(
      SourceError,
    );
  });
});
