import type { Asset } from '../../core/asset.js';
import type { KnownLink } from '../../core/knownLink.js';
import type { Payee } from '../../core/payee.js';
import type { PaymentCheck } from '../../core/payment.js';
import type { Viewer } from './layout.js';
import type { PeopleNames } from './personText.js';

/** What the page of a check shows. */
export interface PaymentView {
  readonly viewer: Viewer;
  /** IANA name of the time zone in which times are written. */
  readonly zone: string;
  /** ISO 8601 time in UTC. */
  readonly nowIso: string;
  readonly check: PaymentCheck;
  readonly asset: Pick<Asset, 'symbol' | 'decimals'>;
  /** Null where they are no more. */
  readonly payee: Payee | null;
  /** Links of the payee that show still. */
  readonly links: readonly KnownLink[];
  readonly names: PeopleNames;
  /** Whether the verdict about the wallet may still be relied on. */
  readonly isVerdictGood: boolean;
  /** Why the approval is not handed out as things stand; null where it is, or there is none that could be. */
  readonly withheld: string | null;
  /** What to know of an approval that somebody may have still; null where there is nothing. */
  readonly warning: string | null;
  readonly problem: string | null;
  readonly notice: string | null;
  /** A reason that was typed and not taken. */
  readonly typedReason: string;
  /** A day that was typed and not taken. */
  readonly typedUntil: string;
  /** Who looks at the page. */
  readonly personId: string;
}
