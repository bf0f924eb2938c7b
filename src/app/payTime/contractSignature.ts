import { hashMessage } from 'ethers/hash';
import { encodeCall, wordOf } from '../../chains/ethereum/contractWords.js';
import { addressOfAccount } from '../../core/account.js';
import { InputError } from '../../core/errors.js';
import type { ChainStateSource } from '../../screening/payPorts.js';
import type { ContractSignature, ContractSignatureAnswer } from './payTimeQuestions.js';

/** What a wallet answers to a signature of its own, as the first word. Source: https://eips.ethereum.org/EIPS/eip-1271 */
const MAGIC = `1626ba7e${'0'.repeat(56)}`;

/** The end of a signature of a wallet that is not deployed yet. Source: https://eips.ethereum.org/EIPS/eip-6492 */
const NOT_DEPLOYED = '6492'.repeat(16);

/** Signatures of forty owners; explorers take what is asked in an address, which must not be longer. Units: bytes. */
const MOST_BYTES = 2600;

/**
 * A signature as it is sent to a wallet, in lower case.
 *
 * @throws {InputError} for what cannot be one.
 */
export function parseContractSignature(text: string): string {
  const signature = text.trim().toLowerCase();
  if (!/^0x(?:[0-9a-f]{2})+$/.test(signature)) {
    throw new InputError(
      'The signature is not one: it must be 0x and an even number of hexadecimal digits, as the wallet gave it.',
    );
  }
  if (signature.endsWith(NOT_DEPLOYED)) {
    throw new InputError(
      'The signature is that of a wallet which is not deployed yet (EIP-6492), so that the chain cannot be asked about it; have the wallet send one transaction first, and sign again.',
    );
  }
  if (signature.length / 2 - 1 > MOST_BYTES) {
    throw new InputError(
      `The signature is longer than ${MOST_BYTES} bytes, more than a wallet of forty owners gives; copy it again.`,
    );
  }
  return signature;
}

/**
 * What a contract says of a signature over a text (EIP-1271, over the hash of EIP-191).
 *
 * Edge: a wallet whose code fails on a signature does not take it for its own.
 *
 * @throws {SourceError} when the source cannot tell.
 */
export async function askContractSignature(
  { account, message, signature }: ContractSignature,
  source: ChainStateSource,
  signal: AbortSignal,
): Promise<ContractSignatureAnswer> {
  const to = addressOfAccount(account);
  if ((await source.fetchCode(to, signal)) === '0x') return 'no-contract';
  const values = [hashMessage(message), signature];
  const data = encodeCall('isValidSignature(bytes32,bytes)', values);
  const answer = await source.callContract({ to, data }, signal);
  return answer.kind === 'answered' && wordOf(answer.data) === MAGIC ? 'valid' : 'invalid';
}
