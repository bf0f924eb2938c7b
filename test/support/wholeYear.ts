import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { type CompanyYear, NEVER, registerCompany } from './companyYear.js';
import { CLEO } from './paymentWorld.js';
import { liveMonth } from './yearMonths.js';
import { MONTHS, type Planted, type PlantedHeld } from './yearPlan.js';

/** A year as it was told, beside what was planted in it. */
export interface WholeYear {
  readonly planted: readonly Planted[];
  readonly held: readonly PlantedHeld[];
  /** Each month as it was told, and signed, on the third of the next one. */
  readonly told: ReadonlyMap<string, MonthlySummary>;
  /** The month before the company began. */
  readonly before: MonthlySummary;
  /** June once more, after the accounting system told what it had forgotten. */
  readonly juneAgain: MonthlySummary;
  /** August once more, after a list named whom somebody dealt with in it. */
  readonly augustAgain: MonthlySummary;
  /** December on its last days. */
  readonly running: MonthlySummary;
}

/** Tells a month as it is known now. */
export function summarise({ app }: CompanyYear, month: string): Promise<MonthlySummary> {
  return app.monthlySummaries.summarise(month, { onProgress: () => undefined, signal: NEVER });
}

/** Signs a summary as somebody of compliance. */
export function signMonth({ app }: CompanyYear, summary: MonthlySummary) {
  return app.signOffs.sign(summary.month, formatMonthJson(summary).trimEnd(), CLEO);
}

/** Lives through the year, month by month. */
export async function liveYear(year: CompanyYear): Promise<WholeYear> {
  const planted: Planted[] = [];
  const held: PlantedHeld[] = [];
  const told = new Map<string, MonthlySummary>();
  const again: Record<string, MonthlySummary> = {};
  const before = await summarise(year, '2025-12');
  await year.goTo('2026-01-05T09:00:00Z');
  await registerCompany(year);
  let forgotten: readonly string[] = [];
  for (const [at, month] of MONTHS.entries()) {
    const next = MONTHS[at + 1] ?? '2027-01';
    if (month === '2026-07') {
      await year.goTo('2026-07-10T08:00:00Z');
      await year.tell('2026-06', forgotten);
      again.june = await summarise(year, '2026-06');
      signMonth(year, again.june);
    }
    const lived = await liveMonth(year, month);
    planted.push(...lived.paid);
    held.push(...lived.held);
    forgotten = lived.forgotten;
    if (month === '2026-12') {
      await year.goTo('2026-12-30T08:00:00Z');
      await year.tell(month, lived.rows);
      again.running = await summarise(year, month);
    } else {
      await year.goTo(`${next}-02T08:00:00Z`);
      await year.tell(month, lived.rows);
    }
    await year.goTo(`${next}-03T08:00:00Z`);
    const summary = await summarise(year, month);
    told.set(month, summary);
    signMonth(year, summary);
    if (month === '2026-09') again.august = await summarise(year, '2026-08');
  }
  const { june = before, august = before, running = before } = again;
  return { planted, held, told, before, juneAgain: june, augustAgain: august, running };
}
