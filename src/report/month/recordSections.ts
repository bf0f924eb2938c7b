import type { MonthlySummary } from '../../core/monthlySummary.js';
import { formatMoment } from '../format.js';
import type { FigureBook } from './figureBook.js';
import {
  column,
  countCell,
  fileColumn,
  type MonthCell,
  type MonthSection,
  shareCell,
  table,
  textCell,
} from './monthTable.js';
import { DECISIONS_WORST_FIRST, groupDigits, plural } from './monthWords.js';

/** Screenings of the month by what they came to. */
export function screeningSection({ screenings }: MonthlySummary, book: FigureBook): MonthSection {
  return section('screenings', 'Screenings', [], {
    key: 'screenings',
    columns: [
      column('decision', 'decision', 12),
      column('screenings', 'screenings', 10),
      column('rows', 'rows', 40),
    ],
    rows: DECISIONS_WORST_FIRST.map((decision) => [
      textCell(decision),
      countCell(screenings[decision].count),
      book.refer('screening', screenings[decision].ids),
    ]),
  });
}

/** Which entities came up, by each method and bound, and whether before or after they were listed. */
export function exposureSection(
  { exposures, zone }: MonthlySummary,
  book: FigureBook,
): MonthSection {
  return section(
    'exposures',
    'Exposures',
    [
      'Of each figure the largest among the screenings. Haircut and FIFO are two methods; whatever the method, the share lies between the bounds. Listing says whether the money moved before or after the address was listed; where no list tells the day, by our own syncs.',
      ...listedSentences(exposures, zone),
    ],
    {
      key: 'exposure',
      columns: [
        column('entity', 'entity', 20),
        column('category', 'category', 12),
        column('direction', 'direction', 10),
        column('listing', 'listing', 9),
        fileColumn('listed_after', 'listed after'),
        fileColumn('listed_by', 'listed by'),
        column('haircut', 'haircut', 9),
        column('fifo', 'FIFO', 9),
        column('lower', 'lower bound', 12),
        column('upper', 'upper bound', 12),
        column('screening_rows', 'screenings', 18),
        column('rows', 'payments', 18),
      ],
      rows: exposures.map((exposure) => [
        textCell(exposure.entity),
        textCell(exposure.category),
        textCell(exposure.direction),
        textCell(exposure.listing),
        moment(exposure.listedBetween?.after ?? null),
        moment(exposure.listedBetween?.by ?? null),
        shareCell(exposure.haircut, 'exact'),
        shareCell(exposure.fifo, 'exact'),
        shareCell(exposure.lower, 'lower'),
        shareCell(exposure.upper, 'upper'),
        book.refer('screening', exposure.screeningIds),
        book.refer('payment', exposure.paymentIds),
      ]),
    },
  );
}

/** More entities than this are told in files alone. */
const MOST_LISTED = 20;

/** Between which syncs each entity was listed of whom no list tells the day. */
function listedSentences(exposures: MonthlySummary['exposures'], zone: string): readonly string[] {
  const told = new Set(
    exposures.flatMap(({ entity, listedBetween }) => {
      if (listedBetween === null) return [];
      const by = formatMoment(listedBetween.by, zone);
      const when =
        listedBetween.after === null
          ? `by ${by}`
          : `between ${formatMoment(listedBetween.after, zone)} and ${by}`;
      return [`${entity}: listed ${when}, as seen by our own syncs.`];
    }),
  );
  const left = told.size - MOST_LISTED;
  return [
    ...[...told].slice(0, MOST_LISTED),
    ...(left > 0 ? [`${groupDigits(left)} more in the files.`] : []),
  ];
}

/** Payees of ours that share an account. */
export function linkSection({ links }: MonthlySummary): MonthSection {
  const fresh = links.filter(({ isNew }) => isNew).length;
  return section(
    'links',
    'Links between our own payees',
    links.length === 0 ? [] : [`${plural(links.length, 'link')}, ${fresh} new in this month.`],
    {
      key: 'link',
      columns: [
        column('kind', 'kind', 14),
        column('severity', 'severity', 8),
        column('new', 'new', 5),
        column('first_seen_at', 'first seen', 14),
        column('sentence', 'what', 40),
        column('payee_ids', 'payees', 26),
        column('link_id', 'id', 20),
      ],
      rows: links.map((link) => [
        textCell(link.kind),
        textCell(link.severity),
        textCell(link.isNew ? 'yes' : 'no'),
        moment(link.firstSeenAt),
        textCell(link.sentence),
        textCell(link.payeeIds.join(' ')),
        textCell(link.linkId),
      ]),
    },
  );
}

