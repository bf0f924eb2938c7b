import type { DocumentsConfig } from '../../documentsConfig.js';
import { formatMonthCsv } from '../../report/month/monthCsv.js';
import type { MonthReport } from '../../report/month/monthTable.js';
import { readDocumentFonts } from '../documents/documentFonts.js';

/** What the month can be had as. A closed list. */
export const MONTH_FORMATS = ['json', 'csv', 'xlsx', 'pdf'] as const;

/** What the month can be had as. */
export type MonthFormat = (typeof MONTH_FORMATS)[number];

/** A month as a file. */
export interface MonthFile {
  readonly format: MonthFormat;
  readonly bytes: Uint8Array;
  /** What the file says too: signs that no font has. */
  readonly warnings: readonly string[];
}

/**
 * A month as a file; the same report and settings give the same bytes. `text` is the canonical JSON of
 * its summary, which as JSON is given word for word.
 *
 * @throws {ConfigError} for a font of the configuration that cannot be used.
 */
export async function makeMonthFile(
  month: { readonly text: string; readonly report: MonthReport },
  { format, documents }: { readonly format: MonthFormat; readonly documents: DocumentsConfig },
): Promise<MonthFile> {
  const plain = (bytes: Uint8Array): MonthFile => ({ format, bytes, warnings: [] });
  switch (format) {
    case 'json':
      return plain(Buffer.from(month.text, 'utf8'));
    case 'csv':
      return plain(Buffer.from(formatMonthCsv(month.report), 'utf8'));
    case 'xlsx': {
      const { formatMonthXlsx } = await import('../../report/month/monthXlsx.js');
      return plain(formatMonthXlsx(month.report));
    }
    case 'pdf': {
      const { formatMonthPdf } = await import('../../report/month/monthPdf.js');
      const { paper, fonts } = documents;
      const pdf = await formatMonthPdf(month.report, { paper, fonts: readDocumentFonts(fonts) });
      return { format, ...pdf };
    }
  }
}
