import { crc32 } from 'node:zlib';
import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { InputError } from '../core/errors.js';
import { SHEET_LIMITS } from './limits.js';

/** Files of a packed file by their path. Order: as they are packed. */
export type PackedFiles = ReadonlyMap<string, Uint8Array>;

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END_BYTES = 22;

/**
 * Unpacks a file, held against the checksums that it tells.
 *
 * Sizes are added up before anything is unpacked, and no file gets more room than it told, so that a
 * small file cannot unpack to more memory than there is.
 *
 * @throws {InputError} for what is damaged, or unpacks to too much.
 */
export function unpack(bytes: Uint8Array): PackedFiles {
  const checksums = readChecksums(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  let total = 0;
  const assertSize = (size: number): boolean => {
    total += size;
    if (total <= SHEET_LIMITS.unpackedBytes) return true;
    throw new InputError('The workbook unpacks to more than 150 MB; save the payroll alone.');
  };
  const files = new Map(
    Object.entries(inflate(bytes, ({ originalSize }) => assertSize(originalSize))),
  );
  const isWhole = [...files].every(([path, file]) => checksums.get(path) === crc32(file));
  if (!isWhole || files.size !== checksums.size) throw damaged();
  return files;
}

/** Packs files; the same files give the same bytes. */
export function pack(files: PackedFiles): Uint8Array {
  // The packer writes the local time, which is the same text wherever the date was made locally.
  return zipSync(Object.fromEntries(files), { level: 6, mtime: new Date(1980, 0, 1) });
}

function inflate(
  bytes: Uint8Array,
  filter: (file: { readonly originalSize: number }) => boolean,
): Unzipped {
  try {
    return unzipSync(bytes, { filter });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damaged(error);
  }
}

/**
 * The checksum of each file, from the directory at the end; the unpacker does not look at them.
 *
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.12 and 4.3.16
 */
function readChecksums(bytes: Buffer): ReadonlyMap<string, number> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + DIRECTORY_END_BYTES > bytes.length) throw damaged();
  const count = bytes.readUInt16LE(end + 10);
  if (count > SHEET_LIMITS.packedFiles) {
    throw new InputError('The file holds more files than any workbook; save the payroll as .xlsx.');
  }
  const checksums = new Map<string, number>();
  let at = bytes.readUInt32LE(end + 16);
  for (let read = 0; read < count; read += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged();
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) {
      throw new InputError('The file is protected by a password; take it off and upload it again.');
    }
    const nameBytes = bytes.readUInt16LE(at + 28);
    const isUtf8 = (bytes.readUInt16LE(at + 8) & 0x800) !== 0;
    const name = bytes.toString(isUtf8 ? 'utf8' : 'latin1', at + 46, at + 46 + nameBytes);
    if (checksums.has(name) || name === '__proto__') throw damaged();
    checksums.set(name, bytes.readUInt32LE(at + 16));
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return checksums;
}

function damaged(cause?: unknown): InputError {
  return new InputError(
    'The workbook is damaged; open it in a spreadsheet, save it as .xlsx and upload it again.',
    {},
    { cause },
  );
}
