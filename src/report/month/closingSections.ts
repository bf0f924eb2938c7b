import type {
  EarlierTotals,
  MonthlySummary,
  SummaryChange,
  TotalsOrigin,
} from '../../core/monthlySummary.js';
import type { ScreeningDocument } from '../document.js';
import { formatPercent, formatPoints } from '../format.js';
import { worthCell } from './amountCells.js';
import type { FigureBook } from './figureBook.js';
import { pathPictures, totalsOf, trendPictures } from './monthPictures.js';
import {
  column,
  countCell,
  fileColumn,
  type MonthCell,
  type MonthSection,
  NOTHING,
  shareCell,
  table,
  textCell,
} from './monthTable.js';
import { plural } from './monthWords.js';

/** Answers to red flags: context for a reader, and no finding. */
export function redFlagSection({ redFlags }: MonthlySummary): MonthSection {
  const { seen, notSeen, notApplicable, payeeIds } = redFlags;
  return {
    key: 'red-flags',
    title: 'Red flags answered by people',
    sentences: ['Answers that were given in this month. They are context and decide nothing.'],
    tables: [
      table(
        'red-flags',
        null,
        [
          column('seen', 'seen', 8),
          column('not_seen', 'not seen', 8),
          column('not_applicable', 'not applicable', 10),
          column('payees', 'payees', 8),
          column('payee_ids', 'payee ids', 40),
        ],
        [
          [
            countCell(seen),
            countCell(notSeen),
            countCell(notApplicable),
            countCell(payeeIds.length),
            textCell(payeeIds.join(' ')),
          ],
        ],
      ),
    ],
    pictures: [],
  };
}

/** What came of judging a sample of the month's `proceed` again. */
export function recheckSection({ recheck }: MonthlySummary, book: FigureBook): MonthSection {
  const changed = recheck.filter(({ before, now }) => now !== null && now !== before).length;
  const unknown = recheck.filter(({ now }) => now === null).length;
  return {
    key: 'recheck',
    title: 'Judged again',
    sentences:
      recheck.length === 0
        ? []
        : [
            `One in twenty of what was let proceed, chosen by digest, and each screening that newer labels make another: of ${plural(recheck.length, 'screening')}, ${changed} now decided otherwise, ${unknown} could not be judged again.`,
          ],
    tables: [
      table(
        'recheck',
        null,
        [
          column('screening_id', 'screening', 24),
          column('before', 'before', 10),
          column('now', 'now', 10),
          column('why', 'why', 40),
          column('rows', 'row', 12),
        ],
        recheck.map((each) => [
          textCell(each.screeningId),
          textCell(each.before),
          each.now === null ? { kind: 'none', text: 'not judged' } : textCell(each.now),
          textCell(each.why),
          book.refer('screening', [each.screeningId]),
        ]),
      ),
    ],
    pictures: [],
  };
}

/** What is not as it was in the month before. */
export function changeSection({ changes }: MonthlySummary): MonthSection {
  return {
    key: 'changes',
    title: 'Changed since last month',
    sentences: [],
    tables: [
      table(
        'change',
        null,
        [
          column('what', 'what', 40),
          column('before', 'before', 20),
          column('now', 'now', 20),
          fileColumn('before_share', 'share before'),
          fileColumn('now_share', 'share now'),
        ],
        changes.map((change) => [textCell(change.what), ...changeCells(change)]),
      ),
    ],
    pictures: [],
  };
}

/** What was and what is; a share in per cent, and by how many points it moved. */
function changeCells({ kind, before, now }: SummaryChange): readonly MonthCell[] {
  if (kind === 'words') return [textCell(before), textCell(now), NOTHING, NOTHING];
  const moved = isShare(before) && isShare(now) ? ` (${formatPoints(before, now)})` : '';
  return [
    textCell(percentOf(before)),
    textCell(`${percentOf(now)}${moved}`),
    isShare(before) ? shareCell(before, 'exact') : NOTHING,
    isShare(now) ? shareCell(now, 'exact') : NOTHING,
  ];
}

/** A share, or the word that stands where there is nothing to share. */
function percentOf(share: string): string {
  return isShare(share) ? formatPercent(share, 'as the share says') : share;
}

function isShare(text: string): boolean {
  return /^\d+\.\d{6}$/.test(text);
}

/** How the totals of a month are known, in words. */
const ORIGIN_WORDS: Readonly<Record<TotalsOrigin, string>> = {
  signed: 'signed',
  kept: 'kept',
  summed: 'summed now',
};

/** The months before beside this one. Order: `earlier` is in the order of time. */
export function trendSection(
  summary: MonthlySummary,
  earlier: readonly EarlierTotals[],
): MonthSection {
  const own = totalsOf(summary);
  const months = [...earlier, own];
  const originOf = new Map(earlier.map(({ month, origin }) => [month, ORIGIN_WORDS[origin]]));
  const summed = earlier.filter(({ origin }) => origin === 'summed').length;
  return {
    key: 'trend',
    title: 'Months beside each other',
    sentences:
      earlier.length === 0
        ? ['No earlier month is known.']
        : summed === 0
          ? []
          : [
              `${plural(summed, 'month')} that nobody signed and that was not kept: summed up from the record when this was told.`,
            ],
    tables: [
      table(
        'month',
        null,
        [
          column('of_month', 'month', 10),
          column('origin', 'as', 12),
          column('payments', 'payments', 10),
          column('worth', 'paid', 16),
          column('held', 'held', 10),
          column('held_worth', 'held, worth', 16),
          column('to_look_at', 'to look at', 10),
        ],
        months.map((each) => [
          textCell(each.month),
          textCell(originOf.get(each.month) ?? 'this summary'),
          countCell(each.payments),
          worthCell(each.worth),
          countCell(each.held),
          worthCell(each.heldWorth),
          countCell(each.concerns),
        ]),
      ),
    ],
    pictures: trendPictures(months, summary.currency),
  };
}

/** The paths of what was found, drawn. */
export function pathSection(
  { zone }: MonthlySummary,
  documents: readonly ScreeningDocument[],
  undrawn: number,
): MonthSection {
  const { pictures, left: over } = pathPictures(documents, zone);
  const left = over + undrawn;
  return {
    key: 'paths',
    title: 'Paths of the findings',
    sentences:
      left > 0 ? [`${plural(left, 'more screening')} with paths: see their own reports.`] : [],
    tables: [],
    pictures,
  };
}

/** Where the audit trail stood. */
export function auditSection({ audit }: MonthlySummary): MonthSection {
  return {
    key: 'audit',
    title: 'Audit trail',
    sentences: [
      'How many rows the audit trail had when this was told, and the hash of the newest.',
    ],
    tables: [
      table(
        'audit',
        null,
        [column('audit_length', 'rows', 10), column('head_hash', 'head', 60)],
        [
          [
            countCell(audit.rows),
            audit.headHash === null
              ? { kind: 'none', text: 'no row yet' }
              : textCell(audit.headHash),
          ],
        ],
      ),
    ],
    pictures: [],
  };
}
