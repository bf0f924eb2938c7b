import { afterEach, describe, expect, it } from 'vitest';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import {
  accountAt,
  chainsOf,
  explorerAt,
  importLabels,
  inventedAddress,
  TEST_KEY,
} from '../support/liveSources.js';
import { type LoopbackExplorer, startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { openTestApp, type TestApp } from '../support/openTestApp.js';
import { ANN, personOf } from '../support/paymentWorld.js';
import { chainNamed, transfer } from '../support/sourceBench.js';

const OWN = inventedAddress('our treasury');
const OTHER_OWN = inventedAddress('our other account');
const WORKER = inventedAddress('a contractor who was paid');
const SECOND = inventedAddress('another contractor');
const STRANGER = inventedAddress('somebody else');
const HOT = inventedAddress('a hot wallet of an exchange');
const DISPERSE = '0xd152f549545093347a162dce210e7293f1452150';
const ethereum = chainNamed('ethereum');
const ETH = nativeAssetId(ethereum);
const USDC = erc20AssetId(ethereum.id, '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48');
const OCTOBER = Date.UTC(2026, 9, 1) / 1000;
const HOUR = 3600;
const FINNEY = 10n ** 15n;

type Place = { readonly day: number; readonly hour?: number };

function pay(from: string, to: string, amount: bigint, parts: Partial<Transfer> & Place): Transfer {
  const { day, hour = 10, ...rest } = parts;
  return transfer({
    chain: ethereum.id,
    asset: ETH,
    from: accountAt(from, 'ethereum'),
    to: accountAt(to, 'ethereum'),
    amount,
    timeSeconds: OCTOBER + (day - 1) * 24 * HOUR + hour * HOUR,
    ...rest,
  });
}

const opened: TestApp[] = [];
const servers: LoopbackExplorer[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) app.close();
  for (const server of servers.splice(0)) await server.close();
});

interface World extends TestApp {
  readonly server: LoopbackExplorer;
  /** The id of the transaction that the n-th fact got. */
  readonly id: (fact: number) => string;
  readonly importRows: (
    ...rows: readonly string[]
  ) => ReturnType<TestApp['app']['paid']['importFile']>;
  readonly match: () => ReturnType<TestApp['app']['paid']['match']>;
  readonly list: () => ReturnType<TestApp['app']['paid']['list']>;
}

async function open(facts: readonly Transfer[], ownAccounts = [OWN, OTHER_OWN]): Promise<World> {
  const server = await startLoopbackExplorer({ facts, apiKey: TEST_KEY });
  servers.push(server);
  const app = openTestApp({
    ownAccounts,
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
  });
  opened.push(app);
  await importLabels(app, [
    { chain: 'ethereum', address: HOT, entity: 'Kraken', category: 'exchange', actor: '' },
  ]);
  const { paid } = app.app;
  const signal = new AbortController().signal;
  return {
    ...app,
    server,
    id: (fact) => server.placed[fact]?.txId ?? '',
    importRows: (...rows) => {
      const bytes = Buffer.from([HEADS, ...rows].join('\n'));
      return paid.importFile({ name: 'october.csv', bytes }, ANN);
    },
    match: () => paid.match('2026-10', ANN, { onProgress: () => undefined, signal }),
    list: () => paid.list({ fromDay: '2026-10-01', toDay: '2026-10-31' }),
  };
}

const HEADS = 'Date,Payee,Wallet,Network,Coin,Amount,Invoice,Transaction hash,Approved by';
const row = (...cells: readonly string[]) => cells.join(',');
const told = (day: number, wallet: string, amount: string, more: Partial<Told> = {}) =>
  row(
    `2026-10-${String(day).padStart(2, '0')}`,
    more.payee ?? 'C-1',
    wallet,
    'ethereum',
    more.coin ?? 'ETH',
    amount,
    more.invoice ?? `INV-${day}`,
    more.tx ?? '',
    'A. Approver',
  );
interface Told {
  readonly payee: string;
  readonly coin: string;
  readonly invoice: string;
  readonly tx: string;
}

const shown = (world: World) =>
  world.list().map(({ source, amount, rail, match }) => ({ source, amount, rail, ...match }));

