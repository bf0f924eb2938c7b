import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A recorded `hold` that no later screening ended. */
export interface StandingHold {
  readonly screeningId: string;
  /** Canonical JSON of the contract, as it was recorded. */
  readonly verdictJson: string;
}

/** What the record says of single addresses, whatever they were screened for. */
export interface WalletVerdicts {
  /**
   * The newest `hold` about an address, in the form in which accounts have it; null where there is none,
   * or a later screening ended it.
   *
   * A later screening ends it where it came out `proceed` or `review` and saw all that it had to: of the
   * present, complete, on every chain, by the rules of now or those of the hold. One that was confined to
   * some chains, had gaps, or was judged by rules of somebody's own, says nothing against a hold.
   */
  readonly findHold: (address: string) => StandingHold | null;
  /**
   * The screenings of the present of an address, in that form, that were recorded after another one,
   * complete or not. Order: newest first.
   */
  readonly listLater: (address: string, screeningId: string) => readonly string[];
}

/**
 * The end of the list of accounts that were screened: their address, which all of them share, and what
 * closes the list. This condition and the next are those of the index, word for word.
 */
const LAST_OF_SUBJECTS =
  "substr(subjects_json, 1 + length(rtrim(subjects_json, replace(subjects_json, ':', ''))))";
const OF_PRESENT =
  "CASE WHEN json_valid(verdict_json) THEN json_extract(verdict_json, '$.asOf') IS NULL ELSE 0 END";

/**
 * The verdicts in a database. `ruleSetDigest`: of the rules of now.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createWalletVerdicts(
  db: DatabaseHandle,
  { ruleSetDigest: rules }: { readonly ruleSetDigest: string },
): WalletVerdicts {
  const select = db.prepare<{ readonly last: string; readonly rules: string }, StandingHold>(`
    WITH newest AS MATERIALIZED (
      SELECT sequence, screening_id AS screeningId, verdict_json AS verdictJson,
        rule_set_digest AS rules
      FROM screening INDEXED BY screening_present_by_address
      WHERE ${LAST_OF_SUBJECTS} = @last AND decision = 'hold' AND ${OF_PRESENT}
      ORDER BY sequence DESC LIMIT 1)
    SELECT screeningId, verdictJson FROM newest
    WHERE NOT EXISTS (
      SELECT 1 FROM screening INDEXED BY screening_present_by_address
      WHERE ${LAST_OF_SUBJECTS} = @last AND decision IN ('proceed', 'review') AND ${OF_PRESENT}
        AND sequence > newest.sequence AND complete = 1
        AND rule_set_digest IN (@rules, newest.rules)
        AND NOT EXISTS (
          SELECT 1 FROM json_each(verdict_json, '$.signals') AS signal
          WHERE json_extract(signal.value, '$.kind') = 'narrowed'))`);
  const findHold = guarded(
    db.name,
    (address: string) => select.get({ last: `${address}"]`, rules }) ?? null,
  );
  // The list of decisions is what lets the index find those of a sequence.
  const selectLater = db
    .prepare<{ readonly last: string; readonly screeningId: string }, string>(`
      SELECT screening_id FROM screening INDEXED BY screening_present_by_address
      WHERE ${LAST_OF_SUBJECTS} = @last AND ${OF_PRESENT}
        AND decision IN ('proceed', 'review', 'hold', 'incomplete')
        AND sequence > (SELECT sequence FROM screening WHERE screening_id = @screeningId)
      ORDER BY sequence DESC`)
    .pluck();
  const listLater = guarded(db.name, (address: string, screeningId: string) =>
    selectLater.all({ last: `${address}"]`, screeningId }),
  );
  return { findHold, listLater };
}
