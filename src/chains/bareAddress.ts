import { readBitcoinAddress } from './bitcoin/address.js';
import { readEvmAddress } from './ethereum/address.js';
import { type Reading, readFirst } from './reading.js';
import { readUntracedAddress } from './untraced.js';

/** Reads an address that stands alone, of any chain that Hopsight recognises. Null for other text. */
export function readBareAddress(text: string): Reading | null {
  return readFirst(text, [readEvmAddress, readBitcoinAddress, readUntracedAddress]);
}
