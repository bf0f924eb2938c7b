import { afterEach, describe, expect, it } from 'vitest';
import type { PaymentScreening } from '../../src/app/payments/paymentPorts.js';
import { ANN } from '../support/paymentWorld.js';
import { ALL, NEVER, openPayrollWorld, type PayrollWorld } from '../support/payrollWorld.js';

const opened: PayrollWorld[] = [];
afterEach(async () => {
  for (const world of opened.splice(0)) await world.close();
});

const HEAD = 'Contractor;Wallet;Chain;Coin;Amount;Invoice';
/** More wallets than one slice of a payroll takes. */
const WALLETS = 130;

/** A payroll of so many payees, over two slices. */
async function openSliced() {
  const world = openPayrollWorld();
  opened.push(world);
  const addresses: string[] = [];
  for (let at = 0; at < WALLETS; at += 1) {
    const address = `0x${(2n ** 159n + BigInt(at)).toString(16)}`;
    await world.register({ reference: `C-${at}`, address });
    addresses.push(address);
  }
  const rows = addresses.map((one, at) => `C-${at};${one};ethereum;USDC;10,50;INV-${at}`);
  return { world, runId: world.upload(HEAD, ...rows), last: addresses.at(-1) ?? '' };
}

/** Whatever was only waiting goes on. */
async function turn(): Promise<void> {
  for (let at = 0; at < 20; at += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('rows of the first slice of a payroll', () => {
  it('are decided after the wallet of the last row was looked at', async () => {
    const { world, runId, last } = await openSliced();
    let look = () => {};
    const looked = new Promise<void>((resolve) => {
      look = resolve;
    });
    const failure = { code: 'transport', sentence: 'Nobody answers.', retry: 'later' } as const;
    const screening: PaymentScreening = {
      submit: (wallets) => wallets.map(({ address }) => address.toLowerCase()),
      // All wallets but the last were looked at before.
      settled: async (screeningId) => {
        if (screeningId === last) await looked;
        return { kind: 'failed', screeningId, failure };
      },
      isOpen: () => true,
      readDocument: () => null,
    };
    const checks = world.app.openPayments(screening);
    const payrolls = world.app.openPayrolls(checks, 'queue');
    const run = await payrolls.run(runId, ANN, NEVER);
    await turn();
    expect(run.toTake).toBe(0);
    expect(payrolls.read(runId)?.counts).toMatchObject({ waiting: WALLETS, failed: 0 });
    look();
    const done = await payrolls.settled(runId, NEVER);
    expect(done?.counts).toMatchObject({ waiting: 0, failed: WALLETS });
    await checks.close();
  });
});

describe('a payroll that two processes run at once', () => {
  it('has each row taken by one of them, with one check', async () => {
    const { world, runId } = await openSliced();
    const other = world.openAgain('queue');
    const never: PaymentScreening = {
      submit: (wallets) => wallets.map(({ address }) => address),
      settled: async () => null,
      isOpen: () => true,
      readDocument: () => null,
    };
    const both = [world.app, other.app].map((app) => {
      const checks = app.openPayments(never);
      return { checks, payrolls: app.openPayrolls(checks, 'queue') };
    });
    await Promise.all(both.map(({ payrolls }) => payrolls.run(runId, ANN, NEVER)));
    const ids = world.payrolls.listRows(runId, ALL).map(({ check }) => check?.id ?? null);
    expect(ids).not.toContain(null);
    expect(new Set(ids).size).toBe(WALLETS);
    const page = { payeeId: null, decision: null, cursor: null, limit: 200 };
    expect(world.checks.list(page).checks).toHaveLength(WALLETS);
    for (const { checks } of both) await checks.close();
  });
});
