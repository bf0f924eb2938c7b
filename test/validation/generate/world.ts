import type { Account } from '../../../src/core/account.js';
import type { AssetId } from '../../../src/core/asset.js';
import type { Actor, Authority, Category } from '../../../src/core/attribution.js';
import type { Direction } from '../../../src/core/exposure.js';
import type { LedgerFact } from '../../../src/core/ledger.js';

/** Kinds of worlds, in the order of the report. */
export const FAMILIES = [
  'innocent',
  'path',
  'crowd',
  'decoy',
  'dust',
  'gas-funder',
  'mixer',
  'coinjoin',
  'co-spend',
  'peel-chain',
  'swap',
  'hub',
  'deposit',
  'batch',
] as const;

/** A kind of world. */
export type Family = (typeof FAMILIES)[number];

/** Decisions from the mildest to the gravest; `incomplete` is none of them. */
export const GRAVITY = ['proceed', 'review', 'hold'] as const;

/** How grave a decision is. */
export type Gravity = (typeof GRAVITY)[number];

/** The chains on which worlds play. */
export type WorldChain = 'ethereum' | 'bitcoin';

/** A claim that the labels of a world make. */
export interface WorldLabel {
  readonly account: Account;
  readonly entity: string;
  readonly category: Category;
  readonly actor: Actor | null;
  readonly authority: Authority;
}

/** So much of one asset that really connects a labelled account with the subject, by haircut. */
export interface ConnectedValue {
  readonly asset: AssetId;
  /** Units: atomic. */
  readonly amount: bigint;
  /** Part of what the subject received (or sent) of this asset. Units: 0 to 1. */
  readonly share: number;
}

/** A labelled account that value really connects with the subject. */
export interface Connection {
  readonly account: Account;
  readonly entity: string;
  readonly direction: Direction;
  /** Fewest payments between both. */
  readonly rawHops: number;
  /** The same without those of accounts that only pass money on. */
  readonly ownerHops: number;
  readonly values: readonly ConnectedValue[];
  /** Whether it is no more than dust. */
  readonly dust: boolean;
}

/** What is true of a world because it was built so. */
export interface Truth {
  /** What was planted, in a few words. */
  readonly pattern: string;
  /** The mildest and the gravest decision that the policy allows for what was planted. */
  readonly least: Gravity;
  readonly most: Gravity;
  readonly connections: readonly Connection[];
  /** Labelled accounts with a risk claim that nothing followable connects with the subject. */
  readonly unlinked: readonly Account[];
  /** Accounts beyond which nobody can follow money: services, hubs, pools, contracts. */
  readonly barriers: readonly Account[];
  /** Transactions in which strangers pay together, so that nothing is carried through them. */
  readonly coinJoins: readonly string[];
  /** Signals and places that are there on purpose, by the engine's names for them. */
  readonly planted: readonly string[];
}

/** A chain in small, one account to screen on it, and what is true of both. */
export interface World {
  /** Unique, and the seed of everything in the world. */
  readonly name: string;
  readonly family: Family;
  readonly chain: WorldChain;
  readonly subject: Account;
  /** Order: by time. */
  readonly facts: readonly LedgerFact[];
  readonly labels: readonly WorldLabel[];
  readonly truth: Truth;
}

/** A world that can be built. */
export interface WorldPlan {
  readonly name: string;
  readonly family: Family;
  readonly build: () => World;
}
