import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.js';
import { boundaryOf } from '../../../src/core/boundary.js';
import {
  DOUBTFUL_BELOW,
  isUsedBox,
  primaryAttribution,
  standingOf,
  strongestClaim,
} from '../../../src/core/claims.js';
import { accountWorld } from '../../support/traceWorld.js';
import {
  bitcoinTx,
  btcAccount,
  claim,
  claimsOf,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const ACCOUNT = evmAccount(1);
const said = (parts: Partial<Attribution> = {}) => claim(ACCOUNT, parts);
const LIST = said();
const VENDOR = said({ authority: 'vendor', confidence: 0.4, entity: 'Some cluster' });
const RESEARCHER = said({ authority: 'researcher', confidence: 0.6, entity: 'A group' });
const OTHER_LIST = said({ actor: null, entity: 'Listed Trading Company' });
const OWN = said({ authority: 'own', confidence: 1, entity: 'Our suspicion' });

describe('the strongest of several claims', () => {
  it.each([
    ['in force before withdrawn', VENDOR, { ...LIST, delistedOn: '2025-03-21' }],
    ['others’ before one’s own, however sure', VENDOR, OWN],
    ['a list before everybody, however unsure', { ...LIST, confidence: 0.1 }, RESEARCHER],
    [
      'believed before doubtful, whoever doubts',
      RESEARCHER,
      said({ authority: 'government', confidence: 0.3 }),
    ],
    ['authority before confidence among the believed', LIST, { ...RESEARCHER, confidence: 1 }],
    ['the more confident of one authority', RESEARCHER, { ...RESEARCHER, confidence: 0.55 }],
  ])('is %s', (_name, stronger, weaker) => {
    expect(strongestClaim([stronger, weaker])).toBe(stronger);
    expect(strongestClaim([weaker, stronger])).toBe(stronger);
  });

  it.each([
    { category: 'it-worker' },
    { actor: null },
    { event: 'Ronin Bridge 2022-03-23' },
    { entityListedOn: '2018-09-13' },
    { listedOn: '2022-04-22' },
    { source: 'https://example.org/other' },
    { sourceDate: '2023-01-01' },
    { note: 'Said twice.' },
  ] as const satisfies readonly Partial<Attribution>[])(
    'is the same in whatever order they are read, also where all but this is alike: %j',
    (parts) => {
      const [one, other] = [LIST, { ...LIST, ...parts }];
      expect(strongestClaim([one, other])).toBe(strongestClaim([other, one]));
    },
  );

  it('draws the line between belief and doubt at exactly one half', () => {
    const official = said({ authority: 'government', confidence: DOUBTFUL_BELOW });
    expect(strongestClaim([RESEARCHER, official])).toBe(official);
    const doubtful = { ...official, confidence: DOUBTFUL_BELOW - 0.01 };
    expect(strongestClaim([RESEARCHER, doubtful])).toBe(RESEARCHER);
  });
});

describe('what all claims about an account say', () => {
  it('is nothing where only notes are known', () => {
    expect(standingOf([said({ use: 'note' })])).toEqual({ risks: [], service: null });
    expect(primaryAttribution([said({ use: 'note' })])).toBeNull();
  });

  it('answers whether it is a risk and whether it is a service apart', () => {
    const service = exchange(ACCOUNT, 'Garantex');
    expect(standingOf([service, OTHER_LIST])).toEqual({ risks: [OTHER_LIST], service });
    expect(primaryAttribution([service, OTHER_LIST])).toBe(OTHER_LIST);
    const knowledge = { claimsOf: claimsOf([service, OTHER_LIST]), ownAccounts: new Set<never>() };
    expect(boundaryOf(ACCOUNT, knowledge)).toMatchObject({ kind: 'labelled', service });
  });

  it('lets a weak DPRK claim hide no listing of another kind, and a strong one speak alone', () => {
    expect(standingOf([OTHER_LIST, VENDOR]).risks).toEqual([VENDOR, OTHER_LIST]);
    expect(standingOf([OTHER_LIST, LIST]).risks).toEqual([LIST]);
    const withdrawn = { ...OTHER_LIST, delistedOn: '2025-03-21' };
    expect(standingOf([withdrawn, VENDOR]).risks).toEqual([VENDOR]);
  });

  it('hears who used a service’s address before who only names the service', () => {
    const named = { ...exchange(ACCOUNT, 'HTX'), authority: 'list' } as const;
    const used = { ...exchange(ACCOUNT, 'HTX'), event: 'Ronin Bridge 2022-03-23' };
    expect(standingOf([named, used]).service).toBe(used);
    expect(isUsedBox(used)).toBe(true);
    expect(isUsedBox(named)).toBe(false);
    expect(isUsedBox({ ...used, category: 'bridge' })).toBe(false);
  });
});

describe('a label of one’s own', () => {
  const [SUBJECT, MIDDLE, LAZARUS] = [evmAccount(10), evmAccount(11), evmAccount(12)];
  const facts = [ether(LAZARUS, MIDDLE, 900n, 1), ether(MIDDLE, SUBJECT, 900n, 2)];
  const listed = claim(LAZARUS);
  const world = { subject: SUBJECT, facts };
  const own = (parts: Partial<Attribution>) => claim(MIDDLE, { authority: 'own', ...parts });
  const toldOf = (claims: readonly Attribution[]) =>
    accountWorld({ ...world, claims }).exposures.map(({ kind, attribution, amounts }) => [
      kind,
      attribution.authority,
      amounts[0]?.haircut,
    ]);

  it('ends no trail, whatever it calls the account', () => {
    for (const use of ['service', 'exposure', 'note'] as const) {
      const label = own({ use, category: use === 'service' ? 'exchange' : 'mixer', actor: null });
      expect(toldOf([listed, label])).toContainEqual(['indirect', 'list', 900n]);
    }
  });

  it('is an exposure of its own beside what others say, and none as a service', () => {
    expect(toldOf([listed, own({ entity: 'Our suspicion' })])).toEqual([
      ['indirect', 'list', 900n],
      ['direct', 'own', 900n],
    ]);
    expect(toldOf([listed, own({ use: 'service', category: 'exchange' })])).toEqual([
      ['indirect', 'list', 900n],
    ]);
  });

  it('is told apart from what others say of the same entity', () => {
    const near = evmAccount(13);
    const both = accountWorld({
      subject: SUBJECT,
      facts: [ether(near, SUBJECT, 100n, 1), ether(LAZARUS, SUBJECT, 900n, 2)],
      claims: [listed, claim(near, { authority: 'own' })],
    });
    expect(
      both.exposures.map(({ attribution, amounts }) => [
        attribution.authority,
        amounts[0]?.haircut,
      ]),
    ).toEqual([
      ['list', 900n],
      ['own', 100n],
    ]);
  });

  it('is told where only an empty message was exchanged', () => {
    const near = evmAccount(13);
    const { exposures } = accountWorld({
      subject: SUBJECT,
      facts: [ether(LAZARUS, SUBJECT, 900n, 1), ether(SUBJECT, near, 0n, 2)],
      claims: [claim(near, { authority: 'own', entity: 'Our suspicion' })],
    });
    expect(exposures).toMatchObject([{ direction: 'outgoing', attribution: { authority: 'own' } }]);
  });
});

describe('an address that a service keeps for a customer', () => {
  const SUBJECT = btcAccount('subject');
  const BOX = btcAccount('box');
  const STORE = btcAccount('store');
  const person = claim(BOX, { entity: 'A listed person', category: 'it-worker' });
  const used = { ...exchange(BOX, 'HTX'), event: 'OFAC 2025-08-27' };
  const out = (account: typeof BOX, amount: bigint) => ({ account, amount });
  const spend = (txId: string, index: number, account: typeof BOX, amount: bigint) => ({
    previous: { txId, index },
    account,
    amount,
  });
  const payout = [
    bitcoinTx('mined', 1, { inputs: [], outputs: [out(BOX, 100n), out(STORE, 900n)] }),
    bitcoinTx('payout', 2, {
      inputs: [spend('mined', 0, BOX, 100n), spend('mined', 1, STORE, 900n)],
      outputs: [out(SUBJECT, 1_000n)],
    }),
  ];
  const paidBy = (claims: readonly Attribution[]) =>
    accountWorld({ subject: SUBJECT, facts: payout, claims }).exposures.flatMap(({ amounts }) =>
      amounts.map(({ haircut }) => haircut),
    );

  it('speaks for no input beside it: the service signs for all of them', () => {
    expect(paidBy([person])).toEqual([1_000n]);
    expect(paidBy([person, used])).toEqual([100n]);
  });

  it('does not pass a claim about the customer on to whom the service pays', () => {
    const [subject, middle, box] = [evmAccount(10), evmAccount(11), evmAccount(12)];
    const claims = [claim(box), { ...exchange(box, 'HTX'), event: 'OFAC 2025-08-27' }];
    const kinds = (facts: readonly ReturnType<typeof ether>[], known = claims) =>
      accountWorld({ subject, facts, claims: known }).exposures.map(
        ({ kind, direction }) => `${kind} ${direction}`,
      );
    const through = [ether(box, middle, 900n, 1), ether(middle, subject, 900n, 2)];
    expect(kinds(through)).toEqual([]);
    expect(kinds(through, claims.slice(0, 1))).toEqual(['indirect incoming']);
    const garantex = [claim(box), exchange(box, 'Garantex')];
    expect(kinds(through, garantex)).toEqual(['indirect incoming']);
    // Straight dealings with a listed address stay what they are, and so does money that reached it.
    expect(kinds([ether(box, subject, 900n, 1)])).toEqual(['direct incoming']);
    const sent = [ether(evmAccount(5), subject, 900n, 1), ether(subject, middle, 900n, 2)];
    expect(kinds([...sent, ether(middle, box, 900n, 3)])).toEqual(['indirect outgoing']);
  });
});
