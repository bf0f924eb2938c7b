import { StoreError } from '../core/errors.js';
import { type PayeeWallet, PROOF_KINDS, type WalletProof } from '../core/payee.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A wallet as the database keeps it. */
export interface StoredWallet extends PayeeWallet {
  /**
   * The persons who chose what has to be confirmed since it last was; of a confirmed wallet those before.
   * Order: as they did.
   */
  readonly choosers: readonly string[];
}

/** A showing of control, with what was signed and the signature; both null for other kinds. */
export interface StoredProof extends WalletProof {
  readonly walletId: string;
  readonly message: string | null;
  readonly signature: string | null;
}

/** A nonce that is to be signed. */
export interface StoredProofRequest {
  readonly walletId: string;
  readonly message: string;
  /** ISO 8601 time in UTC. */
  readonly expiresAt: string;
}

/** The wallets of payees, and what shows control of them. */
export interface PayeeWalletStore {
  readonly readWallet: (walletId: string) => StoredWallet | null;
  /** Order: as registered. */
  readonly listWallets: (payeeId: string) => readonly StoredWallet[];
  /** Those in use of payees that are active. Order: as registered. */
  readonly listWalletsInUse: () => readonly StoredWallet[];
  readonly insertWallet: (wallet: StoredWallet) => void;
  /** Writes everything but what was registered. */
  readonly writeWallet: (wallet: StoredWallet) => void;
  /** With what was signed. Order: as recorded. */
  readonly listProofs: (walletId: string) => readonly StoredProof[];
  readonly insertProof: (proof: StoredProof) => void;
  readonly deleteProof: (proofId: string) => void;
  readonly readRequest: (walletId: string) => StoredProofRequest | null;
  /** In the place of any other of the wallet. */
  readonly putRequest: (request: StoredProofRequest) => void;
  readonly deleteRequest: (walletId: string) => void;
}

interface WalletRow
  extends Omit<StoredWallet, 'chains' | 'choosers' | 'family' | 'custody' | 'proofs'> {
  readonly chainsJson: string;
  readonly choosersJson: string;
  readonly family: string;
  readonly custody: string;
}

interface ProofRow extends Omit<StoredProof, 'kind'> {
  readonly kind: string;
}

const WALLETS = `SELECT wallet_id AS id, payee_wallet.payee_id AS payeeId, input, address,
  ens_name AS ensName, family, chains_json AS chainsJson, custody,
  valid_from AS validFrom, valid_until AS validUntil, registered_at AS registeredAt,
  registered_by AS registeredBy, choosers_json AS choosersJson, confirmed_at AS confirmedAt,
  confirmed_by AS confirmedBy, ended_at AS endedAt FROM payee_wallet`;

