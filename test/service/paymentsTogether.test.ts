import { afterAll, describe, expect, it } from 'vitest';
import type { OpenPaymentChecks } from '../../src/app/payments/createPaymentChecks.js';
import type { PaymentScreening } from '../../src/app/payments/paymentPorts.js';
import type { WorkState } from '../../src/app/service/work.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { ANN, openPaymentWorld, REVIEWED } from '../support/paymentWorld.js';
import { ALL } from '../support/payrollWorld.js';

const world = await openPaymentWorld({ ms: TEST_NOW_MS });
const opened: OpenPaymentChecks[] = [];
afterAll(async () => {
  for (const checks of opened) await checks.close();
  await world.checks.close();
  world.close();
});
await world.register('contractor 8', REVIEWED);

/** Screenings that end when the test says so, and come to nothing. */
function openByHand() {
  const ends = new Map<string, (state: WorkState) => void>();
  const ended = new Map<string, Promise<WorkState>>();
  const wait = (address: string): Promise<WorkState> => {
    const known = ended.get(address);
    if (known !== undefined) return known;
    const end = new Promise<WorkState>((resolve) => ends.set(address, resolve));
    ended.set(address, end);
    return end;
  };
  const screening: PaymentScreening = {
    submit: (wallets) =>
      wallets.map(({ address }) => {
        ended.delete(address);
        wait(address);
        return address;
      }),
    settled: async (screeningId, signal) => {
      const gone = new Promise<null>((resolve) => {
        signal.addEventListener('abort', () => resolve(null), { once: true });
      });
      return Promise.race([wait(screeningId), gone]);
    },
    isOpen: () => true,
    readDocument: () => null,
  };
  const checks = world.app.openPayments(screening);
  opened.push(checks);
  const end = async (address: string) => {
    const failure = { code: 'transport', sentence: 'Nobody answers.', retry: 'later' } as const;
    ends.get(address)?.({ kind: 'failed', screeningId: address, failure });
    // Whatever was only waiting for that goes on before the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { checks, end };
}

const FIRST = world.requestOf();
const SECOND = world.requestOf({ payee: 'contractor 8', wallet: REVIEWED });

describe('payments that are checked together', () => {
  it('are decided once all their wallets have been looked at', async () => {
    const { checks, end } = openByHand();
    const asking = { urgency: 'batch', idempotencyKey: null } as const;
    const asked = checks.check([FIRST, SECOND], asking, ANN);
    const states = () => asked.map(({ id }) => checks.read(id)?.state);
    await end(FIRST.wallet);
    expect(states()).toEqual(['screening', 'screening']);
    await end(SECOND.wallet);
    expect(states()).toEqual(['failed', 'failed']);
  });

  it('do not keep one waiting that is checked alone', async () => {
    const { checks, end } = openByHand();
    checks.check([SECOND], { urgency: 'batch', idempotencyKey: null }, ANN);
    const [alone] = checks.check([FIRST], { urgency: 'single', idempotencyKey: null }, ANN);
    await end(FIRST.wallet);
    expect(checks.read(alone?.id ?? '')?.state).toBe('failed');
    await end(SECOND.wallet);
  });
});

describe('payments that another process left undecided', () => {
  const leave = async () => {
    const { checks } = openByHand();
    const asked = checks.check([FIRST, SECOND], { urgency: 'batch', idempotencyKey: null }, ANN);
    await checks.close();
    const [first, second] = asked.map(({ id }) => id);
    return { first: first ?? '', second: second ?? '' };
  };

  it('are decided together, whichever of them is read first', async () => {
    const { first, second } = await leave();
    const { checks, end } = openByHand();
    expect(checks.read(first)?.state).toBe('screening');
    await end(FIRST.wallet);
    expect(checks.read(first)?.state).toBe('screening');
    await end(SECOND.wallet);
    expect([first, second].map((id) => checks.read(id)?.state)).toEqual(['failed', 'failed']);
  });

  it('are gone on with unasked by who is told to', async () => {
    const { first } = await leave();
    const { checks, end } = openByHand();
    const together = checks.gather();
    checks.resume(together);
    together.end();
    await end(FIRST.wallet);
    await end(SECOND.wallet);
    const page = { payeeId: null, decision: null, cursor: null, limit: 9 };
    expect(checks.list(page).checks.find(({ id }) => id === first)?.state).toBe('failed');
  });

  it('wait for a wallet that somebody else is to screen', async () => {
    await world.check({ invoice: 'INV-of-the-document' });
    const [recorded] = world.app.listScreenings({ fromIso: '2026', toIso: '2027' });
    const { first } = await leave();
    const known = new Map([[FIRST.wallet, recorded?.document ?? null]]);
    const checks = world.app.openPayments({
      ...{ submit: () => [], settled: async () => null, isOpen: () => true },
      readDocument: (screeningId) => known.get(screeningId) ?? null,
    });
    opened.push(checks);
    const state = async () => (await checks.settled(first, new AbortController().signal))?.state;
    expect(await state()).toBe('screening');
    known.set(SECOND.wallet, recorded?.document ?? null);
    expect(await state()).not.toBe('screening');
  });
});

describe('a payroll whose wallets are screened one by one', () => {
  it('looks at all of them before it takes the first row', async () => {
    const { checks, end } = openByHand();
    const payrolls = world.app.openPayrolls(checks, 'one-by-one');
    const rows = [FIRST, SECOND].map(({ payee, wallet }, at) => `${payee},${wallet},0.01,L-${at}`);
    const bytes = Buffer.from(['payee,wallet,amount,invoice', ...rows].join('\n'));
    const { id } = payrolls.upload({ name: 'a.csv', bytes }, ANN);
    payrolls.confirm(id, { defaultChain: 'bitcoin', defaultAsset: 'BTC' }, ANN);
    const running = payrolls.run(id, ANN, new AbortController().signal);
    const taken = () => payrolls.listRows(id, ALL).filter(({ check }) => check !== null).length;
    await end(FIRST.wallet);
    expect(taken()).toBe(0);
    await end(SECOND.wallet);
    expect(taken()).toBe(1);
    await end(FIRST.wallet);
    await end(SECOND.wallet);
    expect(await running).toMatchObject({ state: 'done', counts: { failed: 2 } });
  });
});
