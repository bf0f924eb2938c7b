import { describe, expect, it } from 'vitest';
import { checkedPaymentsSchema } from '../../src/service/schemas/payment.js';
import { ensCalls } from '../support/ensNames.js';
import { EMPLOYER, HONEST, honestTransfers } from '../support/honestWallet.js';
import { chainsOf, closeAfterwards, explorerAt, TEST_KEY } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { HOST, type TestSession, useServices } from '../support/openTestService.js';

const services = useServices();
const opened = closeAfterwards();

const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const YES = `0x${'1'.padStart(64, '0')}`;
const NO = `0x${'0'.padStart(64, '0')}`;
const ORIGIN = `http://${HOST}`;
const REASON = { reason: 'We asked by phone.' };

/** Ethereum as its explorer tells it; what is set here is so from then on. */
interface Ethereum {
  readonly frozenIn: Set<string>;
  readonly silent: Set<string>;
  readonly codes: Record<string, string>;
  readonly names: Map<string, string>;
}

/**
 * A service, people, and a payee whose wallet a second person confirmed; it is registered by the name
 * `payee.eth`. Frozen in USDC from the beginning: paid in USDT it comes out `review`, in USDC `hold`.
 */
async function open() {
  const ethereum: Ethereum = {
    ...{ frozenIn: new Set([USDC]), silent: new Set(), codes: {} },
    names: new Map([['payee.eth', HONEST]]),
  };
  const ens = ensCalls(ethereum.names);
  const server = await opened.server(
    startLoopbackExplorer({
      ...{ facts: honestTransfers(), apiKey: TEST_KEY, codes: ethereum.codes },
      calls: (call) => {
        const to = call.to.toLowerCase();
        if (ethereum.silent.has(to)) return '0x';
        const said = ens({ ...call, to });
        if (said !== '0x') return said;
        return ethereum.frozenIn.has(to) ? YES : NO;
      },
    }),
  );
  const service = await services.open({
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
    labels: { builtIn: true, feeds: [] },
  });
  const [ann, ben] = [await service.enter('finance'), await service.enter('finance')];
  const { payees } = service.app;
  const payee = payees.add({ reference: 'C-7', name: 'A. Example', told: 'All.' }, ann.actor);
  const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
  const wallet = await payees.registerWallet(
    payee.id,
    { text: 'payee.eth', ...anyTime },
    ann.actor,
  );
  payees.confirmWallet(wallet.id, ben.actor);
  const post = async (by: TestSession, url: string, payload?: object) => {
    const headers = { cookie: by.cookie, 'x-csrf-token': by.csrfToken };
    const sent = { method: 'POST', url, headers, ...(payload ? { payload } : {}) } as const;
    const { statusCode, body } = await service.send(sent);
    return { status: statusCode, ...JSON.parse(body) };
  };
  const check = async (asset: 'USDT' | 'USDC', invoice = 'INV-7') => {
    const asked = { payee: 'C-7', wallet: wallet.id, chain: 'ethereum', asset, amount: '9' };
    const answer = await post(ann, '/v1/payments/check?wait=60', { ...asked, invoice });
    const [first] = checkedPaymentsSchema.parse(answer).payments;
    if (first === undefined) throw new Error('nothing was checked');
    return first;
  };
  return { ...{ ethereum, server, service, post, check, wallet, ann, payee } };
}

type World = Awaited<ReturnType<typeof open>>;

/** What may come to pass between the check of a payment and its release. */
const CHANGES: readonly (readonly [string, (ethereum: Ethereum) => unknown, string])[] = [
  ['its issuer froze', ({ frozenIn }) => frozenIn.add(USDT), 'The issuer of USDT has frozen'],
  ['became a contract', ({ codes }) => Object.assign(codes, { [HONEST]: '0x60' }), 'is a contract'],
  ['has a name that moved', ({ names }) => names.set('payee.eth', EMPLOYER), 'another address now'],
  ['has a name no more', ({ names }) => names.delete('payee.eth'), 'no address any more'],
];