describe('payments that were told', () => {
  it('are matched with what the chain says of their transaction', async () => {
    const world = await open([
      pay(STRANGER, OWN, 900n * FINNEY, { day: 1 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 5 }),
      pay(HOT, SECOND, 50n * FINNEY, { day: 6 }),
      pay(STRANGER, WORKER, 70n * FINNEY, { day: 7 }),
    ]);
    world.importRows(
      told(5, WORKER, '0.1', { tx: world.id(1) }),
      told(6, SECOND, '0.05', { tx: world.id(2) }),
      told(7, WORKER, '0.07', { tx: world.id(3) }),
      told(8, WORKER, '0.2', { tx: world.id(1), invoice: 'wrong' }),
    );
    expect(await world.match()).toMatchObject({ matched: 1, unmatched: 3, notLookedUp: 0 });
    const [first, second, third, fourth] = world.list();
    // Two invoices of one transaction that together are more than it paid: neither is as told.
    expect(first).toMatchObject({ source: 'accounts', match: { kind: 'unmatched' } });
    expect(second).toMatchObject({
      ...{ source: 'both', rail: 'custodian', match: { kind: 'matched' } },
      at: '2026-10-06T10:00:00Z',
    });
    expect(third?.match).toMatchObject({ why: expect.stringContaining('Payer:') });
    expect(fourth?.match).toMatchObject({
      why: 'Amount: told are 0.3 ETH, it paid 0.1 ETH.',
    });
  });

  it('say which part differs', async () => {
    const world = await open([
      pay(STRANGER, OWN, 900n * FINNEY, { day: 1 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 5 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 6 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 7 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 8 }),
    ]);
    world.importRows(
      told(5, SECOND, '0.1', { tx: world.id(1) }),
      told(6, WORKER, '100', { tx: world.id(2), coin: 'USDC' }),
      told(7, WORKER, '0.100000000000000001', { tx: world.id(3) }),
      told(12, WORKER, '0.1', { tx: world.id(4) }),
      told(13, WORKER, '0.1', { tx: `0x${'ab'.repeat(32)}` }),
    );
    await world.match();
    expect(
      world
        .list()
        .filter(({ source }) => source === 'accounts')
        .map(({ match }) => (match.kind === 'unmatched' ? match.why.split(':')[0] : match.kind)),
    ).toEqual(['Wallet', 'Asset', 'Amount', 'Day', 'No transaction of this id is on the chain.']);
  });

  it('are not looked up, never unmatched, where the source fails', async () => {
    const world = await open([pay(OWN, WORKER, 100n * FINNEY, { day: 5 })]);
    world.importRows(told(5, WORKER, '0.1', { tx: world.id(0) }), told(6, WORKER, '3'));
    await world.server.close();
    const came = await world.match();
    expect(came).toMatchObject({ matched: 0, unmatched: 0, notLookedUp: 2 });
    expect(came.unseen).not.toEqual([]);
    expect(world.app.paid.listCoverage('2026-10').every(({ problem }) => problem !== null)).toBe(
      true,
    );
  });

  it('without a transaction are the one payment of ours that fits', async () => {
    const world = await open([
      pay(STRANGER, OWN, 900n * FINNEY, { day: 1 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 5 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 20 }),
    ]);
    world.importRows(told(7, WORKER, '0.1'), told(12, WORKER, '0.1', { invoice: 'other' }));
    expect(await world.match()).toMatchObject({ matched: 1, unmatched: 1, found: 1 });
    expect(world.list()).toMatchObject([
      { source: 'both', txId: world.id(1), at: '2026-10-05T10:00:00Z' },
      { source: 'accounts', match: { kind: 'unmatched' } },
      { source: 'chain', txId: world.id(2) },
    ]);
    const before = world.list();
    await world.match();
    expect(world.list()).toEqual(before);
  });
});

describe('what left our accounts', () => {
  it('is found without transfers of our own, change of assets, dust and what others sent', async () => {
    const tx = `0x${'cd'.repeat(32)}`;
    const at = { day: 10, txId: tx };
    const world = await open([
      pay(STRANGER, OWN, 9000n * FINNEY, { day: 1 }),
      pay(OWN, OTHER_OWN, 1000n * FINNEY, { day: 2 }),
      pay(OTHER_OWN, WORKER, 100n * FINNEY, { day: 5 }),
      pay(OWN, STRANGER, 1n, { day: 6 }),
      pay(OWN, DISPERSE, 500n * FINNEY, { ...at, index: '#0' }),
      pay(DISPERSE, WORKER, 200n * FINNEY, { ...at, channel: 'internal', index: '#1' }),
      pay(DISPERSE, SECOND, 300n * FINNEY, { ...at, channel: 'internal', index: '#2' }),
      pay(OWN, WORKER, 5_000_000n, { day: 12, asset: USDC, channel: 'token' }),
      pay(OWN, SECOND, 25_000_000n, { day: 13, asset: USDC, channel: 'token' }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 45 }),
    ]);
    expect(await world.match()).toMatchObject({ found: 4, unseen: [] });
    const found = shown(world).map(({ amount, rail }) => `${amount / 1_000_000n} ${rail}`);
    expect(found.sort()).toEqual([
      '100000000000 direct',
      '200000000000 batch',
      '25 direct',
      '300000000000 batch',
    ]);
    const requests = world.server.requests.length;
    await world.match();
    expect(world.server.requests.length - requests).toBeLessThan(5);
  });

  it('is one with what was told of its transaction', async () => {
    const world = await open([
      pay(STRANGER, OWN, 900n * FINNEY, { day: 1 }),
      pay(OWN, WORKER, 100n * FINNEY, { day: 5 }),
    ]);
    world.importRows(
      told(5, WORKER, '0.06', { tx: world.id(1), invoice: 'a' }),
      told(5, WORKER, '0.04', { tx: world.id(1), invoice: 'b' }),
    );
    expect(await world.match()).toMatchObject({ matched: 2, found: 0 });
    expect(shown(world).map(({ source, rail }) => `${source} ${rail}`)).toEqual([
      'both direct',
      'both direct',
    ]);
  });
});

