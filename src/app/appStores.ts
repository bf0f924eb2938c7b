import { tracedTwin } from '../chains/labelAddress.js';
import type { HaloStore } from '../screening/haloPorts.js';
import type { LedgerCache, QuotaStore } from '../screening/ports.js';
import type { PriceCache } from '../screening/pricePorts.js';
import type { RateCache } from '../screening/ratePorts.js';
import { type BundleAccounts, createBundleAccounts } from '../store/bundleAccounts.js';
import { createHaloStore } from '../store/haloStore.js';
import { createLabelStore, type LabelStore } from '../store/labelStore.js';
import { createLedgerStore } from '../store/ledgerStore.js';
import type { DatabaseHandle } from '../store/open.js';
import { createPriceStore } from '../store/priceStore.js';
import { createQuotaStore } from '../store/quotaStore.js';
import { createRateStore } from '../store/rateStore.js';
import { createScreeningStore, type ScreeningStore } from '../store/screeningStore.js';
import { createVouchStore, type VouchStore } from '../store/vouchStore.js';

/** The stores that several parts of an application share. */
export interface AppStores {
  readonly screenings: ScreeningStore;
  /** Which accounts the facts of a record touch. */
  readonly accounts: BundleAccounts;
  readonly cache: LedgerCache;
  readonly priceCache: PriceCache;
  readonly rateCache: RateCache;
  readonly quotas: QuotaStore;
  readonly labels: LabelStore;
  readonly vouches: VouchStore;
  readonly halo: HaloStore;
}

/** The shared stores over a database. `random` gives cryptographically random bytes. */
export function openStores(db: DatabaseHandle, random: (size: number) => Uint8Array): AppStores {
  const screenings = createScreeningStore(db, { randomBytes: random });
  return {
    screenings,
    accounts: createBundleAccounts(db, { readBundle: screenings.readFactBundle }),
    cache: createLedgerStore(db),
    priceCache: createPriceStore(db),
    rateCache: createRateStore(db),
    quotas: createQuotaStore(db),
    labels: createLabelStore(db, { tracedTwin }),
    vouches: createVouchStore(db, { randomBytes: random }),
    halo: createHaloStore(db),
  };
}
