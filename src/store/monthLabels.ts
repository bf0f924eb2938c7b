import { type Account, parseAccount } from '../core/account.js';
import { CATEGORIES, type Category } from '../core/attribution.js';
import { StoreError } from '../core/errors.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

/** A time at which a publisher confirmed what a set held. */
export interface ConfirmedSet {
  readonly set: string;
  /** ISO 8601 time in UTC. */
  readonly checkedAt: string;
  /** Digest of the state that was the newest. */
  readonly digest: string;
}

/**
 * All times at which publishers were asked and answered. Order: oldest first.
 *
 * @throws {StoreError} when the database fails.
 */
export function createConfirmedSets(db: DatabaseHandle): () => readonly ConfirmedSet[] {
  const select = db.prepare<[], ConfirmedSet>(`
    SELECT label_check.set_name AS "set", checked_at AS checkedAt, digest
    FROM label_check JOIN label_snapshot USING (snapshot_id)
    WHERE result <> 'failed' ORDER BY check_id`);
  return guarded(db.name, () => select.all());
}

/** A risk claim about an account in one state of a set. */
export interface StateClaim {
  readonly set: string;
  /** Digest of the state. */
  readonly digest: string;
  readonly account: Account;
  readonly entity: string;
  readonly category: Category;
  /** ISO day; null where the list does not tell it. */
  readonly listedOn: string | null;
}

interface StateClaimRow extends Omit<StateClaim, 'account' | 'category'> {
  readonly account: string;
  readonly category: string;
}

/**
 * Risk claims, in every state of every set, about the addresses that any of them says are of some entities,
 * whomever else it names. Order: none in particular.
 *
 * @throws {StoreError} when the database fails.
 */
export function createEntityClaims(
  db: DatabaseHandle,
): (entities: readonly string[]) => readonly StateClaim[] {
  // The addresses are looked up by their index; the entities have none, so that they are read through once.
  const select = db.prepare<[string], StateClaimRow>(`
    SELECT DISTINCT set_name AS "set", digest, account, entity, category, listed_on AS listedOn
    FROM label_claim JOIN label_snapshot USING (snapshot_id)
    WHERE used_as = 'exposure' AND address IN (SELECT address FROM label_claim
      WHERE used_as = 'exposure' AND entity IN (SELECT value FROM json_each(?)))`);
  return guarded(db.name, (entities) =>
    entities.length === 0 ? [] : select.all(JSON.stringify(entities)).map(decodeClaim),
  );
}

function decodeClaim(row: StateClaimRow): StateClaim {
  const account = parseAccount(row.account);
  const category = CATEGORIES.find((one) => one === row.category);
  if (account === null || category === undefined) {
    throw new StoreError(
      'The database holds a label that no Hopsight wrote; restore the file from a copy.',
    );
  }
  return { ...row, account, category };
}