describe('an import', () => {
  it('adds nothing twice, and tells what is told otherwise', async () => {
    const world = await open([]);
    const first = told(5, WORKER, '0.1', { tx: `0x${'1'.repeat(64)}` });
    const second = told(6, WORKER, '0.1');
    expect(world.importRows(first, second, second)).toMatchObject({ added: 3, known: 0 });
    expect(world.importRows(second, first)).toMatchObject({ added: 0, known: 2, changed: [] });
    const corrected = told(5, WORKER, '0.1', { tx: `0x${'1'.repeat(64)}`, invoice: 'INV-99' });
    expect(world.importRows(corrected)).toMatchObject({
      added: 0,
      known: 0,
      changed: [{ row: 2 }],
    });
    expect(world.list().map(({ invoice }) => invoice)).toEqual(['INV-99', 'INV-6', 'INV-6']);
    const later = told(6, WORKER, '0.1', { tx: `0x${'2'.repeat(64)}` });
    expect(world.importRows(later)).toMatchObject({ added: 0, changed: [{ row: 2 }] });
    expect(world.importRows(second, second)).toMatchObject({ added: 0, known: 2 });
    expect(world.list().length).toBe(3);
  });

  it('takes nothing while something is to be asked', async () => {
    const world = await open([]);
    const bytes = Buffer.from(
      [HEADS, row('03/04/2026', 'C-1', WORKER, 'ethereum', 'USDC', '1.234', 'I', '', '')].join(
        '\n',
      ),
    );
    const file = { name: 'a.csv', bytes };
    const asked = world.app.paid.importFile(file, ANN);
    expect(asked.questions.map(({ about }) => about)).toEqual(['decimalSign', 'dateOrder']);
    expect(world.app.paid.list({ fromDay: '2026-01-01', toDay: '2026-12-31' })).toEqual([]);
    world.app.paid.importFile(file, ANN, { decimalSign: '.', dateOrder: 'month-first' });
    expect(world.app.paid.list({ fromDay: '2026-01-01', toDay: '2026-12-31' })).toMatchObject([
      { day: '2026-03-04', amount: 1_234_000n, payeeId: null },
    ]);
  });

  it('names the payee by reference, and keeps who is not registered', async () => {
    const world = await open([]);
    const details = { reference: 'C-1', name: 'A. Example', told: '' };
    const { id } = world.app.payees.add(details, ANN);
    const came = world.importRows(
      told(5, WORKER, '0.1'),
      told(6, WORKER, '0.1', { payee: 'nobody we know' }),
    );
    expect(came).toMatchObject({ added: 2, unknownPayees: [3] });
    expect(world.list().map(({ payeeId }) => payeeId)).toEqual([id, null]);
    expect(world.app.payees.remove(id, ANN)).toMatchObject({ kind: 'deactivated' });
  });

  it('is for those who may pay, and is told in the audit log without what was typed', async () => {
    const world = await open([]);
    const file = { name: 'a.csv', bytes: Buffer.from([HEADS, told(5, WORKER, '1')].join('\n')) };
    const auditor = personOf('eve', 'auditor');
    expect(() => world.app.paid.importFile(file, auditor)).toThrow();
    await expect(
      world.app.paid.match('2026-10', auditor, {
        onProgress: () => undefined,
        signal: new AbortController().signal,
      }),
    ).rejects.toThrow();
    world.app.paid.importFile(file, ANN);
    const events = world.app.audit.list({ before: null, limit: 10 });
    expect(events.map(({ action }) => action)).toContain('payments-imported');
    expect(JSON.stringify(events)).not.toMatch(/INV-5|C-1|Approver/);
  });
});
