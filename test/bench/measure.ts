import { createLuck } from '../validation/generate/luck.js';

/** Runs of which the median is told. */
const RUNS = 5;

/** Small ledgers that are as much work together as the large one, and how many it may take as long as. */
const SMALL_ONES = 10;
const MOST_GROWTH = 12;
/** So long at least the large one is gone through for a figure of a growth. Units: milliseconds. */
const ENOUGH_MS = 2_500;

/** Does a phase's work and counts the time that it takes; a phase may come several times. */
export type Clock<Phase extends string> = <Result>(phase: Phase, work: () => Result) => Result;

/** Times of phases, of all together, and of all together in the first run. Units: milliseconds. */
export type PhaseTimes<Phase extends string> = ReadonlyMap<Phase | 'sum' | 'first run', number>;

/**
 * The median of five runs of several phases, each by its name, and the first run apart: a screening
 * is a first run, before anything is compiled. `afterFirst` is called then, to tell its memory.
 */
export function medianPhases<Phase extends string>(
  run: (clock: Clock<Phase>) => void,
  afterFirst?: () => void,
): PhaseTimes<Phase> {
  const times = new Map<Phase | 'sum' | 'first run', number[]>();
  const note = (phase: Phase | 'sum' | 'first run', ms: number) => {
    const known = times.get(phase) ?? [];
    times.set(phase, known);
    known.push(ms);
  };
  for (let at = 0; at < RUNS; at += 1) {
    const spent = phasesOnce(run);
    for (const [phase, ms] of spent) note(phase, ms);
    const sum = sumOf(spent);
    note('sum', sum);
    if (at > 0) continue;
    note('first run', sum);
    afterFirst?.();
  }
  return new Map([...times].map(([phase, list]) => [phase, medianOf(list)]));
}

/** What all phases of one run took together. Units: milliseconds. */
export function onceMs<Phase extends string>(run: (clock: Clock<Phase>) => void): number {
  return sumOf(phasesOnce(run));
}

function phasesOnce<Phase extends string>(run: (clock: Clock<Phase>) => void): Map<Phase, number> {
  const spent = new Map<Phase, number>();
  run((phase, work) => {
    const started = performance.now();
    const result = work();
    spent.set(phase, (spent.get(phase) ?? 0) + performance.now() - started);
    return result;
  });
  return spent;
}

function sumOf(spent: ReadonlyMap<string, number>): number {
  return [...spent.values()].reduce((sum, ms) => sum + ms, 0);
}

/** The median of five runs. Units: milliseconds. */
export function medianMs(run: () => unknown): number {
  return medianPhases<'whole'>((clock) => clock('whole', run)).get('sum') ?? 0;
}

/** The median of five runs of what takes its time outside of this thread too. Units: milliseconds. */
export async function medianAsyncMs(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < RUNS; at += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return medianOf(times);
}

/** The middle one of numbers; of an even count the upper of the two. */
export function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

/** Prints a time beside its aim; says whether the aim is met. No aim is always met. */
export function tellTime(told: {
  readonly what: string;
  readonly ms: number;
  /** Null for what is only told. */
  readonly aimMs: number | null;
}): boolean {
  const { what, ms, aimMs } = told;
  return tell({ what, found: ms, unit: 'ms', aim: aimMs });
}

/** Prints a number that has no aim. */
export function tellCount(what: string, found: number): void {
  tell({ what, found, unit: '', aim: null });
}

/** Ten different small things, each a tenth of the large one, made before any of them is measured. */
export function smallOnes<Small>(create: (variant: number) => Small): readonly Small[] {
  return Array.from({ length: SMALL_ONES }, (_, variant) => create(variant));
}

