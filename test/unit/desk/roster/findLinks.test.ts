import { describe, expect, it } from 'vitest';
import { type Account, addressOfAccount, createAccount } from '../../../../src/core/account.js';
import { type AssetList, erc20AssetId } from '../../../../src/core/asset.js';
import type { RosterLink } from '../../../../src/core/rosterLink.js';
import { linksIn, type RosterWorld } from '../../../support/rosterWorld.js';
import {
  bitcoinTx,
  btcAccount,
  chainNamed,
  claim,
  ether,
  evmAccount,
  exchange,
} from '../../../support/world.js';
import { DOLLAR, TOKEN_ASSETS, token } from '../../core/patterns/patternWorld.js';

const [ANN, BEN, CAT] = [evmAccount(1), evmAccount(2), evmAccount(3)];
const PAYEES = { ann: [ANN], ben: [BEN] };
const THREE = { ann: [ANN], ben: [BEN], cat: [CAT] };
const SHARED = evmAccount(100);
const HOT = evmAccount(200);
const BINANCE = exchange(HOT, 'Binance');
const LAZARUS = evmAccount(300);

/** Blocks of a day. */
const DAY = 7_200;

const OTHER_DOLLAR = erc20AssetId(chainNamed('ethereum').id, `0x${'ee'.repeat(20)}`);
const DOLLARS: AssetList = new Map(
  [...TOKEN_ASSETS].flatMap(([id, asset]) =>
    id === DOLLAR
      ? [
          [id, asset],
          [OTHER_DOLLAR, { ...asset, id: OTHER_DOLLAR }],
        ]
      : [[id, asset]],
  ),
);

/** Each payee gets wages and gas of their own, so that nothing else is shared. */
const wages = [ANN, BEN, CAT].flatMap((wallet, at) => [
  ether(evmAccount(500 + at), wallet, 5_000n, 1 + at),
  ether(evmAccount(600 + at), wallet, 5_000n, 11 + at),
]);

const links = (world: Partial<RosterWorld>) => linksIn({ payees: PAYEES, facts: wages, ...world });

const told = (found: readonly RosterLink[]) =>
  found.map(({ kind, account, severity, members }) => ({
    kind,
    account,
    severity,
    payees: members.map(({ payeeId }) => payeeId),
  }));

const one = (
  kind: RosterLink['kind'],
  severity: RosterLink['severity'],
  payees = ['ann', 'ben'],
) => [{ kind, account: SHARED, severity, payees }];

it('payees who share nothing have no link', () => {
  expect(links({ payees: THREE })).toEqual([]);
});

describe('a shared deposit address', () => {
  const depositedBy = (wallets: readonly Account[], after = 10) =>
    wallets.flatMap((wallet, at) => [
      ether(wallet, SHARED, 1_000n, 100 + 100 * at),
      ether(SHARED, HOT, 1_000n, 100 + 100 * at + after),
    ]);

  it('links two payees for a review', () => {
    const [link, ...rest] = links({
      facts: [...wages, ...depositedBy([ANN, BEN])],
      claims: [BINANCE],
    });
    expect(rest).toEqual([]);
    expect(link === undefined ? [] : told([link])).toEqual(one('shared-deposit', 'review'));
    expect(link?.sentence).toContain('one deposit address at Binance');
    expect(link?.members[0]?.hops).toMatchObject([
      { from: ANN, to: SHARED, amount: 1_000n, time: '2022-04-15T05:40:00Z' },
    ]);
  });

  it('links three for a hold', () => {
    const facts = [...wages, ...depositedBy([ANN, BEN, CAT])];
    expect(told(links({ payees: THREE, facts, claims: [BINANCE] }))).toEqual(
      one('shared-deposit', 'hold', ['ann', 'ben', 'cat']),
    );
  });

  it('is a consolidation account where it keeps the money for more than a day', () => {
    const within = depositedBy([ANN, BEN], DAY);
    const later = depositedBy([ANN, BEN], DAY + 1);
    const kindOf = (facts: typeof within) =>
      links({ facts: [...wages, ...facts], claims: [BINANCE] }).map(({ kind }) => kind);
    expect(kindOf(within)).toEqual(['shared-deposit']);
    expect(kindOf(later)).toEqual(['shared-consolidation']);
  });

  it('is told by a label that says who used it, without a look', () => {
    const facts = [...wages, ether(ANN, SHARED, 9n, 100), ether(BEN, SHARED, 9n, 101)];
    const box = { ...exchange(SHARED, 'Binance'), event: 'Ronin bridge' };
    expect(told(links({ facts, claims: [box], unseen: [SHARED] }))).toEqual(
      one('shared-deposit', 'review'),
    );
  });
});

