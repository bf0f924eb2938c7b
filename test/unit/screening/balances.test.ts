import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../../src/core/asset.js';
import type { Transfer } from '../../../src/core/ledger.js';
import type { Lookup } from '../../../src/core/lookup.js';
import type { LookUp } from '../../../src/screening/runTrace.js';
import {
  type FaultScript,
  jsonBody,
  type LoopbackServer,
  webPage,
} from '../../support/faultServer.js';
import { startLoopbackEsplora } from '../../support/loopbackEsplora.js';
import { startLoopbackExplorer } from '../../support/loopbackExplorer.js';
import {
  btcAccount,
  chainNamed,
  evmAccount,
  tokenAsset,
  transfer,
  utxoTx,
} from '../../support/sourceBench.js';
import { LISTED_TOKENS, reachForTest } from './reachForTest.js';

const [ME, YOU] = [evmAccount(1), evmAccount(2)];
const ETHER = nativeAssetId(chainNamed('ethereum'));
const BITCOIN = nativeAssetId(chainNamed('bitcoin'));
const UNLISTED = tokenAsset(77);
const WANTED: Lookup = { kind: 'account', account: ME, balance: 'wanted' };
const NOT_WANTED: Lookup = { kind: 'account', account: ME, balance: 'not-wanted' };

const got = (asset: Transfer['asset'], amount: bigint, at = 0): Transfer =>
  transfer({
    channel: asset === ETHER ? 'native' : 'token',
    timeSeconds: 1_700_000_000 + at,
    from: YOU,
    to: ME,
    asset,
    amount,
  });

const FACTS: readonly Transfer[] = [
  got(ETHER, 100n, 1),
  got(tokenAsset(1), 30n, 2),
  got(UNLISTED, 5n, 3),
  transfer({ timeSeconds: 1_700_000_004, from: ME, to: YOU, amount: 40n }),
];

const explorer = (facts: readonly Transfer[], script?: FaultScript) =>
  startLoopbackExplorer({ facts, ...(script === undefined ? {} : { script }) });

const ask = (lookUp: LookUp, lookup: Lookup) => lookUp(lookup, new AbortController().signal);

/** What was asked about balances, in order. */
function balancesAsked(server: LoopbackServer): readonly string[] {
  return server.requests
    .map((one) => new URL(one, server.url).searchParams)
    .filter((query) => query.get('action')?.endsWith('balance'))
    .map((query) => query.get('contractaddress') ?? 'ether');
}

const contractOf = (asset: Transfer['asset']) => asset.split('erc20:')[1];
const isBalance = (url: URL) => url.searchParams.get('action')?.endsWith('balance') === true;

describe('what an account holds', () => {
  it('is asked for the native coin and the listed assets of its history, when it is wanted', async () => {
    const server = await explorer(FACTS);
    const { lookUp } = await reachForTest([server]);
    const reply = await ask(lookUp, WANTED);
    expect(reply.balances).toEqual(
      new Map([
        [ETHER, 60n],
        [tokenAsset(1), 30n],
      ]),
    );
    expect(balancesAsked(server)).toEqual(['ether', contractOf(tokenAsset(1))]);
    // Three lists, and a balance of two assets.
    expect(reply).toMatchObject({ cost: 5, asked: 5, unseen: [] });
  });

  it('is not asked for when it is not wanted', async () => {
    const server = await explorer(FACTS);
    const { lookUp } = await reachForTest([server]);
    expect(await ask(lookUp, NOT_WANTED)).toMatchObject({ balances: null, cost: 3, asked: 3 });
    expect(balancesAsked(server)).toEqual([]);
  });

  it('is not asked for as of a moment that is past', async () => {
    const server = await explorer(FACTS);
    const { lookUp } = await reachForTest([server], { moment: 'past' });
    expect(await ask(lookUp, WANTED)).toMatchObject({ balances: null, cost: 3 });
    expect(balancesAsked(server)).toEqual([]);
  });

  it('is asked of eight assets at most, those that are moved most', async () => {
    const facts = LISTED_TOKENS.flatMap((number) =>
      Array.from({ length: number }, (_, at) => got(tokenAsset(number), 1n, 100 * number + at)),
    );
    const server = await explorer(facts);
    const { lookUp } = await reachForTest([server]);
    const { balances } = await ask(lookUp, WANTED);
    expect([...(balances ?? [])]).toEqual([
      [ETHER, 0n],
      ...[9, 8, 7, 6, 5, 4, 3].map((number) => [tokenAsset(number), BigInt(number)]),
    ]);
  });

  it('is kept as long as the newest block is the same, also when nobody may be asked', async () => {
    const server = await explorer(FACTS);
    const { db, lookUp } = await reachForTest([server]);
    const first = await ask(lookUp, WANTED);
    const second = await reachForTest([server], { db });
    expect(await ask(second.lookUp, WANTED)).toEqual({ ...first, asked: 0 });
    const offline = await reachForTest([server], { db, reach: 'cache-only' });
    expect(await ask(offline.lookUp, WANTED)).toEqual({ ...first, asked: 0 });
    expect(balancesAsked(server)).toHaveLength(2);

    server.growTo([...FACTS, got(ETHER, 5n, 10)], server.tip.height + 1);
    const later = await reachForTest([server], { db });
    expect((await ask(later.lookUp, WANTED)).balances?.get(ETHER)).toBe(65n);
  });

  it('is not known when nobody may be asked and nothing was', async () => {
    const server = await explorer(FACTS);
    const { db, lookUp } = await reachForTest([server]);
    await ask(lookUp, NOT_WANTED);
    const offline = await reachForTest([server], { db, reach: 'cache-only' });
    expect((await ask(offline.lookUp, WANTED)).balances).toBeNull();
  });
});

