import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { WalletProof } from '../../core/payee.js';
import type { Actor } from '../../core/role.js';
import { NONCE_BYTES, PROOF_LIFE_SECONDS, proofText } from '../../desk/payees/proofText.js';
import { erasably } from '../../store/erasably.js';
import type { StoredProof, StoredProofRequest } from '../../store/payeeWalletStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees, ProofGiven } from './payees.js';
import {
  activePayee,
  nowIso,
  type PayeesMeans,
  tellChange,
  toWallet,
  walletInUse,
} from './payeesMeans.js';
import { keepText } from './payeeTextsKept.js';

/** The part of the payees that is about control of their wallets. */
export type WalletProofs = Pick<Payees, 'askProof' | 'readProofRequest' | 'recordProof'>;

/** How long a contract may take to tell whether a signature is its owner's. Units: milliseconds. */
const VERIFY_MS = 60_000;

/** The longest signature: that of a wallet of many owners. Units: characters. */
const MOST_OF_SIGNATURE = 20_000;

/** Asking for proofs of control, and keeping them. */
export function createWalletProofs(means: PayeesMeans): WalletProofs {
  const { db, wallets, audit } = means;

  const openRequest = (walletId: string): StoredProofRequest | null => {
    const request = wallets.readRequest(walletId);
    return request === null || request.expiresAt <= nowIso(means) ? null : request;
  };

  const keep = (
    { walletId, ...proof }: Pick<StoredProof, 'walletId' | 'kind' | 'method' | 'note'>,
    signed: Pick<StoredProof, 'message' | 'signature'>,
    by: Actor,
  ): WalletProof => {
    const { payeeId } = walletInUse(means, walletId);
    activePayee(means, payeeId);
    const told: WalletProof = {
      ...{ id: means.newId(), ...proof },
      ...{ recordedAt: nowIso(means), recordedBy: by.personId },
    };
    wallets.insertProof({ ...told, walletId, ...signed });
    const fields = [
      { name: 'proof', before: null, after: proof.kind },
      { name: 'proofId', before: null, after: told.id },
      { name: 'method', before: null, after: proof.method },
      { name: 'note', before: null, after: proof.note },
    ].filter(({ after }) => after !== null && after !== '');
    const change = { payeeId, walletId, what: 'proof-recorded', fields } as const;
    tellChange(means, change, { by, action: 'proof-recorded', subjectId: walletId });
    return told;
  };

  const recordSignature = async (walletId: string, text: string, by: Actor) => {
    const signature = text.trim();
    if (signature === '' || signature.length > MOST_OF_SIGNATURE) {
      throw new InputError(
        `A signature must not be blank, nor have more than ${MOST_OF_SIGNATURE} characters.`,
      );
    }
    const wallet = toWallet(walletInUse(means, walletId));
    const request = openRequest(walletId);
    if (request === null) throw new InputError(NOT_ASKED);
    const { message } = request;
    const shown = { wallet, message, signature };
    const found = await means.ports.verifyControl(shown, AbortSignal.timeout(VERIFY_MS));
    if (found.kind === 'not-shown') throw new InputError(found.why);
    return erasably(db, () => {
      // Again, for it may have been used, or another asked for, while this one was verified.
      if (openRequest(walletId)?.message !== message) throw new InputError(NOT_ASKED);
      wallets.deleteRequest(walletId);
      const { method } = found;
      return keep({ walletId, kind: 'signature', method, note: '' }, { message, signature }, by);
    });
  };

  return {
    askProof: (walletId, by) => {
      assertMay(by, 'payees');
      return erasably(db, () => {
        const { address, payeeId } = walletInUse(means, walletId);
        activePayee(means, payeeId);
        const expiresAt = formatMoment(means.nowSeconds() + PROOF_LIFE_SECONDS);
        const nonce = Buffer.from(means.random(NONCE_BYTES)).toString('hex');
        const request = { walletId, message: proofText({ address, expiresAt, nonce }), expiresAt };
        wallets.putRequest(request);
        audit.append({ actor: by, action: 'proof-asked', subjectId: walletId });
        return request;
      });
    },
    readProofRequest: openRequest,
    recordProof: async (walletId, proof, by) => {
      assertMay(by, 'payees');
      if (proof.kind === 'signature') return recordSignature(walletId, proof.signature, by);
      const note = noteOf(proof);
      const kept = { walletId, kind: proof.kind, method: null, note };
      return erasably(db, () => keep(kept, { message: null, signature: null }, by));
    },
  };
}

const NOT_ASKED =
  'No text waits to be signed for this wallet: none was asked for, it was used, or its time is over; ask for one and have that signed.';

function noteOf({ kind, note: text }: Exclude<ProofGiven, { kind: 'signature' }>): string {
  const note = keepText(text, 'note of a proof');
  if (note !== '') return note;
  throw new InputError(
    kind === 'statement'
      ? 'Say what was seen: the day of the statement and the custodian that wrote it.'
      : 'Say what was seen: the transaction of the test payment and the amount that the payee named.',
  );
}