/** Prints what `tellGrowth` compares, and why. */
export function explainGrowth(): void {
  const lines = [
    'Growth: how many times as long as a small ledger a large one takes, ten times its size.',
    'The small one is the mean of ten different ones, gone through in turn with the large one:',
    'a screening goes through a ledger once, when it has just been fetched, whatever its size.',
    'Both are gone through several times for a figure, in turns; the median of five figures is told.',
    'Hot: one small ledger again and again, which stays in the cache as no ledger of a screening does.',
  ];
  process.stdout.write(lines.map((line) => `  ${line}\n`).join(''));
}

/**
 * Prints how many times as long ten times as much took; says whether that is at most twelve.
 *
 * The large ledger is compared with ten different small ones, which together are as much work and fill
 * as much memory: neither side finds in the cache what the run before left there. They take turns,
 * after a round that is not counted, so that both run the same compiled code: only what grows faster
 * than the ledger makes a difference. In every two turns each side is first once, which one before is
 * drawn by lot: memory is cleared but now and then, for both sides, and must not decide by the moment at
 * which that falls. For the same reason what is short takes many turns for one figure.
 * Each round is a comparison of its own, the median of which is told: a machine that is slow for some
 * seconds is so for both sides of a round. The same against one small ledger again and again is told
 * without an aim: it tells the machine's cache from its memory, too.
 */
export function tellGrowth<Measured>(told: {
  readonly what: string;
  readonly large: Measured;
  /** Made by `smallOnes`. */
  readonly ten: readonly Measured[];
  /** Goes through each once. Units: milliseconds. */
  readonly timeOf: (each: readonly Measured[]) => number;
}): boolean {
  const { what, large, ten, timeOf } = told;
  const pairs = Math.max(1, Math.ceil(ENOUGH_MS / 2 / timeOf([large])));
  const luck = createLuck(what);
  const [ofLarge, growths]: [number[], number[]] = [[], []];
  for (let round = 0; round <= RUNS; round += 1) {
    let [largeMs, tenMs] = [0, 0];
    for (let pair = 0; pair < pairs; pair += 1) {
      const isLargeFirst = luck.chance(0.5);
      for (const isLarge of [isLargeFirst, !isLargeFirst, !isLargeFirst, isLargeFirst]) {
        if (isLarge) largeMs += timeOf([large]);
        else tenMs += timeOf(ten);
      }
    }
    if (round === 0) continue;
    ofLarge.push(largeMs / (2 * pairs));
    growths.push((largeMs * SMALL_ONES) / tenMs);
  }
  const ofHot = Array.from({ length: RUNS }, () => {
    let sum = 0;
    for (let time = 0; time < 2 * pairs; time += 1) sum += timeOf(ten.slice(0, 1));
    return sum / (2 * pairs);
  });
  const found = medianOf(growths);
  const isMet = tell({ what: `growth, ${what}`, found, unit: '×', aim: MOST_GROWTH });
  const hot = medianOf(ofLarge) / medianOf(ofHot);
  tell({ what: `growth, ${what}, hot`, found: hot, unit: '×', aim: null });
  return isMet;
}

/** Prints the most memory that this process ever took; says whether the aim is met. Units: megabytes. */
export function tellPeak(what: string, aim: number | null): boolean {
  const found = process.resourceUsage().maxRSS / 1024;
  return tell({ what: `memory at most, ${what}`, found, unit: 'MB', aim });
}

function tell(told: {
  readonly what: string;
  readonly found: number;
  readonly unit: string;
  readonly aim: number | null;
}): boolean {
  const { what, found, unit, aim } = told;
  const isMet = aim === null || found <= aim;
  const number = unit === '×' ? found.toFixed(1) : found.toFixed(0);
  const beside =
    aim === null ? '' : `aim ${String(aim).padStart(5)} ${unit}  ${isMet ? 'met' : 'MISSED'}`;
  const line = `  ${what.padEnd(56)} ${number.padStart(7)} ${unit.padEnd(2)}  ${beside}`;
  process.stdout.write(`${line.trimEnd()}\n`);
  return isMet;
}
