import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../src/core/account.js';
import { addressOfAccount } from '../../../../src/core/account.js';
import { accountFor } from '../../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../../src/core/accounting/tellGaps.js';
import type { AssetList } from '../../../../src/core/asset.js';
import { erc20AssetId } from '../../../../src/core/asset.js';
import type { Attribution } from '../../../../src/core/attribution.js';
import type { LedgerFact, Transfer } from '../../../../src/core/ledger.js';
import { decide } from '../../../../src/core/verdict.js';
import { accountWorld, type TracedWorld, traceWorld } from '../../../support/traceWorld.js';
import { ASSETS, claim, ETH, ether, evmAccount, exchange } from '../../../support/world.js';

const SUBJECT = evmAccount(1);
const THIEF = evmAccount(2);
const KRAKEN = evmAccount(3);
const VIA = evmAccount(4);
const FRIEND = evmAccount(5);
const ZERO = evmAccount(0);
const BLOCKS_PER_DAY = 7_200;

const kraken = exchange(KRAKEN, 'Kraken');
const thief = claim(THIEF);
const labelled = (account: Account, category: Attribution['category']): Attribution => ({
  ...exchange(account, category),
  category,
});
const USD = erc20AssetId(ether(null, null, 0n, 0).chain, addressOfAccount(evmAccount(99)));
const etherListed = ASSETS.get(ETH);
if (etherListed === undefined) throw new Error('ether is not listed');
const assets: AssetList = new Map([
  ...ASSETS,
  [USD, { ...etherListed, id: USD, symbol: 'USDX', peg: 'usd' as const, decimals: 0 }],
]);

/** What a trace looked up of a world, without the subject. */
function lookedUp(world: Omit<TracedWorld, 'subject'>): readonly string[] {
  const { frontier } = traceWorld({ subject: SUBJECT, assets, ...world });
  return [...frontier.places]
    .filter(({ state, account }) => state !== 'open' && account !== SUBJECT)
    .map(({ lookup }) => (lookup.kind === 'account' ? lookup.account : lookup.kind));
}
const token = (transfer: Transfer): Transfer => ({ ...transfer, channel: 'token', asset: USD });
const sameTx = (transfer: Transfer, of: Transfer, index: string): Transfer => ({
  ...transfer,
  txId: of.txId,
  height: of.height,
  timeSeconds: of.timeSeconds,
  index,
});

describe('accounts that only pass money on', () => {
  /** A chain of so many transfers; every account passes on within a day. */
  const relay = (transfers: number): readonly Transfer[] => {
    const accounts = [
      THIEF,
      ...Array.from({ length: transfers - 1 }, (_, at) => evmAccount(100 + at)),
      SUBJECT,
    ];
    return accounts
      .slice(1)
      .map((to, at) => ether(accounts[at] ?? THIEF, to, 1_000n, 1 + at * BLOCKS_PER_DAY));
  };
  const hopsOf = (transfers: number) =>
    accountWorld({ subject: SUBJECT, facts: relay(transfers), claims: [thief] }).exposures.map(
      ({ minHops, ownerHops }) => [minHops, ownerHops],
    );

  it('use no depth while the thief is at most twelve transfers away, and depth from there on', () => {
    expect(hopsOf(12)).toEqual([[12, 1]]);
    expect(hopsOf(13)).toEqual([[13, 2]]);
    expect(hopsOf(15)).toEqual([[15, 4]]);
    expect(hopsOf(16)).toEqual([]);
  });
});

