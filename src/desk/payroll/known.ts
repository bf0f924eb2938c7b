import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';

/** What a payroll can name. */
export interface KnownMoney {
  /** Chains by the names that a payroll may use, traced or not. */
  readonly chains: readonly Chain[];
  readonly assets: readonly Asset[];
  /** The chains that an address may be for; empty for a text that is no address. Order: most likely first. */
  readonly chainsOfAddress: (text: string) => readonly Chain[];
}