describe('honest payees', () => {
  it('at one exchange are linked by nothing: each has an address there', () => {
    const [annsBox, bensBox] = [evmAccount(101), evmAccount(102)];
    const facts = [
      ...wages,
      ...[ether(ANN, annsBox, 1_000n, 100), ether(annsBox, HOT, 1_000n, 110)],
      ...[ether(ANN, annsBox, 1_000n, 200), ether(annsBox, HOT, 1_000n, 210)],
      ...[ether(BEN, bensBox, 1_000n, 300), ether(bensBox, HOT, 1_000n, 310)],
      ...[ether(BEN, bensBox, 1_000n, 400), ether(bensBox, HOT, 1_000n, 410)],
    ];
    expect(links({ facts, claims: [BINANCE] })).toEqual([]);
  });

  it('who send straight to one account of an exchange are not linked either', () => {
    const facts = [...wages, ether(ANN, HOT, 1_000n, 100), ether(BEN, HOT, 1_000n, 101)];
    expect(links({ facts, claims: [BINANCE] })).toEqual([]);
  });

  it.each([
    ['an exchange', { claims: [exchange(SHARED, 'Kraken')] }, 0],
    ['a bridge', { claims: [{ ...exchange(SHARED, 'Hop'), category: 'bridge' as const }] }, 0],
    [
      'infrastructure',
      { claims: [{ ...exchange(SHARED, 'Relay'), category: 'infrastructure' as const }] },
      0,
    ],
    ['a faucet', { claims: [exchange(SHARED, 'Sepolia faucet')] }, 0],
    ['a hub', { hubs: [SHARED] }, 0],
    ['the company itself', { own: [SHARED] }, 0],
    ['nobody with a label', {}, 1],
  ])('whose first gas came from %s', (_, parts, count) => {
    const facts = [ether(SHARED, ANN, 1n, 0), ether(SHARED, BEN, 1n, 0), ...wages];
    expect(links({ facts, ...parts })).toHaveLength(count);
  });
});