describe('a transaction behind who acts for others', () => {
  const paid = { ...ether(VIA, SUBJECT, 1_000n, 10), channel: 'internal' as const };
  const funded = sameTx(ether(FRIEND, VIA, 1_000n, 10), paid, 'a');
  const facts = [ether(KRAKEN, FRIEND, 5_000n, 1), funded, paid];

  it.each(['infrastructure', 'dex'] as const)('is looked at whole: %s', (category) => {
    const found = lookedUp({ facts, claims: [kraken, labelled(VIA, category)] });
    expect(found).toEqual(['transaction', FRIEND]);
  });

  it.each(['exchange', 'bridge', 'payment-processor'] as const)(
    'is not looked at: %s, behind which nobody sees',
    (category) => {
      expect(lookedUp({ facts, claims: [kraken, labelled(VIA, category)] })).toEqual([]);
    },
  );

  it('is not looked at behind a listed account or a mixer, where the trail ends', () => {
    expect(lookedUp({ facts, claims: [kraken, claim(VIA)] })).toEqual([]);
    expect(lookedUp({ facts, claims: [kraken, claim(VIA, { category: 'mixer' })] })).toEqual([]);
    expect(lookedUp({ facts, claims: [kraken, claim(VIA, { category: 'dex' })] })).toEqual([]);
  });

  it('is not asked for where its id is not known', () => {
    const nameless = facts.map((fact) => ({ ...fact, txId: null }));
    expect(lookedUp({ facts: nameless, claims: [kraken, labelled(VIA, 'dex')] })).toEqual([]);
  });

  it('is looked at once: what it shows of others that act for somebody is the end', () => {
    const SECOND = evmAccount(6);
    const twice = [
      sameTx(ether(SECOND, VIA, 1_000n, 10), paid, 'a'),
      { ...paid, channel: 'internal' as const },
    ];
    const claims = [labelled(VIA, 'dex'), labelled(SECOND, 'dex')];
    expect(lookedUp({ facts: twice, claims })).toEqual(['transaction']);
  });
});

describe('tokens that were newly made for the subject', () => {
  const minted = token(ether(ZERO, SUBJECT, 1_000n, 10));

  it('lead to the whole transaction, for a bridge may be in it', () => {
    expect(lookedUp({ facts: [minted] })).toEqual(['transaction']);
    expect(lookedUp({ facts: [token(ether(SUBJECT, ZERO, 1_000n, 10))] })).toEqual(['transaction']);
  });

  it('do not where they are coins, which the protocol itself makes', () => {
    const reward = { ...ether(null, SUBJECT, 1_000n, 10), channel: 'reward' as const };
    expect(lookedUp({ facts: [reward] })).toEqual([]);
  });

  it('do not where the subject only paid a fee', () => {
    expect(lookedUp({ facts: [ether(SUBJECT, null, 1_000n, 10)] })).toEqual([]);
  });
});

describe('a hub', () => {
  const call = { ...ether(VIA, SUBJECT, 1_000n, 10), channel: 'internal' as const };
  const funded = sameTx(ether(FRIEND, VIA, 1_000n, 10), call, 'a');
  const facts = [ether(KRAKEN, FRIEND, 5_000n, 1), funded, call];
  const behind = (more: readonly Transfer[]) =>
    lookedUp({ facts: [...facts, ...more], claims: [kraken], hubs: [VIA] });

  it('that never signs is a contract: the transaction shows whom it acted for', () => {
    expect(behind([])).toEqual([VIA, 'transaction', FRIEND]);
  });

  it('that signs has a key, and the trail ends: by a call of its own, or a fee that it paid', () => {
    expect(behind([ether(VIA, evmAccount(7), 1n, 20)])).toEqual([VIA]);
    expect(behind([ether(VIA, null, 1n, 20)])).toEqual([VIA]);
    expect(behind([ether(evmAccount(7), VIA, 1n, 20)])).toContain('transaction');
  });

  it('once known as a contract is not looked up again', () => {
    const again = [
      sameTx(ether(FRIEND, VIA, 500n, 30), ether(FRIEND, VIA, 500n, 30), 'a'),
      { ...ether(VIA, SUBJECT, 500n, 30), channel: 'internal' as const },
    ];
    expect(behind(again).filter((key) => key === VIA)).toEqual([VIA]);
    expect(behind(again).filter((key) => key === 'transaction')).toHaveLength(2);
  });

  it('is not looked behind where a payment’s transaction has no id', () => {
    const nameless = { ...call, txId: null, height: 9, amount: 400n };
    const some = lookedUp({ facts: [...facts, nameless], claims: [kraken], hubs: [VIA] });
    expect(some).toEqual([VIA, 'transaction', FRIEND]);
    const none = traceWorld({ subject: SUBJECT, facts: [nameless], claims: [kraken], hubs: [VIA] });
    expect([...none.frontier.places].map(({ lookup }) => lookup.kind)).toEqual([
      'account',
      'account',
    ]);
    expect(none.frontier.places.ofAccount(VIA)?.roles.incoming?.stake.get(ETH)).toBe(400n);
  });
});