describe('a payment that is made while a balance is read', () => {
  const later = (at: number, amount = 7n) => got(ETHER, amount, at);
  const HEIGHT = 2_000_000;

  /** An explorer whose chain grows by one payment right before each of so many answers about ether. */
  async function growing(payments: number, more: FaultScript = () => null, perBlock = 1) {
    let facts = FACTS;
    let asked = 0;
    const server = await startLoopbackExplorer({
      facts,
      tipHeight: HEIGHT,
      script: (request) => {
        const isEther = request.url.searchParams.get('action') === 'balance';
        if (!isEther || asked === payments) return more(request);
        asked += 1;
        const paid = { ...later(10 + asked), height: HEIGHT + asked };
        facts = [...facts, ...Array.from({ length: perBlock }, () => paid)];
        server.growTo(facts, HEIGHT + asked);
        return null;
      },
    });
    return server;
  }

  it('is taken off again: the balance is that of the block to which the history was read', async () => {
    const server = await growing(1);
    const { db, lookUp } = await reachForTest([server]);
    const reply = await ask(lookUp, WANTED);
    expect(reply.facts).toHaveLength(FACTS.length);
    expect(reply.balances?.get(ETHER)).toBe(60n);
    // Beside three lists and four balances: two newest blocks, and three lists of one block.
    expect(reply).toMatchObject({ cost: 5, asked: 12, unseen: [] });
    const offline = await reachForTest([server], { db, reach: 'cache-only' });
    expect((await ask(offline.lookUp, WANTED)).balances?.get(ETHER)).toBe(60n);
  });

  it('is taken off with another that comes meanwhile; who never rests is told to come again', async () => {
    const twice = await reachForTest([await growing(2)]);
    expect((await ask(twice.lookUp, WANTED)).balances?.get(ETHER)).toBe(60n);
    const thrice = await reachForTest([await growing(3)]);
    expect((await ask(thrice.lookUp, WANTED)).balances?.get(ETHER)).toBe(67n);
  });

  it('explains no other difference: what nobody saw stays one', async () => {
    const more = jsonBody('{"status":"1","message":"OK","result":"90"}');
    const isEther = (url: URL) => url.searchParams.get('action') === 'balance';
    const server = await explorer(FACTS, ({ url }) => (isEther(url) ? more : null));
    const { lookUp } = await reachForTest([server]);
    const reply = await ask(lookUp, WANTED);
    expect(reply.balances?.get(ETHER)).toBe(90n);
    // No newer block, and nothing that a validator paid out: two more requests tell.
    expect(reply).toMatchObject({ cost: 6, asked: 7 });
  });

  it('is taken off with all others of one page, and no further', async () => {
    const fits = await reachForTest([await growing(1, undefined, 49)]);
    expect((await ask(fits.lookUp, WANTED)).balances?.get(ETHER)).toBe(60n);
    // Fifty rows may have been cut short by the explorer.
    const more = await reachForTest([await growing(1, undefined, 50)]);
    expect((await ask(more.lookUp, WANTED)).balances?.get(ETHER)).toBe(410n);
  });

  it('leaves the balance as it was told where what came since cannot be read', async () => {
    const isLater = (url: URL) => url.searchParams.get('startblock') === `${HEIGHT + 1}`;
    const server = await growing(1, ({ url }) => (isLater(url) ? webPage(200) : null));
    const { lookUp } = await reachForTest([server]);
    expect((await ask(lookUp, WANTED)).balances?.get(ETHER)).toBe(67n);
  });
});

