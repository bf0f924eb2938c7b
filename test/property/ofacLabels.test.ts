import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../src/core/errors.js';
import { ADVANCED, CLASSIC, readLabels } from '../unit/sources/labels/ofacFiles.js';

const FILES = [ADVANCED, CLASSIC].map((text) => new TextEncoder().encode(text));
const file = fc.constantFrom(...FILES);

/** The bytes in pieces of the given sizes, over and over. */
function split(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

async function readOrRefusal(chunks: readonly Uint8Array[]) {
  return readLabels(chunks).catch((error: unknown) => {
    if (error instanceof DecodeError) return null;
    throw error;
  });
}

describe("OFAC's files", () => {
  it('say the same however their bytes are split', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }),
        async (bytes, sizes) => {
          expect(await readLabels(split(bytes, sizes))).toEqual(await readLabels([bytes]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('say the same byte by byte, in the middle of characters too', async () => {
    for (const bytes of FILES) {
      expect(await readLabels(split(bytes, [1]))).toEqual(await readLabels([bytes]));
    }
  });

  it('are refused cut off anywhere before their last tag, and whole after it', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), async (bytes, at) => {
        const end = at % (bytes.length + 1);
        const isWhole = end >= bytes.lastIndexOf('>'.charCodeAt(0)) + 1;
        const read = await readOrRefusal([bytes.subarray(0, end)]);
        expect(read).toEqual(isWhole ? await readLabels([bytes]) : null);
      }),
      { numRuns: 150 },
    );
  });

  it('are read or refused with one byte changed, and never fail otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.nat(), fc.nat(255), async (bytes, at, value) => {
        const changed = Uint8Array.from(bytes);
        changed[at % bytes.length] = value;
        await readOrRefusal([changed]);
      }),
      { numRuns: 300 },
    );
  });

  it('are not seen in arbitrary bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
        expect(await readOrRefusal([bytes])).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
