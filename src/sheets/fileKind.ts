import { InputError } from '../core/errors.js';

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** First bytes of files that people upload by mistake, and what they are called. */
const OTHERS: readonly (readonly [readonly number[], string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x1f, 0x8b], 'a compressed file'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a compressed file'],
  [[0x52, 0x61, 0x72, 0x21], 'a compressed file'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a text document'],
];

/**
 * Whether a file is text or a packed workbook, by its first bytes.
 *
 * @throws {InputError} for what is known to be neither, which says what it is and what to do.
 */
export function fileKind(bytes: Uint8Array): 'text' | 'zip' {
  if (startsWith(bytes, ZIP)) return 'zip';
  if (startsWith(bytes, OLE)) throw refuseOle(bytes);
  const other = OTHERS.find(([start]) => startsWith(bytes, start));
  if (other !== undefined) {
    throw new InputError(`The file is ${other[1]}, not a table; save the table as CSV or .xlsx.`);
  }
  return 'text';
}

/** Refuses a text that is a web page or another document. */
export function assertTable(text: string): void {
  const start = text.slice(0, 400).trimStart().toLowerCase();
  if (/^<(!doctype|html|\?xml|table|head|body)/.test(start)) {
    throw new InputError(
      'The file is a web page or XML, not a table, whatever its name says; save the table as CSV or .xlsx.',
    );
  }
}

function refuseOle(bytes: Uint8Array): InputError {
  const isLocked = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return new InputError(
    isLocked
      ? 'The workbook is protected by a password; take the password off and upload it again.'
      : 'The file is of the old kind .xls; open it in a spreadsheet and save it as .xlsx.',
  );
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}
