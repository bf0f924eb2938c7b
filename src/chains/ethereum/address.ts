import { getAddress } from 'ethers/address';
import { findChainByName } from '../../core/chain.js';
import { type Reading, refuse } from '../reading.js';

const HEX_DIGITS = 40;

/** XDC writes its addresses with `xdc` where every other EVM chain writes `0x`. Source: https://docs.xdc.network */
const XDC_PREFIX = /^xdc(?=[0-9a-f]{40}$)/i;

/**
 * Reads an EVM address: `0x` and 40 hexadecimal digits, all in one case or with a valid EIP-55
 * checksum in their case. Null for a text that does not look like one.
 *
 * Blind spot: digits in one case carry no checksum, so a mistyped digit cannot be noticed.
 * Source: https://eips.ethereum.org/EIPS/eip-55
 */
export function readEvmAddress(text: string): Reading | null {
  if (XDC_PREFIX.test(text)) {
    const reading = readDigits(text.slice(3));
    if (reading.kind !== 'evm') return reading;
    return { ...reading, chain: findChainByName('xdc') ?? null };
  }
  if (/^0x/i.test(text)) return readDigits(text.slice(2));
  if (/^[0-9a-f]{40}$/i.test(text)) {
    return refuse(
      'wrong-prefix',
      'The text looks like an EVM address without its 0x; put 0x in front if it is one.',
    );
  }
  return null;
}

/** An EVM address as people write it, with the EIP-55 checksum in its case. */
export function formatEvmAddress(canonical: string): string {
  return getAddress(canonical);
}

function readDigits(digits: string): Reading {
  const foreign = digits.search(/[^0-9a-f]/i);
  if (foreign >= 0) {
    return refuse(
      'wrong-character',
      `The text looks like an EVM address, but the character “${[...digits.slice(foreign)][0]}” at position ${foreign + 3} is no hexadecimal digit; copy the address again.`,
    );
  }
  if (digits.length !== HEX_DIGITS) {
    return refuse(
      'wrong-length',
      `The text looks like an EVM address, but it has ${digits.length} hexadecimal digits after 0x where ${HEX_DIGITS} are needed; copy the whole address again.`,
    );
  }
  const canonical = `0x${digits.toLowerCase()}`;
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) {
    return { kind: 'evm', canonical, chain: null };
  }
  const expected = formatEvmAddress(canonical).slice(2);
  const wrong = [...digits].findIndex((digit, at) => digit !== expected[at]);
  if (wrong < 0) return { kind: 'evm', canonical, chain: null };
  return refuse(
    'wrong-checksum',
    `The text looks like an EVM address, but its EIP-55 checksum is broken: the letter case is wrong, first at the “${digits[wrong]}” at position ${wrong + 3}, so some character was changed; copy the address again.`,
  );
}