describe('a consolidation account', () => {
  const gathered = [ether(ANN, SHARED, 900n, 100), ether(BEN, SHARED, 900n, 101)];
  const facts = [...wages, ...gathered];

  it('links two payees for a review and three for a hold', () => {
    expect(told(links({ facts }))).toEqual(one('shared-consolidation', 'review'));
    const all = [...facts, ether(CAT, SHARED, 900n, 102)];
    expect(told(links({ payees: THREE, facts: all }))).toEqual(
      one('shared-consolidation', 'hold', ['ann', 'ben', 'cat']),
    );
  });

  it('links nobody by dust, and by what is dust no more once it is added up', () => {
    const dust = (times: number) =>
      Array.from({ length: times }, (_, at) => ether(BEN, SHARED, 1n, 200 + at));
    const from = (times: number) => [...wages, ether(ANN, SHARED, 900n, 100), ...dust(times)];
    expect(links({ facts: from(2) })).toEqual([]);
    expect(links({ facts: from(3) })).toHaveLength(1);
  });

  it('with 20 unrelated counterparties links, with 21 nobody', () => {
    const strangers = (count: number) =>
      Array.from({ length: count }, (_, at) => ether(evmAccount(1_000 + at), SHARED, 3n, 300 + at));
    expect(links({ facts: [...facts, ...strangers(20)] })).toHaveLength(1);
    expect(links({ facts: [...facts, ...strangers(21)] })).toEqual([]);
  });

  it('counts payees, own accounts and dust for nothing among those', () => {
    const twenty = Array.from({ length: 20 }, (_, at) =>
      ether(evmAccount(1_000 + at), SHARED, 3n, 300 + at),
    );
    const beside = [
      ether(CAT, SHARED, 900n, 400),
      ether(evmAccount(700), SHARED, 900n, 401),
      ether(evmAccount(2_000), SHARED, 2n, 402),
    ];
    const world = { payees: THREE, own: [evmAccount(700)] };
    expect(links({ ...world, facts: [...facts, ...twenty, ...beside] })).toHaveLength(1);
  });

  it.each([
    ['on it', 0, [], SHARED],
    ['on whom it paid', 1, [ether(SHARED, LAZARUS, 900n, 200)], LAZARUS],
    ['on who paid it', 1, [ether(LAZARUS, SHARED, 900n, 200)], LAZARUS],
  ])('holds two payees by a DPRK claim %s', (_, hops, more, account) => {
    const [link] = links({ facts: [...facts, ...more], claims: [claim(account)] });
    expect(link).toMatchObject({ severity: 'hold', hasClaimNear: true });
    expect(link?.claims).toEqual([
      {
        account,
        hops,
        entity: 'Lazarus Group',
        authority: 'list',
        source: 'https://example.org/list',
      },
    ]);
    expect(link?.sentence).toMatch(/by what a source says/i);
  });

  it.each([
    [
      'two hops away',
      [ether(SHARED, evmAccount(400), 900n, 200), ether(evmAccount(400), LAZARUS, 900n, 9_000_000)],
      claim(LAZARUS),
    ],
    ['of dust', [ether(SHARED, LAZARUS, 2n, 200)], claim(LAZARUS)],
    [
      'withdrawn',
      [ether(SHARED, LAZARUS, 900n, 200)],
      claim(LAZARUS, { delistedOn: '2023-01-01' }),
    ],
    [
      'doubted',
      [ether(SHARED, LAZARUS, 900n, 200)],
      claim(LAZARUS, { authority: 'vendor', confidence: 0.3 }),
    ],
    [
      'about others than the DPRK',
      [ether(SHARED, LAZARUS, 900n, 200)],
      claim(LAZARUS, { actor: null }),
    ],
  ])('is not held by a claim %s', (_, more, about) => {
    const [link] = links({ facts: [...facts, ...more], claims: [about] });
    expect(link).toMatchObject({ account: SHARED, severity: 'review', hasClaimNear: false });
  });

  it('that nobody looked at is told, with the cure, and weighs no more', () => {
    const three = [...facts, ether(CAT, SHARED, 900n, 102)];
    const [link] = links({ payees: THREE, facts: three, unseen: [SHARED] });
    expect(link).toMatchObject({ kind: 'shared-consolidation', severity: 'info' });
    expect(link?.sentence).toMatch(/was not looked at.*screen one of the wallets again/);
    const claimed = links({
      payees: THREE,
      facts: three,
      unseen: [SHARED],
      claims: [claim(SHARED)],
    });
    expect(claimed[0]?.severity).toBe('hold');
  });

  it('was looked at where only a channel lacks that the money did not take', () => {
    const lack = (channel: 'internal' | 'native') =>
      [{ channel, kind: 'capability', sentence: 'Not offered.', cure: 'Add a source.' }] as const;
    expect(links({ facts, lacks: lack('internal') })[0]?.severity).toBe('review');
    expect(links({ facts, lacks: lack('native') })[0]?.severity).toBe('info');
  });

  it('is reached through two accounts that only pass money on, and not through three', () => {
    const through = (count: number) => {
      const way = [ANN, ...Array.from({ length: count }, (_, at) => evmAccount(900 + at)), SHARED];
      return way.slice(1).map((to, at) => ether(way[at] ?? ANN, to, 900n, 100 + at));
    };
    const from = (count: number) => [...wages, ether(BEN, SHARED, 900n, 50), ...through(count)];
    const [link] = links({ facts: from(2) });
    expect(link?.account).toBe(SHARED);
    expect(link?.members[0]?.hops.map(({ to }) => to)).toEqual([
      evmAccount(900),
      evmAccount(901),
      SHARED,
    ]);
    expect(links({ facts: from(3) })).toEqual([]);
  });

  it('is not reached by money that went on before it came', () => {
    const between = evmAccount(900);
    const other = evmAccount(901);
    const world = (paidAt: number) => [
      ...wages,
      ether(BEN, SHARED, 900n, 50),
      ether(other, between, 900n, 100),
      ether(between, SHARED, 900n, 200),
      ether(ANN, between, 900n, paidAt),
      ether(between, other, 900n, 400),
    ];
    // What lay there first went on first: Ann's part went to the other account.
    expect(links({ facts: world(300) })).toEqual([]);
    expect(links({ facts: world(99) })).toHaveLength(1);
  });

  it('is not reached through an account that keeps more than a twentieth', () => {
    const between = evmAccount(900);
    const world = (passedOn: bigint) => [
      ...wages,
      ether(BEN, SHARED, 900n, 50),
      ether(ANN, between, 1_000n, 100),
      ether(between, SHARED, passedOn, 101),
    ];
    expect(links({ facts: world(950n) })).toHaveLength(1);
    expect(links({ facts: world(949n) })).toEqual([]);
  });

  it('may be the wallet of a payee, who is a member without steps', () => {
    const [link, ...rest] = links({ facts: [...wages, ether(ANN, BEN, 900n, 100)] });
    expect(rest).toEqual([]);
    expect(link).toMatchObject({ kind: 'shared-consolidation', account: BEN, severity: 'review' });
    expect(link?.members.map(({ payeeId, hops }) => [payeeId, hops.length])).toEqual([
      ['ann', 1],
      ['ben', 0],
    ]);
    expect(link?.sentence).toContain('a wallet of one of them');
  });

  it('does not link the wallets of one payee with each other', () => {
    const facts = [...wages, ...gathered, ether(ANN, BEN, 900n, 300)];
    expect(links({ payees: { ann: [ANN, BEN] }, facts })).toEqual([]);
  });

  it('is the same by its address on any EVM chain', () => {
    const polygon = chainNamed('polygon');
    const there = createAccount(polygon.id, addressOfAccount(SHARED));
    const bensThere = createAccount(polygon.id, addressOfAccount(BEN));
    const facts = [
      ...wages,
      ether(ANN, SHARED, 900n, 100),
      { ...ether(bensThere, there, 900n, 101), chain: polygon.id },
    ];
    const [link, ...rest] = links({ payees: { ann: [ANN], ben: [bensThere] }, facts });
    expect(rest).toEqual([]);
    expect(link).toMatchObject({ kind: 'shared-consolidation', account: SHARED });
    expect(link?.members.map(({ hops }) => hops[0]?.to)).toEqual([SHARED, there]);
  });

  it('is no place where both only traded, and one where they gave more than they got', () => {
    const trade = (wallet: Account, height: number, back: bigint) => [
      token(wallet, SHARED, 900n, height),
      { ...token(SHARED, wallet, back, height), asset: OTHER_DOLLAR, index: '2' },
    ];
    const world = (back: bigint) => [
      ...wages,
      ...[token(evmAccount(510), ANN, 900n, 90), token(evmAccount(511), BEN, 900n, 91)],
      ...[...trade(ANN, 100, back), ...trade(BEN, 101, back)],
    ];
    expect(links({ assets: DOLLARS, facts: world(855n) })).toEqual([]);
    const kinds = links({ assets: DOLLARS, facts: world(854n) }).map(({ kind }) => kind);
    expect(kinds).toEqual(['shared-consolidation', 'shared-payer']);
  });
});