describe('a hub of whose history one page shows only what it got', () => {
  const isOnPage = (fact: LedgerFact) => fact.kind === 'transfer' && fact.to === VIA;
  const income = ether(FRIEND, VIA, 5_000n, 1);
  const tell = (facts: readonly Transfer[]) => {
    const world = { subject: SUBJECT, facts, claims: [kraken, thief], hubs: [VIA], isOnPage };
    const trace = traceWorld({ ...world, assets });
    const { splits, composition, exposures } = accountFor(trace);
    const gaps = tellGaps(trace, splits);
    const kinds = [...trace.frontier.places].map(({ lookup }) => lookup.kind);
    return {
      looks: kinds.filter((kind) => kind === 'transaction').length,
      places: composition.incoming.map(({ place }) => place),
      direct: exposures.map(({ kind }) => kind),
      decision: decide([], gaps).decision,
    };
  };

  it('is not looked behind for what it signed itself, which takes a key', () => {
    const paid = ether(VIA, SUBJECT, 1_000n, 10);
    const more = ether(VIA, SUBJECT, 1_000n, 12);
    const end = { places: ['hub'], direct: [], decision: 'proceed' };
    expect(tell([income, paid, more])).toEqual({ looks: 0, ...end });
    const signed = { ...more, channel: 'fee' as const };
    expect(tell([income, paid, signed])).toEqual({ looks: 0, ...end });
  });

  it('is not looked behind for what it signed, also once it was for other payments', () => {
    const friend = ether(VIA, FRIEND, 1_000n, 2);
    const facts = [
      income,
      friend,
      ether(FRIEND, SUBJECT, 1_000n, 9),
      token(ether(VIA, SUBJECT, 1_000n, 8)),
    ];
    expect(tell(facts).looks).toBe(1);
    const called = { ...friend, channel: 'internal' as const };
    expect(tell(facts.map((fact) => (fact === friend ? called : fact))).looks).toBe(2);
  });

  it('is looked behind for tokens, and is the same end to the trail where it has a key', () => {
    const paid = token(ether(VIA, SUBJECT, 1_000n, 10));
    const fee = sameTx(ether(VIA, null, 1n, 10), paid, 'a');
    expect(tell([income, fee, paid])).toEqual({
      looks: 1,
      places: ['hub'],
      direct: [],
      decision: 'proceed',
    });
  });

  it('is looked behind for tokens, and shows a thief where it is a contract', () => {
    const paid = token(ether(VIA, SUBJECT, 1_000n, 10));
    const put = sameTx(token(ether(THIEF, VIA, 1_000n, 10)), paid, 'a');
    expect(tell([income, put, paid])).toEqual({
      looks: 1,
      places: ['labelled'],
      direct: ['direct'],
      decision: 'proceed',
    });
  });

  it('is no reason to proceed where a transaction behind it could not be looked up', () => {
    const paid = token(ether(VIA, SUBJECT, 1_000n, 10));
    const trace = traceWorld({
      subject: SUBJECT,
      facts: [income, paid],
      assets,
      hubs: [VIA],
      isOnPage,
      fails: ({ kind }) => kind === 'transaction',
    });
    expect(decide([], tellGaps(trace, accountFor(trace).splits)).decision).toBe('incomplete');
  });
});

describe('the deposit address of an exchange', () => {
  const DEPOSIT = evmAccount(8);
  /** The subject and a thief pay into it; it forwards each sum within the hour. */
  const facts = [
    ether(KRAKEN, SUBJECT, 5_000n, 1),
    ether(SUBJECT, DEPOSIT, 900n, 10),
    ether(DEPOSIT, KRAKEN, 900n, 20),
    ether(FRIEND, DEPOSIT, 800n, 30),
    ether(DEPOSIT, KRAKEN, 800n, 40),
  ];

  it('ends the trail: nothing is handed on beyond it', () => {
    expect(lookedUp({ facts, claims: [kraken] })).toEqual([DEPOSIT]);
    const trace = traceWorld({ subject: SUBJECT, facts, claims: [kraken] });
    expect.assert(trace.walk.kind === 'accounts');
    expect(trace.walk.deposits.get(DEPOSIT)?.entity).toBe('Kraken');
    expect(trace.frontier.reach.outgoing.has(KRAKEN)).toBe(false);
  });

  it('ends it whenever money reaches it, also after it was looked up', () => {
    const way = [...facts, ether(SUBJECT, FRIEND, 850n, 15)];
    const trace = traceWorld({ subject: SUBJECT, facts: way, claims: [kraken] });
    expect(trace.frontier.reach.outgoing.get(DEPOSIT)).toEqual({ depth: 1, raw: 1 });
    expect(trace.frontier.reach.outgoing.has(KRAKEN)).toBe(false);
  });

  it('of nobody is followed like any other account', () => {
    const plain = traceWorld({ subject: SUBJECT, facts });
    expect(plain.frontier.reach.outgoing.get(KRAKEN)).toEqual({ depth: 1, raw: 2 });
  });
});

