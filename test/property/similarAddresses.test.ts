import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { nativeAssetId } from '../../src/core/asset.js';
import { comparedEnds } from '../../src/core/patterns/lookAlike.js';
import { tellLookAlikes } from '../../src/desk/payments/lookAlikeSignals.js';
import type { KnownAddress } from '../../src/desk/payments/paymentFacts.js';
import { migrationsFolder } from '../../src/packageFiles.js';
import { openDatabase } from '../../src/store/open.js';
import { createPayeeStore } from '../../src/store/payeeStore.js';
import { createPayeeWalletStore, type StoredWallet } from '../../src/store/payeeWalletStore.js';
import { createPaymentStore } from '../../src/store/paymentStore.js';
import { createSimilarAddresses } from '../../src/store/similarAddresses.js';
import { chainNamed } from '../support/world.js';

const folder = mkdtempSync(join(tmpdir(), 'hopsight-similar-'));
const db = openDatabase({ file: join(folder, 'a.sqlite'), migrationsFolder, now: () => 0 });
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true });
});
const payees = createPayeeStore(db);
const wallets = createPayeeWalletStore(db);
const payments = createPaymentStore(db, { randomBytes });
const similar = createSimilarAddresses(db);
const AT = '2022-05-16T12:00:00Z';

/** Addresses of few beginnings and ends, in letters of either case, of which many look alike. */
const anyAddress = fc
  .record({
    start: fc.constantFrom('0xab12', '0xAB12', '0xcd34', '1ab12', '1AB12', 'bc1qab12'),
    middle: fc.constantFrom('0'.repeat(32), '1'.repeat(32), 'a'.repeat(32), 'A'.repeat(32)),
    end: fc.constantFrom('ee7f', 'EE7F', 'ee7e'),
  })
  .map(({ start, middle, end }) => ({
    family: start.startsWith('0x') ? ('evm' as const) : ('utxo' as const),
    address: `${start}${middle}${end}`,
  }));

/** Wallets that were registered and addresses that were paid, some of them no longer in use. */
const anyRegister = fc.array(
  fc.record({
    of: anyAddress,
    state: fc.constantFrom('in-use', 'ended', 'deactivated'),
    isPaid: fc.constantFrom('approved', 'asked', 'never'),
  }),
  { minLength: 5, maxLength: 40 },
);

type Register = (typeof anyRegister extends fc.Arbitrary<infer Value> ? Value : never)[number];

function walletOf({ of, state }: Register, at: number): StoredWallet {
  return {
    ...{ id: `w${at}`, payeeId: `p${at}`, input: '', ensName: null, chains: [], custody: 'own' },
    ...{ validFrom: null, validUntil: null, registeredAt: AT, registeredBy: 'local' },
    ...{ choosers: ['local'], confirmedAt: null, confirmedBy: null, proofs: [] },
    endedAt: state === 'ended' ? AT : null,
    ...of,
  };
}

function keep(one: Register, at: number): void {
  const id = `p${at}`;
  payees.insertPayee({
    ...{ id, reference: id, referenceKey: id, name: id, told: '', searchText: id, createdAt: AT },
    ...{ deactivatedAt: one.state === 'deactivated' ? AT : null, mergedInto: null },
  });
  wallets.insertWallet(walletOf(one, at));
  if (one.isPaid === 'never') return;
  const checkId = `c${at}`;
  payments.addPayment({
    ...{ checkId, payeeId: id, walletId: `w${at}`, ...one.of, chain: 'ethereum', amount: 1n },
    ...{ asset: nativeAssetId(chainNamed('ethereum')), screeningId: 's', askedAt: AT },
    ...{ askedBy: 'a', actor: { kind: 'person', id: 'a' }, invoice: 'I', invoiceKey: 'i' },
  });
  if (one.isPaid !== 'approved') return;
  payments.writeOutcome(checkId, {
    ...{ decidedAt: AT, decision: 'proceed', complete: true, signals: [], summary: '' },
    ...{ nextStep: '', failure: null },
  });
  const approval = { approvalId: `a${at}`, issuedAt: AT, expiresAt: AT, approvalJson: '{}' };
  payments.writeApproval(checkId, approval);
}

/** All that look like an address, compared with every one that is registered or was paid. */
function comparedWithAll(register: readonly Register[]): readonly KnownAddress[] {
  return [
    ...register
      .filter(({ state }) => state === 'in-use')
      .map(({ of }): KnownAddress => ({ ...of, from: 'roster', relied: IN_USE })),
    ...register
      .filter(({ isPaid }) => isPaid === 'approved')
      .map(({ of }): KnownAddress => ({ ...of, from: 'paid', relied: PAID })),
  ];
}

const IN_USE = { isInUse: true, from: null } as const;
const PAID = { isInUse: false, from: AT } as const;

it('what is found by its end alone is told as if all had been compared', () => {
  fc.assert(
    fc.property(anyRegister, anyAddress, (register, { address, family }) => {
      db.prepare('BEGIN').run();
      try {
        for (const [at, one] of register.entries()) keep(one, at);
        const canonical = family === 'evm' ? address.toLowerCase() : address;
        const ends = comparedEnds(canonical, family);
        const found = [
          ...similar
            .listRegistered(ends)
            .filter(({ isInUse }) => isInUse)
            .map((one): KnownAddress => ({ ...one, from: 'roster', relied: IN_USE })),
          ...similar
            .listApproved(ends)
            .map((one): KnownAddress => ({ ...one, from: 'paid', relied: PAID })),
        ];
        const wallet = walletOf({ of: { address, family }, state: 'in-use', isPaid: 'never' }, -1);
        const chain = chainNamed(family === 'evm' ? 'ethereum' : 'bitcoin');
        const tell = (known: readonly KnownAddress[]) =>
          tellLookAlikes({ wallet, chain, known, reliedOnFrom: null });
        expect(tell(found)).toEqual(tell(comparedWithAll(register)));
      } finally {
        db.prepare('ROLLBACK').run();
      }
    }),
  );
});

it('an end is looked for by its index, however many are registered and were paid', () => {
  const plan = (sql: string) =>
    JSON.stringify(db.prepare<[string]>(`EXPLAIN QUERY PLAN ${sql}`).all('ee7f'));
  for (const [table, index] of [
    ['payee_wallet', 'payee_wallet_by_end'],
    ['payment_check', 'payment_check_by_end'],
  ]) {
    const sql = `SELECT address FROM ${table} WHERE lower(substr(address, -4)) = lower(?)`;
    expect(plan(sql)).toContain(`USING INDEX ${index}`);
  }
});
