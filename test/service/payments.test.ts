import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readApprovalKeys } from '../../src/app/payments/approvalKeys.js';
import { checkApproval } from '../../src/app/payments/checkApproval.js';
import { checkedPaymentsSchema, paymentPageSchema } from '../../src/service/schemas/payment.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import {
  type LoopbackExplorerOptions,
  startLoopbackExplorer,
} from '../support/loopbackExplorer.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();
const opened = closeAfterwards();

/** Typed by people: none of it is to stand in a log, an error or the audit log. */
const INVOICE = 'Invoice of Sarah 4711';

/** What a contract answers that has frozen nobody. */
const NO = `0x${'0'.padStart(64, '0')}`;

/** A service that looks at one explorer, and a payee whose wallet a second person confirmed. */
async function open(parts: Partial<LoopbackExplorerOptions> = {}) {
  const facts = honestTransfers();
  const server = await opened.server(
    startLoopbackExplorer({ facts, apiKey: TEST_KEY, calls: () => NO, ...parts }),
  );
  const service = await services.open({
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
    labels: { builtIn: true, feeds: [] },
  });
  const [ann, ben] = [await service.enter('finance'), await service.enter('finance')];
  const { payees } = service.app;
  const details = { reference: 'Sarah-7', name: 'Sarah Example', told: 'All of it.' };
  const payee = payees.add(details, ann.actor);
  return { service, server, ann, ben, payee };
}

type Opened = Awaited<ReturnType<typeof open>>;

const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;

async function register({ service, ann, payee }: Opened, address: string) {
  return service.app.payees.registerWallet(payee.id, { text: address, ...anyTime }, ann.actor);
}

const headersOf = ({ cookie, csrfToken }: TestSession) => ({ cookie, 'x-csrf-token': csrfToken });

const payment = {
  ...{ payee: 'Sarah-7', wallet: HONEST, chain: 'ethereum', asset: 'ETH' },
  ...{ amount: '0.5', invoice: INVOICE },
};

const send = (
  { service, ann }: Opened,
  payload: object,
  { query = '?wait=60', headers = {} }: { query?: string; headers?: object } = {},
) =>
  service.send({
    method: 'POST',
    url: `/v1/payments/check${query}`,
    headers: { ...headersOf(ann), ...headers },
    payload,
  });

async function check(world: Opened, parts: object = {}) {
  const answer = await send(world, { ...payment, ...parts });
  expect(answer.statusCode, answer.body).toBe(200);
  const [first] = checkedPaymentsSchema.parse(JSON.parse(answer.body)).payments;
  if (first === undefined) throw new Error('nothing was checked');
  return first;
}

const told = ({ signals }: Awaited<ReturnType<typeof check>>) =>
  signals.map(({ kind, severity }) => `${kind}: ${severity}`);

const post = (service: TestService, by: TestSession, url: string, payload?: object) =>
  service.send({
    method: 'POST',
    url,
    headers: headersOf(by),
    ...(payload === undefined ? {} : { payload }),
  });

const read = (service: TestService, url: string) =>
  service.send({ url, headers: service.token('read') });

describe('a payee who is paid for the first time', () => {
  it('is paid once a second person confirmed the wallet, by an approval that verifies offline', async () => {
    const world = await open();
    const { service, ben } = world;
    const wallet = await register(world, HONEST);
    const early = await check(world);
    expect(early).toMatchObject({ decision: 'incomplete', complete: false, approval: null });
    expect(told(early)).toContain('unconfirmed-wallet: incomplete');
    expect((await read(service, `${early.href}/approval`)).statusCode).toBe(404);

    service.app.payees.confirmWallet(wallet.id, ben.actor);
    const checked = await check(world);
    expect(checked).toMatchObject({ decision: 'proceed', complete: true, symbol: 'ETH' });
    expect(checked.amount).toBe('500000000000000000');
    expect(told(checked)).toEqual(['first-payment: info', 'unproven-wallet: info']);
    const { body } = await read(service, checked.approval?.href ?? '');
    const keys = readApprovalKeys({
      path: join(service.folder, 'approval-keys'),
      platform: process.platform,
    });
    const by = { keys, invoice: INVOICE, nowMs: service.app.nowMs() };
    expect(checkApproval(body, by).outcome).toBe('valid');
    expect(checkApproval(body.replace('"amount":"5', '"amount":"6'), by).outcome).toBe('altered');
    expect(body).not.toContain('Sarah');

    for (const text of [
      service.log.join(''),
      JSON.stringify(service.app.audit.list({ before: null, limit: 100 })),
    ]) {
      expect(text).not.toContain('Sarah');
      expect(text.toLowerCase()).not.toContain(HONEST);
    }
  });

  it('is told to be under way where nobody waits, and is found where it was said', async () => {
    const world = await open();
    const wallet = await register(world, HONEST);
    world.service.app.payees.confirmWallet(wallet.id, world.ben.actor);
    const answer = await send(world, payment, { query: '' });
    expect(answer.statusCode).toBe(202);
    const href = String(answer.headers.location);
    expect(['200', '202']).toContain(`${(await read(world.service, href)).statusCode}`);
    const id = href.split('/').at(-1) ?? '';
    await world.service.app.payments.settled(id, AbortSignal.timeout(50_000));
    const after = await read(world.service, href);
    expect([after.statusCode, JSON.parse(after.body).decision]).toEqual([200, 'proceed']);
  });
});

