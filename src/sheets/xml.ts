import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { InputError } from '../core/errors.js';

/** A tag of a document and where it stands in its text: from `start` to before `end`. */
export interface XmlTag {
  /** Without its prefix: programs differ in them. */
  readonly name: string;
  /** With its colon, such as `x:`; empty where there is none. */
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
}

/** An opening tag. */
export interface XmlElement extends XmlTag {
  /** By name without its prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly isSelfClosing: boolean;
}

/** Is told what a document holds. Order: the document's. */
export interface XmlVisitor {
  readonly open?: (element: XmlElement) => void;
  /** For an element that closes itself, it is told with the place of its only tag. */
  readonly close?: (tag: XmlTag) => void;
  readonly text?: (text: string) => void;
}

/**
 * The text of an XML file of a workbook.
 *
 * @throws {InputError} for what is not UTF-8, in which all programs write them.
 */
export function xmlText(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw brokenXml();
  return new TextDecoder().decode(bytes);
}

/**
 * Walks an XML document. A document type is refused, because that is where entities that expand
 * without end, or fetch something, are declared.
 *
 * @throws {InputError} for anything but one whole, well-formed document.
 */
export function walkXml(xml: string, visitor: XmlVisitor): void {
  const parser = new SaxesParser();
  const place = (): { readonly start: number; readonly end: number } => ({
    // No sign of an opening tag may stand in a tag, so the last one before its end is its own.
    start: xml.lastIndexOf('<', parser.position - 1),
    end: parser.position,
  });
  parser.on('error', (cause) => {
    throw brokenXml(cause);
  });
  parser.on('doctype', () => {
    throw brokenXml();
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw brokenXml();
  });
  parser.on('opentag', (tag) => {
    const attributes = new Map(
      Object.entries(tag.attributes).map(([name, value]) => [splitName(name).name, value]),
    );
    const isSelfClosing = tag.isSelfClosing;
    visitor.open?.({ ...splitName(tag.name), ...place(), attributes, isSelfClosing });
  });
  parser.on('closetag', (tag) => visitor.close?.({ ...splitName(tag.name), ...place() }));
  parser.on('text', (text) => visitor.text?.(text));
  parser.on('cdata', (text) => visitor.text?.(text));
  parser.write(xml).close();
}

/** A text as XML says it, without the signs that XML cannot say. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function splitName(name: string): { readonly name: string; readonly prefix: string } {
  const colon = name.indexOf(':') + 1;
  return { name: name.slice(colon), prefix: name.slice(0, colon) };
}

function brokenXml(cause?: unknown): InputError {
  return new InputError(
    'The workbook is not as spreadsheets write it; open it in one, save it as .xlsx and upload it again.',
    {},
    { cause },
  );
}
