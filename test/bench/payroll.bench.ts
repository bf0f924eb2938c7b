import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openService } from '../../src/app/service/openService.js';
import type { ServiceApp } from '../../src/app/service/serviceApp.js';
import { openApp } from '../../src/app.js';
import { type Config, loadConfig } from '../../src/config.js';
import { type Actor, permissionsOf } from '../../src/core/role.js';
import { medianOf, tellCount, tellPeak, tellTime } from './measure.js';
import {
  labelTable,
  PAYEES,
  type PayrollChain,
  startPayrollChain,
  TREASURY,
} from './payrollChain.js';

/** How many wallets a run has, and how many runs there are of it, of which the median is told. */
const RUNS = [
  { wallets: 1, runs: 5 },
  { wallets: 100, runs: 3 },
  { wallets: 300, runs: 3 },
  { wallets: 1_000, runs: 1 },
] as const;

/** How long the thread that answers may be held up. Units: milliseconds. */
const DELAY_AIM_MS = 50;

/** The requests of a wallet in the longest run, of those that one alone takes. */
const SHARE_AIM = 0.6;

/** How many times as long a wallet of the longest run may take as one of a hundred. */
const GROWTH_AIM = 1.5;

/** Longest wait for all runs together; what is not decided by then is told as such. Units: milliseconds. */
const PATIENCE_MS = 900_000;

type Payees = typeof PAYEES;

/**
 * Payrolls of one to a thousand wallets, each in one run of the service over a database of its own, whose
 * payees share clients and exchanges: how many requests a wallet takes, how long, and how long the service is
 * held up.
 *
 * The aims: each row is decided, and rightly; a wallet of a thousand takes well less requests than one alone;
 * and no longer than one of a hundred.
 */
export async function main(): Promise<number> {
  const chain = await startPayrollChain(Math.floor(Date.now() / 1000));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const told: Ran[] = [];
    for (const { wallets, runs } of RUNS) {
      const ran: Ran[] = [];
      for (let at = 0; at < runs && !signal.aborted; at += 1) {
        ran.push(await runPayroll(PAYEES.slice(at, at + wallets), { chain, signal }));
      }
      if (ran.length > 0) told.push(tellRuns(wallets, ran));
    }
    const [alone, hundred] = told;
    const most = told.at(-1);
    tellPeak('the service with its worker', null);
    if (signal.aborted || alone === undefined || hundred === undefined || most === undefined) {
      process.stdout.write('  The time was over before all was decided; no aim is met.\n');
      return 1;
    }
    return tellAims({ alone, hundred, most, all: told }) ? 0 : 1;
  } finally {
    chain.close();
  }
}

/** Tells the medians of runs of so many wallets, and gives them. */
function tellRuns(wallets: number, ran: readonly Ran[]): Ran {
  const middle = (of: (one: Ran) => number) => medianOf(ran.map(of));
  const median: Ran = {
    ...{ wallets, requests: middle(({ requests }) => requests), ms: middle(({ ms }) => ms) },
    ...{ cpuMs: middle(({ cpuMs }) => cpuMs), decided: middle(({ decided }) => decided) },
    ...{ p99: middle(({ p99 }) => p99), max: middle(({ max }) => max) },
    wrong: ran.flatMap(({ wrong }) => wrong),
  };
  const what = wallets === 1 ? 'one wallet' : `${wallets.toLocaleString('en')} wallets`;
  tellCount(`${what}: rows that are decided`, median.decided);
  for (const line of median.wrong.slice(0, 5)) process.stdout.write(`    ${line}\n`);
  tellNumber(`${what}: requests, each`, median.requests / wallets, null);
  tellTime({ what: `${what}: the whole run`, ms: median.ms, aimMs: null });
  tellTime({ what: `${what}: each`, ms: median.ms / wallets, aimMs: null });
  tellTime({ what: `${what}: each, of a processor`, ms: median.cpuMs / wallets, aimMs: null });
  tellTime({ what: `${what}: event loop, longest`, ms: median.max, aimMs: null });
  return median;
}

function tellAims(by: {
  readonly alone: Ran;
  readonly hundred: Ran;
  readonly most: Ran;
  readonly all: readonly Ran[];
}): boolean {
  const { alone, hundred, most, all } = by;
  const wrong = Math.max(...all.map(wrongOf));
  const requestsOf = ({ requests, wallets }: Ran) => requests / wallets;
  const timeOf = ({ cpuMs, wallets }: Ran) => cpuMs / wallets;
  const areMet = [
    tellNumber('rows that are not decided, or otherwise than is right', wrong, 0),
    tellNumber(
      'requests of a wallet, in parts of one alone',
      requestsOf(most) / requestsOf(alone),
      SHARE_AIM,
    ),
    tellNumber('growth of a wallet, of a processor', timeOf(most) / timeOf(hundred), GROWTH_AIM),
    tellTime({ what: 'event loop, p99', ms: most.p99, aimMs: DELAY_AIM_MS }),
  ];
  return areMet.every((isMet) => isMet);
}

function wrongOf({ wallets, decided, wrong }: Ran): number {
  return Math.max(wallets - decided, wrong.length);
}