describe('a payee who gives another wallet', () => {
  it('is not paid to it unless it is registered, and confirmed by a second person', async () => {
    const world = await open();
    const { service, ben } = world;
    service.app.payees.confirmWallet((await register(world, HONEST)).id, ben.actor);
    await check(world);
    const refused = await send(world, { ...payment, wallet: EMPLOYER, invoice: '8' });
    expect(refused.statusCode).toBe(422);
    expect(JSON.parse(refused.body)).toMatchObject({ problems: [{ at: '/wallet' }] });
    const wallet = await register(world, EMPLOYER);
    const early = await check(world, { wallet: EMPLOYER, invoice: '8' });
    expect(early.approval).toBeNull();
    expect(told(early)).toContain('changed-since-last-paid: incomplete');
    service.app.payees.confirmWallet(wallet.id, ben.actor);
    const later = await check(world, { wallet: EMPLOYER, invoice: '8' });
    // Of the other wallet the screening cannot see all; of the change nothing is left to do.
    expect(told(later)).toEqual([
      ...['changed-since-last-paid: info', 'first-payment: info', 'unproven-wallet: info'],
    ]);
  });
});

describe('what the chain says of a wallet', () => {
  const confirmed = async (parts: Partial<LoopbackExplorerOptions>) => {
    const world = await open(parts);
    const wallet = await register(world, HONEST);
    world.service.app.payees.confirmWallet(wallet.id, world.ben.actor);
    return world;
  };

  it('is looked at for the asset to be paid: a freeze of that one holds, of another is looked at', async () => {
    const usdc = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
    const yes = `0x${'1'.padStart(64, '0')}`;
    const world = await confirmed({ calls: ({ to }) => (to.toLowerCase() === usdc ? yes : NO) });
    const other = await check(world, { asset: 'USDT', amount: '100' });
    expect(other).toMatchObject({ decision: 'review', complete: true, approval: null });
    expect(told(other)).toContain('frozen-by-issuer: review');
    const frozen = await check(world, { asset: 'USDC', amount: '100' });
    expect(frozen).toMatchObject({ decision: 'hold', approval: null });
    expect(told(frozen)).toContain('frozen-by-issuer: hold');
    expect(told(frozen)).not.toContain('payee-held: hold');
  });

  it.each(['first', 'last'])(
    'holds another wallet of the payee, asked with it (%s)',
    async (place) => {
      const usdc = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
      const frozen = `0x${'1'.padStart(64, '0')}`;
      const world = await confirmed({
        calls: ({ to, data }) =>
          to.toLowerCase() === usdc && data.toLowerCase().includes(HONEST.slice(2)) ? frozen : NO,
      });
      const { id } = await register(world, EMPLOYER);
      world.service.app.payees.confirmWallet(id, world.ben.actor);
      const own = { ...payment, asset: 'USDC', amount: '100', invoice: '1' };
      const other = { ...payment, wallet: EMPLOYER, invoice: '2' };
      const answer = await send(world, place === 'first' ? [own, other] : [other, own]);
      const { payments } = checkedPaymentsSchema.parse(JSON.parse(answer.body));
      expect(payments.map(({ decision }) => decision)).toEqual(['hold', 'hold']);
      const beside = payments.find(({ invoice }) => invoice === '2');
      expect(beside === undefined ? [] : told(beside)).toContain('payee-held: hold');
    },
  );

  it('is not said not to be frozen by contracts that say nothing', async () => {
    const world = await confirmed({ calls: () => '0x' });
    const silent = await check(world, { asset: 'USDC', amount: '100' });
    expect(silent).toMatchObject({ decision: 'incomplete', approval: null });
    expect(told(silent)).toContain('frozen-by-issuer: incomplete');
  });

  it('makes a contract a review, and a key that delegates none', async () => {
    const contract = await confirmed({ codes: { [HONEST]: '0x6080604052' } });
    expect(told(await check(contract))).toContain('contract-address: review');
    const delegated = await confirmed({ codes: { [HONEST]: `0xef0100${'ab'.repeat(20)}` } });
    expect((await check(delegated)).decision).toBe('proceed');
  });
});

