import { walkXml, type XmlVisitor } from './xml.js';

/**
 * Reads the texts that cells name by their number. Order: as numbered, from 0.
 *
 * Letters in several styles are put together; readings beside Japanese texts are left out.
 */
export function readSharedTexts(xml: string | null): readonly string[] {
  const texts: string[] = [];
  if (xml === null) return texts;
  const letters = createLetters();
  walkXml(xml, {
    open: (element) => {
      if (element.name === 'si') letters.clear();
      letters.visitor.open(element);
    },
    close: (tag) => {
      letters.visitor.close(tag);
      if (tag.name === 'si') texts.push(letters.text());
    },
    text: letters.visitor.text,
  });
  return texts;
}

/** Gathers the letters of a rich text as its elements are walked. */
export interface Letters {
  readonly visitor: Required<XmlVisitor>;
  readonly clear: () => void;
  readonly text: () => string;
}

/** Starts to gather the letters of rich texts. */
export function createLetters(): Letters {
  let gathered = '';
  let isLetters = false;
  let isReading = false;
  return {
    visitor: {
      open: ({ name }) => {
        if (name === 'rPh') isReading = true;
        if (name === 't') isLetters = !isReading;
      },
      close: ({ name }) => {
        if (name === 'rPh') isReading = false;
        if (name === 't') isLetters = false;
      },
      text: (text) => {
        if (isLetters) gathered += text;
      },
    },
    clear: () => {
      gathered = '';
    },
    text: () => unescapeSigns(gathered),
  };
}

/** Signs that XML cannot say stand as `_x000D_`. Source: ECMA-376 part 1, 22.9.2.19 */
export function unescapeSigns(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
