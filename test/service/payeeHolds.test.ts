import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import {
  ANN,
  BEN,
  CLEO,
  openWorldOfTest,
  type PaymentWorld,
  PROCEEDS,
  personOf,
  REVIEWED,
} from '../support/paymentWorld.js';
import { NEVER } from '../support/payrollWorld.js';

const DORA = personOf('dora', 'compliance');
/** A wallet of which all was recorded too, which paid the one that proceeds. */
const PAID_IT = 'bc1qppsyx0afeq02t53af5czt52j4peu0wls6424vh';
const LIST = 'OFAC SDN https://example.org';
const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;

/** Takes in what a source says of an address, in the place of all that was taken in so before. */
async function label({ app, write }: PaymentWorld, address: string, source = 'https://e.org/r') {
  const header = 'chain,address,entity,category,actor,event,source,source_date,confidence';
  const row = `bitcoin,${address},Example Group,stolen-funds,lazarus,,${source},2022-04-14,official`;
  await app.importLabels({ file: write('l.csv', `${header}\n${row}\n`), set: 'test-labels' });
}

/** A payee with a wallet that proceeds and another one, confirmed both, that a source calls DPRK-linked. */
async function open(source?: string) {
  const world = await openWorldOfTest({ ms: TEST_NOW_MS });
  const { payees } = world.app;
  const other = await payees.registerWallet(world.payeeId, { text: REVIEWED, ...anyTime }, ANN);
  payees.confirmWallet(other.id, BEN);
  await label(world, REVIEWED, source);
  const told = async (parts: Parameters<typeof world.check>[0] = {}) => {
    const { decision, signals } = await world.check(parts);
    const held = signals.filter(({ kind }) => kind === 'payee-held');
    return [decision, ...held.map(({ severity }) => severity)].join(' ');
  };
  const screen = (address: string) =>
    world.app.screen({
      ...{ text: address, asOf: null, payeeReference: null, offline: false },
      ...{ onProgress: () => undefined, signal: new AbortController().signal },
    });
  return { world, payees, other, told, screen };
}

/** Nothing is said of either wallet any more. */
const clear = (world: PaymentWorld) => label(world, '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw');

describe('a hold on one wallet of a payee', () => {
  it('holds every other wallet of theirs, whoever had it screened, and of nobody else', async () => {
    const { world, told, screen } = await open();
    expect(await told()).toBe('proceed');
    expect(await screen(REVIEWED)).toMatchObject({ decision: 'hold' });
    const held = await world.check({ invoice: 'INV-8' });
    expect(held).toMatchObject({ decision: 'hold', complete: true, approval: null });
    const [signal] = held.signals.filter(({ kind }) => kind === 'payee-held');
    expect(signal?.sentence).toContain(`Another wallet of this payee (${REVIEWED})`);
    expect(held.nextStep).toContain('screen that wallet again');
    await world.register('contractor 8', PROCEEDS);
    expect(await told({ payee: 'contractor 8', invoice: 'INV-9' })).not.toContain('hold hold');
  });

  it('is told once for that wallet itself, whose screening says it already', async () => {
    const { told } = await open();
    expect(await told({ wallet: REVIEWED })).toBe('hold');
  });

  it('holds when that wallet was ended, or came with a duplicate', async () => {
    const { world, payees, other, told, screen } = await open();
    await screen(REVIEWED);
    payees.endWallet(other.id, ANN);
    expect(await told()).toBe('hold hold');
    const targetId = await world.register('contractor 9', PROCEEDS);
    payees.merge({ duplicateId: world.payeeId, intoId: targetId }, ANN);
    expect(await told({ payee: 'contractor 9', invoice: 'INV-9' })).toBe('hold hold');
  });

  it('ends with a newer screening of that wallet, and with no mere change of labels', async () => {
    const { world, told, screen } = await open();
    await label(world, PROCEEDS);
    await screen(PROCEEDS);
    await clear(world);
    const other = { wallet: REVIEWED };
    expect(await told(other)).toBe('hold hold');
    expect(await screen(PROCEEDS)).toMatchObject({ decision: 'proceed', complete: true });
    expect(await told(other)).toBe('review');
  });

  it('does not end with one that did not see all of that wallet', async () => {
    const { world, told, screen } = await open();
    await screen(REVIEWED);
    await clear(world);
    expect(await screen(REVIEWED)).toMatchObject({ decision: 'review', complete: false });
    expect(await told()).toBe('hold hold');
  });

  it('keeps a payment from being released that was checked before', async () => {
    const { world, payees, screen } = await open();
    await clear(world);
    await world.check();
    const twice = await world.check();
    expect(twice).toMatchObject({ decision: 'review', complete: true });
    const third = await payees.registerWallet(
      world.payeeId,
      { text: '12t9YDPgwueZ9NyMgw519p7AA8isjr6SMw', ...anyTime },
      ANN,
    );
    expect(await screen(third.address)).toMatchObject({ decision: 'hold' });
    await expect(world.checks.release(twice.id, 'We asked.', CLEO, NEVER)).rejects.toThrow(
      `Another wallet of this payee (${third.address})`,
    );
  });
});

