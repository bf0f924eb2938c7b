import { createHash } from 'node:crypto';
import { readBundledFonts } from '../../src/app/documents/bundledFonts.js';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { formatMonthPdf } from '../../src/report/month/monthPdf.js';
import { createMonthReport } from '../../src/report/month/monthReport.js';
import { formatMonthXlsx } from '../../src/report/month/monthXlsx.js';
import { fullMonth } from './monthModel.js';

/** The digest of each document of the made month. */
export async function monthDigests(): Promise<Readonly<Record<string, string>>> {
  const report = createMonthReport(fullMonth(), { earlier: [], documents: [] });
  const pdf = await formatMonthPdf(report, { paper: 'A4', fonts: readBundledFonts() });
  return {
    json: digest(formatMonthJson(fullMonth())),
    csv: digest(formatMonthCsv(report)),
    xlsx: digest(formatMonthXlsx(report)),
    pdf: digest(pdf.bytes),
  };
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Prints the digests, so that another process can be compared with this one. */
export async function main(): Promise<number> {
  process.stdout.write(JSON.stringify(await monthDigests()));
  return 0;
}
