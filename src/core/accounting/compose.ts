import type { Account } from '../account.js';
import type { AssetId } from '../asset.js';
import type { Boundary } from '../boundary.js';
import type { CompositionRow, End, Origin, UnseenReason } from '../composition.js';
import { assertNever } from '../never.js';
import type { CoinJoin } from '../patterns/coinJoin.js';
import type { AssetSplit } from './assetSplit.js';
import type { Edge } from './movement.js';
import type { Bucket } from './replay.js';

/** What tells the places of a composition apart. */
interface Compose {
  readonly subject: Account;
  readonly splits: readonly AssetSplit[];
  readonly busy: ReadonlyMap<Account, string>;
  readonly reasonOf: (account: Account | null) => UnseenReason;
}

interface Told<Kind extends Origin | End> {
  readonly place: Kind;
  readonly entity: string | null;
  readonly reason: UnseenReason | null;
}

/** All value received, by origin. Order: assets by id, then largest amount first. */
export function composeOrigins(compose: Compose): CompositionRow<Origin>[] {
  return compose.splits
    .filter((split) => split.direction === 'incoming')
    .flatMap((split) => rowsOf(compose, split, (bucket) => originOf(compose, bucket)));
}

/** All value sent, by end. Order: assets by id, then largest amount first. */
export function composeEnds(compose: Compose): CompositionRow<End>[] {
  return compose.splits
    .filter((split) => split.direction === 'outgoing')
    .flatMap((split) => rowsOf(compose, split, (bucket) => endOf(compose, bucket)));
}

function rowsOf<Kind extends Origin | End>(
  { subject }: Compose,
  split: AssetSplit,
  tell: (bucket: Bucket) => Told<Kind>,
): CompositionRow<Kind>[] {
  const rows = new Map<
    string,
    { readonly told: Told<Kind>; amount: bigint; usdMicros: bigint | null }
  >();
  for (const { bucket, amount, usdMicros } of split.splits.whole.haircut.buckets) {
    const told = tell(bucket);
    const key = `${told.place}|${told.entity ?? ''}|${told.reason ?? ''}`;
    const row = rows.get(key) ?? { told, amount: 0n, usdMicros: 0n };
    row.amount += amount;
    row.usdMicros = row.usdMicros === null || usdMicros === null ? null : row.usdMicros + usdMicros;
    rows.set(key, row);
  }
  const asset: AssetId = split.asset;
  return [...rows.values()]
    .filter((row) => row.amount > 0n)
    .sort((a, b) => (a.amount === b.amount ? 0 : a.amount > b.amount ? -1 : 1))
    .map(({ told, amount, usdMicros }) => ({ subject, asset, ...told, amount, usdMicros }));
}

function originOf(compose: Compose, bucket: Bucket): Told<Origin> {
  switch (bucket.kind) {
    case 'returned':
      return plain('returned');
    case 'still-held':
      return plain('before-window');
    case 'overdraft':
      return unseen(compose, bucket.place.account);
    case 'place':
      return bucket.place.kind === 'edge'
        ? originOfEdge(compose, bucket.place.what, bucket.place.account)
        : unseen(compose, bucket.place.account);
  }
}

function originOfEdge(compose: Compose, edge: Edge, account: Account | null): Told<Origin> {
  switch (edge.kind) {
    case 'boundary':
      return ofBoundary(edge.boundary, 'issued');
    case 'mined':
    case 'issued':
      return plain(edge.kind);
    case 'unlisted-asset':
    case 'ambiguous-conversion':
      return { place: 'unseen', entity: null, reason: edge.kind };
    case 'coinjoin':
      return ofCoinJoin(edge.coinJoin);
    case 'fee':
    case 'burned':
    case 'held':
    case 'own-change':
    case 'not-replayed':
      return hubOrUnseen(compose, account);
    default:
      return assertNever(edge, 'edge of a replay');
  }
}

function endOf(compose: Compose, bucket: Bucket): Told<End> {
  switch (bucket.kind) {
    case 'returned':
      return plain('returned');
    case 'still-held':
      return plain('held');
    case 'overdraft':
      return unseen(compose, bucket.place.account);
    case 'place':
      return bucket.place.kind === 'edge'
        ? endOfEdge(compose, bucket.place.what, bucket.place.account)
        : unseen(compose, bucket.place.account);
  }
}

function endOfEdge(compose: Compose, edge: Edge, account: Account | null): Told<End> {
  switch (edge.kind) {
    case 'boundary':
      return ofBoundary(edge.boundary, 'burned');
    case 'fee':
    case 'burned':
    case 'held':
    case 'own-change':
      return plain(edge.kind);
    case 'unlisted-asset':
    case 'ambiguous-conversion':
      return { place: 'unseen', entity: null, reason: edge.kind };
    case 'coinjoin':
      return ofCoinJoin(edge.coinJoin);
    case 'mined':
    case 'issued':
    case 'not-replayed':
      return hubOrUnseen(compose, account);
    default:
      return assertNever(edge, 'edge of a replay');
  }
}

/** A CoinJoin is told by its shape, with detector and belief; nobody runs it whom a label could name. */
function ofCoinJoin({ detector, confidence }: CoinJoin): Told<'mixer'> {
  const entity = `CoinJoin (${detector}, confidence ${confidence} of 100)`;
  return { place: 'mixer', entity, reason: null };
}

function ofBoundary<Burn extends 'issued' | 'burned'>(
  boundary: Boundary,
  burn: Burn,
): Told<'labelled' | 'service' | 'mixer' | 'own-company' | 'unseen' | Burn> {
  switch (boundary.kind) {
    case 'own-company':
      return plain('own-company');
    case 'burn':
      return plain(burn);
    case 'service':
      // What only passes value on is nobody's counterparty: whom it acted for was not seen.
      return boundary.attribution.category === 'infrastructure'
        ? { place: 'unseen', entity: null, reason: 'contract' }
        : { place: 'service', entity: boundary.attribution.entity, reason: null };
    default:
      return { place: boundary.kind, entity: boundary.attribution.entity, reason: null };
  }
}

function hubOrUnseen(compose: Compose, account: Account | null): Told<'hub' | 'unseen'> {
  if (account !== null && compose.busy.has(account)) return plain('hub');
  return unseen(compose, account);
}

function unseen(compose: Compose, account: Account | null): Told<'unseen'> {
  return { place: 'unseen', entity: null, reason: compose.reasonOf(account) };
}

function plain<Kind extends Origin | End>(place: Kind): Told<Kind> {
  return { place, entity: null, reason: null };
}
