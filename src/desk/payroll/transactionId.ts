import type { Chain } from '../../core/chain.js';

const ID = /^(?:0x)?([0-9a-f]{64})$/i;
/** The last part of the page of a transaction at an explorer. */
const PAGE = /^https?:\/\/[^\s?#]+\/(?:0x)?([0-9a-f]{64})\/?(?:[?#]\S*)?$/i;

/** Whether a text is the id of a transaction, on whatever chain, or a link to one. */
export function isTransactionId(text: string): boolean {
  return digitsOf(text) !== null;
}

/**
 * The id of a transaction as its chain writes it, out of an id or a link to an explorer; null for any
 * other text.
 */
export function parseTransactionId(text: string, { family }: Pick<Chain, 'family'>): string | null {
  const digits = digitsOf(text);
  if (digits === null) return null;
  return family === 'evm' ? `0x${digits}` : digits;
}

function digitsOf(text: string): string | null {
  const trimmed = text.trim();
  const [, digits] = ID.exec(trimmed) ?? PAGE.exec(trimmed) ?? [];
  return digits?.toLowerCase() ?? null;
}
