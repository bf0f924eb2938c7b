import type { Bidi } from 'bidi-js';
import { Bug } from '../../core/errors.js';
import { escapeText } from '../format.js';
import type { CellContext } from './cellWords.js';
import { cellWords, createCellContext } from './cellWords.js';
import { type DocumentFont, type FontSet, missingSentence, openFonts } from './documentFonts.js';
import type { MonthReport, MonthSection, ReferenceList } from './monthTable.js';
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
  const setText = createTextSetter(fontSet, bidi);
  const open = (endsEarly: (page: number) => number) => {
    const doc = new PDFDocument({
      autoFirstPage: false,
      // Ids are met once each: to remember how each was laid out takes half a gigabyte.
      fontLayoutCache: false,
      font: '',
      lang: 'en',
      displayTitle: true,
      info: { Title: report.title, CreationDate: new Date(report.asOf), Creator: 'Hopsight' },
    });
    registerFonts(doc, fonts);
    const footer = escapeText(`${report.title} · as of ${report.asOf}`);
    return { doc, pen: createPdfPen(doc, { paper, setText, footer, endsEarly }) };
  };
  // Where the last page before the payments has only a few lines is known once it is drawn.
  const tried = open(() => 0).pen;
  drawParts(tried, report, context, warning);
  const isFew = tried.pages() > 1 && tried.written() < FEW_LINES;
  const last = tried.pages() - 1;
  const { doc, pen } = open((page) => (isFew && page === last ? FEW_LINES : 0));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  drawParts(pen, report, context, warning);
  drawPayments(pen, report, context);
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

/** A page that has less than this has only a few lines. Units: points. */
const FEW_LINES = 150;

function registerFonts(doc: PDFKit.PDFDocument, fonts: readonly DocumentFont[]): void {
  fonts.forEach(({ bytes, member }, at) => {
    doc.registerFont(fontName(at, 'shaped'), Buffer.from(bytes), member ?? undefined);
    doc.registerFont(
      fontName(at, 'plain'),
      Buffer.from(withoutShaping(bytes)),
      member ?? undefined,
    );
  });
}

/** All but the payments: sections and lists, one after the other. */
function drawParts(
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
    if (list !== 'payments') drawList(pen, list, report, context);
  }
}

/** So few rows are no page of their own, and are broken to fit where the other lists stand. */
const FEW_ROWS = 3;

/** The payments, which need the most room: on wide pages of their own, unless there are few. */
function drawPayments(pen: PdfPen, report: MonthReport, context: CellContext): void {
  if (report.lists.payments.rows.length > FEW_ROWS) pen.newPage('landscape');
  drawList(pen, 'payments', report, context);
  sentence(pen, `This document ends here. It has ${plural(pen.pages(), 'page')}.`);
}

/** The height of the sentence at the end. Units: points. */
const END_HEIGHT = 30;

function drawList(
  pen: PdfPen,
  list: ReferenceList,
  { lists }: MonthReport,
  context: CellContext,
): void {
  const table = lists[list];
  if (pen.room() < 80) pen.newPage();
  drawTitle(pen, `Appendix: ${LIST_WORDS[list].title}`);
  sentence(pen, table.rows.length === 0 ? 'None.' : `${plural(table.rows.length, 'row')}.`);
  drawTable(pen, table, context, list === 'payments' ? END_HEIGHT : 0);
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
