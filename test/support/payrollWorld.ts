import { join } from 'node:path';
import type { OpenPaymentChecks } from '../../src/app/payments/createPaymentChecks.js';
import type { PaymentScreening } from '../../src/app/payments/paymentPorts.js';
import type { Payrolls } from '../../src/app/payroll/payroll.js';
import type { PayrollPace } from '../../src/app/payroll/payrollMeans.js';
import type { App } from '../../src/app.js';
import { AbortedError } from '../../src/core/errors.js';
import { packageRoot } from '../../src/packageInfo.js';
import { openTestApp, TEST_NOW_MS, type TestApp } from './openTestApp.js';
import { ANN, BEN } from './paymentWorld.js';

const recorded = (...name: readonly string[]) => ({
  kind: 'recorded',
  path: join(packageRoot(), 'db', 'recorded', ...name),
});
const CONFIG = {
  chains: {
    bitcoin: { sources: [recorded('practice', 'payroll.jsonl'), recorded('wannacry-2017.jsonl')] },
    ethereum: { sources: [recorded('ronin-2022.jsonl')] },
  },
};

/** One process that has payrolls. */
export interface PayrollProcess {
  readonly app: App;
  readonly checks: OpenPaymentChecks;
  readonly payrolls: Payrolls;
}

/** A database with payees, and the processes over it. */
export interface PayrollWorld extends PayrollProcess, Omit<TestApp, 'app'> {
  /** Opens the same database as another process does. */
  readonly openAgain: (pace?: PayrollPace['kind']) => PayrollProcess;
  /** Registers a payee with a confirmed wallet, and gives their id. */
  readonly register: (payee: {
    readonly reference: string;
    readonly name?: string;
    readonly address: string;
  }) => Promise<string>;
  /** Uploads a file as it is proposed, confirms that, and gives the id of the payroll. */
  readonly upload: (...lines: readonly string[]) => string;
  /** Runs a payroll until all of it is decided. */
  readonly run: (runId: string) => ReturnType<Payrolls['settled']>;
  /** What became of each row: row, outcome, and the id of its check. */
  readonly outcomes: (runId: string) => readonly string[];
  readonly countScreenings: () => number;
}

/** Never ends. */
export const NEVER = new AbortController().signal;
/** All rows. */
export const ALL = { outcome: null, after: 0, limit: -1 } as const;

/** Opens such a database over recorded wallets. */
export function openPayrollWorld(pace: PayrollPace['kind'] = 'queue'): PayrollWorld {
  const opened: PayrollProcess[] = [];
  const open = (test: TestApp, kind: PayrollPace['kind']): PayrollProcess => {
    const by = { offline: false, onProgress: () => undefined, signal: NEVER };
    const checks = test.app.openPaymentsHere(by);
    const one = { app: test.app, checks, payrolls: test.app.openPayrolls(checks, kind) };
    opened.push(one);
    return one;
  };
  const first = openTestApp(CONFIG, { nowMs: () => TEST_NOW_MS });
  const world = open(first, pace);
  const { app, payrolls } = world;
  return {
    ...first,
    ...world,
    openAgain: (kind = pace) => {
      const parts = { folder: first.folder, seed: `process ${opened.length}` };
      return open(openTestApp(CONFIG, { ...parts, nowMs: () => TEST_NOW_MS }), kind);
    },
    register: async ({ reference, name = 'A. Example', address }) => {
      const { id } = app.payees.add({ reference, name, told: 'All of it.' }, ANN);
      const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
      const wallet = await app.payees.registerWallet(id, { text: address, ...anyTime }, ANN);
      app.payees.confirmWallet(wallet.id, BEN);
      return id;
    },
    upload: (...lines) => {
      const bytes = Buffer.from(lines.join('\r\n'));
      const { id } = payrolls.upload({ name: 'november.csv', bytes }, ANN);
      payrolls.confirm(id, {}, ANN);
      return id;
    },
    run: async (runId) => {
      await payrolls.run(runId, ANN, NEVER);
      return payrolls.settled(runId, NEVER);
    },
    outcomes: (runId) =>
      payrolls.listRows(runId, ALL).map(({ row, outcome }) => `${row} ${outcome}`),
    countScreenings: () => app.listScreenings({ fromIso: '2026', toIso: '2028' }).length,
    close: async () => {
      for (const one of opened) await one.checks.close();
      for (const one of opened.slice(1)) one.app.close();
      first.close();
    },
  };
}

/** A queue of screenings that are never made, with room for so many at a time; it counts what it took. */
export function endlessQueue(room: number): PaymentScreening & { readonly taken: string[] } {
  const taken: string[] = [];
  return {
    taken,
    submit: (wallets) => {
      if (taken.length + wallets.length > room) throw new AbortedError('Too many wallets wait.');
      return wallets.map(({ address }) => `screening ${taken.push(address)}`);
    },
    settled: async () => null,
    isOpen: () => true,
    readDocument: () => null,
  };
}
