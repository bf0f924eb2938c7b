import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressOfAccount, createAccount } from '../../src/core/account.js';
import { nativeAssetId } from '../../src/core/asset.js';
import type { FactBundle, RecordedSubject } from '../../src/core/factBundle.js';
import type { Transfer } from '../../src/core/ledger.js';
import { payeesOf } from '../../src/desk/roster/answering.js';
import { openRosterHistory, type RosterHistory } from '../support/rosterHistory.js';
import { screeningOf } from '../support/rosterWorld.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from '../support/world.js';

const POLYGON = chainNamed('polygon');
const POL = nativeAssetId(POLYGON);
const ether0 = ASSETS.get(ETH);
const WITH_POL = new Map(ASSETS);
if (ether0 !== undefined) WITH_POL.set(POL, { ...ether0, id: POL, chain: POLYGON.id });

const onPolygon = (account: Parameters<typeof addressOfAccount>[0]) =>
  createAccount(POLYGON.id, addressOfAccount(account));

const WALLETS = [1, 2, 3, 4, 5].map(evmAccount);
const BETWEEN = [11, 12, 13].map(evmAccount);
const OTHERS = [14, 15, 16].map(evmAccount);
const [HOT, BAD, OWN] = [evmAccount(21), evmAccount(22), evmAccount(23)];
const PLACES = [...WALLETS, ...BETWEEN, ...OTHERS, HOT, BAD, OWN];
const PAYEES = ['a', 'b', 'c', 'd'];
/** Labels that come and go. */
const CLAIMS = [
  ...[exchange(HOT, 'Binance'), claim(BAD), claim(OTHERS[0] ?? BAD)],
  ...[exchange(BETWEEN[0] ?? HOT, 'Kraken'), exchange(onPolygon(OTHERS[1] ?? HOT), 'Kraken')],
];

/** Payments between few, and what some of them passed on whole a while later. */
const anyFacts: fc.Arbitrary<readonly Transfer[]> = fc
  .array(
    fc.record({
      from: fc.constantFrom(...PLACES),
      to: fc.constantFrom(...PLACES),
      onward: fc.option(fc.constantFrom(...PLACES)),
      last: fc.option(fc.constantFrom(...PLACES), { freq: 2 }),
      amount: fc.bigInt(1n, 30n),
      block: fc.nat(40_000),
      isPolygon: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
    }),
    { minLength: 6, maxLength: 24 },
  )
  .map((moves) =>
    moves
      .flatMap(({ from, to, onward, last, amount, block, isPolygon }) => {
        const ends = [from, to, onward, last];
        const end = ends.indexOf(null);
        const way = ends.slice(0, end < 0 ? ends.length : end);
        return way.slice(1).map((next, at) => {
          const fact = ether(way[at] ?? null, next, amount, block + at * 10);
          return isPolygon ? toPolygon(fact) : fact;
        });
      })
      .map((fact, at) => ({ ...fact, txId: `0x${at.toString(16).padStart(64, '0')}` })),
  );

function toPolygon(fact: Transfer): Transfer {
  const [from, to] = [fact.from, fact.to].map((one) => (one === null ? null : onPolygon(one)));
  return { ...fact, chain: POLYGON.id, asset: POL, from: from ?? null, to: to ?? null };
}

/** A screening that sees the history up to some fact, and looks some accounts up. */
const anyScreening = fc.record({
  kind: fc.constant('screen' as const),
  of: fc.constantFrom(...WALLETS, ...BETWEEN),
  isPolygon: fc.integer({ min: 0, max: 4 }).map((one) => one === 0),
  upTo: fc.integer({ min: 1, max: 60 }),
  unseen: fc.subarray([...BETWEEN, ...OTHERS], { maxLength: 3 }),
  hubs: fc.subarray([...OTHERS, ...BETWEEN], { maxLength: 1 }),
  isNoted: fc.boolean(),
});
const anyEvent = fc.oneof(
  { weight: 6, arbitrary: anyScreening },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('give' as const),
      wallet: fc.constantFrom(...WALLETS, BETWEEN[0] ?? HOT),
      payee: fc.option(fc.constantFrom(...PAYEES), { freq: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('label' as const), claims: fc.subarray(CLAIMS) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), payee: fc.constantFrom(...PAYEES) }),
  },
);
type Event = typeof anyEvent extends fc.Arbitrary<infer One> ? One : never;

function bundleOf(
  { of, isPolygon, upTo, unseen, hubs }: Extract<Event, { readonly kind: 'screen' }>,
  facts: readonly Transfer[],
): FactBundle {
  const subject: RecordedSubject = screeningOf(isPolygon ? onPolygon(of) : of, {
    ...{ payees: {}, facts: facts.slice(0, upTo), hubs },
    unseen: [...unseen, ...unseen.map(onPolygon)],
  });
  return {
    ...{ version: 2, subjects: [subject], prices: [] },
    circumstances: { ownAccounts: [], assets: [], prices: 'pegged', unpriced: [], narrowing: null },
  };
}

function happen(event: Event, history: RosterHistory, facts: readonly Transfer[]): void {
  if (event.kind === 'screen') history.screen(bundleOf(event, facts), event.isNoted);
  else if (event.kind === 'give') history.give(event.wallet, event.payee);
  else if (event.kind === 'label') history.label(event.claims);
  else history.near(event.payee);
}

it('the links of one payee are those that are found among the links of all', () => {
  let linked = 0;
  fc.assert(
    fc.property(
      anyFacts,
      fc.array(anyEvent, { minLength: 8, maxLength: 30 }),
      fc.array(fc.constantFrom(...PAYEES), { minLength: 1, maxLength: 4 }),
      (facts, events, asked) => {
        const ownAccounts = new Set([OWN]);
        const history = openRosterHistory({ assets: WITH_POL, ownAccounts });
        try {
          for (const [at, wallet] of WALLETS.entries()) {
            history.give(wallet, PAYEES[at % PAYEES.length] ?? 'a');
          }
          for (const event of events) happen(event, history, facts);
          const near = asked.map((payee) => ({ payee, links: history.near(payee) }));
          const all = history.all();
          for (const { payee, links } of near) {
            linked += links.length;
            expect(links).toEqual(all.filter(({ link }) => payeesOf(link).includes(payee)));
          }
        } finally {
          history.close();
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(linked).toBeGreaterThan(60);
});
