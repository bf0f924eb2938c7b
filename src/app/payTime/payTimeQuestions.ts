import type { Account } from '../../core/account.js';
import type { AssetId } from '../../core/asset.js';

/** The address that a name stands for now, both as they are written. */
export interface ResolvedName {
  /** In its normal form, such as `vitalik.eth`. */
  readonly name: string;
  /** With the EIP-55 checksum in its case. */
  readonly address: string;
  /** The account on Ethereum. */
  readonly account: Account;
}

/**
 * What stands at an account: a `key` signs for it, a `delegated-key` has its calls answered by a contract
 * (EIP-7702) and is a key still, a `contract` has code of its own.
 */
export type AccountKind = 'key' | 'delegated-key' | 'contract';

/**
 * Whether the issuer of an asset has frozen an account. `cannot-tell`: nobody knows here how to ask that
 * asset, or its contract gave no answer to the question.
 */
export type FrozenAnswer = 'frozen' | 'not-frozen' | 'cannot-tell';

/** A signature that is to be of a contract wallet. */
export interface ContractSignature {
  readonly account: Account;
  /** The text that was signed, as it was shown. */
  readonly message: string;
  /** Hexadecimal, with `0x`. */
  readonly signature: string;
}

/** What a contract wallet says of a signature. `no-contract`: there is nobody to say it. */
export type ContractSignatureAnswer = 'valid' | 'invalid' | 'no-contract';

/**
 * The few questions that are asked of a chain when somebody is about to be paid.
 *
 * Each is put to the sources of the chain in their order, and the next is asked where one cannot answer;
 * answers are as of the newest block, and of none that is old.
 *
 * @throws {SourceError} from every call that nobody answered: no answer never reads as a good one.
 * @throws {ConfigError} when a source cannot be used as it is configured.
 */
export interface PayTimeQuestions {
  /**
   * What an ENS name stands for on Ethereum now.
   *
   * Edge: only what the chain itself says is believed; no gateway is asked.
   * @throws {InputError} for a text that is no name, or a name that is nobody's or stands for nothing, in
   * words that do not repeat it.
   */
  readonly resolveName: (name: string, signal: AbortSignal) => Promise<ResolvedName>;
  readonly readCode: (account: Account, signal: AbortSignal) => Promise<AccountKind>;
  readonly askFrozen: (
    account: Account,
    asset: AssetId,
    signal: AbortSignal,
  ) => Promise<FrozenAnswer>;
  /**
   * Asks a contract wallet whether a signature over a text is one of its own (EIP-1271 over EIP-191).
   *
   * @throws {InputError} for what is no signature, and for one of a wallet that is not deployed yet
   * (EIP-6492).
   */
  readonly verifyContractSignature: (
    signed: ContractSignature,
    signal: AbortSignal,
  ) => Promise<ContractSignatureAnswer>;
}
