import { stringify } from 'csv-stringify/sync';
import { escapeText, formatMoment, formatPercent } from './format.js';
import { BLANK, type Line, line, renderLines, type TextLayout, table } from './lines.js';
import {
  DECISION_ORDER,
  type MonthlySummary,
  type SummaryEntry,
  type SummaryExposure,
} from './summary.js';
import { monthTitle, SUMMARY_TITLES } from './summaryWords.js';

/** A month's summary for a person. */
export function formatSummaryText(summary: MonthlySummary, layout: TextLayout): string {
  return renderLines(
    [
      line(0, {
        style: 'strong',
        text: monthTitle(summary),
      }),
      BLANK,
      ...table(
        [
          ['decision', 'screenings', 'addresses (by their latest)'],
          ...DECISION_ORDER.map((decision) => [
            decision,
            `${summary.decisions[decision].screenings}`,
            `${summary.decisions[decision].addresses}`,
          ]),
        ],
        { indent: 2, width: layout.width, right: [1, 2] },
      ),
      BLANK,
      line(0, { style: 'strong', text: SUMMARY_TITLES.exposures }),
      ...(summary.exposures.length === 0
        ? [line(2, 'None.')]
        : exposureTable(summary.exposures, layout)),
      BLANK,
      ...entryList(SUMMARY_TITLES.incomplete, summary.incomplete, layout),
      BLANK,
      ...entryList(SUMMARY_TITLES.stale, summary.stale, layout),
    ],
    layout.paint,
  );
}

function exposureTable(exposures: readonly SummaryExposure[], { width }: TextLayout): Line[] {
  return table(
    [
      ['entity', 'direction', 'screenings', 'addresses', 'largest share'],
      ...exposures.map(({ entity, direction, screenings, addresses, largestShare }) => [
        entity,
        direction,
        `${screenings}`,
        `${addresses}`,
        largestShare === null
          ? 'none'
          : `${formatPercent(largestShare.share, 'as the share says')} (${largestShare.method})`,
      ]),
    ],
    { indent: 2, width, right: [2, 3] },
  );
}

function entryList(
  title: string,
  entries: readonly SummaryEntry[],
  { zone }: TextLayout,
): readonly Line[] {
  return [
    line(0, { style: 'strong', text: title }),
    ...(entries.length === 0 ? [line(2, 'None.')] : []),
    ...entries.map((entry) =>
      line(
        2,
        `${formatMoment(entry.screenedAt, zone)}  ${entry.decision}  ${entry.addresses.join(', ')}`,
        `  valid until ${formatMoment(entry.validUntil, zone)}  ${entry.screeningId}`,
      ),
    ),
  ];
}

const CSV_COLUMNS = [
  'month',
  'zone',
  'row',
  'decision',
  'entity',
  'actor',
  'direction',
  'screenings',
  'addresses',
  'largest_share',
  'share_method',
  'share_asset',
  'screening_id',
  'address',
  'screened_at',
  'valid_until',
] as const;

type CsvRow = Readonly<Partial<Record<(typeof CSV_COLUMNS)[number], string>>>;

/**
 * A month's summary as one CSV table; the column `row` tells what a row is about: `total`,
 * `decision`, `exposure`, `incomplete` or `stale`.
 *
 * Edge: a cell that a spreadsheet would run as a formula begins with an apostrophe.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function formatSummaryCsv(summary: MonthlySummary): string {
  const { month, zone, total } = summary;
  const rows: readonly CsvRow[] = [
    { row: 'total', screenings: `${total.screenings}`, addresses: `${total.addresses}` },
    ...DECISION_ORDER.map((decision) => ({
      row: 'decision',
      decision,
      screenings: `${summary.decisions[decision].screenings}`,
      addresses: `${summary.decisions[decision].addresses}`,
    })),
    ...summary.exposures.map((exposure) => ({
      row: 'exposure',
      entity: exposure.entity,
      actor: exposure.actor ?? '',
      direction: exposure.direction,
      screenings: `${exposure.screenings}`,
      addresses: `${exposure.addresses}`,
      largest_share: exposure.largestShare?.share ?? '',
      share_method: exposure.largestShare?.method ?? '',
      share_asset: exposure.largestShare?.asset ?? '',
    })),
    ...summary.incomplete.map((entry) => entryRow('incomplete', entry)),
    ...summary.stale.map((entry) => entryRow('stale', entry)),
  ];
  return stringify(
    rows.map((row) => {
      const cells = Object.entries({ month, zone, ...row });
      return Object.fromEntries(cells.map(([column, cell]) => [column, escapeText(cell)]));
    }),
    { header: true, columns: [...CSV_COLUMNS], escape_formulas: true, record_delimiter: 'windows' },
  );
}

function entryRow(row: 'incomplete' | 'stale', entry: SummaryEntry): CsvRow {
  return {
    row,
    decision: entry.decision,
    screening_id: entry.screeningId,
    address: entry.addresses.join(' '),
    screened_at: entry.screenedAt,
    valid_until: entry.validUntil,
  };
}