describe('a review that is released', () => {
  it.each(CHANGES)('is refused where the wallet is one that %s since', async (_, change, why) => {
    const { ethereum, service, post, check } = await open();
    const checked = await check('USDT');
    expect(checked).toMatchObject({ decision: 'review', complete: true });
    change(ethereum);
    const cleo = await service.enter('compliance');
    const refused = await post(cleo, `${checked.href}/release`, REASON);
    expect([refused.status, refused.detail]).toEqual([422, expect.stringContaining('came up')]);
    expect(refused.detail).toContain(why);
    const after = service.app.payments.read(checked.checkId);
    expect([after?.release, after?.approval]).toEqual([null, null]);
  });

  it('is refused while a question is not answered, and released once it is', async () => {
    const { ethereum, service, post, check } = await open();
    const checked = await check('USDT');
    const cleo = await service.enter('compliance');
    ethereum.silent.add(USDT);
    const refused = await post(cleo, `${checked.href}/release`, REASON);
    expect([refused.status, refused.detail]).toEqual([422, expect.stringContaining('try again')]);
    expect(service.app.payments.read(checked.checkId)?.release).toBeNull();
    ethereum.silent.clear();
    const released = await post(cleo, `${checked.href}/release`, REASON);
    expect([released.status, released.approval]).toEqual([200, expect.anything()]);
  });

  it('asks nobody where what is known here refuses it, or the person may not', async () => {
    const { server, service, post, check, ann, payee } = await open();
    const checked = await check('USDT');
    const cleo = await service.enter('compliance');
    const before = server.requestsByAction();
    expect((await post(ann, `${checked.href}/release`, REASON)).status).toBe(403);
    service.app.payees.deactivate(payee.id, ann.actor);
    const refused = await post(cleo, `${checked.href}/release`, REASON);
    expect(refused.detail).toContain('deactivated');
    expect(server.requestsByAction()).toEqual(before);
  });

  it('is not released when whoever asked for it went away', async () => {
    const { service, check } = await open();
    const { checkId } = await check('USDT');
    const cleo = await service.enter('compliance');
    const { payments } = service.app;
    const gone = AbortSignal.abort();
    await expect(payments.release(checkId, 'A reason.', cleo.actor, gone)).rejects.toThrow('ended');
    expect(payments.read(checkId)?.release).toBeNull();
  });

  it('tells on its page what came up', async () => {
    const { ethereum, service, check } = await open();
    const { checkId } = await check('USDT');
    ethereum.frozenIn.add(USDT);
    const { cookie, csrfToken } = await service.enter('compliance');
    const { statusCode, body } = await service.send({
      ...{ method: 'POST', url: `/payments/${checkId}/release` },
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
      payload: `${new URLSearchParams({ csrf: csrfToken, ...REASON })}`,
    });
    expect(statusCode).toBe(422);
    expect(body).toContain('The issuer of USDT has frozen');
    expect(body).toContain(REASON.reason);
  });
});

describe('an override that a second person answers', () => {
  async function askOverride({ service, post, check }: World) {
    const held = await check('USDC');
    expect(held).toMatchObject({ decision: 'hold', complete: true });
    const cleo = await service.enter('compliance');
    const until = new Date(service.app.nowMs() + 86_400_000).toISOString().slice(0, 10);
    const asked = await post(cleo, `${held.href}/overrides`, { ...REASON, until });
    return { held, url: `${held.href}/overrides/${asked.overrides[0].id}` };
  }

  it('is not agreed to where more came up since, and may be refused', async () => {
    const world = await open();
    const { held, url } = await askOverride(world);
    world.ethereum.codes[HONEST] = '0x60';
    const dora = await world.service.enter('compliance');
    const refused = await world.post(dora, `${url}/agree`);
    expect([refused.status, refused.detail]).toEqual([
      ...[422, expect.stringContaining('is a contract')],
    ]);
    expect(world.service.app.payments.read(held.checkId)?.overrides[0]?.answer).toBeNull();
    expect((await world.post(dora, `${url}/refuse`)).status).toBe(200);
  });

  it('is agreed to where all stands as it did', async () => {
    const world = await open();
    const { url } = await askOverride(world);
    const dora = await world.service.enter('compliance');
    const agreed = await world.post(dora, `${url}/agree`);
    expect([agreed.status, agreed.approval]).toEqual([200, expect.anything()]);
  });
});
