import { createAccount } from '../../core/account.js';
import { findChainByName } from '../../core/chain.js';
import { Bug, SourceError } from '../../core/errors.js';
import { contractMethodOn, type PayeeWallet } from '../../core/payee.js';
import type { PayTimeQuestions } from '../payTime/payTimeQuestions.js';
import type { ControlAnswer, PayeePorts } from './payeePorts.js';

/**
 * Verifies signatures of wallets: by the key of the address, else by the contract that stands there on
 * one of the chains on which the wallet may be paid (EIP-1271).
 *
 * Edge: where a chain could not be asked, control is not shown, and the sentence says so.
 */
export function createControlCheck(
  payTime: Pick<PayTimeQuestions, 'verifyContractSignature'>,
): PayeePorts['verifyControl'] {
  return async ({ wallet, message, signature }, signal) => {
    // Loaded by the first signature: it takes a while, and most commands verify none.
    const { verifyTextSignature } = await import('../../chains/textSignature.js');
    const { address, family } = wallet;
    const byKey = verifyTextSignature({ family, address, message, signature });
    if (byKey.kind === 'valid') return { kind: 'shown', method: byKey.method };
    const no: ControlAnswer = { kind: 'not-shown', why: byKey.why };
    if (family === 'utxo') return no;
    const signed = { message, signature: withPrefix(signature) };
    return (await askContracts(wallet, signed, payTime, signal)) ?? no;
  };
}

/** Null where no contract stands at the address on any chain of the wallet, or all say no. */
async function askContracts(
  { address, chains }: PayeeWallet,
  signed: { readonly message: string; readonly signature: string },
  { verifyContractSignature }: Pick<PayTimeQuestions, 'verifyContractSignature'>,
  signal: AbortSignal,
): Promise<ControlAnswer | null> {
  let unasked: SourceError | null = null;
  for (const name of chains) {
    const account = accountOn(name, address);
    try {
      const answer = await verifyContractSignature({ account, ...signed }, signal);
      // Named, for a contract on one chain says nothing of the same address on another.
      if (answer === 'valid') return { kind: 'shown', method: contractMethodOn(name) };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      unasked = error;
    }
  }
  if (unasked === null) return null;
  return {
    kind: 'not-shown',
    why: `The key of the address did not sign this text, and whether a contract there takes the signature could not be asked. ${unasked.message}`,
  };
}

function accountOn(name: string, address: string) {
  const chain = findChainByName(name);
  if (chain === undefined) throw new Bug('A wallet is on an unknown chain.', { name });
  return createAccount(chain.id, address.toLowerCase());
}

/** As contracts take it: keys' signatures are also given without 0x. */
function withPrefix(signature: string): string {
  return /^[0-9a-f]+$/i.test(signature) ? `0x${signature}` : signature;
}