interface Ran {
  readonly wallets: number;
  readonly requests: number;
  readonly decided: number;
  /** Units: milliseconds. */
  readonly ms: number;
  /** What processors worked meanwhile for the service and its worker. Units: milliseconds. */
  readonly cpuMs: number;
  readonly p99: number;
  readonly max: number;
  /** Rows that were decided otherwise than is right. */
  readonly wrong: readonly string[];
}

/** What a run is made over. */
interface Over {
  readonly chain: PayrollChain;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** Registers payees in a database of its own, and has them all paid by one file. */
async function runPayroll(payees: Payees, over: Over): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), 'hopsight-bench-'));
  try {
    const parts = { ...PARTS, config: configure(folder, over.chain) };
    await importLabels(folder, parts);
    const service = openService({ ...parts, workerFile: null });
    try {
      await register(payees, service);
      return await pay(payees, service, over);
    } finally {
      await service.close(0);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PARTS = {
  ...{ rulesFile: null, env: {}, nowMs: Date.now },
  random: (size: number) => new Uint8Array(randomBytes(size)),
};

function configure(folder: string, { url }: PayrollChain): Config {
  const file = join(folder, 'hopsight.json');
  const source = { kind: 'explorer', url, requestsPerSecond: 1_000 };
  writeFileSync(
    file,
    JSON.stringify({
      ...{ database: './bench.sqlite', prices: { source: 'none' } },
      labels: { builtIn: false, feeds: [] },
      approvals: { keyFolder: './approval-keys' },
      ownAccounts: [TREASURY],
      chains: { ethereum: { sources: [source] } },
    }),
  );
  return loadConfig({ file, env: {}, profile: null }).config;
}

async function importLabels(
  folder: string,
  parts: typeof PARTS & { readonly config: Config },
): Promise<void> {
  const file = join(folder, 'labels.csv');
  writeFileSync(file, labelTable());
  const app = openApp({ ...parts, prices: null });
  try {
    await app.importLabels({ file, set: 'bench' });
  } finally {
    app.close();
  }
}

function person(name: string): Actor {
  const role = 'finance';
  return {
    ...{ kind: 'person', id: `01JBENCH${name}`, personId: `01JBENCH${name}`, name, role },
    permissions: permissionsOf(role),
  };
}
const [ANN, BEN] = [person('ANN'), person('BEN')];

async function register(all: Payees, { payees }: ServiceApp): Promise<void> {
  for (const { reference, address } of all) {
    const { id } = payees.add({ reference, name: `Name of ${reference}`, told: 'All.' }, ANN);
    const given = { text: address, chains: null, custody: 'own' } as const;
    const wallet = await payees.registerWallet(
      id,
      { ...given, validFrom: null, validUntil: null },
      ANN,
    );
    payees.confirmWallet(wallet.id, BEN);
  }
}

async function pay(
  payees: Payees,
  { payrolls }: ServiceApp,
  { chain, signal }: Over,
): Promise<Ran> {
  const lines = payees.map(
    ({ reference, address }, at) => `${reference},${address},ethereum,USDC,1500.50,B-${at}`,
  );
  const text = ['Contractor,Wallet,Chain,Coin,Amount,Invoice', ...lines].join('\n');
  const before = await chain.countRequests();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  const { id } = payrolls.upload({ name: 'payroll.csv', bytes: Buffer.from(text) }, ANN);
  payrolls.confirm(id, { decimalSign: '.' }, ANN);
  await payrolls.run(id, ANN, signal);
  await payrolls.settled(id, signal);
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(startedCpu);
  delay.disable();
  const rows = payrolls.listRows(id, { outcome: null, after: 0, limit: -1 });
  const decided = rows.filter(({ outcome }) => outcome !== 'waiting' && outcome !== 'failed');
  const wrong = rows.flatMap(({ outcome, check }, at) => {
    const { reference = '' } = payees[at] ?? {};
    const right = rightOf(payees, at);
    if (outcome === right) return [];
    return [`${reference}: ${outcome}, not ${right}: ${check?.failure ?? check?.summary}`];
  });
  return {
    ...{ wallets: payees.length, ms, wrong, decided: decided.length },
    cpuMs: (user + system) / 1000,
    requests: (await chain.countRequests()) - before,
    ...{ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  };
}

/** What is right about a payee beside these others: nobody shares anything with somebody who is not there. */
function rightOf(payees: Payees, at: number): string {
  const { decision = '', box = null } = payees[at] ?? {};
  const isShared = payees.some((other, place) => place !== at && other.box === box);
  return decision === 'review' && !isShared ? 'proceed' : decision;
}

/** Prints a number; says whether it is at most what it should be. No aim is always met. */
function tellNumber(what: string, found: number, aim: number | null): boolean {
  const isMet = aim === null || found <= aim;
  const beside =
    aim === null ? '' : `     aim ${String(aim).padStart(5)}     ${isMet ? 'met' : 'MISSED'}`;
  process.stdout.write(`  ${what.padEnd(56)} ${found.toFixed(2).padStart(7)}${beside}\n`);
  return isMet;
}
