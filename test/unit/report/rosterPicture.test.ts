import { expect, it } from 'vitest';
import type { Account } from '../../../src/core/account.js';
import type { KnownLink } from '../../../src/core/knownLink.js';
import type { LinkHop, RosterLink } from '../../../src/core/rosterLink.js';
import { createLinkDocument } from '../../../src/report/rosterDocument.js';
import { createRosterPicture } from '../../../src/report/rosterPicture.js';
import { describeRosterLink } from '../../../src/report/rosterText.js';
import { ASSETS, ETH, evmAccount } from '../../support/world.js';

const [ANN, BETWEEN, SHARED, BAD] = [1, 5, 100, 300].map(evmAccount);

const hop = (from: Account | undefined, to: Account | undefined, amount: bigint): LinkHop => ({
  ...{
    from: from ?? evmAccount(0),
    to: to ?? evmAccount(0),
    txId: `0x${amount.toString(16).padStart(64, '0')}`,
  },
  ...{ time: '2026-03-01T00:00:00Z', asset: ETH, amount },
});

function known(parts: Partial<RosterLink> = {}): KnownLink {
  const link: RosterLink = {
    ...{ id: 'l1', kind: 'shared-consolidation', account: SHARED ?? evmAccount(0) },
    members: [
      {
        payeeId: 'ann',
        walletId: 'w-ann',
        hops: [hop(ANN, BETWEEN, 10n ** 18n), hop(BETWEEN, SHARED, 2n * 10n ** 18n)],
      },
      { payeeId: 'ben', walletId: 'w-ben', hops: [] },
    ],
    ...{ severity: 'review', sentence: 'They share it.', hasClaimNear: true },
    claims: [
      {
        account: BAD ?? evmAccount(0),
        hops: 1,
        entity: 'Lazarus Group',
        authority: 'list',
        source: 'https://example.org',
      },
    ],
    ...parts,
  };
  const at = '2026-11-22T10:00:00Z';
  return {
    ...{ link, weighs: 'review', firstSeenAt: at, changedAt: at, isNew: true, goneSince: null },
    ...{ needsSecond: false, answer: null },
  };
}

const names = { 'w-ann': 'A-1, Ann', 'w-ben': 'B-2, Ben' } as const;
const nameOf = (walletId: string) =>
  Object.entries(names).find(([id]) => id === walletId)?.[1] ?? walletId;

it('a picture shows who sends through whom to what is shared, and whose it is', () => {
  const picture = createRosterPicture(createLinkDocument(known(), ASSETS), { nameOf, zone: 'UTC' });
  expect(picture.nodes.map(({ account, shape, title }) => [account, shape, title])).toEqual([
    [ANN, 'subject', expect.stringContaining('A-1, Ann')],
    [null, 'subject', 'B-2, Ben'],
    [BETWEEN, 'account', expect.stringContaining('passes money on')],
    [SHARED, 'hub', expect.stringContaining('the shared account')],
    [BAD, 'labelled', expect.stringContaining('Lazarus Group')],
  ]);
  expect(picture.edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([
    [ANN, BETWEEN, 'transfer'],
    [BETWEEN, SHARED, 'transfer'],
    ['wallet w-ben', SHARED, 'share'],
    [SHARED, BAD, 'share'],
  ]);
  expect(picture.title).toContain('how 2 payees meet');
  expect(picture.description).toContain('1.00 ETH');
});

it('money from what is shared is drawn from it to the wallets', () => {
  const members = [
    { payeeId: 'ann', walletId: 'w-ann', hops: [hop(SHARED, ANN, 1n)] },
    { payeeId: 'ben', walletId: 'w-ben', hops: [hop(SHARED, BETWEEN, 2n)] },
  ];
  const link = createLinkDocument(
    known({ kind: 'shared-gas-funder', members, claims: [] }),
    ASSETS,
  );
  const picture = createRosterPicture(link, { nameOf, zone: 'UTC' });
  expect(picture.nodes.map(({ account, shape }) => [account, shape])).toEqual([
    [ANN, 'subject'],
    [BETWEEN, 'subject'],
    [SHARED, 'hub'],
  ]);
  expect(picture.edges.map(({ from }) => from)).toEqual([SHARED, SHARED]);
});

it('a text has every step with its transaction, and a document no names', () => {
  const document = createLinkDocument(known(), ASSETS);
  const text = describeRosterLink(document, { nameOf, width: 100 })
    .map(({ pieces }) => pieces.map((piece) => piece.text).join(''))
    .join('\n');
  for (const part of [
    'B-2, Ben: the wallet itself',
    '2.00 ETH',
    `${hop(ANN, ANN, 10n ** 18n).txId}`,
  ]) {
    expect(text).toContain(part);
  }
  expect(JSON.stringify(document)).not.toMatch(/Ann|Ben/);
});
