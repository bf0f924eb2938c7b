import { type Account, addressOfAccount } from '../core/account.js';
import type { Attribution } from '../core/attribution.js';
import { asListedNow, isFarLess, OFAC_SET } from '../core/labels/listNow.js';
import type { LabelBook } from '../screening/ports.js';
import { claimOf, type LabelClaims } from './labelClaims.js';
import { isBuiltInSet, speaksAbout, type TracedTwin } from './labelMatch.js';
import { type StoredSnapshot, snapshotOf } from './labelSnapshots.js';

const NOTHING: readonly Attribution[] = [];

/**
 * What given snapshots claim, as of a day.
 *
 * Most accounts of a ledger are in no set: which are is read once, at the first question, and the
 * claims about one when it is asked for first. A claim is the same object however it is come by.
 */
export function createLabelBook(
  claims: LabelClaims,
  {
    snapshots,
    day,
    tracedTwin,
    indexOf,
  }: {
    readonly snapshots: readonly StoredSnapshot[];
    readonly day: string;
    readonly tracedTwin: TracedTwin;
    readonly indexOf: ReadAddressIndex;
  },
): LabelBook {
  const ids = snapshots.map(({ snapshotId }) => snapshotId);
  const answered = new Map<Account, readonly Attribution[]>();
  const read = new Map<number, Attribution>();
  let index: AddressIndex | null = null;

  const asOfSet = new Map(snapshots.map(({ set, asOf }) => [set, asOf]));
  const ofac = snapshots.find(({ set }) => set === OFAC_SET);
  const listedOn = ofac?.asOf ?? null;
  let isWhole: boolean | null = null;

  const isWholeList = (): boolean => {
    if (ofac === undefined) return false;
    const copies = snapshots.filter(({ set }) => isBuiltInSet(set));
    const { inCopies, inBoth } = claims.countListed({
      copyIds: copies.map(({ snapshotId }) => snapshotId),
      listId: ofac.snapshotId,
    });
    return !isFarLess(inBoth, inCopies);
  };

  const answer = (account: Account, addresses: readonly string[]) => {
    const about = claims.readAbout(addresses, ids).map((stored) => ({
      stored,
      claim: read.get(stored.claimId) ?? claimOf(stored),
    }));
    const spoken = about.filter(({ claim }) => speaksAbout(claim, account, tracedTwin));
    const hasAccount = spoken.some(({ claim }) => claim.set === OFAC_SET);
    if (listedOn !== null) isWhole ??= isWholeList();
    const list =
      listedOn === null ? null : { asOf: listedOn, isWhole: isWhole === true, hasAccount };
    return spoken.flatMap(({ stored, claim }) => {
      const copyOf = isBuiltInSet(claim.set) ? (asOfSet.get(claim.set) ?? null) : null;
      const known = read.get(stored.claimId);
      const told = known ?? asOfDay(asListedNow(claim, { copyOf, list }), day);
      if (known === undefined) read.set(stored.claimId, told);
      return isPublishedBy(told, day) ? [told] : [];
    });
  };

  return {
    snapshots: snapshots.map(snapshotOf),
    readClaims: (account) => {
      index ??= indexOf(ids);
      const own = index.get(addressOfAccount(account));
      const known = own === undefined ? undefined : answered.get(account);
      if (known !== undefined) return known;
      const twin = tracedTwin(account);
      const ofTwin = twin === null ? undefined : index.get(addressOfAccount(twin));
      if (own === undefined && ofTwin === undefined) return NOTHING;
      const found = answer(account, [...(own ?? []), ...(ofTwin ?? [])]);
      answered.set(account, found);
      return found;
    },
  };
}

/** Gives the index of snapshots, by their ids. */
export type ReadAddressIndex = (ids: readonly number[]) => AddressIndex;

/**
 * Indexes snapshots; those that were indexed last are not read again, since a snapshot never changes and
 * most books are of the same ones.
 */
export function createAddressIndex(
  claims: Pick<LabelClaims, 'listAccounts'>,
  tracedTwin: TracedTwin,
): ReadAddressIndex {
  let last: { readonly key: string; readonly index: AddressIndex } | null = null;
  return (ids) => {
    const key = ids.join(' ');
    if (last?.key !== key) {
      last = { key, index: indexAddresses(claims.listAccounts(ids), tracedTwin) };
    }
    return last.index;
  };
}

/** By address text: the texts under which claims about an account with it may stand. */
type AddressIndex = ReadonlyMap<string, readonly string[]>;

function indexAddresses(accounts: readonly Account[], tracedTwin: TracedTwin): AddressIndex {
  const index = new Map<string, readonly string[]>();
  const add = (address: string, named: string) => {
    const known = index.get(address);
    if (known === undefined) index.set(address, [named]);
    else if (!known.includes(named)) index.set(address, [...known, named]);
  };
  for (const account of accounts) {
    const address = addressOfAccount(account);
    if (index.get(address)?.includes(address) === true) continue;
    add(address, address);
    const twin = tracedTwin(account);
    if (twin !== null) add(addressOfAccount(twin), address);
  }
  return index;
}

/** Edge: a claim whose day is unknown was always known, so that no date has to be guessed. */
function isPublishedBy({ listedOn, sourceDate }: Attribution, day: string): boolean {
  const published = listedOn ?? sourceDate;
  return published === null || published <= day;
}

function asOfDay(claim: Attribution, day: string): Attribution {
  if (claim.delistedOn === null || claim.delistedOn <= day) return claim;
  return { ...claim, delistedOn: null };
}
