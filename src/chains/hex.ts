/**
 * The bytes of a hexadecimal text without prefix.
 *
 * Edge: the text must have an even number of hexadecimal digits; callers test it before.
 */
export function hexToBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Bytes as a lower-case hexadecimal text without prefix. */
export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
