import { escapeText } from '../format.js';
import type { PathPicture, PictureEdge, PictureText } from '../layOutPicture.js';
import type { Point } from '../pictureShapes.js';
import type { MonthPicture } from './monthTable.js';
import { ASCENT, COLORS, LEADING, type PdfPen } from './pdfPen.js';

const SIZE = 7;
const BAR = { height: 9, gap: 4, label: 0.28, words: 0.24 } as const;

/** Draws a picture under its title; one that is wider or higher than a page is made smaller. */
export function drawPicture(pen: PdfPen, picture: MonthPicture): void {
  if (picture.kind === 'bars') drawBars(pen, picture);
  else drawPaths(pen, picture.title, picture.picture);
}

function drawBars(pen: PdfPen, { title, bars }: Extract<MonthPicture, { kind: 'bars' }>): void {
  const step = BAR.height + BAR.gap;
  if (pen.room() < bars.length * step + 20) pen.newPage();
  pen.write(title, { weight: 'bold', size: SIZE, color: COLORS.ink, after: 2 });
  const label = pen.width() * BAR.label;
  const full = pen.width() * (1 - BAR.label - BAR.words) - 16;
  for (const bar of bars) {
    const base = pen.y() + SIZE * ASCENT;
    drawText(pen, bar.label, { x: pen.left, base, width: label });
    const long = bar.permille === null ? 0 : Math.max(0.5, (bar.permille / 1000) * full);
    if (bar.permille !== null && bar.permille > 0) {
      pen.doc.rect(pen.left + label + 8, pen.y(), long, BAR.height).fill(COLORS.bar);
    }
    drawText(pen, bar.words, {
      x: pen.left + label + full + 16,
      base,
      width: pen.width() * BAR.words,
    });
    pen.down(step);
  }
  pen.down(6);
}

/** The first line of a text; what is longer ends with a sign that it goes on. */
function drawText(
  pen: PdfPen,
  text: string,
  { x, base, width }: { readonly x: number; readonly base: number; readonly width: number },
): void {
  const setting = { weight: 'regular', size: SIZE, width } as const;
  const [line, second] = pen.setText(escapeText(text), setting);
  if (line === undefined) return;
  pen.drawLine(line, { x, base }, { size: SIZE, color: COLORS.ink });
  if (second === undefined) return;
  const [more] = pen.setText('…', setting);
  if (more !== undefined)
    pen.drawLine(more, { x: x + line.width, base }, { size: SIZE, color: COLORS.ink });
}

/** The smallest that a path is drawn; what is larger still goes beyond the paper's grain of reading. */
const LARGEST_SCALE = 0.8;

function drawPaths(pen: PdfPen, title: string, picture: PathPicture): void {
  const head = 2 * SIZE * LEADING + 12;
  const scale = Math.min(
    LARGEST_SCALE,
    pen.width() / Math.max(1, picture.width),
    (pen.fullRoom() - head) / Math.max(1, picture.height),
  );
  if (pen.room() < picture.height * scale + head) pen.newPage();
  pen.write(escapeText(title), { weight: 'bold', size: SIZE, color: COLORS.ink, after: 2 });
  const { doc } = pen;
  const at = ({ x, y }: Point): Point => ({ x: pen.left + x * scale, y: top + y * scale });
  const top = pen.y();
  for (const edge of picture.edges) drawEdge(doc, edge, at);
  for (const { outline, shape } of picture.nodes) {
    const corners = outline.map(at).map(({ x, y }): [number, number] => [x, y]);
    doc.polygon(...corners).lineWidth(shape === 'labelled' ? 1.4 : 0.6);
    doc.fillAndStroke(shape === 'labelled' ? '#f3e3e0' : '#ffffff', COLORS.ink);
  }
  for (const { ground } of picture.edges) {
    const { x, y } = at(ground);
    doc.rect(x, y, ground.width * scale, ground.height * scale).fill('#ffffff');
  }
  const texts = [...picture.edges, ...picture.nodes].flatMap((each) => each.texts);
  for (const text of texts) drawPictureText(pen, text, at(text), picture.fontSize * scale);
  pen.down(picture.height * scale + 10);
}

function drawEdge(
  doc: PDFKit.PDFDocument,
  { points }: PictureEdge,
  at: (point: Point) => Point,
): void {
  const [first, ...rest] = points.map(at);
  const [before, last] = [first, ...rest].slice(-2);
  if (first === undefined || before === undefined || last === undefined) return;
  doc.moveTo(first.x, first.y);
  for (const { x, y } of rest) doc.lineTo(x, y);
  doc.lineWidth(0.6).strokeColor(COLORS.pale).stroke();
  const long = Math.hypot(last.x - before.x, last.y - before.y) || 1;
  const [dx, dy] = [((last.x - before.x) / long) * 4, ((last.y - before.y) / long) * 4];
  doc.polygon(
    [last.x, last.y],
    [last.x - dx - dy / 2, last.y - dy + dx / 2],
    [last.x - dx + dy / 2, last.y - dy - dx / 2],
  );
  doc.fill(COLORS.pale);
}

function drawPictureText(
  pen: PdfPen,
  { text, style }: PictureText,
  middle: Point,
  size: number,
): void {
  const weight = style === 'strong' ? 'bold' : 'regular';
  const [line] = pen.setText(text, { weight, size, width: 10_000 });
  if (line === undefined) return;
  const place = { x: middle.x - line.width / 2, base: middle.y };
  pen.drawLine(line, place, { size, color: COLORS.ink });
}