describe('an override of a payment whose payee is held', () => {
  const ASKED = { reason: 'They showed us where it came from.', until: '2026-11-30' };
  const override = ({ checks }: PaymentWorld, checkId: string) => {
    const [asked] = checks.askOverride(checkId, ASKED, CLEO).overrides;
    return checks.answerOverride(asked?.id ?? '', 'agreed', DORA, NEVER);
  };

  it('lets that payment pass and no other', async () => {
    const { world, payees, told } = await open();
    await label(world, PROCEEDS);
    const text = { text: PAID_IT, ...anyTime };
    payees.confirmWallet((await payees.registerWallet(world.payeeId, text, ANN)).id, BEN);
    const own = await world.check();
    expect((await override(world, own.id)).approval).not.toBeNull();
    const beside = await world.check({ wallet: PAID_IT, invoice: 'INV-9' });
    expect(beside).toMatchObject({ decision: 'hold', complete: true });
    expect((await override(world, beside.id)).approval).not.toBeNull();
    expect(await told({ wallet: PAID_IT, invoice: 'INV-10' })).toBe('hold hold');
  });

  it('is not to be had where a sanctions list names the other wallet itself', async () => {
    const { world, screen } = await open(LIST);
    await screen(REVIEWED);
    const { id, decision, signals } = await world.check();
    expect([decision, signals.at(-1)?.sentence]).toEqual([
      ...['hold', expect.stringContaining('sanctions list')],
    ]);
    expect(() => world.checks.askOverride(id, ASKED, CLEO)).toThrow(
      'a wallet of this payee itself',
    );
  });

  it('is not agreed to once a list names the other wallet', async () => {
    const { world, screen } = await open();
    await screen(REVIEWED);
    const { id } = await world.check();
    const [asked] = world.checks.askOverride(id, ASKED, CLEO).overrides;
    await label(world, REVIEWED, LIST);
    await screen(REVIEWED);
    const agreed = world.checks.answerOverride(asked?.id ?? '', 'agreed', DORA, NEVER);
    await expect(agreed).rejects.toThrow('list');
  });
});

describe('a payroll with two wallets of one payee, one of which is held', () => {
  it.each(['queue', 'one-by-one'] as const)(
    'holds both rows in either order (%s)',
    async (pace) => {
      for (const wallets of [
        [PROCEEDS, REVIEWED],
        [REVIEWED, PROCEEDS],
      ]) {
        const { world } = await open();
        const payrolls = world.app.openPayrolls(world.checks, pace);
        const rows = wallets.map((wallet, at) => `contractor 7,${wallet},0.01,L-${at}`);
        const bytes = Buffer.from(['payee,wallet,amount,invoice', ...rows].join('\n'));
        const { id } = payrolls.upload({ name: 'a.csv', bytes }, ANN);
        payrolls.confirm(id, { defaultChain: 'bitcoin', defaultAsset: 'BTC' }, ANN);
        const { signal } = new AbortController();
        await payrolls.run(id, ANN, signal);
        const settled = await payrolls.settled(id, signal);
        expect(settled?.counts, wallets.join()).toMatchObject({ hold: 2 });
      }
    },
  );
});
