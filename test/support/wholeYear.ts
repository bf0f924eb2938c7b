import { expect } from 'vitest';
import type { MonthReading } from '../../src/app/summary/monthDesk.js';
import type { LabelImpact } from '../../src/report/impactDocument.js';
import { type CompanyYear, NEVER, registerCompany } from './companyYear.js';
import { CLEO } from './paymentWorld.js';
import { liveMonth } from './yearMonths.js';
import { MONTHS, type Planted, type PlantedHeld } from './yearPlan.js';

/** A year as it was told, beside what was planted in it. */
export interface WholeYear {
  readonly planted: readonly Planted[];
  readonly held: readonly PlantedHeld[];
  /** Each month as it was told, and signed, on the third of the next one. */
  readonly told: ReadonlyMap<string, MonthReading>;
  /** The month before the company began. */
  readonly before: MonthReading;
  /** June once more, after the accounting system told what it had forgotten. */
  readonly juneAgain: MonthReading;
  /** August once more, after the list of September. */
  readonly augustAgain: MonthReading;
  /** What the list of September says of what was screened in August. */
  readonly impact: LabelImpact | null;
  /** December on its last days. */
  readonly running: MonthReading;
}

const PROGRESS = { onProgress: () => undefined, signal: NEVER };

/** Reads a month as it is known now. */
function readMonth({ app }: CompanyYear, month: string): Promise<MonthReading> {
  return app.months.read(month, { kind: 'now' }, PROGRESS);
}

/** Has somebody of compliance sign a month, as they read it. */
function signMonth({ app }: CompanyYear, reading: MonthReading) {
  const seen = reading.figuresDigest;
  return app.months.sign(reading.summary.month, CLEO, { seen, ...PROGRESS });
}

/** Lives through the year, month by month. */
export async function liveYear(year: CompanyYear): Promise<WholeYear> {
  const planted: Planted[] = [];
  const held: PlantedHeld[] = [];
  const told = new Map<string, MonthReading>();
  const before = await readMonth(year, '2025-12');
  let [juneAgain, augustAgain, running] = [before, before, before];
  let impact: LabelImpact | null = null;
  await year.goTo('2026-01-05T09:00:00Z');
  await registerCompany(year);
  let forgotten: readonly string[] = [];
  for (const [at, month] of MONTHS.entries()) {
    const next = MONTHS[at + 1] ?? '2027-01';
    if (month === '2026-07') {
      await year.goTo('2026-07-10T08:00:00Z');
      await year.tell('2026-06', forgotten);
      juneAgain = await readMonth(year, '2026-06');
      await signMonth(year, juneAgain);
    }
    const lived = await liveMonth(year, month);
    planted.push(...lived.paid);
    held.push(...lived.held);
    forgotten = lived.forgotten;
    await year.goTo(month === '2026-12' ? '2026-12-30T08:00:00Z' : `${next}-02T08:00:00Z`);
    await year.tell(month, lived.rows);
    if (month === '2026-12') {
      running = await readMonth(year, month);
      await expect(signMonth(year, running)).rejects.toThrow('not over');
    }
    await year.goTo(`${next}-03T08:00:00Z`);
    const reading = await readMonth(year, month);
    told.set(month, reading);
    await signMonth(year, reading);
    if (month === '2026-09') {
      impact = tellImpact(year);
      augustAgain = await readMonth(year, '2026-08');
    }
  }
  return { planted, held, told, before, juneAgain, augustAgain, running, impact };
}

function tellImpact({ app }: CompanyYear): LabelImpact {
  return app.tellImpact({ since: null, set: 'ofac-sdn', onProgress: () => undefined });
}
