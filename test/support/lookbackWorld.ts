import { tracedTwin } from '../../src/chains/labelAddress.js';
import type { Account } from '../../src/core/account.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Transfer } from '../../src/core/ledger.js';
import type { LabelImpact } from '../../src/report/impactDocument.js';
import { createLabelStore } from '../../src/store/labelStore.js';
import { accountAt, inventedAddress } from './liveSources.js';
import type { TestApp } from './openTestApp.js';
import { recordOf } from './recordOf.js';
import { transfer } from './sourceBench.js';

/** Wages come from a client, which a supplier pays, which a bank pays; the wallet pays a shop. */
export const WALLET = inventedAddress('a wallet');
export const CLIENT = inventedAddress('a client');
export const SUPPLIER = inventedAddress('a supplier');
export const BANK = inventedAddress('a bank');
export const SHOP = inventedAddress('a shop');

const DAY = 86_400;
const START_SECONDS = Date.UTC(2026, 0, 1) / 1000;

/** What the chain holds of them. Order: by time. */
export function lookbackTransfers(wallet = WALLET): readonly Transfer[] {
  const pay = (from: string, to: string, coins: number, day: number) =>
    transfer({
      from: accountAt(from),
      to: accountAt(to),
      amount: BigInt(coins) * 10n ** 18n,
      timeSeconds: START_SECONDS + day * DAY,
    });
  return [
    pay(BANK, SUPPLIER, 20, 0),
    pay(SUPPLIER, CLIENT, 20, 5),
    pay(CLIENT, wallet, 4, 10),
    pay(CLIENT, wallet, 4, 40),
    pay(wallet, SHOP, 2, 41),
    pay(SHOP, BANK, 2, 42),
  ];
}

/** A claim that an account is a thief's; the parts replace what it says. */
export function claim(address: string, parts: Partial<Attribution> = {}): Attribution {
  return claimOn(accountAt(address), parts);
}

/** The same about an account. */
export function claimOn(account: Account, parts: Partial<Attribution> = {}): Attribution {
  return {
    account,
    entity: 'Lazarus Group',
    category: 'stolen-funds',
    actor: 'lazarus',
    event: null,
    authority: 'list',
    confidence: 1,
    use: 'exposure',
    set: 'ours',
    source: 'https://example.org/list',
    sourceDate: '2026-11-23',
    entityListedOn: '2019-09-13',
    listedOn: '2026-11-23',
    delistedOn: null,
    note: null,
    ...parts,
  };
}

/** The bank as an exchange, at which a trail ends. */
export const BANK_CLAIM = claim(BANK, {
  entity: 'Bank',
  category: 'exchange',
  actor: null,
  use: 'service',
  sourceDate: '2020-01-01',
  entityListedOn: null,
  listedOn: null,
});

/** Makes claims the newest snapshot of a set. */
export function importClaims(
  app: Pick<TestApp, 'folder'>,
  claims: readonly Attribution[],
  { set = 'ours', at = '2026-11-23T09:00:00Z' } = {},
): string {
  const labels = createLabelStore(recordOf(app).db, { tracedTwin });
  return labels.importSet({
    set,
    rows: claims.map((one) => ({ ...one, set })),
    asOf: null,
    fileDigest: `sha256:${String(claims.length).padStart(64, '0')}`,
    importedAt: at,
  }).id;
}

/** Looks back with nothing asked in particular. */
export function impactOf({ app }: Pick<TestApp, 'app'>, parts: object = {}): LabelImpact {
  return app.tellImpact({ since: null, set: null, onProgress: () => undefined, ...parts });
}
