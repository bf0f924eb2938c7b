import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LedgerFact } from '../../src/core/ledger.js';
import { LINK_SEVERITIES } from '../../src/core/rosterLink.js';
import { linksIn, type RosterWorld } from '../support/rosterWorld.js';
import { claim, ether, evmAccount, exchange } from '../support/world.js';

/** Few accounts, so that payees meet; some of them have labels. */
const WALLETS = [1, 2, 3, 4].map(evmAccount);
const OTHERS = [11, 12, 13, 14, 15].map(evmAccount);
const HOT = evmAccount(21);
const BAD = evmAccount(22);
const CLAIMS = [exchange(HOT, 'Binance'), claim(BAD)];
const PLACES = [...WALLETS, ...OTHERS, HOT, BAD];

const anyFacts: fc.Arbitrary<readonly LedgerFact[]> = fc
  .array(
    fc.record({
      from: fc.constantFrom(...PLACES),
      to: fc.constantFrom(...PLACES),
      amount: fc.bigInt(1n, 30n),
      block: fc.nat(40_000),
    }),
    { maxLength: 40 },
  )
  .map((moves) =>
    moves.map(({ from, to, amount, block }, at) => ({
      ...ether(from, to, amount, block),
      txId: `0x${at.toString(16).padStart(64, '0')}`,
    })),
  );

const PAYEES = Object.fromEntries(WALLETS.map((wallet, at) => [`payee-${at}`, [wallet]]));

const world = (facts: readonly LedgerFact[], parts: Partial<RosterWorld> = {}) => ({
  ...{ payees: PAYEES, facts, claims: CLAIMS },
  ...parts,
});

it('the order of payees changes no link', () => {
  fc.assert(
    fc.property(
      anyFacts,
      fc.shuffledSubarray(Object.entries(PAYEES), { minLength: WALLETS.length }),
      (facts, order) => {
        const links = linksIn(world(facts));
        expect(linksIn(world(facts, { payees: Object.fromEntries(order) }))).toEqual(links);
      },
    ),
  );
});

it('what payees do who have nothing to do with the others takes no link from them', () => {
  const stranger = evmAccount(900);
  const theirs = fc
    .array(fc.tuple(fc.nat(60), fc.boolean(), fc.nat(40_000)), { maxLength: 40 })
    .map((moves) =>
      moves.map(([who, isOut, block], at) => ({
        ...ether(
          isOut ? stranger : evmAccount(1_000 + who),
          isOut ? evmAccount(1_000 + who) : stranger,
          20n,
          block,
        ),
        txId: `0x${(at + 5_000).toString(16).padStart(64, '0')}`,
      })),
    );
  fc.assert(
    fc.property(anyFacts, theirs, (facts, more) => {
      const links = linksIn(world(facts));
      const payees = { ...PAYEES, stranger: [stranger] };
      expect(linksIn(world([...facts, ...more], { payees }))).toEqual(links);
    }),
  );
});

it('every link is of two payees or more, and each step of it is in the facts', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      for (const { members, kind, account } of linksIn(world(facts))) {
        expect(new Set(members.map(({ payeeId }) => payeeId)).size).toBeGreaterThan(1);
        for (const { hops } of members) {
          const last = kind === 'shared-gas-funder' || kind === 'shared-payer' ? null : hops.at(-1);
          expect(last?.to ?? account).toBe(account);
          for (const { from, to, txId, amount } of hops) {
            const fact = facts.find((one) => one.txId === txId);
            expect(fact).toMatchObject({ from, to });
            expect(fact?.kind === 'transfer' && amount <= fact.amount).toBe(true);
          }
        }
      }
    }),
  );
});

it('a DPRK claim on an account takes nothing from what links payees there', () => {
  const rank = (severity: (typeof LINK_SEVERITIES)[number]) => LINK_SEVERITIES.indexOf(severity);
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const [target] = OTHERS;
      expect.assert(target !== undefined);
      const before = linksIn(world(facts)).filter(({ account }) => account === target);
      const after = linksIn(world(facts, { claims: [...CLAIMS, claim(target)] }));
      for (const link of before) {
        const now = after.find(({ account, kind }) => account === target && kind === link.kind);
        // A labelled account is not looked up, so that a deposit address reads as what it is besides.
        const same = now ?? after.find(({ account }) => account === target);
        expect(rank(same?.severity ?? 'info')).toBeGreaterThanOrEqual(rank(link.severity));
      }
    }),
  );
});
