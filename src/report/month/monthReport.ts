import type { EarlierTotals, MonthlySummary } from '../../core/monthlySummary.js';
import type { ScreeningDocument } from '../document.js';
import { nameAssets } from './amountCells.js';
import {
  auditSection,
  changeSection,
  pathSection,
  recheckSection,
  redFlagSection,
  trendSection,
} from './closingSections.js';
import { coverageSection } from './coverageSection.js';
import { erasedSections, erasedSentences } from './erasedSection.js';
import { createFigureBook, type FigureBook } from './figureBook.js';
import {
  column,
  type MonthReport,
  type MonthTable,
  type ReferenceList,
  table,
  textCell,
} from './monthTable.js';
import { LIST_WORDS, monthTitle, openingSentences } from './monthWords.js';
import { paymentList } from './paymentList.js';
import { concernSection, cutSection, unscreenedSection } from './paymentSections.js';
import { rateSections } from './rateSection.js';
import { rateSentences } from './rateWords.js';
import {
  clearRateSection,
  exposureSection,
  groundSection,
  linkSection,
  openHoldSection,
  overrideSection,
  screeningSection,
} from './recordSections.js';

/** What a report shows beside the model of its month. */
export interface MonthContext {
  /** Totals of the months before. Order: in time. */
  readonly earlier: readonly EarlierTotals[];
  /** Screenings of the month whose paths are to be drawn. Order: as they are to stand. */
  readonly documents: readonly ScreeningDocument[];
  /** How many screenings with paths are not among them; none unless said. */
  readonly undrawn?: number;
}

/**
 * A month in sentences, tables and pictures, for whatever shows it.
 *
 * Order: what was paid without a screening first; the rows that the figures rest on last.
 */
export function createMonthReport(
  summary: MonthlySummary,
  { earlier, documents, undrawn = 0 }: MonthContext,
): MonthReport {
  const book = createFigureBook(summary);
  const nameAsset = nameAssets(summary);
  const sections = [
    unscreenedSection(summary, book, nameAsset),
    concernSection(summary, book),
    cutSection(summary, book, nameAsset, 'paid'),
    cutSection(summary, book, nameAsset, 'held'),
    ...rateSections(summary, book),
    screeningSection(summary, book),
    exposureSection(summary, book),
    linkSection(summary),
    overrideSection(summary),
    clearRateSection(summary, book),
    openHoldSection(summary, book),
    coverageSection(summary, book),
    groundSection(summary),
    redFlagSection(summary),
    recheckSection(summary, book),
    changeSection(summary),
    trendSection(summary, earlier),
    pathSection(summary, documents, undrawn),
    auditSection(summary),
    ...erasedSections(summary),
  ];
  const { month, zone, currency, asOf } = summary;
  return {
    ...{ month, zone, currency, asOf, sections },
    title: monthTitle(summary),
    opening: [...openingSentences(summary, rateSentences(summary)), ...erasedSentences(summary)],
    lists: {
      payments: paymentList(summary, book, nameAsset),
      screenings: screeningList(summary, book),
      records: idList('records', book),
    },
  };
}

function screeningList({ screenings }: MonthlySummary, book: FigureBook): MonthTable {
  const decided = new Map(
    (['hold', 'incomplete', 'review', 'proceed'] as const).flatMap((decision) =>
      screenings[decision].ids.map((id) => [id, decision] as const),
    ),
  );
  const list = idList('screenings', book);
  const ids = book.rows('screenings').map(({ id }) => id);
  return {
    ...list,
    columns: [...list.columns, column('decision', 'decision', 14)],
    rows: list.rows.map((row, at) => {
      const decision = decided.get(ids[at] ?? '');
      return [
        ...row,
        decision === undefined ? { kind: 'none', text: 'of another month' } : textCell(decision),
      ];
    }),
  };
}

function idList(list: ReferenceList, book: FigureBook): MonthTable {
  const singular = list === 'screenings' ? 'screening' : 'record';
  return table(
    singular,
    null,
    [
      column(singular, 'row', 8),
      column(`${singular}_id`, 'id', 34),
      column('figures', 'in figures', 34),
    ],
    book
      .rows(list)
      .map(({ id, figures }, at) => [
        textCell(`${LIST_WORDS[list].letter}${at + 1}`),
        textCell(id),
        { kind: 'figures', figures },
      ]),
  );
}