describe('a shared address', () => {
  it('links two payees for a review and three for a hold, with nothing seen of it', () => {
    expect(told(links({ payees: { ann: [SHARED], ben: [SHARED] }, facts: [] }))).toEqual(
      one('shared-address', 'review'),
    );
    const three = { ann: [SHARED], ben: [SHARED], cat: [SHARED] };
    expect(told(links({ payees: three, facts: [] }))).toEqual(
      one('shared-address', 'hold', ['ann', 'ben', 'cat']),
    );
  });

  it('counts on all EVM chains, however many others deal with it', () => {
    const there = createAccount(chainNamed('polygon').id, addressOfAccount(SHARED));
    const clients = Array.from({ length: 30 }, (_, at) =>
      ether(evmAccount(1_000 + at), SHARED, 900n, 300 + at),
    );
    expect(told(links({ payees: { ann: [SHARED], ben: [there] }, facts: clients }))).toEqual(
      one('shared-address', 'review'),
    );
  });

  it('of a service is none: both gave what is not theirs', () => {
    const claims = [exchange(SHARED, 'Kraken')];
    expect(links({ payees: { ann: [SHARED], ben: [SHARED] }, facts: [], claims })).toEqual([]);
  });
});

describe('a shared first gas funder', () => {
  const facts = [ether(SHARED, ANN, 1n, 0), ether(SHARED, BEN, 1n, 0), ...wages];

  it('is looked at, and holds nobody, however many there are', () => {
    expect(told(links({ facts }))).toEqual(one('shared-gas-funder', 'review'));
    const all = [ether(SHARED, CAT, 1n, 0), ...facts];
    expect(told(links({ payees: THREE, facts: all }))).toEqual(
      one('shared-gas-funder', 'review', ['ann', 'ben', 'cat']),
    );
  });

  it('is none where somebody else came first', () => {
    const before = ether(evmAccount(800), BEN, 1n, 0);
    const later = [ether(SHARED, ANN, 1n, 0), before, ether(SHARED, BEN, 1n, 1), ...wages];
    expect(links({ facts: later })).toEqual([]);
  });
});

