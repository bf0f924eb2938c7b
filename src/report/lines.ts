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
 * number stays with its unit.
 */
export function wrap(
  text: string,
  { indent, width, style = 'plain' }: { indent: number; width: number; style?: TextStyle },
): Line[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(BREAKS)) {
    if (current !== '' && indent + current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines.map((part) => line(indent, { style, text: part }));
}

/** Blanks but those within `22.7 %` and `USD 100`. */
const BREAKS = /(?<!\bUSD) (?!%)/;

/** Rows of cells under each other. Order: as given. The columns named in `right` end flush. */
export function table(
  rows: readonly (readonly string[])[],
  { indent, right }: { readonly indent: number; readonly right: readonly number[] },
): Line[] {
  const cells = rows.map((row) => row.map(escapeText));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells.map((row) =>
    line(
      indent,
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    ),
  );
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
