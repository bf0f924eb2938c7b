import type { Bidi } from 'bidi-js';
import type { FontRun, FontSet, Weight } from './documentFonts.js';

/** A stretch of a line: drawn by itself, at `x` from the line's beginning. */
export interface PlacedRun extends FontRun {
  readonly x: number;
}

/** One line, ready to be drawn from left to right. */
export interface TextLine {
  readonly runs: readonly PlacedRun[];
  readonly width: number;
}

/** How a text is set. Units: points. */
export interface TextSetting {
  readonly weight: Weight;
  readonly size: number;
  readonly width: number;
}

/** Sets texts in lines with the fonts and the order of letters that each script needs. */
export type SetText = (text: string, setting: TextSetting) => readonly TextLine[];

/** Letters that are written from right to left, so that the whole line needs ordering. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** Between such letters a line may end without a blank. */
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * A setter of lines that breaks at blanks, between ideographs, and inside of what is wider than a line.
 *
 * Source: https://unicode.org/reports/tr9/ (order of letters)
 */
export function createTextSetter(fonts: FontSet, bidi: Bidi): SetText {
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return (text, setting) => {
    const measure = (part: string): number =>
      fonts
        .split(part, setting.weight)
        .reduce((sum, run) => sum + fonts.width(run, setting.size), 0);
    if (!RIGHT_TO_LEFT.test(text)) {
      // Most cells of a table fit as they are.
      const whole = place(fonts.split(text.trimEnd(), setting.weight), fonts, setting.size);
      if (whole.width <= setting.width) return [whole];
    }
    const broken = breakLines(text, setting.width, measure, graphemes);
    if (!RIGHT_TO_LEFT.test(text)) {
      return broken.map(({ start, end }) =>
        place(fonts.split(text.slice(start, end).trimEnd(), setting.weight), fonts, setting.size),
      );
    }
    const { levels } = bidi.getEmbeddingLevels(text, 'ltr');
    return broken.map((line) =>
      place(
        orderRuns(text, line, levels, { fonts, bidi, weight: setting.weight }),
        fonts,
        setting.size,
      ),
    );
  };
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function breakLines(
  text: string,
  width: number,
  measure: (part: string) => number,
  graphemes: Intl.Segmenter,
): readonly Stretch[] {
  if (measure(text) <= width) return [{ start: 0, end: text.length }];
  const lines: { start: number; end: number }[] = [];
  let line = { start: 0, end: 0 };
  let used = 0;
  const add = (end: number, wide: number, trimmed: number): void => {
    if (used + trimmed > width && line.end > line.start) {
      lines.push(line);
      line = { start: line.end, end: line.end };
      used = 0;
    }
    line.end = end;
    used += wide;
  };
  for (const { start, end } of pieces(text)) {
    const piece = text.slice(start, end);
    const trimmed = measure(piece.trimEnd());
    if (trimmed <= width) {
      add(end, measure(piece), trimmed);
      continue;
    }
    for (const { segment, index } of graphemes.segment(piece)) {
      const wide = measure(segment);
      add(start + index + segment.length, wide, wide);
    }
  }
  return [...lines, line];
}

/** What stays together on a line, each with the blanks after it. */
function pieces(text: string): readonly Stretch[] {
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(/\S*\s*/gu)) {
    let start = match.index;
    for (const letter of match[0].matchAll(/[\s\S]/gu)) {
      const at = match.index + letter.index;
      if (at > start && IDEOGRAPH.test(letter[0])) {
        found.push({ start, end: at });
        start = at;
      }
    }
    const end = match.index + match[0].length;
    if (end > start) found.push({ start, end });
  }
  return found;
}

/** Runs of a line in the order in which they are seen. */
function orderRuns(
  text: string,
  { start, end: wholeEnd }: Stretch,
  levels: Uint8Array,
  {
    fonts,
    bidi,
    weight,
  }: { readonly fonts: FontSet; readonly bidi: Bidi; readonly weight: Weight },
): readonly FontRun[] {
  const end = start + text.slice(start, wholeEnd).trimEnd().length;
  const tokens: { text: string; level: number; kind: string }[] = [];
  for (const match of text.slice(start, end).matchAll(/[\s\S]/gu)) {
    const letter = match[0];
    const level = levels[start + match.index] ?? 0;
    const last = tokens.at(-1);
    const kind = kindOf(letter, last?.kind);
    if (last !== undefined && last.level === level && last.kind === kind) last.text += letter;
    else tokens.push({ text: letter, level, kind });
  }
  return reorder(tokens).flatMap(({ text: token, level, kind }) => {
    if (level % 2 === 0) return fonts.split(token, weight);
    if (kind === 'letters') return [...fonts.split(token, weight)].reverse();
    // Signs of no direction of their own stand mirrored, last one first.
    const mirrored = [...token].reverse().map((sign) => bidi.getMirroredCharacter(sign) ?? sign);
    return fonts.split(mirrored.join(''), weight);
  });
}

/** Letters are turned by the font library, which must get them in one piece; all else is turned here. */
function kindOf(letter: string, last: string | undefined): string {
  if (RIGHT_TO_LEFT.test(letter)) return 'letters';
  if (/\p{M}/u.test(letter) && last !== undefined) return last;
  return /\s/.test(letter) ? 'blank' : 'signs';
}

/** Rule L2: from the highest level down to the lowest odd one, turn each stretch at or above it. */
function reorder<Token extends { readonly level: number }>(tokens: readonly Token[]): Token[] {
  const ordered = [...tokens];
  const highest = Math.max(0, ...tokens.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let at = 0; at < ordered.length; at += 1) {
      let until = at;
      while (until < ordered.length && (ordered[until]?.level ?? 0) >= level) until += 1;
      if (until > at) ordered.splice(at, until - at, ...ordered.slice(at, until).reverse());
      at = until;
    }
  }
  return ordered;
}

function place(runs: readonly FontRun[], fonts: FontSet, size: number): TextLine {
  let x = 0;
  const placed = runs.map((run) => {
    const here = { ...run, x };
    x += fonts.width(run, size);
    return here;
  });
  return { runs: placed, width: x };
}
