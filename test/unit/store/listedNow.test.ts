import { describe, expect, it } from 'vitest';
import { canonicalLabelAddress, tracedTwin } from '../../../src/chains/labelAddress.js';
import type { Account } from '../../../src/core/account.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { createLabelStore } from '../../../src/store/labelStore.js';
import { openForTest } from './temporaryDatabase.js';

function accountOf(address: string): Account {
  const found = canonicalLabelAddress('ethereum', address);
  if (!found.ok) throw new Error(found.problem);
  return found.account;
}

const ACCOUNT = accountOf('0x098B716B8Aaf21512996dC57EB0615e2383E2f96');
const OTHER = accountOf('0xa0e1c89ef1a489c9c7de96311ed5ce5d32c20e4b');

/** Accounts that copy and list have in common: what makes the list whole beside the copy. */
const COMMON = Array.from({ length: 8 }, (_, at) => accountOf(`0x${String(at + 1).repeat(40)}`));

const COPY: Attribution = {
  account: ACCOUNT,
  entity: 'Lazarus Group',
  category: 'sanctioned',
  actor: 'lazarus',
  event: null,
  authority: 'list',
  confidence: 1,
  use: 'exposure',
  set: 'hopsight-dprk',
  source: 'https://sanctionssearch.ofac.treas.gov/Details.aspx?id=27307 (OFAC)',
  sourceDate: null,
  entityListedOn: '2019-09-13',
  listedOn: '2022-04-14',
  delistedOn: null,
  note: null,
};

const PLAIN = { fileDigest: 'sha256:1', importedAt: '2026-12-01T00:00:00Z' };

/** When the copy's claim reads as delisted, once OFAC's own list of a day is there. */
function delistedOn(given: {
  readonly listed: readonly Account[];
  readonly listOf?: string | null;
  readonly copyOf?: string | null;
  readonly copy?: Partial<Attribution>;
  readonly list?: Partial<Attribution>;
  /** Of eight other accounts that the copy has, how many the list has too. */
  readonly common?: number;
  readonly day?: string;
}): string | null | undefined {
  const { listed, listOf = '2026-12-01', copyOf = '2026-11-22', day = '2026-12-02' } = given;
  const common = COMMON.slice(0, given.common ?? COMMON.length);
  const store = createLabelStore(openForTest(), { tracedTwin });
  const copy = { ...COPY, ...given.copy };
  const copied = [copy, ...COMMON.map((account) => ({ ...COPY, account, set: copy.set }))];
  store.importSet({ ...PLAIN, set: copy.set, rows: copied, asOf: copyOf });
  if (listOf !== null) {
    const rows = [...listed, ...common].map((account) => ({
      ...COPY,
      ...given.list,
      account,
      set: 'ofac-sdn',
    }));
    store.importSet({ ...PLAIN, set: 'ofac-sdn', rows, asOf: listOf });
  }
  const claims = store.openBook({ day, withBuiltIn: true }).readClaims(ACCOUNT);
  return claims.find(({ set }) => set === copy.set)?.delistedOn;
}

describe('a built-in copy of OFAC’s list', () => {
  it('reads as delisted from the day of a newer list that does not have the account', () => {
    expect(delistedOn({ listed: [OTHER] })).toBe('2026-12-01');
  });

  it('stands while the list has the account', () => {
    expect(delistedOn({ listed: [ACCOUNT, OTHER] })).toBeNull();
  });

  it('stands where no list is there, or only one that is no newer than the copy', () => {
    expect(delistedOn({ listed: [], listOf: null })).toBeNull();
    expect(delistedOn({ listed: [OTHER], listOf: '2026-11-22' })).toBeNull();
    expect(delistedOn({ listed: [OTHER], copyOf: null })).toBeNull();
  });

  it('stands where the list has too little of the copy to be the whole list', () => {
    expect(delistedOn({ listed: [OTHER], common: 8 })).toBe('2026-12-01');
    expect(delistedOn({ listed: [OTHER], common: 7 })).toBeNull();
    expect(delistedOn({ listed: [OTHER], list: { authority: 'researcher' } })).toBeNull();
  });

  it('stands where the address itself was listed no earlier than the day of that list', () => {
    const listOf = '2026-12-01';
    const newer = { listed: [OTHER], listOf, copyOf: '2025-11-19' };
    expect(delistedOn({ ...newer, copy: { listedOn: '2026-11-30' } })).toBe(listOf);
    expect(delistedOn({ ...newer, copy: { listedOn: listOf } })).toBeNull();
    expect(delistedOn({ ...newer, copy: { listedOn: null, sourceDate: listOf } })).toBeNull();
  });

  it('stood on a day before that list', () => {
    expect(delistedOn({ listed: [OTHER], day: '2026-11-30' })).toBeNull();
  });

  it('says nothing about claims that are no listing, or not built in', () => {
    expect(delistedOn({ listed: [OTHER], copy: { authority: 'government' } })).toBeNull();
    expect(delistedOn({ listed: [OTHER], copy: { set: 'our-own' } })).toBeNull();
  });

  it('is met by the list under the TRON spelling of the same key', () => {
    const tron = canonicalLabelAddress('tron', 'TAqg8TXo8tmpaz7TwHS669Tgt8MPSWgoxB');
    expect(tron.ok && delistedOn({ listed: [tron.account] })).toBeNull();
  });

  it('is read again as it was when the same list had been issued on another day', () => {
    const store = createLabelStore(openForTest(), { tracedTwin });
    const copied = [ACCOUNT, ...COMMON].map((account) => ({ ...COPY, account }));
    store.importSet({ ...PLAIN, set: COPY.set, rows: copied, asOf: '2026-11-22' });
    const rows = COMMON.map((account) => ({ ...COPY, account, set: 'ofac-sdn' }));
    store.importSet({ ...PLAIN, set: 'ofac-sdn', rows, asOf: '2026-12-01' });
    store.importSet({ ...PLAIN, set: 'ofac-sdn', rows, asOf: '2026-12-05' });
    const day = '2026-12-06';
    const book = store.openBook({ day, withBuiltIn: true });
    const again = store.openBookOf({ snapshots: book.snapshots, day });
    expect(again?.readClaims(ACCOUNT)).toEqual(book.readClaims(ACCOUNT));
    expect(book.readClaims(ACCOUNT)).toMatchObject([{ delistedOn: '2026-12-05' }]);
  });
});
