import type { KnownLink, RosterCoverage } from '../../core/knownLink.js';
import type { Actor } from '../../core/role.js';

/** Links between the company's own payees. */
export interface Roster {
  /**
   * Reads the facts that are there and keeps what is new; asks nobody. Told in the audit log by link id.
   *
   * Order: most serious first, then newest.
   */
  readonly refresh: () => readonly KnownLink[];
  /**
   * As `refresh` where screenings, labels, payees or the day are others than at the last reading, else
   * as they are kept. So are all other readings.
   */
  readonly list: () => readonly KnownLink[];
  /** Those of a payee; what each counts with is `weighs`. Gone ones too. */
  readonly listOf: (payeeId: string) => readonly KnownLink[];
  readonly read: (linkId: string) => KnownLink | null;
  readonly coverage: () => RosterCoverage;
  /**
   * Says what a link is (two people of one household, one agency). An explained link weighs `info` until
   * its payees change or its weight by rule rises; one that holds, once two named persons explained it.
   *
   * @throws {InputError} for a token, an actor without "release", an empty reason.
   */
  readonly answer: (
    linkId: string,
    answer: { readonly meaning: 'explained' | 'not-explained'; readonly reason: string },
    by: Actor,
  ) => KnownLink;
}
