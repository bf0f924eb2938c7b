import { CsvError, parse } from 'csv-parse/sync';
import {
  accountByFormat,
  canonicalLabelAddress,
  type LabelAddress,
} from '../../chains/labelAddress.js';
import { ACTORS, type Attribution, CATEGORIES } from '../../core/attribution.js';
import { parseMoment } from '../../core/moment.js';
import {
  type CsvColumn,
  type CsvMapping,
  findHeaderProblem,
  findMappingProblem,
  LABEL_COLUMNS,
  nameOf,
  shorten,
} from './csvColumns.js';
import { chainsOfCurrency } from './importers/currencies.js';
import { findSourceLinks, formatSources } from './sourceLinks.js';
import { AUTHORITY_WORDS, decideUse, parseActor, parseAuthority, parseCategory } from './words.js';

/** What is wrong with one line of a label table. */
export interface CsvProblem {
  /** Line of the file, counted from 1; a row over several lines is named by its last. */
  readonly line: number;
  readonly problem: string;
}

/** What a label table says, and what in it cannot be used. */
export interface ParsedLabelCsv {
  /** Order: the file's, without the lines that have problems. */
  readonly rows: readonly Attribution[];
  readonly problems: readonly CsvProblem[];
}

type Cells = (column: CsvColumn) => string;

/** Longest text that a cell may hold. Units: UTF-16 code units. */
const CELL_LIMITS: Readonly<Record<CsvColumn, number>> = {
  chain: 40,
  address: 200,
  entity: 200,
  category: 40,
  actor: 200,
  event: 200,
  source: 2000,
  source_date: 10,
  confidence: 40,
  entity_listed_on: 10,
  listed_on: 10,
  delisted_on: 10,
  note: 1000,
};

/**
 * Reads a table of labels that a person wrote, separated by commas, semicolons or tabs, with a header
 * line.
 *
 * Blanks around a cell do not count. Whether lines with problems stop the import is the caller's
 * decision.
 *
 * Edge: a table whose header cannot be used has one problem and no rows. With a mapping, columns of
 * the table that it does not name are passed over, and a row without a chain, or with a
 * currency's code for one, is of the one that its address has the form of.
 * Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
 */
export function parseLabelCsv(
  text: string,
  set: string,
  mapping: CsvMapping | null = null,
): ParsedLabelCsv {
  const table = readLines(text);
  if ('problem' in table) return { rows: [], problems: [table] };
  const [header, ...lines] = table.lines;
  if (header === undefined) {
    return { rows: [], problems: [{ line: 1, problem: 'The file is empty.' }] };
  }
  const names = header.record.map((name) => name.toLowerCase());
  const headerProblem =
    mapping === null ? findHeaderProblem(names) : findMappingProblem(names, mapping);
  if (headerProblem !== null) {
    return { rows: [], problems: [{ line: header.line, problem: headerProblem }] };
  }
  const rows: Attribution[] = [];
  const problems: CsvProblem[] = [];
  for (const { line, record } of lines) {
    if (record.length !== names.length) {
      const problem = `It has ${record.length} cells where the header has ${names.length}; quote cells that hold a separator.`;
      problems.push({ line, problem });
      continue;
    }
    const cells: Cells = (column) =>
      mapping?.values[column] ?? record[names.indexOf(nameOf(column, mapping))] ?? '';
    const read = readRow(cells, { set, isMapped: mapping !== null });
    if ('problems' in read) problems.push(...read.problems.map((problem) => ({ line, problem })));
    else rows.push(read);
  }
  return { rows, problems };
}

interface Line {
  readonly line: number;
  readonly record: readonly string[];
}

function readLines(text: string): { readonly lines: readonly Line[] } | CsvProblem {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/));
  const delimiter = delimiterOf(firstLine);
  const lines: Line[] = [];
  try {
    parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record, { lines: line }) => {
        lines.push({ line, record });
        return record;
      },
    });
    return { lines };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines ?? 1);
    return {
      line,
      problem: `The table cannot be read from here on (${error.code}); mind the quotes.`,
    };
  }
}

