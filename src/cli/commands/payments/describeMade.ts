import type { PaidImport, PaidMatching } from '../../../app/paid/paidPayments.js';
import { PAID_FIELDS } from '../../../core/paidSheet.js';
import { BLANK, type Line, line, wrap } from '../../../report/lines.js';

/** What came of an import as lines for a person. Units: `width` in columns. */
export function describeImport(came: PaidImport, width: number): readonly Line[] {
  const { questions, added, known, changed, problems, unknownPayees } = came;
  if (questions.length > 0) {
    return [
      line(0, { style: 'warning', text: 'Nothing was taken; the file has to be asked about.' }),
      ...questions.flatMap(({ sentence, rows, examples }) => [
        ...wrap(sentence, { indent: 2, width }),
        ...(rows.length === 0 ? [] : [line(4, `rows ${rows.join(', ')}: ${examples.join(' | ')}`)]),
      ]),
      ...wrap(
        'Import it again with --sheet, --head-row, --column FIELD=NUMBER, --decimal-sign, --date-order, --chain or --asset.',
        { indent: 0, width },
      ),
    ];
  }
  return [
    line(0, `Added:   ${added}`),
    line(0, `Known:   ${known}`),
    line(0, `Changed: ${changed.length}${rowsOf(changed.map(({ row }) => row))}`),
    ...(unknownPayees.length === 0
      ? []
      : [line(0, `Payee not registered: ${unknownPayees.length}${rowsOf(unknownPayees)}`)]),
    ...problems.flatMap(({ row, sentence }) =>
      wrap(`Row ${row} was not taken: ${sentence}`, { indent: 0, width, style: 'warning' }),
    ),
    BLANK,
    line(0, { style: 'faint', text: `Read as: ${readAs(came)}` }),
  ];
}

/** What came of looking up a month as lines for a person. Units: `width` in columns. */
export function describeMatching(came: PaidMatching, width: number): readonly Line[] {
  return [
    line(0, `Told and found:        ${came.matched}`),
    line(0, `Told and not as told:  ${came.unmatched}`),
    line(0, `Told, not looked up:   ${came.notLookedUp}`),
    line(0, `Found and not told:    ${came.found}`),
    ...came.unseen.flatMap(({ chain, account, sentence, cure }) =>
      wrap(`Not seen on ${chain}${account === null ? '' : ` (${account})`}: ${sentence} ${cure}`, {
        ...{ indent: 0, width, style: 'warning' },
      }),
    ),
  ];
}

function readAs({ reading, heads }: PaidImport): string {
  return PAID_FIELDS.flatMap((field) => {
    const at = reading.columns[field];
    if (at === null) return [];
    const head = heads[at] ?? '';
    return `${field} = ${head === '' ? `column ${at + 1}` : `"${head}"`}`;
  }).join(', ');
}

function rowsOf(rows: readonly number[]): string {
  return rows.length === 0 ? '' : ` (rows ${rows.slice(0, 20).join(', ')})`;
}
