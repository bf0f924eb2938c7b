/** How control of a wallet was shown. A closed list. */
export const PROOF_KINDS = [
  /** A signature over our nonce by the key of the wallet (EIP-191, EIP-1271 or BIP-322), verified. */
  'signature',
  /** A custodian's statement of account that names the address, seen by somebody. */
  'statement',
  /** A small amount that we sent and whose exact amount the payee named, seen on the chain. */
  'test-payment',
] as const;

/** How control of a wallet was shown. */
export type ProofKind = (typeof PROOF_KINDS)[number];

/**
 * How a proof names that the contract at a wallet took a signature on a chain, by its short name. It says
 * nothing of another chain, where the same address may be somebody else's or nobody's.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-1271
 *
 * @example
 * contractMethodOn('polygon') // 'EIP-1271 on polygon'
 */
export function contractMethodOn(chain: string): string {
  return `${CONTRACT_METHOD} on ${chain}`;
}

/** Whether a method is that of a contract, on whatever chain; null is none. */
export function isContractMethod(method: string | null): boolean {
  return method?.startsWith(`${CONTRACT_METHOD} on `) ?? false;
}

const CONTRACT_METHOD = 'EIP-1271';

/** One showing of control. */
export interface WalletProof {
  readonly id: string;
  readonly kind: ProofKind;
  /** ISO 8601 time in UTC. */
  readonly recordedAt: string;
  /** The person who recorded it. */
  readonly recordedBy: string;
  /** The standard by which a signature was verified, such as `EIP-191` or `EIP-1271 on polygon`; null for the others. */
  readonly method: string | null;
  /** What was seen, in words: the statement's day, the transaction of the test payment; personal data. */
  readonly note: string;
}

/** An account of a payee to which payments go. */
export interface PayeeWallet {
  readonly id: string;
  readonly payeeId: string;
  /** What was given, such as an ENS name; personal data. */
  readonly input: string;
  /** The address as its chain writes it (EIP-55 for EVM). */
  readonly address: string;
  /** The name under which it was given, in ENS; null for none. */
  readonly ensName: string | null;
  readonly family: 'evm' | 'utxo';
  /** Short names of the chains on which it may be paid. Order: as configured. */
  readonly chains: readonly string[];
  /** Whether the address is said to be at a custodian such as an exchange. */
  readonly custody: 'own' | 'custodial';
  /** ISO days: from the first on, up to and with the second it may be paid; null for open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** ISO 8601 times in UTC. */
  readonly registeredAt: string;
  /** The person who answers for the registration. */
  readonly registeredBy: string;
  /** Null until a second person confirmed it. */
  readonly confirmedAt: string | null;
  readonly confirmedBy: string | null;
  /** When it was taken out of use; null while it is in use. */
  readonly endedAt: string | null;
  readonly proofs: readonly WalletProof[];
}

/** Somebody whom the company pays. */
export interface Payee {
  readonly id: string;
  /** The company's own mark for them, unique whatever the case of its letters; personal data. */
  readonly reference: string;
  /** Personal data. */
  readonly name: string;
  /** What they were told of the screening, in words; personal data. */
  readonly told: string;
  readonly createdAt: string;
  /** Null while they may be paid. */
  readonly deactivatedAt: string | null;
  /** The payee into whom this one was merged as a duplicate; null for none. */
  readonly mergedInto: string | null;
  /** Order: as registered, newest last; ended ones too. */
  readonly wallets: readonly PayeeWallet[];
}

/** A time during which a payee had a reference, which was somebody else's before or after, perhaps. */
export interface HeldReference {
  /** As references are compared: without the case of its letters. Personal data. */
  readonly key: string;
  /** ISO 8601 times in UTC: from the first on, before the second; null while they have it. */
  readonly from: string;
  readonly until: string | null;
}

/** Why a wallet may not be paid now; null where it may. */
export type Unpayable = 'unconfirmed' | 'ended' | 'not-yet-valid' | 'no-longer-valid';

/**
 * Why a wallet may not be paid on a day, or null where it may. `day` is an ISO day.
 *
 * @example
 * whyUnpayable({ confirmedAt: null, endedAt: null, validFrom: null, validUntil: null }, '2026-11-30') // 'unconfirmed'
 */
export function whyUnpayable(
  wallet: Pick<PayeeWallet, 'confirmedAt' | 'endedAt' | 'validFrom' | 'validUntil'>,
  day: string,
): Unpayable | null {
  if (wallet.endedAt !== null) return 'ended';
  if (wallet.confirmedAt === null) return 'unconfirmed';
  if (wallet.validFrom !== null && day < wallet.validFrom) return 'not-yet-valid';
  if (wallet.validUntil !== null && day > wallet.validUntil) return 'no-longer-valid';
  return null;
}
