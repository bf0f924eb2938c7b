import type { Account } from '../core/account.js';
import { parseAccount } from '../core/account.js';
import type { AssetId } from '../core/asset.js';
import { parseAssetId } from '../core/asset.js';
import type { ChainId } from '../core/chain.js';
import { StoreError } from '../core/errors.js';
import type { HaloMember } from '../core/halo/haloMember.js';
import type { SeedStanding } from '../core/halo/haloPlan.js';
import type { HaloStore, KeptReach, KeptSeed } from '../screening/haloPorts.js';
import { decodeAmount, encodeAmount } from './columns.js';
import { createNames } from './names.js';
import type { DatabaseHandle } from './open.js';
import { guarded } from './storeFailure.js';

interface SeedRow {
  readonly account: string;
  readonly labelSnapshot: string;
  readonly state: SeedStanding['state'];
  readonly hops: number;
  readonly sentFloors: string;
  readonly readToHeight: number | null;
  readonly readToSeconds: number | null;
  readonly expandedAtMs: number;
  readonly requests: number;
  readonly note: string | null;
}

interface MemberRow {
  readonly place: string;
  readonly hops: number;
  readonly placeBefore: string | null;
  readonly txIdsJson: string;
  readonly reachedJson: string;
  readonly reachedAtSeconds: number;
  readonly wasRead: number;
}

interface ReachRow {
  readonly account: string;
  readonly hops: number;
  readonly wasRead: number;
  readonly readToSeconds: number | null;
}

/** Look-ups of an account begin so; what follows is the account. */
const ACCOUNT_PLACE = 'account|';

/**
 * The halo over a database.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createHaloStore(db: DatabaseHandle): HaloStore {
  const names = createNames(db);
  const selectClaimed = db
    .prepare<[string, string], string>(
      `SELECT DISTINCT account FROM label_claim JOIN label_snapshot USING (snapshot_id)
       WHERE set_name = ? AND digest = ? AND actor IS NOT NULL AND used_as = 'exposure'`,
    )
    .pluck();
  const selectSeeds = db.prepare<[string, string], SeedRow>(`
    SELECT account, label_snapshot AS labelSnapshot, state, hops, sent_floors AS sentFloors,
      read_to_height AS readToHeight, read_to_seconds AS readToSeconds,
      expanded_at_ms AS expandedAtMs, requests, note
    FROM halo_seed JOIN account USING (account_id)
    WHERE account > ? AND account < ? ORDER BY account`);
  const upsertSeed = db.prepare<Omit<SeedRow, 'account'> & { readonly accountId: number }>(`
    INSERT INTO halo_seed (account_id, label_snapshot, state, hops, sent_floors, read_to_height,
      read_to_seconds, expanded_at_ms, requests, note)
    VALUES (@accountId, @labelSnapshot, @state, @hops, @sentFloors, @readToHeight,
      @readToSeconds, @expandedAtMs, @requests, @note)
    ON CONFLICT (account_id) DO UPDATE SET
      label_snapshot = excluded.label_snapshot, state = excluded.state, hops = excluded.hops,
      sent_floors = excluded.sent_floors, read_to_height = excluded.read_to_height,
      read_to_seconds = excluded.read_to_seconds, expanded_at_ms = excluded.expanded_at_ms,
      requests = excluded.requests, note = excluded.note`);
  const selectSeedId = db
    .prepare<[number], number>('SELECT seed_id FROM halo_seed WHERE account_id = ?')
    .pluck();
  const deleteSeed = db.prepare<[number]>('DELETE FROM halo_seed WHERE account_id = ?');
  const deleteMembers = db.prepare<[number]>('DELETE FROM halo_member WHERE seed_id = ?');
  const insertMember = db.prepare<MemberRow & { readonly seedId: number }>(`
    INSERT INTO halo_member (seed_id, place, hops, place_before, tx_ids_json, reached_json,
      reached_at_seconds, was_read)
    VALUES (@seedId, @place, @hops, @placeBefore, @txIdsJson, @reachedJson,
      @reachedAtSeconds, @wasRead)`);
  const selectMembers = db.prepare<[number], MemberRow>(`
    SELECT place, halo_member.hops AS hops, place_before AS placeBefore, tx_ids_json AS txIdsJson,
      reached_json AS reachedJson, reached_at_seconds AS reachedAtSeconds, was_read AS wasRead
    FROM halo_member JOIN halo_seed USING (seed_id) WHERE account_id = ? ORDER BY place`);
  const selectReach = db.prepare<[string], ReachRow>(`
    SELECT account, halo_member.hops AS hops, was_read AS wasRead, read_to_seconds AS readToSeconds
    FROM halo_member JOIN halo_seed USING (seed_id) JOIN account USING (account_id)
    WHERE place = ? ORDER BY account`);
  const selectAny = db.prepare<[], number>('SELECT 1 FROM halo_member LIMIT 1').pluck();
  const selectBusy = db
    .prepare<[number], number>('SELECT 1 FROM busy_account WHERE account_id = ? LIMIT 1')
    .pluck();
  const countPlaces = db
    .prepare<[string, string], number>(
      `SELECT count(DISTINCT place)
       FROM halo_member JOIN halo_seed USING (seed_id) JOIN account USING (account_id)
       WHERE account > ? AND account < ?`,
    )
    .pluck();

  const isKnownHub = (place: string): boolean => {
    const account = place.startsWith(ACCOUNT_PLACE)
      ? parseAccount(place.slice(ACCOUNT_PLACE.length))
      : null;
    const accountId = account === null ? undefined : names.accounts.findId(account);
    return accountId !== undefined && selectBusy.get(accountId) !== undefined;
  };

  const writeSeed = (kept: KeptSeed, members: readonly HaloMember[] | null) => {
    const { seed, sentFloors, ...rest } = kept;
    const accountId = names.accounts.internId(seed);
    upsertSeed.run({ ...rest, accountId, sentFloors: encodeAmount(sentFloors) });
    const seedId = selectSeedId.get(accountId);
    if (members === null || seedId === undefined) return;
    deleteMembers.run(seedId);
    for (const member of members) insertMember.run({ seedId, ...encodeMember(member) });
  };

  const dropSeeds = (seeds: readonly Account[]) => {
    for (const seed of seeds) deleteSeed.run(names.accounts.internId(seed));
  };

  return {
    listClaimed: guarded(db.name, (snapshots) => {
      const claimed = snapshots.flatMap(({ set, digest }) => selectClaimed.all(set, digest));
      return [...new Set(claimed)].sort().map(decodeAccount);
    }),
    listSeeds: guarded(db.name, (chain: ChainId) =>
      selectSeeds.all(...rangeOf(chain)).map(decodeSeed),
    ),
    writeSeed: guarded(db.name, (seed, members) =>
      db.transaction(() => writeSeed(seed, members)).immediate(),
    ),
    dropSeeds: guarded(db.name, (seeds) => db.transaction(() => dropSeeds(seeds)).immediate()),
    isEmpty: guarded(db.name, () => selectAny.get() === undefined),
    readReach: guarded(db.name, (place) => {
      const reaches = selectReach.all(place).map(decodeReach);
      return reaches.length > 0 && isKnownHub(place) ? [] : reaches;
    }),
    countMembers: guarded(db.name, (chain: ChainId) => countPlaces.get(...rangeOf(chain)) ?? 0),
    listMembers: guarded(db.name, (seed) => {
      const accountId = names.accounts.findId(seed);
      return accountId === undefined ? [] : selectMembers.all(accountId).map(decodeMember);
    }),
  };
}

/** Between which texts all accounts of a chain lie: `;` is what follows the `:` behind its name. */
function rangeOf(chain: ChainId): [from: string, to: string] {
  return [`${chain}:`, `${chain};`];
}

