import { AbiCoder } from 'ethers/abi';
import { id } from 'ethers/hash';

/** Bytes of one word. Source: https://docs.soliditylang.org/en/latest/abi-spec.html */
const WORD_DIGITS = 64;

const coder = AbiCoder.defaultAbiCoder();

/**
 * The data of a call: the selector of a function and its arguments, in hexadecimal with `0x`.
 *
 * Source: https://docs.soliditylang.org/en/latest/abi-spec.html
 *
 * @param signature - such as `isBlacklisted(address)`
 */
export function encodeCall(signature: string, values: readonly (string | bigint)[]): string {
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',');
  return `${id(signature).slice(0, 10)}${coder.encode(types, values).slice(2)}`;
}

/** The yes or no that a contract answered, or null for anything else. */
export function decodeFlag(data: string): boolean | null {
  const word = wordOf(data);
  if (word === null) return null;
  const value = BigInt(`0x${word}`);
  return value === 0n || value === 1n ? value === 1n : null;
}

/** The address that a contract answered, in lower case, or null for anything else. */
export function decodeAddress(data: string): string | null {
  const word = wordOf(data);
  return word === null || !/^0{24}/.test(word) ? null : `0x${word.slice(24)}`;
}

/** The first word of an answer, or null where it has none. */
export function wordOf(data: string): string | null {
  return data.length < WORD_DIGITS + 2 ? null : data.slice(2, WORD_DIGITS + 2).toLowerCase();
}
