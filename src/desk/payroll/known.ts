import type { Asset } from '../../core/asset.js';
import type { Chain } from '../../core/chain.js';

/** What a payroll can name. */
export interface KnownMoney {
  /** Every chain that is known by name: one that is not traced is told as such, not as unknown. */
  readonly chains: readonly Chain[];
  readonly assets: readonly Asset[];
  /** Reads for which chains a text is an address. */
  readonly readAddress: (text: string) => KnownAddress;
}

/** The chains that a text may be an address on, or why it is none. */
export type KnownAddress =
  | {
      readonly kind: 'address';
      /** Order: most likely first. */
      readonly chains: readonly Chain[];
    }
  | {
      readonly kind: 'refused';
      /** In words for a person, without the text. */
      readonly message: string;
      /** Whether it may be a key or a seed phrase, which is to be kept nowhere. */
      readonly maybeSecret: boolean;
    };
