import type { PaymentSignalKind } from '../core/payment.js';
import type { DatabaseHandle } from './open.js';
import { decodeAsset, type StoredPayment } from './paymentRows.js';
import { guarded } from './storeFailure.js';

/** A check that came out `hold` by what its own chain and asset told. */
export type HoldingCheck = Pick<
  StoredPayment,
  'sequence' | 'checkId' | 'address' | 'chain' | 'asset'
>;

/**
 * Finds the checks of wallets that came out `hold` by a signal of another kind than those named, unless a
 * newer check of the same address, chain and asset was told otherwise: it has no signal of that kind that
 * holds or was not answered, whatever else it lacked. Order: as asked for.
 */
export type FindHoldingChecks = (
  walletIds: readonly string[],
  otherThan: readonly PaymentSignalKind[],
) => readonly HoldingCheck[];

/** Kinds of the signals of an outcome, by its name in the query, that weigh so and are not left out. */
const kindsOf = (outcome: string, severities: string) => `
  SELECT json_extract(signal.value, '$.kind') FROM json_each(${outcome}.signals_json) AS signal
  WHERE json_extract(signal.value, '$.severity') IN (${severities})
    AND json_extract(signal.value, '$.kind') NOT IN (SELECT value FROM json_each(@otherThan))`;

/**
 * The holding checks in a database.
 *
 * Edge: a check that was withdrawn counts, on either side: it saw what it saw.
 *
 * @throws {StoreError} when the database fails.
 */
export function createHoldingChecks(db: DatabaseHandle): FindHoldingChecks {
  const select = db.prepare<
    { readonly walletIds: string; readonly otherThan: string },
    Omit<HoldingCheck, 'asset'> & { readonly asset: string }
  >(`
    SELECT held.sequence, check_id AS checkId, held.address, held.chain, held.asset
    FROM payment_check AS held JOIN payment_outcome AS came USING (check_id)
    WHERE held.wallet_id IN (SELECT value FROM json_each(@walletIds)) AND decision = 'hold'
      AND EXISTS (${kindsOf('came', "'hold'")})
      AND NOT EXISTS (
        SELECT 1 FROM payment_check AS later JOIN payment_outcome AS seen USING (check_id)
        WHERE later.wallet_id IN (SELECT value FROM json_each(@walletIds))
          AND later.address = held.address AND later.chain = held.chain
          AND later.asset = held.asset AND later.sequence > held.sequence
          AND seen.decision IS NOT NULL AND NOT EXISTS (
            ${kindsOf('came', "'hold'")}
            INTERSECT ${kindsOf('seen', "'hold', 'incomplete'")}))
    ORDER BY held.sequence`);
  return guarded(db.name, (walletIds, otherThan) =>
    select
      .all({ walletIds: JSON.stringify(walletIds), otherThan: JSON.stringify(otherThan) })
      .map(({ asset, ...held }) => ({ ...held, asset: decodeAsset(asset, held.checkId) })),
  );
}
