const BASE32_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Version byte of a public account key, the one that starts with G. */
const ACCOUNT_VERSION = 6 << 3;

/**
 * Whether a text is a Stellar account key (G and 55 more characters) with a valid checksum.
 *
 * Source: https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md
 */
export function isStellarAccount(text: string): boolean {
  if (!/^G[A-Z2-7]{55}$/.test(text)) return false;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    held = ((held << 5) | BASE32_CHARACTERS.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  const [low, high] = bytes.slice(-2);
  if (bytes.length !== 35 || bytes[0] !== ACCOUNT_VERSION) return false;
  return low !== undefined && high !== undefined && crc16(bytes.slice(0, -2)) === (high << 8) + low;
}

/** CRC-16/XMODEM, the checksum that Stellar keys end with. */
function crc16(bytes: readonly number[]): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    }
    crc &= 0xffff;
  }
  return crc;
}
