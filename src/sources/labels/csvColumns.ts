import leven from 'leven';

/** Columns that a label table must have, in any order. */
const REQUIRED_CSV_COLUMNS = [
  'chain',
  'address',
  'entity',
  'category',
  'actor',
  'event',
  'source',
  'source_date',
  'confidence',
] as const;

/** Columns that a label table may have besides. */
const OPTIONAL_CSV_COLUMNS = ['entity_listed_on', 'listed_on', 'delisted_on', 'note'] as const;

/** Columns without which a row of somebody else's table says nothing. */
const NEEDED_OF_A_MAPPING = ['address', 'entity', 'category', 'source', 'confidence'] as const;

/** A column of a label table. */
export type CsvColumn =
  | (typeof REQUIRED_CSV_COLUMNS)[number]
  | (typeof OPTIONAL_CSV_COLUMNS)[number];

/** Every column of a label table, in the order in which help names them. */
export const LABEL_COLUMNS: readonly CsvColumn[] = [
  ...REQUIRED_CSV_COLUMNS,
  ...OPTIONAL_CSV_COLUMNS,
];

/** How somebody else's table is read: where its cells go, and what all of its rows share. */
export interface CsvMapping {
  /** Column of ours, then the name that the table gives it. */
  readonly columns: Readonly<Partial<Record<CsvColumn, string>>>;
  /** Column of ours, then what stands in it in every row. */
  readonly values: Readonly<Partial<Record<CsvColumn, string>>>;
}

/** The name under which a table has a column of ours. */
export function nameOf(column: CsvColumn, mapping: CsvMapping | null): string {
  return (mapping?.columns[column] ?? column).toLowerCase();
}

/** What is wrong with the header of a table of ours, or null. */
export function findHeaderProblem(names: readonly string[]): string | null {
  for (const name of names) {
    if (LABEL_COLUMNS.some((column) => column === name)) continue;
    const nearest = nearestWord(name, LABEL_COLUMNS);
    return `The column "${shorten(name)}" is not known; did you mean "${nearest}"? Known are ${LABEL_COLUMNS.join(', ')}.`;
  }
  const missing = REQUIRED_CSV_COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    return `The header lacks ${missing.join(', ')}; add ${missing.length === 1 ? 'it' : 'them'}, empty where there is nothing to say.`;
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? null : `The column "${twice}" stands twice in the header.`;
}

/** What is wrong with the header of somebody else's table under a mapping, or null. */
export function findMappingProblem(names: readonly string[], mapping: CsvMapping): string | null {
  for (const column of LABEL_COLUMNS) {
    const name = mapping.columns[column]?.toLowerCase();
    if (name === undefined || names.includes(name)) continue;
    return `The table has no column "${shorten(name)}" for ${column}; it has ${names.map(shorten).join(', ')}.`;
  }
  const needed = NEEDED_OF_A_MAPPING.filter(
    (column) => mapping.values[column] === undefined && !names.includes(nameOf(column, mapping)),
  );
  if (needed.length === 0) return null;
  return `Nothing says what ${needed.join(', ')} ${needed.length === 1 ? 'is' : 'are'}; name a column of the table (--column ${needed[0]}=NAME) or what all rows share (--value ${needed[0]}=TEXT).`;
}

function nearestWord(word: string, words: readonly string[]): string {
  const near = [...words].sort((a, b) => leven(word, a) - leven(word, b));
  return near[0] ?? '';
}

/** A text of a file as an error may repeat it. */
export function shorten(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
  return visible.length > 40 ? `${visible.slice(0, 40)}…` : visible;
}
