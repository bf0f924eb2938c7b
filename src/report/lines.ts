import { escapeText } from './format.js';

/** How a piece of text is to stand out. */
export type TextStyle = 'plain' | 'strong' | 'faint' | 'good' | 'warning' | 'alarm';

/** Gives a text its style; a terminal without colours returns it as it is. */
export type Paint = (style: TextStyle, text: string) => string;

/** Leaves every text as it is. */
export function paintNothing(_style: TextStyle, text: string): string {
  return text;
}

/** How a report is laid out. */
export interface TextLayout {
  /** IANA name of the time zone in which times are printed. */
  readonly zone: string;
  readonly paint: Paint;
  /** Columns of the page. Only sentences are broken; addresses and ids stand whole. */
  readonly width: number;
}

/** A piece of a line. Its text may come from outside; it is made harmless when it is printed. */
export interface Piece {
  readonly style: TextStyle;
  readonly text: string;
}

/** One line of a report: pieces side by side behind an indent. */
export interface Line {
  readonly indent: number;
  readonly pieces: readonly Piece[];
}

/** A line of plain text, or of pieces. */
export function line(indent: number, ...pieces: readonly (string | Piece)[]): Line {
  return {
    indent,
    pieces: pieces.map((piece) =>
      typeof piece === 'string' ? { style: 'plain' as const, text: piece } : piece,
    ),
  };
}

/** An empty line. */
export const BLANK: Line = { indent: 0, pieces: [] };

/**
 * A text broken at blanks into lines that fit a width; a word that is longer stands whole, and a
 * number stays with its unit. Lines after the first are indented by `hang` more.
 */
export function wrap(
  text: string,
  {
    indent,
    width,
    hang = 0,
    style = 'plain',
  }: { indent: number; width: number; hang?: number; style?: TextStyle },
): Line[] {
  const lines = breakText(text, { first: width - indent, next: width - indent - hang });
  return lines.map((part, at) => line(at === 0 ? indent : indent + hang, { style, text: part }));
}

function breakText(
  text: string,
  room: { readonly first: number; readonly next: number },
): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(BREAKS)) {
    const most = lines.length === 0 ? room.first : room.next;
    if (current !== '' && current.length + 1 + word.length > most) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** Blanks but those within `22.7 %`, `USD 100`, `2.50 ETH` and `2022-04-14 02:24 UTC`. */
const BREAKS = /(?<!\bUSD|\d{4}-\d\d-\d\d|\d\d:\d\d|\d(?= [A-Z]{2})) (?!%)/;

/** Columns that the last cell of a row has at least, however narrow the page is. */
const LEAST_LAST_CELL = 24;

/**
 * Rows of cells under each other; the last cell is broken at blanks where the page ends.
 *
 * Order: as given. The columns named in `right` end flush.
 */
export function table(
  rows: readonly (readonly string[])[],
  layout: { readonly indent: number; readonly width: number; readonly right: readonly number[] },
): Line[] {
  const { indent, right } = layout;
  const cells = rows.map((row) => row.map(escapeText));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells.flatMap((row) => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    });
    const before = padded.slice(0, -1).map((cell) => `${cell}  `);
    const start = indent + before.join('').length;
    const room = Math.max(LEAST_LAST_CELL, layout.width - start);
    const last = padded.at(-1)?.trimEnd() ?? '';
    const [first = '', ...rest] =
      last.length > room ? breakText(last.trimStart(), { first: room, next: room }) : [last];
    return [
      line(indent, `${before.join('')}${first}`.trimEnd()),
      ...rest.map((text) => line(start, text)),
    ];
  });
}

/** Lines as one text that ends in a line break. Every piece is made harmless before it is painted. */
export function renderLines(lines: readonly Line[], paint: Paint): string {
  return lines
    .map(
      ({ indent, pieces }) =>
        `${' '.repeat(indent)}${pieces.map(({ style, text }) => paint(style, escapeText(text))).join('')}\n`,
    )
    .join('');
}
