import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AskServer, askerOf } from '../support/askServer.js';
import { createPayrollRecording } from '../support/payrollRecording.js';
import { type ServedProcess, startServedProcess } from '../support/servedProcess.js';
import { createLuck } from '../validation/generate/luck.js';
import { tellCount, tellTime } from './measure.js';
import { askOnSchedule, percentileOf } from './openLoop.js';

/** The compiled command line beside the compiled benches. */
const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

const WALLETS = 200;
const BATCH = 100;

/** Checks whose verdict is still valid. */
const LOAD = { perSecond: 300, seconds: 20, aimP99Ms: 100 };

/** What people and programs read while a batch runs. */
const READS_PER_SECOND = 50;

/** How long the thread that answers may be held up. Units: milliseconds. */
const DELAY_AIM_MS = 50;

/** When a single wallet is asked for after the batch has begun. Units: milliseconds. */
const SINGLE_AFTER_MS = 500;

/** `hopsight serve` in a process of its own, asked from this one. */
export async function main(): Promise<number> {
  const { wallets, text } = createPayrollRecording(Math.floor(Date.now() / 1000));
  const server = await startServedProcess({ main: MAIN, recording: text });
  const { ask, close } = askerOf(server);
  const batch = wallets.slice(0, WALLETS);
  try {
    const known = await screenAll(ask, batch);
    const met = [await measureLoad({ server, ask, known })];
    const started = performance.now();
    await screenAll(ask, batch);
    const perSecond = (WALLETS * 1000) / (performance.now() - started);
    tellCount('verdicts made anew from known facts, a second', Math.round(perSecond));
    met.push(await measureDelay({ ask, batch, single: wallets[WALLETS] ?? '', known }));
    return met.every((one) => one) ? 0 : 1;
  } finally {
    close();
    await server.close();
  }
}

/** Ids of screenings by wallet. */
type Known = ReadonlyMap<string, string>;

interface Submitted {
  readonly screenings: readonly {
    readonly screeningId: string;
    readonly state: string;
    readonly isReused?: boolean;
    readonly document: { readonly screeningId: string; readonly decision: string } | null;
  }[];
}

/** Checks at a steady rate, of wallets whose verdict is still valid: each is answered and told in the log. */
async function measureLoad({
  server,
  ask,
  known,
}: {
  readonly server: ServedProcess;
  readonly ask: AskServer;
  readonly known: Known;
}): Promise<boolean> {
  const luck = createLuck('checks of the service');
  const wallets = [...known.keys()];
  const count = LOAD.perSecond * LOAD.seconds;
  const before = await auditRows(ask);
  const cpuMsBefore = await cpuMsOf(ask);
  let failed = 0;
  await delayOf(ask);
  const { times, late } = await askOnSchedule({
    ...{ count, perSecond: LOAD.perSecond },
    ask: async () => {
      const wallet = luck.pick(wallets);
      const { status, text } = await ask('/v1/screenings', [{ text: wallet }]);
      const [only] = status === 200 ? submitted(text) : [];
      const id = known.get(wallet);
      const isRight =
        only?.screeningId === id && only?.isReused === true && only.document?.screeningId === id;
      if (!isRight) failed += 1;
    },
  });
  const what = `valid verdicts, ${LOAD.perSecond} a second`;
  const delay = await delayOf(ask);
  const added = (await auditRows(ask)) - before;
  const cpuMs = (await cpuMsOf(ask)) - cpuMsBefore;
  tellTime({ what: `${what}: p50`, ms: percentileOf(times, 50), aimMs: null });
  const isFast = tellTime({
    what: `${what}: p99`,
    ms: percentileOf(times, 99),
    aimMs: LOAD.aimP99Ms,
  });
  tellTime({ what: `${what}: max`, ms: percentileOf(times, 100), aimMs: null });
  // Both tell what a miss comes from: on a busy machine neither process runs when it could.
  tellTime({ what: `${what}: asked late, p99`, ms: percentileOf(late, 99), aimMs: null });
  tellTime({ what: `${what}: event loop, p99`, ms: delay.p99, aimMs: null });
  tellTime({ what: `${what}: processor time of 1,000`, ms: (cpuMs * 1000) / count, aimMs: null });
  tellCount(`of ${count}, failed or answered wrongly`, failed);
  tellCount(`of ${count}, told in the audit log`, added);
  process.stdout.write(`  ${server.run('audit', 'verify').trim()}\n`);
  return isFast && failed === 0 && added === count;
}