describe('a payment that has to be looked at', () => {
  it('is released by a person who may, is approved then, and can be taken back', async () => {
    const world = await open();
    const { service, ann, ben } = world;
    service.app.payees.confirmWallet((await register(world, HONEST)).id, ben.actor);
    await check(world);
    const again = await check(world, { invoice: `  ${INVOICE.toUpperCase()} ` });
    expect(again).toMatchObject({ decision: 'review', complete: true, approval: null });
    expect(told(again)).toContain('invoice-paid-before: review');

    const cleo = await service.enter('compliance');
    const url = `${again.href}/release`;
    const reason = { reason: 'The second part of Sarah’s invoice.' };
    expect((await post(service, ann, url, reason)).statusCode).toBe(403);
    const token = await service.send({
      ...{ method: 'POST', url, payload: reason },
      headers: service.token('read', 'pay', 'release'),
    });
    expect([token.statusCode, JSON.parse(token.body).detail]).toEqual([
      ...[422, expect.stringContaining('never a token')],
    ]);
    expect((await post(service, cleo, url, { reason: '' })).statusCode).toBe(400);
    expect((await post(service, cleo, url, { reason: '   ' })).statusCode).toBe(422);
    const released = await post(service, cleo, url, reason);
    expect(released.statusCode, released.body).toBe(200);
    expect(JSON.parse(released.body)).toMatchObject({ release: { by: cleo.actor.id, ...reason } });
    const approval = await read(service, `${again.href}/approval`);
    expect(JSON.parse(approval.body)).toMatchObject({ decision: 'released-review' });

    const refused = await post(service, ann, `${again.href}/withdraw`);
    expect(JSON.parse(refused.body).detail).toContain('"release"');
    const withdrawn = await post(service, cleo, `${again.href}/withdraw`);
    expect(withdrawn.statusCode).toBe(200);
    expect(JSON.parse(withdrawn.body).warning).toContain('not to pay by it');
    const gone = await read(service, `${again.href}/approval`);
    expect([gone.statusCode, JSON.parse(gone.body).detail]).toEqual([
      ...[409, expect.stringContaining('withdrawn')],
    ]);
    expect(service.log.join('')).not.toContain('Sarah');
  });
});

describe('payments that are sent together', () => {
  it('are checked in their order, on one screening for one wallet, and found again by their key', async () => {
    const world = await open();
    const { service, ben, payee } = world;
    service.app.payees.confirmWallet((await register(world, HONEST)).id, ben.actor);
    const all = [
      { ...payment, invoice: '1', externalId: 'first' },
      { ...payment, invoice: '2', amount: '0.25' },
    ];
    const headers = { 'idempotency-key': 'run-4' };
    const parse = (answer: { readonly body: string }) =>
      checkedPaymentsSchema.parse(JSON.parse(answer.body)).payments;
    const first = parse(await send(world, all, { headers }));
    expect(first.map(({ invoice, decision }) => [invoice, decision])).toEqual([
      ['1', 'proceed'],
      ['2', 'proceed'],
    ]);
    expect(first.map(({ externalId }) => externalId)).toEqual(['first', null]);
    const second = parse(await send(world, all, { headers }));
    expect(second.map(({ checkId }) => checkId)).toEqual(first.map(({ checkId }) => checkId));
    const [one] = all;
    expect((await send(world, [one ?? {}], { headers })).statusCode).toBe(422);

    const list = async (query: string) => {
      const { body } = await read(service, `/v1/payments?${query}`);
      return paymentPageSchema.parse(JSON.parse(body));
    };
    const newest = await list(`limit=1&payee=${payee.id}`);
    expect(newest.payments.map(({ invoice }) => invoice)).toEqual(['2']);
    const next = await list(`limit=1&payee=${payee.id}&cursor=${newest.nextCursor}`);
    expect(next.payments.map(({ invoice }) => invoice)).toEqual(['1']);
    expect((await list('decision=hold')).payments).toEqual([]);
    expect((await list('payee=nobody')).payments).toEqual([]);
  });

  it('are refused whole, each by its place, and without what was typed', async () => {
    const world = await open();
    await register(world, HONEST);
    const wrong = [payment, { ...payment, payee: 'Sarah-8' }, { ...payment, amount: '1,5' }];
    const answer = await send(world, wrong);
    expect(answer.statusCode).toBe(422);
    const { problems } = z
      .object({ problems: z.array(z.object({ at: z.string() })) })
      .parse(JSON.parse(answer.body));
    expect(problems.map(({ at }) => at)).toEqual(['/1/payee', '/2/amount']);
    expect(answer.body).not.toContain('Sarah');
    const many = Array.from({ length: 101 }, () => payment);
    expect((await send(world, many)).statusCode).toBe(400);
  });
});
