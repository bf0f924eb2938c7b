import { addAbortSignal, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { AbortedError, DecodeError } from '../../../core/errors.js';

/** The attributes of an element, by name. */
export type XmlAttributes = Readonly<Record<string, string>>;

/** The first element of a document. */
export interface XmlRoot {
  readonly name: string;
  readonly attributes: XmlAttributes;
}

/** Is told what a document holds. Order: the document's. */
export interface XmlVisitor {
  /** An element begins. `parent` is the name of the element around it, empty at the root. */
  readonly open: (name: string, attributes: XmlAttributes, parent: string) => void;
  /** An element ends. `text` is what stood in it; empty where it held other elements. */
  readonly close: (name: string, text: string, parent: string) => void;
}

/** Elements that may stand in each other. OFAC's files need ten. */
const DEEPEST = 64;

/**
 * Longest stretch without a tag, so that no text, comment or attribute fills the memory; up to two
 * pieces more may pass. Units: characters.
 */
const LONGEST_STRETCH = 1_000_000;

/** What is parsed between two looks at that limit. Units: characters. */
const PIECE = 65_536;

/**
 * Walks an XML document as it arrives, holding no more than the elements around the present place.
 *
 * The root decides who is told of what: `choose` gets it and gives the visitor, which is returned when
 * the document has come to its end. Only UTF-8 is read, and a document type is refused, because that
 * is where entities that expand without end are declared.
 *
 * @throws {DecodeError} for anything but one whole, well-formed document; `choose` and the visitor may
 * throw it too.
 * @throws {AbortedError} when the signal ends the reading. What the stream itself fails with is passed on.
 */
export async function walkXml<Visitor extends XmlVisitor>(
  stream: Readable,
  choose: (root: XmlRoot) => Visitor,
  signal: AbortSignal,
): Promise<Visitor> {
  const walk = createWalk(choose);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  addAbortSignal(signal, stream);
  try {
    for await (const chunk of stream) walk.write(decode(decoder, chunk));
    walk.write(decode(decoder, null));
  } catch (error) {
    if (signal.aborted) {
      throw new AbortedError(
        'The reading of the file was ended before its end.',
        {},
        { cause: error },
      );
    }
    throw error;
  }
  return walk.finish();
}

interface Walk<Visitor> {
  readonly write: (text: string) => void;
  readonly finish: () => Visitor;
}

function createWalk<Visitor extends XmlVisitor>(choose: (root: XmlRoot) => Visitor): Walk<Visitor> {
  const parser = new SaxesParser({
    xmlns: false,
    position: false,
    // Version 1.1 would let control characters through, which end up on a terminal.
    defaultXMLVersion: '1.0',
    forceXMLVersion: true,
  });
  const around: string[] = [];
  let visitor: Visitor | null = null;
  let text = '';
  let isLeaf = false;
  let sinceTag = 0;
  let isEmpty = true;

  parser.on('error', (cause) => {
    throw new DecodeError(
      visitor === null
        ? 'The file is not XML; it may be an error page or another file under this name. Fetch it again.'
        : 'The file is broken or cut off: it is not whole, well-formed XML. Fetch it again.',
      { field: around.join('/') },
      { cause },
    );
  });
  parser.on('doctype', (declared) => {
    throw new DecodeError(
      /^\s*html/i.test(declared)
        ? 'The file is a web page, not a list; its address has moved or the site refuses. Fetch it again.'
        : 'The file declares a document type, which a list never does; it is refused.',
      { field: '(document type)' },
    );
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding === undefined || /^utf-8$/i.test(encoding)) return;
    throw new DecodeError('The file is not written in UTF-8, as lists are.', {
      field: '(encoding)',
    });
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceTag = 0;
    const parent = around.at(-1) ?? '';
    if (visitor === null) {
      visitor = choose({ name, attributes });
    } else if (name.includes(':') || attributes.xmlns !== undefined) {
      throw new DecodeError('The file mixes in elements of another kind of document.', {
        field: [...around, name].join('/'),
      });
    }
    around.push(name);
    if (around.length > DEEPEST) {
      throw new DecodeError('The file nests its elements deeper than a list ever does.', {
        field: around.slice(0, 5).join('/'),
      });
    }
    text = '';
    isLeaf = true;
    visitor.open(name, attributes, parent);
  });
  const gather = (piece: string) => {
    text += piece;
  };
  parser.on('text', gather);
  parser.on('cdata', gather);
  parser.on('closetag', ({ name }) => {
    sinceTag = 0;
    around.pop();
    visitor?.close(name, isLeaf ? text : '', around.at(-1) ?? '');
    text = '';
    isLeaf = false;
  });

  return {
    write: (whole) => {
      for (let at = 0; at < whole.length; at += PIECE) {
        const piece = whole.slice(at, at + PIECE);
        sinceTag += piece.length;
        parser.write(piece);
        isEmpty = false;
        if (sinceTag > LONGEST_STRETCH) {
          throw new DecodeError('The file holds a text that is longer than any in a list.', {
            field: around.join('/'),
          });
        }
      }
    },
    finish: () => {
      if (isEmpty) throw new DecodeError('The file is empty; fetch it again.');
      parser.close();
      if (visitor === null) throw new DecodeError('The file holds no element; fetch it again.');
      return visitor;
    },
  };
}

function decode(decoder: TextDecoder, chunk: unknown): string {
  if (chunk !== null && !(chunk instanceof Uint8Array)) {
    throw new DecodeError('The file arrives as something else than bytes.');
  }
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new DecodeError(
      'The file holds bytes that are not UTF-8 text; it may be compressed or broken. Fetch it again.',
      { field: '(encoding)' },
      { cause },
    );
  }
}
