import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { DecodeError, StoreError } from '../core/errors.js';
import type { AskedRoute } from './decodeBody.js';
import { namedRoute } from './refusals.js';

/** Where an answer is written to. */
export interface DownloadTarget {
  readonly file: string;
  /** Largest answer after decompression. Units: bytes. */
  readonly maxBytes: number;
  /** Called as it grows, with what has come and what the host announced; null where it did not. */
  readonly onProgress: (bytes: number, ofBytes: number | null) => void;
}

/** A body as its caller wants it, and as much of it in words as tells a refusal. */
export interface Taken<Body> {
  readonly body: Body;
  readonly said: string;
}

/** What comes in answer, before its body is read. */
export interface Arriving {
  readonly request: AskedRoute;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: unknown;
  /** To be called when something came, so that the wait for more begins anew. */
  readonly onAlive: () => void;
}

/** Reads a body in its own way. */
export type Take<Body> = (arriving: Arriving) => Promise<Taken<Body>>;

/** How large a body may be, and what was asked for it. Units: bytes after decompression. */
interface BodyLimit {
  readonly request: AskedRoute;
  readonly maxBytes: number;
}

/** A body that was written to a file. */
export interface WrittenBody {
  /** Units: bytes. */
  readonly size: number;
  /** `sha256:` of the bytes. */
  readonly digest: string;
  /** How it begins, to tell a web page from what was asked for. */
  readonly head: string;
}

/** As much of a file as tells what it is. Units: bytes. */
const HEAD_BYTES = 512;

/** Takes a body as text. Units: bytes. */
export function takeText(maxBytes: number): Take<string> {
  return async ({ data, request }) => {
    const body = await readBody(data, { request, maxBytes });
    return { body, said: body };
  };
}

/** Largest answer that is read as words where a file was asked for. Units: bytes. */
const MOST_REFUSAL_BYTES = 1_000_000;

/** Takes the body of an answer with status 200 into a file, and none of another. */
export function takeFile({ file, maxBytes, onProgress }: DownloadTarget): Take<WrittenBody | null> {
  return async ({ request, status, headers, data, onAlive }) => {
    if (status !== 200) {
      return { body: null, said: await readBody(data, { request, maxBytes: MOST_REFUSAL_BYTES }) };
    }
    const announced = /^\d{1,15}$/.exec(headers['content-length'] ?? '')?.[0];
    const ofBytes = announced === undefined ? null : Number(announced);
    const onBytes = (bytes: number) => {
      onAlive();
      onProgress(bytes, ofBytes);
    };
    const body = await writeBody(data, { request, maxBytes }, { file, onBytes });
    return { body, said: body.head };
  };
}

/**
 * A whole body as text.
 *
 * @throws {DecodeError} for one that is too large.
 */
async function readBody(data: unknown, limit: BodyLimit): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of capped(data, limit)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Writes a body to a file, whatever its size up to the limit, without holding it.
 *
 * Edge: a file that is there is overwritten; after a failure it holds what came until then.
 *
 * @throws {DecodeError} for one that is too large.
 */
async function writeBody(
  data: unknown,
  limit: BodyLimit,
  to: { readonly file: string; readonly onBytes: (size: number) => void },
): Promise<WrittenBody> {
  const hash = createHash('sha256');
  const handle = await onDisk(to.file, () => open(to.file, 'w', 0o600));
  let size = 0;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of capped(data, limit)) {
      await onDisk(to.file, () => handle.writeFile(chunk));
      hash.update(chunk);
      size += chunk.byteLength;
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES);
      to.onBytes(size);
    }
    await onDisk(to.file, () => handle.sync());
  } finally {
    await handle.close();
  }
  return { size, digest: `sha256:${hash.digest('hex')}`, head: head.toString('utf8') };
}

/** A full disk is no failure of the host, and asking again would not help. */
async function onDisk<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new StoreError(
      `The download cannot be written to "${file}"; see whether the disk is full or the folder is closed to you.`,
      { file },
      { cause },
    );
  }
}

async function* capped(data: unknown, limit: BodyLimit): AsyncGenerator<Uint8Array> {
  if (!isByteStream(data)) return;
  let size = 0;
  for await (const chunk of data) {
    size += chunk.byteLength;
    if (size > limit.maxBytes) {
      throw new DecodeError(
        `The answer of ${limit.request.host} to ${limit.request.route} is larger than ${limit.maxBytes} bytes; use another source.`,
        { ...namedRoute(limit.request), maxBytes: limit.maxBytes },
      );
    }
    yield chunk;
  }
}

function isByteStream(data: unknown): data is AsyncIterable<Uint8Array> {
  return typeof data === 'object' && data !== null && Symbol.asyncIterator in data;
}
