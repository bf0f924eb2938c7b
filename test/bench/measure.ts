/** Runs of which the median is told. */
const RUNS = Number(process.env.RUNS ?? 5);

/** How long something took. Units: milliseconds. */
export interface Measured {
  readonly what: string;
  readonly ms: number;
  /** What is aimed at; null for what is only told. Units: milliseconds. */
  readonly aimMs: number | null;
}

/** The median of five runs of several phases, each by its name. Units: milliseconds. */
export function medianPhases<Phase extends string>(
  run: (clock: Clock<Phase>) => void,
): ReadonlyMap<Phase | 'sum', number> {
  const times = new Map<Phase | 'sum', number[]>();
  const note = (phase: Phase | 'sum', ms: number) => {
    const known = times.get(phase) ?? [];
    times.set(phase, known);
    known.push(ms);
  };
  for (let at = 0; at < RUNS; at += 1) {
    let sum = 0;
    const spent = new Map<Phase, number>();
    run((phase, work) => {
      const started = now();
      const result = work();
      const ms = now() - started;
      spent.set(phase, (spent.get(phase) ?? 0) + ms);
      sum += ms;
      return result;
    });
    for (const [phase, ms] of spent) note(phase, ms);
    note('sum', sum);
  }
  return new Map([...times].map(([phase, list]) => [phase, medianOf(list)]));
}

/** Does a phase's work and counts the time that it takes; a phase may come several times. */
export type Clock<Phase extends string> = <Result>(phase: Phase, work: () => Result) => Result;

/** The median of five runs. Units: milliseconds. */
export function medianMs(run: () => unknown): number {
  return medianPhases<'whole'>((clock) => clock('whole', run)).get('sum') ?? 0;
}

function medianOf(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const now = process.env.CPU
  ? () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    }
  : () => performance.now();

/** Prints a time beside its aim; says whether the aim is met. */
export function tellTime({ what, ms, aimMs }: Measured): boolean {
  const isMet = aimMs === null || ms <= aimMs;
  const aim = aimMs === null ? '' : `aim ${aimMs} ms  ${isMet ? 'met' : 'MISSED'}`;
  process.stdout.write(`  ${what.padEnd(62)} ${ms.toFixed(0).padStart(6)} ms  ${aim}\n`);
  return isMet;
}

/** Prints how many times as long ten times as much took; says whether that is at most twelve. */
export function tellGrowth(what: string, smallMs: number, largeMs: number): boolean {
  const times = largeMs / smallMs;
  const isMet = times <= MOST_GROWTH;
  const told = `${times.toFixed(1).padStart(6)} ×   aim ${MOST_GROWTH} ×  ${isMet ? 'met' : 'MISSED'}`;
  process.stdout.write(`  ${what.padEnd(62)} ${told}\n`);
  return isMet;
}

/** Times as long that ten times as much may take. */
const MOST_GROWTH = 12;

/** The most memory that this process ever took. Units: megabytes. */
export function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
