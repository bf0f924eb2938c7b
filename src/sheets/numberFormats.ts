import { walkXml } from './xml.js';

/** What a style makes of a number: how it is shown, as far as it changes what a person sees. */
export type NumberFormat =
  | 'plain'
  | 'date'
  | 'percent'
  /** In thousands or millions. */
  | 'scaled'
  /** Filled up with zeros to so many digits, as numbers of staff and invoices are. */
  | { readonly digits: number };

/** Source: ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian languages. */
const DATE_FORMATS: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];
const PERCENT_FORMATS = [9, 10];

/** Reads what each style makes of a number. Order: by the number of the style, from 0. */
export function numberFormats(xml: string | null): readonly NumberFormat[] {
  const formats: NumberFormat[] = [];
  const codes = new Map<number, string>();
  let isCellStyle = false;
  if (xml === null) return formats;
  walkXml(xml, {
    open: ({ name, attributes }) => {
      const id = Number(attributes.get('numFmtId') ?? '0');
      if (name === 'cellXfs') isCellStyle = true;
      // Formats of conditions have the same name, and stand in elements that come later.
      if (name === 'numFmt' && !codes.has(id)) codes.set(id, attributes.get('formatCode') ?? '');
      if (name === 'xf' && isCellStyle) formats.push(formatOf(id, codes.get(id)));
    },
    close: ({ name }) => {
      if (name === 'cellXfs') isCellStyle = false;
    },
  });
  return formats;
}

function formatOf(id: number, code: string | undefined): NumberFormat {
  if (code !== undefined) return formatOfCode(code);
  if (PERCENT_FORMATS.includes(id)) return 'percent';
  return DATE_FORMATS.some(([first, last]) => id >= first && id <= last) ? 'date' : 'plain';
}

/** What a format code such as `#,##0.00` or `dd/mm/yyyy` makes of a number. */
function formatOfCode(code: string): NumberFormat {
  // What is in quotes, escaped or in brackets is shown as it stands, but for passed hours ([h]).
  const bare = code.replace(/"[^"]*"|\\.|[_*]./g, '').replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  if (/^general$/i.test(bare)) return 'plain';
  if (/[dmyhs]/i.test(bare)) return 'date';
  if (bare.includes('%')) return 'percent';
  if (/[0#?],+(?![0#?,])/.test(bare)) return 'scaled';
  return /^0{2,15}$/.test(bare) ? { digits: bare.length } : 'plain';
}
