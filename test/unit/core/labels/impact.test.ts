import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import {
  type ClaimChange,
  changesBetween,
  findTouched,
  publishedWhen,
} from '../../../../src/core/labels/impact.js';
import { accountAt } from '../../../support/liveSources.js';
import { BANK, CLIENT, claim, SHOP, WALLET } from '../../../support/lookbackWorld.js';

describe('what changed between two states of a set', () => {
  it('came, was changed, or went; what stayed is nothing', () => {
    const before = [claim(BANK), claim(CLIENT), claim(SHOP)];
    const after = [claim(BANK), claim(CLIENT, { delistedOn: '2026-11-24' }), claim(WALLET)];
    const told = changesBetween(before, after).map(({ kind, claim: one, fields }) => [
      kind,
      one.account,
      fields.map(({ field }) => field),
    ]);
    expect(told).toEqual([
      ['added', accountAt(WALLET), []],
      ['changed', accountAt(CLIENT), ['delistedOn']],
      ['removed', accountAt(SHOP), []],
    ]);
    expect(changesBetween(before, before)).toEqual([]);
  });
});

describe('whether a claim had been published when something was screened', () => {
  it.each([
    [{ listedOn: '2026-11-21', sourceDate: '2026-12-01' }, 'before'],
    [{ listedOn: '2026-11-22' }, 'same-day'],
    [{ listedOn: '2026-11-23' }, 'after'],
    [{ listedOn: null, sourceDate: '2026-11-21' }, 'before'],
    [{ listedOn: null, sourceDate: null }, 'unknown'],
  ] as const)('%j: %s', (dates, told) => {
    expect(publishedWhen(claim(BANK, dates), '2026-11-22')).toBe(told);
  });
});

describe('the screenings that changes touch', () => {
  const changes = changesBetween([], [claim(BANK), claim(CLIENT)]);
  const bundles = new Map<Account, readonly string[]>([
    [accountAt(BANK), ['one', 'two']],
    [accountAt(CLIENT, 'polygon'), ['two']],
  ]);
  const find = (screenings: Parameters<typeof findTouched>[0], of = changes) =>
    findTouched(screenings, of, {
      spokenAbout: ({ account }) => [account, accountAt(account.split(':')[2] ?? '', 'polygon')],
      bundlesWith: (account) => bundles.get(account) ?? [],
    });
  const about = (touched: ReturnType<typeof find>) =>
    touched.map(({ screening, touches }) => [
      screening.factsDigest,
      touches.map(({ change, accounts }) => [change.claim.account, accounts]),
    ]);

  it('name an account that a claim speaks about, on whichever chain, in the order of the changes', () => {
    const screenings = [
      { factsDigest: 'two', subjects: [] },
      { factsDigest: 'none', subjects: [] },
      { factsDigest: 'one', subjects: [] },
    ];
    expect(about(find(screenings))).toEqual([
      [
        'two',
        [
          [accountAt(BANK), [accountAt(BANK)]],
          [accountAt(CLIENT), [accountAt(CLIENT, 'polygon')]],
        ],
      ],
      ['one', [[accountAt(BANK), [accountAt(BANK)]]]],
    ]);
  });

  it('are found by their subjects where their facts do not name them, and once where both do', () => {
    const alone = { factsDigest: 'none', subjects: [accountAt(CLIENT)] };
    const both = { factsDigest: 'one', subjects: [accountAt(BANK)] };
    expect(about(find([alone, both]))).toEqual([
      ['none', [[accountAt(CLIENT), [accountAt(CLIENT)]]]],
      ['one', [[accountAt(BANK), [accountAt(BANK)]]]],
    ]);
  });

  it('are none where nothing changed', () => {
    const none: readonly ClaimChange[] = [];
    expect(find([{ factsDigest: 'one', subjects: [accountAt(BANK)] }], none)).toEqual([]);
  });
});
