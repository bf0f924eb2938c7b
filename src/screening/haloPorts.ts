import type { Account } from '../core/account.js';
import type { ChainId } from '../core/chain.js';
import type { HaloMember } from '../core/halo/haloMember.js';
import type { SeedStanding } from '../core/halo/haloPlan.js';
import type { LabelSnapshot } from './ports.js';

/** A seed of the halo as it is kept. */
export interface KeptSeed extends SeedStanding {
  /** The label snapshot whose claim makes the account a seed. */
  readonly labelSnapshot: string;
  readonly readToHeight: number | null;
  /** When it was last followed. Units: milliseconds since 1970. */
  readonly expandedAtMs: number;
  /** Requests that were sent for it, over all runs. */
  readonly requests: number;
  /** What was not seen of it; null where nothing is missing. */
  readonly note: string | null;
}

/** What is known of a place by one seed. */
export interface KeptReach extends Pick<HaloMember, 'hops' | 'isRead'> {
  readonly seed: Account;
  /** As of which block that was. Units: Unix seconds. */
  readonly readToSeconds: number;
}

/** The halo over all runs. All calls are synchronous and atomic. */
export interface HaloStore {
  /** Accounts that label snapshots claim for a DPRK-linked actor, each once. Order: by text. */
  listClaimed(snapshots: readonly LabelSnapshot[]): readonly Account[];
  /** The seeds of a chain. Order: by account. */
  listSeeds(chain: ChainId): readonly KeptSeed[];
  /** Writes a seed; its members are replaced where any are given, else they stay. */
  writeSeed(seed: KeptSeed, members: readonly HaloMember[] | null): void;
  /** Forgets seeds, and the members that nobody else reaches. */
  dropSeeds(seeds: readonly Account[]): void;
  /** Whether no seed has any member, so that nothing needs to be asked. */
  isEmpty(): boolean;
  /** Every seed that reaches a place, by the key of its look-up. Edge: none for a known hub. */
  readReach(place: string): readonly KeptReach[];
  /** Different members that the seeds of a chain reach. */
  countMembers(chain: ChainId): number;
  /** The members of a seed. Order: by place. */
  listMembers(seed: Account): readonly HaloMember[];
}
