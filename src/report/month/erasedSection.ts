import type { MonthlySummary } from '../../core/monthlySummary.js';
import { formatMoment } from '../format.js';
import { column, countCell, type MonthSection, table, textCell } from './monthTable.js';
import { plural } from './monthWords.js';

/** What was erased out of the text of this month since it was kept or signed; nothing where nothing was. */
export function erasedSections({ erasures = [] }: MonthlySummary): readonly MonthSection[] {
  if (erasures.length === 0) return [];
  return [
    {
      key: 'erased',
      title: 'Erased since',
      sentences: [
        'References, invoices and reasons of payees who were deleted, each replaced by "(erased)". Nothing else was touched: the program compared the text with its digest before, and the audit log holds a mark of what was left.',
        'The digest with which this was kept or signed is that of the whole text, so that nobody can compute it from this one any more; whoever holds the file that was handed out before has it whole, and can.',
      ],
      tables: [
        table(
          'erased',
          null,
          [
            column('erased_at', 'at', 18),
            column('erased_by', 'by', 24),
            column('payee_id', 'payee', 24),
            column('erased_rows', 'rows', 8),
            column('digest_before', 'digest before', 40),
          ],
          erasures.map(({ at, by, payeeId, rows, digestBefore }) => [
            { kind: 'moment', iso: at },
            textCell(by),
            textCell(payeeId),
            countCell(rows),
            textCell(digestBefore),
          ]),
        ),
      ],
      pictures: [],
    },
  ];
}

/** The same in one sentence for each time; nothing where nothing was. */
export function erasedSentences({ erasures = [], zone }: MonthlySummary): readonly string[] {
  return erasures.map(
    ({ at, by, rows }) =>
      `${plural(rows, 'row')} of this text ${rows === 1 ? 'was' : 'were'} erased in part on ${formatMoment(at, zone)} by ${by}, with a payee who was deleted: it is no longer word for word what was kept or signed.`,
  );
}
