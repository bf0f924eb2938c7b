import { needsShaping, type Weight } from './documentFonts.js';
import type { SetText, TextLine } from './textLines.js';

/** Paper sizes. A closed list. */
export const PAPERS = ['A4', 'LETTER'] as const;

/** A paper size. */
export type Paper = (typeof PAPERS)[number];

/** How a line is drawn. Units: points. */
export interface LineStyle {
  readonly size: number;
  readonly color: string;
}

/**
 * Draws on the pages of a document from top to bottom. Units: points, from the upper left of a page.
 */
export interface PdfPen {
  readonly doc: PDFKit.PDFDocument;
  readonly setText: SetText;
  readonly left: number;
  /** Of what is between the margins. */
  readonly width: () => number;
  readonly y: () => number;
  /** What is left on the page under the pen. */
  readonly room: () => number;
  readonly fullRoom: () => number;
  /** How many pages there are until now. */
  readonly pages: () => number;
  readonly down: (by: number) => void;
  readonly newPage: (layout?: 'portrait' | 'landscape') => void;
  /** How far down the page is written on. */
  readonly written: () => number;
  /** One line with its base at `base`; its beginning at `x`. */
  readonly drawLine: (
    line: TextLine,
    place: { readonly x: number; readonly base: number },
    style: LineStyle,
  ) => void;
  /** A text over the whole width, going on over the next pages. */
  readonly write: (
    text: string,
    style: LineStyle & { readonly weight: Weight; readonly after: number },
  ) => void;
}

/** Colors of a document: one ink, a paler one, and what rules lines and bars. */
export const COLORS = { ink: '#1a1a1a', pale: '#555555', rule: '#bbbbbb', bar: '#40618c' } as const;

/** Height of a line beside the size of its letters; letters of all bundled fonts fit in. */
export const LEADING = 1.35;
/** Where the base of a line stands in it. */
export const ASCENT = 1.02;

const MARGIN = { side: 36, top: 40, bottom: 48 } as const;

/** A pen at the top of no page yet; call `newPage` first. Font files are registered by their position. */
export function createPdfPen(
  doc: PDFKit.PDFDocument,
  {
    paper,
    setText,
    footer,
    endsEarly = () => 0,
  }: {
    readonly paper: Paper;
    readonly setText: SetText;
    readonly footer: string;
    /** By how much a page ends before its margin, by its number. Units: points. */
    readonly endsEarly?: (page: number) => number;
  },
): PdfPen {
  let y = 0;
  let pages = 0;
  let layout: 'portrait' | 'landscape' = 'portrait';
  const bottom = (): number => doc.page.height - MARGIN.bottom - endsEarly(pages);
  const pen: PdfPen = {
    doc,
    setText,
    left: MARGIN.side,
    width: () => doc.page.width - 2 * MARGIN.side,
    y: () => y,
    room: () => bottom() - y,
    written: () => y - MARGIN.top,
    fullRoom: () => doc.page.height - MARGIN.bottom - MARGIN.top,
    pages: () => pages,
    down: (by) => {
      y += by;
    },
    newPage: (wanted) => {
      layout = wanted ?? layout;
      doc.addPage({ size: paper, layout, margin: 0 });
      pages += 1;
      drawFooter(pen, footer, pages);
      y = MARGIN.top;
    },
    drawLine: (line, { x, base }, { size, color }) => {
      doc.fillColor(color).fontSize(size);
      for (const run of line.runs) {
        if (run.text.trim() === '') continue;
        doc
          .font(fontName(run.font, needsShaping(run.text) ? 'shaped' : 'plain'))
          .text(run.text, x + run.x, base, LINE_OPTIONS);
      }
    },
    write: (text, { size, color, weight, after }) => {
      for (const line of setText(text, { weight, size, width: pen.width() })) {
        if (pen.room() < size * LEADING) pen.newPage();
        pen.drawLine(line, { x: pen.left, base: y + size * ASCENT }, { size, color });
        y += size * LEADING;
      }
      y += after;
    },
  };
  return pen;
}

/** How many pages there will be is not known yet; to know it, all would have to stay in memory. */
function drawFooter(pen: PdfPen, footer: string, page: number): void {
  const style = { size: 7, color: COLORS.pale };
  const setting = { weight: 'regular', size: 7, width: pen.width() } as const;
  const base = pen.doc.page.height - 24;
  const [left] = pen.setText(footer, setting);
  const [right] = pen.setText(`Page ${page}`, setting);
  if (left !== undefined) pen.drawLine(left, { x: pen.left, base }, style);
  if (right !== undefined) {
    pen.drawLine(right, { x: pen.left + pen.width() - right.width, base }, style);
  }
}

/** Nothing of the library's own setting is used: lines come set. */
const LINE_OPTIONS = { lineBreak: false, baseline: 'alphabetic' } as const;

/** The name under which a font is registered: whole, or without what shapes letters. */
export function fontName(position: number, kind: 'shaped' | 'plain'): string {
  return `${kind}-${position}`;
}