/** Of the separators that tables have, the one that the header has most of; a comma where it has none. */
function delimiterOf(header: string): string {
  const [most = ','] = [',', ';', '\t'].sort(
    (a, b) => header.split(b).length - header.split(a).length,
  );
  return most;
}

function readRow(
  cells: Cells,
  { set, isMapped }: { readonly set: string; readonly isMapped: boolean },
): Attribution | { readonly problems: readonly string[] } {
  const hostile = LABEL_COLUMNS.map((column) => findTextProblem(column, cells(column))).filter(
    isText,
  );
  if (hostile.length > 0) return { problems: hostile };
  const problems: string[] = [];
  const chain = cells('chain').toLowerCase();
  const account = isMapped
    ? accountOfMapped(chain, cells('address'))
    : canonicalLabelAddress(chain, cells('address'));
  if (!account.ok) problems.push(account.problem);
  if (cells('entity') === '')
    problems.push('The entity is empty; name who the address belongs to.');
  const category = parseCategory(cells('category'));
  if (category === undefined) problems.push(unknownWord('category', cells('category'), CATEGORIES));
  const actor = parseActor(cells('actor'));
  if (actor === undefined) {
    problems.push(
      `${unknownWord('actor', cells('actor'), ACTORS)} Leave it empty for anyone else.`,
    );
  }
  const authority = parseAuthority(cells('confidence'), cells('source'));
  if (authority === undefined) {
    problems.push(unknownWord('confidence', cells('confidence'), AUTHORITY_WORDS));
  }
  const sources = findSourceLinks(cells('source'));
  if (sources.length === 0) {
    problems.push('The source has no https link; a label needs a page that a person can open.');
  }
  for (const column of DATE_LABEL_COLUMNS) {
    const day = cells(column);
    if (day === '' || (day.length === 10 && parseMoment(day) !== null)) continue;
    problems.push(`The ${column} "${day}" is not a day; write it as 2022-04-14.`);
  }
  if (
    problems.length > 0 ||
    !account.ok ||
    category === undefined ||
    actor === undefined ||
    authority === undefined
  ) {
    return { problems };
  }
  const actorWord = cells('actor');
  return {
    ...decideUse({ entity: cells('entity'), actorWord, category, actor, authority }),
    account: account.account,
    entity: cells('entity'),
    event: cells('event') || null,
    authority,
    set,
    source: startsWithLink(cells('source'))
      ? cells('source')
      : `${formatSources(sources)}; ${cells('source')}`,
    sourceDate: cells('source_date') || null,
    entityListedOn: cells('entity_listed_on') || null,
    listedOn: cells('listed_on') || null,
    delistedOn: cells('delisted_on') || null,
    note: cells('note') || null,
  };
}

/** Somebody else's table may say nothing of the chain, or name its currency. */
function accountOfMapped(chain: string, address: string): LabelAddress {
  const hints = chainsOfCurrency(chain);
  const isCurrency = hints.length > 0 && !hints.includes(chain);
  return chain === '' || isCurrency
    ? accountByFormat(address, hints)
    : canonicalLabelAddress(chain, address);
}

const DATE_LABEL_COLUMNS = ['source_date', 'entity_listed_on', 'listed_on', 'delisted_on'] as const;

/** Text that could hide or disguise something, or is too long to be what the column is for. */
function findTextProblem(column: CsvColumn, text: string): string | null {
  const limit = CELL_LIMITS[column];
  if (text.length > limit) {
    return `The ${column} has ${text.length} characters; at most ${limit} are allowed.`;
  }
  const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text);
  if (hidden === null) return null;
  const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `The ${column} holds the invisible character U+${code}; remove it.`;
}

function unknownWord(column: string, word: string, allowed: readonly string[]): string {
  return `The ${column} "${shorten(word)}" is not known; it is one of ${allowed.join(', ')}.`;
}

function startsWithLink(text: string): boolean {
  return /^https:\/\/\S/.test(text);
}

function isText(value: string | null): value is string {
  return value !== null;
}
