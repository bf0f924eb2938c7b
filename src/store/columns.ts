import { createHash } from 'node:crypto';
import type { ChainId } from '../core/chain.js';
import { Bug, StoreError } from '../core/errors.js';
import type { KnownBlock } from '../screening/ports.js';

/**
 * A transaction id or block hash as bytes.
 *
 * @throws {Bug} for text that is not lower-case hex as the chain writes it (`0x…` on EVM chains).
 */
export function encodeHash(chain: ChainId, text: string): Buffer {
  const bytes = Buffer.from(text.slice(prefixOf(chain).length), 'hex');
  if (bytes.length === 0 || decodeHash(chain, bytes) !== text) {
    throw new Bug('A transaction id or block hash that is not lower-case hex was to be stored.', {
      chain,
      text,
    });
  }
  return bytes;
}

/** A transaction id or block hash as its chain writes it. */
export function decodeHash(chain: ChainId, bytes: Buffer): string {
  return `${prefixOf(chain)}${bytes.toString('hex')}`;
}

/** The block of a row, as it is stored. */
export interface StoredBlock {
  readonly height: number;
  readonly blockHash: Buffer;
}

/** A block that rows name. */
export function decodeBlock(chain: ChainId, { height, blockHash }: StoredBlock): KnownBlock {
  return { height, hash: decodeHash(chain, blockHash) };
}

/** An amount as plain decimal text, so that no size of number is lost. */
export function encodeAmount(amount: bigint): string {
  return amount.toString();
}

/**
 * An amount from its decimal text.
 *
 * @throws {StoreError} when the text is not a plain decimal number.
 */
export function decodeAmount(text: string): bigint {
  if (!/^\d+$/.test(text)) {
    throw new StoreError(
      'The database holds an amount that is not a number; restore the file from a copy.',
    );
  }
  return BigInt(text);
}

/** `sha256:` and the hex digest of texts and bytes, one after the other. */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
}

function prefixOf(chain: ChainId): string {
  return chain.startsWith('eip155:') ? '0x' : '';
}
