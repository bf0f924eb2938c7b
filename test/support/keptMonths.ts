import { digestOf } from '../../src/app/records.js';
import type { MonthlySummary } from '../../src/core/monthlySummary.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { createKeptMonthStore } from '../../src/store/keptMonthStore.js';
import { openDatabase } from '../../src/store/open.js';

/** Puts a summary into a database as if the service had kept it at its moment; gives its text. */
export function keepMonth(file: string, summary: MonthlySummary): string {
  const text = formatMonthJson(summary).trimEnd();
  const { month, asOf } = summary;
  const db = openDatabase({ file, migrationsFolder, now: () => Date.parse(asOf) });
  createKeptMonthStore(db).add(
    { month, madeAt: asOf, modelDigest: digestOf(text), headJson: '{"rows":0,"hash":null}' },
    text,
  );
  db.close();
  return text;
}
