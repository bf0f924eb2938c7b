import { createAccount } from '../../../../src/core/account.js';
import { nativeAssetId } from '../../../../src/core/asset.js';
import type { PayeeWallet, WalletProof } from '../../../../src/core/payee.js';
import type { PaymentSignal } from '../../../../src/core/payment.js';
import type { SignalKind } from '../../../../src/core/signal.js';
import type {
  ChainAnswers,
  PaidBefore,
  PaymentFacts,
} from '../../../../src/desk/payments/paymentFacts.js';
import { tellPayment } from '../../../../src/desk/payments/paymentSignals.js';
import { chainNamed } from '../../../support/world.js';

/** The address that is to be paid. */
export const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7';
/** Begins and ends like it. */
export const ALIKE = '0x5290aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa9EE7';
export const OTHER = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

const ethereum = chainNamed('ethereum');

/** A confirmed and proven wallet, with parts of it replaced. */
export function walletOf(parts: Partial<PayeeWallet> = {}): PayeeWallet {
  return {
    ...{ id: 'wallet-1', payeeId: 'payee-1', input: ADDRESS, address: ADDRESS, ensName: null },
    ...{ family: 'evm', chains: ['ethereum'], custody: 'own', validFrom: null, validUntil: null },
    ...{ registeredAt: '2026-10-01T09:00:00Z', registeredBy: 'person-1' },
    ...{ confirmedAt: '2026-10-02T09:00:00Z', confirmedBy: 'person-2', endedAt: null },
    proofs: [proofOf('signature')],
    ...parts,
  };
}

/** A showing of control. */
export function proofOf(kind: WalletProof['kind'], method: string | null = null): WalletProof {
  const recordedAt = '2026-10-02T10:00:00Z';
  return { id: 'proof-1', kind, recordedAt, recordedBy: 'person-2', method, note: '' };
}

/** A payment of before, to the same payee and address unless told otherwise. */
export function paidBefore(parts: Partial<PaidBefore> = {}): PaidBefore {
  return {
    ...{ checkId: 'check-0', payeeId: 'payee-1', address: ADDRESS, chain: 'ethereum' },
    approvedAt: '2026-10-25T09:00:00Z',
    ...parts,
  };
}

const QUIET: ChainAnswers = {
  ...{ code: 'key', frozen: 'not-frozen', name: null },
  codeElsewhere: { on: [], unanswered: [] },
  frozenOther: { frozen: [], unanswered: [] },
};

/** What is known of a payment about which there is nothing to tell, with parts of it replaced. */
export function factsOf(
  parts: Partial<Omit<PaymentFacts, 'answers'>> & { readonly answers?: Partial<ChainAnswers> } = {},
): PaymentFacts {
  return {
    chain: ethereum,
    asset: { id: nativeAssetId(ethereum), symbol: 'ETH' },
    day: '2026-11-22',
    payee: { deactivatedAt: null },
    wallet: walletOf(),
    paid: [paidBefore()],
    ...{ sameInvoice: [], known: [], links: [], holds: [] },
    reliedOnFrom: '2026-10-02T09:00:00Z',
    screened: screenedWith([]),
    ...parts,
    answers: { ...QUIET, ...parts.answers },
  };
}

/** A screening of the address on Ethereum that saw these, there or on another chain. */
export function screenedWith(
  kinds: readonly SignalKind[],
  chainName = 'ethereum',
): PaymentFacts['screened'] {
  const address = ADDRESS.toLowerCase();
  const account = createAccount(chainNamed(chainName).id, address);
  return {
    subjects: [{ account: createAccount(ethereum.id, address), accountKind: 'unknown' }],
    signals: kinds.map((kind) => ({ kind, account })),
  };
}

/** What is told of a payment: kinds with their severity. */
export function toldOf(facts: PaymentFacts): readonly string[] {
  return tellPayment(facts).map(({ kind, severity }: PaymentSignal) => `${kind}: ${severity}`);
}