describe('a shared payer', () => {
  const facts = [...wages, ether(SHARED, ANN, 900n, 50), ether(SHARED, BEN, 900n, 51)];

  it('is told, and weighs nothing: two people may have one client', () => {
    const [link] = links({ facts });
    expect(link).toMatchObject({ kind: 'shared-payer', severity: 'info' });
    expect(link?.sentence).toContain('Two people may have one client');
  });

  it('is none of dust, of the company, or of another payee', () => {
    const dusted = [...wages, ether(SHARED, ANN, 900n, 50), ether(SHARED, BEN, 2n, 51)];
    expect(links({ facts: dusted })).toEqual([]);
    expect(links({ facts, own: [SHARED] })).toEqual([]);
    const kinds = links({ payees: { ...PAYEES, cat: [SHARED] }, facts }).map(({ kind }) => kind);
    expect(kinds).not.toContain('shared-payer');
  });

  it('is looked at with a DPRK claim', () => {
    const world = { facts: [...facts, ether(LAZARUS, SHARED, 900n, 10)], claims: [claim(LAZARUS)] };
    expect(links(world)[0]).toMatchObject({ kind: 'shared-payer', severity: 'review' });
  });
});

describe('on Bitcoin', () => {
  const [ann, ben] = [btcAccount('ann'), btcAccount('ben')];
  const [shared, hot] = [btcAccount('shared'), btcAccount('hot')];
  const payees = { ann: [ann], ben: [ben] };
  const pays = (id: string, from: Account, height: number) => [
    bitcoinTx(`mined-${id}`, height - 5, {
      inputs: [],
      outputs: [{ account: from, amount: 1_000n }],
    }),
    bitcoinTx(`pays-${id}`, height, {
      inputs: [{ previous: { txId: `mined-${id}`, index: 0 }, account: from, amount: 1_000n }],
      outputs: [{ account: shared, amount: 1_000n }],
    }),
  ];
  const sweep = (height: number) =>
    bitcoinTx('sweep', height, {
      inputs: ['a', 'b'].map((id) => ({
        previous: { txId: `pays-${id}`, index: 0 },
        account: shared,
        amount: 1_000n,
      })),
      outputs: [
        { account: hot, amount: 1_900n },
        { account: btcAccount('rest'), amount: 100n },
      ],
    });
  const facts = [...pays('a', ann, 100), ...pays('b', ben, 110)];
  const kindsIn = (world: Partial<RosterWorld>) =>
    links({ payees, facts, unseen: [shared], ...world }).map(({ kind, severity }) => [
      kind,
      severity,
    ]);

  it('an account that both paid is told, since nobody reads its own history', () => {
    expect(kindsIn({})).toEqual([['shared-consolidation', 'info']]);
  });

  it('a deposit address is told by what became of the payments within a day', () => {
    const claims = [exchange(hot, 'Kraken')];
    expect(kindsIn({ claims, facts: [...facts, sweep(244)] })).toEqual([
      ['shared-deposit', 'review'],
    ]);
    expect(kindsIn({ claims, facts: [...facts, sweep(245)] })).toEqual([
      ['shared-consolidation', 'info'],
    ]);
  });
});