/** The wallets over a database. @throws {StoreError} from every call, when the database fails. */
export function createPayeeWalletStore(db: DatabaseHandle): PayeeWalletStore {
  const selectOne = db.prepare<[string], WalletRow>(`${WALLETS} WHERE wallet_id = ?`);
  const selectOf = db.prepare<[string], WalletRow>(
    `${WALLETS} WHERE payee_wallet.payee_id = ? ORDER BY sequence`,
  );
  const selectInUse = db.prepare<[], WalletRow>(`${WALLETS} JOIN payee USING (payee_id)
    WHERE ended_at IS NULL AND deactivated_at IS NULL ORDER BY sequence`);
  const selectProofs = db.prepare<[string], ProofRow>(`
    SELECT proof_id AS id, wallet_id AS walletId, kind, recorded_at AS recordedAt,
      recorded_by AS recordedBy, method, note, message, signature
    FROM wallet_proof WHERE wallet_id = ? ORDER BY sequence`);
  const insert = db.prepare<WalletRow>(`
    INSERT INTO payee_wallet (wallet_id, payee_id, input, address, ens_name, family,
      chains_json, custody, valid_from, valid_until, registered_at, registered_by, choosers_json,
      confirmed_at, confirmed_by, ended_at)
    VALUES (@id, @payeeId, @input, @address, @ensName, @family, @chainsJson, @custody,
      @validFrom, @validUntil, @registeredAt, @registeredBy, @choosersJson, @confirmedAt, @confirmedBy,
      @endedAt)`);
  const update = db.prepare<WalletRow>(`
    UPDATE payee_wallet SET payee_id = @payeeId, chains_json = @chainsJson, custody = @custody,
      valid_from = @validFrom, valid_until = @validUntil, choosers_json = @choosersJson,
      confirmed_at = @confirmedAt, confirmed_by = @confirmedBy, ended_at = @endedAt
    WHERE wallet_id = @id`);
  const insertProof = db.prepare<StoredProof>(`
    INSERT INTO wallet_proof (proof_id, wallet_id, kind, recorded_at, recorded_by, method, note,
      message, signature)
    VALUES (@id, @walletId, @kind, @recordedAt, @recordedBy, @method, @note, @message, @signature)`);
  const deleteProof = db.prepare<[string]>('DELETE FROM wallet_proof WHERE proof_id = ?');
  const selectRequest = db.prepare<[string], StoredProofRequest>(`
    SELECT wallet_id AS walletId, message, expires_at AS expiresAt FROM proof_request
    WHERE wallet_id = ?`);
  const putRequest = db.prepare<StoredProofRequest>(`
    INSERT INTO proof_request (wallet_id, message, expires_at)
    VALUES (@walletId, @message, @expiresAt)
    ON CONFLICT (wallet_id) DO UPDATE SET message = @message, expires_at = @expiresAt`);
  const deleteRequest = db.prepare<[string]>('DELETE FROM proof_request WHERE wallet_id = ?');

  const listProofs = (walletId: string): readonly StoredProof[] =>
    selectProofs.all(walletId).map((proof) => ({ ...proof, kind: oneOf(PROOF_KINDS, proof.kind) }));
  const decode = ({ chainsJson, choosersJson, ...row }: WalletRow): StoredWallet => ({
    ...row,
    family: oneOf(['evm', 'utxo'], row.family),
    custody: oneOf(['own', 'custodial'], row.custody),
    chains: namesOf(chainsJson),
    choosers: namesOf(choosersJson),
    proofs: listProofs(row.id).map(toProof),
  });
  return {
    readWallet: guarded(db.name, (walletId) => {
      const row = selectOne.get(walletId);
      return row === undefined ? null : decode(row);
    }),
    listWallets: guarded(db.name, (payeeId) => selectOf.all(payeeId).map(decode)),
    listWalletsInUse: guarded(db.name, () => selectInUse.all().map(decode)),
    insertWallet: guarded(db.name, (wallet) => {
      insert.run(encode(wallet));
    }),
    writeWallet: guarded(db.name, (wallet) => {
      update.run(encode(wallet));
    }),
    listProofs: guarded(db.name, listProofs),
    insertProof: guarded(db.name, (proof) => {
      insertProof.run(proof);
    }),
    deleteProof: guarded(db.name, (proofId) => {
      deleteProof.run(proofId);
    }),
    readRequest: guarded(db.name, (walletId) => selectRequest.get(walletId) ?? null),
    putRequest: guarded(db.name, (request) => {
      putRequest.run(request);
    }),
    deleteRequest: guarded(db.name, (walletId) => {
      deleteRequest.run(walletId);
    }),
  };
}

function toProof({ walletId: _, message: __, signature: ___, ...proof }: StoredProof): WalletProof {
  return proof;
}

function encode({ chains, choosers, proofs: _, ...wallet }: StoredWallet): WalletRow {
  const choosersJson = JSON.stringify(choosers);
  return { ...wallet, chainsJson: JSON.stringify(chains), choosersJson };
}

/** @throws {StoreError} for a word that no Hopsight wrote. */
function oneOf<Word extends string>(words: readonly Word[], text: string): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw damaged();
  return word;
}

function namesOf(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed)) throw damaged();
  return parsed.map((name) => {
    if (typeof name !== 'string') throw damaged();
    return name;
  });
}

function damaged(): StoreError {
  return new StoreError(
    'The database holds a wallet that no Hopsight wrote; restore the file from a copy.',
  );
}