function decodeSeed({ account, sentFloors, ...rest }: SeedRow): KeptSeed {
  return { ...rest, seed: decodeAccount(account), sentFloors: decodeAmount(sentFloors) };
}

function decodeReach({ account, hops, wasRead, readToSeconds }: ReachRow): KeptReach {
  const seed = decodeAccount(account);
  return { seed, hops, isRead: wasRead === 1, readToSeconds: readToSeconds ?? 0 };
}

function encodeMember(member: HaloMember): MemberRow {
  const { key, hops, before, txIds, reached, reachedAtSeconds, isRead } = member;
  const amounts = [...reached].map(([asset, amount]) => [asset, encodeAmount(amount)]);
  return {
    ...{ place: key, hops, placeBefore: before, reachedAtSeconds },
    txIdsJson: JSON.stringify(txIds),
    reachedJson: JSON.stringify(Object.fromEntries(amounts)),
    wasRead: isRead ? 1 : 0,
  };
}

function decodeMember(row: MemberRow): HaloMember {
  const { place, hops, placeBefore, reachedAtSeconds, wasRead } = row;
  return {
    ...{ key: place, hops, before: placeBefore, reachedAtSeconds },
    txIds: decodeTexts(row.txIdsJson),
    reached: decodeReached(row.reachedJson),
    isRead: wasRead === 1,
  };
}

function decodeTexts(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw damaged();
  return value.map((text: unknown) => {
    if (typeof text !== 'string') throw damaged();
    return text;
  });
}

function decodeReached(json: string): ReadonlyMap<AssetId, bigint> {
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null) throw damaged();
  return new Map(
    Object.entries(value).map(([text, amount]) => {
      const asset = parseAssetId(text);
      if (asset === null || typeof amount !== 'string') throw damaged();
      return [asset, decodeAmount(amount)];
    }),
  );
}

function decodeAccount(text: string): Account {
  const account = parseAccount(text);
  if (account === null) throw damaged();
  return account;
}

function damaged(): StoreError {
  return new StoreError(
    'The database holds a part of the halo that is not as Hopsight writes it; restore the file from a copy.',
  );
}
