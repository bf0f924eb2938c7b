/**
 * Room from so many bytes on is shared memory.
 *
 * V8 goes through its whole heap whenever 64 MB of other room were taken: with a million transfers in it
 * that is a third of a second each time, and their columns take twice as much. What is shared it does
 * not count. It is given back with its list, but begins no collection: so this is for what comes with
 * facts, which take more of the heap than their columns take beside it, and not for what is made again
 * and again of the same ones.
 * Source: `PerIsolateAccountingLength`,
 * https://github.com/v8/v8/blob/11.3.244/src/objects/backing-store.h
 */
const LARGE_BYTES = 2 ** 16;

function roomOf(bytes: number): ArrayBufferLike {
  return bytes < LARGE_BYTES ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

/** So many whole numbers of 32 bits with a sign, all 0. */
export function intsOf(length: number): Int32Array {
  return new Int32Array(roomOf(length * Int32Array.BYTES_PER_ELEMENT));
}

/** So many whole numbers of 32 bits without a sign, all 0. */
export function wordsOf(length: number): Uint32Array {
  return new Uint32Array(roomOf(length * Uint32Array.BYTES_PER_ELEMENT));
}

/** So many whole numbers below 256, all 0. */
export function bytesOf(length: number): Uint8Array {
  return new Uint8Array(roomOf(length));
}

/** So many doubles, all 0. */
export function doublesOf(length: number): Float64Array {
  return new Float64Array(roomOf(length * Float64Array.BYTES_PER_ELEMENT));
}
