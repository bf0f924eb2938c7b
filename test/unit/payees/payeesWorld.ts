import { createHash } from 'node:crypto';
import { createPayees } from '../../../src/app/payees/createPayees.js';
import type { PayeePorts } from '../../../src/app/payees/payeePorts.js';
import type { Payees, WalletDetails } from '../../../src/app/payees/payees.js';
import type { AuditLog } from '../../../src/app/service/audit.js';
import { createAuditLog } from '../../../src/app/service/createAuditLog.js';
import { InputError } from '../../../src/core/errors.js';
import type { Payee, PayeeWallet } from '../../../src/core/payee.js';
import { type Actor, permissionsOf, type Role } from '../../../src/core/role.js';
import type { DatabaseHandle } from '../../../src/store/open.js';
import { openForTest } from '../store/temporaryDatabase.js';

/** A person who signed in. */
export function person(name: string, role: Role = 'finance'): Actor {
  const id = `01JPERSON${name.toUpperCase()}`;
  return { kind: 'person', id, personId: id, name, role, permissions: permissionsOf(role) };
}

export const ADA = person('Ada');
export const BOB = person('Bob');
export const DAVE = person('Dave');
export const CAROL = person('Carol', 'compliance');

/** A token that Ada gave out. */
export const BOT: Actor = {
  ...{ kind: 'token', id: '01JTOKEN', personId: ADA.id, name: 'bot', role: null },
  permissions: ['read', 'payees'],
};

/** Three addresses of nobody in particular, and one on Bitcoin. */
export const ADDRESSES = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
] as const;
export const [FIRST, SECOND] = ADDRESSES;
export const ON_BITCOIN = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';

/** Payees over a database file of their own. */
export interface PayeesWorld {
  readonly db: DatabaseHandle;
  readonly payees: Payees;
  readonly audit: AuditLog;
  /** Other payees over the same file, as another process has them. */
  readonly openAgain: () => Payees;
  readonly wait: (seconds: number) => void;
  readonly add: (reference: string, parts?: { name?: string; told?: string }) => Payee;
  readonly register: (
    payeeId: string,
    parts?: Partial<WalletDetails>,
    by?: Actor,
  ) => Promise<PayeeWallet>;
  /** What the audit log tells, newest first. */
  readonly audited: () => readonly string[];
  /** Payments that name a payee or a wallet, by its id. */
  readonly payments: Map<string, number>;
}

/** Opens payees for one test, with a clock that it moves. */
export function openPayees(parts: Partial<PayeePorts> = {}): PayeesWorld {
  const db = openForTest();
  let nowMs = Date.UTC(2026, 10, 22, 10);
  let drawn = 0;
  const payments = new Map<string, number>();
  const ports: PayeePorts = {
    chains: ['ethereum', 'bitcoin', 'polygon'],
    resolveName: async () => {
      throw new InputError('No name can be resolved here.');
    },
    verifyControl: async ({ message, signature }) =>
      signature === `signed: ${message}`
        ? { kind: 'shown', method: 'EIP-191' }
        : { kind: 'not-shown', why: 'The signature is not of this address.' },
    countPayments: (payeeId) => payments.get(payeeId) ?? 0,
    countWalletPayments: (walletId) => payments.get(walletId) ?? 0,
    records: [],
    ...parts,
  };
  const means = {
    ports,
    nowMs: () => nowMs,
    random: (size: number) => {
      drawn += 1;
      const bytes = createHash('sha512').update(`draw ${drawn}`).digest();
      return new Uint8Array(bytes.subarray(0, size));
    },
  };
  const payees = createPayees(db, means);
  const audit = createAuditLog(db, means);
  return {
    ...{ db, payees, audit, payments },
    openAgain: () => createPayees(openForTest(db.name), means),
    wait: (seconds) => {
      nowMs += seconds * 1000;
    },
    add: (reference, { name = 'A. Example', told = '' } = {}) =>
      payees.add({ reference, name, told }, ADA),
    register: (payeeId, wallet = {}, by = ADA) =>
      payees.registerWallet(
        payeeId,
        {
          ...{ text: FIRST, chains: null, custody: 'own', validFrom: null, validUntil: null },
          ...wallet,
        },
        by,
      ),
    audited: () =>
      audit
        .list({ before: null, limit: 99 })
        .map(({ action, actor, subjectId }) => `${action} ${subjectId} by ${actor?.id}`),
  };
}
