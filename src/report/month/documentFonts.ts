import type { Font, FontCollection } from 'fontkit';

/** A font file for documents. */
export interface DocumentFont {
  /** What it is called in complaints, such as the name of its file. */
  readonly name: string;
  /** A TrueType, OpenType, collection (`.ttc`) or WOFF 1 file. */
  readonly bytes: Uint8Array;
  readonly weight: 'regular' | 'bold';
  /** PostScript name of the one to take of a collection; null for the first. */
  readonly member: string | null;
}

/** How thick letters are. */
export type Weight = DocumentFont['weight'];

/** A stretch of text that one font can print. */
export interface FontRun {
  readonly text: string;
  /** Position in the list of fonts given. */
  readonly font: number;
}

/** Whether letters of a text change or move beside their neighbours. */
export function needsShaping(text: string): boolean {
  return SHAPED.test(text);
}

/** Fonts that stand in for each other, letter by letter. */
export interface FontSet {
  /** The text in stretches of one font each; a sign that no font has is told by its code point. */
  readonly split: (text: string, weight: Weight) => readonly FontRun[];
  /** Signs of a text that no font has. */
  readonly missing: (text: string) => readonly number[];
  /** Units: those of `size`. */
  readonly width: (run: FontRun, size: number) => number;
}

/** Signs that continue the one before: marks, and joiners between signs. */
const CONTINUES = /\p{M}|\u200c|\u200d/u;
/** Letters whose look and width depend on their neighbours. */
const SHAPED = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{M}]/u;

/**
 * Opens fonts; for each letter the first that has it prints it, the wanted weight before the other.
 *
 * `open` reads a font file; it comes from the font library, which is loaded only where documents are made.
 */
export function openFonts(
  fonts: readonly DocumentFont[],
  open: (bytes: Buffer, member?: string) => Font | FontCollection,
): FontSet {
  const opened = fonts.map((font) => openFont(font, open));
  const orders: Readonly<Record<Weight, readonly number[]>> = {
    regular: inOrder(fonts, 'regular'),
    bold: inOrder(fonts, 'bold'),
  };
  const chosen = { regular: new Map<number, number>(), bold: new Map<number, number>() };
  const choose = (code: number, weight: Weight): number => {
    const known = chosen[weight].get(code);
    if (known !== undefined) return known;
    const found = orders[weight].find((at) => opened[at]?.hasGlyphForCodePoint(code)) ?? -1;
    chosen[weight].set(code, found);
    return found;
  };
  const plain = { regular: fontOfPlain('regular', choose), bold: fontOfPlain('bold', choose) };
  const advances = opened.map(() => new Map<number, number>());
  return {
    split: (text, weight) => {
      const font = plain[weight];
      return font !== null && PLAIN.test(text)
        ? [{ text, font }]
        : splitRuns(text, weight, choose, opened);
    },
    missing: (text) => {
      if (plain.regular !== null && PLAIN.test(text)) return [];
      const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
      return codes.filter((code) => choose(code, 'regular') === -1);
    },
    width: (run, size) => {
      const font = opened[run.font];
      if (font === undefined) return 0;
      const scale = size / font.unitsPerEm;
      if (needsShaping(run.text)) return font.layout(run.text).advanceWidth * scale;
      return sumAdvances(run.text, font, advances[run.font] ?? new Map()) * scale;
    },
  };
}

/** Nearly all of a document: ids, addresses, amounts, English. */
const PLAIN = /^[\u0020-\u007e]*$/;

/** The one font that prints all of ASCII; null where it takes several. */
function fontOfPlain(
  weight: Weight,
  choose: (code: number, weight: Weight) => number,
): number | null {
  const codes = Array.from({ length: 0x7f - 0x20 }, (_, at) => 0x20 + at);
  const fonts = new Set(codes.map((code) => choose(code, weight)));
  const [only = -1] = fonts;
  return fonts.size === 1 && only !== -1 ? only : null;
}

function openFont(
  { bytes, member }: DocumentFont,
  open: (bytes: Buffer, member?: string) => Font | FontCollection,
): Font {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const font = member === null ? open(file) : open(file, member);
  if (!('fonts' in font)) return font;
  const [first] = font.fonts;
  if (first === undefined) throw new TypeError('A collection of fonts holds none.');
  return first;
}

function inOrder(fonts: readonly DocumentFont[], weight: Weight): readonly number[] {
  const numbers = fonts.map((_, at) => at);
  return [
    ...numbers.filter((at) => fonts[at]?.weight === weight),
    ...numbers.filter((at) => fonts[at]?.weight !== weight),
  ];
}

function splitRuns(
  text: string,
  weight: Weight,
  choose: (code: number, weight: Weight) => number,
  opened: readonly Font[],
): readonly FontRun[] {
  const runs: { text: string; font: number }[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const last = runs.at(-1);
    const staysWithLast =
      last !== undefined &&
      CONTINUES.test(letter) &&
      opened[last.font]?.hasGlyphForCodePoint(code) === true;
    const own = staysWithLast ? last.font : choose(code, weight);
    const shown = own === -1 ? `\\u{${code.toString(16)}}` : letter;
    const font = own === -1 ? choose(0x75, weight) : own;
    if (last?.font === font) last.text += shown;
    else runs.push({ text: shown, font });
  }
  return runs;
}

function sumAdvances(text: string, font: Font, known: Map<number, number>): number {
  let sum = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const advance = known.get(code) ?? font.glyphForCodePoint(code).advanceWidth;
    known.set(code, advance);
    sum += advance;
  }
  return sum;
}

/** How many code points a sentence lists. */
const MOST_LISTED = 40;

/**
 * What to tell a reader about signs that no font has, and what to do; null where there are none.
 *
 * Order: ascending, each once.
 */
export function missingSentence(codes: readonly number[]): string | null {
  const each = [...new Set(codes)].sort((a, b) => a - b);
  if (each.length === 0) return null;
  const listed = each
    .slice(0, MOST_LISTED)
    .map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
  const more = each.length - listed.length;
  const names = String.fromCodePoint(...each);
  const hint = /\p{Script=Hangul}/u.test(names) ? ' Noto Sans KR has Korean.' : '';
  const chinese = /\p{Script=Han}/u.test(names) ? ' Noto Sans SC has Chinese.' : '';
  return `No font of this document has ${listed.join(' ')}${more > 0 ? ` and ${more} more` : ''}: they are told by their codes, such as \\u{${(each[0] ?? 0).toString(16)}}. To print them, name a font file that has them under documents.fonts in the configuration.${chinese}${hint}`;
}
