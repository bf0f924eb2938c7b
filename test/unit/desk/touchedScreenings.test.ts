import { describe, expect, it } from 'vitest';
import { accountsOfKey, tracedTwin } from '../../../src/chains/labelAddress.js';
import type { Attribution } from '../../../src/core/attribution.js';
import { OFAC_SET } from '../../../src/core/labels/listNow.js';
import type { ImportedState, ScreenedMark } from '../../../src/desk/lookbackPorts.js';
import { type Since, touchedByLabels } from '../../../src/desk/touchedScreenings.js';
import { isBuiltInSet, speaksAbout } from '../../../src/store/labelMatch.js';
import { accountAt } from '../../support/liveSources.js';
import { BANK, CLIENT, claim, SHOP, WALLET } from '../../support/lookbackWorld.js';

const COPY = 'hopsight-sanctions';

/** A state of a set, on a day of November. */
interface State {
  readonly set: string;
  readonly day: number;
  readonly claims: readonly Attribution[];
}

/** Asks what touches a screening of the wallet that was judged by the first `known` states. */
function touching(states: readonly State[], known: number, since: Since = { kind: 'screening' }) {
  const imports = states.map(
    ({ set, day, claims }): ImportedState => ({
      set,
      id: `${set}@${day}`,
      digest: `sha256:${JSON.stringify(claims)}`,
      rows: claims.length,
      asOf: `2026-11-${day}`,
      importedAt: `2026-11-${day}T09:00:00Z`,
    }),
  );
  const claimsOf = new Map(imports.map(({ id, set }, at) => [id, { set, at }]));
  const mark: ScreenedMark = {
    screeningId: '01',
    screenedAt: '2026-11-22T10:00:00Z',
    factsDigest: 'facts',
    labelSnapshots: [...new Map(imports.slice(0, known).map((one) => [one.set, one])).values()],
    subjects: [accountAt(WALLET)],
  };
  const named = new Set([WALLET, CLIENT, SHOP].map((address) => accountAt(address)));
  const touched = touchedByLabels([mark], since, {
    labels: {
      listImports: () => imports.toSorted((a, b) => (a.set < b.set ? -1 : a.set > b.set ? 1 : 0)),
      readSnapshot: (id) => {
        const found = claimsOf.get(id);
        const claims = found === undefined ? undefined : states[found.at]?.claims;
        return claims?.map((one) => ({ ...one, set: found?.set ?? '' })) ?? null;
      },
    },
    index: {
      findBundles: (asked) =>
        new Map([...asked].flatMap((one) => (named.has(one) ? [[one, ['facts']]] : []))),
    },
    isBuiltIn: isBuiltInSet,
    isUsed: () => true,
    accountsOfKey,
    speaksAbout: (one, account) => speaksAbout(one, account, tracedTwin),
  });
  return touched.flatMap(({ touches }) =>
    touches.map(({ change }) => [change.kind, change.claim.set, change.claim.delistedOn]),
  );
}

const LISTED = { listedOn: '2021-03-02', sourceDate: '2021-03-02' };
const copy = (day: number): State => ({ set: COPY, day, claims: [claim(CLIENT, LISTED)] });
const list = (day: number, ...claims: readonly Attribution[]): State => ({
  set: OFAC_SET,
  day,
  claims,
});

describe('a newer state of the list itself, beside a copy of it', () => {
  it('that never had the account takes the copy’s claim back', () => {
    expect(touching([copy(10), list(20, claim(BANK, LISTED))], 1)).toEqual([
      ['changed', COPY, '2026-11-20'],
    ]);
  });

  it('that does not have it any more takes both back', () => {
    const states = [copy(10), list(15, claim(CLIENT, LISTED)), list(20)];
    expect(touching(states, 2)).toEqual([
      ['changed', COPY, '2026-11-20'],
      ['removed', OFAC_SET, null],
    ]);
  });

  it('that has it, or is older than the copy, changes nothing of the copy', () => {
    expect(touching([copy(10), list(20, claim(CLIENT, LISTED))], 1)).toEqual([
      ['added', OFAC_SET, null],
    ]);
    expect(touching([copy(20), list(15, claim(BANK, LISTED))], 1)).toEqual([]);
  });

  it('that was known already is no news', () => {
    expect(touching([copy(10), list(20, claim(BANK, LISTED))], 2)).toEqual([]);
  });
});

describe('the changes that are asked about', () => {
  const own = (day: number, ...claims: readonly Attribution[]): State => ({
    set: 'ours',
    day,
    claims,
  });

  it('are none between what a screening knew and the same again', () => {
    const states = [own(10, claim(SHOP)), own(12), own(14, claim(SHOP))];
    expect(touching(states, 1)).toEqual([]);
    expect(touching(states, 2)).toEqual([['added', 'ours', null]]);
  });

  it('are all of a set that was not there then', () => {
    expect(touching([own(10, claim(BANK)), list(20, claim(SHOP))], 1)).toEqual([
      ['added', OFAC_SET, null],
    ]);
  });

  it('begin no earlier than what the screening knew, and no earlier than asked', () => {
    const states = [own(10), own(12, claim(SHOP)), own(14, claim(SHOP), claim(CLIENT))];
    const since = (iso: string): Since => ({ kind: 'moment', iso });
    expect(touching(states, 1)).toHaveLength(2);
    expect(touching(states, 1, since('2026-11-13'))).toHaveLength(1);
    expect(touching(states, 2, since('2026-11-01'))).toHaveLength(1);
    expect(touching(states, 1, since('2026-11-15'))).toEqual([]);
  });
});
