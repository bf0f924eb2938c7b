import type { Bidi } from 'bidi-js';
import { Bug } from '../../core/errors.js';
import { escapeText } from '../format.js';
import type { CellContext } from './cellWords.js';
import { cellWords, createCellContext } from './cellWords.js';
import { type DocumentFont, type FontSet, missingSentence, openFonts } from './documentFonts.js';
import type { MonthReport, MonthSection } from './monthTable.js';
import { REFERENCE_LISTS } from './monthTable.js';
import { LIST_WORDS, plural } from './monthWords.js';
import { COLORS, createPdfPen, fontName, type Paper, type PdfPen } from './pdfPen.js';
import { drawPicture } from './pdfPictures.js';
import { drawTable } from './pdfTable.js';
import { withoutShaping } from './plainFont.js';
import { createTextSetter } from './textLines.js';

/** A finished document. */
export interface MonthPdf {
  readonly bytes: Uint8Array;
  /** What the document itself says too: signs that no font has. */
  readonly warnings: readonly string[];
}

/** How a document is printed. */
export interface PdfOptions {
  readonly paper: Paper;
  /** Order: for each letter the first that has it prints it, so Latin first. */
  readonly fonts: readonly DocumentFont[];
}

/**
 * A month's report as a PDF file. The same report, paper and fonts give the same bytes: it is dated at
 * the moment to which the report tells.
 */
export async function formatMonthPdf(
  report: MonthReport,
  { paper, fonts }: PdfOptions,
): Promise<MonthPdf> {
  const [{ default: PDFDocument }, { create }, bidi] = await Promise.all([
    import('pdfkit'),
    import('fontkit'),
    loadBidi(),
  ]);
  const fontSet = openFonts(fonts, create);
  const context = createCellContext(report);
  const warning = missingSentence(missingCodes(report, fontSet, context));
  const doc = new PDFDocument({
    autoFirstPage: false,
    // Ids are met once each: to remember how each was laid out takes half a gigabyte.
    fontLayoutCache: false,
    font: '',
    lang: 'en',
    displayTitle: true,
    info: { Title: report.title, CreationDate: new Date(report.asOf), Creator: 'Hopsight' },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  fonts.forEach(({ bytes, member }, at) => {
    doc.registerFont(fontName(at, 'shaped'), Buffer.from(bytes), member ?? undefined);
    doc.registerFont(
      fontName(at, 'plain'),
      Buffer.from(withoutShaping(bytes)),
      member ?? undefined,
    );
  });
  const pen = createPdfPen(doc, {
    paper,
    setText: createTextSetter(fontSet, bidi),
    footer: escapeText(`${report.title} · as of ${report.asOf}`),
  });
  drawReport(pen, report, context, warning);
  doc.end();
  await ended;
  return { bytes: Buffer.concat(chunks), warnings: warning === null ? [] : [warning] };
}

async function loadBidi(): Promise<Bidi> {
  const { default: create }: { readonly default: unknown } = await import('bidi-js');
  if (isBidiFactory(create)) return create();
  throw new Bug('The library for the order of letters is not as it was.');
}

/** The library's types speak of its module for bundlers; Node gets the factory itself. */
function isBidiFactory(value: unknown): value is () => Bidi {
  return typeof value === 'function';
}

function drawReport(
  pen: PdfPen,
  report: MonthReport,
  context: CellContext,
  warning: string | null,
): void {
  pen.newPage('portrait');
  pen.write(escapeText(report.title), { weight: 'bold', size: 18, color: COLORS.ink, after: 8 });
  for (const [at, sentence] of [
    ...report.opening,
    ...(warning === null ? [] : [warning]),
  ].entries()) {
    const weight = at === 0 ? 'bold' : 'regular';
    pen.write(escapeText(sentence), { weight, size: 9, color: COLORS.ink, after: 3 });
  }
  pen.down(8);
  for (const section of report.sections) drawSection(pen, section, context);
  for (const list of REFERENCE_LISTS) {
    const table = report.lists[list];
    const { title } = LIST_WORDS[list];
    pen.newPage(list === 'payments' ? 'landscape' : 'portrait');
    drawTitle(pen, `Appendix: ${title}`);
    sentence(pen, table.rows.length === 0 ? 'None.' : `${plural(table.rows.length, 'row')}.`);
    drawTable(pen, table, context);
  }
  sentence(pen, `This document ends here. It has ${plural(pen.pages(), 'page')}.`);
}

function drawSection(pen: PdfPen, section: MonthSection, context: CellContext): void {
  const tables = section.tables.filter(({ rows }) => rows.length > 0);
  if (pen.room() < 110) pen.newPage();
  drawTitle(pen, section.title);
  for (const each of section.sentences) sentence(pen, each);
  if (tables.length === 0 && section.pictures.length === 0) sentence(pen, 'None.');
  for (const table of tables) {
    if (pen.room() < 60) pen.newPage();
    if (table.caption !== null && tables.length > 1) {
      pen.write(escapeText(table.caption), {
        weight: 'bold',
        size: 8,
        color: COLORS.ink,
        after: 2,
      });
    }
    drawTable(pen, table, context);
  }
  for (const picture of section.pictures) drawPicture(pen, picture);
  pen.down(6);
}

function drawTitle(pen: PdfPen, title: string): void {
  pen.doc.outline.addItem(title);
  pen.write(escapeText(title), { weight: 'bold', size: 12, color: COLORS.ink, after: 3 });
}

function sentence(pen: PdfPen, text: string): void {
  pen.write(escapeText(text), { weight: 'regular', size: 8.5, color: COLORS.ink, after: 4 });
}

/** Signs of all that is to be printed that no font has. */
function missingCodes(
  report: MonthReport,
  fonts: FontSet,
  context: CellContext,
): readonly number[] {
  const missing = new Set<number>();
  const look = (text: string): void => {
    for (const code of fonts.missing(escapeText(text))) missing.add(code);
  };
  const tables = [
    ...report.sections.flatMap((section) => section.tables),
    ...Object.values(report.lists),
  ];
  for (const text of [report.title, ...report.opening]) look(text);
  for (const table of tables) {
    for (const row of table.rows) {
      row.forEach((cell, at) => {
        if (table.columns[at]?.place !== 'file') look(cellWords(cell, context));
      });
    }
  }
  for (const section of report.sections) {
    for (const text of [section.title, ...section.sentences]) look(text);
    for (const picture of section.pictures) {
      look(picture.title);
      if (picture.kind === 'bars') for (const { label, words } of picture.bars) look(label + words);
      else {
        const drawn = [...picture.picture.nodes, ...picture.picture.edges];
        for (const { text } of drawn.flatMap(({ texts }) => texts)) look(text);
      }
    }
  }
  return [...missing];
}
