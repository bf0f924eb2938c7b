import { ulid } from 'ulid';
import { chainsOfText } from '../../chains/chainsOfText.js';
import { parseSubject } from '../../chains/registry.js';
import { type Account, chainOfAccount } from '../../core/account.js';
import { CHAINS, type Chain } from '../../core/chain.js';
import { InputError } from '../../core/errors.js';
import { isObject } from '../../core/jsonFields.js';
import { createPriceBook, type PriceBook } from '../../core/price.js';
import { foldCase } from '../../desk/payees/payeeTexts.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPaidStore } from '../../store/paidStore.js';
import type { PayeePorts } from '../payees/payeePorts.js';
import { accountsNamedBy } from '../subjects.js';
import { createPaidPayments } from './createPaidPayments.js';
import type { PaidMeans } from './paidMeans.js';
import type { PaidPayments } from './paidPayments.js';

/** What payments that were made are kept with, of an application. */
export interface PaidParts
  extends Omit<PaidMeans, 'store' | 'known' | 'accountOn' | 'prices' | 'newId'> {
  /** What coins were worth; null for what is pegged alone. */
  readonly prices: PriceBook | null;
  readonly random: (size: number) => Uint8Array;
}

/** The payments that were made, of an application. */
export function connectPaid(parts: PaidParts): PaidPayments {
  const { db, assets, nowMs, random } = parts;
  return createPaidPayments({
    ...parts,
    store: createPaidStore(db),
    known: { chains: CHAINS, assets: [...assets.values()], readAddress: chainsOfText },
    accountOn,
    prices: createPriceBook(assets, parts.prices),
    newId: () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256),
  });
}

/** What payees need to know of payments that were made: how many name one, and all of them for an export. */
export function paidRecords(db: DatabaseHandle): {
  readonly countPayments: PayeePorts['countPayments'];
  readonly records: PayeePorts['records'][number];
} {
  const store = createPaidStore(db);
  return {
    countPayments: store.countOfPayee,
    records: {
      name: 'paymentsMade',
      collect: ({ payeeIds }) =>
        store.listToldOf(payeeIds).map((told) => ({
          ...{ ...told, amount: told.amount.toString() },
          changes: store.listChanges(told.id),
        })),
      // Whoever was paid is not deleted; how a payment was told before it named another is.
      forget: (_, { words }) => {
        const folded = new Set(words.map(foldCase));
        store.eraseChanges(({ beforeJson }) => {
          const payee = beforeJson === null ? null : readPayee(beforeJson);
          return payee !== null && folded.has(foldCase(payee));
        });
      },
    },
  };
}

/** Whom a payment was told to be to, of what is kept of a change. */
function readPayee(beforeJson: string): string | null {
  const before: unknown = JSON.parse(beforeJson);
  return isObject(before) && typeof before.payee === 'string' ? before.payee : null;
}

function accountOn(address: string, chain: Chain): Account | null {
  try {
    const accounts = accountsNamedBy(parseSubject(address));
    return accounts.find((account) => chainOfAccount(account) === chain.id) ?? null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
