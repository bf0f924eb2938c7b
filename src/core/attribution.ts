import type { Account } from './account.js';
import type { Vouch } from './vouch.js';

/** What an attributed account is or did. A closed list: an unknown word is refused on import. */
export const CATEGORIES = [
  'stolen-funds',
  'ransom',
  'laundering',
  'it-worker',
  'sanctioned',
  'mixer',
  'exchange',
  'bridge',
  'dex',
  'defi',
  'payment-processor',
  'merchant',
  'token-contract',
  'burn',
  'infrastructure',
  'frozen',
] as const;

/** What an attributed account is or did. */
export type Category = (typeof CATEGORIES)[number];

/** Which DPRK-linked group a claim names. A closed list; null is a claim about nobody of the DPRK. */
export const ACTORS = ['lazarus', 'dprk-it-worker', 'dprk-facilitator', 'dprk-other'] as const;

/** Which DPRK-linked group a claim names. */
export type Actor = (typeof ACTORS)[number];

/** Who stands behind a claim, strongest first. Only `list` may be called listed or sanctioned. */
export const AUTHORITIES = ['list', 'government', 'researcher', 'vendor', 'own'] as const;

/** Who stands behind a claim. */
export type Authority = (typeof AUTHORITIES)[number];

/** The categories that make an account an exposure rather than a place where the trail ends. */
export const RISK_CATEGORIES: readonly Category[] = [
  'stolen-funds',
  'ransom',
  'laundering',
  'it-worker',
  'sanctioned',
  'mixer',
];

/**
 * What a claim is used for: an `exposure` counts as risk, a `service` ends the trail, a `note` is
 * only shown (a guess by timing or amount is never an exposure).
 */
export type AttributionUse = 'exposure' | 'service' | 'note';

/** The claim of a source that an account belongs to somebody. Evidence to weigh, never proof. */
export interface Attribution {
  readonly account: Account;
  readonly entity: string;
  readonly category: Category;
  readonly actor: Actor | null;
  readonly event: string | null;
  readonly authority: Authority;
  /** Belief in the claim, 0 to 1 with two places, as its set states it. */
  readonly confidence: number;
  readonly use: AttributionUse;
  /** The set that holds the claim, for example `hopsight-dprk`. */
  readonly set: string;
  /** Where a person can read the claim; the first is an https link. */
  readonly source: string;
  /** Day on which the source published the claim; null when unknown. */
  readonly sourceDate: string | null;
  /** Day on which the prohibition on the entity began; null when unknown or never. */
  readonly entityListedOn: string | null;
  /** Day on which this address was published by the list; null when unknown. */
  readonly listedOn: string | null;
  /** Day from which the list no longer holds the address; null while it does. */
  readonly delistedOn: string | null;
  readonly note: string | null;
  /** The vouch that lowered the claim to a note; left out where none did. */
  readonly vouch?: Vouch;
}

/** Whether a claim is about a DPRK-linked actor. */
export function isDprk(attribution: Attribution): boolean {
  return attribution.actor !== null;
}
