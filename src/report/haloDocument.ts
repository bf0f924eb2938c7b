/** The halo of one chain. */
export interface ChainHalo {
  /** The chain's short name. */
  readonly chain: string;
  readonly seeds: {
    /** Accounts that labels in force claim for a DPRK-linked actor. */
    readonly labelled: number;
    /** Of these: never followed to the end, followed, and followed with something missing. */
    readonly open: number;
    readonly done: number;
    readonly failed: number;
    /** Of those followed: older than a week, and so due to be followed anew. */
    readonly old: number;
    /** Kept of accounts that no claim in force names any more; the next run forgets them. */
    readonly withdrawn: number;
  };
  readonly members: number;
  /** Requests that were sent for it, over all runs. */
  readonly requests: number;
  /** As of which block the seed that was read longest ago was read; null where none was. */
  readonly oldestAsOf: string | null;
  /** What was not seen of seeds. Order: by address. */
  readonly missing: readonly { readonly address: string; readonly sentence: string }[];
}

/** The halo as it is, and what a run did. */
export interface HaloReport {
  /** Order: as configured. */
  readonly chains: readonly ChainHalo[];
  /** Requests of this run; 0 where nothing was asked. */
  readonly requests: number;
  /** Chains of which nothing could be seen, and why. */
  readonly unreached: readonly { readonly chain: string; readonly sentence: string }[];
}
