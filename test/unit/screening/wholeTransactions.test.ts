import { describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src/core/ledger.js';
import { factKey } from '../../../src/core/ledger.js';
import type { Lookup, LookupReply } from '../../../src/core/lookup.js';
import type { LookUp } from '../../../src/screening/runTrace.js';
import { type FaultScript, refusal, webPage } from '../../support/faultServer.js';
import { type LoopbackExplorer, startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import { evmAccount, tokenAsset, transfer } from '../../support/sourceBench.js';
import { type Reached, reachForTest } from './reachForTest.js';

const TX = `0x${'ab'.repeat(32)}`;
const [SENDER, ROUTER, PAYEE] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const SECONDS = 1_700_000_000;

/** A call of nothing that pays a token in and ether out, and what the same wallet did before. */
const FACTS: readonly Transfer[] = [
  transfer({ timeSeconds: SECONDS - 600, from: PAYEE, to: SENDER, amount: 7n }),
  ...[
    transfer({ channel: 'native', from: SENDER, to: ROUTER, amount: 0n }),
    transfer({ channel: 'fee', from: SENDER, to: null, amount: 210n }),
    transfer({ channel: 'internal', from: ROUTER, to: PAYEE, amount: 40n }),
    transfer({ channel: 'token', from: SENDER, to: ROUTER, amount: 30n, asset: tokenAsset(9) }),
  ].map((leg) => ({ ...leg, txId: TX, timeSeconds: SECONDS })),
];

function legsOf({ placed }: LoopbackExplorer): readonly Transfer[] {
  const order = ['fee', 'native', 'internal', 'token'];
  return placed
    .filter(({ txId }) => txId === TX)
    .sort((a, b) => order.indexOf(a.channel) - order.indexOf(b.channel));
}

const keysOf = ({ facts }: LookupReply) => facts.map(factKey);

const explorer = (script?: FaultScript) =>
  startLoopbackExplorer({ facts: FACTS, ...(script === undefined ? {} : { script }) });

function lookupOf(server: LoopbackExplorer, txId = TX): Lookup {
  const placed = server.placed.find((fact) => fact.txId === TX);
  expect.assert(placed !== undefined);
  const { chain, height, timeSeconds } = placed;
  return { kind: 'transaction', chain, txId, block: { height, timeSeconds } };
}

const ask = (lookUp: LookUp, lookup: Lookup) => lookUp(lookup, new AbortController().signal);

describe('a transaction of an account-model chain', () => {
  it('is looked up whole, and its requests are counted', async () => {
    const server = await explorer();
    const { lookUp } = await reachForTest([server]);
    const before = server.requests.length;
    const reply = await ask(lookUp, lookupOf(server));
    expect(keysOf(reply)).toEqual(legsOf(server).map(factKey));
    expect(reply.facts).toEqual(legsOf(server));
    expect(reply).toMatchObject({ unseen: [], busy: null, balances: null, cost: 3, asked: 3 });
    expect(server.requests).toHaveLength(before + 3);
  });

  it('counts a request more where nobody knows its block, and costs the same', async () => {
    const facts = FACTS.filter(({ channel }) => channel !== 'internal');
    const server = await startLoopbackExplorer({ facts });
    const { lookUp } = await reachForTest([server]);
    const { block: _, ...blind } = { block: undefined, ...lookupOf(server) };
    expect(await ask(lookUp, blind)).toMatchObject({ unseen: [], cost: 3, asked: 4 });
  });

  it('is read from the cache the next time, also when nobody may be asked', async () => {
    const server = await explorer();
    const first = await reachForTest([server]);
    const told = await ask(first.lookUp, lookupOf(server));
    const before = server.requests.length;
    expect(await ask(first.lookUp, lookupOf(server))).toEqual({ ...told, asked: 0 });
    const offline = await reachForTest([server], { db: first.db, reach: 'cache-only' });
    expect(await ask(offline.lookUp, lookupOf(server))).toEqual({ ...told, asked: 0 });
    expect(server.requests).toHaveLength(before);
  });

  it('that was not fetched is unseen when nobody may be asked', async () => {
    const server = await explorer();
    const { db } = await reachForTest([server]);
    const { lookUp } = await reachForTest([server], { db, reach: 'cache-only' });
    const reply = await ask(lookUp, lookupOf(server));
    expect(reply).toMatchObject({ facts: [], asked: 0 });
    expect(reply.unseen[0]?.cure).toContain('Screen once without --offline');
  });

  it('near the newest block is asked for again when its own is another, and a deep one is not', async () => {
    const near = transfer({ txId: `0x${'cd'.repeat(32)}`, timeSeconds: SECONDS + 600 });
    // 64 blocks below 1,000,065 the first is final, and the second is not.
    const server = await startLoopbackExplorer({ facts: [...FACTS, near], tipHeight: 1_000_065 });
    const { db, lookUp } = await reachForTest([server]);
    const heights = server.placed.map(({ height }) => height);
    expect([heights[1], heights.at(-1)]).toEqual([1_000_001, 1_000_002]);
    const [deep, shallow] = [lookupOf(server), lookupOf(server, near.txId ?? '')];
    const inNear = { ...shallow, block: { height: 1_000_002, timeSeconds: near.timeSeconds } };
    for (const lookup of [deep, inNear]) expect((await ask(lookUp, lookup)).asked).toBe(3);
    const same = await reachForTest([server], { db });
    for (const lookup of [deep, inNear]) expect((await ask(same.lookUp, lookup)).asked).toBe(0);
    server.growTo([...FACTS, near], 1_000_065, 1_000_001);
    const forked = await reachForTest([server], { db });
    expect((await ask(forked.lookUp, deep)).asked).toBe(0);
    expect((await ask(forked.lookUp, inNear)).asked).toBe(3);
    server.growTo([...FACTS, near], 1_000_066, 1_000_001);
    const later = await reachForTest([server], { db });
    for (const lookup of [deep, inNear]) expect((await ask(later.lookUp, lookup)).asked).toBe(0);
  });
});

describe('a transaction that the second source gave near the newest block', () => {
  it('is not believed before that source has named its newest block again', async () => {
    const first = await explorer(({ url }) => (isAboutTx(url) ? webPage(200) : null));
    const second = await startLoopbackExplorer({ facts: FACTS, tipHeight: 1_000_050 });
    first.growTo(FACTS, 1_000_050);
    const { db, lookUp } = await reachForTest([first, second]);
    expect((await ask(lookUp, lookupOf(second))).asked).toBe(4);
    for (const server of [first, second]) server.growTo(FACTS, 1_000_051, 999_999);
    const later = await reachForTest([first, second], { db });
    expect((await ask(later.lookUp, lookupOf(second))).asked).toBe(4);
    expect((await ask(later.lookUp, lookupOf(second))).asked).toBe(1);
  });
});

describe('a transaction that a source does not give', () => {
  async function askBoth(script: FaultScript): Promise<Reached & { readonly reply: LookupReply }> {
    const first = await explorer(script);
    const second = await explorer();
    const reached = await reachForTest([first, second]);
    return { ...reached, reply: await ask(reached.lookUp, lookupOf(second)) };
  }

  it.each<[string, FaultScript, number]>([
    ['cannot answer', ({ url }) => (isAboutTx(url) ? webPage(200) : null), 4],
    [
      'answers with another one',
      ({ url }) =>
        isAboutTx(url) ? { kind: 'edit', edit: (body) => body.replaceAll('abab', 'acab') } : null,
      4,
    ],
    [
      'has not come to its calls',
      ({ url }) =>
        url.searchParams.get('action') === 'txlistinternal'
          ? refusal('Internal transactions have not been processed yet')
          : null,
      6,
    ],
    [
      'does not have it',
      ({ url }) =>
        isAboutTx(url)
          ? {
              kind: 'answer',
              answer: {
                status: 200,
                contentType: 'application/json',
                body: '{"jsonrpc":"2.0","id":1,"result":null}',
              },
            }
          : null,
      4,
    ],
  ])('is asked of the next one where the first %s', async (_, script, asked) => {
    const { reply } = await askBoth(script);
    expect(reply).toMatchObject({ unseen: [], cost: 3, asked });
    expect(reply.facts).toHaveLength(4);
  });

  it('is unseen, with a cure, where none does', async () => {
    const broken = await explorer(({ url }) => (isAboutTx(url) ? webPage(200) : null));
    const { lookUp } = await reachForTest([broken]);
    const reply = await ask(lookUp, lookupOf(broken));
    expect(reply).toMatchObject({ facts: [], asked: 1 });
    expect(reply.unseen).toMatchObject([{ channel: null, kind: 'source-failed' }]);
    expect(reply.unseen[0]?.sentence).toContain(broken.host);
    expect(reply.unseen[0]?.cure).toContain('chains.ethereum.sources');

    const whole = await explorer();
    const other = await reachForTest([whole]);
    const unknown = await ask(other.lookUp, lookupOf(whole, `0x${'cd'.repeat(32)}`));
    expect(unknown).toMatchObject({ facts: [], unseen: [{ kind: 'capability' }], asked: 1 });
    expect(unknown.unseen[0]?.cure).toContain('chains.ethereum.sources');
  });

  it('is not kept, so that it is asked for again', async () => {
    let broken = true;
    const server = await explorer(({ url }) => (broken && isAboutTx(url) ? webPage(200) : null));
    const { lookUp } = await reachForTest([server]);
    expect((await ask(lookUp, lookupOf(server))).unseen).toHaveLength(1);
    broken = false;
    expect(await ask(lookUp, lookupOf(server))).toMatchObject({ unseen: [], asked: 3 });
  });
});

function isAboutTx(url: URL): boolean {
  return url.searchParams.get('action') === 'eth_getTransactionByHash';
}
