import type { Config } from '../config.js';
import type { Account } from '../core/account.js';
import type { AssetList } from '../core/asset.js';
import { SECONDS_PER_DAY } from '../core/moment.js';
import type { HaloReport } from '../report/haloDocument.js';
import type { HaloStore } from '../screening/haloPorts.js';
import type { LabelBook, LedgerCache } from '../screening/ports.js';
import type { Connected } from './connectSources.js';
import { type ExpandRequest, expandHalo, tellHalo } from './expandHalo.js';

/** What the application does with the halo of labelled accounts. */
export interface HaloApp {
  /**
   * Follows the money of labelled accounts forward, so that screenings know where to look.
   *
   * @throws {InputError} for a chain that is not configured.
   */
  expandLabels(request: ExpandRequest): Promise<HaloReport>;
  /**
   * What is kept of that, of one chain or of all (null); asks nobody.
   *
   * @throws {InputError} for a chain that is not configured.
   */
  tellExpansion(chain: string | null): HaloReport;
}

/** What the halo is kept and built with. */
export interface HaloParts {
  readonly config: Config;
  readonly halo: HaloStore;
  readonly cache: LedgerCache;
  readonly assets: AssetList;
  readonly ownAccounts: ReadonlySet<Account>;
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  /** The configured sources, for work that ends at a moment. Units: milliseconds since 1970. */
  readonly connect: (endsAtMs: number) => Connected;
  readonly nowMs: () => number;
}

/** An expansion is ended by its budget; a day bounds what it waits for. Units: milliseconds. */
const LONGEST_EXPANSION_MS = SECONDS_PER_DAY * 1000;

/** The halo of an application. */
export function createHaloApp(parts: HaloParts): HaloApp {
  const { config, halo: store, cache, assets, ownAccounts, openBook, connect, nowMs } = parts;
  const means = () => ({ config, store, book: openBook(Math.floor(nowMs() / 1000)), nowMs });
  return {
    expandLabels: (request) => {
      const connected = connect(nowMs() + LONGEST_EXPANSION_MS);
      return expandHalo(request, { ...means(), connected, cache, assets, ownAccounts });
    },
    tellExpansion: (chain) => ({
      chains: tellHalo(chain, means()),
      requests: 0,
      unreached: [],
    }),
  };
}