/** A batch, while its results and others are read, and one wallet more is asked for. */
async function measureDelay({
  ask,
  batch,
  single,
  known,
}: {
  readonly ask: AskServer;
  readonly batch: readonly string[];
  readonly single: string;
  readonly known: Known;
}): Promise<boolean> {
  const ids = [...known.values()];
  const ending = new AbortController();
  await delayOf(ask);
  const screened = screenAll(ask, batch).finally(() => ending.abort());
  const reading = askOnSchedule({
    ...{ count: Number.POSITIVE_INFINITY, perSecond: READS_PER_SECOND, signal: ending.signal },
    ask: async (at) => {
      const id = ids[at % ids.length] ?? '';
      const place = at % 5 === 0 ? '/v1/screenings?limit=50' : `/v1/screenings/${id}`;
      const { status } = await ask(place);
      if (status !== 200) throw new Error(`A result was answered with ${status}.`);
    },
  });
  await sleep(SINGLE_AFTER_MS);
  const started = performance.now();
  const { text } = await ask('/v1/screenings?wait=60', [{ text: single, reuse: 'never' }]);
  const singleMs = performance.now() - started;
  const isSeen = submitted(text).every(({ state }) => state === 'done');
  const isAmid = !ending.signal.aborted;
  await screened;
  const { p99, max } = await delayOf(ask);
  const { times } = await reading;
  const what = `${WALLETS} wallets in batches`;
  const isMet = tellTime({ what: `${what}: event loop, p99`, ms: p99, aimMs: DELAY_AIM_MS });
  tellTime({ what: `${what}: event loop, max`, ms: max, aimMs: null });
  const readMs = percentileOf(times, 99);
  tellTime({ what: `${what}: ${READS_PER_SECOND} reads a second, p99`, ms: readMs, aimMs: null });
  const meanwhile = isAmid ? 'meanwhile' : 'as they ended';
  tellTime({ what: `one wallet ${meanwhile}, until its verdict`, ms: singleMs, aimMs: null });
  return isMet && isSeen;
}

/** Has wallets screened anew; resolves when all are done. */
async function screenAll(ask: AskServer, wallets: readonly string[]): Promise<Known> {
  const known = new Map<string, string>();
  for (let at = 0; at < wallets.length; at += BATCH) {
    const some = wallets.slice(at, at + BATCH);
    const items = some.map((text) => ({ text, reuse: 'never' }));
    const { text } = await ask('/v1/screenings', items);
    for (const [nth, { screeningId }] of submitted(text).entries()) {
      known.set(some[nth] ?? '', screeningId);
    }
  }
  for (;;) {
    const { text } = await ask('/v1/health');
    const { queued, running, finished }: Health = JSON.parse(text);
    if (finished.failed > 0) throw new Error('A screening failed.');
    if (queued.single + queued.batch + running === 0) return known;
    await sleep(50);
  }
}

interface Health {
  readonly queued: { readonly single: number; readonly batch: number };
  readonly running: number;
  readonly finished: Readonly<Record<string, number>> & { readonly failed: number };
}

function submitted(text: string): Submitted['screenings'] {
  const { screenings }: Submitted = JSON.parse(text);
  return screenings;
}

async function auditRows(ask: AskServer): Promise<number> {
  const { text } = await ask('/v1/audit?limit=1');
  const { rows }: { readonly rows: readonly { readonly sequence: number }[] } = JSON.parse(text);
  return rows[0]?.sequence ?? 0;
}

/** Delay of the server's main thread since it was last asked for. Units: milliseconds. */
async function delayOf(ask: AskServer): Promise<{ readonly p99: number; readonly max: number }> {
  const { text } = await ask('/v1/metrics');
  const secondsOf = (name: string) => metricIn(text, `nodejs_eventloop_lag_${name}_seconds`);
  return { p99: secondsOf('p99') * 1000, max: secondsOf('max') * 1000 };
}

/** Time of processors that all threads of the server took since its start. Units: milliseconds. */
async function cpuMsOf(ask: AskServer): Promise<number> {
  const { text } = await ask('/v1/metrics');
  return metricIn(text, 'process_cpu_seconds_total') * 1000;
}

function metricIn(text: string, name: string): number {
  const found = new RegExp(`^${name} ([\\d.e+-]+)$`, 'm').exec(text)?.[1];
  if (found === undefined) throw new Error(`The metrics do not tell ${name}.`);
  return Number(found);
}
