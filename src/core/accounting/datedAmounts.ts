import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Attribution } from '../attribution.js';
import type { DatedAmount, Designation, PartedAmount } from '../exposure.js';
import { secondsOf } from './listingDates.js';
import type { BucketAmount, Span } from './replay.js';

/** When an account was touched, and the claim whose dates that is compared with. */
export interface Touch {
  readonly claim: Attribution;
  firstSeconds: number;
  lastSeconds: number;
}

/** Remembers the first and last moment at which an account was touched. */
export function noteTouch(
  touches: Map<Account, Touch>,
  account: Account,
  touch: Readonly<Touch>,
): void {
  const known = touches.get(account);
  if (known === undefined) {
    touches.set(account, { ...touch });
    return;
  }
  known.firstSeconds = Math.min(known.firstSeconds, touch.firstSeconds);
  known.lastSeconds = Math.max(known.lastSeconds, touch.lastSeconds);
}

/**
 * Whether accounts were touched before or after the days of their claims, each account by its own.
 *
 * Edge: unknown where the day of one is not known, unless others alone say `both`.
 */
export function designationOf(
  touches: Iterable<Readonly<Touch>>,
  dayOf: (claim: Attribution) => string | null,
): Designation {
  const found = new Set<Designation>();
  for (const { claim, firstSeconds, lastSeconds } of touches) {
    const listed = secondsOf(dayOf(claim));
    if (listed === null) found.add('unknown');
    else if (firstSeconds >= listed) found.add('after');
    else found.add(lastSeconds < listed ? 'before' : 'both');
  }
  if (found.has('both') || (found.has('before') && found.has('after'))) return 'both';
  if (found.has('unknown') || found.size === 0) return 'unknown';
  return found.has('after') ? 'after' : 'before';
}

/** Amounts by listing dates, while they are summed up. */
export type DatedSums = Map<AssetId, Omit<DatedAmount, 'asset'>>;

/** Adds what one account moved of one asset. */
export function addDated(
  sums: DatedSums,
  added: { readonly asset: AssetId; readonly claim: Attribution; readonly row: BucketAmount },
): void {
  const { asset, claim, row } = added;
  const known = sums.get(asset);
  const part = (day: string | null, before: PartedAmount | undefined) =>
    addParted(before, partAt(row, secondsOf(day)));
  sums.set(asset, {
    entityListed: part(claim.entityListedOn, known?.entityListed),
    addressListed: part(claim.listedOn, known?.addressListed),
    delisted:
      claim.delistedOn === null
        ? addParted(known?.delisted, { before: row.amount, after: 0n, unknown: 0n })
        : part(claim.delistedOn, known?.delisted),
  });
}

function partAt({ amount, spans }: BucketAmount, seconds: number | null): PartedAmount {
  if (seconds === null) return { before: 0n, after: 0n, unknown: amount };
  const after = spans
    .filter(({ fromSeconds }: Span) => fromSeconds >= seconds)
    .reduce((sum, span) => sum + span.amount, 0n);
  return { before: amount - after, after, unknown: 0n };
}

function addParted(a: PartedAmount | undefined, b: PartedAmount): PartedAmount {
  if (a === undefined) return b;
  return {
    before: a.before + b.before,
    after: a.after + b.after,
    unknown: a.unknown + b.unknown,
  };
}
