import type { Account } from '../../core/account.js';
import type { AssetList } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';
import type { PriceBook } from '../../core/price.js';
import type { KnownMoney } from '../../desk/payroll/known.js';
import type { LabelBook, LedgerCache } from '../../screening/ports.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { PaidStore } from '../../store/paidStore.js';
import type { Connected } from '../connectSources.js';
import type { Payees } from '../payees/payees.js';
import type { AuditLog } from '../service/audit.js';

/** What payments that were made are kept and looked up with. */
export interface PaidMeans {
  /** The handle of the store and the audit log. */
  readonly db: DatabaseHandle;
  readonly store: PaidStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly payees: Pick<Payees, 'find' | 'read' | 'search' | 'listWalletsInUse'>;
  readonly assets: AssetList;
  readonly known: KnownMoney;
  /** The account of an address on a chain; null where it is none there. */
  readonly accountOn: (address: string, chain: Chain) => Account | null;
  readonly ownAccounts: ReadonlySet<Account>;
  readonly cache: LedgerCache;
  /** The configured sources, for work that ends at a moment. Units: milliseconds since 1970. */
  readonly connect: (endsAtMs: number) => Pick<Connected, 'chains'>;
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  readonly prices: PriceBook;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly newId: () => string;
}
