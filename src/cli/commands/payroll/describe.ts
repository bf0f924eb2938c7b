import type {
  PayrollProposal,
  PayrollRow,
  PayrollRun,
  PayrollSummary,
} from '../../../app/payroll/payroll.js';
import {
  PAYROLL_FIELDS,
  type PayrollCounts,
  type PayrollQuestion,
  ROW_OUTCOMES,
} from '../../../core/payroll.js';
import { BLANK, type Line, line, wrap } from '../../../report/lines.js';
import { columnLetters, optionFor } from './readingFlags.js';

/** How a file is read, with what stands in its first rows, for a person who is to confirm it. */
export function describeProposal(
  { sheets, heads, samples, reading, rows }: PayrollProposal,
  width: number,
): readonly Line[] {
  const { sheet, headRow, columns, decimalSign, defaultChain, defaultAsset } = reading;
  const hidden = sheets.find(({ name }) => name === sheet)?.isHidden === true;
  return [
    ...(sheets.length > 1 || hidden
      ? [line(0, `Sheet:     ${sheet}${hidden ? ' (hidden)' : ''}`)]
      : []),
    line(0, `Heads:     ${headRow < 0 ? 'none' : `row ${headRow + 1}`}`),
    ...PAYROLL_FIELDS.map((field) => {
      const at = columns[field];
      const name = `${field[0]?.toUpperCase()}${field.slice(1)}:`.padEnd(10);
      if (at === null) return line(0, `${name} no column`);
      const head = heads[at] ?? '';
      const shown = samples.map((cells) => cells[at] ?? '').filter((text) => text !== '');
      const where = `column ${columnLetters(at)}${head === '' ? '' : ` "${head}"`}`;
      return line(0, `${name} ${where}`, { style: 'faint', text: `  ${shown.join(' | ')}` });
    }),
    ...(decimalSign === null
      ? []
      : [line(0, `Decimals:  ${decimalSign === '.' ? 'point' : 'comma'}`)]),
    ...(defaultChain === null ? [] : [line(0, `Chain:     ${defaultChain} where none is named`)]),
    ...(defaultAsset === null ? [] : [line(0, `Coin:      ${defaultAsset} where none is named`)]),
    ...(rows === null ? [] : describeRows(rows, width)),
  ];
}

function describeRows(
  { asking, leftOut, hidden }: NonNullable<PayrollProposal['rows']>,
  width: number,
): readonly Line[] {
  const all = [
    `Rows:      ${asking} ask for a payment`,
    ...(leftOut.length === 0 ? [] : [`${leftOut.length} ask for none: ${shorten(leftOut)}`]),
    ...(hidden.length === 0
      ? []
      : [`${hidden.length} of them are not shown by a spreadsheet: ${shorten(hidden)}`]),
  ];
  return wrap(all.join('; '), { indent: 0, width, hang: 11 });
}

/** Questions with the options that answer them. */
export function describeQuestions(
  questions: readonly PayrollQuestion[],
  width: number,
): readonly Line[] {
  return questions.flatMap((question) => [
    BLANK,
    ...wrap(question.sentence, { indent: 0, width, style: 'warning' }),
    ...question.rows.map((row, at) => line(2, `row ${row}: ${question.examples[at] ?? ''}`)),
    line(2, `Answer it with ${optionFor(question)}.`),
  ]);
}

/** How rows came out, in one sentence. */
export function describeCounts(counts: PayrollCounts): string {
  const told = ROW_OUTCOMES.flatMap((outcome) =>
    counts[outcome] === 0 ? [] : [`${counts[outcome]} ${outcome}`],
  );
  return told.length === 0 ? 'no row was checked' : told.join(', ');
}

/** A payroll in one line of a list. */
export function describeSummary({ id, uploadedAt, state, fileName, counts }: PayrollSummary): Line {
  const name = fileName === '' ? '' : ` ${fileName}`;
  const came = state === 'asks' || state === 'ready' ? '' : `: ${describeCounts(counts)}`;
  return line(0, `${uploadedAt} ${id} ${state}${name}${came}`);
}

/** A payroll with its rows. */
export function describeRun(
  run: PayrollRun,
  rows: readonly PayrollRow[],
  width: number,
): readonly Line[] {
  return [
    describeSummary(run),
    ...(run.state === 'asks' ? describeQuestions(run.proposal?.questions ?? [], width) : []),
    ...(rows.length === 0 ? [] : [BLANK]),
    ...rows.map(({ row, outcome, given, problem, check }) => {
      const why = problem ?? check?.failure ?? check?.summary ?? '';
      return line(0, `row ${row}: ${outcome} ${given?.payee ?? ''}`.trimEnd(), {
        style: 'faint',
        text: why === '' ? '' : `  ${why}`,
      });
    }),
    ...(run.toTake === 0
      ? []
      : [
          BLANK,
          line(0, `${run.toTake} rows are to be checked: "hopsight payroll resume ${run.id}".`),
        ]),
  ];
}

const SHOWN = 10;

function shorten(rows: readonly number[]): string {
  const shown = rows.slice(0, SHOWN).join(', ');
  return rows.length > SHOWN ? `${shown}, …` : shown;
}