describe('money that came back to the subject', () => {
  it('is not followed as if the subject were somebody else', () => {
    const facts = [
      ether(KRAKEN, SUBJECT, 1_000n, 1),
      ether(SUBJECT, FRIEND, 500n, 10),
      ether(FRIEND, SUBJECT, 500n, 20),
    ];
    const { frontier } = traceWorld({ subject: SUBJECT, facts, claims: [kraken] });
    expect(frontier.reach.incoming.has(SUBJECT)).toBe(false);
    expect(frontier.reach.outgoing.has(SUBJECT)).toBe(false);
  });
});

describe('how far back in time', () => {
  it('a payment is followed to the second that the policy names', () => {
    const paid = ether(FRIEND, SUBJECT, 1_000n, 10);
    const days = 30;
    const on = (seconds: number) =>
      lookedUp({
        facts: [ether(THIEF, FRIEND, 1_000n, 1), paid],
        claims: [thief],
        policy: { lookbackDays: days },
        nowSeconds: paid.timeSeconds + days * 86_400 + seconds,
      });
    expect(on(0)).toEqual([FRIEND]);
    expect(on(1)).toEqual([]);
  });
});

describe('what a search may cost', () => {
  const payers = Array.from({ length: 10 }, (_, at) => evmAccount(200 + at));
  const facts = payers.map((payer, at) => ether(payer, SUBJECT, 100n, 1 + at));

  it('is never more than the policy allows, and all of that', () => {
    for (const maxRequests of [1, 4, 10]) {
      const trace = traceWorld({ subject: SUBJECT, facts, policy: { maxRequests, window: 3 } });
      expect(trace.spent).toBe(maxRequests);
      expect(trace.end).toBe('budget');
    }
    const whole = traceWorld({ subject: SUBJECT, facts, policy: { maxRequests: 11, window: 3 } });
    expect([whole.spent, whole.end]).toEqual([11, 'exhausted']);
  });
});

describe('a counterparty below the floor', () => {
  /** One large payment, and one small one; floors are 10 units. */
  const followed = (large: bigint, small: bigint) =>
    lookedUp({
      facts: [ether(KRAKEN, SUBJECT, large, 1), ether(FRIEND, SUBJECT, small, 2)],
      claims: [kraken],
    }).includes(FRIEND);

  it('is left aside below 10 units and below a hundredth, and looked up from either on', () => {
    expect(followed(890n, 9n)).toBe(true);
    expect(followed(892n, 9n)).toBe(false);
    expect(followed(100_000n, 10n)).toBe(true);
    expect(followed(100_000n, 9n)).toBe(false);
  });

  it('is never left aside in an asset that has no floor', () => {
    const without = new Map([[ETH, { ...etherListed, expansionFloorAmount: 0n }]]);
    const facts = [ether(KRAKEN, SUBJECT, 10n ** 20n, 1), ether(FRIEND, SUBJECT, 1n, 2)];
    const trace = traceWorld({
      subject: SUBJECT,
      facts,
      claims: [kraken],
      assets: without,
      policy: { requiredDepth: 4 },
    });
    expect(trace.frontier.places.ofAccount(FRIEND)?.state).toBe('expanded');
  });
});

describe('a search that has explained enough', () => {
  // Depth 2 and more lies beyond what the policy requires here, so that the search may stop there.
  const far = (large: bigint, small: bigint) => {
    const middle = evmAccount(9);
    const facts = [
      ether(KRAKEN, evmAccount(10), large, 1),
      ether(evmAccount(11), middle, small, 2),
      ether(evmAccount(10), SUBJECT, large, BLOCKS_PER_DAY * 10),
      ether(middle, SUBJECT, small, BLOCKS_PER_DAY * 20),
    ];
    return traceWorld({ subject: SUBJECT, facts, claims: [kraken] });
  };

  it('stops where a twentieth is open, and goes on above', () => {
    expect(far(9_500n, 500n).end).toBe('explained');
    expect(far(9_499n, 501n).end).toBe('exhausted');
  });
});
