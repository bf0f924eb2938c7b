import type { PayrollProposal, Payrolls } from '../../../app/payroll/payroll.js';
import { InputError } from '../../../core/errors.js';
import {
  PAYROLL_FIELDS,
  type PayrollField,
  type PayrollQuestion,
  type PayrollReading,
} from '../../../core/payroll.js';

/** Options that say how a payroll is read. */
export interface ReadingFlags {
  readonly sheet?: string;
  readonly headRow?: string;
  readonly column?: readonly string[];
  readonly decimalSign?: string;
  readonly chain?: string;
  readonly asset?: string;
}

/** How options have a file read, and what they leave open. */
export interface ReadByFlags {
  readonly proposal: PayrollProposal;
  /** What is confirmed by the options, and by nobody's doubting the rest. */
  readonly reading: Partial<PayrollReading>;
  readonly questions: readonly PayrollQuestion[];
}

/**
 * Reads a file as options say; what they leave out is proposed.
 *
 * @throws {InputError} for options that mean nothing, or that do not fit the file.
 */
export function readByFlags(
  bytes: Uint8Array,
  flags: ReadingFlags,
  preview: Payrolls['preview'],
): ReadByFlags {
  const said: Partial<PayrollReading> = {
    ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }),
    ...(flags.headRow === undefined ? {} : { headRow: parseHeadRow(flags.headRow) }),
    ...(flags.decimalSign === undefined ? {} : { decimalSign: parseSign(flags.decimalSign) }),
    ...(flags.chain === undefined ? {} : { defaultChain: flags.chain.trim().toLowerCase() }),
    ...(flags.asset === undefined ? {} : { defaultAsset: flags.asset }),
  };
  const first = preview(bytes, said);
  const named = parseColumns(flags.column ?? []);
  if (named.size === 0) return { proposal: first, reading: said, questions: first.questions };
  const columns = { ...first.reading.columns, ...Object.fromEntries(named) };
  const reading = { ...said, columns };
  const proposal = preview(bytes, reading);
  // A column that nobody named is asked for as before: naming one answers for no other.
  const stillAsked = first.questions.filter(
    ({ about }) =>
      PAYROLL_FIELDS.some((field) => field === about && !named.has(field)) &&
      proposal.questions.every((question) => question.about !== about) &&
      !(about === 'chain' && said.defaultChain !== undefined) &&
      !(about === 'asset' && said.defaultAsset !== undefined),
  );
  return { proposal, reading, questions: [...proposal.questions, ...stillAsked] };
}

/** The option that answers a question. */
export function optionFor({ about }: PayrollQuestion): string {
  switch (about) {
    case 'sheet':
      return '--sheet NAME';
    case 'decimalSign':
      return '--decimal-sign . or --decimal-sign ,';
    case 'chain':
      return '--column chain=LETTER, or --chain NAME for all rows';
    case 'asset':
      return '--column asset=LETTER, or --asset SYMBOL for all rows';
    case 'payee':
      return '--column payee=LETTER, or --column payee=none where the wallet says who it is';
    default:
      return `--column ${about}=LETTER`;
  }
}

/** The letters of a column of a spreadsheet. `column` counts from 0. */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${columnLetters(Math.floor(column / 26) - 1)}${last}`;
}

function parseHeadRow(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number.parseInt(text, 10) - 1;
  throw new InputError(
    'The option --head-row takes the number of a row, or 0 where there is none.',
  );
}

function parseSign(text: string): '.' | ',' {
  if (text === '.' || text === ',') return text;
  throw new InputError('The option --decimal-sign takes a point or a comma.');
}

function parseColumns(texts: readonly string[]): ReadonlyMap<PayrollField, number | null> {
  return new Map(
    texts.map((text) => {
      const [, name = '', place = ''] = /^(\w+)=([A-Za-z]{1,4})$/.exec(text.trim()) ?? [];
      const field = PAYROLL_FIELDS.find((one) => one === name);
      if (field !== undefined) return [field, place === 'none' ? null : numberOf(place)];
      throw new InputError(
        `The option --column takes a field and the letters of its column, such as payee=B; fields are ${PAYROLL_FIELDS.join(', ')}.`,
      );
    }),
  );
}

function numberOf(letters: string): number {
  return (
    [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  );
}