/** What people decided against a rule's first word. */
export function overrideSection({ overrides }: MonthlySummary): MonthSection {
  return section('overrides', 'Overrides and releases', [], {
    key: 'override',
    columns: [
      column('kind', 'kind', 9),
      column('at', 'time', 13),
      column('by', 'by', 18),
      column('reason', 'reason', 40),
      column('expires_at', 'ends', 13),
      column('payee_id', 'payee', 16),
      column('check_id', 'check', 16),
      column('override_id', 'id', 16),
    ],
    rows: overrides.map((override) => [
      textCell(override.kind),
      moment(override.at),
      textCell(override.by.join(' ')),
      textCell(override.reason),
      moment(override.expiresAt),
      textCell(override.payeeId),
      textCell(override.checkId),
      textCell(override.id),
    ]),
  });
}

/** How often people let pass what a rule found. */
export function clearRateSection({ clearRates }: MonthlySummary, book: FigureBook): MonthSection {
  return section(
    'clear-rates',
    'What rules found, and how often people let it pass',
    clearRates.length === 0
      ? []
      : ['A rule that is nearly always let pass is worth a look itself.'],
    {
      key: 'clear-rate',
      columns: [
        column('rule', 'rule', 26),
        column('fired', 'fired', 8),
        column('cleared', 'let pass', 8),
        column('rows', 'rows', 30),
      ],
      rows: clearRates.map((rate) => [
        textCell(rate.ruleId),
        countCell(rate.fired),
        countCell(rate.cleared),
        book.refer('screening', rate.screeningIds),
      ]),
    },
  );
}

/** Holds that nobody settled, by how long they have waited. */
export function openHoldSection({ openHolds }: MonthlySummary, book: FigureBook): MonthSection {
  const older = (days: number): number => openHolds.filter((hold) => hold.days > days).length;
  return section(
    'open-holds',
    'Open holds by age',
    openHolds.length === 0
      ? []
      : [
          `${plural(openHolds.length, 'hold')} open: ${older(7)} for more than 7 days, ${older(30)} for more than 30.`,
        ],
    {
      key: 'open-hold',
      columns: [
        column('days', 'days', 6),
        column('since', 'since', 14),
        column('check_id', 'check', 22),
        column('screening_id', 'screening', 22),
        column('rows', 'row', 12),
      ],
      rows: openHolds.map((hold) => [
        countCell(hold.days),
        moment(hold.since),
        textCell(hold.checkId),
        textCell(hold.screeningId),
        book.refer('screening', [hold.screeningId]),
      ]),
    },
  );
}

/** By which rules and labels the month was judged. */
export function groundSection({ ruleSets, labelSets }: MonthlySummary): MonthSection {
  return {
    key: 'grounds',
    title: 'Rules and labels',
    sentences: [
      ruleSets.length > 1
        ? `The rules changed in this month: ${plural(ruleSets.length, 'rule set')} were in use.`
        : 'The rules did not change in this month.',
    ],
    tables: [
      table(
        'rule-set',
        'Rule sets',
        [
          column('digest', 'digest', 50),
          column('first_used_at', 'first used', 14),
          column('screenings', 'screenings', 10),
        ],
        ruleSets.map((set) => [
          textCell(set.digest),
          moment(set.firstUsedAt),
          countCell(set.screenings),
        ]),
      ),
      table(
        'label-set',
        'Label sets',
        [
          column('set', 'set', 24),
          column('imports', 'imports', 8),
          column('added', 'added', 8),
          column('removed', 'removed', 8),
          column('stale_days', 'days too old', 10),
        ],
        labelSets.map((set) => [
          textCell(set.set),
          countCell(set.imports),
          countCell(set.added),
          countCell(set.removed),
          countCell(set.staleDays),
        ]),
      ),
    ],
    pictures: [],
  };
}

/** A section of one table. */
function section(
  key: string,
  title: string,
  sentences: readonly string[],
  { key: tableKey, columns, rows }: Parameters<typeof toTable>[0],
): MonthSection {
  const tables = [toTable({ key: tableKey, columns, rows })];
  return { key, title, sentences, tables, pictures: [] };
}

function toTable(parts: {
  readonly key: string;
  readonly columns: readonly ReturnType<typeof fileColumn>[];
  readonly rows: readonly (readonly MonthCell[])[];
}) {
  return table(parts.key, null, parts.columns, parts.rows);
}

function moment(iso: string | null): MonthCell {
  return iso === null ? { kind: 'none', text: '' } : { kind: 'moment', iso };
}