describe('a source that does not tell what an account holds', () => {
  it('leaves nothing unseen by that, and is not asked for the other assets', async () => {
    const server = await explorer(FACTS, ({ url }) => (isBalance(url) ? webPage(200) : null));
    const { lookUp } = await reachForTest([server]);
    const reply = await ask(lookUp, WANTED);
    expect(reply).toMatchObject({ balances: null, unseen: [], cost: 5, asked: 4 });
    expect(balancesAsked(server)).toEqual(['ether']);
  });

  it('is asked again by the next screening where it failed, and not where it cannot tell', async () => {
    const unknown = jsonBody('{"status":"1","message":"OK","result":null}');
    let script: FaultScript = ({ url }) => (isBalance(url) ? unknown : null);
    const server = await explorer(FACTS, (request) => script(request));
    const { lookUp } = await reachForTest([server]);
    expect((await ask(lookUp, WANTED)).balances).toBeNull();
    expect(balancesAsked(server)).toHaveLength(2);
    script = () => null;
    expect((await ask(lookUp, WANTED)).balances).toBeNull();
    expect(balancesAsked(server)).toHaveLength(2);

    script = ({ url }) => (isBalance(url) ? webPage(200) : null);
    const other = await reachForTest([server]);
    await ask(other.lookUp, WANTED);
    script = () => null;
    expect((await ask(other.lookUp, WANTED)).balances?.get(ETHER)).toBe(60n);
  });
});

describe('a history that a balance cannot be compared with', () => {
  const isList = (url: URL, action: string) => url.searchParams.get('action') === action;

  it('was not read whole', async () => {
    const server = await explorer(FACTS, ({ url }) =>
      isList(url, 'txlistinternal') ? webPage(200) : null,
    );
    const { lookUp } = await reachForTest([server]);
    expect((await ask(lookUp, WANTED)).balances).toBeNull();
    expect(balancesAsked(server)).toEqual([]);
  });

  it('was read from two sources', async () => {
    const first = await explorer(FACTS, ({ url }) =>
      isList(url, 'tokentx') ? webPage(200) : null,
    );
    const second = await explorer(FACTS);
    const { lookUp } = await reachForTest([first, second]);
    const reply = await ask(lookUp, WANTED);
    expect(reply).toMatchObject({ unseen: [], balances: null });
    expect([...balancesAsked(first), ...balancesAsked(second)]).toEqual([]);
  });

  it('is that of a busy account', async () => {
    const many = Array.from({ length: 400 }, (_, at) =>
      transfer({
        timeSeconds: 1_700_000_000 + at,
        from: evmAccount(1000 + at),
        to: ME,
        amount: 9n,
      }),
    );
    const server = await explorer(many);
    const { lookUp } = await reachForTest([server]);
    const reply = await ask(lookUp, WANTED);
    expect(reply.busy).not.toBeNull();
    expect(reply.balances).toBeNull();
    expect(balancesAsked(server)).toEqual([]);
  });

  it('and one that was read whole from the second source can', async () => {
    const first = await explorer(FACTS, ({ url }) =>
      url.searchParams.get('module') === 'account' ? webPage(200) : null,
    );
    const second = await explorer(FACTS);
    const { lookUp } = await reachForTest([first, second]);
    expect((await ask(lookUp, WANTED)).balances?.get(ETHER)).toBe(60n);
    expect(balancesAsked(first)).toEqual([]);
  });
});

describe('what a Bitcoin address holds', () => {
  it('is what its outputs hold, by the request that counted them', async () => {
    const me = btcAccount(2);
    const first = utxoTx(1);
    const spending = { previous: { txId: first.txId, index: 0 }, account: me, amount: 900n };
    const outputs = [
      { account: btcAccount(3), amount: 500n },
      { account: me, amount: 300n },
    ];
    const server = await startLoopbackEsplora({
      facts: [first, utxoTx(2, { inputs: [spending], outputs })],
    });
    const { db, lookUp } = await reachForTest([server], { chain: 'bitcoin' });
    const before = server.requests.length;
    const lookup = { kind: 'account', account: me, balance: 'wanted' } as const;
    expect((await ask(lookUp, lookup)).balances).toEqual(new Map([[BITCOIN, 300n]]));
    const asked = server.requests.slice(before);
    expect(asked.filter((one) => one === `/address/${me.split(':')[2]}`)).toHaveLength(1);
    const again = await reachForTest([server], { chain: 'bitcoin', db });
    expect((await ask(again.lookUp, lookup)).asked).toBe(0);
  });
});
